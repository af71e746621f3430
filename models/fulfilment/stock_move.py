# Part of store_group. License LGPL-3.
from odoo import models

from .store_delivery_facts import OPEN


class StockMove(models.Model):
    """What leaves alone leaves the parcel it was to share; what follows a pick stays in it."""

    _inherit = 'stock.move'

    # === FULFILMENT ===

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
