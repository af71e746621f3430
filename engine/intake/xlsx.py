# Part of store_group. License LGPL-3.
""".xlsx (zipped XML), through openpyxl's reader of rows."""
import io
import warnings
import zipfile
import zlib
from datetime import datetime, time, timedelta

import openpyxl

from ..cleaning.text import fold
from .cell import Sheet, Unreadable, limited, moment, number, words

MAX_UNPACKED = 1 << 30  # bytes a workbook may unpack to; 100,000 rows of 50 columns need about a third
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, KeyError, ValueError, TypeError, AttributeError,
           IndexError, SyntaxError, NotImplementedError, RuntimeError)  # SyntaxError: broken XML
_NUMBERS = (int, float)
_MOMENTS = (datetime, time, timedelta)


def read(content, wanted=None):
    """Yield the sheets of a workbook, or only the `wanted` one.

    :raises Unreadable: 'encrypted', 'truncated', 'not_spreadsheet', 'too_large', 'sheet_missing'
    """
    _examine(content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter('ignore')  # missing styles and unknown extensions do not concern the cells
            book = openpyxl.load_workbook(
                io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    except _DAMAGE as error:
        raise Unreadable('truncated', str(error)) from None
    try:
        names = [sheet.title for sheet in book.worksheets]
        chosen = [sheet for sheet in book.worksheets if wanted is None or fold(sheet.title) == fold(wanted)]
        if not chosen:
            raise Unreadable('sheet_missing' if names else 'truncated', ', '.join(names))
        for sheet in chosen:
            yield Sheet(sheet.title, limited(_rows(sheet)))
    finally:
        book.close()


def _examine(content):
    """Look into the zip before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            names = {entry.filename for entry in entries}
            if any(entry.flag_bits & 1 for entry in entries):
                raise Unreadable('encrypted', 'zip')
            if 'xl/workbook.xml' not in names:
                kind = 'xlsb' if 'xl/workbook.bin' in names else 'ods' if 'content.xml' in names else 'zip'
                raise Unreadable('not_spreadsheet', kind)
            if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
                raise Unreadable('too_large', 'unpacks to more than %d bytes' % MAX_UNPACKED)
            for name in names:
                if name.endswith('.xml') and _declares_entities(archive, name):
                    raise Unreadable('not_spreadsheet', 'entities')
    except _DAMAGE as error:
        raise Unreadable('truncated', str(error)) from None


def _declares_entities(archive, name):
    with archive.open(name) as entry:
        return b'<!DOCTYPE' in entry.read(1024)


def _rows(sheet):
    # the range a sheet declares is not to be trusted: some exports say A1:A1, others a million rows
    try:
        sheet.reset_dimensions()
        for index, row in enumerate(sheet.iter_rows(values_only=True), 1):
            yield index, [_cell(value) for value in row]
    except _DAMAGE as error:
        raise Unreadable('truncated', str(error)) from None


def _cell(value):
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return words(value)
    if isinstance(value, _NUMBERS):
        return number(value)
    if isinstance(value, _MOMENTS):
        return moment(value)
    return value
