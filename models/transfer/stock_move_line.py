# Part of store_group. License LGPL-3.
from odoo import fields, models
from odoo.tools import OrderedSet

from ..people import elevation
from .store_transfer_law.law import MOVES_GOODS


class StockMoveLine(models.Model):
    """Move lines of transfers: boxes and checks."""

    _inherit = 'stock.move.line'

    transfer_box_id = fields.Many2one('stock.package', readonly=True, index='btree_not_null', ondelete='restrict')

    # === TRANSFER ===

    def _before_done_changed(self, vals):
        """Fill the hook: the law of transfers."""
        law = self.env['store.transfer.law']
        relabels = vals.keys() == {'product_uom_id'} and self.env.context.get('store_relabels') is elevation.OURS
        if relabels or not MOVES_GOODS & vals.keys():
            return super()._before_done_changed(vals)
        if 'move_id' in vals:
            law._check_stays_on_move(self, vals['move_id'])
        return law._before_change(self)

    def _after_done_changed(self, before):
        """Fill the hook: the law of transfers."""
        self.env['store.transfer.law']._after_change(self, before)
        return super()._after_done_changed(before)

    def _free_reservation(
        self, product_id, location_id, quantity, lot_id=None, package_id=None, owner_id=None, ml_ids_to_ignore=None
    ):
        """Override of `stock`: orders between companies take goods from the inter-company location before they arrive.

        Reservations of transfers there are kept, and transfers do not free reservations of others.
        """
        if location_id.usage == 'transit' and not location_id.company_id:
            if self.move_id.transfer_line_id:
                return None
            ml_ids_to_ignore = OrderedSet(ml_ids_to_ignore or ())
            ml_ids_to_ignore |= self.env['store.transfer.law']._planned(product_id, location_id).ids
        return super()._free_reservation(
            product_id,
            location_id,
            quantity,
            lot_id=lot_id,
            package_id=package_id,
            owner_id=owner_id,
            ml_ids_to_ignore=ml_ids_to_ignore,
        )

    def _exclude_requiring_lot(self):
        """Override of `stock`: goods whose product became tracked in transit need no lot; the receiver enters it."""
        return super()._exclude_requiring_lot() or self.move_id.transfer_line_id

    def _put_in_pack(self, *args, **kwargs):
        """Override of `stock`: a new box belongs to the store whose goods are packed."""
        store = self.env.user._is_store_bound() and (self.location_id.store_id or self.picking_id.sudo().store_id)[:1]
        if not store:
            return super()._put_in_pack(*args, **kwargs)
        box = super(StockMoveLine, self.with_context(default_store_id=store.id))._put_in_pack(*args, **kwargs)
        return box.with_env(self.env)

    def _transfer_box(self):
        """Return the box these goods are taken out of."""
        return self.package_id or self.transfer_box_id
