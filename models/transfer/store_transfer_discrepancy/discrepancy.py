# Part of store_group. License LGPL-3.
from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import LazyTranslate

from ....engine import arguments
from ....engine.transfer import deciding, lifecycle
from ....exceptions import TransferRefused
from ....wording import number_text
from ...people import elevation
from ...people.door import door

_lt = LazyTranslate(__name__)

BUCKETS = {'short': 'lost', 'lost': 'lost', 'damaged': 'damaged', 'refused': 'refused', 'over': 'over', 'wrong_product': 'over'}
OUTCOMES = [
    ('write_off', "Loss: write it off"),
    ('to_source', "Back to the sender"),
    ('to_dest', "Into the receiver's stock"),
    ('ship_rest', "Book it as shipped and received"),
    ('dismiss', "Counting error: nothing to book"),
]
AFTER_SURPLUS = {'ship_rest', 'dismiss'}
DAYS_TO_ANSWER = 3
# Fields that users may write, by role; actions write the rest.
BY_RECEIVER = {'photo', 'note'}
BY_SENDER = {'answer_note'}
BY_DECIDER = {'outcome', 'responsible', 'decision_note'}


class StoreTransferDiscrepancy(models.Model):
    """A difference on receipt: quantity, value, and who bears the cost.

    Life: created on receipt, answered by the sender before its deadline, decided by somebody who neither
    shipped nor received. Only the decision moves goods and books a cost. It is never deleted: every loss
    becomes somebody's cost.

    Its parts are in this folder: `deciding`.
    """

    _name = 'store.transfer.discrepancy'
    _description = 'Difference of a Transfer'
    _inherit = ['mail.thread', 'mail.activity.mixin', 'store.hidden', 'store.one.currency']
    _order = 'id desc'
    _rec_name = 'product_id'
    _store_hidden = {'value': 'see_cost', 'cost': 'see_cost'}

    transfer_line_id = fields.Many2one('store.transfer.line', required=True, readonly=True, index=True, ondelete='restrict')
    transfer_id = fields.Many2one(related='transfer_line_id.transfer_id', store=True, precompute=True, index=True)
    source_store_id = fields.Many2one(
        related='transfer_line_id.source_store_id', store=True, precompute=True, index=True, string="From Store"
    )
    dest_store_id = fields.Many2one(
        related='transfer_line_id.dest_store_id', store=True, precompute=True, index=True, string="To Store"
    )
    source_company_id = fields.Many2one(related='transfer_line_id.source_company_id', store=True, precompute=True)
    dest_company_id = fields.Many2one(related='transfer_line_id.dest_company_id', store=True, precompute=True)
    kind = fields.Selection(
        [
            ('short', "Short"),
            ('damaged', "Damaged"),
            ('refused', "Refused"),
            ('lost', "Lost"),
            ('over', "Surplus"),
            ('wrong_product', "Wrong Product"),
        ],
        required=True,
        readonly=True,
        tracking=True,
    )
    bucket = fields.Char(compute='_compute_bucket', store=True, precompute=True, index=True)
    product_id = fields.Many2one('product.product', required=True, readonly=True, ondelete='restrict')
    uom_id = fields.Many2one(related='transfer_line_id.uom_id')
    quantity = fields.Float(digits='Product Unit', required=True, readonly=True)
    currency_id = fields.Many2one(related='transfer_id.currency_id')
    value = fields.Monetary(readonly=True, help="At the sender's cost when it was found.")
    photo = fields.Image(max_width=1920, max_height=1920)
    note = fields.Text(string="What Was Found")
    deadline = fields.Date(readonly=True, string="Answer Until")
    state = fields.Selection(
        [('open', "Undecided"), ('answered', "Answered"), ('decided', "Decided")],
        required=True,
        default='open',
        readonly=True,
        index=True,
        tracking=True,
    )
    answer = fields.Selection(
        [('agree', "Agreed"), ('recount', "Count Again"), ('contest', "Contested")], readonly=True, tracking=True
    )
    answer_note = fields.Text(string="The Sender's Words")
    answered_by_id = fields.Many2one('res.users', readonly=True, ondelete='restrict')
    responsible = fields.Selection(
        [('source', "Sender"), ('carrier', "Carrier"), ('dest', "Receiver"), ('unknown', "Unknown")],
        string="Who Pays",
        tracking=True,
        help="The store that bears the cost of what is written off. Empty until the sender's answer proposes it, or whoever "
        "decides chooses it.",
    )
    outcome = fields.Selection(OUTCOMES, string="Decision", tracking=True)
    decision_note = fields.Text()
    decided_by_id = fields.Many2one('res.users', readonly=True, ondelete='restrict')
    decided_on = fields.Datetime(readonly=True)
    cost = fields.Monetary(
        readonly=True,
        currency_field='cost_currency_id',
        help="Value written off by the decision, in the currency of the company that bears it.",
    )
    cost_currency_id = fields.Many2one('res.currency', readonly=True)
    cost_line_id = fields.Many2one('account.analytic.line', readonly=True, ondelete='set null', string="Cost Booked")

    _positive = models.Constraint('CHECK (quantity > 0)', "A difference has a quantity.")

    # === COMPUTE ===

    @api.depends('kind')
    def _compute_bucket(self):
        for item in self:
            item.bucket = BUCKETS[item.kind]

    @api.depends('kind', 'product_id', 'quantity')
    @api.depends_context('lang')
    def _compute_display_name(self):
        labels = dict(self._fields['kind']._description_selection(self.env))
        for item in self:
            item.display_name = self.env._(
                "%(kind)s: %(quantity)s × %(product)s",
                kind=labels.get(item.kind, ''),
                quantity=number_text(self.env, item.quantity),
                product=item.product_id.display_name or '',
            )

    # === CRUD ===

    def write(self, vals):
        if not self.env.su:
            guarded = vals.keys() - BY_RECEIVER - BY_SENDER - BY_DECIDER - {'message_follower_ids'}
            if guarded:
                raise AccessError(
                    self.env._(
                        "%(fields)s of a difference cannot be written directly. Use its buttons.",
                        fields=', '.join(sorted(guarded)),
                    )
                )
            user = self.env.user
            for item in self:
                item._check_undecided()
                if vals.keys() & BY_RECEIVER:
                    item.transfer_id._check_side('receive', item.dest_store_id)
                if vals.keys() & BY_SENDER:
                    item.transfer_id._check_side('ship', item.source_store_id)
                if vals.keys() & BY_DECIDER:
                    user._check_store_can('decide_differences', item.source_store_id | item.dest_store_id)
        return super().write(vals)

    # === ACTIONS ===

    def action_agree(self):
        """The sender agrees."""
        return self._answer('agree')

    def action_recount(self):
        """The sender asks for a recount, and may answer again afterwards."""
        return self._answer('recount')

    def action_contest(self):
        """The sender contests the difference."""
        return self._answer('contest')

    def action_decide(self):
        """Decide with `outcome` and `responsible` of the form."""
        for item in self.filtered(lambda item: item.state != 'decided'):
            if item.outcome == 'write_off' and not item.responsible:
                raise TransferRefused(
                    self.env._("Choose who pays for %(difference)s, then decide.", difference=item.display_name)
                )
            item.decide(item.outcome, item.responsible or 'unknown', item.decision_note)
        return True

    @door(outcome=arguments.text(), responsible=arguments.text(), note=arguments.maybe(arguments.text()))
    def decide(self, outcome, responsible='unknown', note=False):
        """Decide one difference: goods leave transit, and the responsible side bears the cost.

        :param str outcome: 'write_off', 'to_source' or 'to_dest' for goods that left; 'ship_rest' or 'dismiss' for
            surplus goods
        :param str responsible: 'source', 'dest', 'carrier' or 'unknown'
        :returns: {"id", "state", "outcome", "responsible", "cost"}; decided already: as it was decided
        :raises AccessError: for users who may not decide at both stores
        :raises UserError: for the shipper or receiver, before the sender's deadline, or for an outcome that does not fit
        """
        self.ensure_one()
        self.check_access('read')
        self.env.user._check_store_can('decide_differences', self.source_store_id | self.dest_store_id)
        if self.state != 'decided':
            if responsible not in dict(self._fields['responsible'].selection):
                raise TransferRefused(self.env._("Unknown responsible side. Use source, dest, carrier or unknown."))
            # what was found does not change: another version of the transfer on a screen is no obstacle
            transfer = self.transfer_id.with_context(store_version=self.transfer_id.sudo().version)._elevated(self.dest_store_id)
            transfer._check_four_eyes('decide', self.dest_store_id)
            elevated = self.with_env(transfer.env)
            elevated._check_decidable(outcome)
            elevated._apply(outcome, responsible, note)
            self.env.invalidate_all()
        sudo = self.sudo()
        return {'id': sudo.id, 'state': sudo.state, 'outcome': sudo.outcome, 'responsible': sudo.responsible, 'cost': sudo.cost}

    # === TRANSFER ===

    @api.model
    def _open(self, vals_list):
        """Create differences of one transfer, at current cost, and notify the sender."""
        for vals in vals_list:
            line = self.env['store.transfer.line'].browse(vals['transfer_line_id'])
            product = self.env['product.product'].browse(vals.get('product_id') or line.product_id.id)
            vals['product_id'] = product.id
            company = line.transfer_id.source_company_id
            in_unit = line._in_product_unit(vals['quantity']) if product == line.product_id else vals['quantity']
            vals['value'] = company.currency_id.round(in_unit * product.with_company(company).standard_price)
            if vals['kind'] == 'over':
                vals['note'] = vals.get('note') or line._words_of_found()
            vals['deadline'] = fields.Date.add(line.source_store_id._today(), days=DAYS_TO_ANSWER)
        items = self.create(vals_list)
        for item in items:
            self.env['store.notice']._tell(
                item.source_store_id._people_who_may('ship'),
                item,
                _lt("Answer the difference of %(transfer)s", transfer=item.transfer_id.name),
                deadline=item.deadline,
            )
        return items

    def _set_state(self, new_state):
        for item in self:
            if not lifecycle.may_become(lifecycle.DISCREPANCY_TRANSITIONS, item.state, new_state):
                item._check_undecided()
            item.state = new_state
            self.env['store.notice']._settle(item)

    def _check_undecided(self):
        """:raises TransferRefused: when it is decided already"""
        if self.sudo().state == 'decided':
            raise TransferRefused(
                self.env._(
                    "The difference %(difference)s is decided already. Correct a wrong decision by a return.",
                    difference=self.display_name,
                )
            )

    def _answer(self, answer):
        for item in self:
            item.check_access('read')
            item.transfer_id._check_side('ship', item.source_store_id)
            elevated_sudo = elevation.enter(item, item.source_store_id.sudo().company_id)
            elevated_sudo._check_undecided()
            if elevated_sudo.answer == answer:
                continue
            proposed = deciding.payer(answer, elevated_sudo.bucket == 'over') or False
            elevated_sudo.write({'answer': answer, 'answered_by_id': self.env.user.id, 'responsible': proposed})
            elevated_sudo._set_state('answered')
            self.env['store.notice']._tell(
                elevated_sudo._deciders(),
                elevated_sudo,
                _lt("Decide the difference of %(transfer)s", transfer=elevated_sudo.transfer_id.name),
            )
        return True

    def _deciders(self):
        """Return the nearest users who may decide at both stores and were no party to it."""
        stores = self.source_store_id | self.dest_store_id
        return self.source_store_id._nearest_people(
            lambda user: user._store_can('decide_differences', stores) and not self._is_party(user)
        )

    @api.model
    def _cron_remind(self):
        """Remind the sender on the last day; after it, notify the users who decide."""
        tell = self.env['store.notice']._tell
        soon = fields.Date.add(fields.Date.today(), days=1)  # in eastern zones the last day has begun
        for item in self.search([('state', '=', 'open'), ('deadline', '<=', soon)]):
            today, names = item.source_store_id._today(), {'transfer': item.transfer_id.name}
            if item.deadline == today:
                tell(
                    item.source_store_id._people_who_may('ship'),
                    item,
                    _lt("Last day to answer the difference of %(transfer)s", **names),
                    deadline=today,
                )
            elif item.deadline < today:
                tell(item._deciders(), item, _lt("No answer: decide the difference of %(transfer)s", **names))

    def _check_decidable(self, outcome):
        """:raises TransferRefused: before the sender's deadline, or when the outcome does not fit the kind"""
        if self.state == 'open' and self._is_in_time():
            raise TransferRefused(
                self.env._(
                    "%(store)s may answer the difference until %(day)s. Wait for the answer, or for that day to pass.",
                    store=self.source_store_id.name,
                    day=self.deadline,
                )
            )
        labels = dict(self._fields['outcome']._description_selection(self.env))
        if outcome not in labels or (outcome in AFTER_SURPLUS) != (self.bucket == 'over'):
            raise TransferRefused(
                self.env._(
                    "This decision does not fit the difference %(difference)s. Choose one of: %(outcomes)s.",
                    difference=self.display_name,
                    outcomes=', '.join(
                        label for key, label in labels.items() if (key in AFTER_SURPLUS) == (self.bucket == 'over')
                    ),
                )
            )

    def _apply(self, outcome, responsible, note):
        """Move the goods, book the cost, store who decided."""
        transfer, line = self.transfer_id, self.transfer_line_id
        ground = self.env['store.transfer.ground'].sudo()
        bearer = self._bearer(responsible)
        company = bearer.company_id or ground._owner(transfer)
        if outcome == 'ship_rest':
            wrong = self.kind == 'wrong_product'
            if wrong:
                line = line.copy(
                    {
                        'transfer_id': transfer.id,
                        'product_id': self.product_id.id,
                        'qty_requested': 0.0,
                        'uom_id': self.product_id.uom_id.id,
                    }
                )
            ground._ship_more(line, self.product_id, self.quantity if wrong else line._in_product_unit(self.quantity))
        elif outcome == 'dismiss' and self.kind == 'over':
            line.count_received = max(0.0, line.count_received - self.quantity)
        elif outcome not in AFTER_SURPLUS:
            moves = ground._settle(self, outcome, company)
            if outcome == 'write_off':
                self._book_cost(moves, bearer, company)
            elif outcome == 'to_dest':
                transfer._reserve_arrived(line.move_ids.filtered(lambda move: move.transfer_step == 'settle'))
        self.write(
            {
                'outcome': outcome,
                'responsible': responsible,
                'decision_note': note or self.decision_note,
                'decided_by_id': self.env.user.id,
                'decided_on': fields.Datetime.now(),
            }
        )
        self._set_state('decided')
        transfer._follow_goods()
        self.env['store.transfer.charge'].sudo()._bill(transfer)
        if outcome == 'ship_rest':
            transfer._note_surplus_above_credit()

    def _bearer(self, responsible):
        """Return the store that bears a cost, or none: then the company that owned the goods bears it."""
        return {'source': self.source_store_id, 'dest': self.dest_store_id}.get(responsible, self.env['store.store'])

    def _leaves_uncharged(self):
        """Whether this was decided so that the goods never become the receiver's: back to the sender, or lost at its cost."""
        if self.state != 'decided' or self.bucket == 'over':
            return False
        bearer = self._bearer(self.responsible).company_id or self.env['store.transfer.ground'].sudo()._owner(self.transfer_id)
        return self.outcome == 'to_source' or self.outcome == 'write_off' and bearer != self.dest_company_id

    def _book_cost(self, moves, bearer, company):
        """Book the written-off value on the analytic account of the bearing store; else it stays at headquarters."""
        self.cost = sum(moves.mapped('value'))
        self.cost_currency_id = company.currency_id
        account = bearer._own_analytic_account()
        booked = moves.account_move_id.line_ids.filtered(lambda line: line.account_id.internal_group == 'expense')
        if account and booked:  # core has booked the loss already: do not book it twice
            for line in booked:
                line.analytic_distribution = account._store_distribution(line.analytic_distribution)
            self.cost_line_id = booked.analytic_line_ids[:1]
        elif account and self.cost:
            self.cost_line_id = (
                self.env['account.analytic.line']
                .sudo()
                .with_context(allowed_company_ids=company.ids)
                .create(
                    {
                        'name': f'{self.transfer_id.name} {self.display_name}',
                        'amount': -self.cost,
                        'unit_amount': self.quantity,
                        'product_id': self.product_id.id,
                        'company_id': company.id,
                        account.plan_id._column_name(): account.id,
                    }
                )
            )
