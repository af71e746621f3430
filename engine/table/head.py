# Part of store_group. License LGPL-3.
"""The beginning of a file of any kind: what kind it is, and the first rows of its sheets. Never raises on what is in it."""

import itertools
import re
from dataclasses import dataclass, replace

from ..cleaning.text import storable
from . import beside, cells, decoding, delimited, edifact
from .cell import Unreadable
from .reader import plain_start
from .xmls import root_of, spaces_of

MAX_BYTES = 1 << 18  # of a text
MAX_ROWS = 200
MAX_COLUMNS = 500
MAX_SHEETS = 12
MAX_LOOKED_UP = 5000  # rows of a second sheet
_JSON_KEY = re.compile(r'"([^"\\]{1,60})"\s*:')
_BOOKS = ('xlsx', 'xls')  # read whole: they hold their sheets packed


@dataclass(frozen=True)
class SheetHead:
    """The first rows of one sheet, as (row number, list of cells). `is_whole`: there are no more."""

    name: str
    rows: tuple
    is_text: bool = False
    datemode: int = 0
    is_whole: bool = True


@dataclass(frozen=True)
class FileHead:
    """`kind` is that of a ``cells.READERS``.

    `problem` is the code of ``cells.Unreadable`` where it has no sheets, `words` the root of an XML and its name spaces, the
    first keys of a JSON, the messages of EDIFACT.
    """

    kind: str
    sheets: tuple = ()
    encoding: str = ''
    delimiter: str = ''
    problem: str = ''
    detail: str = ''
    words: tuple = ()


def read_head(content, filename=''):
    """Return the FileHead of `content` (bytes). A text is read up to ``MAX_BYTES``, a sheet up to ``MAX_ROWS``.

    >>> head = read_head(b'a;b\\n1;2\\n')
    >>> head.kind, head.delimiter, [row for _number, row in head.sheets[0].rows]
    ('delimited', ';', [['a', 'b'], ['1', '2']])
    >>> read_head(b'').problem, read_head(b'{"id": 1}').kind, read_head(b'<Order xmlns="x"/>').words
    ('empty', 'json', ('Order', 'x'))
    """
    kind, encoding, delimiter, words = 'delimited', '', '', ()
    try:
        kind = cells.reader_of(content).kind
        words = _words(kind, content[: 1 << 16])
        cut = content if kind in _BOOKS else _cut(content)
        if kind == 'delimited':
            encoding, delimiter = delimited.describe(cut)
        is_whole = len(cut) == len(content)
        sheets = _sheets(cells.read_sheets(cut, filename, is_sample=not is_whole), is_whole)
        return FileHead(kind, sheets, encoding, delimiter, words=words)
    except Unreadable as problem:
        return FileHead(kind, problem=problem.code, detail=problem.detail[:200], words=words)


def _sheets(sheets, is_all):
    found = []
    for sheet in itertools.islice(sheets, MAX_SHEETS):
        rows = tuple((number, row[:MAX_COLUMNS]) for number, row in itertools.islice(sheet.rows, MAX_ROWS + 1))
        found.append(SheetHead(sheet.name, rows[:MAX_ROWS], sheet.is_text, sheet.datemode, is_all and len(rows) <= MAX_ROWS))
    return tuple(found)


def beside_heads(content, head, pairs):
    """Return the FileHead with the SheetHeads of two sheets as one for `pairs`, (first, second, label), besides its own."""
    known = {sheet.name: sheet for sheet in head.sheets}
    for first, second, label in pairs:
        try:
            one, other = known[first], known[second]
            opened = iter((_as_sheet(other),)) if other.is_whole else cells.read_sheets(content, sheet=second)
            whole = next(opened)
            (found,) = _sheets([beside.joined(_as_sheet(one), whole, label, MAX_LOOKED_UP)], one.is_whole)
        except Unreadable:
            continue  # its sheets alone say what is wrong
        known[found.name] = found
    return replace(head, sheets=tuple(known.values()))


def _as_sheet(head):
    return cells.Sheet(head.name, iter(head.rows), head.is_text, head.datemode)


def _cut(content):
    """Return the beginning of a text up to the end of a line."""
    if len(content) <= MAX_BYTES:
        return content
    start = content[:MAX_BYTES]
    wide = start[:2] in (b'\xff\xfe', b'\xfe\xff') or start[:4000].count(0) > 400
    if not wide:
        return start[: start.rfind(b'\n') + 1] or start[: start.rfind(b'\r') + 1] or decoding.whole(start)
    for end in (b'\n\0', b'\0\n'):
        at = start.rfind(end)
        while at > 0 and at % 2:
            at = start.rfind(end, 0, at)
        if at > 0:
            return start[: at + 2]
    return start[: MAX_BYTES // 2 * 2]


def _words(kind, start):
    """Return the root of an XML and its name spaces, the first keys of a JSON, or the messages of EDIFACT."""
    if kind == 'edifact':
        return edifact.messages_of(start)
    text = plain_start(start)
    if kind == 'json':
        return tuple(storable(key) for key in _JSON_KEY.findall(text[:8000])[:40])
    root = storable(root_of(text)) if kind in ('xml', 'html') else ''
    return (root, *map(storable, spaces_of(text))) if root else ()
