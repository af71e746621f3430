# Part of store_group. License LGPL-3.
from odoo import models

from ..structure import elevation


class StockLot(models.Model):
    _inherit = 'stock.lot'

    # === COMPUTE ===

    def _compute_sale_order_ids(self):
        """Override of `sale_stock`, which stumbles over deliveries for other stores; it leaves their orders out by itself."""
        if elevation.is_needed(self):
            self = self.sudo()
        return super()._compute_sale_order_ids()

    def _compute_value(self):
        """Override of `stock_account` to value what is on its way within the company, as it does for goods without lots."""
        valued = self.env['product.product']._with_valuation_context().env.context['location']
        return super(StockLot, self.with_context(location=valued))._compute_value()
