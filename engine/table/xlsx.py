# Part of store_group. License LGPL-3.
""".xlsx (zipped XML), through openpyxl's reader of rows; small books faster (xlsx_fast)."""

import warnings
import zipfile
from datetime import datetime, time, timedelta

from openpyxl.reader.excel import ExcelReader
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.xml.constants import SHARED_STRINGS

from ..cleaning.text import fold
from . import xlsx_fast
from .cell import Sheet, Unreadable, limited, moment, number, padded, shows_zeros, words
from .markup import has_doctype
from .reader import SAMPLE, Reader, plain_start
from .source import Source
from .xlsx_rows import RowSheet, texts_of

MAX_UNPACKED = 1 << 30  # bytes a workbook may unpack to; 100,000 rows of 50 columns need about a third
MAX_TEXT = 2 << 20  # bytes of one text in it, which openpyxl holds whole and twice; Excel itself takes 32,767 characters
MAX_TREE = 32 << 20  # bytes of a part that is neither a sheet nor the texts
MAX_NODES = 400_000  # elements of it; Excel takes 65,490 formats of cells
MAX_STRINGS, MAX_TEXTS = 256 << 20, 5_000_000  # bytes of the texts, and how many
MAX_SHEETS = 1000
_SUSPECT = (16 << 20, 50)  # a part of so many bytes, packed so many times as small, is looked through before it is read
_CHUNK = 1 << 20
_NUMBERS = (int, float)
_MOMENTS = (datetime, time, timedelta)
# A day nobody can have is an error in its cell; told by a warning as well, the process would remember each one it met.
warnings.filterwarnings('ignore', 'Cell .* is marked as a date', UserWarning, 'openpyxl')


class XlsxReader(Reader):
    kind = 'xlsx'

    def identify(self, sample):
        return sample.startswith((b'PK\x03\x04', b'PK\x05\x06'))

    def read(self, stream, filename='', *, sheet=None, encoding=None, is_sample=False):
        return read(stream, sheet)


class _Reader(ExcelReader):
    """Opens the sheets of a book without reading them. What it holds whole (texts, styles, names) has a limit."""

    def __init__(self, stream, **options):
        super().__init__(stream, **options)
        self._read_part, self.archive.read = self.archive.read, self._limited_part

    def _limited_part(self, name, pwd=None):
        """Return a part that becomes a tree of objects."""
        size = self.archive.getinfo(name).file_size
        text = self._read_part(name, pwd) if size <= MAX_TREE else b''
        if size > MAX_TREE or text.count(b'<') > MAX_NODES:
            raise Unreadable('too_large', 'a part of more than %d elements' % MAX_NODES)
        return text

    def read_strings(self):
        part = self.package.find(SHARED_STRINGS)
        if part is not None and (size := self.archive.getinfo(part.PartName[1:]).file_size) > MAX_TREE:
            if size > MAX_STRINGS or _count(self.archive, part.PartName[1:], b'<si') > MAX_TEXTS:
                raise Unreadable('too_large', 'more than %d texts' % MAX_TEXTS)
        if part is not None:
            with self.archive.open(part.PartName[1:]) as opened:
                self.shared_strings = texts_of(opened)

    def read_worksheets(self):
        for sheet, relation in self.parser.find_sheets():
            if relation.target in self.valid_files and 'chartsheet' not in relation.Type:
                opened = RowSheet(self.wb, sheet.name, relation.target, self.shared_strings)
                opened.sheet_state = sheet.state
                self.wb._sheets.append(opened)


def _count(archive, name, mark):
    """Return how often `mark` stands in a part, without holding it."""
    count, rest = 0, b''
    with archive.open(name) as part:
        while chunk := part.read(_CHUNK):
            count += (rest + chunk).count(mark)
            rest = chunk[1 - len(mark) :]
    return count


def _open(source):
    reader = _Reader(source.open(), read_only=True, data_only=True, keep_links=False)
    reader.read()
    return reader.wb


READER = XlsxReader()


