# Part of store_group. License LGPL-3.
"""Reads typed and exported numbers without guessing."""

import re
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from .text import compact
from .uncleanable import Uncleanable, code_of  # noqa: F401 (the examples use it)

LIMIT = Decimal(10) ** 12  # larger numbers are codes, not amounts
PRECISE = 20  # digits before the point up to which a number is rounded; more than `decimal` computes with would raise
_CURRENCIES = '[¥$€£₹]|rmb|cny|usd|eur|hkd|gbp|inr|元'
_CURRENCY = re.compile(r'(?i)^(?:%s)\s*|\s*(?:%s)$' % (_CURRENCIES, _CURRENCIES))
_NUMBERS = (int, float, Decimal)
# Words behind a number of pieces.
_UNITS = '件|个|双|条|套|只|盒|箱|瓶|包|支|台|张|本|把|pcs?|ea|units?|pieces?'
COUNTED = re.compile(rf'(?i)(?<=\d)\s*(?:{_UNITS})$')
# Numbers of pieces written as words.
_WORDS = {
    word: number
    for words in ('one two three four five six seven eight nine ten eleven twelve', '一 二 三 四 五 六 七 八 九 十 十一 十二')
    for number, word in enumerate(words.split(), 1)
} | {'两': 2}
_WORD = re.compile(rf'({"|".join(sorted(_WORDS, key=len, reverse=True))})\s*(?:{_UNITS})?')
_PLAIN = re.compile(r'\d+(?:\.\d*)?(?:e[+-]?\d{1,2})?|\.\d+', re.IGNORECASE)
# Thousands, or lakhs and crores (12,34,567). What begins with 0 has none: 0,125 is a fraction.
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:([, '])\d{3})(?:\1\d{3})*(?:\.\d*)?")
_LAKHS = re.compile(r'[1-9]\d?(?:,\d{2})+,\d{3}(?:\.\d*)?')
# A sheet shows long numbers in this form, and has dropped digits: 1.23457E+11.
_SHORTENED = re.compile(r'\d(?:\.\d*)?E\+\d{2}')


def parse_decimal(value, decimal_mark='.'):
    """Return the Decimal that `value` (str, int, float or Decimal) writes; a percentage becomes a share.

    A separator that is neither a thousand separator in its place nor the `decimal_mark` is refused, never
    dropped; so are two signs (a minus in parentheses) and a number a sheet has shortened.

    :raises Uncleanable: 'missing_value', 'not_a_number', 'precision', 'out_of_range'

    >>> code_of(parse_decimal, '')
    'missing_value'
    >>> parse_decimal('1,234.50'), parse_decimal('1.234,50', ','), parse_decimal('1,23,456')
    (Decimal('1234.50'), Decimal('1234.50'), Decimal('123456'))
    >>> parse_decimal('￥1,234'), parse_decimal('（12.3）'), parse_decimal('１２．５元'), parse_decimal('40%')
    (Decimal('1234'), Decimal('-12.3'), Decimal('12.5'), Decimal('0.40'))
    >>> parse_decimal(125.43999999999998), parse_decimal(3)
    (Decimal('125.44'), Decimal('3'))
    >>> code_of(parse_decimal, '12,5'), code_of(parse_decimal, float('nan')), code_of(parse_decimal, 10**17)
    ('not_a_number', 'not_a_number', 'out_of_range')
    >>> code_of(parse_decimal, '0,125'), code_of(parse_decimal, '1.23457E+11'), code_of(parse_decimal, '(-5)')
    ('not_a_number', 'precision', 'not_a_number')
    """
    if isinstance(value, bool) or value is None:
        raise Uncleanable('missing_value' if value is None else 'not_a_number')
    if isinstance(value, _NUMBERS):
        # a sheet keeps 15 digits: what comes after them is noise of the binary fraction
        number = Decimal(format(value, '.15g') if isinstance(value, float) else value)
    else:
        number = _from_text(str(value), decimal_mark)
    if not number.is_finite():
        raise Uncleanable('not_a_number')
    if abs(number) >= LIMIT:
        raise Uncleanable('out_of_range')
    return number


def _from_text(value, decimal_mark):
    if decimal_mark == '.' and _PLAIN.fullmatch(value):
        return _unshortened(value)
    text = compact(value).replace('−', '-')
    if not text:
        raise Uncleanable('missing_value')
    negative = text.startswith('(') and text.endswith(')')
    if negative:
        text = text[1:-1].strip()
    text = _CURRENCY.sub('', text)
    if text[:1] in '+-' and not negative:
        negative = text[:1] == '-'
        text = _CURRENCY.sub('', text[1:].strip())
    percent = text.endswith('%')
    text = text.removesuffix('%').strip()
    if decimal_mark == ',':
        text = text.translate({ord(','): '.', ord('.'): ','})
    if _GROUPED.fullmatch(text) or (decimal_mark == '.' and _LAKHS.fullmatch(text)):
        text = re.sub(r"[, ']", '', text)
    elif not _PLAIN.fullmatch(text):
        raise Uncleanable('not_a_number')
    number = _unshortened(text)
    number = number.scaleb(-2) if percent else number
    return -number if negative else number


def _unshortened(text):
    if _SHORTENED.fullmatch(text):
        raise Uncleanable('precision')
    return Decimal(text)


def quantity(value, decimal_mark='.'):
    """Return `value` as a Decimal above zero.

    :raises Uncleanable: as `parse_decimal`, 'negative_quantity', 'zero_quantity'

    >>> code_of(quantity, ''), code_of(quantity, 0), code_of(quantity, '-2')
    ('missing_value', 'zero_quantity', 'negative_quantity')
    >>> quantity(2.0), quantity('0.328'), quantity('53件'), quantity('2 pcs')
    (Decimal('2'), Decimal('0.328'), Decimal('53'), Decimal('2'))
    >>> quantity('One'), quantity('两件'), quantity('十二 双'), code_of(quantity, 'One of')
    (Decimal('1'), Decimal('2'), Decimal('12'), 'not_a_number')
    """
    if isinstance(value, str) and not value[:1].isdigit() and (word := _WORD.fullmatch(compact(value).casefold())):
        return Decimal(_WORDS[word[1]])
    value = COUNTED.sub('', value.strip()) if isinstance(value, str) and not value[-1:].isdigit() else value
    number = parse_decimal(value, decimal_mark)
    if number <= 0:
        raise Uncleanable('negative_quantity' if number else 'zero_quantity')
    return number


def paid_share(number):
    """Return the share of a price that a number above zero writes: 0.85, 8.5 (tenths, as in 8.5折) or 85 (per cent)."""
    return number if number <= 1 else number.scaleb(-1) if number <= 10 else number.scaleb(-2)


def round_half_up(number, rounding):
    """Return `number` (Decimal) rounded half away from zero to a multiple of `rounding` (Decimal or str).

    >>> round_half_up(Decimal('129.696'), '0.01'), round_half_up(Decimal('-0.125'), '0.01')
    (Decimal('129.70'), Decimal('-0.13'))
    >>> round_half_up(Decimal('12.3'), '0.05')
    Decimal('12.30')
    """
    step, is_digit = _step(rounding)
    if number.adjusted() > PRECISE:
        return number  # so large that a step changes nothing anybody can tell
    if is_digit:
        return number.quantize(step, ROUND_HALF_UP)
    return (number / step).quantize(Decimal(1), ROUND_HALF_UP) * step


@lru_cache
def _step(rounding):
    """Return (`rounding` as a Decimal, whether to round to it is to keep so many digits)."""
    step = Decimal(rounding)
    return step, step.as_tuple()[:2] == (0, (1,))


def plain(number):
    """Return the shortest decimal string of `number` (Decimal), never in scientific notation.

    >>> plain(Decimal('0')), plain(Decimal('1.00')), plain(Decimal('1E+3')), plain(Decimal('-0.0'))
    ('0', '1', '1000', '0')
    """
    return format(number.normalize(), 'f') if number else '0'
