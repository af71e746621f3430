# Part of store_group. License LGPL-3.
import logging

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from . import store_sale_dirt as dirt
from . import store_sale_rows as rows
from . import store_sale_sums as sums

_logger = logging.getLogger(__name__)
CHUNK = 400  # pairs of a store and a day folded in one transaction
MANY = 20_000  # notes of dirt beyond which reading every document is quicker than reading round the dirt


class StoreSaleFact(models.AbstractModel):
    """The keeper of the facts behind `store.sale.report`: sums per store, day, channel and more, in tables of SQL.

    Their life: a document changes, a trigger notes its store and day as dirty, before and after; whoever reads takes
    the clean facts and counts the dirty part from the documents; folding counts it once and takes the note away. So
    what is read is exact for the reader's snapshot, folded or not, and reading never writes.

    Folding takes away only notes it could see: what another transaction changes meanwhile stays dirty. Two foldings
    at once do not wait: the second has nothing to do. The facts are nobody's record: they are made anew from the
    documents at any time (`rebuild`), and `check` says where they differ.
    """

    _name = 'store.sale.fact'
    _description = 'Facts About Sales'

    def init(self):
        self.pool.post_init(dirt.install, self.env)  # its triggers stand on tables of models that come later

    # === REPORTING ===

    @api.model
    def rebuild(self):
        """Count all facts anew from the documents: everything is noted as dirty, and folded in the background.

        Reports stay exact meanwhile. For administrators of the app.

        :returns: int, the number of notes, one for each store and day
        :raises AccessError: for others
        """
        self._check_keeper()
        self.env.flush_all()
        dirt.mark_all(self.env)
        self.env.ref('store_group.ir_cron_store_sale_fold').sudo()._trigger()
        return self._count_dirt()

    @api.model
    def check(self):
        """Compare every clean fact with the documents. For administrators of the app.

        :returns: list of dicts, empty when all is right: {'fact': 'day', 'customer', 'product' or 'month',
            'store_id': int or False, 'date': 'YYYY-MM-DD', 'kept': {measure: float}, 'counted': {measure: float}};
            `kept` or `counted` is {} where a side has nothing
        :raises AccessError: for others
        """
        self._check_keeper()
        self.env.flush_all()
        return [difference for fact in sums.FACTS for difference in self._differences(fact)]

    def _fold(self, pairs=CHUNK):
        """Count the facts of some dirty stores and days again and take their notes away; in this transaction.

        :returns: int, the number of stores and days folded; 0 when nothing is dirty or another one is folding
        """
        cr = self.env.cr
        self.env.flush_all()
        cr.execute(SQL("SELECT pg_try_advisory_xact_lock(hashtext('store_sale_fold'))"))
        if not cr.fetchone()[0]:
            return 0
        cr.execute(SQL(
            'SELECT store_key, day FROM store_sale_dirt GROUP BY 1, 2 ORDER BY MIN(id) LIMIT %s', pairs))
        chunk = cr.fetchall()
        if chunk:
            keys, days = ([*column] for column in zip(*chunk, strict=True))
            self._count_again(SQL('(SELECT * FROM unnest(%s::int4[], %s::date[]) AS c(store_key, day))', keys, days))
        return len(chunk)

    def _count_again(self, pairs):
        """Replace the facts of `pairs` by what the documents say now."""
        execute = self.env.cr.execute
        execute(SQL('DELETE FROM store_sale_dirt d USING %s c WHERE d.store_key = c.store_key AND d.day = c.day', pairs))
        days = [fact for fact in sums.FACTS if fact != 'month']
        for fact in days:
            execute(SQL('DELETE FROM %s f USING %s c WHERE COALESCE(f.store_id, 0) = c.store_key AND f.date = c.day',
                        sums.table(fact), pairs))
        execute(SQL('WITH documents AS MATERIALIZED (%s), %s SELECT 1', rows.documents(pairs), SQL(', ').join(
            SQL('%s AS (INSERT INTO %s (%s) %s)', SQL.identifier(f'make_{fact}'), sums.table(fact), sums.names(
                (*rows.KEYS, *sums.FACTS[fact], *rows.MEASURES)), sums.summed(fact, SQL('documents'))) for fact in days)))
        months = SQL("(SELECT DISTINCT store_key, date_trunc('month', day)::date AS month FROM %s c)", pairs)
        execute(SQL('DELETE FROM store_sale_month f USING %s m WHERE COALESCE(f.store_id, 0) = m.store_key '
                    'AND f.date = m.month', months))
        execute(SQL('INSERT INTO store_sale_month (%s) %s', sums.names((
            'store_id', 'company_id', 'channel_id', 'is_history', 'date', *rows.MEASURES)), sums.summed_months(SQL(
                "(SELECT f.* FROM %s m JOIN store_sale_day f ON COALESCE(f.store_id, 0) = m.store_key "
                "AND f.date >= m.month AND f.date < (m.month + interval '1 month')::date)", months))))

    @api.model
    def _count_dirt(self, limit=None):
        self.env.cr.execute(SQL('SELECT COUNT(*) FROM (SELECT FROM store_sale_dirt LIMIT %s) d', limit))
        return self.env.cr.fetchone()[0]

    @api.model
    def _dirty_parts(self):
        """Which of PARTS are dirty: none where all is clean; None where every document is read more quickly.

        One look at a small table, and for documents older than this app at two indexes.
        """
        self.env.cr.execute(SQL(
            'SELECT COUNT(*), bool_or(store_key != 0), bool_or(store_key = 0), '
            'EXISTS (SELECT FROM sale_order_line WHERE store_day IS NULL) OR EXISTS (SELECT FROM stock_move '
            "WHERE store_day IS NULL AND state = 'done' AND sale_line_id IS NOT NULL) "
            'FROM (SELECT store_key FROM store_sale_dirt LIMIT %s) d', MANY + 1))
        count, *found = self.env.cr.fetchone()
        if count > MANY:
            return None
        return tuple(part for part, is_dirty in zip(rows.PARTS, found, strict=True) if count and is_dirty)

    def _differences(self, fact):
        """Yield where a table of facts and the documents differ, apart from what is dirty."""
        keys = (*rows.KEYS, *sums.FACTS[fact])
        counted = sums.summed(fact, SQL('(%s)', rows.documents()))
        day = SQL('d.day')
        if fact == 'month':
            counted = sums.summed_months(SQL('(%s)', sums.summed('day', SQL('(%s)', rows.documents()))))
            day = SQL("date_trunc('month', d.day)::date")
        columns = sums.names((*keys, *rows.MEASURES))
        kept = SQL('SELECT %s FROM %s', columns, sums.table(fact))
        counted = SQL('SELECT %s FROM (%s) r', columns, counted)
        self.env.cr.execute(SQL(
            'SELECT * FROM ((SELECT TRUE, k.* FROM (%s EXCEPT ALL %s) k) UNION ALL '
            '(SELECT FALSE, c.* FROM (%s EXCEPT ALL %s) c)) found(is_kept, %s) WHERE NOT EXISTS ('
            'SELECT FROM store_sale_dirt d WHERE d.store_key = COALESCE(found.store_id, 0) AND %s = found.date)',
            kept, counted, counted, kept, columns, day))
        found = {}
        for is_kept, *values in self.env.cr.fetchall():
            sides = found.setdefault(tuple(values[:len(keys)]), {})
            sides[is_kept] = {name: float(value) for name, value in zip(rows.MEASURES, values[len(keys):], strict=True)}
        for place, sides in found.items():
            named = dict(zip(keys, place, strict=True))
            yield {'fact': fact, 'store_id': named['store_id'] or False, 'date': fields.Date.to_string(named['date']),
                   'kept': sides.get(True, {}), 'counted': sides.get(False, {})}

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
