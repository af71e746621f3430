# Part of store_group. License LGPL-3.
from odoo import api, fields, models
from odoo.exceptions import AccessError, LockError
from odoo.fields import Domain
from odoo.tools import clean_context

from ....engine.transfer import lifecycle
from ....exceptions import TransferRefused

# Fields users write while it is a draft; actions write everything else.
OF_THE_DRAFT = {'source_store_id', 'dest_store_id', 'need_by', 'reason', 'priority', 'line_ids'}
ALWAYS = {'line_ids', 'message_follower_ids', 'message_ids', 'activity_ids', 'message_main_attachment_id'}


class StoreTransfer(models.Model):
    """Goods on their way from one store to another.

    Life: requested, approved by the source, shipped in parts, received in parts, closed when nothing is on the
    way and no difference is open. Before shipping it may be cancelled; afterwards goods come back by a return only.
    Quantities are those of Odoo's stock moves, so processing its pickings updates the transfer. Both stores
    read it; each acts on its own side, and only actions write its state.

    Its parts are in this folder: `rights`, `checks`, `requesting`, `actions`, `packing`, `printing`, `customer`,
    `editing`, `charges`, `credit`, `returns`.
    """

    _name = 'store.transfer'
    _description = 'Transfer between Stores'
    _inherit = ['mail.thread', 'mail.activity.mixin', 'store.one.currency', 'store.hidden']
    _order = 'priority desc, id desc'
    _store_hidden = {'value': 'see_cost'}

    name = fields.Char(readonly=True, copy=False, default=lambda self: self.env._("New"))
    kind = fields.Selection(
        [('request', "Request"), ('allocation', "Allocation"), ('recall', "Recall"), ('return', "Return")],
        required=True,
        default='request',
        readonly=True,
        copy=False,
        tracking=True,
    )
    priority = fields.Selection([('0', "Normal"), ('1', "Urgent")], default='0', required=True)
    state = fields.Selection(
        [
            ('draft', "Draft"),
            ('submitted', "Submitted"),
            ('approved', "Approved"),
            ('rejected', "Rejected"),
            ('shipped', "Shipped"),
            ('received', "Received"),
            ('closed', "Closed"),
            ('cancelled', "Cancelled"),
        ],
        required=True,
        default='draft',
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    # between
    source_store_id = fields.Many2one(
        'store.store',
        string="From Store",
        required=True,
        ondelete='restrict',
        tracking=True,
        domain="[('state', '=', 'open'), ('id', '!=', dest_store_id)]",
    )
    dest_store_id = fields.Many2one(
        'store.store',
        string="To Store",
        required=True,
        ondelete='restrict',
        tracking=True,
        default=lambda self: self.env.user._default_store(self.env.company),
        domain="[('state', '=', 'open'), ('id', '!=', source_store_id)]",
    )
    source_company_id = fields.Many2one(related='source_store_id.company_id', store=True, string="Sending Company")
    dest_company_id = fields.Many2one(related='dest_store_id.company_id', store=True, string="Receiving Company")
    is_between_companies = fields.Boolean(compute='_compute_is_between_companies')
    lane_id = fields.Many2one('store.lane', readonly=True, copy=False, ondelete='restrict')
    # what and why
    line_ids = fields.One2many('store.transfer.line', 'transfer_id', string="Lines", copy=True)
    need_by = fields.Date(tracking=True)
    reason = fields.Char(tracking=True)
    refusal = fields.Char(
        string="Reason of Rejection", copy=False, tracking=True, help="Entered by the user who decides on the request."
    )
    external_id = fields.Char(
        string="External Number", readonly=True, copy=False, help="The caller's own number, unique per receiving store."
    )
    origin_id = fields.Many2one(
        'store.transfer', string="Returns", readonly=True, copy=False, index='btree_not_null', ondelete='restrict'
    )
    return_ids = fields.One2many('store.transfer', 'origin_id', string="Return Transfers")
    sale_order_id = fields.Many2one(
        'sale.order', string="For Customer Order", readonly=True, copy=False, index='btree_not_null', ondelete='set null'
    )
    reference_id = fields.Many2one('stock.reference', readonly=True, copy=False, ondelete='set null')
    currency_id = fields.Many2one(related='source_company_id.currency_id')
    value = fields.Monetary(
        readonly=True, copy=False, help="Of what is approved, before that of what is requested: at the sender's cost."
    )
    # who and when
    requester_id = fields.Many2one('res.users', readonly=True, copy=False, ondelete='restrict')
    approver_id = fields.Many2one('res.users', readonly=True, copy=False, ondelete='restrict')
    shipper_ids = fields.Many2many('res.users', 'store_transfer_shipper_rel', readonly=True, copy=False)
    receiver_ids = fields.Many2many('res.users', 'store_transfer_receiver_rel', readonly=True, copy=False)
    is_one_handed = fields.Boolean(
        string="Two-Person Rule Waived",
        readonly=True,
        copy=False,
        tracking=True,
        help="One person requested and approved, or shipped and received; allowed here, and marked.",
    )
    approved_on = fields.Datetime(readonly=True, copy=False)
    shipped_on = fields.Datetime(readonly=True, copy=False, help="First shipment.")
    received_on = fields.Datetime(readonly=True, copy=False, help="Last receipt.")
    due_on = fields.Date(readonly=True, copy=False, help="First shipment and the days on the way.")
    # computed
    discrepancy_ids = fields.One2many('store.transfer.discrepancy', 'transfer_id', string="Differences")
    open_discrepancies = fields.Integer(compute='_compute_discrepancies', string="Open Differences")
    discrepancy_count = fields.Integer(compute='_compute_discrepancies', string="Differences Found")
    qty_in_transit = fields.Float(compute='_compute_qty_in_transit', digits='Product Unit', string="On the Way")
    goods = fields.Char(compute='_compute_goods', help="What it is about, in words.")
    pieces = fields.Float(compute='_compute_goods', digits='Product Unit', string="Quantity")

    _external_uniq = models.UniqueIndex(
        '(dest_store_id, external_id) WHERE external_id IS NOT NULL',
        "The receiving store has a transfer with this external number already.",
    )
    _two_stores = models.Constraint('CHECK (source_store_id != dest_store_id)', "A transfer needs two stores.")
    _source_idx = models.Index('(source_store_id, priority DESC, id DESC)')
    _dest_idx = models.Index('(dest_store_id, priority DESC, id DESC)')

    # === COMPUTE ===

    @api.depends('source_company_id', 'dest_company_id')
    def _compute_is_between_companies(self):
        for transfer in self:
            transfer.is_between_companies = transfer.source_company_id != transfer.dest_company_id

    @api.depends('line_ids.qty_in_transit')
    def _compute_qty_in_transit(self):
        for transfer in self:
            transfer.qty_in_transit = sum(transfer.line_ids.mapped('qty_in_transit'))

    @api.depends('line_ids.product_id', 'line_ids.qty_requested', 'line_ids.qty_approved', 'state')
    @api.depends_context('lang')
    def _compute_goods(self):
        for transfer in self:
            asked = transfer.state == 'draft'
            rows = [
                (line.product_id.with_context(display_default_code=False), line.qty_requested if asked else line.qty_approved)
                for line in transfer.line_ids
                if line.product_id
            ]
            transfer.goods = ', '.join(f'{transfer._number(quantity)} × {product.display_name}' for product, quantity in rows)
            transfer.pieces = sum(quantity for _product, quantity in rows)

    @api.depends('discrepancy_ids.state')
    def _compute_discrepancies(self):
        for transfer in self:
            transfer.discrepancy_count = len(transfer.discrepancy_ids)
            transfer.open_discrepancies = len(transfer.discrepancy_ids.filtered(lambda item: item.state != 'decided'))

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [self._without_blanks(vals) for vals in vals_list]
        if not self.env.su:
            self = self.with_env(self.env(context=clean_context(self.env.context)))  # no defaults for fields of the actions
        for vals in vals_list:
            self._check_written(vals)
            vals.setdefault('requester_id', self.env.user.id)
            if vals.get('name', '/') in ('/', self.env._("New")):
                vals['name'] = self.env['ir.sequence'].sudo().next_by_code('store.transfer') or '/'
        transfers = super().create(vals_list)
        transfers._check_requesting_side()
        if not self.env.su:
            for transfer in transfers:
                transfer.sudo().kind = transfer._kind_of(transfer.source_store_id, transfer.dest_store_id)
        return transfers

    def write(self, vals):
        """Requesters write drafts; only actions write the rest."""
        if not self.env.su:
            self.check_access('write')  # a refusal below names the transfer
        if not self.env.su and vals.keys() == {'refusal'}:
            for transfer in self:
                transfer._check_step('approved')
        elif not self.env.su:
            self._check_written(vals)
            if vals.keys() - ALWAYS:
                finished = self.filtered(lambda transfer: transfer.state != 'draft')
                if finished:
                    raise TransferRefused(
                        self.env._(
                            "Transfer %(transfer)s is %(state)s and cannot be edited any more. Use its buttons.",
                            transfer=finished[0].name,
                            state=finished[0]._state_label(),
                        )
                    )
                self._check_requesting_side()
        result = super().write(vals)
        if {'source_store_id', 'dest_store_id'} & vals.keys():
            self.check_access('write')  # core checks before a write only, so check again
            self._check_requesting_side()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        for transfer in self:
            if transfer.state != 'draft':
                raise TransferRefused(
                    self.env._(
                        "Transfer %(transfer)s has been submitted and cannot be deleted. Cancel it instead.",
                        transfer=transfer.name,
                    )
                )

    def _without_blanks(self, vals):
        """Return a copy of the values of a new transfer without the empty fields a form sends."""
        return {name: value for name, value in vals.items() if value or name in OF_THE_DRAFT or name in ALWAYS}

    def _check_written(self, vals):
        """:raises AccessError: for fields that only actions write"""
        guarded = vals.keys() - OF_THE_DRAFT - ALWAYS
        if guarded and not self.env.su:
            raise AccessError(
                self.env._(
                    "%(fields)s of a transfer cannot be written directly. Use its buttons.",
                    fields=', '.join(
                        sorted(
                            self._fields[name]._description_string(self.env) if name in self._fields else name for name in guarded
                        )
                    ),
                )
            )

    # === TRANSFER ===

    def _set_state(self, new_state):
        """Change the state; the only place that does.

        :raises TransferRefused: if the transition is not allowed
        """
        for transfer in self:
            if not lifecycle.may_become(lifecycle.TRANSFER_TRANSITIONS, transfer.state, new_state):
                labels = dict(self._fields['state']._description_selection(self.env))
                raise TransferRefused(
                    self.env._(
                        "Transfer %(transfer)s is %(state)s and cannot become %(new)s.",
                        transfer=transfer.name,
                        state=transfer._state_label(),
                        new=labels[new_state],
                    )
                )
            transfer.state = new_state
            self.env['store.notice']._settle(transfer)
            transfer._touch()
            transfer._tell_seller()

    def _hold(self):
        """Lock these transfers until the end of the transaction.

        :raises TransferRefused: when another transaction has locked one of them
        """
        try:
            self.lock_for_update()
        except LockError as error:
            raise TransferRefused(
                self.env._(
                    "Somebody else is acting on transfer %(transfer)s at this moment. Reload it and try again.",
                    transfer=', '.join(self.mapped('name')),
                )
            ) from error

    def _state_label(self):
        self.ensure_one()
        return dict(self._fields['state']._description_selection(self.env))[self.state]

    def _follow_goods(self):
        """Update the state from the moves, whoever did them."""
        for transfer in self:
            state = lifecycle.state_after_goods(transfer.state, [line._quantities() for line in transfer.line_ids])
            now = fields.Datetime.now()
            if state in lifecycle.UNDER_WAY and not transfer.shipped_on:
                transfer.shipped_on = now
                transfer.due_on = fields.Date.add(
                    transfer.source_store_id._today(), days=transfer.lane_id.lead_days if transfer.lane_id else 1
                )
            if state == 'received' and transfer.state != 'received':
                transfer.received_on = now
            if state != transfer.state:
                transfer._set_state(state)
                transfer._tell_next()
            else:
                transfer._touch()

    def _words_of_missing(self):
        """Return one text for each line of which something is still on the way."""
        return [
            f'{self._number(line.qty_in_transit)} × {line.product_id.display_name}'
            for line in self.line_ids
            if line.qty_in_transit > 0
        ]

    def _lines_data(self):
        """Return the lines as plain data, in their order."""
        return [line._data() for line in self.line_ids]

    # === ACTIONS ===

    def action_view_pickings(self):
        """Open the pickings of this transfer that the user may see."""
        self.ensure_one()
        moves_sudo = self.env['stock.move'].sudo().search([('transfer_line_id', 'in', self.line_ids.ids)])
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Stock Operations"),
            'res_model': 'stock.picking',
            'views': [(False, 'list'), (False, 'kanban'), (False, 'form')],
            'mobile_view_mode': 'kanban',
            'context': {'create': False},
            'domain': list(Domain('id', 'in', moves_sudo.picking_id.ids)),
        }

    def action_view_discrepancies(self):
        """Open the differences of this transfer."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Differences"),
            'res_model': 'store.transfer.discrepancy',
            'views': [(False, 'list'), (False, 'kanban'), (False, 'form')],
            'mobile_view_mode': 'kanban',
            'domain': [('transfer_id', '=', self.id)],
            'context': {'create': False},
        }
