# Part of store_group. License LGPL-3.
"""XML Spreadsheet 2003, which some back offices and reports save under the name .xls: a workbook in one XML file."""

from datetime import datetime

from ..cleaning.text import fold, storable
from .cell import CellError, Sheet, Unreadable, limited, moment, number, words
from .markup import drop, elements, name_of
from .reader import Reader, plain_start
from .xmls import root_of

_SPACE = 'urn:schemas-microsoft-com:office:spreadsheet'
_MAX_PLACE = 20_000  # of a cell or row whose place is given
MAX_TEXT = 32_767


class XmlBookReader(Reader):
    kind = 'xml_book'

    def identify(self, sample):
        start = plain_start(sample)
        return start[:1] == '<' and root_of(start) == 'Workbook' and _SPACE in start

    def read(self, stream, filename='', *, sheet=None, encoding=None, is_sample=False):
        content = stream.read()
        names = [name for kind, name in _events(content, encoding, is_sample) if kind == 'sheet']
        chosen = [name for name in names if sheet is None or fold(name) == fold(sheet)]
        if not chosen:
            raise Unreadable('sheet_missing' if names else 'truncated', ', '.join(names)[:500])
        for place, name in enumerate(names):
            if name in chosen:
                yield Sheet(name, limited(_rows(content, encoding, is_sample, place)))


READER = XmlBookReader()


def _rows(content, encoding, is_sample, place):
    at, number_of_row = -1, 0
    for kind, value in _events(content, encoding, is_sample):
        if kind == 'sheet':
            at, number_of_row = at + 1, 0
        elif at == place:
            number_of_row = max(number_of_row + 1, min(_place(value, 'Index'), number_of_row + _MAX_PLACE))
            yield number_of_row, _cells(value)
        elif at > place:
            return


def _events(content, encoding, is_sample):
    """Yield ('sheet', its name) and ('row', element), in their order."""
    for event, element, _depth in elements(content, encoding, is_sample):
        name = name_of(element)
        if event == 'start' and name == 'Worksheet':
            yield 'sheet', _attribute(element, 'Name')
        elif event == 'end' and name == 'Row':
            yield 'row', element
            drop(element)


def _cells(row):
    cells = []
    for cell in row:
        if name_of(cell) != 'Cell':
            continue
        cells.extend([None] * (min(_place(cell, 'Index') - 1, _MAX_PLACE) - len(cells)))
        data = next((child for child in cell if name_of(child) == 'Data'), None)
        cells.append(None if data is None else _value(''.join(data.itertext())[:MAX_TEXT], _attribute(data, 'Type')))
        cells.extend([None] * min(_place(cell, 'MergeAcross'), _MAX_PLACE))
        if len(cells) > 2 * _MAX_PLACE:
            raise Unreadable('too_large', 'a row of more than %d cells' % _MAX_PLACE)
    return cells


def _value(text, kind):
    """Return the cell of a text of the type `kind`.

    >>> _value('3.0', 'Number'), _value('2026-01-05T10:00:00.000', 'DateTime'), _value('x', 'Number'), _value('007', 'String')
    (3, datetime.datetime(2026, 1, 5, 10, 0), 'x', '007')
    """
    try:
        if kind == 'Number':
            return number(float(text)) if '.' in text or 'E' in text.upper() else number(int(text))
        if kind == 'DateTime':
            return moment(datetime.fromisoformat(text[:19]))
    except (ValueError, OverflowError):
        pass
    if kind == 'Error':
        return CellError('cell_error', storable(text)[:200])
    return words(storable(text))


def _attribute(element, name):
    return element.get(f'{{{_SPACE}}}{name}') or ''


def _place(element, name):
    text = _attribute(element, name)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0
