# Part of store_group. License LGPL-3.
from odoo import api, models


class AccountMove(models.Model):
    _inherit = 'account.move'

    # === ACCOUNTING ===

    @api.model
    def _derive_store(self, vals):
        """Override of `store_group`: book cash counted at a till on the store of its session."""
        if self.env.context.get('is_statement_line') and self.env.context.get('store_of_till'):
            return self.env.context['store_of_till']
        return super()._derive_store(vals)
