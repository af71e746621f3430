# Part of store_group. License LGPL-3.
"""Bytes of any spreadsheet format -> sheets of typed cells. The content decides, never the name."""

import re

from . import delimited, xls, xlsx
from .cell import CellError, Sheet, Unreadable, letter, number, words  # noqa: F401 (re-exported for callers)

_MARKUP = re.compile(rb'\s*<(?:\?xml|!doctype|!--|html|head|body|meta|table|style|script|div|workbook|svg)', re.IGNORECASE)
_OLE2 = b'\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'
_BIFF = (b'\x09\x00\x04\x00', b'\x09\x02\x06\x00', b'\x09\x04\x06\x00', b'\x09\x08\x08\x00', b'\x09\x08\x10\x00')
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


def read_sheets(content, filename='', *, sheet=None, encoding=None):
    """Yield the sheets of the file, read as they are asked for.

    :param bytes content: the file
    :param str filename: name of the only sheet of a text file; not used to detect the format
    :param str sheet: read only the sheet of this name (compared without regard to blanks and width)
    :param str encoding: of a text file; detected when not given
    :return: iterator of Sheet; read the rows of one before asking for the next
    :raises Unreadable: with one of ``vocabulary.UNREADABLE_CODES``, while iterating
    """
    head = content[:2048]
    if not content.strip(b'\0 \t\r\n\xef\xbb\xbf\xff\xfe'):
        raise Unreadable('empty')
    if head.startswith((_OLE2, *_BIFF)):
        yield from xls.read(content, sheet)
    elif head.startswith((b'PK\x03\x04', b'PK\x05\x06')):
        yield from xlsx.read(content, sheet)
    else:
        _refuse_others(head)
        yield from delimited.read(content, filename, encoding)


def _refuse_others(head):
    for magic, name in _OTHERS:
        if head.startswith(magic) and (magic != b'BM' or b'\0' in head[:32]):
            raise Unreadable('not_spreadsheet', name)
    # the same characters in UTF-16, without their zero bytes
    for start in (head.removeprefix(b'\xef\xbb\xbf'), head.lstrip(b'\xff\xfe').replace(b'\0', b'')):
        if _MARKUP.match(start):
            raise Unreadable('html')
