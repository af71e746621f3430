# Part of store_group. License LGPL-3.
from odoo import models


class StockRule(models.Model):
    _inherit = 'stock.rule'

    def _get_custom_move_fields(self):
        """Override of `stock` to hand the selling store down the chain of moves."""
        return [*super()._get_custom_move_fields(), 'store_id']