def read(content, wanted=None):
    """Yield the sheets of a workbook, or only the `wanted` one.

    :param content: bytes, or a binary file that can seek: it is read piece by piece
    :raises Unreadable: 'encrypted', 'truncated', 'not_spreadsheet', 'too_large', 'sheet_missing'
    """
    source = Source(content)
    entries = _examine(source)
    sheets = xlsx_fast.read(source, entries, lambda name: wanted is None or fold(name) == fold(wanted))
    if sheets is not None:
        yield from _fast(sheets)
        return
    try:
        with warnings.catch_warnings():
            warnings.simplefilter('ignore')  # missing styles and unknown extensions do not concern the cells
            book = _open(source)
    except xlsx_fast.DAMAGE as error:
        raise Unreadable('truncated', str(error)) from None
    try:
        names = [sheet.title for sheet in book.worksheets]
        chosen = [sheet for sheet in book.worksheets if wanted is None or fold(sheet.title) == fold(wanted)]
        if not chosen:
            raise Unreadable('sheet_missing' if names else 'truncated', ', '.join(names))
        if len(names) > MAX_SHEETS:
            raise Unreadable('too_large', 'more than %d sheets' % MAX_SHEETS)
        rows = _rows_as_shown if any(map(shows_zeros, book._number_formats)) else _rows
        for sheet in chosen:
            yield Sheet(sheet.title, limited(rows(sheet)), datemode=int(book.epoch == CALENDAR_MAC_1904))
    finally:
        book.close()


def _fast(sheets):
    try:
        for name, rows in sheets:
            yield Sheet(name, limited((index, _cells(row)) for index, row in enumerate(rows, 1)))
    except xlsx_fast.Damaged as error:
        raise Unreadable('truncated', str(error)) from None


def _examine(source):
    """Look into the zip before anything is unpacked; return its entries."""
    try:
        with zipfile.ZipFile(source.open()) as archive:
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
                if name.endswith(('.xml', '.rels')) and _declares_entities(archive, name):
                    raise Unreadable('not_spreadsheet', 'entities')
            for entry in entries:
                if _is_suspect(entry) and _longest_text(archive, entry) > MAX_TEXT:
                    raise Unreadable('too_large', 'a text of more than %d bytes' % MAX_TEXT)
            return entries
    except xlsx_fast.DAMAGE as error:
        raise Unreadable('truncated', str(error)) from None


def _declares_entities(archive, name):
    with archive.open(name) as entry:
        return has_doctype(plain_start(entry.read(SAMPLE)))


def _is_suspect(entry):
    least, ratio = _SUSPECT
    return entry.filename.endswith('.xml') and entry.file_size > max(least, ratio * entry.compress_size)


def _longest_text(archive, entry):
    """Return how many bytes a part has at most between two tags, without holding it; stops where it is too many."""
    longest = since = 0
    with archive.open(entry) as part:
        while longest <= MAX_TEXT and (chunk := part.read(_CHUNK)):
            first = chunk.find(b'<')
            longest = max(longest, since + (len(chunk) if first < 0 else first))
            since = since + len(chunk) if first < 0 else len(chunk) - chunk.rfind(b'<') - 1
    return longest


def _rows(sheet):
    # the range a sheet declares is not to be trusted: some exports say A1:A1, others a million rows
    try:
        sheet.reset_dimensions()
        for index, row in enumerate(sheet.iter_rows(values_only=True), 1):
            yield index, _cells(row)
    except xlsx_fast.DAMAGE as error:
        raise Unreadable('truncated', str(error)) from None


def _rows_as_shown(sheet):
    """Yield the rows of a sheet whose codes may be numbers, shown with leading zeros."""
    try:
        sheet.reset_dimensions()
        for index, row in enumerate(sheet.iter_rows(), 1):
            yield (
                index,
                [padded(cell.value, cell.number_format) if type(cell.value) in _NUMBERS else _cell(cell.value) for cell in row],
            )
    except xlsx_fast.DAMAGE as error:
        raise Unreadable('truncated', str(error)) from None


def _cells(row):
    return [value if value is None else _CELLS.get(type(value), _cell)(value) for value in row]


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


_CELLS = {str: words, int: number, float: number}  # what most cells are
