# Part of store_group. License LGPL-3.
"""The common result of all format readers: sheets of typed cells."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from ..cleaning.text import storable

MAX_CELLS = 10_000_000  # 100,000 rows of 100 columns; larger files are refused
UNREAD = 'unread'  # below the goods of EDIFACT and UBL: what they say of money, pieces or the order itself, and nobody reads
ERROR_TEXTS = frozenset(
    ('#NULL!', '#DIV/0!', '#VALUE!', '#REF!', '#NAME?', '#NUM!', '#N/A', '#GETTING_DATA', '#SPILL!', '#CALC!')
)
_MOST = 10**15  # below it a sheet has lost no digit of a whole number
_ZEROS = re.compile(r'(?:\[\$[^\]]*\])?(0{2,})(?:[ _\\].)*(?:;|$)')  # of a number format
_PROTECTED = re.compile(r'="((?:[^"]|"")*)"', re.DOTALL)


class Unreadable(Exception):
    """The whole file cannot be used.

    :ivar code: str, one of ``vocabulary.UNREADABLE_CODES``
    :ivar detail: str, details for the user (a format, the existing sheets), not translated
    """

    def __init__(self, code, detail=''):
        detail = storable(detail)  # it quotes the file
        super().__init__('%s: %s' % (code, detail) if detail else code)
        self.code = code
        self.detail = detail


@dataclass(frozen=True)
class CellError:
    """A cell without a usable value: `code` is 'cell_error' or 'precision', `found` the text shown."""

    code: str
    found: str = ''


@dataclass(frozen=True)
class Sheet:
    """One sheet. `rows` yields (row number from 1, list of cells) once, in order, and may raise Unreadable.

    `is_text` says that the file is plain text: its cells are all str, and numbers in it are no day numbers. `datemode` is 1
    where day numbers count from 1904.
    """

    name: str
    rows: Iterator
    is_text: bool = False
    datemode: int = 0


def number(value):
    """Return the int or float `value` as a cell: whole floats are ints, codes that lost digits are errors.

    >>> number(20240101.0), number(0.5)
    (20240101, 0.5)
    >>> number(123456789012345678.0).code, number(123456789012345000).code, number(1234567890123450.0).code
    ('precision', 'precision', 'precision')
    >>> number(1234567890123456.0)
    1234567890123456
    """
    if -_MOST < value < _MOST:
        return int(value) if type(value) is float and value.is_integer() else value
    if abs(value) >= _MOST:
        # a sheet keeps 15 digits of what is typed: others survived only where digits beyond them are there
        if isinstance(value, int) or abs(value) < 2**53:
            exact = int(value)
            if exact == value and exact % 10 ** (len(str(abs(exact))) - 15):
                return exact
        return CellError('precision', format(value, '.15g'))
    return value


def padded(value, code):
    """Return the int or float `value` as a person sees it whose number format `code` shows leading zeros.

    >>> padded(123, '000000'), padded(45.0, '00000;@'), padded(123, '0'), padded(1234567, '000000'), padded(0.5, '00')
    ('000123', '00045', 123, 1234567, 0.5)
    """
    zeros = _ZEROS.match(code or '')
    if zeros and 0 <= value < _MOST and value == int(value) and len(zeros[1]) > len(str(int(value))):
        return str(int(value)).zfill(len(zeros[1]))
    return number(value)


def shows_zeros(code):
    """Return whether a number format shows leading zeros: 000123.

    >>> shows_zeros('000000'), shows_zeros('[$-804]0000;@'), shows_zeros('0.00'), shows_zeros('00.00'), shows_zeros('General')
    (True, True, False, False, False)
    """
    return bool(_ZEROS.match(code or ''))


def words(value):
    """Return the str `value` as a cell, without the marks with which exports protect text from spreadsheets.

    >>> words(''), words('="00123"'), words("'13800138000"), words('\\t1001\\t'), words("'s Hof")
    (None, '00123', '13800138000', '1001', "'s Hof")
    >>> words('#N/A')
    CellError(code='cell_error', found='#N/A')
    """
    value = value.strip('\t\r ')
    if value[:1] not in "='#":  # as '' is
        return value
    if not value:
        return None
    if value[0] == '=':
        protected = _PROTECTED.fullmatch(value)
        if protected:
            return protected[1].replace('""', '"') or None
    elif value[0] == "'" and value[1:2].isdigit():
        return value[1:]
    elif value[0] == '#' and value in ERROR_TEXTS:
        return CellError('cell_error', value)
    return value


def moment(value):
    """Return a datetime, time or timedelta of a sheet as a cell: a date at midnight; a bare time is text.

    >>> moment(datetime(2020, 1, 5)), moment(datetime(2020, 1, 5, 12, 30)), moment(time(9, 5))
    (datetime.date(2020, 1, 5), datetime.datetime(2020, 1, 5, 12, 30), '09:05:00')
    """
    if isinstance(value, datetime):
        value = (value + timedelta(microseconds=500)).replace(microsecond=0) if value.microsecond else value
        return value.date() if value.time() == time() else value
    return str(value)


def limited(rows, limit=None):
    """Yield `rows` until they hold more than `limit` (MAX_CELLS) cells; a row without cells counts as one.

    :raises Unreadable: 'too_large'
    """
    count, limit = 0, limit or MAX_CELLS
    for row in rows:
        count += len(row[1]) or 1
        if count > limit:
            raise Unreadable('too_large', 'more than %d cells' % limit)
        yield row


def letter(index):
    """Return the column letter of a 0-based `index`.

    >>> letter(0), letter(25), letter(26), letter(701), letter(702)
    ('A', 'Z', 'AA', 'ZZ', 'AAA')
    """
    name = ''
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def cell_text(cell):
    """Return the text shown in `cell`, at most 200 characters.

    >>> cell_text(None), cell_text(datetime(2020, 1, 5, 12, 30)), cell_text(CellError('cell_error', '#N/A'))
    ('', '2020-01-05 12:30:00', '#N/A')
    """
    if type(cell) is str:
        return storable(cell)[:200]
    if cell is None:
        return ''
    if isinstance(cell, CellError):
        return cell.found
    if isinstance(cell, float):
        return format(cell, '.15g')
    return storable(cell.isoformat(' ') if hasattr(cell, 'hour') else str(cell))[:200]
