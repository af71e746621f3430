# Part of store_group. License LGPL-3.
"""How numbers stand in sentences: in the reader's language, with the decimals they have and no more."""

from decimal import Decimal

from odoo.tools.misc import formatLang

from .engine.quantities import exact


def number_text(env, number, digits=None):
    """Return a number as text in the user's language: `1,234.5` for 1234.5, `2` for 2.0.

    :param number: float, int or Decimal; a quantity, a percentage or a factor, not money (that has a currency)
    :param int digits: decimals at most; those of *Product Unit* when left out
    """
    if digits is None:
        digits = env['decimal.precision'].precision_get('Product Unit')
    value = exact(number, Decimal(1).scaleb(-digits))
    return formatLang(env, float(value), digits=max(0, -value.as_tuple().exponent))
