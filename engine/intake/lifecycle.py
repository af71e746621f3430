# Part of store_group. License LGPL-3.
"""Allowed state changes, and the effect of a second arrival of the same order."""

# store.intake.document: stored raw -> being read -> waits for a person, who sees the counts -> orders are
# made.
DOCUMENT_TRANSITIONS = {
    'new': frozenset(('reading', 'failed')),
    'reading': frozenset(('asking', 'review', 'ordering', 'done', 'failed', 'new')),  # new: taken up after a restart
    'asking': frozenset(('reading', 'failed')),  # what a column means, before an order is read
    'review': frozenset(('ordering', 'reading', 'done', 'failed')),
    'ordering': frozenset(('done', 'review', 'failed')),
    'done': frozenset(('ordering', 'review', 'reading')),  # an answer came, or the load was taken back
    'failed': frozenset(('reading', 'ordering', 'new')),
}
# store.intake.order: a question waits for a person, ready for its sale order, conflict for a choice of
# content.
ORDER_TRANSITIONS = {
    'new': frozenset(('question', 'ready', 'duplicate', 'conflict', 'refused')),
    'question': frozenset(('new', 'ready', 'duplicate', 'conflict', 'refused')),
    'ready': frozenset(('done', 'question', 'new', 'conflict', 'refused')),
    'done': frozenset(('ready', 'new', 'conflict', 'refused')),  # updated, or its sale order was taken back
    'duplicate': frozenset(('new', 'refused')),
    'conflict': frozenset(('new', 'ready', 'done', 'refused')),
    'refused': frozenset(('new', 'conflict')),  # other lines arrived for what was refused
}
# No sale order yet, or only a draft: the content may be replaced.
REPLACEABLE = frozenset(('', 'new', 'question', 'ready', 'refused', 'draft', 'sent'))
# Confirmed, or a user is deciding: other content becomes a question.
FIXED = frozenset(('done', 'duplicate', 'conflict', 'sale', 'cancel'))

# Progress of a status: a lower one without a date is an older export, or a mistake.
_PROGRESS = {'unpaid': 0, 'paid': 1, 'shipped': 2, 'done': 3, 'cancelled': 4, 'refunded': 4}


def goes_back(known, new):
    """Return whether the status `new` is behind `known`; no status never is.

    >>> goes_back('shipped', 'paid'), goes_back('cancelled', 'paid'), goes_back('paid', 'done'), goes_back('paid', '')
    (True, True, False, False)
    """
    return known in _PROGRESS and new in _PROGRESS and _PROGRESS[new] < _PROGRESS[known]


def may_follow(transitions, state, new_state):
    """Return whether `new_state` may follow `state`; the same state always may.

    >>> may_follow(ORDER_TRANSITIONS, 'ready', 'done'), may_follow(ORDER_TRANSITIONS, 'refused', 'done')
    (True, False)

    :raises KeyError: a state that `transitions` does not know
    """
    return new_state in transitions[state] or (new_state in transitions and new_state == state)


def decide_replay(existing_hash, existing_updated_at, new_hash, new_updated_at, order_state, is_back=False):
    """Decide what to do with content that arrives for an existing order.

    :param str existing_hash, new_hash: ``fingerprint.content_hash`` of the two contents
    :param existing_updated_at, new_updated_at: comparable moments (both aware, or both naive), or None
    :param order_state: state of the sale order ('draft', 'sent', 'sale', 'cancel'), or, while there is none,
        of the
        intake order; None or False for nothing yet
    :param bool is_back: the new status goes back behind the one we have, see ``goes_back``
    :return: in the order tried,
        'duplicate': the same content, nothing to do;
        'stale': older than what we have, never overwrites it;
        'update': replaces what we have;
        'conflict': a person must choose, because the order's state allows no change, or because we know the
        age of what we have and not that of what arrives, or because it says less than we know and not since when
    :raises ValueError: an unknown `order_state`
    """
    state = order_state or ''
    if state not in REPLACEABLE and state not in FIXED:
        raise ValueError(state)
    if existing_hash == new_hash:
        return 'duplicate'
    if existing_updated_at and new_updated_at and new_updated_at < existing_updated_at:
        return 'stale'
    is_dated = existing_updated_at and new_updated_at
    if state in FIXED or (existing_updated_at and not new_updated_at) or (is_back and not is_dated):
        return 'conflict'
    return 'update'
