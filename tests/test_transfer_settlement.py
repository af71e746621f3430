# Part of store_group. License LGPL-3.
import base64
import io
from unittest.mock import patch

import openpyxl

from odoo import fields
from odoo.exceptions import AccessError, LockError, UserError
from odoo.tests import tagged

from ..exceptions import TransferRefused
from .billing_common import BillingCommon


@tagged('post_install', '-at_install')
class TestMoneySettlement(BillingCommon):
    """A lane that collects: one list a month, checked by both sides, one invoice and one bill."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lane = cls.env['store.lane'].create(
            {
                'source_store_id': cls.store_1.id,
                'dest_store_id': cls.foreign.id,
                'billing': 'collected',
                'price_basis': 'cost_plus',
                'price_percent': 50,
            }
        )

    def _received(self, quantity, **more):
        transfer, goods = self._far(quantity, **more)
        self._as(self.far_taker, transfer).action_receive()
        return transfer, goods

    def _month(self):
        return str(fields.Date.end_of(self.store_1._today(), 'month'))

    def _propose(self, user=None):
        answer = self._as(user or self.giver_boss, self.env['store.settlement']).propose(self._month())
        return self.env['store.settlement'].browse([item['id'] for item in answer])

    def _confirm(self, settlement, *users):
        for user in users or (self.giver_boss, self.far_boss):
            self._as(user, settlement).action_confirm()

    def test_two_transfers_become_one_invoice_and_one_bill(self):
        first, goods = self._received(4)
        second, _goods = self._received(2, products=[goods])
        self.assertFalse(self._documents(first | second)[0])
        self.assertEqual(self._worth(goods, self.other_company), 90)
        settlement = self._propose()
        self.assertEqual((len(settlement), settlement.sudo().amount, settlement.sudo().line_count), (1, 90, 2))
        self._confirm(settlement)
        invoice, bill = self._documents(first | second)
        self.assertEqual((len(invoice), len(bill), invoice.amount_untaxed, bill.amount_untaxed), (1, 1, 90, 90))
        self.assertEqual((settlement.sudo().state, settlement.sudo().invoice_id), ('billed', invoice))
        self.assertEqual(invoice.invoice_line_ids.store_transfer_line_id, (first | second).sudo().line_ids)
        self._confirm(settlement)
        self.assertEqual(self._documents(first | second), (invoice, bill))
        self.assertFalse(self._propose())

    def test_each_side_confirms_with_its_own_people(self):
        self._received(4)
        settlement = self._propose()
        for user in (self.giver, self.far_taker):
            with self.assertRaises(AccessError):
                self._as(user, settlement).action_confirm()
        self._confirm(settlement, self.giver_boss, self.giver_boss)
        self.assertEqual(settlement.sudo().state, 'proposed')
        self._confirm(settlement, self.far_boss)
        self.assertEqual(settlement.sudo().state, 'billed')

    def test_one_person_does_not_confirm_for_both(self):
        self._received(4)
        settlement = self._propose()
        self._confirm(settlement, self.judge)
        with self.assertRaisesRegex(UserError, 'A second person'):
            self._confirm(settlement, self.judge)
        self._confirm(settlement, self.far_boss)
        self.assertEqual(settlement.sudo().state, 'billed')

    def test_a_line_set_aside_is_in_the_next_list(self):
        first, goods = self._received(4)
        self._received(2, products=[goods])
        settlement = self._propose()
        self._confirm(settlement, self.giver_boss)
        charge = first.sudo().charge_ids
        self._as(self.far_boss, charge).action_set_aside()
        self.assertFalse(settlement.sudo().seller_user_id)
        self._confirm(settlement)
        self.assertEqual(settlement.sudo().invoice_id.amount_untaxed, 30)
        with self.assertRaisesRegex(UserError, 'no such lines|stays as it is'):
            self._as(self.far_boss, settlement).set_aside(charge.ids)
        following = self._propose(self.far_boss)
        self.assertEqual(following.sudo().charge_ids, charge)

    def test_what_was_set_aside_does_not_come_back_the_next_morning(self):
        first, goods = self._received(4)
        self._received(2, products=[goods])
        settlement = self._propose()
        charge = first.sudo().charge_ids
        self._as(self.far_boss, charge).action_set_aside()
        self.assertEqual(self._propose(), settlement)
        self.env['store.settlement'].sudo()._propose(fields.Date.to_date(self._month()))
        self.assertFalse(charge.settlement_id)
        self._as(self.far_boss, settlement.sudo().charge_ids).action_set_aside()
        self.assertEqual(settlement.sudo().state, 'cancelled')
        self.env['store.settlement'].sudo()._propose(fields.Date.to_date(self._month()))
        self.assertFalse(charge.settlement_id, "not in a new list of that month either, unless somebody asks for one")
        following = fields.Date.end_of(fields.Date.add(self.store_1._today(), months=1), 'month')
        self.env['store.settlement'].sudo()._propose(following)
        self.assertEqual(charge.settlement_id.date_to, following)

    def test_goods_of_a_list_are_worth_what_its_bill_says_at_another_rate(self):
        currency = self._currency(2)
        self.other_company.sudo().currency_id = currency
        transfer, goods = self._received(4)
        received = self._worth(goods, self.other_company)
        self.env['res.currency.rate'].sudo().search([('currency_id', '=', currency.id)]).rate *= 2
        self._confirm(self._propose())
        bill = transfer.sudo().charge_ids.bill_id
        self.assertEqual(bill.state, 'posted')
        self.assertAlmostEqual(sum(bill.invoice_line_ids.mapped('balance')), received * 2)
        self.assertAlmostEqual(self._worth(goods, self.other_company), received * 2)

    def test_what_is_settled_is_corrected_in_the_next_list_only(self):
        transfer, goods = self._received(4)
        settlement = self._propose()
        self._confirm(settlement)
        self._send_back(transfer, 3)
        self._received(1, products=[goods])
        self.assertEqual(settlement.sudo().amount, 60)
        following = self._propose()
        self.assertEqual(following.sudo().amount, -30)
        self._confirm(following)
        invoices, bills = self._documents(transfer)
        self.assertEqual(invoices.mapped('move_type'), ['out_invoice', 'out_refund'])
        self.assertEqual([self._untaxed(side) for side in (invoices, bills)], [30, 30])
        self.assertEqual(self._worth(goods, self.other_company), 30)

    def test_proposing_again_takes_up_what_came_until_somebody_confirmed(self):
        _first, goods = self._received(4)
        settlement = self._propose()
        self._received(1, products=[goods])
        self.assertEqual(self._propose(self.far_boss), settlement)
        self.assertEqual(settlement.sudo().amount, 75)
        self._confirm(settlement, self.giver_boss)
        self._received(1, products=[goods])
        self.assertEqual(self._propose(), settlement)
        self.assertEqual(settlement.sudo().amount, 75)

    def test_a_billed_list_is_not_cancelled_nor_a_cancelled_one_confirmed(self):
        _transfer, goods = self._received(4)
        settlement = self._propose()
        self._confirm(settlement)
        with self.assertRaisesRegex(UserError, 'stays as it is'), self.cr.savepoint():
            self._as(self.far_boss, settlement).action_cancel()
        self.assertEqual((settlement.sudo().state, settlement.sudo().line_count), ('billed', 1))
        self._received(2, products=[goods])
        following = self._propose()
        for _time in range(2):
            self.assertTrue(self._as(self.far_boss, following).action_cancel())
        with self.assertRaisesRegex(UserError, 'was cancelled'):
            self._as(self.far_boss, following).action_confirm()

    def test_whoever_comes_second_is_told_in_our_words(self):
        self._received(4)
        settlement = self._propose()
        mine = self._as(self.far_boss, settlement)
        acts = (mine.action_confirm, mine.action_cancel, lambda: mine.set_aside(mine.charge_ids.ids))
        with patch.object(type(settlement), 'lock_for_update', side_effect=LockError('Cannot grab a lock on records')):
            for act in acts:
                with self.assertRaisesRegex(TransferRefused, f'working on list {settlement.sudo().name}'), self.cr.savepoint():
                    act()

    def test_a_cancelled_list_frees_its_lines(self):
        self._received(4)
        settlement = self._propose()
        with self.assertRaises(AccessError):
            self._as(self.far_taker, settlement).action_cancel()
        self._as(self.far_boss, settlement).action_cancel()
        self.assertEqual(settlement.sudo().state, 'cancelled')
        self.assertNotEqual(self._propose(), settlement)

    def test_what_was_deleted_of_a_billed_list_is_said_and_billed_again(self):
        for posting in ('posted', 'draft'):
            with self.subTest(posting=posting), self.cr.savepoint() as point:
                self.lane.bill_posting = posting
                first, goods = self._received(4)
                second, _goods = self._received(2, products=[goods])
                both = first | second
                settlement = self._propose()
                self._confirm(settlement)
                invoice, bill = self._documents(both)
                invoice = self._as(self._accountant('deleting', self.company), invoice)
                if posting == 'posted':
                    invoice.button_draft()
                invoice.unlink()
                self.assertIn('was deleted', settlement.sudo().problem)
                self.assertTrue(all(both.sudo().charge_ids.mapped('problem')))
                for _time in range(2):
                    self._as(self.giver_boss, both.sudo().charge_ids[:1]).action_bill()
                invoices, bills = self._documents(both)
                self.assertEqual((len(invoices), self._untaxed(invoices), bills), (1, 90, bill))
                self.assertEqual((settlement.sudo().invoice_id, settlement.sudo().bill_id), (invoices, bills))
                self.assertFalse(settlement.sudo().problem or any(both.sudo().charge_ids.mapped('problem')))
                point.rollback()

    def test_what_was_cancelled_of_a_billed_list_is_billed_again(self):
        first, goods = self._received(4)
        second, _goods = self._received(2, products=[goods])
        settlement = self._propose()
        self._confirm(settlement)
        both = first | second
        invoice, bill = self._documents(both)
        self._as(self.giver_boss, both.sudo().charge_ids[:1]).action_bill()
        self.assertEqual(self._documents(both), (invoice, bill), "nothing was cancelled, nothing is made")
        for both_sides in (False, True):
            cancelled = invoice | bill if both_sides else bill
            cancelled.filtered(lambda move: move.state == 'posted').button_draft()
            cancelled.button_cancel()
            self._as(self.giver_boss, both.sudo().charge_ids[:1]).action_bill()
            new_invoice, new_bill = self._documents(both)
            self.assertEqual((len(new_invoice), len(new_bill)), (1, 1))
            self.assertEqual((new_invoice.amount_untaxed, new_bill.amount_untaxed), (90, 90))
            self.assertEqual(new_invoice == invoice, not both_sides)
            self.assertNotEqual(new_bill, bill)
            self.assertEqual(
                (settlement.sudo().state, settlement.sudo().invoice_id, settlement.sudo().bill_id),
                ('billed', new_invoice, new_bill),
            )
            self.assertEqual(len(new_bill.invoice_line_ids.filtered('store_charge_id')), 2)
            self.assertFalse(cancelled.line_ids.store_charge_id)
            invoice, bill = new_invoice, new_bill
        self.assertEqual(self._worth(goods, self.other_company), 90)

    def test_the_cron_proposes_what_was_received_up_to_last_month(self):
        transfer, _goods = self._received(4)
        Settlement = self.env['store.settlement'].sudo()
        Settlement._cron_propose()
        self.assertFalse(transfer.sudo().charge_ids.settlement_id)
        transfer.sudo().charge_ids.date = fields.Date.subtract(self.store_1._today(), months=1)
        Settlement._cron_propose()
        settlement = transfer.sudo().charge_ids.settlement_id
        self.assertEqual(settlement.activity_ids.user_id, self.giver_boss | self.far_boss)
        Settlement._cron_propose()
        self.assertEqual(transfer.sudo().charge_ids.settlement_id, settlement)

    def test_others_neither_see_nor_propose(self):
        self._received(4)
        settlement = self._propose()
        stranger = self._member('settlement_stranger', 'store_manager', store_id=self.store_2.id)
        self.assertFalse(self._as(stranger, self.env['store.settlement']).search([('id', '=', settlement.id)]))
        self.assertEqual(self._as(stranger, self.env['store.settlement']).propose(self._month()), [])
        with self.assertRaises(AccessError):
            self._as(self.giver, self.env['store.settlement']).propose(self._month())
        with self.assertRaises(AccessError):
            self._as(self.far_boss, settlement).write({'state': 'billed'})

    def test_the_sheet_has_the_columns_of_the_guide(self):
        goods = self._goods()
        tax = (
            self.env['account.tax']
            .sudo()
            .with_company(self.company)
            .create({'name': 'VAT 13', 'amount': 13, 'type_tax_use': 'sale', 'company_id': self.company.id})
        )
        goods.sudo().taxes_id = tax
        transfer, _goods = self._received(4, products=[goods])
        settlement = self._propose()
        self.judge.sudo().store_member_ids.profile_id = (
            self.env['store.role.profile']
            .sudo()
            .create({'name': 'Books', 'role': 'group_manager', 'see_cost': True, 'export': True})
        )
        mine = self._as(self.judge, settlement)
        self.assertIn(f'store.settlement/{settlement.id}/sheet', mine.action_export()['url'])
        sheet = openpyxl.load_workbook(io.BytesIO(base64.b64decode(mine.sheet))).active
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        self.assertEqual(len(rows[0]), 17)
        self.assertEqual(rows[1][6:8], [transfer.sudo().name, goods.default_code])
        self.assertEqual(rows[1][11:], [4, 15, 60, 13, 7.8, 67.8])
        self.assertEqual((rows[2][13], rows[2][16]), (60, 67.8))
        with self.assertRaises(AccessError):
            self._as(self.giver, settlement).action_export()

    def test_the_sheet_states_the_price_cheap_goods_come_to_their_sum_with(self):
        goods = self._goods()
        screws = (
            self.env['product.product']
            .sudo()
            .with_company(self.company)
            .create({'name': 'Screw', 'default_code': 'SHEETSCREW', 'is_storable': True, 'categ_id': goods.categ_id.id})
        )
        self._receive(self.env(su=True), screws, self.warehouse_1, 3000, 0.004)
        self._received(3000, products=[screws])
        settlement = self._propose().sudo()
        row = settlement._sheet_row(settlement.charge_ids)
        self.assertEqual([float(row[place]) for place in (11, 12, 13)], [3000, 0.006, 18])
