# Part of store_group. License LGPL-3.
"""The SQL that compares facts about stock with their documents, and the moves with the quants."""

from odoo.tools import SQL

from ..engine.reporting import period
from .store_fact_sql import names
from .store_stock_invalidation import FACTS
from .store_stock_rows import GOODS, MEASURES, PLACE, movements, summed
from .store_stock_sums import lying

PLACE_AND_GOODS = (*PLACE, *GOODS)


def comparisons(how):
    """{fact: query of (store, product, day, kept quantity, its value, counted quantity, its value)} of what differs.

    :param how: as in `store_stock_sums`
    """
    product, month = tuple(FACTS['product']), tuple(FACTS['month'])
    months = SQL(
        "(SELECT %s, kind, date_trunc('month', date)::date AS date, %s FROM store_stock_product)", names(PLACE), names(MEASURES)
    )
    fresh = SQL('NOT EXISTS (SELECT FROM store_stock_invalidation x WHERE x.product_id = d.product_id AND x.day = d.date)')
    return {
        'product': _differing(
            product,
            SQL('SELECT %s FROM store_stock_product', names((*product, *MEASURES))),
            summed(SQL('(%s)', movements()), product),
            SQL('product_id'),
            SQL('date'),
            fresh,
        ),
        'month': _differing(
            month,
            SQL('SELECT %s FROM store_stock_month', names((*month, *MEASURES))),
            summed(months, month),
            SQL('NULL::int4'),
            SQL('date'),
            SQL('TRUE'),
        ),
        'balance': _differing(
            (*PLACE_AND_GOODS, 'date_from'),
            SQL('SELECT %s, date_from, quantity, owned FROM store_stock_balance', names(PLACE_AND_GOODS)),
            _balances(),
            SQL('product_id'),
            SQL('date_from'),
            SQL('TRUE'),
            ('quantity', 'owned'),
        ),
        'quant': _differing(
            ('company_id', 'store_id', 'is_transit', 'product_id'),
            SQL('SELECT company_id, store_id, is_transit, product_id, quantity, 0 AS value FROM (%s) q', _quants()),
            SQL(
                'SELECT company_id, store_id, is_transit, product_id, ROUND(SUM(quantity), 6) AS quantity, 0 AS value '
                'FROM (%s) r GROUP BY 1, 2, 3, 4 HAVING ROUND(SUM(quantity), 6) != 0',
                lying(period.LAST, how),
            ),
            SQL('product_id'),
            SQL('NULL::date'),
            SQL('TRUE'),
            ('quantity', 'value'),
        ),
    }


def _differing(keys, kept, counted, product, day, where, measures=MEASURES):
    columns = names((*keys, *measures))
    kept, counted = (SQL('SELECT %s FROM (%s) x', columns, side) for side in (kept, counted))
    value = SQL.identifier('value' if 'value' in measures else measures[-1])
    return SQL(
        'SELECT store_id, %s, %s, SUM(kept), SUM(kept_value), SUM(counted), SUM(counted_value) FROM ('
        'SELECT d.*, quantity AS kept, %s AS kept_value, 0 AS counted, 0 AS counted_value FROM (%s EXCEPT ALL %s) d UNION ALL '
        'SELECT d.*, 0, 0, quantity, %s FROM (%s EXCEPT ALL %s) d) d WHERE %s GROUP BY %s',
        product,
        day,
        value,
        kept,
        counted,
        value,
        counted,
        kept,
        where,
        SQL(', ').join([SQL.identifier('d', name) for name in keys]),
    )


def _balances():
    """Stock by place at the beginning of each month after one with movements."""
    keys = names(PLACE_AND_GOODS)
    return SQL(
        """
        SELECT * FROM (
            SELECT %(keys)s, date_from, SUM(quantity) OVER place AS quantity, SUM(owned) OVER place AS owned
              FROM (SELECT %(keys)s, (date_trunc('month', date) + interval '1 month')::date AS date_from,
                           SUM(quantity) AS quantity, SUM(owned) AS owned
                      FROM store_stock_product GROUP BY %(keys)s, 8
                    HAVING SUM(quantity) != 0 OR SUM(owned) != 0) m
            WINDOW place AS (PARTITION BY %(keys)s ORDER BY date_from)) b WHERE quantity != 0 OR owned != 0
        """,
        keys=keys,
    )


def _quants():
    return SQL("""
        SELECT a.company_id, CASE WHEN a.usage != 'transit' THEN a.store_id END AS store_id, a.usage = 'transit' AS is_transit,
               q.product_id, ROUND(SUM(q.quantity)::numeric, 6) AS quantity
          FROM stock_quant q
          JOIN stock_location a ON a.id = q.location_id AND a.usage IN ('internal', 'transit')
          JOIN product_product p ON p.id = q.product_id
          JOIN product_template t ON t.id = p.product_tmpl_id AND t.is_storable
         GROUP BY 1, 2, 3, 4 HAVING ROUND(SUM(q.quantity)::numeric, 6) != 0""")
