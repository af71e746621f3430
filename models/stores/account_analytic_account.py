# Part of store_group. License LGPL-3.
from odoo import api, models
from odoo.exceptions import AccessError

from ..people import elevation


class AccountAnalyticAccount(models.Model):
    """The analytic account of a store is where its result stands: headquarters names, moves and archives it."""

    _inherit = 'account.analytic.account'

    # === CRUD ===

    def _store_before_write(self, vals):
        """Fill the hook."""
        super()._store_before_write(vals)
        if any(not name.startswith(('message_', 'activity_')) for name in vals):
            self._check_of_no_store()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_of_stores(self):
        if elevation.is_needed(self):
            self._check_of_no_store()

    def _check_of_no_store(self):
        """:raises AccessError: where one of these is the account of a store, and the user does not act for all"""
        if self.env['store.links']._reach().stores is None:
            return
        store = (
            self.env['store.store']
            .sudo()
            .with_context(active_test=False)
            .search([('analytic_account_id', 'in', self.ids)], limit=1)
        )
        if store:
            raise AccessError(
                self.env._(
                    "%(account)s is the analytic account of %(store)s: headquarters changes it.",
                    account=store.analytic_account_id.name,
                    store=store.name,
                )
            )

    def _store_distribution(self, distribution):
        """Return `distribution` with this store's account on every share, replacing another account of its plan.

        :param dict distribution: {'id,id': percent} or falsy
        :returns: a new dict; the whole amount on this account where there was none
        """
        self.ensure_one()
        if not distribution:
            return {str(self.id): 100.0}
        result = {}
        for key, percent in distribution.items():
            accounts = self.browse(int(part) for part in str(key).split(',') if part).exists()
            others = accounts.filtered(lambda account: account.root_plan_id != self.root_plan_id)
            new_key = ','.join(str(account_id) for account_id in [*others.ids, self.id])
            result[new_key] = result.get(new_key, 0.0) + percent
        return result

    def _without_store(self, distribution):
        """Return `distribution` without this account; shares with no other account are removed."""
        self.ensure_one()
        result = {}
        for key, percent in distribution.items():
            others = ','.join(part for part in str(key).split(',') if part and part != str(self.id))
            if others:
                result[others] = result.get(others, 0.0) + percent
        return result
