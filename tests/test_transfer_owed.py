# Part of store_group. License LGPL-3.
from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .billing_common import BillingCommon


@tagged('post_install', '-at_install')
class TestTransferOwed(BillingCommon):
    """What left and is not paid is owed, whatever became of its invoice: to credit, statement, month, *Bill Again*."""

    def _account(self):
        stores = self.foreign._franchised(self.other_company)
        return self.env['store.transfer'].sudo()._account(self.company.sudo(), self.other_company.sudo(), stores)

    def _unbilled(self, day=None):
        day = str(day or self.store_1._today())
        told = self._as(self.judge, self.env['store.statement']).account(
            self.company.id, self.other_company.id, '2020-01-01', day
        )
        return told['closing'], told['unbilled']

    def _found(self, company):
        today = self.store_1._today()
        checks = self.env['store.month.check'].sudo()._of_month(company, today.replace(day=1), today)
        return next(item['count'] for item in checks if item['code'] == 'not_billed')

    def _without_goods(self, document, user):
        """Let an accountant add freight, delete the goods, and post the rest."""
        mine = self._as(user, document)
        mine.invoice_line_ids = [Command.create({'name': 'Freight', 'quantity': 1, 'price_unit': 1, 'tax_ids': False})]
        mine.invoice_line_ids.filtered('product_id').unlink()
        mine.invoice_date = fields.Date.today()
        mine.action_post()

    def test_goods_deleted_beside_another_line_are_said_and_billed_again(self):
        accountants = [self._accountant(name, company) for name, company in zip('sb', self.companies, strict=True)]
        for billing in ('ship', 'receipt'):
            for side, name in enumerate(('invoice_id', 'bill_id')):
                with self.subTest(billing=billing, side=name), self.cr.savepoint() as point:
                    self._lane(billing, bill_posting='draft')
                    transfer, _goods = self._far(4)
                    self._as(self.far_taker, transfer).action_receive()
                    charge = transfer.sudo().charge_ids
                    document = charge[name]
                    self._without_goods(document, accountants[side])
                    self.assertIn('Bill again', charge.problem or '')
                    self._as(self.giver_boss if side == 0 else self.far_boss, charge).action_bill()
                    self.assertNotEqual(charge[name], document)
                    self.assertEqual(charge[name].amount_untaxed, 60)
                    self.assertFalse(charge.problem)
                    point.rollback()

    def test_a_mirror_that_names_no_goods_stays_the_bill(self):
        Move = type(self.env['account.move'])
        post, other = Move._post, self.other_company

        def _post(self, soft=True):
            posted = post(self, soft)
            for invoice in posted.filtered(lambda move: move.move_type == 'out_invoice'):
                self.sudo().with_context(allowed_company_ids=other.ids).create(
                    {
                        'move_type': 'in_invoice',
                        'partner_id': invoice.company_id.partner_id.id,
                        'ref': invoice.name,
                        'company_id': other.id,
                        'invoice_date': invoice.invoice_date,
                        'invoice_line_ids': [Command.create({'name': 'All', 'price_unit': 60, 'tax_ids': False})],
                    }
                )
            return posted

        self.patch(Move, '_post', _post)
        self._lane()
        transfer, _goods = self._far(4)
        charge = transfer.sudo().charge_ids
        mirror = charge.bill_id
        self.assertFalse(mirror.line_ids.store_charge_id)
        self._as(self.giver_boss, charge).action_bill()
        self.assertEqual(charge.bill_id, mirror)

    def test_what_no_posted_invoice_bills_is_owed(self):
        self._lane(bill_posting='draft')
        self.foreign.sudo().write({'operation_mode': 'franchise', 'credit_limit': 100, 'credit_policy': 'block'})
        accountant = self._accountant('s', self.company)

        def cancel(invoice):
            self._as(accountant, invoice).action_post()
            self._as(accountant, invoice).button_draft()
            self._as(accountant, invoice).button_cancel()

        for name, act, posted in (
            ('draft', lambda invoice: None, 0),
            ('cancelled', cancel, 0),
            ('without goods', lambda invoice: self._without_goods(invoice, accountant), 1),
        ):
            with self.subTest(invoice=name), self.cr.savepoint() as point:
                transfer, goods = self._far(6)
                self._as(self.far_taker, transfer).action_receive()
                charge = transfer.sudo().charge_ids
                act(charge.invoice_id)
                charge.bill_id.action_post()
                account = self._account()
                self.assertEqual((account.balance, account.unbilled, account.used), (posted, 90, 90 + posted))
                self.assertEqual(self._unbilled(), (posted, 90))
                self.assertEqual([self._found(company) for company in self.companies], [1, 0])
                more, _goods = self._ask(1, products=[goods], user=self.far_taker, dest=self.foreign)
                with self.assertRaisesRegex(UserError, 'Let it pay first'):
                    self._as(self.giver_boss, more).action_approve()
                point.rollback()

    def test_not_billed_finds_what_either_side_has_not_billed(self):
        self._lane(bill_posting='draft')
        judge = self._as(self.judge, self.env['store.transfer.charge'])
        transfer, _goods = self._far(4)
        charge = transfer.sudo().charge_ids
        both, here = [('transfer_id', '=', transfer.id)], [('transfer_id', '=', transfer.id), ('is_not_billed', '=', True)]

        def found():
            self.env.flush_all()
            self.env.invalidate_all()
            rest = judge.search([*both, ('is_not_billed', '=', False)])
            self.assertEqual(judge.search(both) - rest, judge.search(here))
            self.assertEqual(judge.search(both).filtered('is_not_billed'), judge.search(here))
            return bool(judge.search(here))

        self.assertTrue(found())
        charge.invoice_id.action_post()
        self.assertTrue(found(), 'the bill is a draft')
        charge.bill_id.action_post()
        self.assertFalse(found())
        charge.bill_id.button_draft()
        charge.bill_id.button_cancel()
        self.assertTrue(found(), 'the bill is cancelled')

    def test_what_a_posted_invoice_is_for_is_billed(self):
        self._lane()
        self._far(4)
        self.assertEqual((self._unbilled(), self._found(self.company)), ((60, 0), 0))

    def test_the_statement_asks_one_day(self):
        self._lane(bill_posting='draft')
        transfer, _goods = self._far(4)
        invoice = transfer.sudo().charge_ids.invoice_id
        last_month = fields.Date.subtract(fields.Date.start_of(fields.Date.today(), 'month'), days=1)
        transfer.sudo().charge_ids.date = last_month
        self.company.sudo().sale_lock_date = last_month
        invoice.invoice_date = last_month
        invoice.action_post()
        self.assertGreater(invoice.date, last_month)
        self.assertEqual([self._unbilled(last_month), self._unbilled(invoice.date)], [(0, 60), (60, 0)])
