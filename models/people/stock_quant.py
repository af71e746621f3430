# Part of store_group. License LGPL-3.
from odoo import models


class StockQuant(models.Model):
    _name = 'stock.quant'
    _inherit = ['stock.quant', 'store.hidden']

    _store_hidden = {'value': 'see_cost'}
