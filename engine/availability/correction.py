# Part of store_group. License LGPL-3.
"""Who corrects stock beside the flow alone, who asks somebody else, and who may not at all."""

ALONE, ASKS, REFUSED = 'alone', 'asks', 'refused'


def verdict(kind, may_count, may_correct, limit, value):
    """Return what a person may do about a correction worth `value`.

    a. Whoever corrects stock does it alone up to the value they approve, and asks somebody else above it.
    b. Whoever only counts asks, whatever it is worth; they correct nothing but counts.
    c. Everybody else may not.

    >>> verdict('count', True, False, 0, 5), verdict('scrap', True, False, 0, 5), verdict('scrap', False, True, 10, 5)
    ('asks', 'refused', 'alone')
    >>> verdict('count', True, True, 10, 11)
    'asks'
    """
    if may_correct:
        return ALONE if value <= limit else ASKS
    return ASKS if may_count and kind == 'count' else REFUSED


def kind_of(usage_from, usage_to, owner_from, owner_to, is_count, is_scrap, is_asked):
    """Return the kind of correction a movement of goods is, or None for the flow itself.

    Whatever leaves for, or comes from, nowhere corrects stock. Goods that change the store, or go into or out of
    transit, do unless a document asked for it. From shelf to shelf of one store they are free.

    :param bool is_asked: an order, a rule, a return or a transfer asked for this movement

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
