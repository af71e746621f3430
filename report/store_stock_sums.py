# Part of store_group. License LGPL-3.
"""The SQL of facts about stock: movements of a period, and stock by place at the start of a day.

The way depends on how much is stale: 'fresh' reads facts alone; 'stale' subtracts the facts of stale pairs and adds
their current movements, which is exact because only sums are needed; 'documents' reads every movement.
"""

from odoo.tools import SQL

from ..engine.reporting import period
from .store_fact_sql import names
from .store_stock_rows import GOODS, MEASURES, PLACE, movements, with_cost

STALE = SQL('(SELECT DISTINCT product_id, day FROM store_stock_invalidation)')
KEYS = (*PLACE, *GOODS, 'kind', 'date')
STOCK = (*PLACE, *GOODS, 'quantity', 'owned')
_TAKEN_OFF = SQL(', ').join(SQL('-%s AS %s', SQL.identifier('f', name), SQL.identifier(name)) for name in MEASURES)
_OF_STALE = SQL('%s d JOIN store_stock_product f ON f.product_id = d.product_id AND f.date = d.day', STALE)


def moved(first, last, how, by_product=True):
    """Rows of KEYS and MEASURES of the days from `first` to `last`, both inclusive.

    :param by_product: False if neither product nor lot nor single days are needed: facts of months are read
    """
    within = SQL('date >= %s AND date <= %s', first, last)
    columns = names((*KEYS, *MEASURES))
    if how == 'documents':
        return SQL('SELECT %s FROM (%s) r WHERE %s', columns, movements(), within)
    found = []
    if by_product:
        found.append(SQL('SELECT %s FROM store_stock_product WHERE %s', columns, within))
    else:
        parts = period.cut(first, last)
        found += [
            SQL('SELECT %s FROM store_stock_product WHERE date >= %s AND date <= %s', columns, *days) for days in parts.days
        ]
        if parts.months:
            found.append(
                SQL(
                    'SELECT %s, NULL::int4 AS product_id, 0 AS lot_id, kind, date, %s FROM store_stock_month '
                    'WHERE date >= %s AND date <= %s',
                    names(PLACE),
                    names(MEASURES),
                    *parts.months,
                )
            )
    if how == 'stale':
        found += [
            SQL(
                'SELECT %s, %s FROM %s WHERE f.date >= %s AND f.date <= %s', names(KEYS, 'f'), _TAKEN_OFF, _OF_STALE, first, last
            ),
            SQL('SELECT %s FROM (%s) r WHERE %s', columns, movements(STALE), within),
        ]
    return SQL(' UNION ALL ').join(found) if found else SQL('SELECT %s FROM store_stock_product WHERE FALSE', columns)


def lying(day, how):
    """Rows of STOCK: stock by place at the start of `day`; `period.LAST`: stock now. Several rows of one key add up."""
    before = SQL('date < %s', day)
    if how == 'documents':
        return SQL('SELECT %s FROM (%s) r WHERE %s', names(STOCK), movements(), before)
    month = period.month_of(day)
    found = [SQL('SELECT %s FROM store_stock_balance WHERE date_from <= %s AND date_to > %s', names(STOCK), month, month)]
    if day != month and day != period.LAST:
        found.append(SQL('SELECT %s FROM store_stock_product WHERE date >= %s AND %s', names(STOCK), month, before))
    if how == 'stale':
        found += [
            SQL('SELECT %s, -f.quantity, -f.owned FROM %s WHERE f.date < %s', names((*PLACE, *GOODS), 'f'), _OF_STALE, day),
            SQL('SELECT %s FROM (%s) r WHERE %s', names(STOCK), movements(STALE), before),
        ]
    return SQL(' UNION ALL ').join(found)


def worth(day, how):
    """Rows of STOCK and `value`, one for each place and product: stock at the start of `day`, at the last cost before."""
    return SQL(
        """
        SELECT s.*, s.owned * cost.cost AS value
          FROM (SELECT %(keys)s, SUM(quantity) AS quantity, SUM(owned) AS owned FROM (%(rows)s) r GROUP BY %(keys)s) s
          %(cost)s
         UNION ALL SELECT company_id, NULL, NULL, NULL, FALSE, product_id, 0, 0, 0, value FROM (%(rest)s) rest
        """,
        rest=rest(day),
        keys=names((*PLACE, *GOODS)),
        rows=lying(day, how),
        cost=with_cost('s', period.previous(day)),
    )


def rest(day):
    """Rows of company, product and value: Odoo's valuation beyond quantity x unit cost at the start of `day`."""
    return SQL(
        'SELECT * FROM (SELECT DISTINCT ON (company_id, product_id) company_id, product_id, value FROM store_stock_rest '
        'WHERE date < %s ORDER BY company_id, product_id, date DESC, id DESC) x WHERE value != 0',
        day,
    )
