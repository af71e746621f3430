# Part of store_group. License LGPL-3.
"""What several cells of one row say together: the currency of its money, and whether it is a return."""

from ..cleaning.currencies import meant
from ..cleaning.numbers import parse_decimal, plain
from ..cleaning.text import fold
from ..cleaning.values import TRUE_WORDS
from ..table.cell import UNREAD, cell_text, letter
from .issue import Issue
from .vocabulary import ERROR

_UNREAD = (f'LIN.{UNREAD}', f'OrderLine/{UNREAD}')
DISCOUNTS = ('discount_amount', 'line.discount_amount', 'platform_discount', 'line.platform_discount')
_BELOW_ZERO = ('negative_quantity', 'negative_price')


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


def turn_discounts(reader, row):
    """Take a discount written below zero for what it is, as tills write it: a column has one sign on all rows that are sales."""
    is_return = fold(str(row.line.get('is_return', ''))) in TRUE_WORDS
    if is_return or any(issue.code in _BELOW_ZERO and issue.field not in DISCOUNTS for issue in row.issues):
        return  # all of a return may be below zero
    below = {issue.field for issue in row.issues if issue.code == 'negative_price'}
    for target in reader.discounts:
        values, name = (row.line, target[5:]) if target.startswith('line.') else (row.order, target)
        value = values.get(name)
        if target not in below:
            if value not in (None, '0'):
                reader.signs.setdefault(target, 1)
            continue
        if reader.signs.setdefault(target, -1) < 0:
            values[name] = plain(abs(parse_decimal(value)))  # with a point, whatever the mark of the layout
            row.issues[:] = [issue for issue in row.issues if (issue.code, issue.field) != ('negative_price', target)]


def turn_return(reader, row):
    """Put the quantity of a row that says it is a return below zero, as a row that writes it so."""
    if 'is_return' not in row.line or fold(str(row.line.pop('is_return'))) not in TRUE_WORDS or 'quantity' not in row.line:
        return
    row.line['quantity'] = found = '-' + row.line['quantity'].removeprefix('-')
    if not any(issue.code == 'negative_quantity' for issue in row.issues):
        place = reader.columns.get('line.quantity', '')
        row.issues.append(Issue('negative_quantity', ERROR, 'line.quantity', found, '', reader.sheet.name, row.number, place))
