# Part of store_group. License LGPL-3.
import logging
from contextlib import contextmanager

from psycopg2.errors import LockNotAvailable

from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from . import store_fact_invalidation as fact_invalidation

_logger = logging.getLogger(__name__)

OFF = 'off'
WANTED = 'store_group.fast_reports'  # what an administrator chose
KEPT = 'store_group.fast_reports_kept'  # whether reports may use the facts; updated in the background
# SQL: whether reports may use the facts, as the transaction sees it
KEPT_SQL = SQL('NOT EXISTS (SELECT FROM ir_config_parameter WHERE key = %s AND value = %s)', KEPT, OFF)
PATIENCE = '20s'  # for a table locked by a long transaction


class StoreFastReports(models.AbstractModel):
    """Whether facts (sums of documents) are stored for fast reports, or each report computes them.

    On: triggers invalidate the affected facts in the transaction that changes a document. Off: nothing is invalidated and
    nothing is stored; reports show the same and take longer. Changes of unit costs are always recorded, as no document
    shows them later.

    How it is switched: an administrator chooses, a background job follows. Off: reports are told to read the documents, then the
    triggers are disabled, then the facts are deleted. On: the triggers are enabled, then everything is invalidated, and only
    then reports may use facts. Reports check the setting in the transaction that reads (`KEPT_SQL`), not in a cache:
    setting and facts are of the same moment.
    """

    _name = 'store.fast.reports'
    _description = 'Fast Reports'

    # === REPORTING ===

    @api.model
    def _is_on(self):
        """Whether reports may use the facts, as this transaction sees it."""
        return self.env.execute_query(SQL('SELECT %s', KEPT_SQL))[0][0]

    @api.model
    def _is_wanted(self):
        return self.env['ir.config_parameter'].sudo().get_param(WANTED) != OFF

    @api.model
    def _choose(self, is_wanted):
        """Switch fast reports on or off, for everybody; the background job then switches the triggers.

        :raises AccessError: for others than administrators of Odoo's settings
        """
        if not self.env.user.has_group('base.group_system') and not self.env.su:
            raise AccessError(self.env._("Only an administrator of Odoo can switch fast reports on or off. Ask one of them."))
        if is_wanted != self._is_wanted():
            self.env['ir.config_parameter'].sudo().set_param(WANTED, is_wanted and 'on' or OFF)
            self.env.ref('store_group.ir_cron_store_fast_reports').sudo()._trigger()

    @api.model
    def _materialised(self):
        """Return the models of materialised facts, each a model without records."""
        return [self.env[name] for name in ('store.sale.fact', 'store.stock.fact', 'store.profit.fact')]

    # === CRON ===

    @api.model
    def _cron_switch(self):
        """Apply the chosen setting to reports and triggers; if a table stays locked, a later run continues.

        Each table is locked by the first statement of a transaction of its own: earlier writes are seen by the last
        one, which invalidates everything, and later writes fire the triggers. No two tables are locked together.
        """
        is_wanted, was_on = self._is_wanted(), self._is_on()
        todo = {
            table
            for facts in self._materialised()
            for table, _name, is_on in fact_invalidation.triggers(self.env, facts._facts)
            if is_on != is_wanted
        }
        try:
            if was_on and not is_wanted:
                with self._transaction() as fast:
                    fast._set_kept(False)
            for table in sorted(todo):
                with self._transaction() as fast:
                    fast._switch(table, is_wanted)
            if todo or is_wanted != was_on:
                with self._transaction() as fast:
                    fast._begin_or_end(is_wanted)
        except LockNotAvailable as error:
            _logger.info('Fast reports are switched later: %s', error)

    @contextmanager
    def _transaction(self):
        """Yield this model in a new transaction with a short lock timeout."""
        with self.env.registry.cursor() as cr:
            cr.execute(SQL('SET LOCAL lock_timeout = %s', PATIENCE))
            yield self.with_env(api.Environment(cr, SUPERUSER_ID, {}))

    def _switch(self, table, is_on):
        self.env.cr.execute(SQL('LOCK TABLE %s IN SHARE ROW EXCLUSIVE MODE', SQL.identifier(table)))
        for facts in self._materialised():
            fact_invalidation.switch(self.env, facts._facts, is_on, table)

    def _begin_or_end(self, is_on):
        """Enable all triggers and invalidate everything, or disable all and delete the facts."""
        for facts in self._materialised():
            facts._forget_all()
            if is_on:
                facts._invalidate_all()
                self.env.ref(f'store_group.ir_cron_{facts._facts}_refresh')._trigger()
        self._set_kept(is_on)

    def _set_kept(self, is_on):
        parameters = self.env['ir.config_parameter']
        parameters.set_param(KEPT, is_on and 'on' or OFF)
        parameters.flush_model()
