# Part of store_group. License LGPL-3.
"""What several cells of one row say together: the currency of its money, and whether it is a return."""

from ..cleaning.currencies import meant
from ..cleaning.text import fold
from ..cleaning.values import TRUE_WORDS
from ..table.cell import UNREAD, cell_text, letter
from .issue import Issue
from .vocabulary import ERROR

_UNREAD = (f'LIN.{UNREAD}', f'OrderLine/{UNREAD}')


def check_currency(reader, row, cells):
    """Refuse money written in another currency than the order's, by its sign or code."""
    for place in reader.of_money:
        cell = cells[place.at]
        if cell is None or type(cell) is not str or (cell[0].isdigit() and cell[-1].isdigit()):
            continue
        named, currency = meant(cell), row.order.get('currency') or reader.currency
        if named and currency and currency.upper() not in named:
            found = cell_text(cell)
            row.issues.append(
                Issue('other_currency', ERROR, place.column.target, found, currency, reader.sheet.name, row.number, place.letter)
            )
            return


def unread_at(header):
    """Return the index of the column in which an order of EDIFACT or UBL says what is not read of it, None for none."""
    return next((index for index, label in header.labels.items() if label in _UNREAD), None)


def refuse_unread(reader, row, cells):
    """Refuse an order whose document says more of money, quantities or its state than is read, whatever the layout."""
    found = cells[reader.unread_at]
    if found is not None:
        row.issues.append(
            Issue('unread_segments', ERROR, '', cell_text(found), '', reader.sheet.name, row.number, letter(reader.unread_at))
        )


def turn_return(reader, row):
    """Put the quantity of a row that says it is a return below zero, as a row that writes it so."""
    if fold(str(row.line.pop('is_return', ''))) not in TRUE_WORDS or 'quantity' not in row.line:
        return
    row.line['quantity'] = found = '-' + row.line['quantity'].removeprefix('-')
    if not any(issue.code == 'negative_quantity' for issue in row.issues):
        place = reader.columns.get('line.quantity', '')
        row.issues.append(Issue('negative_quantity', ERROR, 'line.quantity', found, '', reader.sheet.name, row.number, place))
