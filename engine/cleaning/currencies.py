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
_WORDS = {
    code: words.split()
    for code, words in {
        'CNY': '人民币 人民币元 rmb yuan chineseyuan renminbi 156',
        'USD': '美元 美金 usdollar usdollars us$ 840',
        'EUR': '欧元 euro euros € 978',
        'HKD': '港币 港元 港幣 hk$ hongkongdollar 344',
        'GBP': '英镑 poundsterling £ 826',
        'JPY': '日元 日圆 yen 392',
        'KRW': '韩元 韩币 410',
        'TWD': '台币 新台币 nt$ 901',
        'SGD': '新加坡元 新币 s$ 702',
        'AUD': '澳元 澳币 a$ 036',
        'CAD': '加元 加币 c$ 124',
        'INR': '卢比 rupee rupees ₹ 356',
        'THB': '泰铢 baht 764',
        'MYR': '林吉特 马币 rm 458',
        'VND': '越南盾 704',
        'RUB': '卢布 643',
        'MOP': '澳门元 葡币 446',
    }.items()
}
_BY_WORD = {word: code for code, words in _WORDS.items() for word in (*words, code.casefold())}


def code_of(text):
    """Return the code of the currency that a cell names in words, as a sign or by its number, '' where it is none.

    >>> code_of('美元'), code_of('US Dollar'), code_of('hkd'), code_of(840), code_of('dollar'), code_of('12.50')
    ('USD', 'USD', 'HKD', 'USD', '', '')
    """
    return _BY_WORD.get(''.join(str(text).casefold().split()), '')


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
