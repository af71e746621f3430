# Part of store_group. License LGPL-3.
from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import SQL

from ..report import store_fact_invalidation, store_profit_invalidation
from .profit_common import DAY, ProfitCommon


@tagged('post_install', '-at_install')
class TestProfitClose(ProfitCommon):
    """A month is checked, closed, and what changes afterwards is shown with the entries that made it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.entry = cls._post([(cls.income, 1000, {cls.account_1: 100}), (cls.rent, -200, {cls.account_1: 100})])
        cls.close = cls.env['store.month.close'].create({'company_id': cls.company.id, 'month': '2026-03-17'})

    def _found(self, code):
        self.env.flush_all()
        self.close.action_check()
        return self.close.check_ids.filtered(lambda check: check.code == code)

    def _after(self):
        self.env.flush_all()
        self.env.invalidate_all()
        rows = self.env['store.month.difference'].with_context(store_month_close=self.close.id).search([])
        return {(row.store_id, row.line, row.name): (row.frozen, row.now, row.difference) for row in rows}

    def _figures(self):
        self.env.flush_all()
        self.env.invalidate_all()
        return {
            (figure.store_id, figure.line): (figure.amount, figure.amount_now, figure.after_close)
            for figure in self.close.figure_ids
            if figure.kind == 'profit'
        }

    def test_a_month_is_kept_by_its_first_day_and_once_per_company(self):
        self.assertEqual((str(self.close.month), self.close.name), ('2026-03-01', '2026-03 Factory'))

    def test_what_is_open_is_read_in_the_readers_language(self):
        self.env['res.lang'].sudo()._activate_lang('zh_CN')
        check = self._found('drafts')
        self.assertEqual(check.title, "Draft entries")
        self.assertEqual(check.with_context(lang='zh_CN').title, "草稿分录")

    def test_closing_freezes_the_figures_of_every_store(self):
        self.close.action_close()
        self.assertEqual(self.close.state, 'closed')
        self.assertEqual(
            self._figures(), {(self.store_1, 'revenue'): (1000, 1000, 0), (self.store_1, 'expense'): (-200, -200, 0)}
        )
        self.assertEqual(self._after(), {})
        self.assertEqual(self.close.after_count, 0)
        self.close.action_close()
        self.assertIn("Still open", self.close.message_ids[:1].body or self.close.message_ids.mapped('body')[0])

    def test_an_upgrade_counts_closed_months_anew_and_keeps_what_they_froze(self):
        """Facts that an older rule gave to another store follow the rule of the upgrade, whose text they are made of."""
        Fact = self.env['store.profit.fact']
        self.env.flush_all()
        while Fact._refresh():
            pass
        self.close.action_close()
        frozen = self._figures()
        self.env.cr.execute(
            SQL('UPDATE store_profit_month SET store_id = %s WHERE store_id = %s', self.store_2.id, self.store_1.id)
        )
        self.assertTrue(Fact.check(), 'reports show the old store')
        self.assertNotEqual(self._figures(), frozen)
        store_profit_invalidation.install(self.env)
        self.assertTrue(Fact.check(), 'the same version: nothing is done')
        store_fact_invalidation.set_made(self.env, store_profit_invalidation.NAME, 'of an older version')
        store_profit_invalidation.install(self.env)
        for state in ('stale', 'refreshed'):
            with self.subTest(state=state):
                self.assertFalse(Fact.check())
                self.assertEqual((self._figures(), self._after()), (frozen, {}))
            while Fact._refresh():
                pass

    def test_a_late_entry_shows_after_close(self):
        self.close.action_close()
        late = self._post([(self.rent, -50, {self.account_1: 100}), (self.rent, -5, None)])
        self._post([(self.rent, -1, None)], day='2026-04-01')
        none = self.env['store.store']
        self.assertEqual(
            self._after(), {(self.store_1, 'expense', late.name): (0, -50, -50), (none, 'expense', late.name): (0, -5, -5)}
        )
        changes = self.env['store.month.difference'].search([('close_id', '=', self.close.id)])
        self.assertEqual(set(changes.mapped('place')), {self.store_1.name, "Headquarters"})
        self.assertEqual(self._figures()[self.store_1, 'expense'], (-200, -250, -50))
        self.assertEqual(self.close.after_count, 2)

    def test_what_was_taken_back_edited_or_deleted_shows_too(self):
        number = self.entry.name
        self.close.action_close()
        self.entry.button_draft()
        self.assertEqual(
            self._after(),
            {(self.store_1, 'revenue', number): (1000, 0, -1000), (self.store_1, 'expense', number): (-200, 0, 200)},
        )
        self.entry.line_ids.filtered(lambda line: line.account_id == self.rent).analytic_distribution = {self.account_2.id: 100}
        self.entry.action_post()
        self.assertEqual(
            self._after(),
            {
                (self.store_1, 'expense', self.entry.name): (-200, 0, 200),
                (self.store_2, 'expense', self.entry.name): (0, -200, -200),
            },
        )
        self.env.cr.execute(SQL('DELETE FROM account_move WHERE id = %s', self.entry.id))
        self.env.invalidate_all()
        rows = self.env['store.month.difference'].with_context(store_month_close=self.close.id).search([])
        self.assertEqual(
            {(row.line, row.name, row.entry_id.id) for row in rows}, {('revenue', number, False), ('expense', number, False)}
        )

    def test_sales_and_stock_are_frozen_too(self):
        self._sell(self.store_1, self.goods['periodic'], quantity=2)
        self.env['stock.quant'].sudo().with_company(self.company).with_context(inventory_mode=True).create(
            {'product_id': self.goods['periodic'].id, 'location_id': self.warehouse_2.lot_stock_id.id, 'inventory_quantity': 5}
        ).action_apply_inventory()
        self._move_to(self.env['stock.move'].sudo().search([('location_dest_id', '=', self.warehouse_2.lot_stock_id.id)]), DAY)
        self.env.flush_all()
        self.close.action_close()
        figures = {(figure.kind, figure.line, figure.store_id): figure.amount for figure in self.close.figure_ids}
        self.assertEqual(figures['sales', 'ordered', self.store_1], 200)
        self.assertEqual(figures['stock', 'on_hand', self.store_2], 5)
        self.assertEqual(figures['stock', 'stock_value', self.store_2], 300)
        self.assertEqual(figures['profit', 'cost_moves', self.store_1], -120)

    def test_opening_again_takes_an_administrator_and_a_reason_and_stays_in_the_history(self):
        self.close.action_close()
        with self.assertRaises(UserError):
            self.close.action_reopen()
        with self.assertRaises(UserError):
            self.close.month = '2026-04-01'
        with self.assertRaises(UserError):
            self.close.unlink()
        with self.assertRaises(AccessError):
            self.close.with_user(self.books).action_reopen()
        self.close.reopen_reason = "Rent was forgotten"
        self.close.action_reopen()
        self.assertEqual((self.close.state, self.close.figure_ids.ids), ('open', []))
        self.assertTrue(any("Rent was forgotten" in body and "800" in body for body in self.close.message_ids.mapped('body')))

    def test_a_month_that_is_not_over_stays_open(self):
        now = self.env['store.month.close'].create({'company_id': self.company.id, 'month': self.store_1._today()})
        with self.assertRaisesRegex(UserError, 'not over'):
            now.action_close()

    # === WHAT IS STILL OPEN ===

    def test_entries_of_a_store_without_analytic_are_found_and_booked(self):
        self.assertEqual(self._found('without_analytic').count, 0)
        invoice = self._invoice(store_id=self.online.id, invoice_date=DAY)
        invoice.action_post()
        check = self._found('without_analytic')
        self.assertEqual(check.count, 1)
        self.assertEqual(self.env['account.move.line'].sudo().search(check.action_show()['domain']).move_id, invoice)
        self.assertEqual(self._found('stores_without_account').count, 1)
        self._found('stores_without_account').action_book()
        self._found('without_analytic').action_book()
        self.assertEqual(self._found('without_analytic').count, 0)
        self.assertEqual(self._of(self.online), {'revenue': 100})
        self._assert_exact()

    def test_an_invoice_between_our_companies_needs_its_equal(self):
        invoice = self._invoice(invoice_date=DAY, amount=70, partner_id=self.other_company.partner_id.id)
        invoice.action_post()
        self.assertEqual(self._found('unequal_pairs').count, 1)
        bill = (
            self.env['account.move']
            .sudo()
            .with_company(self.other_company)
            .create(
                {
                    'move_type': 'in_invoice',
                    'partner_id': self.company.partner_id.id,
                    'invoice_date': DAY,
                    'ref': invoice.name,
                    'invoice_line_ids': [
                        Command.create(
                            {
                                'name': 'Goods',
                                'quantity': 1,
                                'price_unit': 69,
                                'tax_ids': [],
                                'account_id': self._account('expense', self.other_company).id,
                            }
                        )
                    ],
                }
            )
        )
        bill.action_post()
        self.assertEqual(self._found('unequal_pairs').count, 1)
        bill.button_draft()
        bill.invoice_line_ids.price_unit = 70
        bill.action_post()
        self.assertEqual(self._found('unequal_pairs').count, 0)

    def test_the_other_findings(self):
        order = self._order()
        order.action_confirm()
        order.sudo().date_order = f'{DAY} 04:00:00'
        self._invoice(invoice_date=DAY).action_post()
        self._invoice(store_id=self.store_1.id, invoice_date=DAY, date=DAY)
        self.env['stock.quant'].sudo().with_company(self.company)._update_available_quantity(
            self.product, self.warehouse_1.lot_stock_id, -1
        )
        for code in ('orders_without_store', 'invoices_without_store', 'drafts', 'negative_stock'):
            check = self._found(code)
            with self.subTest(code):
                self.assertEqual(check.count, 1)
                action = check.action_show()
                self.assertEqual(self.env[action['res_model']].sudo().search_count(action['domain']), 1)
        for code in ('not_received', 'differences'):
            self.assertEqual(self._found(code).count, 0)
