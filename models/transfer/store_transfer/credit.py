# Part of store_group. License LGPL-3.
from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools.misc import formatLang

from ....engine.quantities import ZERO, exact
from ....engine.transfer import credit
from ....exceptions import TransferRefused
from ..sql import claim

GOING_ON = ('approved', 'shipped', 'received')


class StoreTransfer(models.Model):
    """Credit and return allowance of a franchisee, checked when a transfer is approved and a return submitted. The limits
    are computed by the engine.
    """

    _inherit = 'store.transfer'

    is_over_credit = fields.Boolean(
        string="Above the Credit Limit",
        readonly=True,
        copy=False,
        tracking=True,
        help="When it was approved, or a surplus agreed, what the receiver owed exceeded deposit and limit.",
    )

    # === TRANSFER ===

    def _check_credit(self):
        """Check the receiver's credit before goods are approved.

        :raises TransferRefused: if the limit refuses
        :raises AccessError: if a group manager must approve and the user is none
        """
        self.ensure_one()
        transfer_sudo = self.sudo()
        stores, policy = transfer_sudo._credit_policy()
        if not policy:
            return
        claim.rows(stores)  # two approvals at once would each leave out the other
        seller = transfer_sudo.source_company_id
        account = transfer_sudo._account(seller, transfer_sudo.dest_company_id, stores)
        wanted = exact(transfer_sudo._waiting_value())
        answer = credit.verdict(account, wanted, policy)
        transfer_sudo.is_over_credit = answer != 'ok'
        if answer == 'ok':
            return
        text = self.env._(
            "%(company)s owes %(used)s, goods on their way included, of %(most)s it may owe; these goods are %(wanted)s.",
            company=transfer_sudo.dest_company_id.name,
            used=self._money(account.used, seller),
            most=self._money(account.deposit + account.limit, seller),
            wanted=self._money(wanted, seller),
        )
        if answer == 'block':
            raise TransferRefused(
                self.env._("%(text)s Let it pay first, approve less, or raise the limit of its stores.", text=text)
            )
        if answer == 'approve' and self.env.user._is_store_bound() and not transfer_sudo._is_group_manager(self.env.user):
            raise AccessError(
                self.env._(
                    "%(text)s A group manager approves this. Ask %(helpers)s.",
                    text=text,
                    helpers=self.env['store.store']._helper_names(transfer_sudo._group_managers()),
                )
            )
        transfer_sudo.message_post(body=text)

    def _credit_policy(self):
        """Return (franchised stores of the receiver, what happens above their limit); None where nothing is checked."""
        stores = self.dest_store_id._franchised(self.dest_company_id)
        is_asked = self._billing_mode() not in {'none', 'return'} and self.dest_store_id in stores
        return stores, credit.strictest(stores.mapped('credit_policy')) if is_asked else None

    def _note_surplus_above_credit(self):
        """Flag and note a surplus above the limit: the receiver has these goods, so they are booked, and owed."""
        stores, policy = self._credit_policy()
        if not policy:
            return
        seller = self.source_company_id
        account = self._account(seller, self.dest_company_id, stores)
        if credit.verdict(account, ZERO, policy) == 'ok':
            return
        self.is_over_credit = True
        self.message_post(
            body=self.env._(
                "%(company)s owes %(used)s, goods on their way included, of %(most)s it may owe, since the surplus was agreed.",
                company=self.dest_company_id.name,
                used=self._money(account.used, seller),
                most=self._money(account.deposit + account.limit, seller),
            )
        )

    def _group_managers(self):
        return self.source_store_id._nearest_people(self._is_group_manager)

    @api.model
    def _account(self, seller, buyer, stores):
        """Return the credit account of a buyer for the engine, in the seller's currency at the rates of today.

        :param seller: the `res.company` that asks; what is owed to our other companies counts if the scope of a store says so
        :param stores: the buyer's franchised stores, whose deposits and limits add up
        """
        today = fields.Date.context_today(self)
        owed = self._owed(buyer, seller if credit.widest(stores.mapped('credit_scope')) == 'company' else None)
        owed['deposit'] = [(store.franchise_deposit, store.currency_id) for store in stores]
        owed['limit'] = [(store.credit_limit, store.currency_id) for store in stores]
        return credit.Account(
            **{
                name: exact(sum(currency._convert(amount, seller.currency_id, seller, today) for amount, currency in amounts))
                for name, amounts in owed.items()
            }
        )

    @api.model
    def _owed(self, buyer, seller=None):
        """Return {part of the engine's account: [(amount, its currency)]} of what a buyer owes to one seller, or to all."""
        receivable = (
            Domain('partner_id', 'child_of', buyer.partner_id.commercial_partner_id.id)
            & Domain('parent_state', '=', 'posted')
            & Domain('account_id.account_type', '=', 'asset_receivable')
            & (Domain('company_id', '=', seller.id) if seller else Domain('company_id', '!=', buyer.id))
        )
        balances = self.env['account.move.line'].sudo()._read_group(receivable, ['company_id'], ['balance:sum'])
        sold = Domain('buyer_company_id', '=', buyer.id)
        going = Domain('dest_company_id', '=', buyer.id) & Domain('state', 'in', GOING_ON)
        if seller:
            sold &= Domain('seller_company_id', '=', seller.id)
            going &= Domain('source_company_id', '=', seller.id)
        charges = self.env['store.transfer.charge'].sudo()._unbilled('invoice_id', sold)
        transfers = self.env['store.transfer'].sudo().search(going)
        return {
            'balance': [(balance, company.currency_id) for company, balance in balances],
            'unbilled': [(charge.amount, charge.currency_id) for charge in charges],
            'waiting': [(transfer._waiting_value(), transfer.source_company_id.currency_id) for transfer in transfers],
        }

    def _waiting_value(self):
        """Return the value of approved, uncharged goods at today's lane price, in the sender's currency."""
        self.ensure_one()
        if self._billing_mode() in {'none', 'return'}:
            return 0.0
        company, today = self.source_company_id, self.source_store_id._today()
        at_receipt = self._billing_mode() == 'receipt'  # what is charged on shipping is charged already, and taken back
        gone = {
            line: quantity
            for line, quantity in self.env['store.transfer.charge']
            .sudo()
            ._read_group([('transfer_id', '=', self.id), ('origin_id', '=', False)], ['transfer_line_id'], ['quantity:sum'])
        }
        total = 0.0
        for line in self.line_ids:
            approved = line._chargeable(line.qty_approved) if at_receipt else line._in_product_unit(line.qty_approved)
            rest = approved - gone.get(line, 0.0)
            if rest > 0 and self.state != 'closed':
                price, currency = line._price(line.product_id.with_company(company).standard_price, today)
                total += currency._convert(float(price) * rest, company.currency_id, company, today)
        return total

    def _problems_of_allowance(self):
        """Return why the return allowance of a franchisee refuses this return."""
        if self._billing_mode() != 'return' or self.state not in {'draft', 'rejected', 'submitted'}:
            return []
        store = self.source_store_id.sudo()
        if store.operation_mode != 'franchise' or store.return_allowance >= 100:
            return []
        first = fields.Date.subtract(store._today(), months=store.return_months)
        bought_by = [('buyer_store_id', 'in', store._with_predecessors().ids), ('date', '>=', first)]
        charges = self.env['store.transfer.charge'].sudo().search(bought_by)
        back = charges.filtered(lambda charge: charge.transfer_id.kind == 'return')
        bought, returned = (exact(abs(self._worth_of(part))) for part in (charges - back, back))
        claim.rows(store)  # two returns at once would each leave out the other
        returned += exact(self._worth_of_open_returns(store))
        left = credit.returnable(bought, returned, exact(store.return_allowance))
        wanted = exact(sum(self._return_value(line) for line in self.line_ids))
        if wanted <= left:
            return []
        return [
            self.env._(
                "%(store)s may send back %(percent)s %% of what it bought in %(months)s months: %(left)s are left, and this is "
                "%(wanted)s. Send back less, or ask headquarters to raise the allowance.",
                store=store.name,
                percent=self._number(store.return_allowance),
                months=store.return_months,
                left=self._money(left, self.dest_company_id),
                wanted=self._money(wanted, self.dest_company_id),
            )
        ]

    def _worth_of_open_returns(self, store):
        """Return the charged amount of goods on other returns of a store that are asked for or on their way."""
        others = self.sudo().search(
            [
                ('kind', '=', 'return'),
                ('source_store_id', 'in', store._with_predecessors().ids),
                ('state', 'in', ('submitted', *GOING_ON)),
                ('id', '!=', self.id),
            ]
        )
        total = 0.0
        for line in others.filtered(lambda other: other._billing_mode() == 'return').line_ids:
            going = line._chargeable(line.qty_requested if line.transfer_id.state == 'submitted' else line.qty_approved)
            charged = sum(
                line.transfer_id.charge_ids.filtered(lambda charge, line=line: charge.transfer_line_id == line).mapped('quantity')
            )
            if going + charged > 0:
                total += self._worth_of_each(line) * (going + charged)
        return total

    def _worth_of_each(self, line):
        """Return the charged amount of one unit on a return line, in the currency of the company that takes it back."""
        charged = line.transfer_id.origin_id._open_charges(line.product_id)
        quantity = sum(charged.mapped('quantity'))
        return self._worth_of(charged) / quantity if quantity else 0.0

    def _return_value(self, line):
        """Return the charged amount of the goods on a return line: those approved, before that those asked for."""
        quantity = line.qty_approved if self.state == 'submitted' else line.qty_requested
        return self._worth_of_each(line) * line._in_product_unit(quantity)

    def _worth_of(self, charges):
        """Return the sum of charges in the currency of the company that takes these goods back, at the rates of their days."""
        company = self.dest_company_id
        return sum(charge.currency_id._convert(charge.amount, company.currency_id, company, charge.date) for charge in charges)

    def _money(self, amount, company):
        return formatLang(self.env, float(amount), currency_obj=company.currency_id)
