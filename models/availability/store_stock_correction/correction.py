# Part of store_group. License LGPL-3.
from odoo import api, fields, models
from odoo.exceptions import AccessError, LockError, UserError
from odoo.tools import LazyTranslate

from ...people import elevation

REASONS = [
    ('count_error', "Counting error"),
    ('damaged', "Damaged"),
    ('expired', "Expired"),
    ('theft', "Theft"),
    ('sample', "Sample or display"),
    ('own_use', "Own use"),
    ('found', "Found again"),
    ('other', "Other"),
]

_lt = LazyTranslate(__name__)


class StoreStockCorrection(models.Model):
    """A change of stock outside the flow: quantity, value, reason, user and approver.

    Life: created when a bound user corrects stock within their limit; or waiting for somebody else,
    who approves or refuses. It counts as a difference of its store and is never deleted. A waiting one moves nothing:
    its count, scrap or stock operation waits as well.

    Its parts are in this folder: `sources`.
    """

    _name = 'store.stock.correction'
    _description = 'Stock Correction'
    _inherit = ['mail.thread', 'mail.activity.mixin', 'store.hidden', 'store.one.currency']
    _order = 'id desc'
    _rec_name = 'product_id'
    _store_hidden = {'value': 'see_cost'}

    store_id = fields.Many2one('store.store', required=True, readonly=True, index=True, ondelete='restrict')
    company_id = fields.Many2one('res.company', required=True, readonly=True)
    kind = fields.Selection(
        [
            ('count', "Count"),
            ('scrap', "Scrap"),
            ('loss', "To or from losses"),
            ('move', "Moved by hand"),
            ('edit', "Done operation changed"),
        ],
        required=True,
        readonly=True,
        tracking=True,
    )
    state = fields.Selection(
        [('waiting', "Waiting"), ('done', "Done"), ('refused', "Refused")],
        required=True,
        readonly=True,
        default='done',
        index=True,
        tracking=True,
    )
    product_id = fields.Many2one('product.product', required=True, readonly=True, index=True, ondelete='restrict')
    lot_id = fields.Many2one('stock.lot', readonly=True, ondelete='set null')
    location_id = fields.Many2one('stock.location', string="Place", readonly=True, ondelete='set null')
    uom_id = fields.Many2one(related='product_id.uom_id', string="Unit")
    quantity = fields.Float(digits='Product Unit', readonly=True, help="Change of stock outside the flow; negative: loss.")
    on_hand = fields.Float(digits='Product Unit', readonly=True, help="Quantity on hand at the time of the count.")
    currency_id = fields.Many2one(related='company_id.currency_id')
    value = fields.Monetary(readonly=True, help="At cost; below zero: lost.")
    reason = fields.Selection(REASONS, required=True, readonly=True, tracking=True)
    note = fields.Char(readonly=True)
    user_id = fields.Many2one('res.users', string="By", required=True, readonly=True, ondelete='restrict')
    approver_id = fields.Many2one('res.users', string="Decided by", readonly=True, ondelete='restrict')
    decided_on = fields.Datetime(readonly=True)
    move_id = fields.Many2one('stock.move', readonly=True, index='btree_not_null', ondelete='set null')
    # the waiting document
    source_model = fields.Selection(
        [('stock.quant', "Count"), ('stock.scrap', "Scrap"), ('stock.picking', "Stock Operation")], readonly=True
    )
    source_id = fields.Many2oneReference("Source", model_field='source_model', readonly=True)
    is_decidable = fields.Boolean(compute='_compute_is_decidable')

    _store_idx = models.Index('(store_id, id DESC)')

    # === COMPUTE ===

    @api.depends('state')
    @api.depends_context('uid')
    def _compute_is_decidable(self):
        for item in self:
            item.is_decidable = item.state == 'waiting' and all(
                other._may_decide(self.env.user) for other in item.sudo()._waiting_together()
            )

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("Corrections cannot be created directly. Count, scrap or move the goods."))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and vals.keys() - {'message_follower_ids', 'activity_ids'}:
            raise AccessError(self.env._("A correction cannot be edited. Decide with its buttons."))
        return super().write(vals)

    # === ACTIONS ===

    def action_approve(self):
        """Approve the corrections, together with all others waiting for the same document.

        :raises UserError: for a refused correction
        """
        self._check_not('refused')
        for item in self.filtered(lambda item: item.state == 'waiting'):
            item.check_access('read')
            if item.state == 'waiting':  # approved already with the document of an earlier one
                together_sudo = item._together()
                together_sudo._check_decider()
                together_sudo._perform()
        return True

    def action_refuse(self):
        """Refuse: stock does not change; a count is cleared, a scrap or an operation stays a draft.

        :raises UserError: for a correction that was done
        """
        self._check_not('done')
        for item in self.filtered(lambda item: item.state == 'waiting'):
            item.check_access('read')
            if item.state == 'waiting':
                together_sudo = item._together()
                together_sudo._check_decider()
                if item.source_model == 'stock.quant':
                    together_sudo._source().action_clear_inventory_quantity()
                together_sudo._decided('refused')
        return True

    # === AVAILABILITY ===

    def _together(self):
        """Return all corrections waiting for the same document, elevated in its company and locked.

        :raises UserError: when another user is deciding about them
        """
        self.ensure_one()
        elevated_sudo = elevation.enter(self, self.sudo().company_id)
        together_sudo = elevated_sudo._waiting_together()
        try:
            together_sudo.lock_for_update()
        except LockError as error:
            raise UserError(
                self.env._(
                    "Somebody else is deciding about this correction of %(product)s at this moment. Look at it again.",
                    product=elevated_sudo.product_id.display_name,
                )
            ) from error
        return together_sudo

    def _waiting_together(self):
        """Return this and the others waiting for the same document."""
        return self.search(
            [('source_model', '=', self.source_model), ('source_id', '=', self.source_id), ('state', '=', 'waiting')]
        )

    def _check_not(self, state):
        """:raises UserError: for a correction that was decided the other way"""
        self.check_access('read')
        for item in self.filtered(lambda item: item.state == state):
            labels = dict(item._fields['state']._description_selection(self.env))
            raise UserError(
                self.env._(
                    "The correction of %(product)s was decided already: %(state)s. Count or correct the stock anew.",
                    product=item.product_id.display_name,
                    state=labels[item.state],
                )
            )

    def _may_decide(self, user):
        self_sudo = self.sudo()
        return (
            user != self_sudo.user_id
            and user._store_can('correct_stock', self_sudo.store_id)
            and user._store_limit('approve_up_to', self_sudo.store_id) >= abs(self_sudo.value)
        )

    def _check_decider(self):
        """:raises AccessError: for the requester, and for users who may not approve this value there"""
        user = self.env.user
        for item in self:
            if not item._may_decide(user):
                raise AccessError(
                    self.env._(
                        "%(user)s may not decide this correction of %(product)s at %(store)s: it needs somebody else who "
                        "corrects stock and approves its value. Ask %(helpers)s.",
                        user=user.name,
                        product=item.product_id.display_name,
                        store=item.store_id.name,
                        helpers=self.env['store.store']._helper_names(item._deciders()),
                    )
                )

    def _deciders(self):
        store = self.store_id
        return store._nearest_people(self[:1]._may_decide)

    def _perform(self):
        """Carry out the waiting correction."""
        source, first = self._source(), self[:1]
        if not source:
            raise UserError(self.env._("The document of this correction does not exist any more. Refuse it."))
        last = self.env['stock.move'].search([], order='id desc', limit=1).id or 0
        source = source.with_context(store_flow=elevation.OURS)
        if first.source_model == 'stock.quant':
            if source.quantity != first.on_hand or source.inventory_quantity - source.quantity != first.quantity:
                raise UserError(
                    self.env._(
                        "The stock of %(product)s has moved since it was counted. Refuse this correction and count again.",
                        product=first.product_id.display_name,
                    )
                )
            source._apply_inventory()
        elif first.source_model == 'stock.scrap':
            if source.state != 'done':
                source.do_scrap()
        elif source.state != 'done':
            source.with_context(skip_backorder=True).button_validate()
        moves = (
            source.move_ids
            if first.source_model != 'stock.quant'
            else self.env['stock.move'].search(
                [('id', '>', last), ('product_id', '=', first.product_id.id), ('is_inventory', '=', True), ('state', '=', 'done')]
            )
        )
        for item in self:
            move = moves.filtered(lambda move, item=item: move.product_id == item.product_id)[:1]
            item.write({'move_id': move.id, 'value': item._worth(item.quantity, move)})
        self._decided('done')

    def _decided(self, state):
        self.write({'state': state, 'approver_id': self.env.user.id, 'decided_on': fields.Datetime.now()})
        self.env['store.notice']._settle(self)

    def _source(self):
        """Return the waiting count, scrap or operation, if it still exists."""
        first = self[:1]
        return self.env[first.source_model].browse(first.source_id).exists()

    def _worth(self, quantity, move=None):
        """Return the value of the quantity: of its stock move, else at today's cost."""
        if move and move.value:
            return abs(move.value) * (1 if quantity > 0 else -1)
        return self.company_id.currency_id.round(quantity * self.product_id.with_company(self.company_id).standard_price)

    @api.model
    def _ask(self, rows, reason, note, source):
        """Create waiting corrections, once, and notify those who may decide."""
        waiting = self.search([('source_model', '=', source._name), ('source_id', '=', source.id), ('state', '=', 'waiting')])
        if waiting:
            waiting.unlink()
        items = self.create(
            [
                {**self._vals(row, reason, note), 'state': 'waiting', 'source_model': source._name, 'source_id': source.id}
                for row in rows
            ]
        )
        for item in items:
            self.env['store.notice']._tell(
                item._deciders(), item, _lt("Decide a stock correction at %(store)s", store=item.store_id.name)
            )
        return items
