# Part of store_group. License LGPL-3.
"""Bytes of any spreadsheet format -> sheets of typed cells. The content decides, never the name."""

from dataclasses import replace

from ..cleaning.text import fold
from . import beside, delimited, edifact, htmls, jsons, xls, xlsx, xml_books, xmls
from .cell import MAX_CELLS, CellError, Sheet, Unreadable, letter, number, words  # noqa: F401 (re-exported for callers)
from .reader import SAMPLE
from .source import Source

# The first that knows a file reads it; what none knows is text.
READERS = (xls.READER, xlsx.READER, htmls.READER, xml_books.READER, xmls.READER, jsons.READER, edifact.READER, delimited.READER)
_NOTHING = b'\0 \t\r\n\xef\xbb\xbf\xff\xfe'
_OTHERS = (
    (b'%PDF', 'pdf'),
    (b'\x89PNG', 'png'),
    (b'\xff\xd8\xff', 'jpeg'),
    (b'GIF8', 'gif'),
    (b'BM', 'bmp'),
    (b'Rar!', 'rar'),
    (b'7z\xbc\xaf\x27\x1c', '7z'),
    (b'\x1f\x8b', 'gzip'),
    (b'{\\rtf', 'rtf'),
    (b'SQLite', 'sqlite'),
)


def reader_of(content):
    """Return the Reader of a file, given as bytes or as a binary file that can seek.

    :raises Unreadable: 'empty', 'not_spreadsheet'

    >>> reader_of(b'a;b').kind, reader_of(b'{"a": 1}').kind, reader_of(b'<Order/>').kind, reader_of(b'<table>').kind
    ('delimited', 'json', 'xml', 'html')
    """
    source = Source(content)
    sample = source.start(SAMPLE)
    if not any(piece.strip(_NOTHING) for _at, piece in source.pieces()):
        raise Unreadable('empty')
    reader = next(one for one in READERS if one.identify(sample))
    if reader is delimited.READER:
        _refuse_others(sample)
    return reader


def read_sheets(content, filename='', *, sheet=None, encoding=None, is_sample=False):
    """Yield the sheets of the file, read as they are asked for.

    :param content: the file: bytes, or a binary file that can seek, of which text and .xlsx are read piece by piece
    :param str filename: name of the only sheet of a text file; not used to detect the format
    :param str sheet: read only the sheet of this name (compared without regard to blanks and width), or the two sheets it names
    :param str encoding: of a text file; detected when not given
    :param bool is_sample: `content` is the beginning of a file
    :return: iterator of Sheet; read the rows of one before asking for the next
    :raises Unreadable: with one of ``vocabulary.UNREADABLE_CODES``, while iterating
    """
    reader, source = reader_of(content), Source(content)

    def read(name):
        return reader.read(source.open(), filename, sheet=name, encoding=encoding, is_sample=is_sample)

    if sheet and beside.MARK in sheet:
        names = [one.name for one in read(None)]
        pair = None if fold(sheet) in map(fold, names) else beside.parsed(sheet, names)
        if pair:
            *pair, label = pair
            kept = [read_sheets(content, filename, sheet=one, encoding=encoding, is_sample=is_sample) for one in pair]
            yield beside.joined(*map(next, kept), label)
            return
    read_so_far = [0]
    for one in read(sheet):
        yield replace(one, rows=_counted(one.rows, read_so_far))


def _counted(rows, read_so_far):
    """Yield `rows` until those of all sheets of a file hold more than MAX_CELLS cells: a book may name one sheet many times.

    :param read_so_far: list of the one number
    :raises Unreadable: 'too_large'
    """
    for row in rows:
        read_so_far[0] += len(row[1])
        if read_so_far[0] > MAX_CELLS:
            raise Unreadable('too_large', 'more than %d cells' % MAX_CELLS)
        yield row


def _refuse_others(head):
    for magic, name in _OTHERS:
        if head.startswith(magic) and (magic != b'BM' or b'\0' in head[:32]):
            raise Unreadable('not_spreadsheet', name)
