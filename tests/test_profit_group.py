# Part of store_group. License LGPL-3.
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from .billing_common import BillingCommon


@tagged('post_install', '-at_install')
class TestProfitGroup(BillingCommon):
    """What our companies earn on each other is no profit of the group before a customer has the goods."""

    def _charged(self, quantity, **vals):
        """Return (what the other company received, product): goods that cost 10 each, charged at 15."""
        self._lane(**vals)
        goods = self._goods()
        transfer, _goods = self._far(quantity, products=[goods])
        self._as(self.far_taker, transfer).action_receive()
        receipt = (
            self.env['stock.move']
            .sudo()
            .search(
                [
                    ('transfer_line_id', '=', transfer.sudo().line_ids.id),
                    ('transfer_step', '=', 'receive'),
                    ('company_id', '=', self.other_company.id),
                ]
            )
        )
        self.env.flush_all()
        return receipt, goods

    def _told(self, row, first, last):
        """Return a figure of the statement, in the factory's money."""
        statement = self.env['store.profit.statement'].with_user(self.admin).with_company(self.company)
        statement = statement.with_context(allowed_company_ids=self.companies.ids)
        said = statement.statement(str(first), str(last), columns='total', view='group')
        self.assertEqual(said['currency']['id'], self.company.currency_id.id)
        return sum(item['cells'][-1]['amount'] for item in said['rows'] if item['code'] == row)  # none: the row is left out

    def _delivered(self, goods, quantity):
        env = self.env(su=True, context={'allowed_company_ids': self.other_company.ids})
        order = env['sale.order'].create(
            {
                'partner_id': self.customer.id,
                'company_id': self.other_company.id,
                'store_id': self.foreign.id,
                'warehouse_id': self.warehouse_b.id,
                'order_line': [(0, 0, {'product_id': goods.id, 'product_uom_qty': quantity, 'price_unit': 50, 'tax_ids': False})],
            }
        )
        order.action_confirm()
        order.picking_ids.move_ids.quantity = quantity
        order.picking_ids.button_validate()
        return order.picking_ids.move_ids

    @property
    def _report(self):
        self.env.flush_all()
        return self.env['store.profit.report'].with_user(self.admin).with_context(allowed_company_ids=self.companies.ids)

    def _sums(self, *measures, store=None, domain=()):
        [row] = self._report._read_group(
            [('store_id', '=', (store or self.foreign).id), *domain], [], [f'{name}:sum' for name in measures]
        )
        return tuple(round(amount or 0.0, 2) for amount in row)

    def test_goods_at_cost_carry_nothing(self):
        transfer, _goods = self._far(3)
        self._as(self.far_taker, transfer).action_receive()
        moves = self.env['stock.move'].sudo().search([('transfer_line_id', 'in', transfer.sudo().line_ids.ids)])
        self.assertEqual(set(moves.mapped('store_markup')), {0.0})

    def test_what_was_earned_is_unsold_until_a_customer_has_the_goods(self):
        receipt, goods = self._charged(10)
        self.assertEqual((receipt.value, receipt.store_markup), (150, 50))
        self.assertEqual(self._sums('amount', 'group_amount', 'unsold_amount'), (0, 0, 50))
        # the factory earned 50 by its own books, the group nothing yet
        self.assertEqual(self._sums('amount', 'group_amount', store=self.store_1), (50, 0))
        sold = self._delivered(goods, 4)
        self.assertEqual((sold.value, sold.store_markup), (60, 20))
        # by the store's books the four cost 60, to the group 40; 30 of profit still lie in stock
        self.assertEqual(self._sums('amount', 'group_amount', 'unsold_amount'), (-60, -40, 30))
        self._delivered(goods, 6)
        self.assertEqual(self._sums('amount', 'group_amount', 'unsold_amount'), (-150, -100, 0))

    def test_between_companies_periodic_and_perpetual_say_the_same(self):
        for perpetual in (False, True):
            with self.subTest(perpetual=perpetual), self.cr.savepoint() as point:
                self._lane()
                goods = self._perpetual(self._goods()) if perpetual else self._goods()
                transfer, _goods = self._far(4, products=[goods])
                self._as(self.far_taker, transfer).action_receive()
                lines = dict(self._report._read_group([('store_id', '=', self.store_1.id)], ['line'], ['amount:sum']))
                self.assertEqual(lines, {'revenue': 60, 'cost' if perpetual else 'cost_moves': -40})
                bought = dict(self._report._read_group([('store_id', '=', self.foreign.id)], ['line'], ['amount:sum']))
                self.assertEqual(
                    {line: amount for line, amount in bought.items() if amount},
                    {} if perpetual else {'purchase': -60, 'taken': 60},
                )
                self.assertEqual(self._sums('group_amount', store=self.store_1), (0,))
                beside = dict(self._report._read_group([('section', '=', 'moves')], ['company_id'], ['amount:sum']))
                self.assertEqual(set(beside.values()), {0}, 'what stands beside the ledger sums to nothing')
                point.rollback()

    def test_goods_between_companies_without_a_bill_are_found_before_the_month_is_closed(self):
        self._lane(bill_posting='draft')
        transfer, _goods = self._far(4)
        self._as(self.far_taker, transfer).action_receive()
        today = self.store_1._today()
        for company in self.companies:
            found = {
                item['code']: item['count']
                for item in self.env['store.month.check'].sudo()._of_month(company, today.replace(day=1), today)
            }
            self.assertEqual(found['not_billed'], 1)
        (transfer.sudo().charge_ids.invoice_id | transfer.sudo().charge_ids.bill_id).action_post()
        found = {
            item['code']: item['count']
            for item in self.env['store.month.check'].sudo()._of_month(self.company, today.replace(day=1), today)
        }
        self.assertEqual((found['not_billed'], found['unequal_pairs']), (0, 0))

    def test_what_a_customer_returns_is_unsold_again(self):
        _receipt, goods = self._charged(10)
        sold = self._delivered(goods, 4)
        wizard = (
            self.env['stock.return.picking']
            .sudo()
            .with_context(
                active_id=sold.picking_id.id,
                active_ids=sold.picking_id.ids,
                active_model='stock.picking',
                allowed_company_ids=self.other_company.ids,
            )
            .create({})
        )
        wizard.product_return_moves.quantity = 1
        back = (
            self.env['stock.picking']
            .sudo()
            .with_context(allowed_company_ids=self.other_company.ids)
            .browse(wizard.action_create_returns()['res_id'])
        )
        back.move_ids.quantity = 1
        back.button_validate()
        self.assertEqual(self._sums('amount', 'group_amount', 'unsold_amount'), (-45, -30, 35))

    def test_what_came_back_at_another_rate_leaves_nothing(self):
        """A thaler is worth half of the factory's money when the goods leave, and a quarter when they come back."""
        for billing in ('ship', 'receipt'):
            for parts in ((None,), (1, 2, None)):
                with self.subTest(billing=billing, parts=parts), self.cr.savepoint() as point:
                    self.other_company.sudo().currency_id = currency = self._currency(2.0)
                    first = currency.rate_ids.rate
                    receipt, goods = self._charged(10, billing=billing)
                    self.assertEqual((receipt.value, receipt.store_markup), (300, 100))
                    later = fields.Datetime.now() + timedelta(days=40)
                    self.env['res.currency.rate'].sudo().create(
                        {'currency_id': currency.id, 'name': later.date(), 'rate': 2 * first, 'company_id': False}
                    )
                    transfer = self.env['store.transfer'].browse(receipt.transfer_line_id.transfer_id.id)
                    with freeze_time(later):
                        for part in parts:
                            self._send_back(transfer, part)
                    self.assertEqual(self._worth(goods, self.company), 300)
                    self.assertEqual(self._sums('unsold_amount'), (0,))
                    self.assertEqual(self._sums('unsold_amount', 'group_amount', store=self.store_1), (0, 0))
                    self.assertEqual(self._told('unsold', receipt.date.date(), later.date()), 0)
                    self.assertEqual(self._told('unsold', receipt.date.date(), receipt.date.date()), 50)
                    point.rollback()

    def test_only_what_the_sender_earned_is_profit(self):
        """Not another rate on the day of the bill, nor what was added to the value afterwards."""
        today = fields.Date.today()
        for percent, earned in ((0, 0), (50, 20 * 4)):
            for billing in ('ship', 'receipt'):
                with self.subTest(percent=percent, billing=billing, by='rate'), self.cr.savepoint() as point:
                    self.other_company.sudo().currency_id = currency = self._currency(4.0)
                    first = currency.rate_ids
                    for days, rate in ((1, first.rate * 5 / 4), (0, first.rate)):
                        first.copy({'name': fields.Date.subtract(today, days=days), 'rate': rate})
                    receipt, _goods = self._charged(4, billing=billing, bill_posting='draft', price_percent=percent)
                    self.assertEqual((receipt.value, receipt.store_markup), (160 + earned, earned))
                    bill = receipt.transfer_line_id.transfer_id.charge_ids.bill_id
                    bill.invoice_date = fields.Date.subtract(today, days=1)
                    bill.action_post()
                    self.assertEqual((receipt.value, receipt.store_markup), ((160 + earned) * 5 / 4, earned))
                    point.rollback()
        for percent, earned in ((0, 0), (50, 20)):
            with self.subTest(percent=percent, by='hand'), self.cr.savepoint() as point:
                receipt, goods = self._charged(4, price_percent=percent)
                values = self.env(su=True, context={'allowed_company_ids': self.other_company.ids})['product.value']
                values.create({'move_id': receipt.id, 'value': receipt.value + 8})
                self.assertEqual((receipt.value, receipt.store_markup), (48 + earned, earned))
                sold = self._delivered(goods, 4)
                self.assertEqual(sold.value - sold.store_markup, 48, 'what the group paid')
                point.rollback()

    def test_a_price_that_both_accountants_change_is_what_was_earned(self):
        receipt, _goods = self._charged(4, bill_posting='draft')
        bill = receipt.transfer_line_id.transfer_id.charge_ids.bill_id
        bill.invoice_line_ids.price_unit = 17
        bill.invoice_date = fields.Date.today()
        bill.action_post()
        self.assertEqual((receipt.value, receipt.store_markup), (68, 28))

    def test_what_never_arrived_comes_home_with_the_profit_in_it(self):
        """The other company owns goods with a markup, and sends some back by a sale that is refused on arrival."""
        _receipt, goods = self._charged(10)
        self.assertEqual(self._sums('unsold_amount'), (50,))
        for lane in ({'billing': 'ship'}, {'billing': 'none', 'ownership_point': 'ship'}):
            with self.subTest(lane=lane), self.cr.savepoint() as point:
                self.env['store.lane'].create({'source_store_id': self.foreign.id, 'dest_store_id': self.store_1.id, **lane})
                transfer, _goods = self._ask(4, products=[goods], user=self.giver, source=self.foreign, dest=self.store_1)
                self._as(self.far_boss, transfer).action_approve()
                self._as(self.far_taker, transfer).action_ship()
                self.assertEqual(self._sums('unsold_amount'), (30,))
                self._set(self.giver, transfer, 'received', 0)
                self._set(self.giver, transfer, 'refused', 4)
                self._as(self.giver, transfer).action_receive()
                item = transfer.sudo().discrepancy_ids
                self._as(self.far_taker, item).action_agree()
                self._as(self.judge, item).decide('to_source', 'source')
                self.assertEqual(self._sums('unsold_amount'), (50,))
                point.rollback()

    def test_a_second_price_mixes_with_the_first(self):
        _receipt, goods = self._charged(6)
        self._delivered(goods, 3)
        self.env['store.lane'].search([('billing', '!=', 'none')]).active = False  # the next transfer has no lane
        transfer, _goods = self._far(3, products=[goods])
        self._as(self.far_taker, transfer).action_receive()
        self.assertEqual(self._sums('unsold_amount'), (15,))
        self._delivered(goods, 3)  # half of what is there
        self.assertEqual(self._sums('unsold_amount'), (7.5,))

    def test_a_loss_that_core_booked_is_one_cost_of_whoever_bears_it(self):
        goods = self._perpetual(self._goods())
        transfer, _goods = self._shipped(5, products=[goods])
        self._set(self.taker, transfer, 'received', 3)
        self._set(self.taker, transfer, 'lost', 2)
        self._as(self.taker, transfer).action_receive()
        item = transfer.sudo().discrepancy_ids
        self._as(self.giver, item).action_agree()
        self._as(self.judge, item).decide('write_off', 'dest')
        lines = self._report._read_group([('store_id', '=', self.store_3.id)], ['line', 'in_ledger'], ['amount:sum'])
        self.assertEqual(lines, [('expense', True, -20)])
        self.assertTrue(item.sudo().cost_line_id.move_line_id)

    def test_two_losses_of_one_line_are_two_costs_whoever_pays(self):
        for backwards in (False, True):
            goods = self._goods()
            transfer, _goods = self._shipped(2, products=[goods])
            for step, quantity in (('received', 0), ('damaged', 1), ('lost', 1)):
                self._set(self.taker, transfer, step, quantity)
            self._as(self.taker, transfer).action_receive()
            items = transfer.sudo().discrepancy_ids.sorted('id', reverse=backwards)
            for item, who in zip(items, ('source', 'unknown'), strict=True):
                self._as(self.giver, item).action_agree()
                self._as(self.judge, item).decide('write_off', who)
            self.env.flush_all()
            lines = self._report._read_group([('product_id', '=', goods.id)], ['line', 'store_id'], ['amount:sum'])
            found = sorted((line, store.code, amount) for line, store, amount in lines)
            self.assertEqual(found, [('counter', False, 20), ('loose', 'T1', -10), ('loss', False, -10)])

    def test_a_loss_counts_once_whatever_becomes_of_its_payers_account(self):
        goods = self._goods()
        transfer, _goods = self._shipped(2, products=[goods])
        self._set(self.taker, transfer, 'received', 0)
        self._set(self.taker, transfer, 'lost', 2)
        self._as(self.taker, transfer).action_receive()
        item = transfer.sudo().discrepancy_ids
        self._as(self.giver, item).action_agree()
        self._as(self.judge, item).decide('write_off', 'dest')
        self._as(self.judge, item).decide('write_off', 'source')  # it stays as it was decided

        def found():
            self.env.flush_all()
            rows = self._report._read_group([('product_id', '=', goods.id)], ['store_id'], ['amount:sum'])
            return sorted((store.code or '', amount) for store, amount in rows)

        own = [('', 20), (self.store_3.code, -20)]
        self.assertEqual(found(), own)
        old = self.store_3.sudo().analytic_account_id
        self.store_3.sudo().analytic_account_id = old.copy()
        self.assertEqual(found(), own, 'its account is another one now')
        item.sudo().cost_line_id.unlink()
        self.assertEqual(found(), own, 'deleted by hand')

    def test_lines_that_an_accountant_puts_together_keep_the_sellers_cost(self):
        self._lane(bill_posting='draft')
        goods = self._goods()
        transfer, _goods = self._ask(2, 3, products=[goods, goods], user=self.far_taker, dest=self.foreign)
        self._as(self.giver_boss, transfer).action_approve()
        self._as(self.giver, transfer).action_ship()
        self._as(self.far_taker, transfer).action_receive()
        invoice = transfer.sudo().charge_ids.invoice_id
        first, second = invoice.invoice_line_ids
        first.quantity = 5
        second.unlink()
        invoice.action_post()
        self.assertEqual(
            self._sums('amount', store=self.store_1, domain=[('line', '=', 'cost_moves'), ('product_id', '=', goods.id)]), (-50,)
        )
        self.assertFalse(self.env['store.profit.fact'].sudo().check())
