# Part of store_group. License LGPL-3.
"""A sheet in a declared layout -> orders in canonical form. A row is in one order or in an issue."""

import itertools
from dataclasses import dataclass, field, replace

from ..cleaning.text import fold
from ..table.cells import read_sheets
from .currency_named import with_currency
from .date_order import DATE_ORDER, DatesSeen
from .footer import FooterReader
from .gather import Gathering, Orders, TableOrder  # noqa: F401 (part of the answer)
from .header import SEARCHED_ROWS, complaints, doubles, locate
from .issue import Issue
from .layout import HEADS, ITEMS, problems
from .row import RowReader
from .sums import ASKED, LEFT_OUT, Sums
from .together import APART, LEFT, agrees, gives_way, joined, labels_of
from .two_tables import HeldOrders, JoinedOrders
from .unread_rows import UnreadRows
from .vocabulary import ERROR, FILE_TOTAL, INFO, WARNING


@dataclass
class TableResult:
    """`issues` are of the file and of rows that belong to no order; `row_count` counts the rows not blank; `unread` are the
    ``Doubt`` of columns that the layout does not read and that may count; `date_doubt` is the Issue of a file whose dates may be
    written the other way round, `currency_doubt` that of one which names several currencies beside its rows,
    `sheet_doubt` that of one with sheets that fit and are not read.

    `orders` creates each order on demand; changes to one are not kept.
    """

    orders: Orders | HeldOrders | JoinedOrders | list = field(default_factory=list)
    issues: list = field(default_factory=list)
    row_count: int = 0
    sheet: str = ''
    holds: str = 'orders'
    unread: tuple = ()
    date_doubt: Issue | None = None
    currency_doubt: Issue | None = None
    sheet_doubt: Issue | None = None


def read_orders(content, filename, layout, currency='', others=(), today=None, is_said=False, is_one_sheet=False, only=None):
    """Read the file once, row by row, and group its rows into orders in the order of their first rows.

    :param bytes content: the file, of any format ``cells`` knows
    :param Layout layout: without ``layout.problems``
    :param str currency: three letters, of rows that name none
    :param others: Layouts of the other table, where the heads and the goods of orders stand in two. Each sheet is read by the
        layout that fits it; where both are there, their orders are joined
    :param date today: the day on which the file came
    :param bool is_one_sheet: somebody said that the first sheet that fits is the only one
    :param str only: the name of that sheet, None for the first
    :param bool is_said: somebody said which number of a date is the day: nothing is asked
    :raises cells.Unreadable: the whole file cannot be used
    :raises ValueError: the layout cannot be used; the codes of ``layout.problems``
    """
    layouts = (layout, *others)
    codes = [code for one in layouts for code in problems(one)]
    if codes:
        raise ValueError(', '.join(codes))
    results, headers, left, best, is_book = {}, {}, [], (None, None), False
    wanted = layout.sheet if not others else None
    for sheet in read_sheets(content, filename, sheet=wanted, encoding=layout.encoding):
        is_book = not sheet.is_text
        if is_one_sheet and only and fold(only) != fold(sheet.name) and not others:
            left.append(sheet.name)
            continue
        chosen, header, rows = fitting(sheet, layouts)
        before = results.get(chosen, ())
        if chosen is not None and (not before or gives_way(before[0], sheet)):
            more = _read_rows(sheet, header, rows, chosen, currency, filename, today)
            if more.row_count or not before:
                left += [one.sheet for one in before if one.row_count]
                results[chosen], headers[chosen] = [more], labels_of(header)
        elif before and not is_one_sheet and agrees(sheet, header, chosen, headers[chosen], before[0].sheet):
            _add_sheet(before, _read_rows(sheet, header, rows, chosen, currency, filename, today))
        elif before and any(cell is not None for _number, cells in rows for cell in cells):
            left.append(sheet.name)
        elif best[1] is None or (header is not None and header.matched > best[0].matched):
            best = (header, sheet.name) if header is not None else best
    if not results:
        return TableResult(issues=complaints(*best) if best[0] else complaints(None, layout.sheet or ''))
    result = _joined([joined(found) for found in results.values()])
    result.issues += [Issue(LEFT, WARNING, found=name, sheet=name) for name in left]
    if is_book and left and not is_one_sheet:
        result.sheet_doubt = Issue(APART, found=', '.join(left)[:500], proposed=result.sheet)
    if is_said and result.date_doubt and result.date_doubt.code == DATE_ORDER:
        result.date_doubt = None
    return result


def _add_sheet(results, more):
    """Add the TableResult of a further sheet of one kind, unless it has no rows; what came before it is put away."""
    if more.row_count and not results[-1].row_count:
        results[-1] = more
    elif more.row_count:
        results[-1].orders.rest()
        results.append(more)


