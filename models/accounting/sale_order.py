# Part of store_group. License LGPL-3.
from odoo import models


class SaleOrder(models.Model):
    _inherit = 'sale.order'

    # === ACCOUNTING ===

    def _prepare_invoice(self):
        """Override of `sale` to give the invoice the store of the order."""
        return {**super()._prepare_invoice(), 'store_id': self.store_id.id}

    def _get_invoice_grouping_keys(self):
        """Override of `sale`: one invoice never mixes stores."""
        return [*super()._get_invoice_grouping_keys(), 'store_id']
