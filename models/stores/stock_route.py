# Part of store_group. License LGPL-3.
from odoo import models


class StockRoute(models.Model):
    """Routes: those of a store's own warehouses are its setting, those of several stores headquarters'."""

    _name = 'stock.route'
    _inherit = ['stock.route', 'store.setting']
