# Part of store_group. License LGPL-3.
"""A sheet in a declared layout -> orders in canonical form. A row is in one order or in an issue."""
from dataclasses import dataclass, field

from ..cleaning.text import fold
from .cells import read_sheets
from .gather import Gathering, TableOrder  # noqa: F401 (part of the answer)
from .header import complaints, doubles, locate
from .issue import Issue
from .layout import problems
from .row import RowReader
from .vocabulary import INFO, WARNING

TOTAL_WORDS = frozenset(map(fold, (
    '合计', '总计', '小计', '共计', '汇总', '合计:', '总计:', '小计:',
    'total', 'total:', 'grand total', 'sum', 'subtotal',
)))


@dataclass
class TableResult:
    """`issues` are of the file and of rows that belong to no order; `row_count` counts the rows not blank."""

    orders: list = field(default_factory=list)
    issues: list = field(default_factory=list)
    row_count: int = 0
    sheet: str = ''


def read_orders(content, filename, layout):
    """Read the file once, row by row, and group its rows into orders in the order of their first rows.

    :param bytes content: the file, of any format ``cells`` knows
    :param Layout layout: without ``layout.problems``
    :raises cells.Unreadable: the whole file cannot be used
    :raises ValueError: the layout cannot be used; the codes of ``layout.problems``
    """
    codes = problems(layout)
    if codes:
        raise ValueError(', '.join(codes))
    result, best = None, (None, None)
    for sheet in read_sheets(content, filename, sheet=layout.sheet, encoding=layout.encoding):
        header, rows = locate(sheet, layout)
        fits = header is not None and header.matched > 0 and not header.missing
        if fits and result is None:
            result = _read_rows(sheet, header, rows, layout)
        elif fits:
            result.issues.append(Issue('sheet_not_read', WARNING, found=sheet.name, sheet=sheet.name))
        elif best[1] is None or (header is not None and header.matched > best[0].matched):
            best = (header, sheet.name) if header is not None else best
    if result is None:
        result = TableResult(issues=complaints(*best) if best[0] else complaints(None, layout.sheet or ''))
    return result


def _read_rows(sheet, header, rows, layout):
    result = TableResult(issues=doubles(header, sheet.name), sheet=sheet.name)
    reader = RowReader(header, layout, sheet)
    gathering, blank = Gathering(sheet.name, reader.number_at), []
    for number, cells in rows:
        first = next((cell for cell in cells if cell is not None), None)
        if first is None:
            blank.append(number)
            continue
        _report_blanks(result, sheet, blank)
        result.row_count += 1
        row = reader.read(number, cells)
        if isinstance(first, str) and fold(first) in TOTAL_WORDS and _is_total(row, first):
            result.issues.append(Issue('total_row', WARNING, found=first, sheet=sheet.name, row=number))
        else:
            result.issues.extend(gathering.add(row))
    result.orders = gathering.orders()
    return result


def _report_blanks(result, sheet, blank):
    """Tell of blank rows between filled ones, once per gap; those at the end of a sheet mean nothing."""
    if blank:
        result.issues.append(Issue('blank_rows', INFO, found=str(len(blank)), sheet=sheet.name, row=blank[0]))
        blank.clear()


def _is_total(row, first):
    """A row that starts with the word is still an order when its key is complete without that word."""
    return row.key is None or (len(row.key_parts) < 2 and fold(first) == fold(row.key))
