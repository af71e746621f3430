# Part of store_group. License LGPL-3.
"""Compares the declared total of an order with the sum of its lines, and spreads amounts of an order over its goods."""

from decimal import Decimal

from .. import quantities
from .lines import amount


def allowed_totals(draft):
    """Return the allowed totals (Decimal) of an order: the declared one, before or after the platform's share."""
    platform = draft.platform_discount + sum(line.platform_discount for line in draft.lines)
    return (draft.total, draft.total + platform)


def missing(draft):
    """Return the difference (Decimal, any sign) of an OrderDraft's total and its lines; 0 when they are equal."""
    owed = sum(map(amount, draft.lines)) + draft.shipping_amount - draft.discount_amount
    return min((total - owed for total in allowed_totals(draft)), key=abs)


def settled(amounts, lacking, step=Decimal('0.01')):
    """Return the line `amounts` with the few cents `lacking` to the declared total added to the largest of them.

    More than one `step` for each line is not a rounding difference; the amounts are then returned unchanged.

    >>> settled([Decimal('3.33'), Decimal('6.67')], Decimal('0.01'))
    [Decimal('3.33'), Decimal('6.68')]
    >>> settled([Decimal('3.33')], Decimal('0.05'))
    [Decimal('3.33')]
    """
    if not lacking or not amounts or abs(lacking) > step * len(amounts):
        return list(amounts)
    largest = max(range(len(amounts)), key=lambda at: amounts[at])
    return [value + lacking if at == largest else value for at, value in enumerate(amounts)]


def shares(value, weights, step=Decimal('0.01')):
    """Return `value` (Decimal, any sign) split in proportion to `weights` (Decimals, zero or more); the parts add up to it.

    >>> shares(Decimal('-1.00'), [Decimal(1), Decimal(1), Decimal(1)])
    [Decimal('-0.34'), Decimal('-0.33'), Decimal('-0.33')]
    >>> shares(Decimal('5'), [Decimal(0), Decimal(0)])
    [Decimal('5'), Decimal('0')]
    """
    if not any(weights):
        return [value, *[Decimal(0)] * (len(weights) - 1)]
    return list(quantities.share(value, dict(enumerate(weights)), step).values())
