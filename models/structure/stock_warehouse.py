# Part of store_group. License LGPL-3.
from odoo import models


class StockWarehouse(models.Model):
    _name = 'stock.warehouse'
    _inherit = ['stock.warehouse', 'store.anchor']
