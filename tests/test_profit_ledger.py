# Part of store_group. License LGPL-3.
from random import Random

from odoo import Command
from odoo.tests import tagged
from odoo.tools import SQL

from .profit_common import DAY, ProfitCommon


@tagged('post_install', '-at_install')
class TestProfitLedger(ProfitCommon):
    """What is booked, by store; what is at no store is headquarters'; together it is the ledger."""

    def test_entries_are_split_by_the_accounts_of_stores_and_the_rest_is_headquarters(self):
        self._post([(self.income, 1000, {self.account_1: 60, self.account_2: 30}), (self.rent, -200, {self.account_1: 100})])
        self._post([(self.rent, -50, None)])
        self.assertEqual(
            self._by('store_id', 'line'),
            {
                (self.store_1, 'revenue'): 600,
                (self.store_2, 'revenue'): 300,
                (self.store_1, 'expense'): -200,
                (self.env['store.store'], 'revenue'): 100,
                (self.env['store.store'], 'expense'): -50,
            },
        )
        self._assert_is_ledger()
        self._assert_exact()

    def test_a_credit_note_takes_back_on_its_own_day(self):
        invoice = self._invoice(store_id=self.store_1.id, invoice_date=DAY)
        invoice.action_post()
        refund = invoice.sudo()._reverse_moves([{'invoice_date': '2026-04-02', 'date': '2026-04-02'}])
        refund.action_post()
        by_month = self._by('date:month', domain=[('store_id', '=', self.store_1.id)])
        self.assertEqual(
            [(f'{month:%Y-%m}', amount) for month, amount in by_month.items()], [('2026-03', 100), ('2026-04', -100)]
        )
        self._assert_is_ledger()

    def test_discounts_are_shown_beside_the_net_revenue(self):
        invoice = self._invoice(store_id=self.store_1.id, invoice_date=DAY, amount=200, line={'discount': 25})
        invoice.action_post()
        self.assertEqual(self._of(self.store_1), {'revenue': 150})
        self.assertEqual(self._of(self.store_1, measure='discount_amount'), {'revenue': 50})

    # 200 sold that cost 120, in four ways: what core books at invoicing, and what our own analytic lines would double
    def test_perpetual_valuation_has_its_cost_from_the_ledger_and_nowhere_else(self):
        self._sell(self.store_1, self.goods['real_time'], quantity=2)
        self.assertEqual(self._of(self.store_1), {'revenue': 200, 'cost': -120})
        self._assert_is_ledger()
        self._assert_exact()

    def test_periodic_valuation_has_its_cost_from_moves_and_headquarters_the_other_side(self):
        self._sell(self.store_1, self.goods['periodic'], quantity=2)
        self.assertEqual(self._of(self.store_1), {'revenue': 200, 'cost_moves': -120})
        self.assertEqual(self._of(self.env['store.store']), {'counter': 120})
        self._assert_is_ledger()
        self._assert_exact()

    def test_goods_bought_are_no_cost_of_the_store_before_they_are_sold(self):
        bill = (
            self.env['account.move']
            .sudo()
            .with_company(self.company)
            .create(
                {
                    'move_type': 'in_invoice',
                    'partner_id': self.customer.id,
                    'invoice_date': DAY,
                    'date': DAY,
                    'store_id': self.store_1.id,
                    'invoice_line_ids': [
                        Command.create({'product_id': self.goods['periodic'].id, 'quantity': 10, 'price_unit': 60, 'tax_ids': []})
                    ],
                }
            )
        )
        bill.action_post()
        self._sell(self.store_1, self.goods['periodic'])
        self.assertEqual(self._of(self.store_1), {'revenue': 100, 'purchase': -600, 'taken': 600, 'cost_moves': -60})
        self.assertEqual(self._of(self.env['store.store']), {'counter': -540})
        self._assert_is_ledger()
        self._assert_exact()

    def test_goods_that_come_back_take_their_cost_back(self):
        order, _invoice = self._sell(self.store_1, self.goods['periodic'], quantity=2)
        picking = order.picking_ids.sudo()
        wizard = (
            self.env['stock.return.picking']
            .sudo()
            .with_context(active_id=picking.id, active_ids=picking.ids, active_model='stock.picking')
            .create({})
        )
        wizard.product_return_moves.quantity = 1
        back = self.env['stock.picking'].sudo().browse(wizard.action_create_returns()['res_id'])
        back.move_ids.quantity = 1
        back.button_validate()
        self._move_to(back.move_ids, '2026-04-02')
        cost = self._by('date:month', domain=[('line', '=', 'cost_moves')])
        self.assertEqual([(f'{month:%Y-%m}', amount) for month, amount in cost.items()], [('2026-03', -120), ('2026-04', 60)])
        self._assert_exact()

    def test_stock_losses_stand_beside_the_ledger_and_opening_stock_is_no_gain(self):
        quant = (
            self.env['stock.quant']
            .sudo()
            .with_company(self.company)
            .with_context(inventory_mode=True)
            .create(
                {
                    'product_id': self.goods['periodic'].id,
                    'location_id': self.warehouse_1.lot_stock_id.id,
                    'inventory_quantity': 3,
                }
            )
        )
        for counted, losses in ((3, {}), (1, {'loss': -120}), (2, {'loss': -60})):
            quant.inventory_quantity = counted
            quant.action_apply_inventory()
            self.assertEqual(self._of(self.store_1), losses)
        self.assertEqual(self._of(self.env['store.store']), {'counter': 60})
        self._assert_exact()

    def test_an_analytic_line_without_a_journal_item_is_not_in_the_ledger(self):
        self.env['account.analytic.line'].sudo().create(
            {
                'name': 'Loss on the way',
                'amount': -30,
                'date': DAY,
                'company_id': self.company.id,
                self.plan_column: self.account_1.id,
            }
        )
        self.assertEqual(self._of(self.store_1), {'loose': -30})
        self._assert_is_ledger()
        self._assert_exact()

    def test_what_a_company_of_ours_bought_is_left_out_of_the_groups_result(self):
        for partner, amount in ((self.other_company.partner_id, 70), (self.customer, 30)):
            self._invoice(store_id=self.store_1.id, invoice_date=DAY, amount=amount, partner_id=partner.id).action_post()
        self.assertEqual(self._of(self.store_1), {'revenue': 100})
        self.assertEqual(self._of(self.store_1, measure='group_amount'), {'revenue': 30})

    def test_an_account_that_goes_on_with_the_successor_counts_for_each_in_its_time(self):
        self.store_1.opened_on = '2026-01-01'
        self.online.write({'analytic_account_id': self.account_1.id, 'opened_on': '2026-04-01'})
        for day, amount in ((DAY, 10), ('2026-04-02', 20)):
            self._post([(self.income, amount, {self.account_1: 100})], day=day)
        self.assertEqual(self._by('store_id'), {self.store_1: 10, self.online: 20})
        self._invoice(store_id=self.store_1.id, invoice_date='2026-04-03', amount=7).action_post()
        self.assertEqual(self._by('store_id'), {self.store_1: 17, self.online: 20})
        self._assert_exact()

    def test_stores_may_stand_in_different_plans(self):
        plan = self.env['account.analytic.plan'].sudo().create({'name': 'Web Shops'})
        web = (
            self.env['account.analytic.account'].sudo().create({'name': 'Web', 'plan_id': plan.id, 'company_id': self.company.id})
        )
        self.online.analytic_account_id = web
        entry = self._post([(self.income, 10, {web: 100}), (self.income, 5, None)])
        entry.line_ids.filtered(lambda line: line.credit == 5).analytic_distribution = {f'{self.account_1.id},{web.id}': 100}
        self.assertEqual(self._by('store_id'), {self.online: 10, self.store_1: 5})  # the older plan's store, once
        self._assert_is_ledger()
        self._assert_exact()

    def test_a_store_in_another_currency_keeps_its_own_and_is_converted_at_the_end_of_the_month(self):
        euro = self.env.ref('base.EUR')
        euro.sudo().active = True
        self.other_company.sudo().currency_id = euro
        self.env['res.currency.rate'].sudo().create(
            [
                {'currency_id': euro.id, 'company_id': self.company.id, 'name': day, 'rate': rate}
                for day, rate in (('2026-03-01', 0.8), ('2026-03-31', 0.5))
            ]
        )
        self._post([(self._account('income', self.other_company), 40, {self.account_4: 100})], company=self.other_company)
        self.assertEqual(self._by('store_id'), {self.foreign: 40})
        for route in ({}, {'store_fact_route': 'rows'}):
            [(amount,)] = self._report.with_company(self.company).with_context(**route)._read_group([], [], ['amount_one:sum'])
            self.assertEqual(amount, 80)

    def test_the_total_is_the_ledger_whatever_happens(self):
        """Random entries, edits behind the ORM's back, reversals, regrouped accounts: after each step, stale and refreshed."""
        random = Random(5)
        analytic = [self.account_1, self.account_2]
        accounts = [self.income, self.rent, self._account('income_other'), self._account('expense_direct_cost')]
        entries = self.env['account.move'].sudo()
        for step in range(8):
            act = random.choice(['post', 'post', 'post', 'reverse', 'draft', 'sql', 'plan', 'swap'])
            if act == 'post' or not entries:
                lines = []
                for _line in range(random.randint(1, 3)):
                    shares = random.choice(
                        [None, {analytic[0]: 100}, {analytic[0]: 33.33, analytic[1]: 66.67}, {analytic[1]: 12.5}]
                    )
                    lines.append((random.choice(accounts), round(random.uniform(-500, 900), 2), shares))
                entries |= self._post(lines, day=f'2026-0{random.randint(1, 6)}-{random.randint(1, 28):02}')
            elif act == 'reverse':
                random.choice(entries)._reverse_moves([{'date': f'2026-07-0{step % 9 + 1}'}], cancel=False).action_post()
            elif act == 'draft':
                random.choice(
                    entries.filtered(lambda entry: entry.state == 'posted') or [self._post([(self.income, 5, None)])]
                ).button_draft()
            elif act == 'sql':
                self.env.cr.execute(
                    SQL('UPDATE account_move_line SET date = %s WHERE move_id = %s', '2026-05-05', random.choice(entries).id)
                )
            elif act == 'plan':
                line = self.env['account.analytic.line'].sudo().search([('move_line_id', 'in', entries.line_ids.ids)], limit=1)
                line.write({self.plan_column: random.choice(analytic).id, 'amount': line.amount + 1})
            else:
                self.store_2.analytic_account_id = False if self.store_2.analytic_account_id else self.account_2
            with self.subTest(step=step, act=act):
                self._assert_is_ledger()
                self._assert_exact()
