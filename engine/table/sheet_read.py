# Part of store_group. License LGPL-3.
"""Reads the rows of an uploaded set-up list.

How it works: the first row that names every key column (spare ones aside) is the header. A column that is not in the
sheet does not change its field; a blank cell clears it, unless the column has `keep_blank`.
What it costs: time linear in the number of cells. Nothing raises on data except a sheet without header.
"""

from dataclasses import dataclass

from .cell import letter
from .sheet import Problem, Row
from .sheet_cell import BadCell, fold, is_blank, parse

HEADER_WITHIN = 10  # rows searched for the header


@dataclass(frozen=True)
class Reading:
    """The content of a sheet. `letters` {column name: 'A'...}; `unknown`: unknown headers."""

    rows: list
    letters: dict
    unknown: tuple


class NoHeader(Exception):
    """No row names the key columns; `missing` are the columns not found in the best row."""

    def __init__(self, missing, doubled=()):
        super().__init__('no_header')
        self.missing, self.doubled = tuple(missing), tuple(doubled)


def read(spec, rows):
    """Read the rows of one sheet.

    :param rows: iterable of (row number from 1, list of cells as engine.intake.cells gives them)
    :raises NoHeader: when no row names every key column, or a column stands there twice
    """
    rows = iter(rows)
    places, unknown = _find_header(spec, rows)
    found = [_read_row(spec, places, number, cells) for number, cells in rows if not all(map(is_blank, cells))]
    letters = {column.name: letter(place) for place, column in places if column}
    return Reading(found, letters, unknown)


def _find_header(spec, rows):
    best = [column.header for column in spec.keys]
    for _count, (_number, cells) in zip(range(HEADER_WITHIN), rows, strict=False):
        words = [(place, fold(cell)) for place, cell in enumerate(cells) if not is_blank(cell)]
        places = [(place, spec.headers[word]) for place, word in words if word in spec.headers]
        columns = [column for _place, column in places]
        missing = [column.header for column in spec.keys if column not in columns and not column.spare]
        if not missing:
            doubled = {column.header for column in columns if column and columns.count(column) > 1}
            if doubled:
                raise NoHeader((), sorted(doubled))
            return places, tuple(str(cells[place]).strip() for place, word in words if word not in spec.headers)
        best = min(best, missing, key=len)
    raise NoHeader(best)


def _read_row(spec, places, number, cells):
    row = Row(number, {})
    for place, column in places:
        cell = cells[place] if place < len(cells) else None
        if column is None:
            row.stamp = '' if is_blank(cell) else str(cell).strip()
        elif not column.read_only:
            _read_cell(row, column, cell)
    return row


def _read_cell(row, column, cell):
    try:
        value = parse(cell, column)
    except BadCell as bad:
        row.problems.append(Problem(bad.code, column.name, bad.found))
        return
    if value is None:
        value = column.default
    if value is None and column.required and not column.keep_blank:
        row.problems.append(Problem('required', column.name))
    elif value is not None or not (column.keep_blank or column.kind == 'bool'):
        row.values[column.name] = value
