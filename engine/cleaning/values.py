# Part of store_group. License LGPL-3.
"""Cleans every kind of field of a canonical order."""

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache

from . import dates, numbers, text
from .uncleanable import Uncleanable, code_of  # noqa: F401 (the examples use it)

TRUE_WORDS = frozenset(('true', 'yes', 'y', '1', '是', '真'))
FALSE_WORDS = frozenset(('false', 'no', 'n', '0', '否', '假'))
# Marks of exports for empty numbers or dates.
EMPTY_MARKS = frozenset(('', '-', '--', '—', '——', '/', 'n/a', 'null', 'none', '无'))
REMEMBERED = 64  # maximum length of cached values
_SCALARS = (int, float, Decimal, date)
_FRACTIONS = (float, Decimal)
_LISTS = (list, tuple)
_AMOUNTS = frozenset(('money', 'price', 'quantity', 'count'))
SIMPLE = _AMOUNTS | {'code', 'text'}
LENGTHS = {'code': 255, 'text': 500, 'note': 10000}
_ORDINARY = re.compile(r'[0-9]{1,12}(?:\.[0-9]{1,30})?')
_SCIENTIFIC = re.compile(r'\d(?:\.\d+)?E\+?\d{2}', re.IGNORECASE)
_PERCENT = frozenset('%％')
_TAG_MARKS = re.compile(r'[,;，；、|]')


def clean(kind, value, *, date_formats=(), decimal_mark='.', allow_serial=False, datemode=0):
    """Return `value` as the Python value of its `kind`, or None when there is nothing.

    Kinds: 'code', 'text', 'note' -> str; 'money' (any sign), 'price' (zero or more), 'quantity' (above zero),
    'count' (zero or more), 'rate' (a share from 0 to 1), 'paid' (a share that is paid: 0.85, 8.5, 8.5折, 85, 85%) -> Decimal;
    'date' -> date or datetime; 'bool'; 'tags' -> tuple of str. `datemode` is 1 in a book that counts days from 1904.

    :raises Uncleanable: the code says what is wrong

    >>> clean('price', ''), clean('date', ' - '), clean('code', 1001), clean('bool', '是')
    (None, None, '1001', True)
    >>> [str(clean('paid', value)) for value in ('0.85', '8.5', '8.5折', '85', '85%', '1', '10', '1折')]
    ['0.85', '0.85', '0.85', '0.85', '0.85', '1', '1.0', '0.1']
    >>> code_of(clean, 'price', '-1'), code_of(clean, 'rate', '40'), code_of(clean, 'code', '1.23457E+17')
    ('negative_price', 'bad_discount', 'precision')
    """
    if value is None:
        return None
    if type(value) is str and len(value) <= REMEMBERED and not (date_formats or allow_serial or decimal_mark != '.'):
        return known(kind, value)
    return clean_anew(kind, value, date_formats, decimal_mark, allow_serial, datemode)


def clean_anew(kind, value, date_formats=(), decimal_mark='.', allow_serial=False, datemode=0):
    """Return what `clean` does of a `value` other than None, without remembering it."""
    if isinstance(value, str):
        if kind in _AMOUNTS and decimal_mark == '.' and _ORDINARY.fullmatch(value):
            number = Decimal(value)
            if number or kind != 'quantity':
                return number
        if kind not in LENGTHS and kind != 'tags' and not value[:1].isdigit() and text.fold(value) in EMPTY_MARKS:
            return None
    elif not isinstance(value, _SCALARS) and not (kind == 'tags' and _is_list(value)):
        raise Uncleanable('bad_type')
    if kind in LENGTHS:
        return _words(kind, value)
    if kind == 'date':
        return dates.parse(value, date_formats, allow_serial, datemode)
    if kind == 'bool':
        return _boolean(value)
    if kind == 'tags':
        return _tags(value)
    if kind == 'paid':
        return _paid(value, decimal_mark)
    if isinstance(value, date) or (kind != 'rate' and isinstance(value, str) and not _PERCENT.isdisjoint(value)):
        raise Uncleanable('not_a_number')  # 50% of what?
    if kind == 'quantity':
        return numbers.quantity(value, decimal_mark)
    return _amount(kind, numbers.parse_decimal(value, decimal_mark))


