# Part of store_group. License LGPL-3.
from odoo import api, models


class StockRule(models.Model):
    _name = 'stock.rule'
    _inherit = ['stock.rule', 'store.setting']

    @api.model
    def run(self, procurements, raise_user_error=True):
        """Override of `stock`: who is bound replenishes their places by hand, and not out of another store's.

        What follows from an order, and what the scheduler does, runs elevated: the routes headquarters set hold there.
        """
        if not self.env.su and self.env.user._is_store_bound():
            self.env['store.links']._check_supplied(procurements)
        return super().run(procurements, raise_user_error=raise_user_error)

    def _get_custom_move_fields(self):
        """Override of `stock` to hand the selling store down the chain of moves."""
        return [*super()._get_custom_move_fields(), 'store_id']
