# Part of store_group. License LGPL-3.
from odoo import models

from ...wording import number_text
from .store_delivery_facts import OPEN


class StockMove(models.Model):
    """What leaves alone leaves the parcel it was to share; what follows a pick stays in it."""

    _inherit = 'stock.move'

    # === FULFILMENT ===

    def _picked_quantity(self):
        """Return what is picked for this move, in its unit."""
        self.ensure_one()
        return sum(
            line.product_uom_id._compute_quantity(line.quantity, self.product_uom, round=False)
            for line in self.move_line_ids.filtered('picked')
        )

    def _free_unpicked(self):
        """Free what is reserved and not picked; Odoo frees nothing of a move of which something is picked."""
        self.move_line_ids.filtered(lambda line: not line.picked).unlink()

    def _lower_to(self, quantity):
        """Bring only this quantity, in the unit of the move; what is picked beyond it goes back, the last picked first.

        Called as superuser or elevated.
        """
        self.ensure_one()
        beyond = self._picked_quantity() - quantity
        if self.product_uom.compare(beyond, 0.0) > 0:
            self._note_picked_beyond(beyond)
        if self.product_uom.is_zero(quantity):
            self._action_cancel()
            return
        self._unpick(beyond)
        is_beyond = self.product_uom.compare(self.quantity, quantity) > 0
        if is_beyond:
            self._free_unpicked()
        self.product_uom_qty = quantity
        if is_beyond:
            self._action_assign()

    def _unpick(self, beyond):
        """Put this much of what is picked back, in the unit of the move."""
        for line in self.move_line_ids.filtered('picked').sorted('id', reverse=True):
            if self.product_uom.compare(beyond, 0.0) <= 0:
                return
            there = line.product_uom_id._compute_quantity(line.quantity, self.product_uom, round=False)
            if self.product_uom.compare(there, beyond) <= 0:
                line.unlink()
            else:
                line.quantity = self.product_uom._compute_quantity(there - beyond, line.product_uom_id, round=False)
            beyond -= there

    def _note_picked_beyond(self, beyond):
        self.picking_id.message_post(
            body=self.env._(
                "More was picked than may leave: put %(quantity)s × %(product)s back.",
                quantity=number_text(self.env, beyond),
                product=self.product_id.display_name,
            )
        )

    def _before_store_done(self):
        """Fill the hook: deliveries that leave without the others of their parcel are not of it any more."""
        leaving = self.sudo().filtered(lambda move: move.state not in ('done', 'cancel')).picking_id.filtered('is_grouped')
        if leaving:
            said = self.env.context.get('button_validate_picking_ids') or ()  # validated in the same act
            for group in leaving.delivery_group_id:
                still = group.picking_ids.filtered(lambda picking: picking.is_grouped and picking.state in OPEN)
                if still - leaving - still.browse(said):
                    group._free(still & leaving, 'alone')
        return super()._before_store_done()

    def _after_goods_ended(self):
        """Fill the hook: a delivery that brings nothing any more leaves its parcel."""
        gone = self.sudo().picking_id.filtered(lambda picking: picking.delivery_group_id and picking.state == 'cancel')
        gone.delivery_group_id._drop_unfit()
        return super()._after_goods_ended()

    def _assign_picking_post_process(self, new=False):
        """Override of `stock`: the next step of a picked delivery stays in the parcel."""
        result = super()._assign_picking_post_process(new=new)
        if new:
            made, before = self.sudo().picking_id, self.sudo().move_orig_ids.picking_id.filtered('is_grouped')
            group = before.delivery_group_id
            if len(group) == 1 and group._has_room(made):
                made.write({'delivery_group_id': group.id, 'is_grouped': True})
        return result
