# Part of store_group. License LGPL-3.
"""The currency that a sign or a code beside a number names."""

import re
from functools import lru_cache

_DOLLARS = frozenset(('USD', 'CAD', 'AUD', 'HKD', 'SGD', 'TWD', 'NZD', 'MXN', 'BRL', 'CLP', 'COP', 'ARS', 'MOP'))
_SIGNS = {
    '$': _DOLLARS,
    '€': frozenset(('EUR',)),
    '£': frozenset(('GBP', 'EGP')),
    '₹': frozenset(('INR',)),
    '¥': frozenset(('CNY', 'JPY')),
    '元': frozenset(('CNY', 'TWD', 'HKD', 'MOP')),
    'rmb': frozenset(('CNY',)),
}
_SIGN = re.compile(r'(?i)rmb|cny|usd|eur|hkd|gbp|inr|[$€£₹¥元]')


@lru_cache(maxsize=2**10)
def meant(text):
    """Return the codes of the currencies a cell of money may be in; empty where it names none.

    >>> sorted(meant('€20.00')), sorted(meant('USD 5')), sorted(meant('￥12')), meant('12.50')
    (['EUR'], ['USD'], ['CNY', 'JPY'], frozenset())
    """
    found = _SIGN.search(text.replace('￥', '¥'))
    if found is None:
        return frozenset()
    sign = found[0].lower()
    return _SIGNS.get(sign) or frozenset((sign.upper(),))
