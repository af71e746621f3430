# Part of store_group. License LGPL-3.
from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .billing_common import BillingCommon


@tagged('post_install', '-at_install')
class TestMoneyFranchise(BillingCommon):
    """The foreign store is a franchisee's: it pays a deposit, owes up to a limit, and sends back a part."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lane = cls.env['store.lane'].create(
            {
                'source_store_id': cls.store_1.id,
                'dest_store_id': cls.foreign.id,
                'billing': 'ship',
                'price_basis': 'cost_plus',
                'price_percent': 50,
            }
        )
        cls.foreign.sudo().write(
            {'operation_mode': 'franchise', 'franchise_deposit': 40, 'credit_limit': 60, 'credit_policy': 'block'}
        )
        cls.goods = cls()._goods()

    def _asked(self, quantity):
        return self._ask(quantity, products=[self.goods], user=self.far_taker, dest=self.foreign)[0]

    def _received(self, quantity):
        """Return a transfer that was asked for, approved, shipped and received whole."""
        transfer = self._asked(quantity)
        self._as(self.giver_boss, transfer).action_approve()
        self._as(self.giver, transfer).action_ship()
        self._as(self.far_taker, transfer).action_receive()
        return transfer

    def _returning(self, transfer, quantity):
        """Return the draft of a return of so many."""
        back = self.env['store.transfer'].browse(self._as(self.far_taker, transfer).action_return()['res_id'])
        self._as(self.far_taker, back).line_ids.qty_requested = quantity
        return back

    def _pay(self, amount):
        """The franchisee pays the factory."""
        payment = (
            self.env['account.payment']
            .sudo()
            .with_company(self.company)
            .create(
                {
                    'partner_id': self.other_company.partner_id.id,
                    'amount': amount,
                    'payment_type': 'inbound',
                    'partner_type': 'customer',
                    'company_id': self.company.id,
                    'journal_id': self.env['account.journal']
                    .sudo()
                    .search([('company_id', '=', self.company.id), ('type', '=', 'bank')], limit=1)
                    .id,
                }
            )
        )
        payment.action_post()
        return payment

    def test_what_is_owed_and_on_its_way_counts_against_deposit_and_limit(self):
        first = self._asked(4)
        self._as(self.giver_boss, first).action_approve()
        second = self._asked(3)
        with self.assertRaisesRegex(UserError, 'Let it pay first'):
            self._as(self.giver_boss, second).action_approve()
        self._as(self.giver, first).action_ship()
        with self.assertRaisesRegex(UserError, 'Let it pay first'):
            self._as(self.giver_boss, second).action_approve()
        self._set(self.giver_boss, second, 'approved', 2)
        self._as(self.giver_boss, second).action_approve()
        self.assertFalse(second.sudo().is_over_credit)

    def test_who_pays_gets_goods_again(self):
        transfer = self._asked(6)
        self._as(self.giver_boss, transfer).action_approve()
        self._as(self.giver, transfer).action_ship()
        more = self._asked(1)
        with self.assertRaises(UserError):
            self._as(self.giver_boss, more).action_approve()
        self._pay(50)
        self._as(self.giver_boss, more).action_approve()

    def test_above_the_limit_a_group_manager_may_approve(self):
        self.foreign.sudo().credit_policy = 'approve'
        transfer = self._asked(7)
        with self.assertRaisesRegex(AccessError, 'Ask judge'):
            self._as(self.giver_boss, transfer).action_approve()
        self._as(self.judge, transfer).action_approve()
        self.assertTrue(transfer.sudo().is_over_credit)

    def test_a_warning_is_written_down(self):
        self.foreign.sudo().credit_policy = 'warn'
        transfer = self._asked(7)
        self._as(self.giver_boss, transfer).action_approve()
        self.assertTrue(transfer.sudo().is_over_credit)
        self.assertIn('may owe', ''.join(transfer.sudo().message_ids.mapped('body')))

    def test_only_franchised_stores_and_billed_lanes_are_asked(self):
        self.foreign.sudo().operation_mode = 'owned'
        self._as(self.giver_boss, self._asked(7)).action_approve()
        self.foreign.sudo().operation_mode = 'franchise'
        self.lane.active = False
        self._as(self.giver_boss, self._asked(2)).action_approve()

    def test_only_a_share_of_what_was_bought_may_be_sent_back(self):
        self.foreign.sudo().write({'return_allowance': 50, 'return_months': 3})
        transfer = self._received(4)
        with self.assertRaisesRegex(UserError, 'may send back 50'):
            self._send_back(transfer)
        back = self.env['store.transfer'].browse(self._as(self.far_taker, transfer).action_return()['res_id'])
        back.sudo().unlink()
        self._send_back(transfer, 2)
        with self.assertRaisesRegex(UserError, 'may send back 50'):
            self._send_back(transfer, 1)

    def test_no_more_is_approved_than_may_be_sent_back(self):
        self.foreign.sudo().write({'return_allowance': 50, 'return_months': 3})
        transfer = self._received(4)
        back = self._returning(transfer, 1)
        self._as(self.far_taker, back).action_submit()
        self._set(self.far_boss, back, 'approved', 4)
        with self.assertRaisesRegex(UserError, 'may send back 50'):
            self._as(self.far_boss, back).action_approve()
        self._set(self.far_boss, back, 'approved', 2)
        self._as(self.far_boss, back).action_approve()

    def test_returns_on_their_way_count(self):
        self.foreign.sudo().write({'return_allowance': 50, 'return_months': 3})
        transfer = self._received(4)
        backs = []
        for _time in range(2):
            back = self._returning(transfer, 2)
            backs.append(back)
            if not backs[1:]:
                self._as(self.far_taker, back).action_submit()
        with self.assertRaisesRegex(UserError, 'may send back 50'):
            self._as(self.far_taker, backs[1]).action_submit()
        self._as(self.far_boss, backs[0]).action_approve()
        with self.assertRaisesRegex(UserError, 'may send back 50'):
            self._as(self.far_taker, backs[1]).action_submit()

    def test_what_was_bought_in_another_currency_counts_as_what_it_is_worth(self):
        self.foreign.sudo().write({'return_allowance': 50, 'return_months': 3, 'credit_policy': False})
        thaler = self._currency(0.5)
        prices = (
            self.env['product.pricelist']
            .sudo()
            .create(
                {
                    'name': 'Thalers',
                    'currency_id': thaler.id,
                    'item_ids': [Command.create({'compute_price': 'fixed', 'fixed_price': 30, 'applied_on': '3_global'})],
                }
            )
        )
        bought = []
        for basis, quantity in (('cost_plus', 4), ('pricelist', 2)):  # 60 and 120 dollars: 90 may come back
            self.lane.write({'price_basis': basis, 'pricelist_id': prices.id})
            transfer = self._asked(quantity)
            self._as(self.giver_boss, transfer).action_approve()
            self._as(self.giver, transfer).action_ship()
            self._as(self.far_taker, transfer).action_receive()
            bought.append(transfer)
        self.assertEqual(bought[1].sudo().charge_ids.currency_id, thaler)
        with self.assertRaisesRegex(UserError, 'may send back 50'):
            self._send_back(bought[1])
        self.env['store.transfer'].sudo().search([('origin_id', '=', bought[1].id)]).unlink()
        self._send_back(bought[1], 1)

    def test_a_closed_store_lends_nothing(self):
        warehouse = self._warehouse('Foreign C', 'TSC', company=self.other_company)
        vals = {'company_id': self.other_company.id, 'warehouse_id': warehouse.id}
        second = self._store('T9', 'Second', group_id=self.west.id, **vals).sudo()
        second.write({'operation_mode': 'franchise', 'credit_limit': 1000, 'credit_policy': 'block'})
        asked = self._asked(9)
        with self.cr.savepoint() as point:
            self._as(self.giver_boss, asked).action_approve()
            point.rollback()
        second._close(fields.Date.today())
        with self.assertRaisesRegex(UserError, 'Let it pay first'):
            self._as(self.giver_boss, asked).action_approve()
        self._as(self.giver_boss, self._asked(6)).action_approve()

    def _decided(self, transfer, bucket, outcome, responsible, shipper, receiver):
        """Let one side find nothing but this, the other agree, and the judge decide."""
        quantity = sum(transfer.sudo().line_ids.mapped('qty_shipped'))
        self._set(receiver, transfer, 'received', 0)
        self._set(receiver, transfer, bucket, quantity)
        self._as(receiver, transfer).action_receive()
        item = transfer.sudo().discrepancy_ids
        self._as(shipper, item).action_agree()
        self._as(self.judge, item).decide(outcome, responsible)

    def test_what_was_decided_at_the_senders_cost_is_not_owed(self):
        for billing in ('ship', 'receipt'):
            for bucket, outcome, responsible, owed in (
                ('lost', 'write_off', 'source', 0),
                ('lost', 'write_off', 'dest', 90),
                ('refused', 'to_source', 'source', 0),
                ('damaged', 'to_dest', 'dest', 90),
            ):
                with self.subTest(billing=billing, outcome=outcome, who=responsible), self.cr.savepoint() as point:
                    self.lane.billing = billing
                    transfer = self._asked(6)
                    self._as(self.giver_boss, transfer).action_approve()
                    self._as(self.giver, transfer).action_ship()
                    self._decided(transfer, bucket, outcome, responsible, self.giver, self.far_taker)
                    stores = self.foreign._franchised(self.other_company)
                    account = self.env['store.transfer'].sudo()._account(self.company, self.other_company, stores)
                    self.assertEqual((account.used, account.waiting), (owed, 0))
                    point.rollback()

    def test_a_refused_return_that_is_decided_leaves_its_allowance(self):
        self.foreign.sudo().write({'return_allowance': 50, 'return_months': 3})
        transfer = self._received(4)
        back = self._returning(transfer, 2)
        self._as(self.far_taker, back).action_submit()
        self._as(self.far_boss, back).action_approve()
        self._as(self.far_taker, back).action_ship()
        self._decided(back, 'refused', 'to_source', 'source', self.far_taker, self.giver)
        self.assertEqual(back.sudo().state, 'received')
        self._send_back(transfer, 2)
        with self.assertRaisesRegex(UserError, 'may send back 50'):
            self._send_back(transfer, 1)

    def test_a_surplus_above_the_limit_is_flagged_and_said(self):
        for billing in ('ship', 'receipt'):
            for counted, over in ((7, True), (6, False)):
                with self.subTest(billing=billing, counted=counted), self.cr.savepoint() as point:
                    self.lane.billing = billing
                    transfer = self._asked(5)
                    self._as(self.giver_boss, transfer).action_approve()
                    self._as(self.giver, transfer).action_ship()
                    self._set(self.far_taker, transfer, 'received', counted)
                    self._as(self.far_taker, transfer).action_receive()
                    item = transfer.sudo().discrepancy_ids
                    self._as(self.giver, item).action_agree()
                    self._as(self.judge, item).decide('ship_rest')
                    said = ''.join(transfer.sudo().message_ids.mapped('body'))
                    self.assertEqual((transfer.sudo().is_over_credit, 'since the surplus was agreed' in said), (over, over))
                    point.rollback()

    def test_a_limit_in_another_currency_is_converted(self):
        self.other_company.sudo().currency_id = self._currency(2.0)  # 40 and 60 of it are 50 dollars
        self._as(self.giver_boss, self._asked(3)).action_approve()
        with self.assertRaisesRegex(UserError, 'Let it pay first'):
            self._as(self.giver_boss, self._asked(1)).action_approve()

    def _third(self, currency=None):
        """Return (manager of a store of a third company of ours that sells to the franchisee, a transfer they are asked for)."""
        third = self.env['res.company'].sudo().create({'name': 'Third', 'currency_id': (currency or self.company.currency_id).id})
        self.env['account.chart.template'].sudo().try_loading('generic_coa', company=third, install_demo=False)
        third.currency_id = currency or self.company.currency_id
        self.env.user.sudo().company_ids |= third
        warehouse = self._warehouse('Third Street', 'TST', company=third)
        store = self._store('T7', 'Third', group_id=self.west.id, company_id=third.id, warehouse_id=warehouse.id)
        boss = self._member('third_boss', 'store_manager', company=third, store_id=store.id)
        goods = (
            self.env['product.product']
            .sudo()
            .with_company(third)
            .create(
                {'name': 'THIRD', 'default_code': 'THIRD', 'is_storable': True, 'standard_price': 10, 'supplier_taxes_id': False}
            )
        )
        self.env['stock.quant'].sudo().with_company(third)._update_available_quantity(goods, warehouse.sudo().lot_stock_id, 20)
        self._lane(source_store_id=store.id)
        return boss, self._ask(3, products=[goods], user=self.far_taker, source=store, dest=self.foreign)[0]

    def test_one_limit_for_all_our_companies_or_each(self):
        boss, third = self._third()
        first = self._asked(5)
        self._as(self.giver_boss, first).action_approve()
        self._as(self.giver, first).action_ship()  # 75 of 100, in the ledger of the factory
        with self.assertRaisesRegex(UserError, r'owes \$.75\.00.* Let it pay first'), self.cr.savepoint():
            self._as(boss, third).action_approve()
        self.foreign.sudo().credit_scope = 'company'
        self._as(boss, third).action_approve()
        self.foreign.sudo().credit_scope = 'group'
        with self.assertRaisesRegex(UserError, r'owes \$.120\.00'):  # with what the third has approved
            self._as(self.giver_boss, self._asked(1)).action_approve()

    def test_what_is_owed_elsewhere_is_converted(self):
        boss, third = self._third(self._currency(2.0))
        self.foreign.sudo().credit_limit = 200  # 240 with the deposit: 480 of the third's
        self._as(boss, third).action_approve()  # 45 of it: 22.50 here
        account = (
            self.env['store.transfer']
            .sudo()
            ._account(self.company, self.other_company, self.foreign._franchised(self.other_company))
        )
        self.assertEqual((account.used, account.waiting), (22.5, 22.5))

    def test_limits_are_for_managers(self):
        self.assertEqual(self._as(self.far_boss, self.foreign).read(['credit_limit'])[0]['credit_limit'], 60)
        with self.assertRaises(AccessError):
            self._as(self.far_taker, self.foreign).read(['credit_limit'])

    # === STATEMENT ===

    def _statement(self, user):
        today = str(self.store_1._today())
        return self._as(user, self.env['store.statement']).account(self.company.id, self.other_company.id, today, today)

    def test_both_sides_see_the_same_statement(self):
        transfer = self._asked(6)
        self._as(self.giver_boss, transfer).action_approve()
        self._as(self.giver, transfer).action_ship()
        self._as(self.far_taker, transfer).action_receive()
        self._send_back(transfer, 2)
        self._pay(30)
        answers = [self._statement(user) for user in (self.judge, self.judge)]
        books = [
            self._statement(self._accountant(name, company))
            for name, company in (('seller', self.company), ('buyer', self.other_company))
        ]
        self.assertEqual(books[0], books[1])
        self.assertEqual(answers[0], books[0])
        told = answers[0]
        self.assertEqual(
            [told[name] for name in ('opening', 'shipments', 'returns', 'payments', 'others', 'closing', 'buyer_closing')],
            [0, 90, -30, -30, 0, 30, 60],
        )
        self.assertEqual([line['kind'] for line in told['lines']].count('shipment'), 1)

    def test_the_statement_is_for_those_who_speak_for_a_side(self):
        transfer = self._asked(2)
        self._as(self.giver_boss, transfer).action_approve()
        self._as(self.giver, transfer).action_ship()
        for user in (self.giver, self.far_taker):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                self._statement(user)
        with self.assertRaisesRegex(UserError, 'never charged'):
            self._as(self.judge, self.env['store.statement']).account(
                self.other_company.id, self.company.id, '2026-01-01', '2026-01-31'
            )

    def test_the_form_shows_and_prints_it(self):
        transfer = self._asked(2)
        self._as(self.giver_boss, transfer).action_approve()
        self._as(self.giver, transfer).action_ship()
        today = fields.Date.add(self.store_1._today(), days=1)
        form = self._as(self._accountant('printer', self.other_company), self.env['store.statement']).create(
            {
                'pair': f'{self.company.id}:{self.other_company.id}',
                'date_from': fields.Date.subtract(today, days=2),
                'date_to': today,
            }
        )
        form.action_show()
        self.assertEqual((form.closing, len(form.line_ids)), (30, 1))
        html = (
            self._as(form.env.user, self.env['ir.actions.report'])
            ._render_qweb_html('store_group.store_statement_page', form.ids)[0]
            .decode()
        )
        self.assertIn('Closing balance', html)
        self.assertIn('30.00', html)
