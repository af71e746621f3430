# Part of store_group. License LGPL-3.
from odoo import models


class ProductTemplate(models.Model):
    """Products beside the prices of competitors."""

    _inherit = 'product.template'

    # === CRUD ===

    def write(self, vals):
        """Override of `product`: recompute price positions after a change of the sales price."""
        result = super().write(vals)
        if {'list_price', 'taxes_id'} & vals.keys():
            self.env['store.price.position']._refresh_later()
        return result

    # === ACTIONS ===

    def action_store_competitor_prices(self):
        """Open competitors' prices of this product, newest first."""
        return self.product_variant_ids.action_store_competitor_prices()
