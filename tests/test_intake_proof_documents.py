# Part of store_group. License LGPL-3.
"""A day is green only where the sale orders made of it are what the channel says, and says which are not."""

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_intake_proof import DAY, ProofCommon


@tagged('post_install', '-at_install')
class TestProofOfDocuments(ProofCommon):
    def _state(self, *declaration, **values):
        self.env.flush_all()
        self.env.invalidate_all()
        return self._declare(*declaration, **values)

    def test_a_quotation_deleted_here_is_red_and_named(self):
        self._submit(self._payload('1'), self._payload('2'))
        self.assertEqual(self._state(2, 50)['state'], 'green')
        self._sale('1').unlink()
        answer = self._state(2, 50)
        self.assertEqual((answer['state'], answer['ours']), ('red', {'count': 2, 'total': 25.0, 'waiting': 0}))
        self.assertEqual(answer['different'], [{'external_id': '1', 'platform': '25', 'ours': '0'}])
        self.assertIn('Deleted or cancelled here: 1', self._proof().finding)
        self.assertEqual(self._state(2)['state'], 'red', 'also where only the number is declared')

    def test_an_order_cancelled_by_hand_is_red_one_the_channel_cancelled_is_not(self):
        self._submit(self._payload('1'), self._payload('2'), confirm=True)
        self._sale('1').with_context(disable_cancel_warning=True).action_cancel()
        answer = self._state(2, 50, orders=['1', '2'])
        self.assertEqual((answer['state'], answer['different'][0]['external_id']), ('red', '1'))
        self._submit(self._payload('1', status='cancelled'))
        self.assertEqual(self._state(2, 50, orders=['1', '2'])['state'], 'green')

    def test_an_order_changed_by_hand_is_red(self):
        self._submit(self._payload('1'), self._payload('2'))
        self._sale('1').order_line.product_uom_qty = 1
        self._sale('2').order_line.product_uom_qty = 4
        self.assertEqual([self._sale(number).amount_total for number in '12'], [12.5, 50.0])
        answer = self._state(2, 50)
        self.assertEqual((answer['state'], answer['ours']['total']), ('red', 62.5))
        self.assertEqual(
            answer['different'],
            [{'external_id': '1', 'platform': '25', 'ours': '12.5'}, {'external_id': '2', 'platform': '25', 'ours': '50'}],
        )
        board = self._as('staff').overview(days=1, last=DAY)
        self.assertEqual([cell['state'] for row in board['rows'] for cell in row['cells'] if cell['ours'] == 2], ['red'])
        self.assertIn(self._proof().id, self.env['store.intake.proof']._red(fields.Date.to_date(DAY)))

    def test_a_total_that_is_not_what_was_made_is_red(self):
        self._submit(self._payload('1', total='20.00'))
        answer = self._state(1, 20)
        self.assertEqual((answer['state'], answer['ours']['total']), ('red', 25.0))
        self.assertEqual(answer['different'], [{'external_id': '1', 'platform': '20', 'ours': '25'}])

    def test_what_the_platform_pays_is_no_difference(self):
        self._submit(self._payload('1', total='20.00', platform_discount='5.00'), self._payload('2', total='25.00'))
        self.assertEqual(self._sale('1').amount_total, 25.0)
        self.assertEqual(self._state(2, 45)['state'], 'green')

    def test_goods_refunded_before_they_left_are_no_difference(self):
        refund = {'external_id': 'R1', 'line': 'T-SHIRT', 'quantity': 1, 'amount': '12.50', 'at': '2024-03-06T10:00:00+08:00'}
        self._submit(self._payload('1'))
        self._submit(self._payload('1', refunds=[refund]))
        self.assertEqual(self._state(1, 25)['state'], 'green')

    def test_a_day_is_amber_while_an_order_is_not_made(self):
        self._take_over(self._upload(f'one,F1,{DAY},B1,Buyer,T-SHIRT,Shirt,2,25,'))
        self._upload(f'one,F2,{DAY},B1,Buyer,T-SHIRT,Shirt,2,25,')
        declared = {'who': 'store_manager', 'channel': 'T-FILES', 'store': 'T1'}
        self.assertEqual(self._state(2, 50, **declared)['state'], 'amber')

    def test_an_order_called_off_before_it_was_taken_in_is_here(self):
        self._submit(self._payload('1'), self._payload('2', status='cancelled'), self._payload('3', status='refunded'))
        orders = self.env['store.intake.order'].search([('channel_id', '=', self.shop.id)])
        self.assertEqual(sorted(orders.mapped('state')), ['done', 'refused', 'refused'])
        answer = self._state(3, 75, orders=['1', '2', '3'])
        self.assertEqual((answer['state'], answer['missing'], answer['ours']['waiting']), ('green', [], 0))

    def test_declarations_that_cannot_be_are_refused(self):
        today = fields.Date.context_today(self.env.user.with_context(tz='Asia/Shanghai'))
        for values, words in (
            ({'count': -1}, 'not the day of a shop'),
            ({'total': True}, 'must be an amount'),
            ({'day': '2099-01-01'}, 'has not begun'),
            ({'day': str(fields.Date.add(today, days=1))}, 'has not begun'),
        ):
            with self.subTest(values=values), self.assertRaisesRegex(UserError, words):
                self._as('bot').declare(**{'channel': 'T-SHOP', 'day': DAY, 'count': 2, **values})
        self.assertFalse(self.env['store.intake.proof'].search([('channel_id', '=', self.shop.id)]))
        self._declare(0, day=str(today))
