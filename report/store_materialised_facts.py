# Part of store_group. License LGPL-3.
from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from .store_fact_sql import names
from .store_fast_reports import KEPT_SQL

MANY = 20_000  # above this number of invalidations reading only the documents is faster


class StoreMaterialisedFacts(models.AbstractModel):
    """Common code of all materialised facts; each model defines facts (`_facts`), key of invalidations (`_pair`) and sums.

    When a document changes, a trigger invalidates its pair of a key and a day, with the old and the new values. A report
    reads the fresh facts and the stale part from the documents; refreshing sums the stale part once and deletes the
    invalidation. So a report is exact for its snapshot, refreshed or not, and reading never writes.

    Refreshing deletes only the invalidations it could see: changes of concurrent transactions stay stale. Two refreshes at
    once do not wait: the second has nothing to do. The facts can be recomputed from the documents
    at any time (`rebuild`), and `check` lists differences. While fast reports are off nothing is stored, and every
    report reads the documents.
    """

    _name = 'store.materialised.facts'
    _description = 'Materialised Facts'

    _facts = ''  # what the tables, triggers and the cron are named after
    _pair = ()  # the columns of an invalidation: an integer and a day
    _chunk = 400  # pairs refreshed in one transaction
    _kept = ()  # the tables of facts
    _invalidation = None  # the module that creates tables and triggers, and invalidates everything

    def init(self):
        if self._invalidation:
            self.pool.post_init(self._invalidation.install, self.env)  # its triggers are on tables of models loaded later

    # === REPORTING ===

    @api.model
    def rebuild(self):
        """Recompute all facts from the documents: everything is invalidated, and refreshed in the background.

        Reports stay exact during it. For administrators of the app.

        :returns: int, the number of invalidations, one for each pair: store and day of sales, product and day of stock, company
            and month of profit
        :raises AccessError: for others
        :raises UserError: while fast reports are off
        """
        self._check_admin()
        if not self._is_on():
            raise UserError(self.env._("Fast reports are off: nothing to rebuild. Switch them on in the settings first."))
        self.env.flush_all()
        self._invalidate_all()
        self.env.ref(f'store_group.ir_cron_{self._facts}_refresh').sudo()._trigger()
        return self._count_invalidations()

    def _invalidate_all(self):
        """Invalidate every pair that has documents or facts."""
        self._invalidation.mark_all(self.env)

    def _forget_all(self):
        """Delete all facts and invalidations."""
        for table in (*self._kept, f'{self._facts}_invalidation'):
            self.env.cr.execute(SQL('DELETE FROM %s', SQL.identifier(table)))

    @api.model
    def _is_on(self):
        return self.env['store.fast.reports']._is_on()

    def _refresh(self, pairs=None):
        """Recompute the facts of some stale pairs and delete their invalidations, in this transaction.

        :param pairs: how many at the most
        :returns: int, the number of pairs refreshed; 0 when nothing is stale, another refresh is running, or fast reports are off
        """
        if not self._is_on():
            return 0
        self.env.flush_all()
        if not self._rows(SQL('SELECT pg_try_advisory_xact_lock(hashtext(%s))', self._lock_name()))[0][0]:
            return 0
        invalidation, columns = SQL.identifier(f'{self._facts}_invalidation'), names(self._pair)
        chunk = self._rows(
            SQL('SELECT %s FROM %s GROUP BY 1, 2 ORDER BY MIN(id) LIMIT %s', columns, invalidation, pairs or self._chunk)
        )
        if chunk:
            keys, days = ([*column] for column in zip(*chunk, strict=True))
            found = SQL('(SELECT * FROM unnest(%s::int4[], %s::date[]) AS c(%s))', keys, days, columns)
            self.env.cr.execute(
                SQL(
                    'DELETE FROM %s d USING %s c WHERE %s',
                    invalidation,
                    found,
                    SQL(' AND ').join(
                        SQL('%s = %s', SQL.identifier('d', name), SQL.identifier('c', name)) for name in self._pair
                    ),
                )
            )
            self._count_again(found, keys)
        return len(chunk)

    def _count_again(self, pairs, keys):
        """Replace the facts of `pairs`, a relation with the columns of `_pair`, by the sums of the documents.

        :param keys: the first column of each pair
        """
        raise NotImplementedError

    @api.model
    def _count_invalidations(self, limit=None):
        return self._rows(
            SQL('SELECT COUNT(*) FROM (SELECT FROM %s LIMIT %s) d', SQL.identifier(f'{self._facts}_invalidation'), limit)
        )[0][0]

    def _lock_name(self):
        return f'{self._facts}_refresh'

    def _rows(self, query):
        self.env.cr.execute(query)
        return self.env.cr.fetchall()

    def _check_admin(self):
        """:raises AccessError: unless the caller administers the app"""
        if not self.env.su and not self.env.user.has_group('store_group.group_store_admin'):
            raise AccessError(
                self.env._("Only administrators of the app can check or rebuild the facts behind the reports. Ask one of them.")
            )

    # === CRON ===

    @api.autovacuum
    def _gc_invalidations(self):
        """Delete the invalidations by unit costs while fast reports are off."""
        if self._invalidation:
            self.env.cr.execute(SQL('DELETE FROM %s WHERE NOT %s', SQL.identifier(f'{self._facts}_invalidation'), KEPT_SQL))

    @api.model
    def _cron_refresh(self):
        """Refresh stale pairs, a chunk in each transaction, until all are fresh or the time limit is reached."""
        while refreshed := self._refresh():
            if self.env['ir.cron']._commit_progress(refreshed, remaining=self._count_invalidations(MANY)) <= 0:
                break
