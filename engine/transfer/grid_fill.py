# Part of store_group. License LGPL-3.
"""Filling a row of the transfer grid: one product, several stores, the available quantity.

Quantities are Decimal in the product's unit. `step` is the smallest quantity one moves (1 for pieces, 6 where
only boxes of six move). Every share is a multiple of the step, none is negative, and together they never
exceed what is available.
"""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from ..quantities import share, take, take_each


def steps_in(quantity, step, rounding=ROUND_FLOOR):
    """Return the number of whole steps in `quantity`; 0 if it is negative."""
    return max(0, int((quantity / step).to_integral_value(rounding)))


def by_weight(available, weights, step=Decimal(1)):
    """Share `available` in proportion to `weights`, all of it as far as steps allow.

    The rest after rounding down goes, a step each, to the largest remainders; among equal ones to
    the first.

    :param weights: {store: Decimal, not negative}, in the order of preference
    :returns: {store: Decimal}

    >>> by_weight(Decimal(10), {'A': Decimal(3), 'B': Decimal(2), 'C': Decimal(0)})
    {'A': Decimal('6'), 'B': Decimal('4'), 'C': Decimal('0')}
    >>> by_weight(Decimal(10), {'A': Decimal(1), 'B': Decimal(1), 'C': Decimal(1)})
    {'A': Decimal('4'), 'B': Decimal('3'), 'C': Decimal('3')}
    >>> by_weight(Decimal(5), {'A': Decimal(0)})
    {'A': Decimal('0')}
    """
    return share(steps_in(available, step) * step, weights, step)


def equal_share(available, stores, step=Decimal(1)):
    """Give every store the same; the first ones get the indivisible rest.

    >>> equal_share(Decimal(7), ['A', 'B', 'C'])
    {'A': Decimal('3'), 'B': Decimal('2'), 'C': Decimal('2')}
    """
    return by_weight(available, dict.fromkeys(stores, Decimal(1)), step)


def up_to(available, wanted, step=Decimal(1)):
    """Give every store what it wants; if there is not enough, share in proportion to the wishes.

    Wishes are rounded up to whole steps: a store that lacks five of a box of six gets the box.

    :param wanted: {store: Decimal}; a negative wish is none

    >>> up_to(Decimal(20), {'A': Decimal(5), 'B': Decimal(-2)}, Decimal(6))
    {'A': Decimal('6'), 'B': Decimal('0')}
    >>> up_to(Decimal(6), {'A': Decimal(8), 'B': Decimal(4)})
    {'A': Decimal('4'), 'B': Decimal('2')}
    """
    wishes = {store: steps_in(wish, step, ROUND_CEILING) * step for store, wish in wanted.items()}
    if sum(wishes.values()) <= steps_in(available, step) * step:
        return wishes
    return by_weight(available, wishes, step)


def target_cover(days, sold_per_day, on_hand, on_its_way):
    """Return the quantity each store lacks to last `days` at its rate of sales, never below zero.

    >>> target_cover(14, {'A': Decimal('0.5')}, {'A': Decimal(2)}, {})
    {'A': Decimal('5.0')}
    """
    return {
        store: max(Decimal(0), days * pace - on_hand.get(store, Decimal(0)) - on_its_way.get(store, Decimal(0)))
        for store, pace in sold_per_day.items()
    }


def in_turn(available, wanted, step=Decimal(1)):
    """Give the first store all it wants, then the next, until nothing is left.

    >>> in_turn(Decimal(5), {'A': Decimal(3), 'B': Decimal(4)})
    {'A': Decimal('3'), 'B': Decimal('2')}
    """
    return take_each(
        {None: steps_in(available, step) * step},
        [(store, None, steps_in(wish, step, ROUND_CEILING) * step) for store, wish in wanted.items()],
    )


def ratio_pack(ratio, packs):
    """Return the quantity of each size in `packs` ratio packs.

    :param str ratio: how many of each size, as people write it: '1-2-2-1'
    :param int packs: not negative
    :raises ValueError: for an invalid ratio

    >>> ratio_pack('1-2-2-1', 3)
    [Decimal('3'), Decimal('6'), Decimal('6'), Decimal('3')]
    """
    parts = ratio.replace('/', '-').replace(':', '-').replace('：', '-').replace(' ', '').split('-')
    if packs < 0 or not all(part.isdecimal() for part in parts) or not any(int(part) for part in parts):
        raise ValueError(ratio)
    return [Decimal(int(part) * packs) for part in parts]


def from_sources(need, free, step=Decimal(1), whole=False):
    """Take `need` from the sources: from the first that has all of it, else from those that have most.

    :param free: {store: Decimal}, in the order of preference
    :param whole: from one source or from none

    >>> from_sources(Decimal(4), {'A': Decimal(3), 'B': Decimal(9), 'C': Decimal(5)})
    {'A': Decimal('0'), 'B': Decimal('4'), 'C': Decimal('0')}
    >>> from_sources(Decimal(12), {'A': Decimal(3), 'B': Decimal(9), 'C': Decimal(5)})
    {'A': Decimal('0'), 'B': Decimal('9'), 'C': Decimal('3')}
    >>> from_sources(Decimal(12), {'A': Decimal(3), 'B': Decimal(9)}, whole=True)
    {'A': Decimal('0'), 'B': Decimal('0')}
    """
    wanted = steps_in(need, step, ROUND_CEILING) * step
    taken = dict.fromkeys(free, Decimal(0))
    single = next((store for store, quantity in free.items() if steps_in(quantity, step) * step >= wanted), None)
    if single is not None:
        return {**taken, single: wanted}
    most_first = [] if whole else sorted(free, key=lambda store: -free[store])
    return {**taken, **dict(take(wanted, [(store, steps_in(free[store], step) * step) for store in most_first])[0])}
