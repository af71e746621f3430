# Part of store_group. License LGPL-3.
from odoo import models


class StockForecasted(models.AbstractModel):
    _inherit = 'stock.forecasted_product_product'

    def _product_purchase_domain(self, product_template_ids, product_ids):
        """Override of `purchase_stock`, which adds requests for quotation elevated: only of stores the reader sees."""
        domain = super()._product_purchase_domain(product_template_ids, product_ids)
        return domain if self.env.su else domain + self.env.user._store_scope('read', 'store_id')
