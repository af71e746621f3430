# Part of store_group. License LGPL-3.
from odoo import models

from ..people import elevation
from .product_value import OWN_WORDS


class StockLot(models.Model):
    """Lots and serial numbers, which stores share: changed by whoever has all goods of one."""

    _inherit = 'stock.lot'

    # === ACCESS ===

    def _check_access(self, operation):
        """Override of `base`: bound users may change a lot only if all its goods are theirs; see `store.lot.law`."""
        refused = super()._check_access(operation)
        if refused or operation not in ('write', 'unlink') or not elevation.is_needed(self):
            return refused
        law = self.env['store.lot.law']
        foreign = law._foreign(self.filtered(lambda lot: isinstance(lot.id, int)))
        return (foreign, lambda: law._refusal(foreign)) if foreign else None

    # === COMPUTE ===

    def _compute_sale_order_ids(self):
        """Override of `sale_stock`, which fails on deliveries for other stores; their orders are left out."""
        if elevation.is_needed(self):
            self = self.sudo()
        return super()._compute_sale_order_ids()

    def _compute_value(self):
        """Override of `stock_account` to include goods in transit within the company, as core does for goods without lots."""
        valued = self.env['product.product']._with_valuation_context().env.context['location']
        return super(StockLot, self.with_context(location=valued))._compute_value()

    # === AVAILABILITY ===

    def _change_standard_price(self, old_price):
        """Override of `stock_account`: the cost of a lot applies to the company it is entered in, like a product's."""
        self = self.with_context(**{OWN_WORDS: self.env.company.id})
        return super()._change_standard_price(old_price)
