# Part of store_group. License LGPL-3.
from odoo import models


class StockPickingType(models.Model):
    _name = 'stock.picking.type'
    _inherit = ['stock.picking.type', 'store.setting']
