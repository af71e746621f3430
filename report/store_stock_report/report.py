# Part of store_group. License LGPL-3.
from odoo import api, fields, models
from odoo.tools import SQL

from ...engine.reporting import period
from ...engine.reporting.measures.sales import SALES
from ...engine.reporting.measures.stock import STOCK
from ...models.people.all_companies import opened_in_all
from ..store_fact_sql import names
from ..store_sale_sums import answer
from ..store_stock_ledger.ledger import StoreStockLedger
from ..store_stock_now import KEYS, layered, on_hand
from ..store_stock_sums import moved, worth

DAYS, DEAD_DAYS, DEAD = 90, 180, 'store_group.dead_stock_days'
MEASURED = (*STOCK.stored, 'line_count')
# which rows a question needs, by what it names
AGE = ('in_date', 'age_bucket', *STOCK.of_source('age'))
DEADNESS = ('is_dead', *STOCK.of_source('dead'))
FLOWS, WORTH, STYLES = (STOCK.of_source(source) for source in ('flows', 'worth', 'styles'))


class StoreStockReport(models.Model):
    """Stock of every place: quantity now, value, age, and movements in a period.

    Stock now is Odoo's quants at today's unit cost. The period of `store_from` and `store_to` in the context (the last 90
    days without them) only matters for what moved in it and the ratios made of that. A row of the list is a place and a
    product. It stores nothing and writes nothing.

    Its parts are in this folder: `measures`.
    """

    _name = 'store.stock.report'
    _inherit = 'store.stock.place'
    _description = 'Stock by Store'
    _auto = False
    _rec_name = 'product_id'
    _order = 'store_id, product_id, id'
    _depends = {
        **StoreStockLedger._depends,
        'stock.quant': ['location_id', 'lot_id', 'owner_id', 'product_id', 'quantity', 'reserved_quantity'],
        'store.sale.report': ['amount'],
    }

    date = fields.Date(string="Day", readonly=True, help="The company's day of a movement; stock now is on the last day.")

    # === QUERY ===

    @property
    def _table_query(self):
        first, last = self._period(DAYS)
        rows = self._rows(first, last)
        row_id = SQL('NULL::int8')
        if self._route() == 'rows':
            rows, row_id = self._listed(rows, last), SQL('r.id')
        abc, joined = SQL('NULL::varchar'), SQL('')
        if self._needs('abc'):
            abc, joined = SQL("CASE WHEN r.product_id IS NOT NULL THEN COALESCE(abc.class, 'c') END"), self._classes(first, last)
        return SQL(
            '%s %s',
            self._described(
                rows,
                SQL(
                    '%s AS id, r.date, r.in_date, r.is_dead, r.moving_count, r.stocked_count, %s, r.value * %s AS value_one, '
                    '%s AS abc, %s AS age_bucket, %s',
                    row_id,
                    names(MEASURED, 'r'),
                    self.env['store.reporting.currency']._rate(SQL('c.currency_id'), SQL('r.date')),
                    abc,
                    self._bucket(last),
                    SQL(', ').join(SQL('0 AS %s', SQL.identifier(name)) for name in STOCK.ratios),
                ),
            ),
            joined,
        )

    def _listed(self, rows, last):
        """SQL: the rows added up for each place and product, with an id that is the same as long as nothing moves."""
        keys = names(KEYS)
        return SQL(
            'SELECT row_number() OVER (ORDER BY %s) AS id, %s, %s::date AS date, MIN(in_date) AS in_date, '
            'bool_or(is_dead) AS is_dead, MAX(moving_count) AS moving_count, MAX(stocked_count) AS stocked_count, %s '
            'FROM (%s) r GROUP BY %s',
            keys,
            keys,
            last,
            SQL(', ').join(SQL('SUM(%s) AS %s', SQL.identifier(name), SQL.identifier(name)) for name in MEASURED),
            rows,
            keys,
        )

    def _rows(self, first, last):
        """SQL: rows of what is there, of what moved, of margins and of styles, as far as the question needs them."""
        how, listed = self._read_how(), self._route() == 'rows'
        days = (last - first).days + 1
        parts = [self._stock(how, last, days, not listed and self._needs(*AGE))]
        if self._needs(*FLOWS):
            parts.append(
                self._branch(
                    SQL(
                        "SELECT *, -quantity AS sold FROM (%s) x WHERE kind IN "
                        "('sold', 'customer_return', 'purchased', 'produced', 'transferred_in')",
                        moved(first, last, how),
                    ),
                    date=SQL('r.date'),
                    sold_quantity=_of_sales('sold'),
                    sold_value=_of_sales('-value'),
                    available_quantity=_of_sales('sold'),
                    received_quantity=SQL(
                        "CASE WHEN kind IN ('purchased', 'produced', 'transferred_in') THEN quantity ELSE 0 END"
                    ),
                    moving_count=SQL("CASE WHEN kind = 'sold' THEN product_id END"),
                    stocked_count=SQL("CASE WHEN kind = 'sold' THEN product_id END"),
                )
            )
        if self._needs(*WORTH):
            for day in (first, period.following(last)):
                parts.append(
                    self._branch(
                        worth(day, how),
                        date=SQL('%s::date', last),
                        average_value=SQL('value / 2'),
                        value_days=SQL('value / 2 * %s', days),
                    )
                )
        if self._needs('margin'):
            parts.append(self._margins(first, last))
        if not listed and self._needs(*STYLES):
            parts.append(self._styles(how, last))
        return SQL(' UNION ALL ').join(parts)

    def _branch(self, rows, **given):
        """SQL: rows with these columns; what is not given is nothing."""
        return SQL(
            'SELECT %s, %s, %s FROM (%s) r',
            names(KEYS),
            SQL(', ').join(
                SQL('%s AS %s', given.get(name, SQL('NULL::%s', SQL(kind))), SQL.identifier(name))
                for name, kind in (
                    ('date', 'date'),
                    ('in_date', 'date'),
                    ('is_dead', 'bool'),
                    ('moving_count', 'int4'),
                    ('stocked_count', 'int4'),
                )
            ),
            SQL(', ').join(SQL('%s AS %s', given.get(name, SQL('0')), SQL.identifier(name)) for name in MEASURED),
            rows,
        )

    def _stock(self, how, last, days, by_age):
        rows = layered(how) if by_age else SQL('SELECT *, NULL::date AS in_date FROM (%s) x', on_hand(how))
        dead = SQL('FALSE')
        if self._needs(*DEADNESS):
            since = fields.Date.subtract(last, days=int(self.env['ir.config_parameter'].sudo().get_param(DEAD) or DEAD_DAYS) - 1)
            rows = SQL(
                'SELECT x.*, NOT x.is_transit AND x.quantity > 0 AND l.product_id IS NULL AS dead FROM (%s) x LEFT JOIN ('
                "SELECT DISTINCT company_id, store_id, product_id FROM (%s) y WHERE NOT is_transit AND kind IN "
                "('sold', 'customer_return', 'purchased', 'produced', 'transferred_in')) l "
                'ON l.product_id = x.product_id AND l.company_id IS NOT DISTINCT FROM x.company_id '
                'AND l.store_id IS NOT DISTINCT FROM x.store_id',
                rows,
                moved(since, last, how),
            )
            dead = SQL('dead')
        shelf = SQL('CASE WHEN is_transit THEN 0 ELSE quantity END')
        known = SQL('CASE WHEN in_date IS NOT NULL THEN quantity ELSE 0 END')
        return self._branch(
            rows,
            date=SQL('%s::date', last),
            in_date=SQL('in_date'),
            is_dead=dead,
            on_hand_quantity=shelf,
            reserved_quantity=SQL('CASE WHEN is_transit THEN 0 ELSE reserved END'),
            free_quantity=SQL('CASE WHEN is_transit THEN 0 ELSE quantity - reserved END'),
            transit_quantity=SQL('CASE WHEN is_transit THEN quantity ELSE 0 END'),
            value=SQL('value'),
            dead_quantity=SQL('CASE WHEN %s THEN quantity ELSE 0 END', dead),
            dead_value=SQL('CASE WHEN %s THEN value ELSE 0 END', dead),
            aged_quantity=known,
            quantity_days=SQL('%s * (%s::date - in_date)', known, last) if by_age else SQL('0'),
            available_quantity=shelf,
            stock_days=SQL('%s * %s', shelf, days),
            line_count=SQL('1'),
            stocked_count=SQL('CASE WHEN NOT is_transit AND quantity > 0 THEN product_id END'),
        )

    def _margins(self, first, last):
        """SQL: the margin of the store that sold, from the facts about sales."""
        facts = self.env['store.sale.fact']
        parts, sources = facts._stale_parts(), facts._sources()
        needed = SALES.needs('margin')
        sales = answer(sources, *(('rows', (), needed) if parts is None else ('product', parts, needed)))
        return self._branch(
            SQL(
                'SELECT company_id, store_id, NULL::int4 AS source_store_id, NULL::int4 AS dest_store_id, FALSE AS is_transit, '
                'product_id, date, %s AS margin FROM (%s) r WHERE date >= %s AND date <= %s',
                SQL(SALES['margin'].sql),
                sales,
                first,
                last,
            ),
            date=SQL('r.date'),
            margin=SQL('margin'),
        )

    def _styles(self, how, last):
        """SQL: one row for each place, style and colour of which something is on hand, on one of its products."""
        variants = SQL(
            'SELECT r.*, COUNT(*) OVER (PARTITION BY style, colour) AS sizes FROM (SELECT r.product_id, r.style, '
            '%s AS colour FROM (SELECT id AS product_id, product_tmpl_id AS style FROM product_product WHERE active) r) r',
            self._trait('colour'),
        )
        return self._branch(
            SQL(
                'SELECT s.company_id, s.store_id, s.source_store_id, s.dest_store_id, s.is_transit, MIN(s.product_id) '
                'AS product_id, COUNT(*) < MAX(v.sizes) AS is_broken FROM (%s) s JOIN (%s) v ON v.product_id = s.product_id '
                'WHERE s.quantity > 0 AND NOT s.is_transit GROUP BY 1, 2, 3, 4, 5, v.style, v.colour',
                on_hand(how),
                variants,
            ),
            date=SQL('%s::date', last),
            style_count=SQL('1'),
            broken_count=SQL('is_broken::int'),
        )

    def _classes(self, first, last):
        """SQL: joins the class of each product in its company."""
        return SQL(
            "LEFT JOIN (SELECT company_id, product_id, CASE WHEN sold <= 0 THEN 'c' WHEN before < 0.8 * total THEN 'a' "
            "WHEN before < 0.95 * total THEN 'b' ELSE 'c' END AS class FROM (SELECT company_id, product_id, sold, "
            'SUM(GREATEST(sold, 0)) OVER (PARTITION BY company_id) AS total, SUM(GREATEST(sold, 0)) OVER ('
            'PARTITION BY company_id ORDER BY sold DESC, product_id) - GREATEST(sold, 0) AS before FROM ('
            "SELECT company_id, product_id, SUM(-value) AS sold FROM (%s) x WHERE kind IN ('sold', 'customer_return') "
            'GROUP BY 1, 2) x) x) abc ON abc.company_id = r.company_id AND abc.product_id = r.product_id',
            moved(first, last, self._read_how()),
        )

    def _bucket(self, last):
        days = SQL('(%s::date - r.in_date)', last)
        return SQL(
            "CASE WHEN r.in_date IS NULL THEN 'unknown' WHEN %(d)s <= 30 THEN '030' WHEN %(d)s <= 60 THEN '060' "
            "WHEN %(d)s <= 90 THEN '090' WHEN %(d)s <= 180 THEN '180' WHEN %(d)s <= 365 THEN '365' ELSE 'old' END",
            d=days,
        )

    # === ACTIONS ===

    @api.readonly
    def action_open_quants(self):
        """Open Odoo's quants behind a row."""
        self.ensure_one()
        action = {
            'type': 'ir.actions.act_window',
            'res_model': 'stock.quant',
            'views': [(False, 'list'), (False, 'kanban')],
            'mobile_view_mode': 'kanban',
            'name': self.env._("On Hand"),
            'domain': [('product_id', '=', self.product_id.id), *self._here('location_id')],
            'context': {'create': False},
        }
        return opened_in_all(self, action)

    @api.readonly
    def action_open_moves(self):
        """Open the lines of moves of the period behind a row."""
        self.ensure_one()
        return self._open_moves(self.env.context.get('store_kind'), *self._period(DAYS))


def _of_sales(column):
    return SQL("CASE WHEN kind IN ('sold', 'customer_return') THEN %s ELSE 0 END", SQL(column))
