# Part of store_group. License LGPL-3.
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from .test_transfer_companies import TwoCompanies


class CustomerCommon(TwoCompanies):
    """Store 3 sells more than its ten pieces; stores 1 and 2 have ten each. The taker sells, the others help."""

    def _sold(self, quantity, goods=None, user=None, **vals):
        """Return (order, product): confirmed at store 3."""
        goods = goods or self._product()
        return self._sell(user or self.taker, goods, quantity, store=self.store_3, warehouse=self.warehouse_3), goods

    def _reserved(self, order):
        self.env.flush_all()
        self.env.invalidate_all()
        moves = order.sudo().order_line.move_ids.filtered(lambda move: move.state not in ('done', 'cancel'))
        return {warehouse.code: sum(own.mapped('quantity')) for warehouse, own in moves.grouped('warehouse_id').items()}

    def _get(self, order, store='T1', user=None, **more):
        answer = self._as(user or self.taker, order).get_from_store(store, **more)
        return self.env['store.transfer'].browse(answer['id'])

    def _send(self, order, store='T1', user=None, **more):
        answer = self._as(user or self.taker, order).send_from_store(store, **more)
        return self.env['store.serving'].browse(answer['id'])


@tagged('post_install', '-at_install')
class TestTransferCustomer(CustomerCommon):
    """Goods fetched for a customer's order are that customer's, whoever waited before them."""

    def test_what_is_lacking_and_who_has_it(self):
        order, goods = self._sold(13)
        found = self._as(self.taker, order).find_in_stores()
        self.assertEqual([(item['product'], item['quantity']) for item in found['lacking']], [(goods.default_code, 3)])
        offers = {item['store']: item for item in found['stores']}
        self.assertTrue(offers['T1']['complete'] and offers['T1']['can_get'] and offers['T1']['can_send'])
        self.assertEqual(offers['T1']['lines'][0]['quantity'], 3)
        self.assertNotIn('T33', offers)

    def test_arrived_goods_are_the_customers_before_all_others(self):
        early, goods = self._sold(12)
        order, _goods = self._sold(3, goods)
        self.assertEqual((self._reserved(early), self._reserved(order)), ({'TS3': 10}, {'TS3': 0}))
        transfer = self._get(order)
        self.assertEqual((transfer.sudo().sale_order_id, transfer.sudo().line_ids.qty_requested), (order, 3))
        self.assertEqual(transfer.sudo().line_ids.sale_line_id, order.order_line)
        self._as(self.giver_boss, transfer).action_approve()
        self._as(self.giver, transfer).action_ship()
        self._as(self.taker, transfer).action_receive()
        self.assertEqual((self._reserved(early), self._reserved(order)), ({'TS3': 10}, {'TS3': 3}))
        self.assertIn('have arrived from Street One', order.sudo().activity_ids.mapped('summary')[-1])
        self.assertEqual(order.sudo().activity_ids.user_id, self.taker)

    def test_in_parts_through_two_steps_and_from_another_company(self):
        self.warehouse_3.sudo().reception_steps = 'two_steps'
        self.store_3.sudo().warehouse_id.delivery_steps = 'pick_ship'
        order, goods = self._sold(15)
        transfer = self._get(order)
        self._as(self.giver_boss, transfer).action_approve()
        self._as(self.giver, transfer).action_ship()
        self._set(self.taker, transfer, 'received', 2)
        self._as(self.taker, transfer).action_receive()
        self.assertEqual(self._reserved(order), {'TS3': 10})
        inside = (
            self.env['stock.picking']
            .sudo()
            .search(
                [
                    ('move_ids.product_id', '=', goods.id),
                    ('state', '=', 'assigned'),
                    ('picking_type_id.code', '=', 'internal'),
                    ('location_id', '=', self.warehouse_3.wh_input_stock_loc_id.id),
                ]
            )
        )
        self._deliver(self._as(self.taker, inside))
        self.assertEqual(self._reserved(order), {'TS3': 12})

    def test_between_two_companies_they_are_his_too(self):
        goods = self._goods()
        order = self._as(self.far_taker, self.env['sale.order']).create(
            {
                'partner_id': self.customer.id,
                'store_id': self.foreign.id,
                'order_line': [(0, 0, {'product_id': goods.id, 'product_uom_qty': 2})],
            }
        )
        order.action_confirm()
        answer = order.find_in_stores()['stores']
        self.assertFalse(any(item['can_send'] for item in answer))
        with self.assertRaisesRegex(UserError, 'Get them for the customer instead'):
            self._send(order, user=self.far_taker)
        transfer = self._get(order, user=self.far_taker)
        self._as(self.giver_boss, transfer).action_approve()
        self._as(self.giver, transfer).action_ship()
        self._as(self.far_taker, transfer).action_receive()
        self.assertEqual(self._reserved(order), {'TSB': 2})

    def test_asked_twice_is_asked_once_and_the_rest_from_another(self):
        order, _goods = self._sold(25)
        first = self._get(order)
        self.assertEqual(self._get(order), first)
        self.assertEqual(first.sudo().line_ids.qty_requested, 10)
        second = self._get(order, 'T2')
        self.assertEqual(second.sudo().line_ids.qty_requested, 5)
        with self.assertRaisesRegex(UserError, 'lacks 0'):
            self._get(order, 'T2', lines=[{'line_id': order.order_line.id, 'quantity': 6}])
        self.assertEqual(self._get(order, 'T2', lines=[{'line_id': order.order_line.id, 'quantity': 5}]), second)

    def test_a_cancelled_order_calls_off_what_has_not_left(self):
        order, _goods = self._sold(12)
        waiting = self._get(order)
        self._as(self.giver_boss, waiting).action_approve()
        self._as(self.taker, order).action_cancel()
        self.assertEqual((order.sudo().state, waiting.sudo().state), ('cancel', 'cancelled'))
        other, _goods = self._sold(12)
        left = self._get(other)
        self._as(self.giver_boss, left).action_approve()
        self._as(self.giver, left).action_ship()
        self._as(self.taker, other).action_cancel()
        self.assertEqual(left.sudo().state, 'shipped')
        self.assertIn('go into stock', ' '.join(left.sudo().activity_ids.mapped('summary')))

    def test_a_line_of_nothing_calls_it_off_and_less_is_told(self):
        order, _goods = self._sold(13)
        transfer = self._get(order)
        self._as(self.taker, order.order_line).product_uom_qty = 11
        self.assertIn('needs less', ' '.join(transfer.sudo().activity_ids.mapped('summary')))
        self._as(self.taker, order.order_line).product_uom_qty = 0
        self.assertEqual(transfer.sudo().state, 'cancelled')

    def test_a_refusal_reaches_the_salesperson(self):
        order, _goods = self._sold(13)
        transfer = self._get(order)
        self._as(self.giver_boss, transfer).action_reject('Needed here')
        self.assertIn('sends nothing for', ' '.join(order.sudo().activity_ids.mapped('summary')))
        self.assertNotEqual(self._get(order), transfer)

    def test_who_may_not_and_what_cannot(self):
        order, goods = self._sold(13)
        with self.assertRaises(AccessError):
            self._get(order, user=self.giver)
        with self.assertRaisesRegex(UserError, 'a store with the code NO'):
            self._get(order, 'NO')
        draft = self._as(self.taker, self.env['sale.order']).create(
            {
                'partner_id': self.customer.id,
                'store_id': self.store_3.id,
                'order_line': [(0, 0, {'product_id': goods.id, 'product_uom_qty': 1})],
            }
        )
        with self.assertRaisesRegex(UserError, 'is not confirmed'):
            self._get(draft)
        self.assertFalse(self._as(self.giver, self.env['store.transfer']).search([('sale_order_id', '=', order.id)]))
        transfer = self._get(order)
        self.assertFalse(self._as(self.giver, transfer).is_order_visible)
        with self.assertRaises(AccessError):
            self._as(self.giver, transfer).action_view_sale_order()
        self.assertTrue(self._as(self.taker, transfer).is_order_visible)


