# Part of store_group. License LGPL-3.
from odoo import models


class PaymentTransaction(models.Model):
    _inherit = 'payment.transaction'

    # === ACCOUNTING ===

    def _create_payment(self, **extra_create_values):
        """Override of `account_payment` to book an online payment on the store of the paid documents."""
        paid = self.sudo() | self.sudo().source_transaction_id  # partial transactions link to no document
        stores = paid.invoice_ids.store_id or paid.sale_order_ids.store_id or paid.payment_id.store_id
        if len(stores) == 1:
            extra_create_values.setdefault('store_id', stores.id)
        return super()._create_payment(**extra_create_values)

    def _check_amount_and_confirm_order(self):
        """Override of `sale`: what is paid while it waits at a gate stays a quotation, with a note; the payment is registered."""
        waiting = self.filtered(lambda paid: any(order.gate_state for order in paid.sale_order_ids))
        for paid in waiting:
            paid.sale_order_ids.filtered('gate_state')._note_gate(
                self.env._(
                    "The buyer paid this order online: %(reference)s. Once released it can be confirmed.",
                    reference=paid.reference,
                )
            )
        return super(PaymentTransaction, self - waiting)._check_amount_and_confirm_order()
