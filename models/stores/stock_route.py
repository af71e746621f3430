# Part of store_group. License LGPL-3.
from odoo import models


class StockRoute(models.Model):
    _name = 'stock.route'
    _inherit = ['stock.route', 'store.setting']
