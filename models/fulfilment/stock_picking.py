# Part of store_group. License LGPL-3.
from odoo import api, fields, models
from odoo.exceptions import LockError

from ...exceptions import Refused
from ..people import elevation
from .store_delivery_facts import OPEN

# Set by actions only, which ask for the right to ship.
BY_ACTIONS = {'delivery_group_id', 'is_grouped', 'is_apart'}


class StockPicking(models.Model):
    """Deliveries of several orders leave in one parcel: they are validated together, and have one number."""

    _inherit = 'stock.picking'

    delivery_group_id = fields.Many2one(
        'store.delivery.group', string="In One Parcel", index='btree_not_null', readonly=True, copy=False, ondelete='set null'
    )
    is_grouped = fields.Boolean(
        string="Leaves Together", readonly=True, copy=False, help="Accepted: it leaves with the others in one parcel."
    )
    is_apart = fields.Boolean(
        string="Leaves Alone", readonly=True, copy=False, help="A person decided so: it is not proposed with others any more."
    )
    parcel_number = fields.Char(copy=False, help="Of the waybill. Orders in one parcel have the same.")
    is_divisible = fields.Boolean(compute='_compute_buttons')
    is_releasable = fields.Boolean(compute='_compute_buttons', help="It can be taken out of its parcel.")

    # === COMPUTE ===

    @api.depends('state', 'sale_id', 'is_grouped')
    @api.depends_context('uid')
    def _compute_buttons(self):
        for picking in self:
            is_mine = picking.state in OPEN and picking._may_be_shipped()
            picking.is_divisible = is_mine and picking._has_parts()
            picking.is_releasable = is_mine and picking.is_grouped

    # === CONSTRAINTS ===

    @api.constrains('delivery_group_id', 'is_grouped')
    def _check_delivery_group(self):
        """:raises Refused: whoever puts a delivery into a group of others; what is only proposed is asked when it is accepted"""
        for group in self.sudo().delivery_group_id:
            group._check_fits(
                group.picking_ids.filtered(lambda picking: picking.is_grouped and picking.state not in ('done', 'cancel'))
            )

    # === CRUD ===

    def write(self, vals):
        """A delivery that goes to somebody else, or leaves from elsewhere, leaves its parcel; all of a parcel have its number.

        :raises Refused: when a user puts deliveries together or apart by their fields
        """
        if vals.keys() & BY_ACTIONS and not self.env.su:
            raise Refused(self.env._("Use the buttons of Orders in One Parcel to put deliveries together or to take them out."))
        result = super().write(vals)
        if 'parcel_number' in vals:
            self.sudo().filtered('is_grouped').delivery_group_id._number(vals['parcel_number'])
        elif vals.get('is_grouped'):
            for group, own in self.sudo().filtered('is_grouped').grouped('delivery_group_id').items():
                own.parcel_number = group.parcel_number
        if vals.keys() & {'partner_id', 'picking_type_id', 'location_id', 'store_id'}:
            self.sudo().delivery_group_id._drop_unfit()
        return result

    # === ACTIONS ===

    def action_ship_together(self):
        """Let these deliveries leave in one parcel.

        :raises Refused: naming the first that may not go with the others
        """
        self._check_may_ship()
        if len(self) < 2:
            raise Refused(self.env._("Choose at least two deliveries to one recipient."))
        pickings_sudo = elevation.enter(self, self.sudo().company_id[:1])
        try:
            pickings_sudo.lock_for_update(allow_referencing=True)
        except LockError as error:
            raise Refused(self.env._("Somebody else works on these deliveries at this moment. Try again.")) from error
        Group = pickings_sudo.env['store.delivery.group']
        Group._check_fits(pickings_sudo)
        for group in pickings_sudo.delivery_group_id:
            group._free(group.picking_ids & pickings_sudo, 'person')
        group = Group._take(pickings_sudo, Group, True)
        group.accepted_by_id = self.env.user
        return {'type': 'ir.actions.act_window', 'res_model': group._name, 'res_id': group.id, 'views': [(False, 'form')]}

    def action_leave_parcel(self):
        """Take this delivery out of the parcel it was to leave in with others."""
        self._check_may_ship()
        for picking in self.filtered('delivery_group_id'):
            (group,) = picking.sudo().delivery_group_id.with_env(self.env)._checked()
            group._free(group.picking_ids.filtered(lambda own, picking=picking: own.id == picking.id), 'person')
        return True

    # === FULFILMENT ===

    def _check_may_ship(self):
        """:raises AccessError: unless the caller may ship all of these"""
        self.check_access('write')
        if elevation.is_needed(self):
            self._check_own_operation()
        for picking in self.sudo():
            self.env.user._check_store_can('ship', picking.picking_type_id.warehouse_id.store_id or picking.store_id)

    def _may_be_shipped(self):
        """Whether the caller may ship all of these."""
        user = self.env.user
        if not self or not self.has_access('write'):
            return False
        mine = elevation.is_needed(self) and user._store_anchors('write').types
        return all(
            (mine is False or picking.picking_type_id.id in mine)
            and user._store_can('ship', picking.picking_type_id.warehouse_id.store_id or picking.store_id)
            for picking in self.sudo()
        )

    def _take_parcel_number(self):
        """Leave these, which were taken out of a parcel, without its number; they tell which it was."""
        for picking in self.filtered('parcel_number'):
            if picking.state in OPEN:
                picking.message_post(
                    body=self.env._(
                        "The number %(number)s is of the parcel it was taken out of. It needs its own.",
                        number=picking.parcel_number,
                    )
                )
            picking.parcel_number = False

    def _in_one_parcel(self):
        """Fill the hook: the others of the parcel, once those that may not go with them have left it.

        :raises Refused: when nothing of one of them is there
        """
        found = super()._in_one_parcel()
        if not found.sudo().filtered('is_grouped'):
            return found
        found.check_access('write')
        own = found.sudo()
        own.filtered('is_grouped').delivery_group_id._drop_unfit()
        others = own.filtered('is_grouped').delivery_group_id.picking_ids.filtered(
            lambda picking: picking.is_grouped and picking.state in OPEN
        )
        for picking in others - own:
            if picking.state != 'assigned':
                picking.action_assign()
            if not any(picking.move_ids.mapped('quantity')):
                raise Refused(
                    self.env._(
                        "%(delivery)s leaves in one parcel with %(others)s, and nothing of it is there yet. Wait for its goods, "
                        "or take it out of the parcel.",
                        delivery=picking.name,
                        others=', '.join((others - picking).mapped('name')),
                    )
                )
        return found | others.with_env(self.env)
