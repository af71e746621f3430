# Part of store_group. License LGPL-3.
"""The life of a store: which state may follow which."""

STATES = ('draft', 'open', 'paused', 'closed')

ALLOWED = {
    'draft': ('open', 'closed'),
    'open': ('paused', 'closed'),
    'paused': ('open', 'closed'),
    'closed': ('open',),  # closed by mistake, or reopened
}


def may_become(state, new_state):
    """Whether a store in `state` may change to `new_state`; the same state is allowed.

    >>> may_become('open', 'paused'), may_become('draft', 'paused'), may_become('open', 'open')
    (True, False, False)
    """
    return new_state in ALLOWED[state]


def dates_after(new_state, day, opened_on, closed_on):
    """Return (opened_on, closed_on) of a store that changes to `new_state` on `day`.

    The first opening day is kept; closing again updates the end; opening clears it.
    """
    if new_state == 'open':
        return opened_on or day, None
    if new_state == 'closed':
        return opened_on, day
    return opened_on, closed_on
