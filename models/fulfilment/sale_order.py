# Part of store_group. License LGPL-3.
from odoo import api, fields, models

from ...exceptions import Refused


class SaleOrder(models.Model):
    """Orders know the numbers of their parcels, and leave a shared one when something about them is open."""

    _inherit = 'sale.order'

    parcel_numbers = fields.Char(
        compute='_compute_parcel_numbers', compute_sudo=True, help="Of the waybills its goods leave with."
    )

    is_divisible = fields.Boolean(compute='_compute_is_divisible')

    # === COMPUTE ===

    @api.depends('state', 'picking_ids.state')
    @api.depends_context('uid')
    def _compute_is_divisible(self):
        for order in self:
            order.is_divisible = bool(order.store_channel_id and order._parts())

    @api.depends('picking_ids.parcel_number', 'picking_ids.state')
    def _compute_parcel_numbers(self):
        for order in self:
            kept = order.picking_ids.filtered(lambda picking: picking.state != 'cancel' and picking.parcel_number)
            order.parcel_numbers = ', '.join(dict.fromkeys(kept.sorted('id').mapped('parcel_number'))) or False

    # === ACTIONS ===

    def action_split_delivery(self):
        """Divide the goods of the order that have not left over several deliveries.

        :raises Refused: when no delivery of it is open
        """
        self.ensure_one()
        self.check_access('read')
        parts = self._parts()
        if not parts:
            raise Refused(
                self.env._("%(order)s has no open delivery whose goods could be divided. Confirm it first.", order=self.name)
            )
        return self.env['store.delivery.split']._open(parts[:1])

    # === FULFILMENT ===

    def _parts(self):
        """Return the open deliveries of this order that the caller may divide."""
        found = self.env['stock.picking']
        if not found.has_access('write'):
            return found
        found = found.search(
            [('sale_id', 'in', self._origin.ids), ('state', 'in', ('waiting', 'confirmed', 'assigned'))], order='id'
        )
        return found.filtered(lambda picking: picking._has_parts() and picking._may_be_shipped())

    def _after_store_doubt(self):
        """Fill the hook: these orders leave the parcels they were to share."""
        if self:
            shared = self.env['stock.picking'].sudo().search([('sale_id', 'in', self.ids), ('delivery_group_id', '!=', False)])
            shared.delivery_group_id._drop_unfit()
        return super()._after_store_doubt()

    def _after_store_cancel(self):
        """Fill the hook: a cancelled order leaves its parcel."""
        self._after_store_doubt()
        return super()._after_store_cancel()
