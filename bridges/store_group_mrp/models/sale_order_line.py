# Part of store_group. License LGPL-3.
import math

from odoo import models
from odoo.addons.store_group.sockets import exact


class SaleOrderLine(models.Model):
    _inherit = 'sale.order.line'

    # === TRANSFER ===

    def _waiting_quantity(self):
        """Override of `store_group`: deliveries of a kit wait for its components; count the kits that cannot be made up."""
        made = self.env['store.availability']._kits(self.order_id.company_id, self.product_id).get(self.product_id)
        if not made:
            return super()._waiting_quantity()
        lacking = dict.fromkeys(made, 0.0)
        for move in self._own_deliveries():
            if move.product_id in lacking:
                lacking[move.product_id] += move.product_uom._compute_quantity(
                    max(0.0, move.product_uom_qty - move.quantity), move.product_id.uom_id, round=False
                )
        often = max((quantity / made[component] for component, quantity in lacking.items()), default=0.0)
        return float(math.ceil(exact(often)))
