# Part of store_group. License LGPL-3.
"""Small .xlsx books through calamine, where it is installed: some ten times as fast as openpyxl.

It holds a sheet as a full rectangle with a copy of each text, reads an error as nothing and every number as a float. So
a book that is large or damaged, or has a far-off cell, a long text in many cells, an error, a number of more than 15
digits or one shown with leading zeros, or counts days from 1904, is left to openpyxl. calamine is given what was read
and measured here, never the file as it came.
"""

import io
import re
import zipfile
import zlib

try:
    import python_calamine as calamine
except ImportError:  # an accelerator, not a need
    calamine = None

MAX_HELD = 32 << 20  # bytes of XML of a book
MAX_RECTANGLE = 3_000_000  # cells of all its sheets, the empty ones between others too: some 100 MB
MAX_TEXT = 128 << 20  # bytes of its texts once every cell has its own copy
DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    ArithmeticError,
    SyntaxError,
    RuntimeError,
)  # SyntaxError: broken XML
# Patterns begin with a letter and look behind it afterwards: that way a search jumps from one such letter to the next.
_ERROR_CELL = re.compile(rb't(?<!\wt)\s*=\s*["\']e["\']')
_LONG_NUMBER = re.compile(rb'<v\b[^>]*>\s*-?(?:\d{16,}(?:\.\d*)?|[^<]*[eE]\+?(?:1[5-9]|[2-9]\d|\d{3,}))\s*</v')
# A place named in a sheet that is so far off, or written in such a way, that nobody can say how large the sheet is.
_ODD_PLACE = re.compile(rb'r(?<![:\w]r)(?!="[A-Z]{0,2}\d{1,5}")\s*=')
_ODD_OR_WIDE = re.compile(rb'r(?<![:\w]r)(?!="[A-Z]?\d{1,5}")\s*=')
_LONG = [(10**digits, re.compile(rb'r(?<!\wr)="[A-Z]*\d{%d}"' % digits)) for digits in (5, 4, 3, 2, 1)]
# Written in ways that calamine reads as something else: spans of hours, quoted text, digits by their numbers.
_ODD = re.compile(rb'\[(?:h+|m+|s+)\]|<!\[CDATA\[|<v[^>]*>[^<]*&#', re.IGNORECASE)
# Read as numbers they lose what they show; day numbers of another calendar.
_SHOWN = re.compile(rb'formatCode\s*=\s*["\'](?:\[[^\]]*\])?00|date1904\s*=\s*["\'](?:1|true)')
_SHEET = re.compile(rb'<(?:\w+:)?sheetData')


class Damaged(Exception):
    """A sheet of a book, of which others were read already, cannot be read."""


def read(source, entries, is_wanted):
    """Return an iterator of (name, rows) of the wanted sheets, or None where openpyxl is to read them.

    :param Source source: the file
    :param list entries: zipfile.ZipInfo of what it holds
    :param is_wanted: tells by its name whether a sheet is to be read
    :raises Damaged: while iterating
    """
    measured = calamine and _measured(source, entries)
    if not measured:
        return None
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(measured))
        names = [
            meta.name for meta in book.sheets_metadata if meta.typ == calamine.SheetTypeEnum.WorkSheet and is_wanted(meta.name)
        ]
        if len(names) > len(entries):
            return None  # many sheets of one part: each would be read whole
        first = names and book.get_sheet_by_name(names[0])
    except (calamine.CalamineError, *DAMAGE):
        return None  # openpyxl says what is wrong with it
    return _sheets(book, names, first) if names else None


def _sheets(book, names, first):
    for place, name in enumerate(names):
        try:
            sheet, first = first if place == 0 else book.get_sheet_by_name(name), None
        except (calamine.CalamineError, *DAMAGE) as error:
            raise Damaged(str(error)) from None
        yield name, _rows(sheet)


def _rows(sheet):
    left = [None] * (sheet.start or (0, 0))[1]  # iter_rows leaves out the columns before the first cell, not the rows
    for row in sheet.iter_rows():
        yield left + row


def _measured(source, entries):
    """Return the texts of the book, packed anew from what we read of them, or None where it is not simple enough."""
    names = {entry.filename for entry in entries}
    if '[Content_Types].xml' not in names or sum(entry.file_size for entry in entries) > MAX_HELD:
        return None
    stream, rectangle, named, longest = io.BytesIO(), 0, 0, 0
    try:
        with zipfile.ZipFile(source.open()) as archive, zipfile.ZipFile(stream, 'w', zipfile.ZIP_STORED) as anew:
            for entry in entries:
                if not entry.filename.endswith(('.xml', '.rels')):
                    continue  # pictures and the like
                text = archive.read(entry)
                if b'\0' in text[:64] or not _is_exact(text):
                    return None
                cells = _rectangle(text)
                if cells is None:
                    return None
                rectangle += cells
                named += _named(text)
                longest = max(longest, *map(len, text.split(b'</si>'))) if b'</si>' in text else longest
                anew.writestr(entry.filename, text)
    except DAMAGE:
        return None
    return stream.getvalue() if rectangle <= MAX_RECTANGLE and named * longest <= MAX_TEXT else None


def _is_exact(text):
    if (b'[' in text or b'&#' in text) and _ODD.search(text):
        return False
    if b'sheetData' not in text:
        return not _SHOWN.search(text)
    is_one = text.count(b'sheetData') == 2 and b'</sheetData>' in text
    if not is_one and len(_SHEET.findall(text)) > 1:
        return False
    return not (_ERROR_CELL.search(text) or _LONG_NUMBER.search(text))


def _rectangle(text):
    """Return how many cells the rectangle of a sheet may have at most; None where its places do not tell."""
    if b'sheetData' not in text:
        return 0
    is_wide = bool(_ODD_OR_WIDE.search(text))
    if is_wide and _ODD_PLACE.search(text):
        return None
    rows = next((limit for limit, long in _LONG if long.search(text)), 0)
    return rows * (702 if is_wide else 26)


def _named(text):
    """Return how many cells of a sheet name one of the book's texts, or some more."""
    return text.count(b'"s"') + text.count(b"'s'")
