# Part of store_group. License LGPL-3.
"""The rounding step of a currency (ISO 4217)."""

from decimal import Decimal
from functools import lru_cache

_DIGITS = {
    **dict.fromkeys('BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(), 0),
    **dict.fromkeys('BHD IQD JOD KWD LYD OMR TND'.split(), 3),
    **dict.fromkeys(('CLF', 'UYW'), 4),
}
CENT = Decimal('0.01')


def step_of(currency):
    """Return the step of a currency (three letters, nothing, or whatever a content has there) as a Decimal.

    >>> step_of('CNY'), step_of('KWD'), step_of('jpy'), step_of(None), step_of({'a': 1})
    (Decimal('0.01'), Decimal('0.001'), Decimal('1'), Decimal('0.01'), Decimal('0.01'))
    """
    return _step(currency) if type(currency) is str else CENT


@lru_cache(maxsize=2**8)
def _step(currency):
    digits = _DIGITS.get(currency.strip().upper(), 2)
    return Decimal(1).scaleb(-digits) if digits != 2 else CENT


def net_step(rounding, currency):
    """Return what net amounts are rounded to: `rounding` of a layout (str); its usual 0.01 finer for a currency of more digits.

    >>> net_step('0.01', 'KWD'), net_step('0.01', 'JPY'), net_step('0.05', 'KWD')
    (Decimal('0.001'), Decimal('0.01'), Decimal('0.05'))
    """
    step = Decimal(rounding)
    return min(step, step_of(currency)) if step == CENT else step
