# Part of store_group. License LGPL-3.
from odoo import models


class StockMove(models.Model):
    """Purchased goods: of the store that buys, whoever receives them."""

    _inherit = 'stock.move'

    # === AVAILABILITY ===

    def _with_store(self, vals):
        """Override of `store_group`: purchased goods belong to the buying store, also if another store receives them."""
        if vals.get('purchase_line_id') and not vals.get('sale_line_id') and 'store_id' not in vals:
            store = self.env['purchase.order.line'].sudo().browse(vals['purchase_line_id']).store_id
            if store:
                return {**vals, 'store_id': store.id}
        return super()._with_store(vals)

    def _is_asked_for(self):
        """Override of `store_group`: moves of a purchase order come from a document."""
        return super()._is_asked_for() or bool(self.purchase_line_id)
