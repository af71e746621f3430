# Part of store_group. License LGPL-3.
from odoo import Command, fields
from odoo.tests import tagged

from .common_accounting import AccountingCommon


@tagged('post_install', '-at_install')
class TestAccountingAnalytic(AccountingCommon):
    """What is booked on a store's analytic account: its income and its costs, each of them once."""

    def _lines(self, move):
        return self.env['account.analytic.line'].sudo().search([('move_line_id', 'in', move.line_ids.ids)])

    def _on(self, account):
        """Return the sum booked on an analytic account."""
        lines = self.env['account.analytic.line'].sudo().search([(self.plan_column, '=', account.id)])
        return sum(lines.mapped('amount'))

    def test_revenue_is_on_the_account_of_the_store_once(self):
        by_order = self._sold(self.store_1)._create_invoices()
        by_hand = self._invoice(store_id=self.store_1.id)
        (by_order | by_hand).sudo().action_post()
        self.assertEqual(self._on(self.account_1), 200)
        self.assertEqual(self._lines(by_order | by_hand).store_id, self.store_1)
        self.assertEqual(len(self._lines(by_order | by_hand)), 2)
        by_order.sudo()._reverse_moves(cancel=True)
        self.assertEqual(self._on(self.account_1), 100)

    def test_other_plans_keep_their_accounts_on_the_same_analytic_line(self):
        plan = self.env['account.analytic.plan'].sudo().create({'name': 'Campaigns'})
        campaign = self.env['account.analytic.account'].sudo().create({'name': 'Spring', 'plan_id': plan.id})
        self.env['account.analytic.distribution.model'].sudo().create(
            {'partner_id': self.customer.id, 'analytic_distribution': {campaign.id: 100}}
        )
        invoice = self._invoice(store_id=self.store_1.id)
        invoice.action_post()
        line = self._lines(invoice)
        self.assertEqual((line[self.plan_column], line[plan._column_name()]), (self.account_1, campaign))
        self.assertEqual(line.amount, 100)

    def test_only_income_and_expenses_are_booked(self):
        invoice = self._invoice(store_id=self.store_1.id)
        booked = invoice.line_ids.filtered('analytic_distribution')
        self.assertEqual(booked.account_id.internal_group, 'income')
        entry = self._as(self.books, self.env['account.move']).create(
            {
                'store_id': self.store_1.id,
                'line_ids': [
                    Command.create({'account_id': account.id, 'debit': debit, 'credit': 10 - debit})
                    for account, debit in (
                        (self.company.sudo().expense_account_id, 10),
                        (self.till_1.sudo().default_account_id, 0),
                    )
                ],
            }
        )
        self.assertEqual(entry.line_ids.filtered('analytic_distribution').account_id.internal_group, 'expense')

    def test_a_draft_that_changes_its_store_changes_its_account(self):
        invoice = self._invoice(store_id=self.store_1.id)
        line = invoice.invoice_line_ids
        self.assertEqual(line.analytic_distribution, {str(self.account_1.id): 100})
        invoice.store_id = self.store_2
        self.assertEqual(line.analytic_distribution, {str(self.account_2.id): 100})
        invoice.store_id = False
        self.assertFalse(line.analytic_distribution)

    def test_what_a_person_distributes_stays(self):
        said = {str(self.account_2.id): 100}
        invoice = self._invoice(store_id=self.store_1.id, line={'analytic_distribution': said})
        self.assertEqual(invoice.invoice_line_ids.analytic_distribution, said)

    def test_cost_of_goods_is_booked_once_under_perpetual_valuation(self):
        category = (
            self.env['product.category']
            .sudo()
            .with_company(self.company)
            .create({'name': 'Perpetual', 'property_valuation': 'real_time', 'property_cost_method': 'standard'})
        )
        product = (
            self.env['product.product']
            .sudo()
            .with_company(self.company)
            .create(
                {
                    'name': 'Coat',
                    'is_storable': True,
                    'categ_id': category.id,
                    'list_price': 100,
                    'standard_price': 60,
                    'taxes_id': [Command.clear()],
                    'invoice_policy': 'order',
                }
            )
        )
        order = self._sold(self.store_1, product.with_env(self.env))
        picking = order.picking_ids.sudo()
        picking.move_ids.quantity = 1
        picking.button_validate()
        invoice = order._create_invoices().sudo()
        invoice.action_post()
        cogs = invoice.line_ids.filtered(lambda line: line.display_type == 'cogs')
        self.assertEqual((len(cogs), cogs.store_id), (2, self.store_1))
        self.assertEqual(self._on(self.account_1), 40)
        self.assertEqual(len(self._lines(invoice)), 2)

    def test_valuation_entries_have_the_store_of_the_goods(self):
        category = (
            self.env['product.category']
            .sudo()
            .with_company(self.company)
            .create({'name': 'Perpetual', 'property_valuation': 'real_time', 'property_cost_method': 'standard'})
        )
        product = (
            self.env['product.product']
            .sudo()
            .with_company(self.company)
            .create({'name': 'Coat', 'is_storable': True, 'categ_id': category.id, 'standard_price': 60})
        )
        loss = (
            self.env['stock.location'].sudo().search([('usage', '=', 'inventory'), ('company_id', '=', self.company.id)], limit=1)
        )
        loss.valuation_account_id = self.company.sudo().expense_account_id
        for warehouse in (self.warehouse_1, self.warehouse_2):
            self.env['stock.quant'].sudo().with_company(self.company).with_context(inventory_mode=True).create(
                {'product_id': product.id, 'location_id': warehouse.lot_stock_id.id, 'inventory_quantity': 1}
            )
        quants = self.env['stock.quant'].sudo().search([('product_id', '=', product.id)])
        quants.action_apply_inventory()
        moves = self.env['stock.move'].sudo().search([('product_id', '=', product.id)])
        self.assertEqual(len(moves), 2)
        self.assertEqual(
            {(move.store_id, move.account_move_id.store_id) for move in moves},
            {(self.store_1, self.store_1), (self.store_2, self.store_2)},
        )

    def test_an_analytic_line_has_the_store_whose_account_it_carries(self):
        Line = self._as(self.books, self.env['account.analytic.line'])
        rent = Line.create({'name': 'Rent', 'amount': -10, self.plan_column: self.account_2.id})
        self.assertEqual(rent.store_id, self.store_2)
        rent[self.plan_column] = self.account_1
        self.assertEqual(rent.store_id, self.store_1)
        bill = self._as(self.books, self.env['account.move']).create(
            {
                'move_type': 'in_invoice',
                'partner_id': self.customer.id,
                'invoice_date': fields.Date.today(),
                'invoice_line_ids': [
                    Command.create(
                        {
                            'name': 'Rent',
                            'price_unit': 100,
                            'tax_ids': [],
                            'analytic_distribution': {str(self.account_1.id): 40, str(self.account_2.id): 60},
                        }
                    )
                ],
            }
        )
        bill.action_post()
        self.assertFalse(bill.store_id)
        self.assertEqual({line.store_id: line.amount for line in self._lines(bill)}, {self.store_1: -40, self.store_2: -60})

    def test_posting_costs_no_query_per_line_more_than_core(self):
        """A storeless line with the same distribution is what core costs."""

        def queries(count, store):
            line = {
                'product_id': self.service.id,
                'price_unit': 1,
                'tax_ids': [],
                'analytic_distribution': {str(self.account_1.id): 100},
            }
            invoice = self._invoice(store_id=store.id, invoice_line_ids=[Command.create(line) for _ in range(count)])
            self.env.flush_all()
            before = self.cr.sql_log_count
            invoice.action_post()
            self.env.flush_all()
            return self.cr.sql_log_count - before

        nowhere = self.env['store.store']
        queries(1, self.store_1), queries(1, nowhere)  # warm
        core = queries(21, nowhere) - queries(1, nowhere)
        ours = queries(21, self.store_1) - queries(1, self.store_1)
        self.assertLessEqual(ours, core)
        self.assertLessEqual(queries(1, self.store_1), queries(1, nowhere) + 2)
