# Part of store_group. License LGPL-3.
from odoo import api, fields, models
from odoo.tools import SQL

from ..engine.reporting import period
from . import store_stock_invalidation as invalidation
from . import store_stock_rows as rows
from .store_fact_sql import names
from .store_fast_reports import KEPT_SQL
from .store_materialised_facts import MANY
from .store_stock_check import comparisons
from .store_stock_now import on_hand
from .store_stock_sums import rest

PLACE_KEY = SQL(', ').join(SQL('COALESCE(%s, 0)', SQL.identifier(name)) for name in rows.PLACE if name != 'is_transit')


class StoreStockFact(models.AbstractModel):
    """The materialised facts behind the stock ledger: sums of movements per place, product, kind and day.

    An invalidation names product and day. Unit costs are recorded in addition, as no document shows them later.
    """

    _name = 'store.stock.fact'
    _inherit = 'store.materialised.facts'
    _description = 'Facts About Stock'

    _facts = 'store_stock'
    _pair = ('product_id', 'day')
    _kept = ('store_stock_product', 'store_stock_month', 'store_stock_balance')
    _invalidation = invalidation

    # === REPORTING ===

    @api.readonly
    @api.model
    def check(self):
        """Compare every fresh fact with the moves, and the moves with the quants. For administrators of the app.

        :returns: list of dicts, empty when all is right: {'fact': 'product', 'month', 'balance' or 'quant', 'store_id':
            int or False, 'product_id': int or False, 'date': 'YYYY-MM-DD' or False, 'kept': {'quantity': float,
            'value': float}, 'counted': the same}, in the product's unit and the company's currency. For 'quant' `kept` is
            what Odoo's quants say now and `counted` what all moves add up to, without value
        :raises AccessError: for others
        """
        self._check_admin()
        if not self._is_on():
            return []
        self.env.flush_all()
        return [
            {
                'fact': fact,
                'store_id': store or False,
                'product_id': product or False,
                'date': fields.Date.to_string(day) or False,
                'kept': {'quantity': float(kept), 'value': float(kept_value)},
                'counted': {'quantity': float(counted), 'value': float(counted_value)},
            }
            for fact, query in comparisons(self._how()).items()
            for store, product, day, kept, kept_value, counted, counted_value in self._rows(query)
        ]

    def _invalidate_all(self):
        """Delete all facts too; the recorded unit costs are kept."""
        self._rows(SQL('SELECT pg_advisory_xact_lock(hashtext(%s))', self._lock_name()))
        super()._invalidate_all()
        for table in self._kept:
            self.env.cr.execute(SQL('DELETE FROM %s', SQL.identifier(table)))

    def _count_again(self, pairs, keys):
        """Sums of months follow by the difference, what lies where from the first month on."""
        self._replace(pairs)
        self._forget_costs(keys)
        self._note_rest(keys)

    def _replace(self, pairs):
        execute = self.env.cr.execute
        keys = tuple(invalidation.FACTS['product'])
        execute(
            SQL(
                'WITH old AS (DELETE FROM store_stock_product f USING %s c WHERE f.product_id = c.product_id AND f.date = c.day '
                'RETURNING f.*) %s',
                pairs,
                self._into_months(SQL('old'), SQL('-')),
            )
        )
        execute(
            SQL(
                'WITH new AS (INSERT INTO store_stock_product (%s) %s RETURNING *) %s',
                names((*keys, *rows.MEASURES)),
                rows.summed(SQL('(%s)', rows.movements(pairs)), keys),
                self._into_months(SQL('new'), SQL('+')),
            )
        )
        execute(SQL('DELETE FROM store_stock_month WHERE line_count = 0'))
        self._balance_again(SQL("(SELECT product_id, date_trunc('month', MIN(day))::date AS month FROM %s c GROUP BY 1)", pairs))

    def _into_months(self, source, sign):
        """SQL: add rows of facts to, or take them off, the sums of their months."""
        keys = tuple(invalidation.FACTS['month'])
        return SQL(
            "INSERT INTO store_stock_month (%(keys)s, %(measures)s) SELECT %(place)s, kind, date_trunc('month', date)::date, "
            '%(sums)s FROM %(source)s r GROUP BY %(place)s, kind, date_trunc(\'month\', date) '
            'ON CONFLICT (%(key)s, is_transit, kind, date) DO UPDATE SET %(added)s',
            keys=names(keys),
            measures=names(rows.MEASURES),
            place=names(rows.PLACE),
            source=source,
            sums=SQL(', ').join(SQL('%sSUM(%s)', sign, SQL.identifier(name)) for name in rows.MEASURES),
            key=PLACE_KEY,
            added=SQL(', ').join(
                SQL('%s = trim_scale(store_stock_month.%s + EXCLUDED.%s)', *[SQL.identifier(name)] * 3) for name in rows.MEASURES
            ),
        )

    def _balance_again(self, since):
        """Replace the stock by place at the beginning of each month after `since` (product_id, month) of these products."""
        execute = self.env.cr.execute
        keys = names((*rows.PLACE, *rows.GOODS))
        execute(
            SQL('DELETE FROM store_stock_balance b USING %s s WHERE b.product_id = s.product_id AND b.date_from > s.month', since)
        )
        execute(
            SQL(
                'UPDATE store_stock_balance b SET date_to = %s FROM %s s WHERE b.product_id = s.product_id '
                'AND b.date_to > s.month AND b.date_to < %s',
                period.LAST,
                since,
                period.LAST,
            )
        )
        same = SQL(' AND ').join(
            SQL('b.%s IS NOT DISTINCT FROM n.%s', SQL.identifier(name), SQL.identifier(name))
            for name in (*rows.PLACE, *rows.GOODS)
        )
        execute(
            SQL(
                """
            WITH months AS (
                SELECT %(keys)s, (date_trunc('month', date) + interval '1 month')::date AS date_from,
                       SUM(quantity) AS quantity, SUM(owned) AS owned
                  FROM %(since)s s JOIN store_stock_product f USING (product_id) WHERE f.date >= s.month
                 GROUP BY %(keys)s, date_trunc('month', date)
                HAVING SUM(quantity) != 0 OR SUM(owned) != 0),
            made AS (
                INSERT INTO store_stock_balance (%(keys)s, date_from, date_to, quantity, owned)
                SELECT %(n_keys)s, n.date_from, COALESCE(LEAD(n.date_from) OVER place, %(last)s),
                       trim_scale(COALESCE(b.quantity, 0) + SUM(n.quantity) OVER place),
                       trim_scale(COALESCE(b.owned, 0) + SUM(n.owned) OVER place)
                  FROM months n LEFT JOIN store_stock_balance b ON %(same)s AND b.date_to = %(last)s
                WINDOW place AS (PARTITION BY %(n_keys)s ORDER BY n.date_from)
                RETURNING %(keys)s, date_from)
            UPDATE store_stock_balance b SET date_to = n.date_from
              FROM (SELECT %(keys)s, MIN(date_from) AS date_from FROM made GROUP BY %(keys)s) n
             WHERE %(same)s AND b.date_to = %(last)s
            """,
                keys=keys,
                n_keys=names((*rows.PLACE, *rows.GOODS), 'n'),
                since=since,
                same=same,
                last=period.LAST,
            )
        )
        execute(
            SQL(
                'DELETE FROM store_stock_balance b USING %s s WHERE b.product_id = s.product_id '
                'AND b.quantity = 0 AND b.owned = 0',
                since,
            )
        )

    def _forget_costs(self, products):
        """Keep the last unit cost of each day only."""
        self.env.cr.execute(
            SQL(
                'DELETE FROM store_stock_cost k USING store_stock_cost n '
                'WHERE k.product_id = ANY(%s) AND n.product_id = k.product_id AND n.company_id = k.company_id '
                'AND n.lot_id = k.lot_id AND n.date = k.date AND n.id > k.id',
                products,
            )
        )

    def _note_rest(self, products):
        """Record Odoo's valuation beyond quantity x lot cost: a lot under FIFO is worth its layers, not its average."""
        goods = self.env['product.product'].sudo().browse(products).exists().filtered('lot_valuated')
        for company in self.env['res.company'].sudo().search([]) if goods else ():
            odoo = goods.with_company(company).with_context(allowed_company_ids=company.ids)
            odoo.invalidate_recordset(['total_value'])
            ours = dict(
                self._rows(
                    SQL(
                        'SELECT product_id, SUM(value) FROM (%s) r WHERE company_id = %s AND product_id = ANY(%s) GROUP BY 1',
                        on_hand('stale', with_rest=False),
                        company.id,
                        goods.ids,
                    )
                )
            )
            known = dict(
                self._rows(SQL('SELECT product_id, value FROM (%s) r WHERE company_id = %s', rest(period.LAST), company.id))
            )
            for product in odoo.filtered(lambda product: product.cost_method == 'fifo'):
                value = company.currency_id.round(product.total_value - float(ours.get(product.id) or 0))
                if value != known.get(product.id, 0):
                    self.env.cr.execute(
                        SQL(
                            'INSERT INTO store_stock_rest (company_id, product_id, date, value) VALUES (%s, %s, '
                            "store_company_day_of(timezone('UTC', now()), %s), %s)",
                            company.id,
                            product.id,
                            company.id,
                            value,
                        )
                    )

    @api.autovacuum
    def _gc_invalidations(self):
        """Override: what lots under FIFO are worth beyond their average is noted each night, too: nothing is refreshed."""
        super()._gc_invalidations()
        if not self._is_on():
            self.env.cr.execute(SQL('SELECT array_agg(DISTINCT product_id) FROM store_stock_cost'))
            self._forget_costs(self.env.cr.fetchone()[0] or [])
            goods = self.env['product.product'].sudo().with_context(active_test=False).search([('lot_valuated', '=', True)])
            self._note_rest(goods.ids)

    @api.model
    def _how(self):
        """How the facts are read now: 'fresh', 'stale' or 'documents'; see `store_stock_sums`."""
        ((is_kept, count),) = self._rows(
            SQL('SELECT %s, COUNT(*) FROM (SELECT FROM store_stock_invalidation LIMIT %s) d', KEPT_SQL, MANY + 1)
        )
        return 'documents' if not is_kept or count > MANY else 'stale' if count else 'fresh'
