# Part of store_group. License LGPL-3.
"""The unit price behind a line amount, in the arithmetic of a sale order line (binary floats)."""
from decimal import Decimal

from ..cleaning.numbers import round_half_up


def discount_percent(rate):
    """Return the share `rate` (Decimal, 0 to 1) as an order line keeps it: a float percentage, two decimals.

    >>> discount_percent(Decimal('0.4')), discount_percent(Decimal('0.123456'))
    (40.0, 12.35)
    """
    return float(round_half_up(rate * 100, '0.01'))


def unit_price(subtotal, quantity, rate=Decimal(0)):
    """Return the float price with which quantity * price * (1 - discount), rounded, is `subtotal`.

    The price is not rounded: rounded to two decimals it would miss some lines. A line given away (the full
    discount, or nothing sold) has no price behind it: 0.0.

    >>> unit_price(Decimal('129.70'), Decimal(2), Decimal('0.4'))
    108.08333333333333
    >>> unit_price(Decimal('10'), Decimal(1), Decimal(1))
    0.0
    """
    factor = 1 - discount_percent(rate) / 100.0
    return float(subtotal) / float(quantity) / factor if quantity and factor > 0 else 0.0


def subtotal(price, quantity, rate=Decimal(0), rounding='0.01'):
    """Return the Decimal amount an order line computes from a float or Decimal `price`, half up like Odoo.

    >>> subtotal(108.08333333333333, Decimal(2), Decimal('0.4'))
    Decimal('129.70')
    """
    raw = float(price) * (1 - discount_percent(rate) / 100.0) * float(quantity)
    return round_half_up(Decimal(format(raw, '.15g')), rounding)
