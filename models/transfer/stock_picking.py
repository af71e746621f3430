# Part of store_group. License LGPL-3.
from odoo import api, fields, models
from odoo.fields import Domain

from ...exceptions import TransferRefused

# States of a move whose goods are not all there.
LACKING = ('confirmed', 'partially_available')


class StockPicking(models.Model):
    """Pickings of a transfer are processed like any other; the transfer is updated."""

    _inherit = 'stock.picking'

    transfer_id = fields.Many2one('store.transfer', compute='_compute_transfer_id', string="Transfer between Stores")
    can_find_in_stores = fields.Boolean(compute='_compute_can_find_in_stores')

    # === COMPUTE ===

    def _compute_transfer_id(self):
        lines_sudo = {}
        for picking, line in (
            self.env['stock.move']
            .sudo()
            ._read_group([('picking_id', 'in', self.ids), ('transfer_line_id', '!=', False)], ['picking_id', 'transfer_line_id'])
        ):
            lines_sudo[picking.id] = line
        for picking in self:
            picking.transfer_id = lines_sudo.get(picking.id, self.env['store.transfer.line']).transfer_id.id

    def _compute_can_find_in_stores(self):
        for picking in self:
            picking.can_find_in_stores = bool(picking._order_to_help())

    # === ACTIONS ===

    def action_find_in_stores(self):
        """Open the wizard that shows which stores have the goods the order of this delivery lacks.

        :raises AccessError: for whoever may not see the delivery, or change the order
        :raises UserError: for a delivery of no order, and as `sale.order.find_in_stores`
        """
        self.ensure_one()
        self.check_access('read')
        order = self.sudo().sale_id.with_env(self.env)
        if not order:
            raise TransferRefused(
                self.env._("%(delivery)s is for no customer's order. Ask for its goods by a transfer.", delivery=self.name)
            )
        return order.action_find_in_stores()

    # === TRANSFER ===

    def _missing_quantity(self):
        """Return how much of what is still to leave or come is not reserved, in the units of the moves, added up."""
        return sum(
            move.product_uom_qty - move.quantity
            for move in self.move_ids
            if move.state in LACKING and move.product_uom_qty > move.quantity
        )

    def _order_to_help(self):
        """Return the order of this delivery if it lacks goods and the caller may look for them in other stores now, else none."""
        order = self.sudo().sale_id.with_env(self.env)
        lacks = order and self.location_dest_id.usage == 'customer' and self._missing_quantity() > 0
        return order if lacks and order._may_be_helped() else order.browse()

    @api.model
    def get_empty_list_help(self, help_message):
        """Override of `stock`: our menus lead on in words of their own; core's praise an app."""
        if help_message and self.env.context.get('store_own_help'):
            return help_message
        return super().get_empty_list_help(help_message)

    @api.model
    def _waiting_deliveries(self, until, after=None):
        """Return the domain of deliveries to customers that have not left and are due by then.

        :param datetime until: the deadline is the channel's, else the planned moment
        :param datetime after: leaves out what is due before
        """
        due = Domain(self._due_by(until)) & (~Domain(self._due_by(after)) if after else Domain.TRUE)
        return list(
            due
            & Domain(
                [
                    ('state', 'in', ['waiting', 'confirmed', 'assigned']),
                    ('picking_type_id.code', '=', 'outgoing'),
                    ('location_dest_id.usage', '=', 'customer'),
                ]
            )
        )

    def _due_by(self, moment):
        text = fields.Datetime.to_string(moment)
        return Domain('date_deadline', '<=', text) | (Domain('date_deadline', '=', False) & Domain('scheduled_date', '<=', text))

    def _action_done(self):
        """Override of `stock`: update the other side and the transfer, whoever validates."""
        moves_sudo = self.sudo().move_ids.filtered(lambda move: move.transfer_line_id and move.state not in {'done', 'cancel'})
        if not moves_sudo:
            return super()._action_done()
        goods = self.env['store.transfer.goods'].sudo()
        moves_sudo = self.env['store.transfer.ground'].sudo()._part_by_cost(moves_sudo)
        boxes = self.env['store.transfer.boxes'].sudo()
        whole = boxes._before_done(moves_sudo)
        goods._before_done(moves_sudo)
        boxes._keep(whole)
        result = super()._action_done()
        goods._after_done(moves_sudo)
        boxes._after_done(moves_sudo)
        return result

    def action_view_transfer(self):
        """Open the transfer of this picking."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window',
            'res_model': 'store.transfer',
            'res_id': self.transfer_id.id,
            'views': [(False, 'form')],
        }
