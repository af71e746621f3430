# Part of store_group. License LGPL-3.
from odoo import models


class StockPutawayRule(models.Model):
    _name = 'stock.putaway.rule'
    _inherit = ['stock.putaway.rule', 'store.setting']
