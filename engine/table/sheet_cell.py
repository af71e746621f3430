# Part of store_group. License LGPL-3.
"""Converts a cell typed in Excel or WPS to a value of its column.

Values are: text and code str, codes a sorted tuple of str, number Decimal, date date, bool, choice its
technical value; a blank cell is None for every kind.
"""

import re
from datetime import date, datetime
from decimal import Decimal

from ..cleaning import dates, numbers, text
from ..cleaning.uncleanable import Uncleanable
from .cell import CellError, cell_text, words

YES = frozenset(('1', 'true', 'yes', 'y', 'on', 'x', '是', '真', '有', '√', '✓', '✔'))
NO = frozenset(('0', 'false', 'no', 'n', 'off', '否', '假', '无', '×', '✗'))
SAFE_DIGITS = 15  # a spreadsheet keeps no more digits of a number
ROUNDED = re.compile(r'\d\.\d+E\+\d{2,}', re.IGNORECASE)  # 1.23457E+17: a long number shown, then saved
CODES_APART = re.compile(r'[,;、|\n]')


class BadCell(Exception):
    """A cell that cannot be converted; `code` is the reason, `found` the text in the cell."""

    def __init__(self, code, found):
        super().__init__(code)
        self.code, self.found = code, cell_text(found)


def fold(value):
    """Return the word without full-width forms, capitals, blanks and `*`, for comparison.

    >>> fold('  Store Code *'), fold('门店　编码'), fold('ＳＨ０１')
    ('storecode', '门店编码', 'sh01')
    """
    return re.sub(r'[\s*]+', '', text.fold(str(value)))


def is_blank(cell):
    """Whether the cell shows nothing."""
    return cell is None or isinstance(cell, str) and not text.trim(cell)


def parse(cell, column):
    """Return the value of `cell` in `column`, None for a blank cell.

    :raises BadCell: digits_lost, became_date, formula_error, not_number, not_date, not_bool, not_choice

    >>> from .sheet import Column
    >>> parse(1.0, Column('code', 'Code', 'code')), parse('１，２００．５０', Column('price', 'Price', 'number'))
    ('1', Decimal('1200.5'))
    >>> parse('是', Column('active', 'Active', 'bool')), parse('2024年3月1日', Column('on', 'On', 'date'))
    (True, datetime.date(2024, 3, 1))
    >>> parse(' ', Column('code', 'Code', 'code'))
    """
    if is_blank(cell):
        return None
    if isinstance(cell, CellError):
        raise BadCell('digits_lost' if cell.code == 'precision' else 'formula_error', cell)
    return PARSERS[column.kind](cell, column)


def canonical(value, column):
    """Return a record's value in the form in which it would be read back from a sheet.

    >>> from .sheet import Column
    >>> canonical(' a  b\\r\\nc', Column('note', 'Note')), canonical(9.90, Column('price', 'Price', 'number'))
    ('a b\\nc', Decimal('9.9'))
    """
    if value is None or value == '' or (value is False and column.kind != 'bool'):
        return None
    if column.kind in ('text', 'code') and isinstance(value, str):
        try:
            return parse(words(value), column)
        except BadCell:
            return value
    if column.kind == 'codes':
        return tuple(sorted(value)) or None
    return PARSERS[column.kind](value, column) if column.kind == 'number' else value


def _text(cell, column=None):
    if isinstance(cell, bool):
        return 'TRUE' if cell else 'FALSE'
    if isinstance(cell, (date, datetime)):
        raise BadCell('became_date', cell)
    if isinstance(cell, (int, float, Decimal)):
        if abs(cell) >= 10**SAFE_DIGITS:
            raise BadCell('digits_lost', cell)
        return numbers.plain(Decimal(format(cell, '.15g') if isinstance(cell, float) else cell))
    value = text.note(cell)
    if ROUNDED.fullmatch(value):
        raise BadCell('digits_lost', value)
    return value or None


def _code(cell, column=None):
    value = _text(cell)
    return value and text.compact(value) or None


def _codes(cell, column):
    parts = (text.compact(part) for part in CODES_APART.split(text.half_width(_text(cell) or '')))
    return tuple(sorted({part for part in parts if part})) or None


def _number(cell, column):
    try:
        number = numbers.parse_decimal(cell)
    except Uncleanable as error:
        raise BadCell('not_number', cell) from error
    if column.digits is not None:
        number = numbers.round_half_up(number, Decimal(1).scaleb(-column.digits))
    return Decimal(numbers.plain(number))


def _date(cell, column):
    try:
        # A cell that lost its date format shows the day number of the spreadsheet.
        found = dates.parse(_day_number(cell), allow_serial=True)
    except Uncleanable as error:
        raise BadCell('not_date', cell) from error
    return found.date() if isinstance(found, datetime) else found


def _day_number(cell):
    return int(cell) if isinstance(cell, str) and re.fullmatch(r'\s*\d{5}\s*', cell) else cell


def _bool(cell, column):
    word = fold(_text(cell))
    for value, *labels in column.choices:
        if word in map(fold, labels):
            return value
    if word not in YES | NO:
        raise BadCell('not_bool', cell)
    return word in YES


def _choice(cell, column):
    word = fold(_text(cell))
    for value, *labels in column.choices:
        if word == fold(value) or word in map(fold, labels):
            return value
    raise BadCell('not_choice', cell)


PARSERS = {'text': _text, 'code': _code, 'codes': _codes, 'number': _number, 'date': _date, 'bool': _bool, 'choice': _choice}
