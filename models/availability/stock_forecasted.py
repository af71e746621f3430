# Part of store_group. License LGPL-3.
from odoo import models

from ..people import elevation


class StockForecasted(models.AbstractModel):
    """The forecast page of a product uses the warehouses of the reader's stores."""

    _inherit = 'stock.forecasted_product_product'

    def _product_sale_domain(self, product_template_ids, product_ids):
        """Override of `sale_stock`, which adds quotations elevated: only of stores the reader sees."""
        domain = super()._product_sale_domain(product_template_ids, product_ids)
        return domain if self.env.su else domain + self.env.user._store_scope('read', 'store_id')

    def _get_warehouse(self):
        """Override of `stock`, which uses any warehouse in the context, or the company's first."""
        asked = super()._get_warehouse()
        if not elevation.is_needed(self):
            return asked
        user = self.env.user
        own = self.env['stock.warehouse'].browse(user._store_anchors('read').warehouses)
        served = (
            self.env['store.store']
            .sudo()
            .search([] if user._store_reach().see_all else [('id', 'in', user._store_reach().see)])
            .warehouse_id.sudo(False)
        )
        near = (own | served).filtered(lambda warehouse: warehouse.company_id in self.env.companies)
        return asked if asked in near else near[:1] or self.env['stock.warehouse']
