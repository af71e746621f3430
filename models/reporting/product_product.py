# Part of store_group. License LGPL-3.
from odoo import models


class ProductProduct(models.Model):
    _inherit = 'product.product'

    # === ACTIONS ===

    def action_store_competitor_prices(self):
        """Open competitors' prices of these variants, newest first."""
        action = self.env['ir.actions.actions']._for_xml_id('store_group.store_competitor_price_action')
        return {**action, 'domain': [('product_id', 'in', self.ids)], 'context': {'default_product_id': self[:1].id}}
