# Part of store_group. License LGPL-3.
"""Nested records (JSON, XML) -> flat tables, one for each list in them: a row for each item, what holds it repeated beside it.

The path of a value is the header of its column, that of a list the name of its sheet: order {"id": 1, "lines": [{"sku": "A"}]}
is a sheet '' with the column 'id', and a sheet 'lines' with 'id' and 'lines.sku'. So the grain of a column is known: it is that
of the list its path begins with.
"""

import re
from dataclasses import dataclass, field
from decimal import Decimal

from ..cleaning.text import storable
from .cell import Sheet, Unreadable, cell_text, limited, words

MAX_DEPTH = 40
MAX_COLUMNS = 2000
MAX_LISTS = 60
MAX_TEXT = 32_767  # characters of a cell, as a spreadsheet takes
_MAX_KEY = 120
_AMOUNT = re.compile(r'-?\d{1,15}\.\d{1,8}')
_MAX_PAIRS = 100  # columns of the keys in lists of pairs (key, value)


@dataclass
class Shape:
    """The lists and columns of the records of one file. `columns` are {path of a list: {path of a column: None}}."""

    separator: str = '.'
    columns: dict = field(default_factory=lambda: {'': {}})
    parents: dict = field(default_factory=dict)
    branches: set = field(default_factory=set)
    count: int = 0

    def take(self, record):
        """Learn the lists and columns of one record (dict)."""
        self._take(record, '', '', 0)

    def _take(self, mapping, prefix, of_list, depth):
        if depth > MAX_DEPTH:
            raise Unreadable('too_large', 'nested deeper than %d' % MAX_DEPTH)
        for name, value in mapping.items():
            path = prefix + key_of(name)
            kind = kind_of(value)
            if kind in ('mapping', 'pairs'):
                self.branches.add(path)
                self._take(pairs(value) if kind == 'pairs' else value, path + self.separator, of_list, depth + 1)
            elif kind == 'items':
                if path not in self.columns:
                    if len(self.columns) > MAX_LISTS:
                        raise Unreadable('too_large', 'more than %d lists' % MAX_LISTS)
                    self.columns[path], self.parents[path] = {}, of_list
                for item in value:
                    if type(item) is dict:
                        self._take(item, path + self.separator, path, depth + 1)
            elif value != []:
                self._column(of_list, path)

    def _column(self, of_list, path):
        columns = self.columns[of_list]
        if path not in columns:
            self.count += 1
            if self.count > MAX_COLUMNS:
                raise Unreadable('too_large', 'more than %d columns' % MAX_COLUMNS)
            columns[path] = None

    def way(self, name):
        """Return the paths of the lists from the record to the list `name`."""
        found = [name]
        while found[0]:
            found.insert(0, self.parents[found[0]])
        return found

    def sheet(self, name, records):
        """Return the Sheet of the list `name` over `records`, an iterator of dicts: its first row are the headers.

        A record whose list is empty has one row, without anything in the list's columns. What the other lists of the record
        say stands beside each of its rows: amounts added up, anything else in one cell.
        """
        way = self.way(name)
        beside = [path for path, parent in self.parents.items() if name and parent == '' and path not in way]
        places = {}
        for path in (*way, *beside):
            for column in self.columns[path]:
                if column not in self.branches and column not in self.parents:  # nothing, where others have more
                    places.setdefault(column, len(places))
        return Sheet(name, limited(self._rows(way, places, records)), is_text=True)

    def _rows(self, way, places, records):
        yield 1, list(places)
        number = 1
        for record in records:
            for cells in self._of_record(record, way, places):
                number += 1
                yield number, cells

    def _of_record(self, record, way, places):
        start = [None] * len(places)
        lists = {}
        self._fill(record, '', start, lists, places)
        for path, items in lists.items():
            if path not in way:
                self._sum_up(path, items, start, places)
        yield from self._joined(start, lists, way[1:], places)

    def _sum_up(self, path, items, cells, places):
        """Put what the `items` of a list say into the cells of the record."""
        found = {}
        for item in items[:_MAX_PAIRS]:
            row = [None] * len(places)
            if type(item) is dict:
                self._fill(item, path + self.separator, row, {}, places)
            for at, cell in enumerate(row):
                if cell is not None:
                    found.setdefault(at, []).append(cell)
        for at, values in found.items():
            if len(values) > 1 and all(type(value) is str and _AMOUNT.fullmatch(value) for value in values):
                cells[at] = str(sum(map(Decimal, values)))
            else:
                cells[at] = values[0] if len(values) == 1 else ', '.join(map(cell_text, values))

    def _joined(self, cells, lists, way, places):
        items = [item for item in lists.get(way[0], ()) if type(item) is dict] if way else ()
        if not items:
            yield cells
            return
        for item in items:
            row, inner = list(cells), {}
            self._fill(item, way[0] + self.separator, row, inner, places)
            yield from self._joined(row, inner, way[1:], places)

    def _fill(self, mapping, prefix, cells, lists, places):
        """Put the values of `mapping` into `cells`, and its lists into `lists`, {path: items}."""
        for name, value in mapping.items():
            path = prefix + key_of(name)
            kind = kind_of(value)
            if kind == 'mapping':
                self._fill(value, path + self.separator, cells, lists, places)
            elif kind == 'pairs':
                self._fill(pairs(value), path + self.separator, cells, lists, places)
            elif kind == 'items':
                lists.setdefault(path, []).extend(value)
            elif path in places:
                cells[places[path]] = cell_of(value)


def key_of(name):
    """Return the name of a value as it stands in headers."""
    return ' '.join(storable(str(name)[:_MAX_KEY]).split()) or '_'


def kind_of(value):
    """Return what a value of a record is: 'mapping', 'items' (a list of mappings), 'pairs' (of keys and values) or 'value'.

    >>> kind_of({}), kind_of([{'a': 1}]), kind_of([{'key': 'a', 'value': 1}]), kind_of([1, 2]), kind_of([]), kind_of('x')
    ('mapping', 'items', 'pairs', 'value', 'value', 'value')
    """
    if type(value) is dict:
        return 'mapping'
    if type(value) is not list or not any(type(item) is dict for item in value):
        return 'value'
    is_pairs = all(type(item) is dict and type(item.get('key')) is str and 'value' in item for item in value)
    return 'pairs' if is_pairs else 'items'


def pairs(items):
    """Return {key: value} of a list of pairs; a value that is no plain one is left out.

    >>> pairs([{'id': 1, 'key': '_vat', 'value': 'X'}, {'key': 'b', 'value': []}])
    {'_vat': 'X'}
    """
    found = {}
    for item in items[:_MAX_PAIRS]:
        if type(item['value']) not in (dict, list):
            found.setdefault(item['key'], item['value'])
    return found


def cell_of(value):
    """Return the cell of a plain value, or of a list of them.

    >>> cell_of('  A '), cell_of(True), cell_of(3), cell_of(None), cell_of(['a', 'b'])
    ('A', 'true', '3', None, 'a, b')
    """
    if type(value) is list:
        value = ', '.join(str(item) for item in value[:_MAX_PAIRS] if item is not None and type(item) not in (dict, list))
    if value is None:
        return None
    text = ('true' if value else 'false') if type(value) is bool else str(value)
    return words(storable(text[:MAX_TEXT]).strip())
