# Part of store_group. License LGPL-3.
from odoo import models

from ...engine.fulfilment.parting import Part, lowered
from ...engine.quantities import exact
from .store_delivery_facts import OPEN


class SaleOrderLine(models.Model):
    """An order that asks for less takes it from all its open deliveries; Odoo looks at one and would bring the rest back."""

    _inherit = 'sale.order.line'

    # === FULFILMENT ===

    def _before_store_procured(self):
        """Fill the hook."""
        if not self.env.context.get('skip_procurement'):
            for line in self.filtered('store_channel_id'):
                line._lower_parts()
        return super()._before_store_procured()

    def _lower_parts(self):
        """Take off the open deliveries of this line what it sells no more.

        Odoo finds one alone by itself, but leaves what is picked in it.
        """
        moves, still = self._open_parts(), self.order_id.picking_ids.filtered(lambda picking: picking.state in OPEN)
        is_plain = len(still) < 2 and moves.picking_type_id.warehouse_id <= self.warehouse_id
        if (is_plain and not any(moves.mapped('picked'))) or self.store_serving_line_ids:
            return
        unit = self.product_uom_id
        less = exact(self._get_qty_procurement()) - exact(self.product_uom_qty)
        if less <= 0:
            return
        parts = [
            Part(
                move.id,
                exact(move.product_uom._compute_quantity(move.product_uom_qty, unit, round=False)),
                move.picking_id.printed or move.picking_id.is_grouped,
                exact(move.product_uom._compute_quantity(move._picked_quantity(), unit, round=False)),
            )
            for move in moves
        ]
        changed, _left = lowered(parts, less)
        for move in moves.filtered(lambda move: move.id in changed):
            move._lower_to(unit._compute_quantity(float(changed[move.id]), move.product_uom, round=False))

    def _open_parts(self):
        """Return the moves that bring this line to its customer and have not begun: nothing was picked for them."""
        return self.move_ids.filtered(
            lambda move: move.state not in ('draft', 'done', 'cancel')
            and move.product_id == self.product_id
            and move.location_id.usage != 'customer'
            and (move.location_final_id or move.location_dest_id).usage == 'customer'
            and not any(before.state == 'done' for before in move.move_orig_ids)
        )
