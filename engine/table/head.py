# Part of store_group. License LGPL-3.
"""The beginning of a file of any kind: what kind it is, and the first rows of its sheets. Never raises on what is in it."""

import itertools
import re
from dataclasses import dataclass

from . import cells, delimited
from .cell import Unreadable

MAX_BYTES = 1 << 18  # of a text
MAX_ROWS = 200
MAX_COLUMNS = 500
MAX_SHEETS = 12
_XML_ROOT = re.compile(r'<(?![?!])(?:[\w.-]+:)?([A-Za-z_][\w.-]*)')
_JSON_KEY = re.compile(r'"([^"\\]{1,60})"\s*:')
_HTML = ('html', 'head', 'body', 'table', 'meta', 'style', 'script', 'div')


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
    """`kind` is 'delimited', 'xlsx', 'xls', 'json', 'xml', 'html', 'edifact' or 'other'.

    `problem` is the code of ``cells.Unreadable`` where it has no sheets, `words` the root of an XML or the first keys of a JSON.
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
    ('empty', 'json', ('Order',))
    """
    marked = _marked(content[: 1 << 16])
    if marked:
        return marked
    kind = 'xlsx' if content[:2] == b'PK' else 'xls' if content[:4] == b'\xd0\xcf\x11\xe0' else 'delimited'
    encoding = delimiter = ''
    try:
        if kind == 'delimited':
            cut = _cut(content)
            sheets = _sheets(cells.read_sheets(cut, filename), len(cut) == len(content))
            if sheets and sheets[0].is_text:
                encoding, delimiter = delimited.describe(cut)
            else:
                kind = 'xls'
        else:
            sheets = _sheets(cells.read_sheets(content, filename), True)
    except Unreadable as problem:
        return FileHead('html' if problem.code == 'html' else kind, problem=problem.code, detail=problem.detail[:200])
    return FileHead(kind, sheets, encoding, delimiter)


def _sheets(sheets, is_all):
    found = []
    for sheet in itertools.islice(sheets, MAX_SHEETS):
        rows = tuple((number, row[:MAX_COLUMNS]) for number, row in itertools.islice(sheet.rows, MAX_ROWS + 1))
        found.append(SheetHead(sheet.name, rows[:MAX_ROWS], sheet.is_text, sheet.datemode, is_all and len(rows) <= MAX_ROWS))
    return tuple(found)


def _cut(content):
    """Return the beginning of a text up to the end of a line."""
    if len(content) <= MAX_BYTES:
        return content
    start = content[:MAX_BYTES]
    wide = start[:2] in (b'\xff\xfe', b'\xfe\xff') or start[:4000].count(0) > 400
    if not wide:
        return start[: start.rfind(b'\n') + 1] or start[: start.rfind(b'\r') + 1] or _whole_characters(start)
    for end in (b'\n\0', b'\0\n'):
        at = start.rfind(end)
        while at > 0 and at % 2:
            at = start.rfind(end, 0, at)
        if at > 0:
            return start[: at + 2]
    return start[: MAX_BYTES // 2 * 2]


def _whole_characters(start):
    """Return `start` without the character that may be cut at its end."""
    at = len(start)
    while at > len(start) - 4 and start[at - 1] >= 0x80:
        at -= 1
    return start[:at]


def _marked(head):
    """Return the FileHead of what is no table, by its first characters, or None."""
    plain = head.removeprefix(b'\xef\xbb\xbf')
    if plain[:2] in (b'\xff\xfe', b'\xfe\xff'):
        plain = plain[2:].replace(b'\0', b'')
    text = plain.lstrip().decode('utf-8', 'replace')
    if text[:1] in '{[' and text and (text[1:].lstrip()[:1] in '"{[]}'):
        return FileHead('json', problem='not_spreadsheet', detail='json', words=tuple(_JSON_KEY.findall(text[:8000])[:40]))
    if text[:1] == '<':
        root = _XML_ROOT.search(text)
        word = root[1] if root else ''
        kind = 'html' if word.lower() in _HTML or text[:9].lower() == '<!doctype' else 'xml'
        return FileHead(kind, problem='html', detail=word, words=(word,) if word else ())
    if text[:4] in ('UNA:', 'UNB+'):
        kinds = re.findall(r'UNH\+[^+]*\+([A-Z]{6})', text[:2000])
        return FileHead('edifact', problem='not_spreadsheet', detail='edifact', words=tuple(kinds[:1]))
    return None
