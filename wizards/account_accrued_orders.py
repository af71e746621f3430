# Part of store_group. License LGPL-3.
from odoo import models


class AccountAccruedOrdersWizard(models.TransientModel):
    _inherit = 'account.accrued.orders.wizard'

    # === ACTIONS ===

    def create_entries(self):
        """Override of `account` to create one accrual entry per store."""
        model, ids = self.env.context.get('active_model'), self.env.context.get('active_ids')
        orders = self.env[model].browse(ids) if model else self
        if 'store_id' not in orders._fields or not orders.store_id:
            return super().create_entries()
        entries, action = self.env['account.move'], {}
        for store, own in orders.grouped('store_id').items():
            of_store = self.with_context(active_ids=own.ids, default_store_id=store.id)
            action = super(AccountAccruedOrdersWizard, of_store).create_entries()
            entries |= entries.browse(action['domain'][0][2])
        return {**action, 'domain': [('id', 'in', entries.ids)]}
