# Part of store_group. License LGPL-3.
"""The SQL of movements of goods: one row for each end of a done line of a move that counts in a place.

What each end is says `engine/reporting/stock_kind.py`; the query joins its table. A relation of pairs is
anything with the columns `product_id` and `day`. Quantities and values are signed: in is positive, out negative.
"""

from odoo.tools import SQL

from ..engine.reporting import stock_kind
from ..models.stores.sql.store_day import day_of
from .store_fact_sql import names, totals

PLACE = {'company_id': 'int4', 'store_id': 'int4', 'source_store_id': 'int4', 'dest_store_id': 'int4', 'is_transit': 'bool'}
GOODS = {'product_id': 'int4', 'lot_id': 'int4'}  # lot: 0 unless goods are valued by lot, -1 where such goods name none
MEASURES = ('quantity', 'owned', 'value', 'line_count')

DAY = day_of(SQL('m.date'), SQL('zp.tz'))
NAMED = SQL(
    '(VALUES %s) AS k(direction, usage, kind)',
    SQL(', ').join(SQL('(%s, %s, %s)', direction, usage, kind) for (direction, usage), kind in stock_kind.KINDS.items()),
)
KIND = SQL(
    "CASE WHEN o.scrap_id IS NOT NULL AND s.direction = 'out' AND COALESCE(k.kind, 'loss') = 'loss' THEN %s "
    "ELSE COALESCE(k.kind, CASE s.direction WHEN 'in' THEN 'gain' ELSE 'loss' END) END",
    stock_kind.SCRAPPED,
)
# goods do not leave the place; `a` and `b` are the two locations
SAME = SQL("""(a.usage IN ('internal', 'transit') AND b.usage IN ('internal', 'transit')
    AND a.company_id IS NOT DISTINCT FROM b.company_id AND a.usage = b.usage
    AND (a.usage = 'transit' OR a.store_id IS NOT DISTINCT FROM b.store_id))""")
LOT = SQL('CASE WHEN t.lot_valuated THEN COALESCE(l.lot_id, -1) ELSE 0 END')


def with_cost(alias, day):
    """SQL joins that give `cost.cost`: the unit cost of a row's goods on a day as it was known then.

    Before the first known cost the first. Each company and product is looked up once, whatever number of rows.
    """
    keys = SQL(
        'k.company_id = %(r)s.company_id AND k.product_id = %(r)s.product_id AND k.lot_id = %(r)s.lot_id', r=SQL.identifier(alias)
    )
    return SQL(
        'LEFT JOIN LATERAL (SELECT k.cost FROM store_stock_cost k WHERE %(keys)s AND k.date <= %(day)s '
        'ORDER BY k.date DESC, k.id DESC LIMIT 1) known ON TRUE '
        'LEFT JOIN LATERAL (SELECT COALESCE(known.cost, (SELECT k.cost FROM store_stock_cost k WHERE %(keys)s '
        'ORDER BY k.date, k.id LIMIT 1), 0) AS cost) cost ON TRUE',
        keys=keys,
        day=day,
    )


def movements(pairs=None):
    """Every end that counts, or only those of `pairs`, each reached through an index.

    Value: what enters or leaves the company's books has its move's own value, shared out by quantity; what goes from
    one of the company's places to another the unit cost of its day. Goods of others have none.
    """
    source = SQL('stock_move m')
    if pairs is not None:
        source = SQL(
            "%s d JOIN stock_move m ON m.product_id = d.product_id AND m.date >= d.day - 1 AND m.date < d.day + 2", pairs
        )
    return SQL(
        """
        SELECT s.company_id, s.store_id, CASE WHEN s.is_transit THEN o.source_store_id END AS source_store_id,
               CASE WHEN s.is_transit THEN o.dest_store_id END AS dest_store_id, s.is_transit,
               o.product_id, o.lot_id, %(kind)s AS kind, o.day AS date, o.move_id, o.line_id,
               s.sign * o.quantity AS quantity,
               CASE WHEN s.company_id IS NULL OR NOT o.is_own THEN 0 ELSE s.sign * o.quantity END AS owned,
               CASE WHEN s.company_id IS NULL OR NOT o.is_own THEN 0
                    WHEN o.is_crossing THEN s.sign * o.value * o.quantity / NULLIF(o.move_quantity, 0)
                    ELSE s.sign * o.quantity * cost.cost END AS value,
               1 AS line_count
          FROM (SELECT m.id AS move_id, l.id AS line_id, m.scrap_id, m.product_id, %(lot)s AS lot_id, %(day)s AS day,
                       tl.source_store_id, tl.dest_store_id, COALESCE(m.value, 0)::numeric AS value,
                       a.company_id AS a_company, a.usage AS a_usage, a.store_id AS a_store,
                       b.company_id AS b_company, b.usage AS b_usage, b.store_id AS b_store,
                       w.is_own, w.is_crossing, l.quantity_product_uom::numeric AS quantity,
                       SUM(CASE WHEN w.is_own AND w.is_crossing THEN l.quantity_product_uom::numeric END)
                           OVER (PARTITION BY m.id) AS move_quantity, %(same)s AS is_same
                  FROM %(source)s
                  JOIN stock_move_line l ON l.move_id = m.id
                  JOIN stock_location a ON a.id = l.location_id
                  JOIN stock_location b ON b.id = l.location_dest_id
                  JOIN product_product p ON p.id = m.product_id
                  JOIN product_template t ON t.id = p.product_tmpl_id AND t.is_storable
                  JOIN res_company zc ON zc.id = m.company_id
                  LEFT JOIN res_partner zp ON zp.id = zc.partner_id
                  LEFT JOIN store_transfer_line tl ON tl.id = m.transfer_line_id
                 CROSS JOIN LATERAL (SELECT
                       l.owner_id IS NULL OR l.owner_id = zc.partner_id AS is_own,
                       (a.company_id IS NOT NULL AND a.usage IN ('internal', 'transit'))
                       != (b.company_id IS NOT NULL AND b.usage IN ('internal', 'transit')) AS is_crossing) w
                 WHERE m.state = 'done' AND %(only)s) o
          JOIN LATERAL (VALUES
               ('out', o.a_company, o.a_usage, CASE WHEN o.a_usage != 'transit' THEN o.a_store END, o.b_usage, -1,
                o.a_usage = 'transit'),
               ('in', o.b_company, o.b_usage, CASE WHEN o.b_usage != 'transit' THEN o.b_store END, o.a_usage, 1,
                o.b_usage = 'transit')) s(direction, company_id, usage, store_id, other_usage, sign, is_transit)
            ON s.usage IN ('internal', 'transit')
         CROSS JOIN LATERAL (SELECT s.company_id, o.product_id, o.lot_id) g
          %(cost)s
          LEFT JOIN %(named)s ON k.direction = s.direction AND k.usage = s.other_usage
         WHERE NOT o.is_same AND o.quantity != 0
        """,
        kind=KIND,
        named=NAMED,
        lot=LOT,
        day=DAY,
        same=SAME,
        source=source,
        cost=with_cost('g', SQL('o.day')),
        only=SQL('TRUE') if pairs is None else SQL('%s = d.day', DAY),
    )


def summed(rows, keys):
    """The facts of some rows, per `keys`."""
    return SQL('SELECT %s, %s FROM %s r GROUP BY %s', names(keys), totals(MEASURES), rows, names(keys))
