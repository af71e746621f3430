# Part of store_group. License LGPL-3.
"""The currency that a sign or a code beside a number names."""

import re
from functools import lru_cache

from .text import fold

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
        'JPY': '日元 日圆 日币 yen 392',
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
        'CHF': '瑞士法郎 756',
        'IDR': '印尼盾 360',
        'PHP': '菲律宾比索 608',
        'BRL': '雷亚尔 986',
        'MXN': '墨西哥比索 484',
    }.items()
}
_BY_WORD = {word: code for code, words in _WORDS.items() for word in (*words, code.casefold())}
# What names one in a text: a word of two letters or more, a code that stands alone, a sign that stands alone.
_LONG = sorted((word for word in _BY_WORD if not word.isascii() and len(word) > 1), key=len, reverse=True)
_ALONE = [code.casefold() for code in _WORDS] + ['rmb', 'euro', 'euros', 'us dollars?', 'hong kong dollars?', 'pounds? sterling']
_IN_TEXT = re.compile(
    '|'.join(
        (
            *_LONG,
            r'(?<![a-z])(?:%s)(?![a-z])' % '|'.join(_ALONE),
            r'(?<![a-z])(?:us|hk|nt)\$',
            r'(?<![^\s(\[:/])[$€£₹¥元](?![^\s)\],.])',
        )
    )
)


def code_of(text):
    """Return the code of the currency that a cell names in words, as a sign or by its number, '' where it is none.

    >>> code_of('美元'), code_of('US Dollar'), code_of('hkd'), code_of(840), code_of('dollar'), code_of('12.50')
    ('USD', 'USD', 'HKD', 'USD', '', '')
    """
    return _BY_WORD.get(''.join(str(text).casefold().split()), '')


def named(text):
    """Return the list of what a title or a header names: for each currency a frozenset of the codes it may be.

    >>> [sorted(codes) for codes in named('Price (USD), tax in ￥')]
    [['USD'], ['CNY', 'JPY']]
    >>> named('Musd'), named('price in 10 000 (pcs)'), named('US Dollars')
    ([], [], [frozenset({'USD'})])
    """
    found = []
    for word in _IN_TEXT.findall(fold(text).replace('￥', '¥')):
        code = code_of(word) or code_of(word.removesuffix('s'))
        codes = _SIGNS.get(word) or (frozenset((code,)) if code else frozenset())
        if codes and codes not in found:
            found.append(codes)
    return found


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
