# Part of store_group. License LGPL-3.
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .transfer_common import TransferCommon


@tagged('post_install', '-at_install')
class TestTransferFlow(TransferCommon):
    """Two people who each know only their own store finish a transfer together, in one company."""

    def test_from_request_to_close(self):
        transfer, (goods, more) = self._ask(3, 2, reason='sold out')
        self.assertEqual(transfer.sudo().state, 'submitted')
        self._as(self.giver_boss, transfer).action_approve()
        self.assertEqual(self._on_hand(goods, self.warehouse_1), 10)
        self._as(self.giver, transfer).action_ship()
        self.assertEqual(self._booked(transfer), [(3, 0, 0, 0, 0, 3), (2, 0, 0, 0, 0, 2)])
        self.assertEqual((self._on_hand(goods, self.warehouse_1), self._in_transit(goods)), (7, 3))
        self._as(self.taker, transfer).action_receive()
        self.assertEqual(self._booked(transfer), [(3, 3, 0, 0, 0, 0), (2, 2, 0, 0, 0, 0)])
        self.assertEqual(self._on_hand(more, self.warehouse_3), 12)
        self.assertEqual(transfer.sudo().state, 'received')
        self._as(self.taker, transfer).action_close()
        self.assertEqual(transfer.sudo().state, 'closed')
        self.assertFalse(transfer.sudo().is_one_handed)

    def test_each_reads_what_to_do_in_their_own_language(self):
        """Whoever asks in English, or a job of the night without language, leaves no English task on a Chinese screen."""
        self.env['res.lang'].sudo()._activate_lang('zh_CN')
        self.giver_boss.sudo().lang = 'zh_CN'
        transfer, _goods = self._ask(1)
        task = transfer.sudo().activity_ids.filtered(lambda activity: activity.user_id == self.giver_boss)
        self.assertIn(transfer.sudo().name, task.summary)
        self.assertNotIn('Approve', task.summary)

    def test_a_program_names_its_arguments(self):
        goods = self._product()
        answer = self._as(self.taker, self.env['store.transfer']).request(
            source='T1',
            destination=self.store_3.code,
            lines=[{'product': goods.default_code, 'quantity': 1}],
            need_by='2030-01-01',
            reason='sold out',
            external_id='N-1',
        )
        self.assertEqual(answer['state'], 'submitted')

    def test_every_act_done_twice_has_one_effect(self):
        transfer, (goods,) = self._ask(4, external_id='A-1')
        again, _products = self._ask(4, products=[goods], external_id='A-1')
        self.assertEqual(again, transfer)
        for user, act in (
            (self.giver_boss, 'action_approve'),
            (self.giver, 'action_ship'),
            (self.taker, 'action_receive'),
            (self.taker, 'action_close'),
        ):
            for _time in range(2):
                self.assertIs(getattr(self._as(user, transfer), act)(), True)
        self.assertEqual(self._booked(transfer), [(4, 4, 0, 0, 0, 0)])
        self.assertEqual(self._on_hand(goods, self.warehouse_3), 14)
        self.assertEqual(len(self._pickings(transfer)), 2)

    def test_one_number_for_two_requests_is_refused(self):
        transfer, (goods,) = self._ask(4, external_id='A-1')
        with self.assertRaisesRegex(UserError, f'{transfer.sudo().name} with other content'):
            self._ask(5, products=[goods], external_id='A-1')

    def test_shipped_and_received_in_parts(self):
        transfer, (goods,) = self._approved(5)
        self._set(self.giver, transfer, 'shipped', 2)
        for _time in range(2):
            self._as(self.giver, transfer).action_ship()
        self.assertEqual(self._booked(transfer), [(2, 0, 0, 0, 0, 2)])
        self._set(self.taker, transfer, 'received', 1)
        for _time in range(2):
            self._as(self.taker, transfer).action_receive()
        self.assertEqual(self._booked(transfer), [(2, 1, 0, 0, 0, 1)])
        self._set(self.giver, transfer, 'shipped', 5)
        self._as(self.giver, transfer).action_ship()
        self._set(self.taker, transfer, 'received', 5)
        self._as(self.taker, transfer).action_receive()
        self.assertEqual(self._booked(transfer), [(5, 5, 0, 0, 0, 0)])
        self.assertEqual((self._on_hand(goods, self.warehouse_1), self._on_hand(goods, self.warehouse_3)), (5, 15))

    def test_the_same_product_on_two_lines_keeps_two_accounts(self):
        goods = self._product()
        transfer, _products = self._approved(2, 3, products=[goods, goods])
        self._set(self.giver, transfer, 'shipped', 2, 1)
        self._as(self.giver, transfer).action_ship()
        self.assertEqual(self._booked(transfer), [(2, 0, 0, 0, 0, 2), (1, 0, 0, 0, 0, 1)])
        self._set(self.taker, transfer, 'received', None, 1)
        self._as(self.taker, transfer).action_receive()
        self.assertEqual(self._booked(transfer), [(2, 0, 0, 0, 0, 2), (1, 1, 0, 0, 0, 0)])

    def test_what_is_done_in_the_pickings_shows_in_the_transfer(self):
        transfer, (goods,) = self._approved(4)
        out = self._as(self.giver, self._pickings(transfer))
        self._deliver(out, 3)
        self.assertEqual(self._booked(transfer), [(3, 0, 0, 0, 0, 3)])
        self.assertEqual(transfer.sudo().state, 'shipped')
        receipt = self._pickings(transfer).filtered(lambda picking: picking.picking_type_id.code == 'incoming')
        self._deliver(self._as(self.taker, receipt))
        self.assertEqual(self._booked(transfer), [(3, 3, 0, 0, 0, 0)])
        self._as(self.giver, transfer).action_ship()
        self._as(self.taker, transfer).action_receive()
        self.assertEqual(self._booked(transfer), [(4, 4, 0, 0, 0, 0)])
        self.assertEqual(transfer.sudo().state, 'received')

    def test_warehouses_with_two_and_three_steps(self):
        self.warehouse_1.sudo().delivery_steps = 'pick_pack_ship'
        self.warehouse_3.sudo().reception_steps = 'two_steps'
        transfer, (goods,) = self._approved(5)
        self._set(self.giver, transfer, 'shipped', 3)
        self._as(self.giver, transfer).action_ship()
        self.assertEqual(self._booked(transfer), [(3, 0, 0, 0, 0, 3)])
        self._set(self.giver, transfer, 'shipped', 5)
        self._as(self.giver, transfer).action_ship()
        self._as(self.taker, transfer).action_receive()
        self.assertEqual(self._booked(transfer), [(5, 5, 0, 0, 0, 0)])
        self.assertEqual((self._on_hand(goods, self.warehouse_1), self._on_hand(goods, self.warehouse_3)), (5, 15))

    def test_lots_arrive_as_they_left(self):
        goods, lots = self._tracked()
        transfer, _products = self._approved(15, products=[goods])
        self._as(self.giver, transfer).action_ship()
        self._as(self.taker, transfer).action_receive()
        quants = (
            self.env['stock.quant']
            .sudo()
            .search([('product_id', '=', goods.id), ('location_id', '=', self.warehouse_3.lot_stock_id.id)])
        )
        self.assertEqual({quant.lot_id: quant.quantity for quant in quants}, {lots[0]: 10, lots[1]: 5})

    def test_cancelled_before_shipping_frees_the_goods(self):
        transfer, (goods,) = self._approved(10)
        other, _products = self._ask(4, products=[goods])
        with self.assertRaisesRegex(UserError, 'has not enough'):
            self._as(self.giver_boss, other).action_approve()
        for _time in range(2):
            self._as(self.taker, transfer).action_cancel()
        self.assertEqual(transfer.sudo().state, 'cancelled')
        self._as(self.giver_boss, other).action_approve()

    def test_after_shipping_only_a_return_brings_goods_back(self):
        transfer, (goods,) = self._shipped(4)
        with self.assertRaisesRegex(UserError, 'have left'):
            self._as(self.taker, transfer).action_cancel()
        out = self._pickings(transfer).filtered(lambda picking: picking.state == 'done')
        with self.assertRaisesRegex(UserError, 'by a return of the transfer'):
            self.env['stock.return.picking'].sudo().create({'picking_id': out.id}).action_create_returns_all()
        self._as(self.taker, transfer).action_receive()
        action = self._as(self.taker, transfer).action_return()
        self.assertEqual(self._as(self.taker, transfer).action_return()['res_id'], action['res_id'])
        back = self.env['store.transfer'].browse(action['res_id'])
        self.assertEqual((back.sudo().kind, back.sudo().line_ids.qty_requested), ('return', 4))
        self._as(self.taker, back).action_submit()
        self._as(self.judge, back).action_approve()
        self._as(self.taker, back).action_ship()
        self._as(self.giver, back).action_receive()
        self.assertEqual((self._on_hand(goods, self.warehouse_1), self._on_hand(goods, self.warehouse_3)), (10, 10))
        with self.assertRaisesRegex(UserError, 'returned already'):
            self._as(self.taker, transfer).action_return()

    def test_what_somebody_began_with_less_in_odoos_screen_holds_nobody_up(self):
        transfer, (goods,) = self._approved(6)
        for user, act, booked in ((self.giver, 'action_ship', (6, 0)), (self.taker, 'action_receive', (6, 6))):
            operation = self._as(user, self._pickings(transfer).filtered(lambda picking: picking.state == 'assigned'))
            operation.move_ids.quantity = 4
            operation.move_ids.picked = True
            self.env.flush_all()
            getattr(self._as(user, transfer), act)()
            self.assertEqual(self._booked(transfer)[0][:2], booked)
        self.assertEqual((self._on_hand(goods, self.warehouse_3), self._in_transit(goods)), (16, 0))

    def test_a_store_keeps_its_warehouse_while_goods_are_on_their_way(self):
        transfer, (_goods,) = self._approved(4)
        first, other = self.warehouse_3, self._warehouse('Another', 'TSX')
        store = self._as(self.admin, self.store_3)
        store.warehouse_id = other
        store.warehouse_id = first
        self._as(self.giver, transfer).action_ship()
        self._set(self.taker, transfer, 'received', 3)
        self._set(self.taker, transfer, 'lost', 1)
        for _time in range(2):
            for here in (store, self._as(self.admin, self.store_1)):
                with self.assertRaisesRegex(UserError, transfer.sudo().name), self.cr.savepoint():
                    here.warehouse_id = other
            store.warehouse_id = first
            self._as(self.taker, transfer).action_receive()
        item = transfer.sudo().discrepancy_ids
        self._as(self.giver, item).action_agree()
        self._as(self.judge, item).decide('to_dest', 'source')
        store.warehouse_id = other

    def test_the_rest_that_will_not_come_is_closed_by_a_manager(self):
        transfer, (goods,) = self._approved(5)
        self._set(self.giver, transfer, 'shipped', 4)
        self._as(self.giver, transfer).action_ship()
        with self.assertRaisesRegex(UserError, 'still on the way'):
            self._as(self.taker, transfer).action_close()
        self._as(self.taker, transfer).action_receive()
        with self.assertRaisesRegex(AccessError, 'manager of either store'):
            self._as(self.taker, transfer).action_close()
        self._as(self.giver_boss, transfer).action_close()
        self.assertEqual(transfer.sudo().state, 'closed')
        self.assertEqual(self.env['store.availability']._free(self.store_1, goods)[self.store_1.id][goods.id], 6)

    def test_the_approver_cuts_and_shares_scarce_goods(self):
        goods = self._product()
        first, _products = self._ask(8, products=[goods])
        second, _products = self._ask(12, products=[goods])
        shares = self._as(self.giver_boss, first | second).share()
        self.assertEqual(sorted(shares.values()), [4, 6])
        self._as(self.giver_boss, first | second).action_approve()
        self.assertEqual((first | second).sudo().mapped('state'), ['approved', 'approved'])

    def test_what_was_asked_about_many_is_taken_back_in_one_call(self):
        transfers = self.env['store.transfer'].union(*(self._ask(1)[0] for _number in range(3)))
        self.assertEqual(len(transfers.sudo().activity_ids), 3)
        activities = self.registry['mail.activity']
        with patch.object(activities, 'unlink', autospec=True, side_effect=activities.unlink) as unlink:
            self._as(self.giver_boss, transfers).action_approve()
        self.assertEqual([len(call.args[0]) for call in unlink.call_args_list if call.args[0]], [3])
        self.assertEqual(set(transfers.sudo().mapped('state')), {'approved'})

    def test_rejected_with_a_reason_and_asked_again(self):
        transfer, _products = self._ask(1)
        self._as(self.giver_boss, transfer).action_reject('Season is over')
        self.assertEqual((transfer.sudo().state, transfer.sudo().refusal), ('rejected', 'Season is over'))
        self._as(self.taker, transfer).action_submit()
        self.assertEqual(transfer.sudo().state, 'submitted')

    def test_the_reason_may_be_written_on_the_form(self):
        transfer, _products = self._ask(1)
        with self.assertRaises(AccessError):
            self._as(self.taker, transfer).refusal = 'mine'
        self._as(self.giver_boss, transfer).refusal = 'Reserved for a customer'
        self._as(self.giver_boss, transfer).action_reject()
        self.assertEqual(transfer.sudo().refusal, 'Reserved for a customer')
        with self.assertRaises(UserError):
            self._as(self.giver_boss, transfer).refusal = 'later'

    def test_a_store_with_transfers_going_on_does_not_close_or_move(self):
        transfer, _products = self._ask(1)
        for store in (self.store_1, self.store_3):
            self.assertIn('transfers', [item['code'] for item in store._closing_obstacles()])
            with self.assertRaisesRegex(UserError, 'has documents'):
                store.company_id = self.other_company
        self._as(self.taker, transfer).action_cancel()
        self.assertNotIn('transfers', [item['code'] for item in self.store_1._closing_obstacles()])

    def test_whose_turn_it_is_is_told(self):
        transfer, _products = self._ask(1)
        self.assertEqual(transfer.sudo().activity_ids.user_id, self.giver_boss)
        self._as(self.giver_boss, transfer).action_approve()
        self.assertIn(self.giver, transfer.sudo().activity_ids.user_id)
        self._as(self.giver, transfer).action_ship()
        self.assertEqual(transfer.sudo().activity_ids.user_id, self.taker)
