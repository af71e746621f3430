# Part of store_group. License LGPL-3.
from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, LockError
from odoo.tools import LazyTranslate

from ...engine.quantities import exact
from ...engine.stores import four_eyes
from ...engine.transfer import lifecycle
from ...exceptions import TransferRefused
from ...wording import number_text
from ..people import elevation

OPEN = {'asked', 'agreed'}

_lt = LazyTranslate(__name__)


class StoreServing(models.Model):
    """One store sends goods of another store's order to the customer.

    Life: requested by the seller, agreed or refused by whoever approves at the sending store, sent when its
    users have validated the delivery. Until it is agreed the delivery stays with the seller; after a refusal or
    withdrawal the seller delivers the rest. The order, its invoice, its revenue and the cost of the goods
    stay with the selling store: only the goods come from elsewhere. Within one company only.
    """

    _name = 'store.serving'
    _description = 'Delivery by Another Store'
    _inherit = ['mail.thread', 'mail.activity.mixin', 'store.hidden', 'store.one.currency']
    _order = 'id desc'
    _store_hidden = {'value': 'see_cost'}

    name = fields.Char(compute='_compute_name', store=True)
    state = fields.Selection(
        [('asked', "Asked"), ('agreed', "Agreed"), ('refused', "Refused"), ('withdrawn', "Withdrawn"), ('sent', "Sent")],
        required=True,
        default='asked',
        readonly=True,
        index=True,
        tracking=True,
    )
    sale_order_id = fields.Many2one(
        'sale.order', string="Customer Order", required=True, readonly=True, index=True, ondelete='cascade'
    )
    company_id = fields.Many2one(related='sale_order_id.company_id', store=True, precompute=True)
    store_id = fields.Many2one(related='sale_order_id.store_id', store=True, precompute=True, index=True, string="Sold by")
    serving_store_id = fields.Many2one(
        'store.store', string="Sent by", required=True, readonly=True, index=True, ondelete='restrict'
    )
    line_ids = fields.One2many('store.serving.line', 'serving_id', string="Goods", readonly=True)
    goods = fields.Char(string="Goods Asked For", compute='_compute_goods', help="What it is about, in words.")
    pieces = fields.Float(compute='_compute_goods', digits='Product Unit', string="Quantity")
    currency_id = fields.Many2one(related='company_id.currency_id')
    value = fields.Monetary(readonly=True, help="At cost when it was requested.")
    asker_id = fields.Many2one('res.users', string="Asked by", readonly=True, ondelete='restrict')
    answerer_id = fields.Many2one('res.users', string="Answered by", readonly=True, ondelete='restrict')
    answered_on = fields.Datetime(readonly=True)
    refusal = fields.Char(string="Reason of Refusal", tracking=True, help="Written by whoever refuses.")
    is_one_handed = fields.Boolean(
        string="Two-Person Rule Waived", readonly=True, tracking=True, help="Requested and agreed by one person; allowed here."
    )
    is_agreeable = fields.Boolean(compute='_compute_buttons')
    is_answerable = fields.Boolean(compute='_compute_buttons')
    is_withdrawable = fields.Boolean(compute='_compute_buttons')

    # === COMPUTE ===

    @api.depends('sale_order_id.name', 'serving_store_id.name')
    def _compute_name(self):
        for serving in self:
            serving.name = f'{serving.sale_order_id.name} → {serving.serving_store_id.name}'

    @api.depends('line_ids.product_id', 'line_ids.quantity')
    @api.depends_context('lang')
    def _compute_goods(self):
        words = self.env['store.transfer.board']._goods_text
        for serving in self:
            serving.goods = words((line.product_id, line.quantity) for line in serving.line_ids)
            serving.pieces = sum(serving.line_ids.mapped('quantity'))

    @api.depends('state', 'value', 'asker_id', 'serving_store_id')
    @api.depends_context('uid')
    def _compute_buttons(self):
        user = self.env.user
        for serving in self:
            serving.is_answerable = serving.state in OPEN and serving._may_answer()
            serving.is_agreeable = serving.state == 'asked' and serving.is_answerable and serving._is_second()
            serving.is_withdrawable = serving.state in OPEN and user._store_can('request', serving.store_id)

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("Request this on the order: find its goods in other stores."))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            if vals.keys() - {'refusal', 'message_follower_ids', 'activity_ids'}:
                raise AccessError(self.env._("A delivery by another store cannot be edited. Use its buttons."))
            if 'refusal' in vals:
                self._check_answerer()
        return super().write(vals)

    # === ACTIONS ===

    def action_agree(self):
        """Agree to send: this store gets the delivery, and its goods are reserved.

        :raises TransferRefused: for a request that was refused or withdrawn
        """
        self._check_not({'refused', 'withdrawn'})
        for serving in self.filtered(lambda serving: serving.state == 'asked'):
            serving._check_answerer()
            elevated_sudo = serving._elevated()
            elevated_sudo._check_four_eyes()
            elevated_sudo._agree()
        return True

    def action_refuse(self, reason=False):
        """Refuse, or give back what was agreed and has not left: the seller gets the delivery back.

        :param str reason: shown to the requester
        :raises TransferRefused: for goods that were sent
        """
        self._check_not({'sent'})
        for serving in self.filtered(lambda serving: serving.state in OPEN):
            serving._check_answerer()
            elevated_sudo = serving._elevated()
            elevated_sudo.refusal = reason or elevated_sudo.refusal or self.env._("No reason was given.")
            elevated_sudo._end('refused')
            elevated_sudo._tell_salesperson(
                _lt(
                    "%(store)s does not send %(order)s",
                    store=elevated_sudo.serving_store_id.name,
                    order=elevated_sudo.sale_order_id.name,
                ),
                note=elevated_sudo.refusal,
            )
        return True

    def action_withdraw(self):
        """Withdraw the request; the selling store delivers what has not left.

        :raises TransferRefused: for goods that were sent
        """
        self._check_not({'sent'})
        for serving in self.filtered(lambda serving: serving.state in OPEN):
            serving.check_access('read')
            self.env.user._check_store_can('request', serving.sudo().store_id)
            serving._elevated()._end('withdrawn')
        return True

    def action_view_pickings(self):
        """Open the deliveries of this order that leave the sending store."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Deliveries"),
            'res_model': 'stock.picking',
            'views': [(False, 'list'), (False, 'kanban'), (False, 'form')],
            'mobile_view_mode': 'kanban',
            'context': {'create': False},
            'domain': [('id', 'in', self.sudo()._moves().picking_id.ids)],
        }

    # === TRANSFER ===

    @api.model
    def _ask(self, order_sudo, serving_store, wanted):
        """Ask a store to send {sale line: quantity in the product's unit}; return it elevated."""
        serving_sudo = elevation.enter(self, order_sudo.company_id).create(
            {
                'sale_order_id': order_sudo.id,
                'serving_store_id': serving_store.id,
                'asker_id': self.env.user.id,
                'value': order_sudo.company_id.currency_id.round(
                    sum(
                        quantity * line.product_id.with_company(order_sudo.company_id).standard_price
                        for line, quantity in wanted.items()
                    )
                ),
                'line_ids': [
                    Command.create({'sale_line_id': line.id, 'quantity': quantity}) for line, quantity in wanted.items()
                ],
            }
        )
        serving_sudo._check_free()
        self.env['store.notice']._tell(
            serving_sudo._approvers(),
            serving_sudo,
            _lt("Agree to send %(order)s for %(store)s", order=order_sudo.name, store=order_sudo.store_id.name),
            deadline=order_sudo.commitment_date and serving_store._local_day(order_sudo.commitment_date),
        )
        return serving_sudo

    def _elevated(self):
        """Return this as superuser in its company, locked until the end of the transaction."""
        self.ensure_one()
        elevated_sudo = elevation.enter(self, self.sudo().company_id)
        try:
            elevated_sudo.lock_for_update()
        except LockError as error:
            raise TransferRefused(
                self.env._("Somebody else is answering for %(serving)s at this moment. Reload it.", serving=elevated_sudo.name)
            ) from error
        return elevated_sudo

    def _check_not(self, states):
        """:raises TransferRefused: when a request has ended in one of these states, which this act cannot change"""
        self.check_access('read')
        for serving in self.sudo().filtered(lambda serving: serving.state in states):
            labels = dict(serving._fields['state']._description_selection(self.env))
            raise TransferRefused(
                self.env._(
                    "%(serving)s has ended (%(state)s) and stays as it is. Ask again, or return what was sent.",
                    serving=serving.name,
                    state=labels[serving.state],
                )
            )

    def _check_answerer(self):
        """:raises AccessError: unless the user may approve this value at the sending store"""
        self.check_access('read')
        for serving in self.sudo():
            if not serving._may_answer():
                raise AccessError(
                    self.env._(
                        "%(user)s may not decide whether %(store)s sends %(order)s. Ask %(helpers)s.",
                        user=self.env.user.name,
                        store=serving.serving_store_id.name,
                        order=serving.sale_order_id.name,
                        helpers=self.env['store.store']._helper_names(serving._approvers()),
                    )
                )

    def _may_answer(self):
        """Whether the user may approve this value at the sending store."""
        self = self.sudo()
        return self.env.user._store_limit('approve_up_to', self.serving_store_id) >= self._value_to_approve()

    def _value_to_approve(self):
        return max(self.value, self.currency_id.rounding)  # whoever approves nothing does not approve goods of no value

    def _approvers(self):
        store, value = self.serving_store_id, self._value_to_approve()
        return store._nearest_people(lambda user: user._store_limit('approve_up_to', store) >= value)

    def _is_second(self):
        """Whether the two-person rule lets the user agree."""
        self = self.sudo()
        groups, group = [], self.serving_store_id.group_id
        while group:
            groups.append(group)
            group = group.parent_id
        policy = four_eyes.nearest(item._four_eyes_policy(self.serving_store_id) for item in groups)
        return four_eyes.is_allowed('approve', self.env.user.id, self._acted(), policy, exact(self.value))

    def _acted(self):
        return {'request': {self.asker_id.id}}

    def _check_four_eyes(self):
        """:raises TransferRefused: when the requester would agree and two people are needed"""
        if not self._is_second():
            raise TransferRefused(
                self.env._(
                    "%(user)s requested the delivery of %(order)s. Somebody else of %(store)s must agree to it.",
                    user=self.env.user.name,
                    order=self.sale_order_id.name,
                    store=self.serving_store_id.name,
                )
            )
        if four_eyes.is_exception('approve', self.env.user.id, self._acted()):
            self.is_one_handed = True

    def _check_free(self):
        """:raises TransferRefused: naming every product the sending store lacks"""
        products = self.line_ids.product_id
        free = self.env['store.availability']._free(self.serving_store_id, products)[self.serving_store_id.id]
        needs = {product: sum(lines.mapped('quantity')) for product, lines in self.line_ids.grouped('product_id').items()}
        short = [
            self.env._(
                "%(product)s: %(wanted)s wanted, %(free)s free",
                product=product.display_name,
                wanted=number_text(self.env, need),
                free=number_text(self.env, max(free[product.id], 0.0)),
            )
            for product, need in needs.items()
            if product.uom_id.compare(need, free[product.id]) > 0
        ]
        if short:
            raise TransferRefused(
                self.env._(
                    "%(store)s has not enough for order %(order)s:\n%(short)s\nAsk for less, or another store.",
                    store=self.serving_store_id.name,
                    order=self.sale_order_id.name,
                    short='\n'.join(f'- {item}' for item in short),
                )
            )

    def _set_state(self, new_state):
        """Change the state of a serving; the only place that does."""
        for serving in self:
            if not lifecycle.may_become(lifecycle.SERVING_TRANSITIONS, serving.state, new_state):
                raise TransferRefused(
                    self.env._(
                        "%(serving)s is %(state)s already.",
                        serving=serving.name,
                        state=dict(self._fields['state']._description_selection(self.env))[serving.state],
                    )
                )
            serving.state = new_state
            self.env['store.notice']._settle(serving)

    def _agree(self):
        # nobody else is promised the same goods meanwhile
        self.env['store.availability'].sudo()._hold(self.serving_store_id, self.line_ids.product_id)
        self._check_free()
        for line in self.line_ids:
            line._move_demand(self.store_id.warehouse_id, self.serving_store_id.warehouse_id)
        self.write({'answerer_id': self.env.user.id, 'answered_on': fields.Datetime.now()})
        self._set_state('agreed')
        self.env['store.notice']._tell(
            self.serving_store_id._people_who_may('ship'),
            self,
            _lt("Send %(order)s to the customer", order=self.sale_order_id.name),
        )

    def _end(self, state):
        """Give what has not left back to the selling store, and close."""
        was_agreed = self.state == 'agreed'
        if was_agreed:
            self._check_none_picked()
        if state == 'refused':
            self.write({'answerer_id': self.env.user.id, 'answered_on': fields.Datetime.now()})
        self._set_state(state)  # first: what ends below is no end of the request any more, see `_follow_moves`
        for line in self.line_ids if was_agreed else ():
            line._move_demand(self.serving_store_id.warehouse_id, self.store_id.warehouse_id, as_far_as_there=True)

    def _check_none_picked(self):
        """:raises TransferRefused: while goods that were picked for the order wait to leave, since they would stay with nobody"""
        waiting = self._moves().filtered(lambda move: move.state not in {'done', 'cancel'})
        picked = waiting.move_orig_ids.filtered(lambda move: move.state == 'done' and not move.origin_returned_move_id)
        here = picked & self._moves()
        if here:
            raise TransferRefused(
                self.env._(
                    "%(store)s has picked goods for order %(order)s already (%(picking)s). Send them, or cancel the "
                    "order's delivery.",
                    store=self.serving_store_id.name,
                    order=self.sale_order_id.name,
                    picking=', '.join(here.picking_id.mapped('name')),
                )
            )

    def _order_gave_up(self):
        """Close after the order and its deliveries were cancelled."""
        for serving in self.filtered(lambda serving: serving.state in OPEN):
            serving._set_state('withdrawn')

    def _moves(self):
        """Return the moves that take these goods from the sending stores' locations, or on from there."""
        return self.line_ids.sale_line_id.move_ids.filtered(lambda move: move.warehouse_id in self.serving_store_id.warehouse_id)

    @api.model
    def _follow_moves(self, moves):
        """Close the serving and notify the seller when the last of its goods have left or will not leave.

        :param moves: moves that were done or cancelled, in whatever way
        """
        lines_sudo = moves.sudo().sale_line_id.store_serving_line_ids
        for serving in lines_sudo.serving_id.filtered(lambda item: item.state == 'agreed'):
            own = serving._moves()
            if own and all(move.state in {'done', 'cancel'} for move in own):
                serving._elevated()._sent_or_dropped()

    def _sent_or_dropped(self):
        """Close after the sending store has finished; what it dropped is the seller's to deliver again, and said."""
        names = {'store': self.serving_store_id.name, 'order': self.sale_order_id.name}
        sent = {line: line._sent() for line in self.line_ids}
        self._set_state('sent' if any(sent.values()) else 'refused')  # first, see `_end`
        back = [(line.product_id, quantity) for line in self.line_ids if (quantity := line._give_back_dropped(sent[line]))]
        note = back and _lt(
            "Not sent: %(goods)s. It waits in your deliveries again: send it, or find it in other stores.",
            goods=self.env['store.transfer.board']._goods_text(back),
        )
        if not any(sent.values()):
            self.refusal = self.env._("Nothing was sent.")
            self._tell_salesperson(_lt("%(store)s does not send %(order)s", **names), note=note)
            return
        self.line_ids.filtered(lambda line: not sent[line]).unlink()
        summary = _lt("%(store)s has sent only a part of %(order)s", **names) if back else None
        self._tell_salesperson(summary or _lt("%(store)s has sent %(order)s", **names), note=note)

    def _tell_salesperson(self, summary, note=False):
        order = self.sale_order_id
        people = (order.user_id or self.asker_id).filtered(lambda user: order.with_user(user).has_access('read'))
        self.env['store.notice']._tell(people, order, summary, note=note)

    def _data(self):
        self.ensure_one()
        return {
            'id': self.id,
            'name': self.name,
            'state': self.state,
            'lines': [
                {
                    'line_id': line.sale_line_id.id,
                    'quantity': line.quantity,
                    'product': line.product_id.default_code or str(line.product_id.id),
                }
                for line in self.line_ids
            ],
        }
