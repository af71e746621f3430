# Part of store_group. License LGPL-3.
from odoo import models


class StockLot(models.Model):
    _name = 'stock.lot'
    _inherit = ['stock.lot', 'store.hidden']

    _store_hidden = {'standard_price': 'see_cost', 'avg_cost': 'see_cost', 'total_value': 'see_cost'}
