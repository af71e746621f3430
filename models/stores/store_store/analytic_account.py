# Part of store_group. License LGPL-3.
from odoo import models
from odoo.exceptions import AccessError


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
        opener = self.env['store.opener']
        for store in self.filtered(lambda store: not store.analytic_account_id):
            store.analytic_account_id = opener._new_account(store.company_id, {'name': store.name, 'code': store.code})
        return True
