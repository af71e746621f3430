# Part of store_group. License LGPL-3.
"""Prices between companies, and splitting sums without losing a cent. Decimals throughout."""

from dataclasses import dataclass
from decimal import Decimal

from ..quantities import ZERO, rounded, take

BASES = ('cost', 'cost_plus', 'pricelist', 'tag_discount')
MOST_OFF = Decimal('0.005')


@dataclass(frozen=True)
class Terms:
    """How a lane prices goods: the basis, and the percentage added to cost or taken off the tag price."""

    basis: str = 'cost'
    percent: Decimal = ZERO


def unit_price(terms, known, step=Decimal('0.01')):
    """Return the price of one unit, rounded to `step`, never negative; finer where that would be off by more than 0.5 %.

    a. cost: the value that left the sender's books. cost_plus: that and the percentage.
    b. pricelist: the price of the list. tag_discount: the tag price less the percentage.

    :param Decimal known: the cost of one unit, the price of the list, or the tag price, as the basis asks

    >>> unit_price(Terms('cost_plus', Decimal(20)), Decimal('10.004'))
    Decimal('12.00')
    >>> unit_price(Terms('tag_discount', Decimal(55)), Decimal(199))
    Decimal('89.55')

    Screws and buttons cost less than the smallest coin:

    >>> unit_price(Terms('cost_plus', Decimal(50)), Decimal('0.001'))
    Decimal('0.0015')

    :raises ValueError: for an unknown basis
    """
    if terms.basis not in BASES:
        raise ValueError(f'no such price basis: {terms.basis}')
    factor = {'cost_plus': 100 + terms.percent, 'tag_discount': 100 - terms.percent}.get(terms.basis, Decimal(100))
    exact = max(ZERO, known * factor / 100)
    while abs(rounded(exact, step) - exact) > exact * MOST_OFF:
        step /= 10
    return rounded(exact, step)


def amount(price, quantity, step=Decimal('0.01')):
    """Return the amount of a line.

    >>> amount(Decimal('3.33'), Decimal(3))
    Decimal('9.99')
    """
    return rounded(price * quantity, step)


def stated(price, total, quantity, step=Decimal('0.01')):
    """Return the price with which a line equals its total: stored prices have few digits, and cheap goods need more.

    >>> stated(Decimal('15'), Decimal(60), Decimal(4)), stated(Decimal('0.01'), Decimal(18), Decimal(3000))
    (Decimal('15'), Decimal('0.006'))
    """
    if not quantity or amount(price, quantity, step) == total:
        return price
    unit = total / quantity
    for digits in range(2, 10):
        short = rounded(unit, Decimal(1).scaleb(-digits))
        if amount(short, quantity, step) == total:
            return short
    return unit


def share(total, whole, before, part, step=Decimal('0.01')):
    """Return the part's share of a total, so that all parts add up to the total in any order.

    >>> [share(Decimal(10), Decimal(3), Decimal(done), Decimal(1)) for done in range(3)]
    [Decimal('3.33'), Decimal('3.34'), Decimal('3.33')]
    """
    if not whole:
        return ZERO
    return rounded(total * (before + part) / whole, step) - rounded(total * before / whole, step)


def credit(charged, quantity):
    """Distribute a returned quantity over the charges, the oldest first.

    :param charged: [(key, quantity not credited yet)]
    :returns: [(key, quantity)]; a quantity beyond that was never charged and is left out

    >>> credit([('a', Decimal(2)), ('b', Decimal(5))], Decimal(3))
    [('a', Decimal('2')), ('b', Decimal('1'))]
    """
    return take(quantity, charged)[0]


def unsold_margin(amount, cost, charged, left):
    """Return the sender's margin in goods the receiver still has, which the group has not earned yet.

    >>> unsold_margin(Decimal(60), Decimal(40), Decimal(4), Decimal(3))
    Decimal('15')
    """
    if not charged:
        return ZERO
    return rounded((amount - cost) * min(max(left, ZERO), charged) / charged, Decimal('0.01'))
