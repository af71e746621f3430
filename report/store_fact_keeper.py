# Part of store_group. License LGPL-3.
from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from .store_fact_sql import names
from .store_fast_reports import KEPT_SQL

MANY = 20_000  # notes of dirt beyond which their number is not counted: reading documents is quicker than reading round them


class StoreFactKeeper(models.AbstractModel):
    """What all keepers of facts do alike; each says which facts (`_facts`), noted how (`_pair`), and counts them.

    Their life: a document changes, a trigger notes its pair of a key and a day as dirty, before and after; whoever
    reads takes the clean facts and counts the dirty part from the documents; folding counts it once and takes the note
    away. So what is read is exact for the reader's snapshot, folded or not, and reading never writes.

    Folding takes away only notes it could see: what another transaction changes meanwhile stays dirty. Two foldings at
    once do not wait: the second has nothing to do. The facts are nobody's record: they are made anew from the documents
    at any time (`rebuild`), and `check` says where they differ. While fast reports are off nothing is kept, and every
    reader asks the documents.
    """

    _name = 'store.fact.keeper'
    _description = 'Keeper of Facts'

    _facts = ''  # what the tables, triggers and the cron are named after
    _pair = ()  # the columns of a note: a whole number and a day
    _chunk = 400  # pairs folded in one transaction
    _kept = ()  # the tables of facts
    _dirt = None  # the module that makes tables and triggers, and notes everything

    def init(self):
        if self._dirt:
            self.pool.post_init(self._dirt.install, self.env)  # its triggers stand on tables of models that come later

    # === REPORTING ===

    @api.model
    def rebuild(self):
        """Count all facts anew from the documents: everything is noted as dirty, and folded in the background.

        Reports stay exact meanwhile. For administrators of the app.

        :returns: int, the number of notes, one for each pair: store and day of sales, product and day of stock, company
            and month of profit
        :raises AccessError: for others
        :raises UserError: while fast reports are off
        """
        self._check_keeper()
        if not self._is_on():
            raise UserError(self.env._("Fast reports are off: nothing is kept that could be counted again."))
        self.env.flush_all()
        self._note_all()
        self.env.ref(f'store_group.ir_cron_{self._facts}_fold').sudo()._trigger()
        return self._count_dirt()

    def _note_all(self):
        """Note every pair that has documents or facts."""
        self._dirt.mark_all(self.env)

    def _forget_all(self):
        """Take all facts and notes away."""
        for table in (*self._kept, f'{self._facts}_dirt'):
            self.env.cr.execute(SQL('DELETE FROM %s', SQL.identifier(table)))

    @api.model
    def _is_on(self):
        return self.env['store.fast.reports']._is_on()

    def _fold(self, pairs=None):
        """Count the facts of some dirty pairs again and take their notes away; in this transaction.

        :param pairs: how many at the most
        :returns: int, the number of pairs folded; 0 when nothing is dirty, another one is folding, or nothing is kept
        """
        if not self._is_on():
            return 0
        self.env.flush_all()
        if not self._rows(SQL('SELECT pg_try_advisory_xact_lock(hashtext(%s))', self._lock_name()))[0][0]:
            return 0
        dirt, columns = SQL.identifier(f'{self._facts}_dirt'), names(self._pair)
        chunk = self._rows(SQL(
            'SELECT %s FROM %s GROUP BY 1, 2 ORDER BY MIN(id) LIMIT %s', columns, dirt, pairs or self._chunk))
        if chunk:
            keys, days = ([*column] for column in zip(*chunk, strict=True))
            found = SQL('(SELECT * FROM unnest(%s::int4[], %s::date[]) AS c(%s))', keys, days, columns)
            self.env.cr.execute(SQL('DELETE FROM %s d USING %s c WHERE %s', dirt, found, SQL(' AND ').join(
                SQL('%s = %s', SQL.identifier('d', name), SQL.identifier('c', name)) for name in self._pair)))
            self._count_again(found, keys)
        return len(chunk)

    def _count_again(self, pairs, keys):
        """Replace the facts of `pairs`, a relation with the columns of `_pair`, by what the documents say now.

        :param keys: the first column of each pair
        """
        raise NotImplementedError

    @api.model
    def _count_dirt(self, limit=None):
        return self._rows(SQL(
            'SELECT COUNT(*) FROM (SELECT FROM %s LIMIT %s) d', SQL.identifier(f'{self._facts}_dirt'), limit))[0][0]

    def _lock_name(self):
        return f'{self._facts}_fold'

    def _rows(self, query):
        self.env.cr.execute(query)
        return self.env.cr.fetchall()

    def _check_keeper(self):
        """:raises AccessError: unless the caller administers the app"""
        if not self.env.su and not self.env.user.has_group('store_group.group_store_admin'):
            raise AccessError(self.env._(
                "The facts behind the reports are kept by administrators of the app. Ask one to count them again."))

    # === CRON ===

    @api.autovacuum
    def _gc_notes(self):
        """Take away what was noted beside unit costs while fast reports are off."""
        if self._dirt:
            self.env.cr.execute(SQL('DELETE FROM %s WHERE NOT %s', SQL.identifier(f'{self._facts}_dirt'), KEPT_SQL))

    @api.model
    def _cron_fold(self):
        """Fold what is dirty, a chunk for each transaction, until all is clean or the time is up."""
        while folded := self._fold():
            if self.env['ir.cron']._commit_progress(folded, remaining=self._count_dirt(MANY)) <= 0:
                break