@tagged('post_install', '-at_install')
class TestTransferServing(CustomerCommon):
    """The other store sends, the sale stays: order, revenue and cost with the seller, goods off other shelves."""

    def test_agreed_sent_and_told(self):
        for seller in (self.taker, self.free):
            order, goods = self._sold(13, user=seller)
            serving = self._send(order, user=seller)
            self.assertEqual(self._send(order, user=seller), serving)
            self.assertEqual((self._reserved(order), serving.sudo().activity_ids.user_id), ({'TS3': 10}, self.giver_boss))
            self._as(self.giver_boss, serving).action_agree()
            self.assertEqual(self._reserved(order), {'TS3': 10, 'TS1': 3})
            picking = self._as(self.giver, serving.sudo()._moves().picking_id)
            self.assertEqual(picking.store_id, self.store_3, "the sale is the seller's")
            with self.assertRaises(AccessError):
                self._as(self.taker, picking).button_validate()
            self._deliver(picking)
            self.assertEqual((serving.sudo().state, order.sudo().order_line.qty_delivered), ('sent', 3))
            self.assertEqual((self._on_hand(goods, self.warehouse_1), self._on_hand(goods, self.warehouse_3)), (7, 10))
            self.assertEqual(picking.sudo().move_ids.store_id, self.store_3, 'and so is the cost')
            self.assertIn('has sent', ' '.join(order.sudo().activity_ids.mapped('summary')))

    def test_what_the_other_store_drops_is_said_and_asked_again(self):
        for steps in ('ship_only', 'pick_ship'):
            for part in (1, 0):
                with self.subTest(steps=steps, part=part), self.cr.savepoint() as point:
                    self.warehouse_1.sudo().delivery_steps = steps
                    order, goods = self._sold(13)
                    serving = self._send(order)
                    self._as(self.giver_boss, serving).action_agree()
                    first = serving.sudo()._moves().picking_id.filtered(lambda picking: picking.state == 'assigned')
                    if part:
                        first = self._as(self.giver, first)
                        first.move_ids.write({'quantity': part, 'picked': True})
                        first.with_context(skip_backorder=True, picking_ids_not_to_backorder=first.ids).button_validate()
                        for picking in serving.sudo()._moves().picking_id.filtered(lambda item: item.state == 'assigned'):
                            self._deliver(self._as(self.giver, picking))
                    else:
                        self._as(self.giver, serving.sudo()._moves().picking_id).action_cancel()
                    self.assertEqual(serving.sudo().state, 'sent' if part else 'refused')
                    said = ' '.join(order.sudo().activity_ids.mapped('summary'))
                    self.assertIn('only a part' if part else 'does not send', said)
                    self.assertIn('Not sent: ', ' '.join(str(note) for note in order.sudo().activity_ids.mapped('note')))
                    lacking = self._as(self.taker, order).find_in_stores()['lacking']
                    self.assertEqual([item['quantity'] for item in lacking], [3 - part])
                    again = self._send(order)
                    self.assertNotEqual(again, serving)
                    self.assertEqual(again.sudo().line_ids.quantity, 3 - part)
                    self._as(self.giver_boss, again).action_agree()
                    for _turn in range(2):
                        for picking in again.sudo()._moves().picking_id.filtered(lambda item: item.state == 'assigned'):
                            self._deliver(self._as(self.giver, picking))
                    self._deliver(self._as(self.taker, order.sudo().picking_ids.filtered(lambda item: item.state == 'assigned')))
                    self.assertEqual((again.sudo().state, order.sudo().order_line.qty_delivered), ('sent', 13))
                    self.assertEqual(self._on_hand(goods, self.warehouse_1), 7)
                    point.rollback()

    def test_the_seller_reads_what_was_not_sent_in_their_own_language(self):
        self.env['res.lang'].sudo()._activate_lang('zh_CN')
        for lang, said in (('zh_CN', False), ('en_US', True)):
            with self.subTest(lang=lang), self.cr.savepoint() as point:
                self.taker.sudo().lang = lang
                order, _goods = self._sold(13)
                serving = self._send(order)
                self._as(self.giver_boss, serving).action_agree()
                other = {'zh_CN': 'en_US', 'en_US': 'zh_CN'}[lang]
                self._as(self.giver, serving.sudo()._moves().picking_id).with_context(lang=other).action_cancel()
                task = order.sudo().activity_ids.filtered(lambda activity: activity.user_id == self.taker)[-1:]
                self.assertEqual(['Not sent: ' in str(task.note), 'does not send' in task.summary], [said, said])
                point.rollback()

    def _brought_back(self, user, picking, quantity, act='action_create_returns'):
        """Return the operation that takes back what a customer brings, made by this user."""
        wizard = (
            self._as(user, self.env['stock.return.picking'])
            .with_context(active_id=picking.id, active_ids=picking.ids, active_model='stock.picking')
            .create({})
        )
        wizard.product_return_moves.quantity = quantity
        return self._as(user, self.env['stock.picking']).browse(getattr(wizard, act)()['res_id'])

    def test_what_another_store_sent_comes_back_where_it_was_bought(self):
        order, goods = self._sold(13)
        serving = self._send(order)
        self._as(self.giver_boss, serving).action_agree()
        sent = serving.sudo()._moves().picking_id
        self._deliver(self._as(self.giver, sent))
        self._deliver(self._as(self.taker, order.sudo().picking_ids - sent))
        self.assertEqual(order.sudo().order_line.qty_delivered, 13)
        for user, act, shelves in (
            (self.taker, 'action_create_returns', (7, 2)),
            (self.giver, 'action_create_returns', (9, 0)),
            (self.taker, 'action_create_exchanges', (7, 2)),
        ):
            with self.subTest(user=user.name, act=act), self.cr.savepoint() as point:
                back = self._brought_back(user, sent, 2, act)
                self._deliver(back)
                self.assertEqual((back.sudo().store_id, order.sudo().order_line.qty_delivered), (self.store_3, 11))
                self.assertEqual((self._on_hand(goods, self.warehouse_1), self._on_hand(goods, self.warehouse_3)), shelves)
                point.rollback()
        with self.assertRaisesRegex(UserError, 'sent for an order of'):
            self._brought_back(self.giver, sent, 2, 'action_create_exchanges')

    def test_nothing_reaches_the_other_store_before_it_agrees(self):
        order, _goods = self._sold(13)
        serving = self._send(order)
        self.assertFalse(serving.sudo()._moves())
        for user in (self.giver, self.taker):
            with self.assertRaises(AccessError):
                self._as(user, serving).action_agree()
        self._as(self.giver_boss, serving).action_refuse('Needed here')
        self.assertEqual((serving.sudo().state, self._reserved(order)), ('refused', {'TS3': 10}))
        self.assertIn('does not send', ' '.join(order.sudo().activity_ids.mapped('summary')))
        self.assertEqual(self._as(self.taker, order).find_in_stores()['lacking'][0]['quantity'], 3)

    def test_given_back_and_withdrawn(self):
        self.warehouse_1.sudo().delivery_steps = 'pick_ship'
        for user, act in ((self.giver_boss, 'action_refuse'), (self.taker, 'action_withdraw')):
            order, goods = self._sold(13)
            serving = self._send(order)
            self._as(self.giver_boss, serving).action_agree()
            for _time in range(2):
                getattr(self._as(user, serving), act)()
            with self.assertRaisesRegex(UserError, 'has ended'):
                self._as(self.giver_boss, serving).action_agree()
            demand = order.sudo().order_line.move_ids.filtered(lambda move: move.state not in ('done', 'cancel'))
            self.assertEqual((demand.warehouse_id, sum(demand.mapped('product_uom_qty'))), (self.warehouse_3, 13))
            self.assertEqual(self.env['store.availability']._free(self.store_1, goods)[self.store_1.id][goods.id], 10)

    def test_what_is_picked_is_sent_and_neither_refused_nor_withdrawn(self):
        self.warehouse_1.sudo().delivery_steps = 'pick_ship'
        order, _goods = self._sold(13)
        serving = self._send(order)
        self._as(self.giver_boss, serving).action_agree()
        moves = order.sudo().order_line.move_ids.filtered(lambda move: move.warehouse_id == self.warehouse_1)
        pick = self._as(self.giver, moves.picking_id.filtered(lambda picking: picking.state == 'assigned'))
        pick.move_ids.quantity = 3
        pick.button_validate()
        for user, act in ((self.giver_boss, 'action_refuse'), (self.taker, 'action_withdraw')):
            with self.assertRaisesRegex(UserError, 'has picked goods'):
                getattr(self._as(user, serving), act)()
        out = order.sudo().order_line.move_ids.filtered(
            lambda move: move.warehouse_id == self.warehouse_1 and move.state == 'assigned'
        )
        self._as(self.giver, out.picking_id).button_validate()
        self.assertEqual(serving.sudo().state, 'sent')

    def test_more_is_ordered_here_and_less_not_over_its_head(self):
        order, _goods = self._sold(12)
        serving = self._send(order)
        self._as(self.giver_boss, serving).action_agree()
        self._as(self.taker, order.order_line).product_uom_qty = 14
        demand = order.sudo().order_line.move_ids.filtered(lambda move: move.state not in ('done', 'cancel'))
        self.assertEqual(
            {warehouse.code: sum(own.mapped('product_uom_qty')) for warehouse, own in demand.grouped('warehouse_id').items()},
            {'TS1': 2, 'TS3': 12},
        )
        with self.assertRaisesRegex(UserError, 'Withdraw that request first'):
            self._as(self.taker, order.order_line).product_uom_qty = 1

    def test_a_cancelled_order_is_sent_by_nobody(self):
        order, goods = self._sold(12)
        serving = self._send(order)
        self._as(self.giver_boss, serving).action_agree()
        self._as(self.taker, order).action_cancel()
        self.assertEqual((serving.sudo().state, self._reserved(order)), ('withdrawn', {}))
        self.assertEqual(self.env['store.availability']._free(self.store_1, goods)[self.store_1.id][goods.id], 10)

    def test_no_shelf_is_promised_by_a_store_that_was_asked_and_has_not_agreed(self):
        goods = self._product()
        with self.assertRaisesRegex(AccessError, 'cannot promise its goods'), self.env.cr.savepoint():
            self._sell(self.taker, goods, 1, store=self.store_3, warehouse=self.warehouse_1)
        waiting, _goods = self._sold(12)
        self._send(waiting)
        waiting.sudo().write({'state': 'draft'})
        waiting.sudo().order_line.warehouse_id = self.warehouse_1
        with self.assertRaisesRegex(UserError, 'has not agreed to send'):
            self._as(self.taker, waiting).action_confirm()
        with self.assertRaises(AccessError):
            self._as(self.taker, self.env['store.serving']).create({'sale_order_id': 1, 'serving_store_id': 1})

    def test_more_than_there_is_then_is_refused(self):
        order, goods = self._sold(15)
        serving = self._send(order)
        self.env['stock.quant'].sudo()._update_available_quantity(goods, self.warehouse_1.lot_stock_id, -8)
        with self.assertRaisesRegex(UserError, '5 wanted, 2 free'):
            self._as(self.giver_boss, serving).action_agree()


@tagged('post_install', '-at_install')
class TestTransferCustomerRpc(CustomerCommon, HttpCase):
    def test_by_a_program(self):
        order, goods = self._sold(13)

        def call(user, model, method, *args, **kwargs):
            return self.xmlrpc_object.execute_kw(
                self.env.cr.dbname, user.id, user.sudo().login, model, method, list(args), kwargs
            )

        found = call(self.taker, 'sale.order', 'find_in_stores', order.ids)
        self.assertEqual(found['lacking'][0]['product'], goods.default_code)
        lines = [{'line_id': order.order_line.id, 'quantity': 1}]
        sent = [call(self.taker, 'sale.order', 'send_from_store', order.ids, 'T1', lines=lines) for _time in range(2)]
        got = [call(self.taker, 'sale.order', 'get_from_store', order.ids, 'T1') for _time in range(2)]
        self.assertEqual((sent[0], got[0]), (sent[1], got[1]))
        self.assertEqual((sent[0]['lines'][0]['quantity'], got[0]['lines'][0]['qty_requested']), (1, 2))
        self.assertTrue(call(self.giver_boss, 'store.serving', 'action_agree', [sent[0]['id']]))
