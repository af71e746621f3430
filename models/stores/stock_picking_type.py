# Part of store_group. License LGPL-3.
from odoo import models


class StockPickingType(models.Model):
    """Kinds of operations: a setting of their warehouse's store."""

    _name = 'stock.picking.type'
    _inherit = ['stock.picking.type', 'store.setting']
