# Part of store_group. License LGPL-3.
"""Computes the unit price from a line amount, with the float arithmetic of a sale order line."""

from decimal import Decimal
from functools import lru_cache

from ..cleaning.numbers import plain, round_half_up


@lru_cache(maxsize=2**10)
def discount_percent(rate, digits=2):
    """Return the share `rate` (Decimal, 0 to 1) as a float percentage with the decimals of an order line.

    A partial discount stays below 100, because no price would give the amount at 100.

    >>> discount_percent(Decimal('0.4')), discount_percent(Decimal('0.123456')), discount_percent(Decimal('0.99999'))
    (40.0, 12.35, 99.99)
    """
    step = Decimal(1).scaleb(-digits)
    return float(min(round_half_up(rate * 100, step), 100 - step if rate < 1 else 100))


def unit_price(subtotal, quantity, rate=Decimal(0), digits=2):
    """Return the float price with which quantity * price * (1 - discount), rounded, is `subtotal`.

    The price is not rounded: rounded to two decimals it would miss some lines. A line given away (the full
    discount, or nothing sold) has no price behind it: 0.0. The discount is that of the line, with `digits` decimals of
    per cent; what a rate has more lies in the price.

    >>> unit_price(Decimal('129.70'), Decimal(2), Decimal('0.4'))
    108.08333333333333
    >>> unit_price(Decimal('10'), Decimal(1), Decimal(1))
    0.0
    """
    factor = 1 - discount_percent(rate, digits) / 100.0
    return float(subtotal) / float(quantity) / factor if quantity and factor > 0 else 0.0


def subtotal(price, quantity, rate=Decimal(0), rounding='0.01'):
    """Return the Decimal amount of so much at a float or Decimal `price` less the share `rate`, half up like Odoo.

    >>> subtotal(108.08333333333333, Decimal(2), Decimal('0.4')), subtotal(Decimal(1000), Decimal(100), Decimal('0.12345'))
    (Decimal('129.70'), Decimal('87655.00'))
    """
    return _computed(price, quantity, float(rate * 100), rounding)


def line_subtotal(price, quantity, rate=Decimal(0), rounding='0.01', digits=2):
    """Return the same as computed by an order line, which stores `digits` decimals of the percentage.

    >>> line_subtotal(Decimal(1000), Decimal(100), Decimal('0.12345'))
    Decimal('87650.00')
    """
    return _computed(price, quantity, discount_percent(rate, digits), rounding)


def _computed(price, quantity, percent, rounding):
    raw = float(price) * (1 - percent / 100.0) * float(quantity)
    return round_half_up(Decimal(format(raw, '.15g')), rounding)


_decimal = lru_cache(maxsize=2**8)(Decimal)


def add_price(line, step):
    """Round the net amount of a canonical line to `step` (Decimal) and set the unit price from it.

    >>> line = {'subtotal': '129.696', 'quantity': '2', 'discount_rate': '0.4'}
    >>> add_price(line, Decimal('0.01')), line['subtotal'], line['unit_price']
    (None, '129.7', '108.08333333333333')
    """
    line['subtotal'] = plain(round_half_up(Decimal(line['subtotal']), step))
    if 'quantity' in line:
        rate = _decimal(line.get('discount_rate', '0'))
        line['unit_price'] = repr(unit_price(float(line['subtotal']), float(line['quantity']), rate))
