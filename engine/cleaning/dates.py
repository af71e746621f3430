# Part of store_group. License LGPL-3.
"""Dates in the formats of exports. An ambiguous order of day and month is refused, never guessed."""

import numbers
import re
from datetime import date, datetime, time, timedelta, timezone
from functools import lru_cache

from .text import compact
from .uncleanable import Uncleanable, code_of  # noqa: F401 (the examples use it)

_WRITTEN = re.compile(
    r'(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|年(\d{1,2})月(\d{1,2})日?)'
    r'(?:[ T]?(\d{1,2})[:时](\d{1,2})分?(?::?(\d{1,2})(?:[.,](\d{1,9}))?秒?)?)?'
    r'\s*(Z|UTC|[+-]\d{2}:?\d{2})?'
)
_DIGITS = re.compile(r'(\d{4})(\d{2})(\d{2})(?:[ T]?(\d{2})(\d{2})(\d{2}))?')
_DIRECTIVE = re.compile(r'%[^%]|\s')
_CLOCK = re.compile('%[HIcTXs]')
_FIRST_YEAR, _LAST_YEAR = 1980, 2100
_EPOCHS = {0: datetime(1899, 12, 30), 1: datetime(1904, 1, 1)}


def parse(value, formats=(), allow_serial=False, datemode=0):
    """Return the date or datetime that `value` (str, int, float, date, datetime) writes.

    Tried in this order: a date already, the declared `formats` (strptime), ISO and the Chinese ways of
    writing it, yyyymmdd, and, where `allow_serial` says so and the value is a number, the day number of a
    spreadsheet. Without a time the answer is a date; an offset in the text makes the answer aware.

    :raises Uncleanable: 'missing_value', 'not_a_date', 'out_of_range'

    >>> code_of(parse, '')
    'missing_value'
    >>> parse('2020/1/5 12:30'), parse('2020年1月5日'), parse('20200105')
    (datetime.datetime(2020, 1, 5, 12, 30), datetime.date(2020, 1, 5), datetime.date(2020, 1, 5))
    >>> parse('2020-01-05T10:00:00-0500').isoformat()
    '2020-01-05T10:00:00-05:00'
    >>> parse('05/01/2020', ['%d/%m/%Y']), parse(42852, allow_serial=True)
    (datetime.date(2020, 1, 5), datetime.date(2017, 4, 27))
    >>> code_of(parse, '05/01/2020'), code_of(parse, '2020-02-30'), code_of(parse, 42852)
    ('not_a_date', 'not_a_date', 'not_a_date')
    """
    if value is None:
        raise Uncleanable('missing_value')
    if isinstance(value, bool):
        raise Uncleanable('not_a_date')
    if isinstance(value, date):
        found = value
    elif isinstance(value, numbers.Real):
        found = _from_number(value, formats, allow_serial, datemode)
    else:
        found = _from_text(compact(str(value)), formats)
    if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        raise Uncleanable('out_of_range')
    return found


def _from_number(value, formats, allow_serial, datemode):
    if 10**7 <= value < 10**8 and value == int(value):
        return _from_text(str(int(value)), formats)
    if not allow_serial or not 1 <= value < 100000:
        raise Uncleanable('not_a_date')
    found = _EPOCHS[datemode] + timedelta(milliseconds=round(value * 86400000))
    return found.date() if found.time() == time() else found


def _from_text(text, formats):
    if not text:
        raise Uncleanable('missing_value')
    lowered = text.lower() if formats else ''
    for pattern in formats:
        if not all(mark in lowered for mark in _marks(pattern)):
            continue  # as strptime says, which takes longer: it keeps no more than five formats
        try:
            found = datetime.strptime(text, pattern)
        except ValueError:
            continue
        return found if _CLOCK.search(pattern) else found.date()
    return _from_known_forms(text)


@lru_cache(maxsize=2**8)
def _marks(pattern):
    """Return the characters that a text has in any case where it is written in the form `pattern`.

    >>> sorted(_marks('%d/%m/%Y %H:%M')), sorted(_marks('%Y-%m-%dT%H%%'))
    (['/', ':'], ['%', '-', 't'])
    """
    return frozenset(_DIRECTIVE.sub('', pattern).replace('%%', '%').lower())


def _from_known_forms(text):
    written = _WRITTEN.fullmatch(text)
    if written:
        year, _sep, month, day, cn_month, cn_day, hour, minute, second, fraction, offset = written.groups()
        month, day = month or cn_month, day or cn_day
    else:
        digits = _DIGITS.fullmatch(text)
        if not digits:
            raise Uncleanable('not_a_date')
        year, month, day, hour, minute, second = digits.groups()
        fraction = offset = None
    try:
        if hour is None:
            return date(int(year), int(month), int(day))
        micro = int((fraction or '0')[:6].ljust(6, '0'))
        found = datetime(int(year), int(month), int(day), int(hour), int(minute), int(second or 0), micro)
        return found.replace(tzinfo=_zone(offset)) if offset else found
    except ValueError:
        raise Uncleanable('not_a_date') from None


def _zone(offset):
    if offset in ('Z', 'UTC'):
        return timezone.utc
    minutes = int(offset[1:3]) * 60 + int(offset[-2:])
    return timezone(timedelta(minutes=-minutes if offset[0] == '-' else minutes))
