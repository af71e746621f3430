# Part of store_group. License LGPL-3.
from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from .store_fact_sql import names
from .store_fast_reports import KEPT_SQL

MANY = 20_000  # invalidations beyond which their number is not counted: reading documents is quicker than reading round them


class StoreMaterialisedFacts(models.AbstractModel):
    """What all materialised facts do alike; each says which facts (`_facts`), invalidated by what (`_pair`), and counts them.

    Their life: a document changes, a trigger invalidates its pair of a key and a day, before and after; whoever
    reads takes the fresh facts and counts the stale part from the documents; refreshing counts it once and takes the note
    of it away. So what is read is exact for the reader's snapshot, refreshed or not, and reading never writes.

    Refreshing takes away only notes it could see: what another transaction changes meanwhile stays stale. Two refreshes at
    once do not wait: the second has nothing to do. The facts are nobody's record: they are made anew from the documents
    at any time (`rebuild`), and `check` says where they differ. While fast reports are off nothing is kept, and every
    reader asks the documents.
    """

    _name = 'store.materialised.facts'
    _description = 'Materialised Facts'

    _facts = ''  # what the tables, triggers and the cron are named after
    _pair = ()  # the columns of a note: a whole number and a day
    _chunk = 400  # pairs refreshed in one transaction
    _kept = ()  # the tables of facts
    _invalidation = None  # the module that makes tables and triggers, and invalidates everything

    def init(self):
        if self._invalidation:
            self.pool.post_init(self._invalidation.install, self.env)  # its triggers stand on tables of models that come later

    # === REPORTING ===

    @api.model
    def rebuild(self):
        """Count all facts anew from the documents: everything is invalidated, and refreshed in the background.

        Reports stay exact meanwhile. For administrators of the app.

        :returns: int, the number of notes, one for each pair: store and day of sales, product and day of stock, company
            and month of profit
        :raises AccessError: for others
        :raises UserError: while fast reports are off
        """
        self._check_admin()
        if not self._is_on():
            raise UserError(self.env._("Fast reports are off: nothing is kept that could be counted again."))
        self.env.flush_all()
        self._invalidate_all()
        self.env.ref(f'store_group.ir_cron_{self._facts}_refresh').sudo()._trigger()
        return self._count_invalidations()

    def _invalidate_all(self):
        """Invalidate every pair that has documents or facts."""
        self._invalidation.mark_all(self.env)

    def _forget_all(self):
        """Take all facts and notes away."""
        for table in (*self._kept, f'{self._facts}_invalidation'):
            self.env.cr.execute(SQL('DELETE FROM %s', SQL.identifier(table)))

    @api.model
    def _is_on(self):
        return self.env['store.fast.reports']._is_on()

    def _refresh(self, pairs=None):
        """Count the facts of some stale pairs again and take their notes away; in this transaction.

        :param pairs: how many at the most
        :returns: int, the number of pairs refreshed; 0 when nothing is stale, another one is refreshing, or nothing is kept
        """
        if not self._is_on():
            return 0
        self.env.flush_all()
        if not self._rows(SQL('SELECT pg_try_advisory_xact_lock(hashtext(%s))', self._lock_name()))[0][0]:
            return 0
        invalidation, columns = SQL.identifier(f'{self._facts}_invalidation'), names(self._pair)
        chunk = self._rows(SQL(
            'SELECT %s FROM %s GROUP BY 1, 2 ORDER BY MIN(id) LIMIT %s', columns, invalidation, pairs or self._chunk))
        if chunk:
            keys, days = ([*column] for column in zip(*chunk, strict=True))
            found = SQL('(SELECT * FROM unnest(%s::int4[], %s::date[]) AS c(%s))', keys, days, columns)
            self.env.cr.execute(SQL('DELETE FROM %s d USING %s c WHERE %s', invalidation, found, SQL(' AND ').join(
                SQL('%s = %s', SQL.identifier('d', name), SQL.identifier('c', name)) for name in self._pair)))
            self._count_again(found, keys)
        return len(chunk)

    def _count_again(self, pairs, keys):
        """Replace the facts of `pairs`, a relation with the columns of `_pair`, by what the documents say now.

        :param keys: the first column of each pair
        """
        raise NotImplementedError

    @api.model
    def _count_invalidations(self, limit=None):
        return self._rows(SQL(
            'SELECT COUNT(*) FROM (SELECT FROM %s LIMIT %s) d', SQL.identifier(f'{self._facts}_invalidation'), limit))[0][0]

    def _lock_name(self):
        return f'{self._facts}_refresh'

    def _rows(self, query):
        self.env.cr.execute(query)
        return self.env.cr.fetchall()

    def _check_admin(self):
        """:raises AccessError: unless the caller administers the app"""
        if not self.env.su and not self.env.user.has_group('store_group.group_store_admin'):
            raise AccessError(self.env._(
                "The facts behind the reports are kept by administrators of the app. Ask one to count them again."))

    # === CRON ===

    @api.autovacuum
    def _gc_invalidations(self):
        """Take away what unit costs invalidated while fast reports are off."""
        if self._invalidation:
            self.env.cr.execute(SQL('DELETE FROM %s WHERE NOT %s', SQL.identifier(f'{self._facts}_invalidation'), KEPT_SQL))

    @api.model
    def _cron_refresh(self):
        """Refresh what is stale, a chunk for each transaction, until all is fresh or the time is up."""
        while refreshed := self._refresh():
            if self.env['ir.cron']._commit_progress(refreshed, remaining=self._count_invalidations(MANY)) <= 0:
                break
