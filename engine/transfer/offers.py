# Part of store_group. License LGPL-3.
"""The stores that can supply the goods an order lacks, with the quantities."""

from dataclasses import dataclass
from decimal import Decimal

from ..quantities import ZERO, some, take_each


@dataclass(frozen=True)
class Lack:
    """The quantity one line of an order lacks, in the product's unit."""

    key: object
    product: object
    quantity: Decimal


@dataclass(frozen=True)
class Offer:
    """The quantities one store can give: {key of the lack: quantity}; complete when it covers everything."""

    store: object
    quantities: dict
    is_complete: bool

    @property
    def total(self):
        return sum(self.quantities.values(), ZERO)


def give(lacks, free):
    """Return {key: quantity} one store gives out of `free` {product: quantity}; lines of one product share the free quantity.

    >>> lacks = [Lack('a', 'shirt', Decimal(2)), Lack('b', 'shirt', Decimal(2)), Lack('c', 'hat', Decimal(1))]
    >>> {key: int(quantity) for key, quantity in give(lacks, {'shirt': Decimal(3)}).items()}
    {'a': 2, 'b': 1}
    """
    return some(take_each(free, [(lack.key, lack.product, lack.quantity) for lack in lacks]))


def offers(lacks, free_of):
    """Return the stores that can give something: those first that can give everything, then those that give most.

    :param list lacks: what the order lacks
    :param dict free_of: {store: {product: free quantity}}, the earlier wins among equals

    >>> lacks = [Lack('a', 'shirt', Decimal(3))]
    >>> found = offers(lacks, {1: {'shirt': Decimal(1)}, 2: {'shirt': Decimal(0)}, 3: {'shirt': Decimal(9)}})
    >>> [(offer.store, int(offer.total), offer.is_complete) for offer in found]
    [(3, 3, True), (1, 1, False)]
    """
    needed = sum((lack.quantity for lack in lacks), ZERO)
    found = []
    for store, free in free_of.items():
        given = give(lacks, free)
        if given:
            found.append(Offer(store, given, sum(given.values(), ZERO) >= needed))
    return sorted(found, key=lambda offer: (not offer.is_complete, -offer.total))
