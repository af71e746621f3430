# Part of store_group. License LGPL-3.
from odoo import models


class ProductTemplate(models.Model):
    _name = 'product.template'
    _inherit = ['product.template', 'store.hidden']

    _store_hidden = {'standard_price': 'see_cost'}
