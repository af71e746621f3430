# Part of store_group. License LGPL-3.
from odoo import models


class StockQuant(models.Model):
    """The value of stock on hand is for those who see costs."""

    _name = 'stock.quant'
    _inherit = ['stock.quant', 'store.hidden']

    _store_hidden = {'value': 'see_cost'}
