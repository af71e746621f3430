# Part of store_group. License LGPL-3.
"""What the cells of a column look like: numbers, dates, phones, words. From a few rows; never raises."""

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from ...cleaning import dates, numbers
from ...cleaning.masked import has_mask
from ...cleaning.text import compact, fold
from ...cleaning.uncleanable import Uncleanable
from ...cleaning.values import EMPTY_MARKS
from ...table.cell import CellError, cell_text
from .statuses import status_meant

LOOKED_AT = 120  # rows
SAMPLES, WORDS_SHOWN = 3, 12  # of a column
# How a date may be written, by what stands first.
_DAY_FIRST = ('%d/%m/%Y', '%d-%m-%Y', '%d.%m.%Y', '%d/%m/%y', '%d-%m-%y', '%d.%m.%y')
_MONTH_FIRST = ('%m/%d/%Y', '%m-%d-%Y', '%m.%d.%Y', '%m/%d/%y', '%m-%d-%y', '%m.%d.%y')
_YEAR_FIRST = ('%y/%m/%d', '%y-%m-%d', '%y.%m.%d')
_SHORT = re.compile(r'(\d{1,2})[-/.]\d{1,2}[-/.](\d{2})(?!\d)')
_DAY_AND_MONTH = re.compile(r'(\d{1,2})[-/.](\d{1,2})[-/.](?:\d{4}|\d{2})(?!\d)')
_NAMED = ('%b-%d-%y', '%d-%b-%y', '%d-%b-%Y', '%d %b %Y', '%b %d, %Y', '%d %B %Y', '%B %d, %Y')
_CLOCKS = ('', ' %H:%M', ' %H:%M:%S', ' %I:%M %p', ' %I:%M:%S %p')
_PHONE = re.compile(r'(?:\+?86[- ]?)?1[3-9][\d*]{9}|\+\d[\d -]{7,16}|0\d{2,3}-?[\d*]{7,8}|1\*{4,6}\d{4}|\(\d{3}\) ?\d{3}-\d{4}')
_EMAIL = re.compile(r'[^@\s]{1,64}@[^@\s]+\.[a-z]{2,}', re.IGNORECASE)
_CURRENCY = re.compile(r'[A-Z]{3}')
_GROUPED = re.compile(r'-?[1-9]\d{0,2}\.\d{3}')
_MONEY_SIGN = re.compile(r'[\s€$£¥￥]')
_CODE = re.compile(r'[#A-Za-z0-9][A-Za-z0-9_/#-]*')


@dataclass(frozen=True)
class Profile:
    """One column: its `samples` (texts of the first cells filled) and which share of the filled cells looks like what.

    `numbers` pairs the place of each row with its Decimal, None where the cell is no number; `date_formats` are those the
    dates need, `date_readings` the ways to read them, {'day', 'month' or 'year' first: format}; `is_mark_unclear`: every
    number has three digits behind its only point, which may be a mark of thousands; `is_date_turned`: some dates are text that
    cannot be read month first or day first, the others were made dates by a spreadsheet that may have read them the wrong way.
    """

    index: int
    label: str
    cells: tuple
    samples: tuple
    filled: float
    shares: dict = field(default_factory=dict)
    numbers: tuple = ()
    distinct: int = 0
    date_formats: tuple = ()
    date_readings: dict = field(default_factory=dict)
    decimal_mark: str = '.'
    is_mark_unclear: bool = False
    is_date_turned: bool = False

    @property
    def is_date_unclear(self):
        """Whether the dates can be read in several ways."""
        return len(self.date_readings) > 1

    def share(self, kind):
        """Return the share (0 to 1) of the filled cells that look like `kind`."""
        return self.shares.get(kind, 0.0)


def profile_of(index, label, rows, is_text, datemode=0, most=LOOKED_AT):
    """Return the Profile of the column at `index` of `rows` (lists of cells)."""
    cells = tuple(row[index] if index < len(row) else None for row in rows[:most])
    cells = tuple(None if isinstance(cell, CellError) or _is_blank(cell) else cell for cell in cells)
    filled = [cell for cell in cells if cell is not None]
    texts = [cell_text(cell) for cell in filled]
    mark = _decimal_mark(texts)
    values = tuple(_number(cell, mark) for cell in cells)
    formats, readings, dated = _dates(filled, not is_text, datemode)
    found = [value for value in values if value is not None]
    count = len(filled) or 1
    shares = {
        'date': dated / count,
        'number': len(found) / count,
        'whole': sum(value == value.to_integral_value() for value in found) / count,
        'positive': sum(value > 0 for value in found) / count,
        'small': sum(abs(value) < 10_000 for value in found) / count,
        'share': sum(0 <= value <= 1 for value in found) / count,
        'phone': sum(bool(_PHONE.fullmatch(text)) for text in texts) / count,
        'email': sum(bool(_EMAIL.fullmatch(text)) for text in texts) / count,
        'currency': sum(bool(_CURRENCY.fullmatch(text)) for text in texts) / count,
        'code': sum(bool(_CODE.fullmatch(text)) and any(mark.isdigit() for mark in text) for text in texts) / count,
        'status': sum(bool(status_meant(text)) for text in texts) / count,
        'masked': sum(has_mask(text) for text in texts) / count,
        'long': sum(len(text) > 8 for text in texts) / count,
    }
    shown = WORDS_SHOWN if shares['status'] >= 0.5 else SAMPLES  # of a status each word counts
    samples = tuple(dict.fromkeys(text[:60] for text in texts))[:shown]
    distinct = len({fold(text) for text in texts})
    return Profile(
        index,
        label,
        cells,
        samples,
        len(filled) / (len(cells) or 1),
        shares,
        values,
        distinct,
        formats,
        readings,
        mark,
        is_text and mark == '.' and _is_mark_unclear(texts),
        _is_turned(filled),
    )