# values repeat in a file, and each is read, compared and checked
known = lru_cache(maxsize=2**13)(clean_anew)


def simple(kind, value):
    """Return `as_json(clean(kind, value))` of an ordinary number of a sheet; None where only these can tell.

    >>> simple('price', 129.696), simple('quantity', 2), simple('code', 1001), simple('money', 0.30000000000000004)
    ('129.696', '2', '1001', '0.3')
    >>> simple('price', -1.0), simple('quantity', 0), simple('price', 10**12), simple('rate', 0.5), simple('price', '1')
    (None, None, None, None, None)
    """
    if type(value) is int:
        return str(value) if kind in SIMPLE and 0 < value < 10**12 else None
    return format(value, '.15g') if type(value) is float and kind in _AMOUNTS and 1e-3 < value < 10**12 else None


def _words(kind, value):
    if isinstance(value, bool):
        raise Uncleanable('bad_type')
    if isinstance(value, int):
        value = str(value)
    elif isinstance(value, _FRACTIONS):
        # a float keeps 15 digits of a code
        if not abs(value) < (10**15 if isinstance(value, float) else 2**53):
            raise Uncleanable('precision')
        value = numbers.plain(Decimal(format(value, '.15g') if isinstance(value, float) else value))
    elif isinstance(value, date):
        value = value.isoformat()
    if kind == 'code':
        value = text.compact(value)
        if _SCIENTIFIC.fullmatch(value):
            raise Uncleanable('precision')
    else:
        value = text.note(value) if kind == 'note' else text.trim(value)
    if len(value) > LENGTHS[kind]:
        raise Uncleanable('too_long', value[: LENGTHS[kind]])
    return value or None


def _amount(kind, number):
    if kind == 'price' and number < 0:
        raise Uncleanable('negative_price')
    if kind == 'count' and number < 0:
        raise Uncleanable('negative_quantity')
    if kind == 'rate' and not 0 <= number <= 1:
        raise Uncleanable('bad_discount', numbers.plain(number / 100) if 1 < number <= 100 else '')
    return number


def _paid(value, decimal_mark):
    """Return the share of a price that is paid, written as a share, in tenths (8.5折) or in per cent."""
    if isinstance(value, date):
        raise Uncleanable('not_a_number')
    written = text.compact(value) if isinstance(value, str) else value
    in_tenths = isinstance(written, str) and written.endswith('折')
    number = numbers.parse_decimal(written.removesuffix('折') if in_tenths else written, decimal_mark)
    number = number.scaleb(-1) if in_tenths else numbers.paid_share(number)
    if not 0 <= number <= 1:
        raise Uncleanable('bad_discount')
    return number


def _boolean(value):
    word = text.fold(str(value))
    if word in TRUE_WORDS or word in FALSE_WORDS:
        return word in TRUE_WORDS
    raise Uncleanable('not_a_boolean')


def _is_list(value):
    return isinstance(value, _LISTS) and all(isinstance(tag, str) for tag in value)


def _tags(value):
    parts = value if _is_list(value) else _TAG_MARKS.split(str(value))
    return tuple(tag for tag in map(text.trim, parts) if tag)


def as_json(value):
    """Return a cleaned value in JSON form: decimals as strings, dates as ISO text, tuples as lists.

    >>> as_json(Decimal('1.50')), as_json(date(2020, 1, 5)), as_json(('a',)), as_json('')
    ('1.5', '2020-01-05', ['a'], '')
    """
    if isinstance(value, Decimal):
        return numbers.plain(value)
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
