# Part of store_group. License LGPL-3.
from odoo import models

from ..people import elevation
from .product_value import OWN_WORDS


class StockLot(models.Model):
    _inherit = 'stock.lot'

    # === ACCESS ===

    def _check_access(self, operation):
        """Override of `base`: whoever is bound changes a lot where all its goods are theirs; see `store.lot.law`."""
        refused = super()._check_access(operation)
        if refused or operation not in ('write', 'unlink') or not elevation.is_needed(self):
            return refused
        law = self.env['store.lot.law']
        foreign = law._foreign(self.filtered(lambda lot: isinstance(lot.id, int)))
        return (foreign, lambda: law._refusal(foreign)) if foreign else None

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

    # === AVAILABILITY ===

    def _change_standard_price(self, old_price):
        """Override of `stock_account`: the cost of a lot is the word of the company it is entered in, as a product's is."""
        self = self.with_context(**{OWN_WORDS: self.env.company.id})
        return super()._change_standard_price(old_price)
