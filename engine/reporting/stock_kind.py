# Part of store_group. License LGPL-3.
"""The kind of a movement in the stock ledger of the place it enters or leaves.

A place is a store, the way between stores (transit), or headquarters: the shelves of no store. Goods that stay
within a place are not counted.

    >>> kind_of('out', 'customer'), kind_of('in', 'customer')
    ('sold', 'customer_return')
    >>> kind_of('out', 'inventory', is_scrap=True), kind_of('out', 'inventory')
    ('scrapped', 'loss')
    >>> kind_of('in', 'transit'), kind_of('out', 'internal')
    ('transferred_in', 'transferred_out')
    >>> shop, other = Place('internal', 1, 7), Place('internal', 1, 8)
    >>> sides(shop, shop), sides(shop, other)
    ((), (('out', 'transferred_out'), ('in', 'transferred_in')))
    >>> sides(Place('supplier'), shop), sides(shop, Place('customer')), sides(Place('supplier'), Place('customer'))
    ((('in', 'purchased'),), (('out', 'sold'),), ())
    >>> sides(Place('internal', 1), Place('inventory', 1), is_scrap=True)
    (('out', 'scrapped'),)
"""

from typing import NamedTuple

INSIDE = ('internal', 'transit')  # usages of locations with counted stock

# {(direction, usage of the other side): kind}; a usage that is not named moves like an inventory
KINDS = {
    ('in', 'supplier'): 'purchased',
    ('in', 'production'): 'produced',
    ('in', 'internal'): 'transferred_in',
    ('in', 'transit'): 'transferred_in',
    ('in', 'customer'): 'customer_return',
    ('in', 'inventory'): 'gain',
    ('out', 'customer'): 'sold',
    ('out', 'internal'): 'transferred_out',
    ('out', 'transit'): 'transferred_out',
    ('out', 'supplier'): 'supplier_return',
    ('out', 'production'): 'consumed',
    ('out', 'inventory'): 'loss',
}
SCRAPPED = 'scrapped'
INS = ('purchased', 'produced', 'transferred_in', 'customer_return', 'gain')
OUTS = ('sold', 'transferred_out', 'supplier_return', 'loss', SCRAPPED, 'consumed')
COLUMNS = (*INS, *OUTS)  # of the stock ledger, from left to right


def origin_of(kind):
    """Return (direction, usages of the other side, whether only those are meant or all but those) of a column.

    >>> origin_of('sold'), origin_of('transferred_in')
    (('out', ('customer',), True), ('in', ('internal', 'transit'), True))
    >>> origin_of('loss')
    ('out', ('customer', 'internal', 'transit', 'supplier', 'production'), False)
    """
    direction = 'in' if kind in INS else 'out'
    usages = tuple(usage for (way, usage), named in KINDS.items() if way == direction and named == kind)
    if kind in ('gain', 'loss', SCRAPPED):  # other usages count like inventory
        return direction, tuple(usage for way, usage in KINDS if way == direction and usage != 'inventory'), False
    return direction, usages, True


class Place(NamedTuple):
    """One end of a movement: the usage of its location, the company and the store it belongs to (0 for none)."""

    usage: str
    company: int = 0
    store: int = 0


def kind_of(direction, other_usage, is_scrap=False):
    """Return the column of the ledger for goods that come 'in' from, or go 'out' to, a location of `other_usage`."""
    kind = KINDS.get((direction, other_usage)) or KINDS[direction, 'inventory']
    return SCRAPPED if is_scrap and kind == 'loss' else kind


def is_same(source, target):
    """Whether goods stay in the place where they were: the same store, no store, or transit of the same company."""
    if source.usage not in INSIDE or target.usage not in INSIDE or source.company != target.company:
        return False
    if 'transit' in (source.usage, target.usage):
        return source.usage == target.usage
    return source.store == target.store


def sides(source, target, is_scrap=False):
    """Return ((direction, kind), ...) of a movement between two places; at most one of each direction."""
    if is_same(source, target):
        return ()
    counted = []
    if source.usage in INSIDE:
        counted.append(('out', kind_of('out', target.usage, is_scrap)))
    if target.usage in INSIDE:
        counted.append(('in', kind_of('in', source.usage)))
    return tuple(counted)
