# Part of store_group. License LGPL-3.
from odoo import models


class PaymentTransaction(models.Model):
    _inherit = 'payment.transaction'

    # === ACCOUNTING ===

    def _create_payment(self, **extra_create_values):
        """Override of `account_payment` to book what a customer pays online on the store of what they pay."""
        paid = self.sudo() | self.sudo().source_transaction_id  # parts of a payment name nothing of what is paid
        stores = paid.invoice_ids.store_id or paid.sale_order_ids.store_id or paid.payment_id.store_id
        if len(stores) == 1:
            extra_create_values.setdefault('store_id', stores.id)
        return super()._create_payment(**extra_create_values)
