# Part of store_group. License LGPL-3.
"""The SQL of current stock: Odoo's quants at today's unit cost, and how long the goods have been there."""

from odoo.tools import SQL

from ..engine.reporting import period, stock_kind
from .store_fact_sql import names
from .store_stock_rows import PLACE
from .store_stock_sums import lying, moved, rest

KEYS = (*PLACE, 'product_id')
# the unit cost of these goods in their company, as Odoo has it now
COST = SQL("""COALESCE(CASE WHEN t.lot_valuated THEN lo.standard_price ->> w.company_id::text
    ELSE p.standard_price ->> w.company_id::text END, '0')::numeric""")
GOODS = SQL("""JOIN product_product p ON p.id = w.product_id
    JOIN product_template t ON t.id = p.product_tmpl_id AND t.is_storable
    LEFT JOIN stock_lot lo ON lo.id = w.lot_id""")


def on_hand(how, with_rest=True):
    """Rows of KEYS, quantity, reserved and value; goods on the way with the ends of their transfer.

    :param with_rest: also what Odoo's valuation has beyond quantity x unit cost, on no store
    """
    shelves = SQL(
        """
        SELECT w.company_id, w.store_id, NULL::int4 AS source_store_id, NULL::int4 AS dest_store_id, w.is_transit, w.product_id,
               w.quantity, w.reserved, CASE WHEN w.is_own THEN w.quantity * %s ELSE 0 END AS value
          FROM (SELECT a.company_id, CASE WHEN a.usage != 'transit' THEN a.store_id END AS store_id,
                       a.usage = 'transit' AS is_transit, q.product_id, q.lot_id, q.quantity,
                       q.reserved_quantity AS reserved, c.id IS NOT NULL AND (
                           q.owner_id IS NULL OR q.owner_id = c.partner_id) AS is_own
                  FROM stock_quant q
                  JOIN stock_location a ON a.id = q.location_id AND a.usage IN ('internal', 'transit')
                  LEFT JOIN res_company c ON c.id = a.company_id) w %s
        """,
        COST,
        GOODS,
    )
    # quants do not know the destination of goods in transit: quantities of transfers are deducted from the row without ends
    lanes = SQL(
        """
        SELECT w.company_id, NULL::int4 AS store_id, e.source_store_id, e.dest_store_id, TRUE AS is_transit, w.product_id,
               e.sign * w.quantity AS quantity, 0 AS reserved, e.sign * w.owned * %s AS value
          FROM (SELECT * FROM (%s) x WHERE x.is_transit AND x.source_store_id IS NOT NULL) w %s
         CROSS JOIN LATERAL (VALUES (w.source_store_id, w.dest_store_id, 1), (NULL, NULL, -1))
               e(source_store_id, dest_store_id, sign)
        """,
        COST,
        lying(period.LAST, how),
        GOODS,
    )
    return SQL(
        'SELECT %s, SUM(quantity) AS quantity, SUM(reserved) AS reserved, SUM(value) AS value '
        'FROM (%s UNION ALL %s UNION ALL %s) r GROUP BY %s',
        names(KEYS),
        shelves,
        lanes,
        SQL(
            'SELECT company_id, NULL, NULL, NULL, FALSE, product_id, 0, 0, value FROM (%s) rest WHERE %s',
            rest(period.LAST),
            with_rest,
        ),
        names(KEYS),
    )


def layered(how):
    """`on_hand` cut into layers by the day goods came to their place, the last first (first in, first out).

    `in_date` is empty for goods without a recorded arrival, and for goods on the way.
    """
    arrivals = SQL(
        'SELECT company_id, store_id, product_id, date, SUM(quantity) AS arrived FROM (%s) m '
        'WHERE kind IN %s AND NOT is_transit GROUP BY company_id, store_id, product_id, date',
        moved(period.FIRST, period.LAST, how),
        stock_kind.INS,
    )
    same = SQL(
        'NOT s.is_transit AND i.product_id = s.product_id AND i.company_id IS NOT DISTINCT FROM s.company_id '
        'AND i.store_id IS NOT DISTINCT FROM s.store_id'
    )
    return SQL(
        """
        SELECT %(keys)s, in_date, part AS quantity, reserved * part / quantity AS reserved, value * part / quantity AS value
          FROM (
            SELECT s.*, i.date AS in_date, LEAST(i.arrived, s.quantity - i.later) AS part
              FROM (%(stock)s) s
              JOIN (SELECT a.*, SUM(arrived) OVER (
                           PARTITION BY company_id, store_id, product_id ORDER BY date DESC) - arrived AS later
                      FROM (%(arrivals)s) a) i ON %(same)s AND i.later < s.quantity
            UNION ALL
            SELECT s.*, NULL, s.quantity - GREATEST(0, LEAST(s.quantity, COALESCE(i.arrived, 0)))
              FROM (%(stock)s) s
              LEFT JOIN (SELECT company_id, store_id, product_id, SUM(arrived) AS arrived FROM (%(arrivals)s) a
                          GROUP BY company_id, store_id, product_id) i ON %(same)s) l
         WHERE l.quantity != 0 AND l.part != 0
        """,
        keys=names(KEYS),
        stock=on_hand(how),
        arrivals=arrivals,
        same=same,
    )
