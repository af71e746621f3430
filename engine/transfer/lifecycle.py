# Part of store_group. License LGPL-3.
"""Allowed state changes of transfers, differences, servings and settlements."""

TRANSFER_TRANSITIONS = {
    'draft': frozenset(('submitted', 'cancelled')),
    'submitted': frozenset(('draft', 'approved', 'rejected', 'cancelled')),
    'approved': frozenset(('shipped', 'cancelled')),
    'rejected': frozenset(('draft',)),
    'shipped': frozenset(('received', 'closed')),  # closed: nothing on the way, and the rest will not be shipped
    'received': frozenset(('shipped', 'closed')),  # shipped: an agreed surplus or a late shipment
    'closed': frozenset(),
    'cancelled': frozenset(),
}
DISCREPANCY_TRANSITIONS = {
    'open': frozenset(('answered', 'decided')),  # decided without an answer after the deadline
    'answered': frozenset(('answered', 'decided')),
    'decided': frozenset(),
}
SERVING_TRANSITIONS = {
    'asked': frozenset(('agreed', 'refused', 'withdrawn')),
    'agreed': frozenset(('refused', 'withdrawn', 'sent')),  # given back before anything left, or sent
    'refused': frozenset(),
    'withdrawn': frozenset(),
    'sent': frozenset(),
}
SETTLEMENT_TRANSITIONS = {
    'proposed': frozenset(('checked', 'cancelled')),
    'checked': frozenset(('proposed', 'billed', 'cancelled')),  # proposed: a line was set aside
    'billed': frozenset(),
    'cancelled': frozenset(),
}
# Goods have left the source: they come back by a return only.
UNDER_WAY = frozenset(('shipped', 'received'))
GIVEN_UP = frozenset(('rejected', 'cancelled'))
FINISHED = frozenset(('closed', 'cancelled'))


def may_become(transitions, state, new_state):
    """Whether a record in `state` may change to `new_state`; the same state is allowed.

    >>> may_become(TRANSFER_TRANSITIONS, 'approved', 'shipped')
    True
    >>> may_become(TRANSFER_TRANSITIONS, 'shipped', 'cancelled')
    False
    """
    return new_state in transitions[state]


def state_after_goods(state, lines):
    """Return the state of a transfer after goods moved.

    :param state: its state before
    :param lines: iterable of quantities.Line

    >>> from .quantities import Line
    >>> state_after_goods('approved', [Line(approved=2, shipped=1)])
    'shipped'
    >>> state_after_goods('shipped', [Line(approved=2, shipped=2, received=1, lost=1)])
    'received'
    >>> state_after_goods('shipped', [Line(approved=2, shipped=1, received=1, dropped=1)])
    'received'
    """
    if state not in {'approved', *UNDER_WAY}:
        return state
    lines = list(lines)
    if not any(line.shipped for line in lines):
        return state
    waiting = any(line.in_transit or line.to_come for line in lines)
    return 'shipped' if waiting else 'received'
