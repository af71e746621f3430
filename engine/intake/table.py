# Part of store_group. License LGPL-3.
"""A sheet in a declared layout -> orders in canonical form. A row is in one order or in an issue."""

from dataclasses import dataclass, field

from ..table.cells import read_sheets
from .gather import Gathering, Orders, TableOrder  # noqa: F401 (part of the answer)
from .header import complaints, doubles, locate
from .issue import Issue
from .layout import problems
from .row import RowReader
from .sums import ASKED, LEFT_OUT, Sums
from .vocabulary import ERROR, INFO, WARNING


@dataclass
class TableResult:
    """`issues` are of the file and of rows that belong to no order; `row_count` counts the rows not blank.

    `orders` creates each order on demand; changes to one are not kept.
    """

    orders: Orders | list = field(default_factory=list)
    issues: list = field(default_factory=list)
    row_count: int = 0
    sheet: str = ''


def read_orders(content, filename, layout, currency=''):
    """Read the file once, row by row, and group its rows into orders in the order of their first rows.

    :param bytes content: the file, of any format ``cells`` knows
    :param Layout layout: without ``layout.problems``
    :param str currency: three letters, of rows that name none
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
            result = _read_rows(sheet, header, rows, layout, currency)
        elif fits:
            result.issues.append(Issue('sheet_not_read', WARNING, found=sheet.name, sheet=sheet.name))
        elif best[1] is None or (header is not None and header.matched > best[0].matched):
            best = (header, sheet.name) if header is not None else best
    if result is None:
        result = TableResult(issues=complaints(*best) if best[0] else complaints(None, layout.sheet or ''))
    return result


def read_sheet(sheet, layout, currency=''):
    """Read one Sheet, or the beginning of one, as ``read_orders`` reads a file.

    :raises ValueError: as ``read_orders``
    """
    codes = problems(layout)
    if codes:
        raise ValueError(', '.join(codes))
    header, rows = locate(sheet, layout)
    if header is None or not header.matched or header.missing:
        return TableResult(issues=complaints(header, sheet.name), sheet=sheet.name)
    return _read_rows(sheet, header, rows, layout, currency)


def _read_rows(sheet, header, rows, layout, currency):
    result = TableResult(issues=doubles(header, sheet.name), sheet=sheet.name)
    reader = RowReader(header, layout, sheet, currency)
    gathering, blank = Gathering(sheet.name, reader.number_at, reader.summed, layout.equal_rows), []
    sums = Sums(header.places, reader.key_places)
    for number, cells in rows:
        first = next((cell for cell in cells if cell is not None), None)
        if first is None:
            blank.append(number)
            continue
        _report_blanks(result, sheet, blank)
        result.row_count += 1
        row = reader.read(number, cells)
        verdict, word = sums.judge(cells, first, row)
        if verdict == LEFT_OUT:
            reader.forget()
            result.issues.append(Issue(LEFT_OUT, WARNING, found=word, sheet=sheet.name, row=number))
            continue
        if verdict == ASKED:
            row.issues.append(Issue(ASKED, ERROR, 'line.name', word, sheet=sheet.name, row=number))
        result.issues.extend(gathering.add(row))
    if not result.row_count:
        result.issues.append(Issue('no_rows', WARNING, sheet=sheet.name))  # a filter that was left on, for instance
    result.orders = gathering.orders()
    return result


def _report_blanks(result, sheet, blank):
    """Report blank rows between filled ones, once per gap; those at the end of a sheet are ignored."""
    if blank:
        result.issues.append(Issue('blank_rows', INFO, found=str(len(blank)), sheet=sheet.name, row=blank[0]))
        blank.clear()
