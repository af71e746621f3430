# Part of store_group. License LGPL-3.
from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from . import store_profit_dirt as dirt
from . import store_profit_rows as rows
from .store_profit_columns import COLUMNS, SOURCES
from .store_profit_known import store_columns

CHUNK = 12  # companies and months folded in one transaction
MANY = 20_000  # notes of dirt beyond which their number is not counted


class StoreProfitFact(models.AbstractModel):
    """The keeper of the facts behind `store.profit.report`: sums per store, account and month, in a table of SQL.

    Their life is that of the facts about sales: a document changes, a trigger notes its company and month; who reads
    takes clean months as they are kept and counts dirty ones from the documents; folding counts them once.
    """

    _name = 'store.profit.fact'
    _description = 'Facts About Profit'

    def init(self):
        self.pool.post_init(dirt.install, self.env)  # its triggers stand on tables of models that come later

    # === REPORTING ===

    @api.model
    def rebuild(self):
        """Count all facts anew from the documents, in the background. For administrators of the app.

        :returns: int, the number of companies and months noted
        :raises AccessError: for others
        """
        self._check_keeper()
        self.env.flush_all()
        dirt.mark_all(self.env)
        self.env.ref('store_group.ir_cron_store_profit_fold').sudo()._trigger()
        return self._count_dirt()

    @api.model
    def check(self):
        """Compare every clean fact with the documents. For administrators of the app.

        :returns: list of dicts, empty when all is right: {'company_id': int, 'store_id': int or False,
            'date': 'YYYY-MM-01', 'part': str, 'kept': float, 'counted': float}, amounts in the company's currency
        :raises AccessError: for others
        """
        self._check_keeper()
        self.env.flush_all()
        keys = ('company_id', 'store_id', 'date', 'section', 'part')

        def sums(source):
            return SQL('SELECT %s, SUM(amount) AS amount, SUM(group_amount) AS group_amount FROM (%s) s GROUP BY 1, 2, 3, 4, 5',
                       dirt.names(keys), source)

        kept = sums(SQL('SELECT * FROM store_profit_month'))
        counted = sums(dirt.summed(rows.documents(self.env, summing=True)))
        self.env.cr.execute(SQL(
            'WITH kept AS (%(kept)s), counted AS (%(counted)s) '
            'SELECT %(names)s, COALESCE(k.amount, 0), COALESCE(n.amount, 0) FROM kept k FULL JOIN counted n ON '
            'k.company_id = n.company_id AND k.date = n.date AND k.section = n.section AND k.part = n.part '
            'AND COALESCE(k.store_id, 0) = COALESCE(n.store_id, 0) '
            'WHERE (COALESCE(k.amount, 0) != COALESCE(n.amount, 0) '
            'OR COALESCE(k.group_amount, 0) != COALESCE(n.group_amount, 0)) '
            'AND NOT EXISTS (SELECT FROM store_profit_dirt d '
            'WHERE d.company_id = COALESCE(k.company_id, n.company_id) AND d.month = COALESCE(k.date, n.date))',
            kept=kept, counted=counted, names=SQL(', ').join(SQL(
                'COALESCE(%s, %s)', SQL.identifier('k', name), SQL.identifier('n', name)) for name in keys)))
        return [{'company_id': company, 'store_id': store or False, 'date': fields.Date.to_string(day), 'part': part,
                 'kept': float(before), 'counted': float(now)}
                for company, store, day, _section, part, before, now in self.env.cr.fetchall()]

    @api.model
    def _source(self, facts):
        """Return the SQL of the rows that answer: clean months and dirty ones as they are now, or the documents."""
        if not facts:
            return rows.documents(self.env)
        live = dirt.summed(rows.documents(self.env, dirt.DIRTY, summing=True))
        clean = SQL('SELECT %s FROM store_profit_month f WHERE NOT EXISTS (SELECT FROM store_profit_dirt d '
                    'WHERE d.company_id = f.company_id AND d.month = f.date)', dirt.names(dirt.KEPT))
        self.env.cr.execute(SQL('SELECT EXISTS (SELECT FROM store_profit_dirt)'))
        found = [clean, live] if self.env.cr.fetchone()[0] else [clean]
        columns = [
            SQL.identifier(name) if name in dirt.KEPT else SQL(
                'NULL::%s AS %s', SQL(SOURCES.get(name, 'int8')), SQL.identifier(name)) for name in COLUMNS]
        return SQL('SELECT %s FROM (%s) f', SQL(', ').join(columns), SQL(' UNION ALL ').join(found))

    @api.model
    def _store_columns(self):
        """Return the names of the columns of analytic lines in which accounts of stores stand."""
        return store_columns(self.env)

    def _fold(self, pairs=CHUNK):
        """Count some dirty companies and months again and take their notes away; in this transaction.

        :returns: int, their number; 0 when nothing is dirty or another one is folding
        """
        cr = self.env.cr
        self.env.flush_all()
        cr.execute(SQL("SELECT pg_try_advisory_xact_lock(hashtext('store_profit_fold'))"))
        if not cr.fetchone()[0]:
            return 0
        cr.execute(SQL('SELECT company_id, month FROM store_profit_dirt GROUP BY 1, 2 ORDER BY MIN(id) LIMIT %s', pairs))
        chunk = cr.fetchall()
        if chunk:
            companies, months = ([*column] for column in zip(*chunk, strict=True))
            of_chunk = SQL('(SELECT * FROM unnest(%s::int4[], %s::date[]) AS c(company_id, month))', companies, months)
            cr.execute(SQL(
                'DELETE FROM store_profit_dirt d USING %s c WHERE d.company_id = c.company_id AND d.month = c.month', of_chunk))
            cr.execute(SQL(
                'DELETE FROM store_profit_month f USING %s c WHERE f.company_id = c.company_id AND f.date = c.month', of_chunk))
            cr.execute(SQL('INSERT INTO store_profit_month (%s) SELECT %s FROM (%s) s', dirt.names(dirt.KEPT), dirt.names(
                dirt.KEPT), dirt.summed(rows.documents(self.env, of_chunk, summing=True))))
        return len(chunk)

    @api.model
    def _count_dirt(self, limit=None):
        self.env.cr.execute(SQL('SELECT COUNT(*) FROM (SELECT FROM store_profit_dirt LIMIT %s) d', limit))
        return self.env.cr.fetchone()[0]

    def _check_keeper(self):
        """:raises AccessError: unless the caller administers the app"""
        if not self.env.su and not self.env.user.has_group('store_group.group_store_admin'):
            raise AccessError(self.env._(
                "The facts behind the reports are kept by administrators of the app. Ask one to count them again."))

    # === CRON ===

    @api.model
    def _cron_fold(self):
        """Fold what is dirty, a chunk for each transaction, until all is clean or the time is up."""
        while folded := self._fold():
            if self.env['ir.cron']._commit_progress(folded, remaining=self._count_dirt(MANY)) <= 0:
                break