def fitting(sheet, layouts):
    """Return (the Layout that fits `sheet` best, its Header, the rows below); without a layout the Header that comes nearest."""
    rows = iter(sheet.rows)
    if len(layouts) == 1:
        header, below = locate(sheet, layouts[0])
        return (layouts[0] if _is_fit(header) else None), header, below
    first = list(itertools.islice(rows, max(SEARCHED_ROWS, *(one.header_row or 0 for one in layouts))))
    found = []
    for one in layouts:
        header, below = locate(replace(sheet, rows=iter(first)), one)
        if header is not None and (one.sheet is None or fold(one.sheet) == fold(sheet.name)):
            found.append((_is_fit(header), header.matched, len(found), one, header, below))
    if not found:
        return None, None, rows
    is_fit, _matched, _place, one, header, below = max(found, key=lambda each: each[:2])
    return (one if is_fit else None), header, itertools.chain(below, rows)


def _is_fit(header):
    return header is not None and header.matched > 0 and not header.missing


def _joined(results):
    """Return the TableResult of one sheet, or of the two tables of a file."""
    if len(results) == 1:
        return results[0]
    by_kind = {result.holds: result.orders for result in results}
    orders = JoinedOrders(by_kind[HEADS], by_kind[ITEMS]) if set(by_kind) == {HEADS, ITEMS} else results[0].orders
    return TableResult(
        orders,
        [issue for result in results for issue in result.issues],
        sum(result.row_count for result in results),
        results[0].sheet,
        unread=tuple(doubt for result in results for doubt in result.unread),
        date_doubt=next((result.date_doubt for result in results if result.date_doubt), None),
        currency_doubt=next((result.currency_doubt for result in results if result.currency_doubt), None),
    )


def read_sheet(sheet, layout, currency='', filename='', today=None):
    """Read one Sheet, or the beginning of one, as ``read_orders`` reads a file.

    :raises ValueError: as ``read_orders``
    """
    codes = problems(layout)
    if codes:
        raise ValueError(', '.join(codes))
    header, rows = locate(sheet, layout)
    if header is None or not header.matched or header.missing:
        return TableResult(issues=complaints(header, sheet.name), sheet=sheet.name)
    return _read_rows(sheet, header, rows, layout, currency, filename, today)


def _read_rows(sheet, header, rows, layout, currency, filename, today):
    result = TableResult(issues=doubles(header, sheet.name), sheet=sheet.name)
    header, note, result.currency_doubt = with_currency(header, sheet, currency)
    result.issues += [note] if note else []
    reader = RowReader(header, layout, sheet, currency)
    gathering = Gathering(sheet.name, reader.number_at, reader.summed, layout.equal_rows, reader.unsure, layout.amount_rounding)
    blanks, first_blank, unread = 0, 0, UnreadRows(header, layout, sheet)
    dates = DatesSeen(header, layout, sheet)
    sums, footers = Sums(header.places, reader.key_places), FooterReader(header.places, layout.decimal_mark)
    for number, cells in rows:
        first = next((cell for cell in cells if cell is not None), None)
        if first is None:
            first_blank, blanks = first_blank if blanks else number, blanks + 1
            continue
        if blanks:  # between filled rows, once per gap; those at the end of a sheet are nothing
            result.issues.append(Issue('blank_rows', INFO, found=str(blanks), sheet=sheet.name, row=first_blank))
            blanks = 0
        result.row_count += 1
        row = reader.read(number, cells)
        verdict, word = sums.judge(cells, first, row)
        if verdict == LEFT_OUT:
            reader.forget()
            result.issues.append(Issue(LEFT_OUT, WARNING, found=word, sheet=sheet.name, row=number))
            footers.total_row(number, cells, word)
            continue
        footers.order_row()
        unread.see(cells)
        dates.see(number, cells)
        if verdict == ASKED:
            row.issues.append(Issue(ASKED, ERROR, 'line.name', word, sheet=sheet.name, row=number))
        result.issues.extend(gathering.add(row))
    if not result.row_count:
        result.issues.append(Issue('no_rows', WARNING, sheet=sheet.name))  # a filter that was left on, for instance
    if footers.footer:
        total, count = footers.footer.texts()
        result.issues.append(Issue(FILE_TOTAL, INFO, 'total', total, count, sheet.name, footers.footer.row))
    orders, result.holds, result.unread = gathering.orders(), layout.holds, unread.doubts()
    result.date_doubt = dates.doubt(filename, today)
    result.orders = orders if layout.holds == 'orders' else HeldOrders(orders, layout.holds)
    return result
