# Part of store_group. License LGPL-3.
"""Selects the table for a question about sales: the smallest one with all its fields, else the documents.

>>> ask = Question(groupby=(('store_id', ''), ('date', 'month')), measures=(('amount', 'sum'),))
>>> choose(ask)
'month'
>>> choose(ask._replace(conditions=(('date', '>=', date(2026, 1, 1)), ('date', '<', date(2027, 1, 1)))))
'month'
>>> choose(ask._replace(conditions=(('date', '>=', date(2026, 1, 2)),)))
'day'
>>> choose(ask._replace(groupby=(('categ_id', ''),)))
'product'
>>> choose(ask._replace(groupby=(('order_id', ''),)))
'rows'
>>> choose(ask._replace(measures=(('customer_count', 'sum'),))), choose(ask._replace(groupby=(('hour', ''),)))
('customer', 'hour')
>>> orders = Question(groupby=(('product_id', ''),), measures=(('order_count', 'sum'),))
>>> choose(orders), choose(orders, orders._replace(groupby=()))
('product', 'rows')
"""

from datetime import date, timedelta
from typing import NamedTuple

EVERYWHERE = frozenset(
    {
        'store_id',
        'group_id',
        'any_group_id',
        'kind',
        'company_id',
        'currency_id',
        'one_currency_id',
        'channel_id',
        'is_history',
        'date',
    }
)
DAILY = EVERYWHERE | {'group_then_id', 'weekday'}
CARRIED = {
    'month': EVERYWHERE,
    'day': DAILY,
    'hour': DAILY | {'hour'},
    'customer': DAILY | {'partner_id', 'user_id'},
    'product': DAILY
    | {'product_id', 'product_tmpl_id', 'categ_id', 'size_value_id', 'colour_value_id', 'season_value_id', 'brand_value_id'},
}
MONTHLY = frozenset({'month', 'quarter', 'year', 'month_number', 'quarter_number', 'year_number'})
# Aggregates that do not depend on the number of rows behind a fact.
BLIND = frozenset({'count_distinct', 'array_agg_distinct', 'min', 'max', 'bool_and', 'bool_or'})


class Question(NamedTuple):
    """What is asked, without its wording.

    groupby: (field, part) pairs, part '' or what follows the colon; conditions: (field, operator, value) triples
    of the filter and of the record rules, field None where it cannot be told, 'field.part' for a path;
    measures: (field, aggregate) pairs; sums: the measures that add up; orders: those that count orders; customers:
    those that count customers; ratios: those made of sums, whatever aggregate is named; daily: the measures need the
    day (a rate).
    """

    groupby: tuple = ()
    conditions: tuple = ()
    measures: tuple = ()
    sums: frozenset = frozenset({'amount'})
    orders: frozenset = frozenset({'order_count'})
    customers: frozenset = frozenset({'customer_count'})
    ratios: frozenset = frozenset()
    daily: bool = False


def choose(*questions, tables=None):
    """Return the name of a table of facts, 'rows' for the documents themselves.

    Several questions are answered together: by the first table that has the answer to each.

    :param tables: {name: what it carries}, the smallest first; those about sales unless said otherwise
    """
    for table, carried in (CARRIED if tables is None else tables).items():
        if all(_answers(table, carried, question) for question in questions):
            return table
    return 'rows'


def _answers(table, carried, question):
    if table == 'month' and (question.daily or not _keeps_months(question)):
        return False
    return _is_carried(question, carried) and _is_counted(question, table, carried)


def _is_carried(question, carried):
    named = [field for field, _part in question.groupby] + [
        field and field.split('.')[0] for field, _operator, _value in question.conditions
    ]
    return all(name in carried for name in named)


def _is_counted(question, table, carried):
    """Whether each measure is correct when facts are added."""
    for field, aggregate in question.measures:
        if field in question.orders:
            # An order stands in the facts of each product it sold: only within one product it counts once.
            if table == 'product' and ('product_id', '') not in question.groupby:
                return False
        elif field in question.customers:
            if 'partner_id' not in carried:  # a customer on two days is one customer
                return False
        elif field in question.ratios:
            continue
        elif field in question.sums:
            if aggregate not in ('sum', 'sum_currency'):
                return False
        elif not (field in carried and aggregate in BLIND and not (field == 'date' and table == 'month')):
            return False
    return True


def _keeps_months(question):
    """Whether no condition or grouping splits a month."""
    if any(field == 'date' and part not in MONTHLY for field, part in question.groupby):
        return False
    return all(
        _is_month_border(operator, value)
        for field, operator, value in question.conditions
        if field and field.split('.')[0] == 'date'
    )


def _is_month_border(operator, value):
    if not isinstance(value, date):
        return False
    if operator in ('>=', '<'):
        return value.day == 1
    return operator in ('>', '<=') and (value + timedelta(days=1)).day == 1
