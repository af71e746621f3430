# Part of store_group. License LGPL-3.
from odoo import Command
from odoo.tests import new_test_user

from .test_transfer_companies import TwoCompanies


class BillingCommon(TwoCompanies):
    """Both companies keep books. Goods cost 10 each, 30 of them; lanes charge 15 unless a test says otherwise.

    `far_taker` and `far_boss` belong to the other company only, `giver` and `giver_boss` to the factory only.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for company in (cls.company, cls.other_company):
            cls.env['account.chart.template'].sudo().try_loading('generic_coa', company=company, install_demo=False)
        cls.other_company.sudo().currency_id = cls.company.currency_id
        cls.companies = cls.company | cls.other_company

    def _goods(self, method='average', cost=10, **vals):
        return super()._goods(method, cost, **{'supplier_taxes_id': [Command.clear()], **vals})

    def _lane(self, billing='ship', **vals):
        return self.env['store.lane'].create(
            {
                'source_store_id': self.store_1.id,
                'dest_store_id': self.foreign.id,
                'billing': billing,
                'price_basis': 'cost_plus',
                'price_percent': 50,
                **vals,
            }
        )

    def _perpetual(self, goods):
        """Let both companies book the value of these goods when invoiced, and losses at once."""
        for company in self.companies:
            goods = goods.sudo().with_company(company)
            goods.categ_id.property_valuation = 'real_time'
            goods.property_stock_inventory.sudo().valuation_account_id = company.sudo().expense_account_id.copy(
                {'name': 'Losses', 'code': f'LOSS{company.id}', 'company_ids': [(6, 0, company.ids)]}
            )
        return goods.with_env(self.env)

    def _documents(self, transfer):
        """Return (what the seller has, what the buyer has) of this transfer and its returns, in order."""
        charges = (transfer | transfer.sudo().return_ids).sudo().charge_ids
        return charges.invoice_id.sorted('id'), charges.bill_id.sorted('id')

    def _untaxed(self, documents):
        """Return the signed sum without tax in the documents' currency."""
        return sum(-move.amount_untaxed if move.move_type.endswith('refund') else move.amount_untaxed for move in documents)

    def _lose(self, transfer, lost, outcome='write_off', responsible='source', received=None):
        """Receive all but `lost`, and let the judge decide about these."""
        shipped = sum(transfer.sudo().line_ids.mapped('qty_shipped'))
        self._set(self.far_taker, transfer, 'received', shipped - lost if received is None else received)
        self._set(self.far_taker, transfer, 'lost', lost)
        self._as(self.far_taker, transfer).action_receive()
        item = transfer.sudo().discrepancy_ids
        self._as(self.giver, item).action_agree()
        self._as(self.judge, item).decide(outcome, responsible)
        return item

    def _came(self, goods, *quantities):
        """Return a transfer of so much of each of these goods, received by the other company."""
        transfer, _goods = self._ask(*quantities, products=list(goods), user=self.far_taker, dest=self.foreign)
        self._as(self.giver_boss, transfer).action_approve()
        self._as(self.giver, transfer).action_ship()
        self._as(self.far_taker, transfer).action_receive()
        return transfer

    def _invoiced_of(self, goods, transfer):
        """Return [what the documents of a side come to for these goods without tax] of the seller and of the buyer."""
        return [
            round(
                sum(
                    -line.price_subtotal if line.move_id.move_type.endswith('refund') else line.price_subtotal
                    for line in side.invoice_line_ids.filtered(lambda line: line.product_id == goods)
                ),
                2,
            )
            for side in self._documents(transfer)
        ]

    def _send_back(self, transfer, *quantities):
        """Return the return leg, received by the giver: so much of each line, or all there is."""
        back = self.env['store.transfer'].browse(self._as(self.far_taker, transfer).action_return()['res_id'])
        for line, quantity in zip(self._as(self.far_taker, back).line_ids, quantities, strict=False):
            if quantity is not None:
                line.qty_requested = quantity
        self._as(self.far_taker, back).action_submit()
        self._as(self.far_boss, back).action_approve()
        self._as(self.far_taker, back).action_ship()
        self._as(self.giver, back).action_receive()
        return back

    def _ledger(self, company):
        """Return {part of the books: balance} of one company."""
        self.env.flush_all()
        items = self.env['account.move.line'].sudo().search([('company_id', '=', company.id), ('parent_state', '=', 'posted')])
        parts = {'stock': company.sudo().account_stock_valuation_id}
        books = dict.fromkeys(('revenue', 'receivable', 'payable', 'stock', 'cost', 'loss', 'expense'), 0.0)
        for item in items:
            account = item.account_id
            kind = (
                'stock'
                if account == parts['stock']
                else 'loss'
                if account.name == 'Losses'
                else 'cost'
                if item.display_type == 'cogs'
                else {'asset_receivable': 'receivable', 'liability_payable': 'payable', 'income': 'revenue'}.get(
                    account.account_type, 'expense'
                )
            )
            books[kind] += item.balance
        return {name: round(balance, 2) for name, balance in books.items()}

    def _accountant(self, name, company):
        return new_test_user(
            self.env(su=True),
            f'billing_{name}',
            'base.group_user,account.group_account_invoice',
            tz='Asia/Shanghai',
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )

    def _currency(self, rate):
        """Return a currency of which one of the factory's is worth `rate`, for the other company."""
        currency = self.env['res.currency'].sudo().create({'name': 'TST', 'symbol': 'T'})
        own_rate = self.company.currency_id.with_company(self.other_company).rate
        self.env['res.currency.rate'].sudo().create(
            {'currency_id': currency.id, 'name': '2020-01-01', 'rate': rate * own_rate, 'company_id': False}
        )
        return currency
