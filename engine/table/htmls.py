# Part of store_group. License LGPL-3.
"""Tables of a web page, as many back offices save them under the name of a spreadsheet. Each table with rows is a sheet."""

import io
import re

from lxml import etree

from ..cleaning.text import fold, storable
from .cell import Sheet, Unreadable, limited, words
from .decoding import decoded, is_surely_utf8
from .markup import drop, limit_attributes
from .reader import Reader, plain_start
from .xmls import _HTML, root_of

_META = re.compile(r'<meta[^>]{0,300}?charset\s*=\s*["\']?\s*([\w-]+)', re.IGNORECASE)
_OLDER = {'gb2312': 'gb18030', 'gbk': 'gb18030', 'big5': 'cp950', 'iso-8859-1': 'cp1252', 'unicode': None}
_NAME = re.compile(r'<x:Name>([^<]{1,80})</x:Name>', re.IGNORECASE)
_MARK = re.compile(r'<(?:html|head|body|table|meta|style|script|div|!doctype\s+html)\b', re.IGNORECASE)
MAX_SPAN = 1000
MAX_WIDTH = 20_000
MAX_DEPTH = 200  # elements around a cell
MAX_TEXT = 32_767
MAX_HELD = 2_000_000  # cells of a page: they are held until its table ends
_MAX_TABLES = 200


class HtmlReader(Reader):
    kind = 'html'

    def identify(self, sample):
        start = plain_start(sample)
        return start[:1] == '<' and (root_of(start).lower() in _HTML or bool(_MARK.match(start)))

    def read(self, stream, filename='', *, sheet=None, encoding=None, is_sample=False):
        text = _decoded(stream.read(), encoding, is_sample)
        names = _NAME.findall(text[:20_000])
        found = []
        for number, rows in enumerate(_tables(text), 1):
            name = names[number - 1] if number <= len(names) else '' if number == 1 else str(number)
            found.append(name)
            if sheet is None or fold(name) == fold(sheet):
                yield Sheet(name, limited(_cells(rows)), is_text=True)
        if not found:
            raise Unreadable('html')
        if sheet is not None and fold(sheet) not in map(fold, found):
            raise Unreadable('sheet_missing', ', '.join(found)[:500])


READER = HtmlReader()


def _decoded(content, encoding, is_sample):
    declared = _META.search(plain_start(content[:4096]))
    if not encoding and declared and content[:2] not in (b'\xff\xfe', b'\xfe\xff'):
        encoding = 'utf-8' if is_surely_utf8(content) else _OLDER.get(declared[1].lower(), declared[1].lower())
    try:
        return decoded(content, encoding, is_sample)
    except Unreadable:
        if not declared:
            raise
        return decoded(content, None, is_sample)  # a page often names an encoding it is not in


# libxml2 frees a document type that is not closed twice, and the process dies; where a page names its encoding, it drops all that
# follows the first 32 KB without a word, for here it is in UTF-8.
_NOT_READ = re.compile(r'<!(?=doctype)|<(?=meta\b)', re.IGNORECASE)


def _tables(text):
    """Yield the rows of each table with more than one cell; of a table in a cell its own alone.

    A cell is its text, a merged one (text, columns, rows).
    """
    content = _NOT_READ.sub('<?', text).encode('utf-8', 'replace')
    limit_attributes(content)
    parser = etree.iterparse(
        io.BytesIO(content), events=('start', 'end'), html=True, recover=True, huge_tree=False, no_network=True, encoding='utf-8'
    )
    tables, depth, count, held, wide = [], 0, 0, 0, 0
    try:
        for event, element in parser:
            tag = element.tag if type(element.tag) is str else ''
            if event == 'start':
                depth += 1
                wide = 0 if tag == 'tr' else wide + (tag in ('td', 'th'))
                if wide > MAX_WIDTH:
                    raise Unreadable('too_large', 'a row of more than %d cells' % MAX_WIDTH)
                if depth > MAX_DEPTH:
                    raise Unreadable('too_large', 'nested deeper than %d' % MAX_DEPTH)
                if tag == 'table':
                    if tables:
                        tables[-1] = None  # a table that only places another one
                    tables.append([])
                continue
            depth -= 1
            if tag == 'tr' and tables and tables[-1] is not None:
                tables[-1].append([_cell(cell) for cell in element if cell.tag in ('td', 'th')])
                drop(element)
                held += len(tables[-1][-1]) or 1
                if held > MAX_HELD:
                    raise Unreadable('too_large', 'more than %d cells' % MAX_HELD)
            elif tag == 'table' and tables:
                rows = tables.pop()
                drop(element)
                if rows and sum(map(len, rows)) > 1:
                    count += 1
                    if count > _MAX_TABLES:
                        raise Unreadable('too_large', 'more than %d tables' % _MAX_TABLES)
                    yield rows
            elif not tables:
                drop(element)  # what stands outside of tables is not read
    except etree.XMLSyntaxError as error:
        if tables and tables[-1]:
            yield tables[-1]
        elif not count:
            raise Unreadable('damaged', 'line %d' % (error.lineno or 0)) from None
        return
    yield from (rows for rows in tables[-1:] if rows)


def _cell(element):
    for part in element.iter('br', 'p', 'div', 'li'):
        part.tail = ' ' + (part.tail or '')
    text, wide, high = ''.join(element.itertext())[:MAX_TEXT], _span(element.get('colspan')), _span(element.get('rowspan'))
    return text if wide == high == 1 else (text, wide, high)


def _span(text):
    return min(int(text), MAX_SPAN) if text and text.isascii() and text.isdigit() and text != '0' else 1


def _cells(rows):
    """Yield (number, cells); of a merged cell the first has its content, the others nothing, as in a spreadsheet."""
    taken = {}  # column -> rows for which it still is part of a cell above
    for number, row in enumerate(rows, 1):
        cells, below = [], {}
        for cell in row:
            text, wide, high = (cell, 1, 1) if type(cell) is str else cell
            while taken.get(len(cells), 0):
                cells.append(None)
            if high > 1:
                below.update((len(cells) + at, high) for at in range(wide))
            cells.append(words(' '.join(storable(text).split())))
            cells.extend([None] * (wide - 1))
            if len(cells) > MAX_WIDTH:
                raise Unreadable('too_large', 'a row of more than %d cells' % MAX_WIDTH)
        taken = {at: left - 1 for at, left in (taken | below).items() if left > 1}
        yield number, cells
