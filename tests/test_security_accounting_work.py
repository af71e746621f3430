# Part of store_group. License LGPL-3.
from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .test_security_accounting import SecurityAccountingCommon


@tagged('post_install', '-at_install')
class TestSecurityAccountingWork(SecurityAccountingCommon):
    """Bound people finish their work: the same documents as an unbound colleague makes."""

    def test_staff_and_managers_invoice_their_own_orders(self):
        for name in ('staff', 'manager'):
            user = self.people[name]
            order = self._as(user, self.env['sale.order']).create(
                {'partner_id': self.customer.id, 'order_line': [(0, 0, {'product_id': self.service.id})]}
            )
            order.action_confirm()
            wizard = (
                self._as(user, self.env['sale.advance.payment.inv'])
                .with_context(active_model='sale.order', active_ids=order.ids)
                .create({'advance_payment_method': 'delivered'})
            )
            wizard.create_invoices()
            self.assertEqual(order.invoice_ids.store_id, self.store_1)
            self.assertEqual((order.invoice_ids.amount_total, order.invoice_status), (100, 'invoiced'))
            with self.assertRaises(AccessError):
                order.invoice_ids.action_post()  # none of the roles implies accounting
        mixed = self._as(self.people['staff'], self._sold(self.store_1) | self._sold(self.store_2))
        self.assertFalse(mixed._create_invoices())  # core's answer to who may not: nothing is made
        self.assertFalse(mixed.sudo().invoice_ids)

    def test_a_bound_accountant_posts_credits_pays_and_takes_back(self):
        numbers = []
        for user in (self.people['bound_books'], self.books):
            invoice = self._invoice(user, store_id=self.store_1.id)
            invoice.action_post()
            numbers.append((invoice.journal_id, invoice.sequence_prefix, invoice.sequence_number))
            payment = self._pay(user, invoice, journal_id=self.bank.id)
            self.assertEqual((payment.store_id, invoice.amount_residual), (self.store_1, 0))
            self.assertTrue(payment.read(['reconciled_invoice_ids', 'duplicate_payment_ids']))
            payment.action_draft()
            payment.action_cancel()
            self.assertEqual(invoice.amount_residual, 100)
            credit = invoice._reverse_moves([{'invoice_date': fields.Date.today()}], cancel=True)
            self.assertEqual((credit.store_id, invoice.payment_state), (self.store_1, 'reversed'))
            invoice.button_draft()
            invoice.action_post()
        self.assertEqual(numbers[0][:2], numbers[1][:2])
        self.assertEqual(numbers[0][2] + 1, numbers[1][2])

    def test_what_headquarters_matched_can_be_taken_apart_from_ones_own_side(self):
        user = self.people['bound_books']
        invoice = self._invoice(user)
        invoice.action_post()
        money = self._as(self.books, self.env['account.payment']).create(
            {
                'payment_type': 'inbound',
                'partner_type': 'customer',
                'partner_id': self.customer.id,
                'amount': 100,
                'journal_id': self.bank.id,
            }
        )
        self.assertFalse(money.store_id)
        money.action_post()
        receivable = (money.move_id.line_ids | invoice.line_ids.with_env(money.env)).filtered(
            lambda line: line.account_type == 'asset_receivable'
        )
        receivable.reconcile()
        self.env.invalidate_all()
        self.assertEqual(invoice.amount_residual, 0)
        self.assertTrue(invoice.invoice_payments_widget)
        matching = invoice.line_ids.matched_credit_ids
        invoice.js_remove_outstanding_partial(matching.id)
        self.assertEqual(invoice.amount_residual, 100)
        self.env.invalidate_all()
        line = money.move_id.line_ids.filtered(lambda line: line.account_type == 'asset_receivable')
        self.assertEqual((line.reconciled, line.amount_residual), (False, -100))
        theirs = self._as(user, self.docs['account.move'][1].sudo().line_ids.matched_credit_ids)
        with self.assertRaises(AccessError):
            theirs.unlink()

    def test_a_hidden_duplicate_breaks_no_form(self):
        user = self.people['bound_books']
        invoice = self._invoice(user)
        self.env.flush_all()
        self.env.invalidate_all()
        twin = self._as(self.books, invoice)
        self.assertIn(self.docs['account.move'][1].id, twin.duplicated_ref_ids.ids)
        self.env.invalidate_all()
        self.assertEqual(set(invoice.duplicated_ref_ids.mapped('store_id.id')), {self.store_1.id})
        specification = {
            'name': {},
            'duplicated_ref_ids': {'fields': {'display_name': {}}},
            'invoice_payments_widget': {},
            'invoice_outstanding_credits_debits_widget': {},
        }
        self.assertTrue(invoice.web_read(specification))

    def test_credits_of_other_stores_are_not_offered(self):
        credit = self._invoice(store_id=self.store_2.id, move_type='out_refund')
        credit.action_post()
        mine = self._invoice(self.people['bound_books'])
        mine.action_post()
        self.env.invalidate_all()
        offered = mine.invoice_outstanding_credits_debits_widget
        self.assertFalse(offered and offered.get('content'))

    def test_matchings_of_other_stores_are_hidden(self):
        """They tell amounts and who paid; core has no rule on them but the company's access."""
        user = self.people['bound_books']
        partials = [self.docs['account.move'][place].sudo().line_ids.matched_credit_ids for place in range(3)]
        ids = [partial.id for partial in partials]
        self.env.invalidate_all()
        Partial = self._as(user, self.env['account.partial.reconcile'])
        self.assertEqual(Partial.search([('id', 'in', ids)]).ids, ids[:1])
        self.assertTrue(Partial.browse(ids[0]).read(['amount']))
        for hidden in ids[1:]:
            with self.assertRaises(AccessError):
                Partial.browse(hidden).read(['amount'])
            with self.assertRaises(AccessError):
                Partial.browse(hidden).write({'amount': 1})

    def test_accruals_are_booked_on_the_store_of_each_order(self):
        """One run over orders of two stores and of headquarters makes one entry for each."""
        stores = (self.store_1, self.store_2, self.env['store.store'])
        orders = self.env['sale.order'].union(*(self._sold(store) for store in stores))
        orders.order_line.qty_delivered = 1
        self.books.sudo().group_ids += self.env.ref('account.group_account_user')
        account = (
            self.env['account.account']
            .sudo()
            .with_company(self.company)
            .search([('account_type', '=', 'asset_current'), ('company_ids', 'in', self.company.ids)], limit=1)
        )
        wizard = (
            self._as(self.books, self.env['account.accrued.orders.wizard'])
            .with_context(active_model='sale.order', active_ids=orders.ids)
            .create({'account_id': account.id, 'date': fields.Date.today()})
        )
        action = wizard.create_entries()
        entries = self.env['account.move'].sudo().search(action['domain'])
        self.assertEqual(
            {
                store: round(sum(entries.filtered(lambda move, store=store: move.store_id == store).mapped('amount_total')))
                for store in stores
            },
            dict.fromkeys(stores, 200),
        )
        self.assertEqual(len(entries), 6, "an entry and its reversal for each")
