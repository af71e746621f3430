# Part of store_group. License LGPL-3.
from odoo import models


class ResUsers(models.Model):
    _inherit = 'res.users'

    # === TRANSFER ===

    def _settles_for(self, store):
        """Whether this user may act for a store on charges between companies.

        Bound users where they approve transfers; others in their allowed companies, if they keep books or
        manage stock there.
        """
        self.ensure_one()
        if self._is_store_bound():
            return self._store_limit('approve_up_to', store) > 0
        if self._is_superuser():
            return True
        return store.sudo().company_id in self.sudo().company_ids and (
            self.has_group('account.group_account_invoice') or self.has_group('stock.group_stock_manager')
        )
