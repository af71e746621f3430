# Part of store_group. License LGPL-3.
from odoo import api, fields, models
from odoo.exceptions import AccessError, LockError

from ...engine.fulfilment import joining
from ...exceptions import Refused
from ..people import elevation
from .store_delivery_facts import OPEN

BATCH = 2000  # deliveries looked at together


class StoreDeliveryGroup(models.Model):
    """Deliveries of several orders to one recipient that leave in one parcel with one number.

    Life: proposed from the open deliveries of channel orders, accepted by a person or at once where the channels say so,
    shipped together; undone until then. The orders stay what they are: each has its number, its lines, its total and its
    refunds. A delivery that may not go with the others any more (a question, a refund, a stop, another address) leaves the
    group with a note; with fewer than two there is no group.
    """

    _name = 'store.delivery.group'
    _description = 'Orders in One Parcel'
    _order = 'ship_by, id'

    name = fields.Char(string="Orders", compute='_compute_members', store=True)
    state = fields.Selection(
        [('proposed', "Could Go Together"), ('accepted', "Together"), ('shipped', "Shipped")],
        compute='_compute_members',
        store=True,
        index=True,
    )
    picking_ids = fields.One2many('stock.picking', 'delivery_group_id', string="Deliveries", readonly=True)
    order_count = fields.Integer(string="Number of Orders", compute='_compute_members', store=True)
    is_waiting = fields.Boolean(
        string="To Decide", compute='_compute_members', store=True, help="Somebody has to say whether all of it goes together."
    )
    ship_by = fields.Datetime(string="Ship Before", compute='_compute_ship_by', store=True, help="The earliest of its orders.")
    store_id = fields.Many2one('store.store', required=True, readonly=True, index=True, ondelete='restrict')
    company_id = fields.Many2one('res.company', required=True, readonly=True)
    picking_type_id = fields.Many2one('stock.picking.type', string="Leaves by", required=True, readonly=True, ondelete='cascade')
    recipient = fields.Char(compute='_compute_recipient', help="As far as its reader may see it.")
    goods = fields.Char(compute='_compute_goods', help="All goods of the parcel.")
    parcel_number = fields.Char(copy=False, help="Of the waybill. Every order in the parcel gets it.")
    accepted_by_id = fields.Many2one('res.users', string="Accepted by", readonly=True, ondelete='set null')
    is_changeable = fields.Boolean(compute='_compute_is_changeable')

    # === COMPUTE ===

    @api.depends('picking_ids.state', 'picking_ids.is_grouped', 'picking_ids.sale_id.name')
    def _compute_members(self):
        for group in self:
            members = group.picking_ids.filtered(lambda picking: picking.state != 'cancel')
            settled = members.filtered('is_grouped')
            still = members.filtered(lambda picking: picking.state != 'done')
            group.name = ' + '.join(members.sale_id.sorted('id').mapped('name'))
            group.order_count = len(members.sale_id)
            group.is_waiting = bool(still - settled)
            group.state = 'proposed' if not settled else 'accepted' if still else 'shipped'

    @api.depends('picking_ids.sale_id.store_details_ids.ship_by')
    def _compute_ship_by(self):
        for group in self:
            moments = group.sudo().picking_ids.sale_id.store_details_ids.mapped('ship_by')
            group.ship_by = min(filter(None, moments), default=False)

    @api.depends('picking_ids.sale_id')
    @api.depends_context('uid', 'lang')
    def _compute_recipient(self):
        for group in self:
            details = group.sudo().picking_ids[:1].sale_id.store_details_ids[:1]
            group.recipient = details.with_env(self.env)._who() if details else False

    @api.depends('picking_ids.move_ids.product_uom_qty')
    @api.depends_context('lang')
    def _compute_goods(self):
        words = self.env['store.transfer.board']._goods_text
        for group in self:
            moves = group.sudo().picking_ids.move_ids.filtered(lambda move: move.state != 'cancel')
            found = [
                (product.with_env(self.env), sum(own.mapped('product_qty')))
                for product, own in moves.grouped('product_id').items()
            ]
            group.goods = words(found)

    @api.depends('store_id', 'state')
    @api.depends_context('uid')
    def _compute_is_changeable(self):
        for group in self:
            group.is_changeable = group.state != 'shipped' and group.sudo().picking_ids.with_env(self.env)._may_be_shipped()

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("Choose deliveries in the list and ship them together."))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            if vals.keys() - {'parcel_number'}:
                raise AccessError(self.env._("Orders in one parcel are changed by the buttons. Only the parcel number is typed."))
            self.sudo().picking_ids.with_env(self.env)._check_may_ship()
        result = super().write(vals)
        if 'parcel_number' in vals:
            for group in self.sudo():
                others = group.picking_ids.filtered(
                    lambda picking, group=group: picking.is_grouped and picking.parcel_number != group.parcel_number
                )
                others.write({'parcel_number': group.parcel_number})
        return result

    # === ACTIONS ===

    def action_accept(self):
        """Let all proposed deliveries of these groups leave together.

        :raises Refused: naming the first that may not
        """
        for group in self._checked():
            group._settle(self.env.user)
        return True

    def action_dismiss(self):
        """Let the proposed deliveries leave each on its own; they are not proposed again."""
        for group in self._checked():
            group._free(group.picking_ids.filtered(lambda picking: not picking.is_grouped), 'person')
        return True

    def action_undo(self):
        """Take these groups apart: each order leaves on its own again, and is not proposed again.

        :raises Refused: when one has left
        """
        for group in self._checked():
            group._free(group.picking_ids, 'person')
        return True

    def action_ship(self):
        """Validate all deliveries of the parcel, as the button of a delivery does."""
        self.ensure_one()
        self._check_open()
        return self.picking_ids.filtered(lambda picking: picking.is_grouped and picking.state in OPEN).button_validate()

    def action_view_pickings(self):
        """Open the deliveries."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Deliveries"),
            'res_model': 'stock.picking',
            'views': [(False, 'list'), (False, 'kanban'), (False, 'form')],
            'context': {'create': False},
            'domain': [('delivery_group_id', '=', self.id)],
        }

    @api.model
    def action_look(self):
        """Look for orders that can leave together in the stores of the caller, now instead of within minutes."""
        self.env['stock.picking'].check_access('write')
        reach = self.env.user._store_reach()
        stores = self.env['store.store'].search([] if reach.reaches_all('write') else [('id', 'in', reach.stores('write'))])
        for company in stores.company_id & self.env.companies:
            own = stores.filtered(lambda store, company=company: store.company_id == company)
            elevation.enter(self, company)._propose(own.ids)
        return {'type': 'ir.actions.client', 'tag': 'soft_reload'}

    # === FULFILMENT ===

    @api.model
    def _cron_propose(self):
        """Propose for all stores, store by store."""
        for store in self.env['store.store'].search([]):
            self.with_context(allowed_company_ids=store.company_id.ids)._propose(store.ids)

    @api.model
    def _propose(self, store_ids):
        """Propose which open deliveries of these stores leave in one parcel; called as superuser.

        Those that may not stay in a group leave it first.
        """
        Picking = self.env['stock.picking']
        waiting = Picking.search(
            [
                ('store_id', 'in', store_ids),
                ('company_id', 'in', self.env.companies.ids),
                ('state', 'in', ('waiting', 'confirmed', 'assigned')),
                ('sale_id.store_channel_id', '!=', False),
                ('location_id.usage', '!=', 'customer'),
            ],
            order='id',
        )
        deliveries = []
        for start in range(0, len(waiting), BATCH):
            deliveries += self.env['store.delivery.facts']._deliveries(waiting[start : start + BATCH])
        left = waiting.delivery_group_id._drop_unfit()
        for proposal in joining.proposals([item for item in deliveries if item.key not in left.ids]):
            self._take(Picking.browse(proposal.keys), self.browse(proposal.group or ()).exists(), proposal.is_accepted)

    @api.model
    def _take(self, pickings, group, is_accepted):
        """Put deliveries into a group, a new one if `group` is empty; return it."""
        group = group or self.create(
            {
                'store_id': pickings[:1].store_id.id,
                'company_id': pickings[:1].company_id.id,
                'picking_type_id': pickings[:1].picking_type_id.id,
            }
        )
        pickings.write({'delivery_group_id': group.id, 'is_grouped': is_accepted, 'is_apart': False})
        if is_accepted:
            group._note_together(pickings)
        return group

    def _settle(self, user):
        """Accept what is proposed; called as superuser.

        :raises Refused: naming the first delivery that may not go with the others
        """
        self.ensure_one()
        still = self.picking_ids.filtered(lambda picking: picking.state != 'done')
        self._check_fits(still)
        new = still.filtered(lambda picking: not picking.is_grouped)
        new.is_grouped = True
        self.accepted_by_id = user
        self._note_together(new)

    def _has_room(self, pickings):
        """Whether these may leave with what is still open of this group."""
        still = self.picking_ids.filtered(lambda picking: picking.is_grouped and picking.state not in ('done', 'cancel'))
        return not joining.misfit(self.env['store.delivery.facts']._deliveries(still | pickings))

    def _number(self, number):
        """Give these parcels a number; what has it already is not written again."""
        self.filtered(lambda group: group.parcel_number != number).write({'parcel_number': number})

    @api.model
    def _check_fits(self, pickings):
        """:raises Refused: naming the first of these deliveries that may not go with the others, and why"""
        facts = self.env['store.delivery.facts']
        found = joining.misfit(facts._deliveries(pickings))
        if found:
            key, why = found
            raise Refused(
                self.env._(
                    "%(delivery)s cannot leave in one parcel with the others. %(why)s",
                    delivery=pickings.browse(key).name,
                    why=facts._why(why),
                )
            )

    def _drop_unfit(self):
        """Let the deliveries that may not stay in these groups leave them, with a note; return them. As superuser."""
        facts, left = self.env['store.delivery.facts'], self.env['stock.picking']
        for group in self.exists():
            still = group.picking_ids.filtered(lambda picking: picking.state != 'done')
            deliveries = facts._deliveries(still)
            fit = [item for item in deliveries if not joining.obstacle(item, joins=not item.is_settled)]
            first = fit[0] if fit else None
            for item in deliveries:
                why = joining.why_apart(item, first)
                if why:
                    left |= group._free(still.browse(item.key), why)
            if group.exists() and len(group.picking_ids.filtered(lambda picking: picking.state != 'cancel')) < 2:
                left |= group._free(group.picking_ids, 'gone')
        return left

    def _free(self, pickings, why):
        """Take deliveries out of their group, and end the group where fewer than two are left. Return all that left it.

        The number of the parcel stays with what has left or leaves now, and with what stays behind, whose label it is.

        :param str why: an obstacle of the engine, 'alone' or 'person'
        """
        self.ensure_one()
        out = pickings.filtered(lambda picking: picking.is_grouped and picking.state != 'done')
        members = self.picking_ids.filtered(lambda picking: picking.state != 'cancel') | pickings
        rest = members - pickings
        if (
            not rest.filtered(lambda picking: picking.state == 'done')
            and len(rest.filtered(lambda picking: picking.state in OPEN)) < 2
        ):
            pickings, rest = members, pickings.browse()
        settled = pickings.filtered('is_grouped')
        pickings.write({'delivery_group_id': False, 'is_grouped': False, **({'is_apart': True} if why == 'person' else {})})
        self._note_apart(settled, members & (settled | rest), why)
        if why == 'alone':
            out = out.filtered(lambda picking: picking.picking_type_code != 'outgoing')
        out._take_parcel_number()
        if not rest:
            self.unlink()
        return pickings

    def _note_together(self, pickings):
        names = ', '.join(self.picking_ids.filtered('is_grouped').sale_id.mapped('name'))
        for picking in pickings:
            picking.message_post(body=self.env._("Leaves in one parcel with the other orders of %(orders)s.", orders=names))

    def _note_apart(self, settled, members, why):
        sentence = self.env['store.delivery.facts']._why(why)
        for picking in members if settled else ():
            picking.message_post(
                body=self.env._(
                    "%(deliveries)s no longer leaves in one parcel with %(others)s. %(why)s",
                    deliveries=', '.join(settled.mapped('name')),
                    others=', '.join((members - settled).mapped('name')) or self.env._("other orders"),
                    why=sentence,
                )
            )

    def _checked(self):
        """Return these as superuser, locked, each in its company, once the caller may ship all of it and it has not left.

        :returns: a list of single groups
        :raises AccessError: for a caller who may not
        """
        self.check_access('read')
        self._check_open()
        found = []
        for group in self:
            group.sudo().picking_ids.with_env(self.env)._check_may_ship()
            own = elevation.enter(group, group.sudo().company_id)
            own._lock()
            found.append(own)
        return found

    def _check_open(self):
        """:raises Refused: naming a parcel that has left, or does not exist any more"""
        if self.exists() != self:
            raise Refused(self.env._("This parcel was changed meanwhile. Reload the page."))
        for group in self.filtered(lambda group: group.state == 'shipped'):
            raise Refused(self.env._("%(orders)s has left and stays as it is.", orders=group.name))

    def _lock(self):
        try:
            self.lock_for_update()
            self.picking_ids.lock_for_update(allow_referencing=True)
        except LockError as error:
            raise Refused(self.env._("Somebody else works on this parcel at this moment. Reload the page.")) from error
