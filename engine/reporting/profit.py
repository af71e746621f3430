# Part of store_group. License LGPL-3.
"""The statement of profit: the lines of each row, and the amounts of the rows in a column.

A column is {line: amount}, income positive and cost negative; 'discount_amount' in it is what discounts took off the
revenue, which is net already; 'unsold' is a stock, not a flow.
"""

from typing import NamedTuple


class Row(NamedTuple):
    """lines: the lines it adds; is_total: the sum of the rows above; always: shown even if 0."""

    code: str
    lines: tuple = ()
    is_total: bool = False
    always: bool = False


UNKNOWN = 'unknown'  # a key of a column: whether it lacks an amount, for want of a rate
GROSS = ('revenue', 'discount', 'cost', 'purchase', 'taken', 'cost_moves', 'markup')
CONTRIBUTION = (*GROSS, 'fee', 'fee_estimate', 'expense', 'loss', 'loose')
RESULT = (*CONTRIBUTION, 'other', 'allocation', 'counter')
LEDGER = ('revenue', 'discount', 'cost', 'purchase', 'fee', 'expense', 'other')
ROWS = (
    Row('revenue', ('revenue',), always=True),
    Row('discount', ('discount',)),
    Row('cost', ('cost',), always=True),
    Row('purchase', ('purchase',)),
    Row('taken', ('taken',)),
    Row('cost_moves', ('cost_moves',)),
    Row('markup', ('markup',)),
    Row('gross_margin', GROSS, True, True),
    Row('fee', ('fee',)),
    Row('fee_estimate', ('fee_estimate',)),
    Row('expense', ('expense',), always=True),
    Row('loss', ('loss',)),
    Row('loose', ('loose',)),
    Row('contribution', CONTRIBUTION, True, True),
    Row('other', ('other',)),
    Row('allocation', ('allocation',)),
    Row('counter', ('counter',)),
    Row('result', RESULT, True, True),
    Row('ledger', LEDGER, True),
    Row('unsold', ('unsold',)),
)


def amount(row, column):
    """Return the amount of a row in a column.

    >>> amount(ROWS[0], {'revenue': 90, 'discount_amount': 10}), amount(ROWS[1], {'revenue': 90, 'discount_amount': 10})
    (100, -10)
    >>> amount(ROWS[7], {'revenue': 90, 'discount_amount': 10, 'cost': -40})
    50
    """
    shown = {'revenue': column.get('discount_amount', 0), 'discount': -column.get('discount_amount', 0)}.get(row.code, 0)
    return sum(column.get(line, 0) for line in row.lines) + shown


def net_revenue(column):
    """Return the net revenue, the base of percentages.

    >>> net_revenue({'revenue': 90, 'discount': -5})
    85
    """
    return column.get('revenue', 0) + column.get('discount', 0)


def percent(value, column):
    """Return the percentage of net revenue, False without revenue.

    >>> percent(-30, {'revenue': 120}), percent(5, {})
    (-25.0, False)
    """
    base = net_revenue(column)
    return round(value / base * 100, 1) if base > 0 else False


def change(value, before):
    """Return the change in percent, False if the earlier amount is 0.

    >>> change(-30, -20), change(30, -20), change(5, 0)
    (-50.0, 250.0, False)
    """
    return round((value - before) / abs(before) * 100, 1) if before else False


def shown(columns):
    """Return the rows with an amount in any column, and those always shown.

    >>> [row.code for row in shown([{'revenue': 1}])]
    ['revenue', 'cost', 'gross_margin', 'expense', 'contribution', 'result']
    """
    beside = any(
        amount(Row('', tuple(set(RESULT) - set(LEDGER))), column) or any(column.get(line) for line in set(RESULT) - set(LEDGER))
        for column in columns
    )
    return [
        row for row in ROWS if row.always or (beside if row.code == 'ledger' else any(amount(row, column) for column in columns))
    ]
