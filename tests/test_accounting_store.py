# Part of store_group. License LGPL-3.
from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .common_accounting import AccountingCommon


@tagged('post_install', '-at_install')
class TestAccountingStore(AccountingCommon):
    """Which store an entry, a payment and an analytic line belong to, and for how long."""

    # === DERIVATION ===

    def test_an_invoice_has_the_store_of_its_order(self):
        invoice = self._sold(self.store_2)._create_invoices()
        self.assertEqual(invoice.store_id, self.store_2)
        self.assertEqual(invoice.line_ids.store_id, self.store_2)
        self.assertTrue(all(line.store_id for line in invoice.line_ids))
        self.assertFalse(self._sold()._create_invoices().store_id)

    def test_one_run_over_two_stores_gives_two_invoices(self):
        orders = self._sold(self.store_1) | self._sold(self.store_2) | self._sold(self.store_1) | self._sold()
        invoices = orders._create_invoices()
        self.assertEqual(len(invoices), 3)
        self.assertEqual(
            {invoice.store_id: invoice.amount_total for invoice in invoices},
            {self.store_1: 200, self.store_2: 100, self.env['store.store']: 100},
        )

    def test_a_down_payment_and_its_final_invoice_keep_the_store(self):
        order = self._sold(self.store_1)
        wizard = (
            self.env['sale.advance.payment.inv']
            .with_context(active_ids=order.ids)
            .create({'advance_payment_method': 'percentage', 'amount': 50})
        )
        down = wizard._create_invoices(order)
        down.sudo().action_post()
        final = order._create_invoices(final=True)
        self.assertEqual((down | final).store_id, self.store_1)
        self.assertEqual(down.line_ids.store_id, self.store_1)

    def test_said_decides_then_team_then_journal_then_creator(self):
        team = self.env['crm.team'].sudo().create({'name': 'Two', 'company_id': self.company.id, 'store_id': self.store_2.id})
        self.assertFalse(self._invoice().store_id)
        self.assertEqual(self._invoice(journal_id=self.sale_journal_1.id).store_id, self.store_1)
        self.assertEqual(self._invoice(journal_id=self.sale_journal_1.id, team_id=team.id).store_id, self.store_2)
        self.assertEqual(self._invoice(journal_id=self.sale_journal_1.id, store_id=self.store_2.id).store_id, self.store_2)
        self.assertFalse(self._invoice(journal_id=self.sale_journal_1.id, store_id=False).store_id)
        clerk = self._accountant('clerk', 'account.group_account_invoice')
        self._member(clerk, self.store_2)
        self.assertEqual(self._invoice(clerk).store_id, self.store_2)

    def test_a_store_sells_in_its_own_journal_and_nobody_else_does(self):
        self.sale_journal_1.sequence = -1  # core would take the first
        self.assertEqual(self._invoice(store_id=self.store_1.id).journal_id, self.sale_journal_1)
        self.assertEqual(self._invoice(store_id=self.store_2.id).journal_id, self.sale_journal)
        self.assertEqual(self._invoice().journal_id, self.sale_journal)

    def test_a_journal_of_another_company_says_nothing(self):
        books = self._accountant('both', company_ids=[(6, 0, (self.company | self.other_company).ids)])
        move = (
            self._as(books, self.env['account.move'])
            .with_company(self.other_company)
            .create(
                {
                    'move_type': 'out_invoice',
                    'partner_id': self.customer.id,
                    'company_id': self.other_company.id,
                    'store_id': self.foreign.id,
                }
            )
        )
        self.assertEqual((move.company_id, move.store_id), (self.other_company, self.foreign))
        with self.assertRaises(UserError):
            self._invoice(books, store_id=self.foreign.id)

    def test_a_bill_has_the_store_of_its_journal_else_of_who_enters_it(self):
        journal = self._journal('purchase').copy({'name': 'Bills One', 'code': 'B1', 'store_id': self.store_1.id})
        bill = {'move_type': 'in_invoice', 'partner_id': self.customer.id}
        Move = self._as(self.books, self.env['account.move'])
        self.assertEqual(Move.create({**bill, 'journal_id': journal.id}).store_id, self.store_1)
        self.assertFalse(Move.create(dict(bill)).store_id)

    def test_the_form_proposes_the_store_of_the_journal(self):
        Move = self._as(self.books, self.env['account.move']).with_context(default_move_type='out_invoice')
        with Form(Move) as form:
            form.partner_id = self.customer
            form.journal_id = self.sale_journal_1.with_env(Move.env)
            with form.invoice_line_ids.new() as line:
                line.product_id = self.service
        self.assertEqual(form.record.store_id, self.store_1)

    def test_a_bank_statement_is_headquarters_unless_the_journal_is_a_stores(self):
        Line = self.env['account.bank.statement.line'].sudo()  # core asks for a group of its own
        vals = {'payment_ref': 'x', 'amount': 10, 'date': fields.Date.today()}
        self.assertEqual(Line.create({**vals, 'journal_id': self.till_1.id}).move_id.store_id, self.store_1)
        self.assertFalse(Line.create({**vals, 'journal_id': self.bank.id}).move_id.store_id)

    def test_the_context_of_a_screen_does_not_reach_the_lines(self):
        order = self._sold(self.store_2)
        invoice = order.with_context(default_store_id=self.store_1.id)._create_invoices()
        self.assertEqual((invoice | invoice.line_ids.move_id).store_id, self.store_2)
        self.assertEqual(invoice.line_ids.store_id, self.store_2)

    # === FREEZING ===

    def test_a_draft_follows_and_a_posted_entry_stays(self):
        invoice = self._invoice()
        invoice.journal_id = self.sale_journal_1
        self.assertEqual((invoice.store_id, invoice.line_ids.store_id), (self.store_1, self.store_1))
        invoice.store_id = self.store_2
        self.assertEqual(invoice.line_ids.store_id, self.store_2)
        invoice.action_post()
        with self.assertRaisesRegex(UserError, 'is posted and stays with Street Two'):
            invoice.store_id = self.store_1
        self.sale_journal_1.store_id = self.store_2
        self.assertEqual(invoice.store_id, self.store_2)
        invoice.button_draft()
        invoice.store_id = self.store_1
        self.assertEqual(invoice.line_ids.store_id, self.store_1)

    def test_the_invoice_of_an_order_stays_with_the_order(self):
        invoice = self._as(self.books, self._sold(self.store_2)._create_invoices())
        with self.assertRaisesRegex(UserError, 'belongs to the same store'):
            invoice.store_id = self.store_1
        invoice.journal_id = self.sale_journal_1
        self.assertEqual(invoice.store_id, self.store_2)

    def test_credit_notes_copies_and_corrections_keep_the_store(self):
        invoice = self._invoice(store_id=self.store_1.id)
        invoice.action_post()
        wizard = self._as(self.books, self.env['account.move.reversal']).with_context(
            active_model='account.move', active_ids=invoice.ids
        )
        refund = self.env['account.move'].browse(wizard.create({'journal_id': self.sale_journal.id}).refund_moves()['res_id'])
        self.assertEqual((refund.move_type, refund.store_id), ('out_refund', self.store_1))
        replacement = self.env['account.move'].browse(
            wizard.create({'journal_id': self.sale_journal.id}).modify_moves()['res_id']
        )
        self.assertEqual(replacement.store_id, self.store_1)
        self.assertEqual(invoice.sudo().reversal_move_ids.store_id, self.store_1)
        self.assertEqual(invoice.copy().store_id, self.store_1)
        hq = self._invoice(journal_id=self.sale_journal_1.id, store_id=False)
        hq.action_post()
        self.assertFalse(hq._reverse_moves().store_id)

    # === PAYMENTS ===

    def test_a_payment_and_its_entry_have_the_store_of_the_invoice(self):
        invoice = self._invoice(store_id=self.store_2.id)
        invoice.action_post()
        payment = self._pay(self.books, invoice)
        self.assertEqual(payment.store_id, self.store_2)
        self.assertEqual(payment.move_id.store_id, self.store_2)
        self.assertEqual(payment.move_id.line_ids.store_id, self.store_2)
        self.assertEqual(invoice.amount_residual, 0)
        with self.assertRaisesRegex(UserError, 'is posted and stays with'):
            payment.store_id = self.store_1

    def test_a_store_is_paid_into_its_till_and_no_other(self):
        self.till_1.sequence = -1
        for store, journal in ((self.store_1, self.till_1), (self.store_2, self.bank)):
            invoice = self._invoice(store_id=store.id)
            invoice.action_post()
            self.assertEqual(self._pay(self.books, invoice).journal_id, journal)

    def test_paying_for_two_stores_gives_one_payment_for_each(self):
        invoices = self.env['account.move']
        for store, amount in ((self.store_1, 10), (self.store_2, 20), (self.store_1, 30)):
            invoices |= self._invoice(amount=amount, store_id=store.id)
        self._as(self.books, invoices).action_post()
        payments = self._pay(self.books, invoices, group_payment=True, journal_id=self.bank.id)
        self.assertEqual({payment.store_id: payment.amount for payment in payments}, {self.store_1: 40, self.store_2: 20})
        self.assertEqual({payment.move_id.store_id for payment in payments}, {self.store_1, self.store_2})
        self.assertFalse(any(invoices.mapped('amount_residual')))

    def test_a_payment_by_hand_has_the_store_of_its_journal(self):
        payment = self._as(self.books, self.env['account.payment']).create(
            {
                'payment_type': 'inbound',
                'partner_type': 'customer',
                'partner_id': self.customer.id,
                'amount': 5,
                'journal_id': self.till_1.id,
            }
        )
        self.assertEqual(payment.store_id, self.store_1)
        payment.journal_id = self.bank
        self.assertEqual(payment.store_id, self.store_1)
        payment.partner_id = self.customer.copy()
        self.assertEqual(payment.journal_id, self.bank)  # chosen by a person
        payment.store_id = self.store_2
        payment.action_post()
        self.assertEqual(payment.store_id, self.store_2)
        with self.assertRaisesRegex(UserError, 'stays with'):
            payment.store_id = self.store_1

    def test_an_exchange_difference_is_the_stores(self):
        euro = self.env.ref('base.EUR').sudo()
        euro.active = True
        for day, rate in (('2020-01-01', 2.0), ('2020-02-01', 4.0)):
            self.env['res.currency.rate'].sudo().create(
                {'name': day, 'rate': rate, 'currency_id': euro.id, 'company_id': self.company.id}
            )
        invoice = self._invoice(store_id=self.store_1.id, currency_id=euro.id, invoice_date='2020-01-15')
        invoice.action_post()
        payment = self._pay(self.books, invoice, payment_date='2020-02-15', journal_id=self.bank.id, currency_id=euro.id)
        difference = (
            self.env['account.move'].sudo().search([('journal_id', '=', self.company.sudo().currency_exchange_journal_id.id)])
        )
        self.assertEqual((difference.store_id, payment.store_id), (self.store_1, self.store_1))