def _is_blank(cell):
    return cell is None or (isinstance(cell, str) and compact(cell).casefold() in EMPTY_MARKS)


def _number(cell, mark):
    if isinstance(cell, date | bool) or cell is None:
        return None
    if isinstance(cell, str) and not cell[-1:].isdigit():
        cell = numbers.COUNTED.sub('', cell.strip()).removesuffix('折')  # 8.5折: what is paid, in tenths
    try:
        return numbers.parse_decimal(cell, mark)
    except Uncleanable:
        return None


def _decimal_mark(texts):
    """Return ',' where the texts are numbers only with a decimal comma."""
    with_comma = [text for text in texts if ',' in text and re.fullmatch(r'[-\d.,\s€$£¥]+', text)]
    if not with_comma:
        return '.'
    plain = sum(_number(text, '.') is not None for text in with_comma)
    return ',' if plain < len(with_comma) and all(_number(text, ',') is not None for text in with_comma) else '.'


def _is_mark_unclear(texts):
    """Whether a point stands in the texts, and always as a mark of thousands would: 1.200 may be 1,200."""
    pointed = [text for text in texts if '.' in text]
    return bool(pointed) and all(_GROUPED.fullmatch(_MONEY_SIGN.sub('', text)) for text in pointed)


def _dates(cells, allow_serial, datemode):
    """Return (formats needed, {what stands first: format} of what is unclear, how many cells are dates)."""
    usual = sum(_is_date(cell, (), allow_serial and _looks_like_day(cell), datemode) for cell in cells)
    texts = [compact(cell) for cell in cells if isinstance(cell, str)]
    if usual >= len(cells) * 0.9 or not texts or not any(mark.isdigit() for mark in texts[0]):
        return (), {}, usual
    year = _all_read(texts, _YEAR_FIRST) if _may_begin_with_year(texts) else None
    orders = (('year', year), ('day', _all_read(texts, _DAY_FIRST)), ('month', _all_read(texts, _MONTH_FIRST)))
    readings = {first: form for first, form in orders if form}
    if year and _begins_with_year(texts):
        readings = {'year': year}
    if not readings:
        found = _all_read(texts, _NAMED)
        return ((found,), {}, len(texts)) if found else ((), {}, usual)
    form = next(iter(readings.values()))
    return (form,), readings if len(readings) > 1 else {}, len(texts)


def _ends(texts):
    """Return (the different first numbers, the different last numbers) of dates with a year of two digits."""
    parts = [found.groups() for found in map(_SHORT.match, texts) if found]
    return {first for first, _last in parts}, {last for _first, last in parts}


def _may_begin_with_year(texts):
    """Whether the first number changes no more than the last: a year does not change from order to order."""
    firsts, lasts = _ends(texts)
    return bool(firsts) and not len(firsts) > len(lasts) <= 2


def _begins_with_year(texts):
    firsts, lasts = _ends(texts)
    return len(firsts) <= 2 < len(lasts) and len(firsts) < len(lasts)


def _all_read(texts, formats):
    return next(
        (day + clock for day in formats for clock in _CLOCKS if all(_is_date(text, (day + clock,), False, 0) for text in texts)),
        None,
    )


def _is_turned(cells):
    """Whether a spreadsheet turned days and months round: all its dates are of days up to the 12th, later ones are text."""
    parts = [found.groups() for cell in cells if isinstance(cell, str) and (found := _DAY_AND_MONTH.match(cell.strip()))]
    made = [cell for cell in cells if isinstance(cell, date)]
    return any(int(part) > 12 for pair in parts for part in pair) and bool(made) and all(cell.day <= 12 for cell in made)


def _is_date(cell, formats, allow_serial, datemode):
    if isinstance(cell, int | float | Decimal) and not isinstance(cell, bool) and not allow_serial and not 1e7 <= cell < 1e8:
        return False
    try:
        dates.parse(cell, formats, allow_serial, datemode)
    except (Uncleanable, OverflowError):
        return False
    return True


def _looks_like_day(cell):
    """Whether a number of a sheet is a day of this century rather than a price."""
    return isinstance(cell, int | float) and not isinstance(cell, bool) and 36_000 <= cell < 60_000
