# Part of store_group. License LGPL-3.
from odoo import models
from odoo.exceptions import AccessError


class StoreStore(models.Model):
    """The place of a store in the ledger: its analytic account. Part of `store.store` and of nothing else."""

    _inherit = 'store.store'

    # === ACTIONS ===

    def action_make_analytic_account(self):
        """Make the analytic account of each of these stores that has none; what is booked from now on stands on it.

        :raises AccessError: for anybody but an administrator
        """
        if not self.env.user._acts_for_headquarters():
            raise AccessError(self.env._(
                "The analytic account of a store is made by an administrator. Ask one of them."))
        opener = self.env['store.opener']
        for store in self.filtered(lambda store: not store.analytic_account_id):
            store.analytic_account_id = opener._new_account(store.company_id, {'name': store.name, 'code': store.code})
        return True
