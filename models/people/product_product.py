# Part of store_group. License LGPL-3.
from odoo import models


class ProductProduct(models.Model):
    _name = 'product.product'
    _inherit = ['product.product', 'store.hidden']

    # The last ones come with other apps.
    _store_hidden = {
        'standard_price': 'see_cost', 'avg_cost': 'see_cost', 'total_value': 'see_cost',
        'purchase_avg_price': 'see_cost', 'normal_cost': 'see_cost', 'total_cost': 'see_cost',
        'total_margin': 'see_margin', 'expected_margin': 'see_margin',
        'total_margin_rate': 'see_margin', 'expected_margin_rate': 'see_margin',
    }
