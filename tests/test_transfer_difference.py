# Part of store_group. License LGPL-3.
from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .transfer_common import TransferCommon


@tagged('post_install', '-at_install')
class TestTransferDifference(TransferCommon):
    """Whatever is not simply received ends as somebody's cost, decided by somebody who was no party."""

    def _found(self, shipped, products=None, **totals):
        """Return (transfer, product, difference) after a receipt with these totals."""
        transfer, (goods,) = self._shipped(shipped, products=products)
        for step, quantity in totals.items():
            self._set(self.taker, transfer, step, quantity)
        self._as(self.taker, transfer).action_receive()
        return transfer, goods, transfer.sudo().discrepancy_ids

    def _decide(self, item, outcome, responsible='unknown'):
        if item.sudo().state == 'open':
            self._as(self.giver, item).action_agree()
        return self._as(self.judge, item).decide(outcome, responsible)

    def test_each_finding_opens_its_difference_and_keeps_the_law(self):
        transfer, goods, items = self._found(9, received=4, damaged=1, refused=2, lost=1)
        self.assertEqual(self._booked(transfer), [(9, 4, 1, 2, 1, 1)])
        self.assertEqual(
            {(item.kind, item.quantity, item.value) for item in items}, {('damaged', 1, 10), ('refused', 2, 20), ('lost', 1, 10)}
        )
        self.assertEqual(self._in_transit(goods), 5)
        self._as(self.taker, transfer).action_receive()
        self.assertEqual(len(transfer.sudo().discrepancy_ids), 3)

    def test_each_is_asked_in_their_own_language(self):
        self.env['res.lang'].sudo()._activate_lang('zh_CN')
        self.taker.sudo().lang = 'zh_CN'
        transfer, (goods,) = self._shipped(2)
        self._set(self.taker, transfer, 'lost', 1)
        self._as(self.taker, transfer).with_context(lang='zh_CN').action_receive()
        asked = transfer.sudo().discrepancy_ids.activity_ids.filtered(lambda activity: activity.user_id == self.giver)
        self.assertEqual(asked.summary, f'Answer the difference of {transfer.sudo().name}')
        self.assertIn('Lost: 1 ×', asked.res_name)

    def test_a_loss_is_the_cost_of_the_responsible_store(self):
        transfer, goods, item = self._found(5, received=4, damaged=1)
        for store, responsible in ((self.store_1, 'source'),):
            answer = self._decide(item, 'write_off', responsible)
            self.assertEqual(answer['cost'], 10)
            cost = item.sudo().cost_line_id
            self.assertEqual((cost.amount, cost.store_id), (-10, store))
        self.assertEqual((self._in_transit(goods), self._booked(transfer)), (0, [(5, 4, 1, 0, 0, 0)]))
        self._as(self.taker, transfer).action_close()

    def test_decided_twice_books_once(self):
        _transfer, goods, item = self._found(5, received=4, lost=1)
        for _time in range(2):
            self._decide(item, 'write_off', 'dest')
        costs = self.env['account.analytic.line'].sudo().search([('product_id', '=', goods.id)])
        self.assertEqual((costs.mapped('amount'), costs.store_id), ([-10.0], self.store_3))

    def test_goods_go_back_or_in_without_a_cost(self):
        transfer, goods, items = self._found(6, received=3, refused=2, lost=1)
        refused, lost = items.filtered(lambda item: item.kind == 'refused'), items.filtered(lambda item: item.kind == 'lost')
        self._decide(refused, 'to_source')
        self._decide(lost, 'to_dest')
        self.assertEqual(self._on_hand(goods, self.warehouse_1), 6)
        self.assertEqual(self._on_hand(goods, self.warehouse_3), 14)
        self.assertEqual((self._in_transit(goods), items.sudo().mapped('cost')), (0, [0.0, 0.0]))
        self._as(self.giver, transfer).action_close()

    def test_a_surplus_agreed_is_shipped_and_received(self):
        transfer, goods, item = self._found(5, received=7)
        self.assertEqual((item.kind, item.quantity, self._booked(transfer)), ('over', 2, [(5, 5, 0, 0, 0, 0)]))
        self._as(self.taker, transfer).action_receive()
        self.assertEqual(len(transfer.sudo().discrepancy_ids), 1)
        self._decide(item, 'ship_rest')
        self.assertEqual(self._booked(transfer), [(7, 7, 0, 0, 0, 0)])
        self.assertEqual((self._on_hand(goods, self.warehouse_1), self._on_hand(goods, self.warehouse_3)), (3, 17))
        self._as(self.taker, transfer).action_receive()
        self.assertEqual(len(transfer.sudo().discrepancy_ids), 1)

    def test_a_surplus_agreed_before_the_rest_left_leaves_nothing_to_ship(self):
        for steps in ('ship_only', 'pick_ship'):
            with self.subTest(steps=steps):
                self.warehouse_1.sudo().delivery_steps = steps
                transfer, (goods,) = self._approved(4)
                self._set(self.giver, transfer, 'shipped', 3)
                self._as(self.giver, transfer).action_ship()
                self._set(self.taker, transfer, 'received', 4)
                self._as(self.taker, transfer).action_receive()
                item = transfer.sudo().discrepancy_ids
                self._as(self.giver, item).action_agree()
                self._decide(item, 'ship_rest')
                self.assertEqual(self._booked(transfer), [(4, 4, 0, 0, 0, 0)])
                self.assertFalse(transfer.sudo().line_ids.move_ids.filtered(lambda move: move.state not in {'done', 'cancel'}))
                self.assertEqual((self._on_hand(goods, self.warehouse_1), self._on_hand(goods, self.warehouse_3)), (6, 14))
                self._as(self.taker, transfer).action_close()

    def test_a_counting_error_books_nothing(self):
        transfer, goods, item = self._found(5, received=6)
        self._decide(item, 'dismiss')
        self.assertEqual(self._on_hand(goods, self.warehouse_3), 15)
        self._as(self.taker, transfer).action_receive()
        self.assertEqual(len(transfer.sudo().discrepancy_ids), 1)
        self._as(self.taker, transfer).action_close()

    def test_a_wrong_product_is_recorded_beside_the_line(self):
        transfer, (goods,) = self._shipped(5)
        other = self._product()
        line = transfer.sudo().line_ids
        for _time in range(2):
            self._as(self.taker, transfer).report_wrong_product(line.id, other.default_code, 2)
        item = transfer.sudo().discrepancy_ids
        self.assertEqual((item.kind, item.product_id, item.quantity), ('wrong_product', other, 2))
        self._as(self.taker, transfer).action_receive()
        self._decide(item, 'ship_rest')
        self.assertEqual((self._on_hand(other, self.warehouse_1), self._on_hand(other, self.warehouse_3)), (8, 12))
        self.assertEqual(self._booked(transfer), [(5, 5, 0, 0, 0, 0), (2, 2, 0, 0, 0, 0)])
        self._as(self.taker, transfer).action_close()

    def test_what_never_came_is_missing(self):
        transfer, _goods, _items = self._found(5, received=3)
        self._as(self.taker, transfer).action_count_final()
        item = transfer.sudo().discrepancy_ids
        self.assertEqual((item.kind, item.quantity, self._booked(transfer)), ('short', 2, [(5, 3, 0, 0, 2, 0)]))

    def test_an_open_difference_keeps_the_transfer_open(self):
        transfer, _goods, _item = self._found(5, received=4, lost=1)
        self.assertEqual(transfer.sudo().state, 'received')
        with self.assertRaisesRegex(UserError, '1 open differences'):
            self._as(self.taker, transfer).action_close()

    def test_no_party_decides_and_the_sender_is_heard(self):
        transfer, _goods, item = self._found(5, received=4, lost=1)
        with self.assertRaisesRegex(UserError, 'may answer the difference until'):
            self._as(self.judge, item).decide('write_off')
        with self.assertRaises(AccessError):
            self._as(self.taker, item).action_contest()
        self._as(self.giver, item).action_contest()
        with self.assertRaises(AccessError):
            self._as(self.giver_boss, item).decide('write_off')
        transfer.sudo().receiver_ids |= self.judge
        with self.assertRaisesRegex(UserError, 'needs a second person'):
            self._as(self.judge, item).decide('write_off')

    def test_silence_until_the_deadline_is_no_obstacle(self):
        _transfer, _goods, item = self._found(5, received=4, lost=1)
        item.sudo().deadline = fields.Date.subtract(self.store_1._today(), days=1)
        self.assertEqual(self._as(self.judge, item).decide('to_dest')['state'], 'decided')

    def test_on_its_last_day_the_sender_is_reminded_and_after_it_the_judge(self):
        _transfer, _goods, item = self._found(5, received=4, lost=1)
        item = item.sudo()
        for days, reminded, words in ((1, self.giver, None), (0, self.giver, 'Last day'), (-1, self.judge, 'No answer')):
            item.activity_ids.unlink()
            item.deadline = fields.Date.add(self.store_1._today(), days=days)
            for _time in range(2):
                self.env['store.transfer.discrepancy'].sudo()._cron_remind()
            told = item.activity_ids
            self.assertEqual(bool(told), bool(words))
            if words:
                self.assertIn(reminded, told.user_id)
                self.assertEqual(len(told), len(told.user_id))
                self.assertIn(words, told[0].summary)

    def test_the_receiver_adds_a_photo_the_sender_his_words_and_neither_the_others(self):
        _transfer, _goods, item = self._found(5, received=4, damaged=1)
        pixel = b'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
        self._as(self.taker, item).write({'photo': pixel, 'note': 'Torn'})
        self.assertTrue(item.sudo().photo)
        with self.assertRaises(AccessError):
            self._as(self.giver, item).write({'photo': False})
        with self.assertRaises(AccessError):
            self._as(self.taker, item).write({'answer_note': 'Ours'})
        self._as(self.giver, item).write({'answer_note': 'Packed well'})
        self._as(self.giver, item).action_recount()
        self._as(self.giver, item).action_contest()
        self.assertEqual((item.sudo().state, item.sudo().answer), ('answered', 'contest'))
        self.assertIn(self.judge, item.sudo().activity_ids.user_id)
        self._as(self.judge, item).write({'outcome': 'write_off', 'responsible': 'source'})
        self._as(self.judge, item).action_decide()
        self.assertEqual((item.sudo().state, item.sudo().cost_line_id.store_id), ('decided', self.store_1))

    def test_a_decision_that_does_not_fit_is_refused(self):
        _transfer, _goods, item = self._found(5, received=4, lost=1)
        self._as(self.giver, item).action_agree()
        with self.assertRaisesRegex(UserError, 'does not fit'):
            self._as(self.judge, item).decide('ship_rest')

    def test_lots_of_a_difference_leave_transit(self):
        goods, lots = self._tracked()
        transfer, _goods, items = self._found(20, products=[goods], received=17, lost=3)
        self._decide(items, 'write_off', 'source')
        self.assertEqual(self._in_transit(goods), 0)
        left = sum(
            self.env['stock.quant']
            .sudo()
            .search([('product_id', '=', goods.id), ('location_id.usage', '=', 'internal')])
            .mapped('quantity')
        )
        self.assertEqual((left, self._booked(transfer)), (17, [(20, 17, 0, 0, 3, 0)]))
        self.assertEqual(len(lots), 2)
