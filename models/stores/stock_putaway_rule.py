# Part of store_group. License LGPL-3.
from odoo import models


class StockPutawayRule(models.Model):
    """Rules where goods are put away: a setting of the store of the place."""

    _name = 'stock.putaway.rule'
    _inherit = ['stock.putaway.rule', 'store.setting']
