# Part of store_group. License LGPL-3.
"""A block of cells pasted from Excel or WPS into the transfer grid.

A spreadsheet puts a block on the clipboard as lines of cells set apart by tabs; a cell that holds a tab, a line
break or a quotation mark stands in quotation marks.
"""

import csv
import io
from dataclasses import dataclass
from decimal import Decimal

from ..cleaning import numbers
from ..cleaning.uncleanable import Uncleanable


@dataclass(frozen=True)
class Refused:
    """A pasted cell that is refused: its target, its text and the reason."""

    row: int
    column: int
    found: str
    code: str  # not_a_number, negative, outside, closed


@dataclass(frozen=True)
class Pasted:
    """What a paste does: `values` {(row, column): Decimal}, zero where the cell was empty, and the refused cells."""

    values: dict
    refused: tuple


def cells(text):
    """Return the clipboard's text as a list of rows of str, as long as its longest row.

    >>> cells('1\\t2\\r\\n"a ""b""\\t"\\t\\n')
    [['1', '2'], ['a "b"\\t', '']]
    """
    rows = list(csv.reader(io.StringIO(text.replace('\r\n', '\n').replace('\r', '\n')), delimiter='\t'))
    while rows and not any(rows[-1]):
        rows.pop()
    width = max(map(len, rows), default=0)
    return [row + [''] * (width - len(row)) for row in rows]


def paste(text, top, left, rows, columns, closed=frozenset(), fill=(1, 1), decimal_mark='.'):
    """Paste the block with its first cell on (top, left) of a grid of rows x columns.

    A single cell pasted on a selection fills all of it, as in a spreadsheet.

    :param closed: {(row, column)} that take no quantity
    :param fill: (rows, columns) of the selection
    :param decimal_mark: '.' or ',', as in the user's language

    >>> paste('3\\t-1\\nx', 0, 1, 2, 3).values
    {(0, 1): Decimal('3'), (1, 2): Decimal('0')}
    >>> [(item.found, item.code) for item in paste('3\\t-1\\nx', 0, 1, 2, 3).refused]
    [('-1', 'negative'), ('x', 'not_a_number')]
    >>> paste('1.200\\t1,5', 0, 0, 1, 2, decimal_mark=',').values
    {(0, 0): Decimal('1200'), (0, 1): Decimal('1.5')}
    """
    block = cells(text)
    if len(block) == 1 and len(block[0]) == 1:
        block = [block[0] * fill[1]] * fill[0]
    values, refused = {}, []
    for row, line in enumerate(block, start=top):
        for column, found in enumerate(line, start=left):
            value, code = _quantity(found, decimal_mark)
            if row >= rows or column >= columns:
                code = code or ('outside' if value else '')
            elif (row, column) in closed and value:
                code = 'closed'
            if code:
                refused.append(Refused(row, column, found, code))
            elif row < rows and column < columns and (row, column) not in closed:
                values[row, column] = value
    return Pasted(values, tuple(refused))


def _quantity(found, decimal_mark):
    if not found.strip():
        return Decimal(0), ''
    try:
        value = numbers.parse_decimal(found, decimal_mark)
    except Uncleanable:
        return None, 'not_a_number'
    return (value, '') if value >= 0 else (None, 'negative')
