# Part of store_group. License LGPL-3.
from odoo import fields, models


class PosPayment(models.Model):
    """Payments at a till have the store of their order, and so have their entries."""

    _inherit = 'pos.payment'

    store_id = fields.Many2one(related='pos_order_id.store_id', store=True, precompute=True)

    _store_idx = models.Index('(store_id, id DESC) WHERE store_id IS NOT NULL')

    # === ACCOUNTING ===

    def _create_payment_moves(self, is_reverse=False):
        """Override of `point_of_sale` to book payments on the selling store."""
        entries = self.env['account.move']
        for store, payments in self.grouped('store_id').items():
            if store:
                payments = payments.with_context(default_store_id=store.id)
            entries |= super(PosPayment, payments)._create_payment_moves(is_reverse)
        return entries
