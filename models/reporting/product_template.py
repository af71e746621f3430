# Part of store_group. License LGPL-3.
from odoo import models


class ProductTemplate(models.Model):
    _inherit = 'product.template'

    # === CRUD ===

    def write(self, vals):
        """Override of `product`: a changed sales price stands elsewhere among those of competitors."""
        result = super().write(vals)
        if {'list_price', 'taxes_id'} & vals.keys():
            self.env['store.price.position']._refresh_later()
        return result

    # === ACTIONS ===

    def action_store_competitor_prices(self):
        """Open what competitors ask for this product, the newest first."""
        return self.product_variant_ids.action_store_competitor_prices()
