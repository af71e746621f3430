# Part of store_group. License LGPL-3.
from odoo import api, fields, models
from odoo.tools import SQL

from . import store_profit_invalidation as invalidation
from . import store_profit_rows as rows
from .store_fact_sql import names
from .store_fast_reports import KEPT_SQL
from .store_profit_columns import COLUMNS, SOURCES
from .store_profit_known import store_columns


class StoreProfitFact(models.AbstractModel):
    """The materialised facts behind `store.profit.report`: sums per store, account and month, in a table of SQL.

    An invalidation names company and month.
    """

    _name = 'store.profit.fact'
    _inherit = 'store.materialised.facts'
    _description = 'Facts About Profit'

    _facts = 'store_profit'
    _pair = ('company_id', 'month')
    _chunk = 12
    _kept = ('store_profit_month',)
    _invalidation = invalidation

    # === REPORTING ===

    @api.readonly
    @api.model
    def check(self):
        """Compare every fresh fact with the documents. For administrators of the app.

        :returns: list of dicts, empty when all is right: {'company_id': int, 'store_id': int or False,
            'date': 'YYYY-MM-01', 'part': str, 'kept': float, 'counted': float}, amounts in the company's currency
        :raises AccessError: for others
        """
        self._check_admin()
        if not self._is_on():
            return []
        self.env.flush_all()
        keys = ('company_id', 'store_id', 'date', 'section', 'part')

        def sums(source):
            return SQL(
                'SELECT %s, SUM(amount) AS amount, SUM(group_amount) AS group_amount FROM (%s) s GROUP BY 1, 2, 3, 4, 5',
                names(keys),
                source,
            )

        kept = sums(SQL('SELECT * FROM store_profit_month'))
        counted = sums(invalidation.summed(rows.documents(self.env, summing=True)))
        self.env.cr.execute(
            SQL(
                'WITH kept AS (%(kept)s), counted AS (%(counted)s) '
                'SELECT %(names)s, COALESCE(k.amount, 0), COALESCE(n.amount, 0) FROM kept k FULL JOIN counted n ON '
                'k.company_id = n.company_id AND k.date = n.date AND k.section = n.section AND k.part = n.part '
                'AND COALESCE(k.store_id, 0) = COALESCE(n.store_id, 0) '
                'WHERE (COALESCE(k.amount, 0) != COALESCE(n.amount, 0) '
                'OR COALESCE(k.group_amount, 0) != COALESCE(n.group_amount, 0)) '
                'AND NOT EXISTS (SELECT FROM store_profit_invalidation d '
                'WHERE d.company_id = COALESCE(k.company_id, n.company_id) AND d.month = COALESCE(k.date, n.date))',
                kept=kept,
                counted=counted,
                names=SQL(', ').join(
                    SQL('COALESCE(%s, %s)', SQL.identifier('k', name), SQL.identifier('n', name)) for name in keys
                ),
            )
        )
        return [
            {
                'company_id': company,
                'store_id': store or False,
                'date': fields.Date.to_string(day),
                'part': part,
                'kept': float(before),
                'counted': float(now),
            }
            for company, store, day, _section, part, before, now in self.env.cr.fetchall()
        ]

    @api.model
    def _source(self, facts):
        """Return the SQL of the rows that answer: fresh months and stale ones as they are now, or the documents."""
        if not facts:
            return rows.documents(self.env)
        ((is_kept, is_stale),) = self._rows(SQL('SELECT %s, EXISTS (SELECT FROM store_profit_invalidation)', KEPT_SQL))
        if not is_kept:
            return rows.documents(self.env)
        live = invalidation.summed(rows.documents(self.env, invalidation.STALE, summing=True))
        fresh = SQL(
            'SELECT %s FROM store_profit_month f WHERE NOT EXISTS (SELECT FROM store_profit_invalidation d '
            'WHERE d.company_id = f.company_id AND d.month = f.date)',
            names(invalidation.KEPT),
        )
        found = [fresh, live] if is_stale else [fresh]
        columns = [
            SQL.identifier(name)
            if name in invalidation.KEPT
            else SQL('NULL::%s AS %s', SQL(SOURCES.get(name, 'int8')), SQL.identifier(name))
            for name in COLUMNS
        ]
        return SQL('SELECT %s FROM (%s) f', SQL(', ').join(columns), SQL(' UNION ALL ').join(found))

    @api.model
    def _store_columns(self):
        """Return the names of the columns of analytic lines that hold accounts of stores."""
        return store_columns(self.env)

    def _count_again(self, pairs, keys):
        execute, kept = self.env.cr.execute, names(invalidation.KEPT)
        execute(SQL('DELETE FROM store_profit_month f USING %s c WHERE f.company_id = c.company_id AND f.date = c.month', pairs))
        execute(
            SQL(
                'INSERT INTO store_profit_month (%s) SELECT %s FROM (%s) s',
                kept,
                kept,
                invalidation.summed(rows.documents(self.env, pairs, summing=True)),
            )
        )
