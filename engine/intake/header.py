# Part of store_group. License LGPL-3.
"""Finds the sheet and the header row of a layout."""

import itertools
from dataclasses import dataclass, replace

from ..cleaning.text import compact, fold
from ..table.cell import CellError
from .issue import Issue
from .vocabulary import WARNING

MOST_OF_TITLE = 200  # characters
SEARCHED_ROWS = 40  # statements of wallets have 25 rows above it


@dataclass(frozen=True)
class Header:
    """The positions of a layout's columns in one sheet.

    `places` pairs each used Column with its 0-based index (None: a constant); `labels` maps the index of
    every column to its header; `missing` are the columns without which the sheet cannot be read; `above` are the texts of the
    rows above it.
    """

    row: int
    places: tuple
    labels: dict
    missing: tuple
    above: tuple = ()

    @property
    def matched(self):
        return sum(index is not None for _column, index in self.places)


def locate(sheet, layout):
    """Return (Header, iterator of the rows below it) for the `sheet`; no Header when it has no rows."""
    rows = iter(sheet.rows)
    wanted = layout.header_row
    seen = list(itertools.islice(rows, wanted or SEARCHED_ROWS))
    best, best_at = None, 0
    for at, (number, cells) in enumerate(seen):
        if wanted and number != wanted:
            continue
        header = _match(number, cells, layout)
        if best is None or (not header.missing, header.matched) > (not best.missing, best.matched):
            best, best_at = header, at
        if best.matched and not best.missing:
            break
    if best_at:
        best = replace(best, above=titles(cells for _number, cells in seen[:best_at]))
    return best, itertools.chain(seen[best_at + 1 :], rows)


def _match(number, cells, layout):
    labels = {
        index: compact(str(cell)) for index, cell in enumerate(cells) if cell is not None and not isinstance(cell, CellError)
    }
    index_of = {}
    for index, label in labels.items():
        index_of.setdefault(label.casefold(), index)
    places, missing = [], []
    for column in layout.columns:
        if column.target == 'ignore':
            continue
        index = next((index_of[name] for name in column.names() if name in index_of), None)
        if index is None and column.must_exist:
            missing.append(column)
        elif index is not None or column.default is not None:
            places.append((column, index))
    return Header(number, tuple(places), labels, tuple(missing))


def titles(rows):
    """Return the texts of the rows above a header: what stands in the cells of each, together.

    >>> titles([[None, 'Currency', 'USD', 7], ['x' * 300], []])
    ('Currency USD',)
    """
    lines = (' '.join(compact(cell) for cell in cells if isinstance(cell, str)) for cells in rows)
    return tuple(line for line in lines if line and len(line) <= MOST_OF_TITLE)


def complaints(header, sheet_name):
    """Return one file-level Issue per reason why the sheet cannot be read; `found` lists its headers."""
    if header is None:
        return [Issue('no_rows', sheet=sheet_name)]
    listed = ' | '.join(header.labels.values())[:2000]
    if not header.matched:
        return [
            Issue(
                'unknown_columns',
                found=listed,
                sheet=sheet_name,
                row=header.row,
                proposed=' | '.join(column.header for column in header.missing),
            )
        ]
    return [
        Issue('missing_column', field=column.target, found=listed, proposed=column.header, sheet=sheet_name, row=header.row)
        for column in header.missing
    ]


def doubles(header, sheet_name):
    """Return a warning for every used header of two columns: the first one is read."""
    used = {header.labels[index] for _column, index in header.places if index is not None}
    folded = [fold(label) for label in header.labels.values()]
    return [
        Issue('duplicate_header', WARNING, found=label, sheet=sheet_name, row=header.row)
        for label in sorted(used)
        if folded.count(fold(label)) > 1
    ]
