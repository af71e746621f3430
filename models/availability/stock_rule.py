# Part of store_group. License LGPL-3.
from odoo import api, models


class StockRule(models.Model):
    _name = 'stock.rule'
    _inherit = ['stock.rule', 'store.setting']

    @api.model
    def run(self, procurements, raise_user_error=True):
        """Override of `stock`: bound users replenish their own locations only, and not from another store.

        Procurement of orders and the scheduler run elevated: the routes of headquarters apply there.
        """
        if not self.env.su and self.env.user._is_store_bound():
            self.env['store.links']._check_supplied(procurements)
        return super().run(procurements, raise_user_error=raise_user_error)

    def _get_custom_move_fields(self):
        """Override of `stock` to copy the selling store along the chain of moves."""
        return [*super()._get_custom_move_fields(), 'store_id']
