# Part of store_group. License LGPL-3.
from odoo import models
from odoo.exceptions import UserError


class StockReturnPicking(models.TransientModel):
    """Customer returns are received by the store that processes them, even if another store had sent the goods."""

    _inherit = 'stock.return.picking'

    # === ACTIONS ===

    def action_create_exchanges(self):
        """Override of `stock`: refuse exchanges at the sending store; the selling store requests the replacement."""
        order_sudo = self.picking_id.sudo().sale_id
        if order_sudo and not order_sudo.with_env(self.env).has_access('read'):
            raise UserError(
                self.env._(
                    "%(picking)s was sent for an order of %(store)s. Take the goods back by a return; what is sent instead is "
                    "asked for by its people.",
                    picking=self.picking_id.name,
                    store=order_sudo.store_id.name or self.env._("Headquarters"),
                )
            )
        return super().action_create_exchanges()

    # === TRANSFER ===

    def _prepare_picking_default_values_based_on(self, picking):
        """Override of `stock`: goods another store sent for a sale return to the selling store.

        Only if its own users process the return; users of the sending store take them back there.
        """
        vals = super()._prepare_picking_default_values_based_on(picking)
        user = self.env.user
        if self.env.su or not user._is_store_bound():
            return vals
        own_types = user._store_anchors('write').types
        entrance_sudo = picking.sudo().store_id.warehouse_id.in_type_id
        if (
            picking.picking_type_id.code == 'outgoing'
            and vals['picking_type_id'] not in own_types
            and entrance_sudo.id in own_types
        ):
            vals.update(picking_type_id=entrance_sudo.id, location_dest_id=entrance_sudo.default_location_dest_id.id)
        return vals
