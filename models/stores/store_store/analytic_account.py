# Part of store_group. License LGPL-3.
from odoo import api, models
from odoo.exceptions import AccessError

from ...people import elevation


class StoreStore(models.Model):
    """The analytic account of a store. Part of `store.store`."""

    _inherit = 'store.store'

    # === ACTIONS ===

    def action_make_analytic_account(self):
        """Create the analytic account of each of these stores without one; later entries are booked on it.

        :raises AccessError: for anybody but an administrator
        """
        if not self.env.user._acts_for_headquarters():
            raise AccessError(self.env._("The analytic account of a store is created by an administrator. Ask one of them."))
        self._make_analytic_accounts()
        return True

    # === STRUCTURE ===

    @api.model
    def _new_analytic_account(self, company, name, code):
        """Return a new analytic account of the company, in the plan of stores."""
        return elevation.lift(self.env['account.analytic.account'], company).create(
            {'name': name, 'code': code, 'company_id': company.id, 'plan_id': self.env['account.analytic.plan']._store_plan().id}
        )

    def _make_analytic_accounts(self):
        """Give each of these stores without an analytic account one of its own, so that what it pays is booked on it."""
        for store in self.filtered(lambda store: not store.analytic_account_id):
            store.analytic_account_id = self._new_analytic_account(store.company_id, store.name, store.code)

    def _own_analytic_account(self):
        """Return the analytic account of this store, made now if it has none. Only for elevated work that books a cost."""
        self._make_analytic_accounts()
        return self.analytic_account_id

    def _move_analytic_accounts(self, company_id):
        """Let the accounts of stores that change their company go along, unless other stores use them."""
        for store in self.filtered(lambda store: store.company_id.id != company_id):
            account_sudo = store.analytic_account_id.sudo()
            shared = (
                self.sudo()
                .with_context(active_test=False)
                .search_count([('analytic_account_id', '=', account_sudo.id), ('id', '!=', store.id)], limit=1)
            )
            if account_sudo and account_sudo.company_id == store.company_id and not shared:
                account_sudo.company_id = company_id
