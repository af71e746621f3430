# Part of store_group. License LGPL-3.
"""Which sheets of a workbook speak of the same orders: orders and their items, orders and what came back of them."""

from ..cleaning.text import fold
from ..table.beside import name_of
from ..table.cell import CellError, cell_text
from .proposing.headings import header_row, labels_of
from .proposing.words import said_by

BOOKS = ('xlsx', 'xls', 'xml_book', 'html')
MOST = 4  # pairs
_CLEAR = 0.6  # how clearly a header is that of an order number


def pairs_of(head):
    """Return [(first, second, label)] of the sheets of a FileHead with an order number in common, each once in the second.

    The first may be two sheets as one: items beside their orders, beside what came back.
    """
    if head.kind not in BOOKS or len(head.sheets) < 2:
        return []
    tables = [(sheet, row) for sheet in head.sheets if sheet.name and (row := header_row(sheet)) is not None]
    tables = [(sheet, row) for sheet, row in tables if sheet.rows[-1][0] > row]
    found = []
    for first, row in tables:
        for second, other in tables:
            label = None if first is second else _shared(first, row, second, other)
            if label:
                found.append((first.name, second.name, label))
    found = found[:MOST]
    more = [
        (name_of(*pair), third, label)
        for pair in found
        for first, third, label in found
        if first == pair[0] and fold(third) > fold(pair[1])
    ]
    return found + more[:MOST]


def _shared(first, row, second, other):
    """Return the header of the order number that both sheets have, '' where there is none, or one order has several rows."""
    known = {fold(label) for label in labels_of(_cells(first, row)).values()}
    for at, label in labels_of(_cells(second, other)).items():
        if fold(label) in known and said_by(label).get('external_id', 0) >= _CLEAR:
            numbers = [cells[at] for number, cells in second.rows if number > other and at < len(cells)]
            numbers = [cell_text(cell) for cell in numbers if cell is not None and not isinstance(cell, CellError)]
            return label if numbers and len(set(numbers)) == len(numbers) else ''
    return ''


def _cells(sheet, row):
    return next(cells for number, cells in sheet.rows if number == row)
