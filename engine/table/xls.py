# Part of store_group. License LGPL-3.
"""True .xls (BIFF), through xlrd."""

import io
import struct
from datetime import timedelta

import xlrd

from ..cleaning.text import fold
from .cell import CellError, Sheet, Unreadable, limited, moment, number, padded, shows_zeros, words
from .reader import Reader

_OLE2 = b'\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'
_BIFF = (b'\x09\x00\x04\x00', b'\x09\x02\x06\x00', b'\x09\x04\x06\x00', b'\x09\x08\x08\x00', b'\x09\x08\x10\x00')
_ENCRYPTED_OOXML = 'EncryptedPackage'.encode('utf-16-le')
# xlrd trusts the file: damage shows as whatever its arithmetic on bytes stumbles over.
_DAMAGE = (
    xlrd.compdoc.CompDocError,
    struct.error,
    AssertionError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    ArithmeticError,
    RuntimeError,
    MemoryError,
    EOFError,
)


class XlsReader(Reader):
    kind = 'xls'

    def identify(self, sample):
        return sample.startswith((_OLE2, *_BIFF))

    def read(self, stream, filename='', *, sheet=None, encoding=None, is_sample=False):
        return read(stream.read(), sheet)


READER = XlsReader()


def read(content, wanted=None):
    """Yield the sheets of a BIFF workbook, or only the `wanted` one.

    :raises Unreadable: 'encrypted', 'truncated', 'not_spreadsheet', 'sheet_missing'
    """
    if _ENCRYPTED_OOXML in content:
        raise Unreadable('encrypted')
    try:
        book = _open(content)
        if any(shows_zeros(form.format_str) for form in book.format_map.values()):
            book = _with_formats(content) or book
    except xlrd.XLRDError as error:
        raise _refusal(str(error)) from None
    except _DAMAGE as error:
        raise Unreadable('truncated', str(error)) from None
    names = book.sheet_names()
    chosen = [name for name in names if wanted is None or fold(name) == fold(wanted)]
    if not chosen:
        raise Unreadable('sheet_missing', ', '.join(names))
    for name in chosen:
        yield Sheet(name, limited(_rows(book, name)), datemode=book.datemode)
        book.unload_sheet(name)


def _open(content, **options):
    return xlrd.open_workbook(file_contents=content, on_demand=True, ragged_rows=True, logfile=io.StringIO(), **options)


def _with_formats(content):
    """Return the book with what its cells look like; None where only that is damaged: their values were read without it."""
    try:
        return _open(content, formatting_info=True)
    except (xlrd.XLRDError, *_DAMAGE):
        return None


def _refusal(message):
    lowered = message.lower()
    if 'encrypt' in lowered or 'password' in lowered:
        return Unreadable('encrypted')
    if "can't find workbook" in lowered or 'unsupported format' in lowered or 'not a spreadsheet' in lowered:
        return Unreadable('not_spreadsheet', 'ole2')
    return Unreadable('truncated', message)


def _rows(book, name):
    try:
        sheet = book.sheet_by_name(name)
    except (xlrd.XLRDError, *_DAMAGE) as error:
        raise Unreadable('truncated', str(error)) from None
    for index in range(sheet.nrows):
        types, values = sheet.row_types(index), sheet.row_values(index)
        cells = [_cell(kind, value, book.datemode) for kind, value in zip(types, values, strict=True)]
        if book.formatting_info:
            for at, kind in enumerate(types):
                if kind == xlrd.XL_CELL_NUMBER:
                    cells[at] = padded(values[at], _form_of(book, sheet, index, at))
        yield index + 1, cells


def _form_of(book, sheet, row, column):
    """Return the number format of a cell, '' where it names one that is not there."""
    try:
        return book.format_map[book.xf_list[sheet.cell_xf_index(row, column)].format_key].format_str
    except _DAMAGE:
        return ''


def _cell(kind, value, datemode):
    if kind == xlrd.XL_CELL_TEXT:
        return words(value)
    if kind == xlrd.XL_CELL_NUMBER:
        return number(value)
    if kind == xlrd.XL_CELL_DATE:
        return _date(value, datemode)
    if kind == xlrd.XL_CELL_BOOLEAN:
        return bool(value)
    if kind == xlrd.XL_CELL_ERROR:
        return CellError('cell_error', xlrd.error_text_from_code.get(value, '#ERR'))
    return None


def _date(value, datemode):
    if 0 <= value < 1:
        return str(timedelta(seconds=round(value * 86400)))
    try:
        return moment(xlrd.xldate.xldate_as_datetime(value, datemode))
    except (xlrd.xldate.XLDateError, *_DAMAGE):
        return CellError('cell_error', repr(value))
