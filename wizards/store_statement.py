# Part of store_group. License LGPL-3.
from decimal import Decimal

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ..engine import arguments
from ..engine.transfer import statement
from ..exceptions import TransferRefused
from ..models.people import elevation
from ..models.people.door import check_span, door

KINDS = [('shipment', "Shipments"), ('return', "Returns"), ('payment', "Payments"), ('other', "Other")]


class StoreStatement(models.TransientModel):
    """The statement of account between two companies, from the seller's books; both sides see the same.

    Opening balance, shipments, returns, payments and other entries, closing balance; in addition unbilled charges
    and the balance in the buyer's own books. It books nothing.
    """

    _name = 'store.statement'
    _description = 'Statement between Companies'

    pair = fields.Selection('_selection_pairs', string="Companies", required=True, default=lambda self: self._only_pair())
    seller_company_id = fields.Many2one('res.company', string="Seller", compute='_compute_companies', compute_sudo=True)
    buyer_company_id = fields.Many2one('res.company', string="Buyer", compute='_compute_companies', compute_sudo=True)
    date_from = fields.Date(
        string="From", required=True, default=lambda self: fields.Date.start_of(fields.Date.context_today(self), 'month')
    )
    date_to = fields.Date(string="To", required=True, default=fields.Date.context_today)
    # result
    is_shown = fields.Boolean(readonly=True)
    currency_id = fields.Many2one('res.currency', readonly=True)
    opening = fields.Monetary(readonly=True)
    shipments = fields.Monetary(readonly=True)
    returns = fields.Monetary(readonly=True)
    payments = fields.Monetary(readonly=True)
    others = fields.Monetary(readonly=True, string="Other")
    closing = fields.Monetary(readonly=True)
    unbilled = fields.Monetary(readonly=True, help="Charged up to the last day and not in a posted invoice by then, without tax.")
    buyer_currency_id = fields.Many2one('res.currency', readonly=True)
    buyer_closing = fields.Monetary(
        readonly=True,
        currency_field='buyer_currency_id',
        string="Owed by the Buyer's Books",
        help="Balance in the buyer's own books, in the buyer's currency.",
    )
    line_ids = fields.One2many('store.statement.line', 'statement_id', readonly=True)

    @api.model
    def _selection_pairs(self):
        """Pairs of companies with charges the user may see; the user need not belong to both."""
        if not self.env['store.transfer.charge'].has_access('read'):
            return []
        pairs = self.env['store.transfer.charge']._read_group([], ['seller_company_id', 'buyer_company_id'])
        return [(f'{seller.id}:{buyer.id}', f'{seller.sudo().name} → {buyer.sudo().name}') for seller, buyer in pairs]

    @api.model
    def _only_pair(self):
        pairs = self._selection_pairs()
        return pairs[0][0] if len(pairs) == 1 else False

    # === COMPUTE ===

    @api.depends('pair')
    def _compute_companies(self):
        for form in self:
            seller, buyer = (int(part) for part in (form.pair or '0:0').split(':'))
            form.seller_company_id, form.buyer_company_id = seller, buyer

    @api.depends('pair')
    def _compute_display_name(self):
        self.display_name = self.env._("Statement of Account")

    # === ACTIONS ===

    @api.model
    @door(seller=arguments.ident(), buyer=arguments.ident(), date_from=arguments.day(), date_to=arguments.day())
    def account(self, seller, buyer, date_from, date_to):
        """Return the statement of account of two companies.

        :param int seller: id of the company that is owed
        :param int buyer: id of the company that owes
        :param str date_from: first day, YYYY-MM-DD; `date_to`: the last one
        :returns: {"currency", "opening", "shipments", "returns", "payments", "others", "closing", "unbilled",
            "buyer_currency", "buyer_closing", "lines": [{"date", "name", "kind", "amount", "balance"}]}; amounts are
            numbers in the seller's currency, positive: the buyer owes
        :raises AccessError: for users who may not act on charges of a store of one side, or may not see prices
        :raises UserError: if the two never traded
        """
        companies = self.env['res.company'].sudo().browse([seller, buyer])
        self._check_reader(*companies)
        env = elevation.enter(self, companies[0]).env
        first, last = fields.Date.to_date(date_from), fields.Date.to_date(date_to)
        check_span(self.env, first, last)
        opening, lines, sums, closing = statement.statement(self._entries(env, *companies), first, last)
        charges, here = env['store.transfer.charge'], Domain('seller_company_id', '=', seller) & Domain('date', '<=', last)
        here &= Domain('buyer_company_id', '=', buyer)
        later = Domain('invoice_id.state', '=', 'posted') & Domain('invoice_id.date', '>', last)  # as the balance is dated
        open_charges = charges._unbilled('invoice_id', here) | charges.search(here & later)
        currency = companies[0].currency_id
        return {
            'currency': currency.name,
            'opening': float(opening),
            'closing': float(closing),
            'shipments': float(sums['shipment']),
            'returns': float(sums['return']),
            'payments': float(sums['payment']),
            'others': float(sums['other']),
            'unbilled': currency.round(
                sum(charge.currency_id._convert(charge.amount, currency, companies[0], charge.date) for charge in open_charges)
            ),
            'buyer_currency': companies[1].currency_id.name,
            'buyer_closing': -self._balance(env, companies[1], companies[0], 'liability_payable', last),
            'lines': [
                {
                    'date': str(entry.day),
                    'name': entry.name,
                    'kind': entry.kind,
                    'amount': float(entry.amount),
                    'balance': float(balance),
                }
                for entry, balance in lines
            ],
        }

    def action_show(self):
        """Fill the form with the statement."""
        self.ensure_one()
        data = self.account(self.seller_company_id.id, self.buyer_company_id.id, str(self.date_from), str(self.date_to))
        self.write(
            {
                'is_shown': True,
                'currency_id': self.sudo().seller_company_id.currency_id.id,
                'buyer_currency_id': self.sudo().buyer_company_id.currency_id.id,
                **{
                    name: data[name]
                    for name in ('opening', 'shipments', 'returns', 'payments', 'others', 'closing', 'unbilled', 'buyer_closing')
                },
                'line_ids': [Command.clear(), *(Command.create(line) for line in data['lines'])],
            }
        )
        return {
            'type': 'ir.actions.act_window',
            'res_model': self._name,
            'res_id': self.id,
            'target': 'current',
            'views': [(False, 'form')],
        }

    def action_print(self):
        """Print the shown statement."""
        self.ensure_one()
        return self.env.ref('store_group.store_statement_report').report_action(self)

    # === TRANSFER ===

    def _check_reader(self, seller, buyer):
        """:raises AccessError: for users who may not act for a store on either side; a TransferRefused without trade"""
        charges_sudo = (
            self.env['store.transfer.charge']
            .sudo()
            .search([('seller_company_id', '=', seller.id), ('buyer_company_id', '=', buyer.id)])
        )
        if not charges_sudo:
            raise TransferRefused(
                self.env._(
                    "%(seller)s has never charged %(buyer)s for goods. Choose another pair.", seller=seller.name, buyer=buyer.name
                )
            )
        user, stores = self.env.user, charges_sudo.seller_store_id | charges_sudo.buyer_store_id
        sides = [[store for store in stores if store.company_id == company] for company in (seller, buyer)]
        # A bound user acts for the whole company only with rights at all of its trading stores.
        if not any(side and all(user._settles_for(store) for store in side) for side in sides) or (
            user._is_store_bound() and not user._store_can('see_cost')
        ):
            raise AccessError(
                self.env._(
                    "%(user)s may not see the statement of %(seller)s and %(buyer)s: that is for those who approve transfers "
                    "at all their stores and see costs, or keep their books.",
                    user=user.name,
                    seller=seller.name,
                    buyer=buyer.name,
                )
            )

    def _entries(self, env, seller, buyer):
        """Return the seller's ledger on the buyer, entry by entry."""
        partner = buyer.partner_id.commercial_partner_id
        items = env['account.move.line'].search(
            [
                ('company_id', '=', seller.id),
                ('partner_id', 'child_of', partner.id),
                ('parent_state', '=', 'posted'),
                ('account_id.account_type', '=', 'asset_receivable'),
            ]
        )
        return [
            statement.Entry(
                move.date,
                move.name or '',
                Decimal(str(sum(own.mapped('balance')))),
                statement.kind_of(
                    move.move_type, bool(move.line_ids.store_charge_id), bool(move.origin_payment_id or move.statement_line_id)
                ),
            )
            for move, own in items.grouped('move_id').items()
        ]

    def _balance(self, env, company, other, account_type, last):
        balance = env['account.move.line']._read_group(
            [
                ('company_id', '=', company.id),
                ('partner_id', 'child_of', other.partner_id.commercial_partner_id.id),
                ('parent_state', '=', 'posted'),
                ('account_id.account_type', '=', account_type),
                ('date', '<=', last),
            ],
            [],
            ['balance:sum'],
        )[0][0]
        return balance or 0.0
