# Part of store_group. License LGPL-3.
from odoo import models


class ProductSupplierinfo(models.Model):
    _name = 'product.supplierinfo'
    _inherit = ['product.supplierinfo', 'store.hidden']

    # Masked, not hidden: core sorts vendors by price whoever asks.
    _store_masked = {'price': 'see_cost', 'price_discounted': 'see_cost', 'discount': 'see_cost'}
