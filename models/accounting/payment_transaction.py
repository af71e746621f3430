# Part of store_group. License LGPL-3.
from odoo import models


class PaymentTransaction(models.Model):
    _inherit = 'payment.transaction'

    # === ACCOUNTING ===

    def _create_payment(self, **extra_create_values):
        """Override of `account_payment` to book what a customer pays online on the store of what he pays."""
        stores = self.sudo().invoice_ids.store_id or self.sudo().sale_order_ids.store_id
        if len(stores) == 1:
            extra_create_values.setdefault('store_id', stores.id)
        return super()._create_payment(**extra_create_values)
