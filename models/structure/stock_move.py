# Part of store_group. License LGPL-3.
from odoo import models


class StockMove(models.Model):
    _inherit = 'stock.move'

    def _get_manual_value(self, quantity, at_date=None):
        """Override of `stock_account` to value opening stock at the cost its sheet names, from the first moment."""
        costs = self.env.context.get('store_opening_costs') or {}
        cost = costs.get((self.product_id.id, self.move_line_ids.lot_id[:1].id))
        if cost is None or not self.is_inventory:
            return super()._get_manual_value(quantity, at_date=at_date)
        return {
            'value': cost * quantity, 'quantity': quantity,
            'description': self.env._("Cost named in the opening stock sheet"),
        }
