# Part of store_group. License LGPL-3.
"""The transfer grid as a workbook: exported, edited, and compared with the grid on import."""

import io
from dataclasses import dataclass
from decimal import Decimal

import xlsxwriter

from ..cleaning import numbers, text
from ..cleaning.uncleanable import Uncleanable
from ..table.cell import CellError, cell_text
from ..table.sheet_title import sheet_title

FIXED = 2  # columns before the quantities: the row's key, its name
KEY_HEADER = '#'


@dataclass(frozen=True)
class Change:
    """A cell whose quantity differs: (row, column) of the grid, before and after."""

    row: int
    column: int
    before: Decimal
    after: Decimal


@dataclass(frozen=True)
class Refused:
    """A cell, row or column of the sheet that cannot be imported."""

    place: str
    found: str
    code: str  # unknown_row, unknown_column, not_a_number, negative, closed, no_header


def to_xlsx(title, columns, rows):
    """Return a workbook with the head and the first columns frozen.

    :param columns: headers of the quantities, all different
    :param rows: iterable of (key, name, quantities, closed): Decimal and bool per column

    >>> to_xlsx('Grid', ['A'], [('1:2', 'Shirt', [Decimal(3)], [False])])[:2]
    b'PK'
    """
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {'in_memory': True, 'strings_to_numbers': False, 'strings_to_formulas': False, 'strings_to_urls': False}
    )
    head = book.add_format({'bold': True, 'bg_color': '#E7E9ED', 'text_wrap': True, 'bottom': 1})
    grey, plain = book.add_format({'bg_color': '#D0D0D0'}), book.add_format({'num_format': '0.##'})
    sheet = book.add_worksheet(sheet_title(title))
    sheet.freeze_panes(1, FIXED)
    sheet.set_column(0, 0, 4, None, {'hidden': True})
    sheet.set_column(1, 1, 40)
    sheet.set_column(FIXED, FIXED + max(0, len(columns) - 1), 12)
    for place, header in enumerate([KEY_HEADER, title, *columns]):
        sheet.write_string(0, place, header, head)
    for number, (key, name, quantities, closed) in enumerate(rows, start=1):
        sheet.write_string(number, 0, key)
        sheet.write_string(number, 1, name)
        for place, quantity in enumerate(quantities):
            if closed[place]:
                sheet.write_blank(number, FIXED + place, None, grey)
            elif quantity:
                sheet.write_number(number, FIXED + place, quantity, plain)
    book.close()
    return out.getvalue()


def compare(lines, columns, rows):
    """Return (changes, refused) of an edited sheet against the grid. A blank cell is a quantity of zero.

    Rows are found by their key and columns by their header, so both may be sorted, hidden or left out;
    cells left out do not change.

    :param lines: iterable of (row number, cells) of the sheet
    :param columns: as in `to_xlsx`
    :param rows: {key: (place, quantities, closed)} of the grid

    >>> lines = [(1, ['#', 'Grid', 'B', 'A']), (2, ['k', 'Shirt', 5, None])]
    >>> compare(lines, ['A', 'B'], {'k': (0, [Decimal(3), Decimal(5)], [False, False])})[0]
    [Change(row=0, column=0, before=Decimal('3'), after=Decimal('0'))]
    """
    changes, refused, places = [], [], None
    for number, cells in lines:
        if places is None:
            if cells and cells[0] == KEY_HEADER:
                places, unknown = _columns(cells, columns)
                refused += [Refused(f'{number}', found, 'unknown_column') for found in unknown]
            continue
        key = str(cells[0] or '') if cells else ''
        if not key:
            continue
        if key not in rows:
            refused.append(Refused(f'{number}', cell_text(cells[1]) if len(cells) > 1 else key, 'unknown_row'))
            continue
        row, quantities, closed = rows[key]
        for place, column in places.items():
            found = cells[place] if place < len(cells) else None
            after, code = _quantity(found)
            if not code and closed[column] and after:
                code = 'closed'
            if code:
                refused.append(Refused(f'{number}', cell_text(found), code))
            elif after != quantities[column] and not closed[column]:
                changes.append(Change(row, column, quantities[column], after))
    if places is None:
        refused.append(Refused('1', '', 'no_header'))
    return changes, refused


def _columns(cells, columns):
    """Return ({position in the sheet: column of the grid}, unknown headers)."""
    place_of = {text.fold(header): column for column, header in enumerate(columns)}
    places, unknown = {}, []
    for place, cell in enumerate(cells[FIXED:], start=FIXED):
        header = cell_text(cell) if cell is not None else ''
        if text.fold(header) in place_of:
            places[place] = place_of[text.fold(header)]
        elif header.strip():
            unknown.append(header)
    return places, unknown


def _quantity(found):
    if found is None or isinstance(found, str) and not found.strip():
        return Decimal(0), ''
    if isinstance(found, CellError):
        return None, 'not_a_number'
    try:
        value = numbers.parse_decimal(found)
    except (Uncleanable, TypeError, ValueError):
        return None, 'not_a_number'
    return (value, '') if value >= 0 else (None, 'negative')
