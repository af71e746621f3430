# Part of store_group. License LGPL-3.
"""Quantities rounded to a product's unit; the database would round them, so it is checked before."""

from decimal import Decimal

from ..cleaning.numbers import plain, round_half_up
from .issue import Issue
from .vocabulary import WARNING

_NOISE = Decimal('1e-6')  # relative float error of a factor


def kept_quantity(quantity, factor, digits):
    """Return (quantity in the product's unit, quantity after rounding), as Decimals.

    :param Decimal quantity: in the channel
    :param float factor: units of the product in one of the channel
    :param int digits: decimals of the unit

    >>> kept_quantity(Decimal('0.328'), 1.0, 2), kept_quantity(Decimal(2), 0.5, 0), kept_quantity(Decimal(3), 1 / 3, 2)
    ((Decimal('0.3280'), Decimal('0.33')), (Decimal('1'), Decimal('1')), (Decimal('1.00'), Decimal('1.00')))
    """
    wanted = quantity * Decimal(repr(factor))
    kept = round_half_up(wanted, Decimal(1).scaleb(-digits))
    return (kept if abs(kept - wanted) <= _NOISE * wanted else wanted), kept


def complaint(line, position, factor, digits):
    """Return the Issue about a LineDraft's quantity that its unit rounds, or None; an error if it rounds to 0."""
    if factor == 1.0 and line.quantity == line.quantity.to_integral_value():
        return None  # nearly all lines
    wanted, kept = kept_quantity(line.quantity, factor, digits)
    if wanted == kept:
        return None
    field = f'lines[{position}].quantity'
    if not kept:
        return Issue('quantity_too_fine', field=field, found=plain(wanted), row=line.row)
    return Issue('quantity_rounded', WARNING, field, plain(wanted), plain(kept), row=line.row)
