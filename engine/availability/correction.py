# Part of store_group. License LGPL-3.
"""Who may correct stock outside the flow: alone, with approval, or not at all."""

ALONE, ASKS, REFUSED = 'alone', 'asks', 'refused'


def verdict(kind, may_count, may_correct, limit, value):
    """Return what a user may do about a correction worth `value`.

    a. Users who correct stock do it alone up to their approval limit, and need approval above it.
    b. Users who only count always need approval; they correct nothing but counts.
    c. Others may not.

    >>> verdict('count', True, False, 0, 5), verdict('scrap', True, False, 0, 5), verdict('scrap', False, True, 10, 5)
    ('asks', 'refused', 'alone')
    >>> verdict('count', True, True, 10, 11)
    'asks'
    """
    if may_correct:
        return ALONE if value <= limit else ASKS
    return ASKS if may_count and kind == 'count' else REFUSED


def kind_of(usage_from, usage_to, owner_from, owner_to, is_count, is_scrap, is_asked):
    """Return the kind of correction of a move, or None for the normal flow.

    Moves to or from a loss location correct stock. Moves between stores, or into or out of
    transit, do so too unless they come from a document. Moves within one store are free.

    :param bool is_asked: the move comes from an order, a rule, a return or a transfer

    >>> kind_of('internal', 'inventory', 1, None, True, False, False)
    'count'
    >>> kind_of('internal', 'internal', 1, 1, False, False, False), kind_of('internal', 'internal', 1, 2, False, False, False)
    (None, 'move')
    >>> kind_of('internal', 'transit', 1, None, False, False, True), kind_of('supplier', 'internal', None, 1, False, False, False)
    (None, None)
    """
    if 'inventory' in {usage_from, usage_to}:
        return 'count' if is_count else 'scrap' if is_scrap else 'loss'
    inside = {'internal', 'transit'}
    if is_asked or usage_from not in inside or usage_to not in inside:
        return None
    return 'move' if owner_from != owner_to or 'transit' in {usage_from, usage_to} else None
