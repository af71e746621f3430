# Part of store_group. License LGPL-3.
"""Single moves that end by hand, on any screen: what will not come is said and not promised any more, and can still be sent."""

from pathlib import Path
from runpy import run_path

from odoo.tests import tagged

from .test_transfer_customer import CustomerCommon

MIGRATION = Path(__file__).parents[1] / 'migrations' / '19.0.2.0.0' / 'post-dropped.py'


class DroppedCommon(CustomerCommon):
    def _forecast(self, product, warehouse):
        self.env.flush_all()
        self.env.invalidate_all()
        return self._as(self.free, product).with_context(warehouse_id=warehouse.id).virtual_available

    def _open(self, transfer, step='ship', product=None):
        domain = [
            ('transfer_line_id', 'in', transfer.sudo().line_ids.ids),
            ('transfer_step', '=', step),
            ('state', 'not in', ('done', 'cancel')),
        ]
        return self.env['stock.move'].sudo().search(domain + ([('product_id', '=', product.id)] if product else []))

    def _said(self, transfer):
        self.env.flush_all()
        return ' '.join(str(body) for body in transfer.sudo().message_ids.mapped('body'))

    def _end(self, how, moves, user=None):
        """Cancel or delete these moves, or deliver what is picked of their operation without a backorder."""
        moves = self._as(user or self.giver, moves)
        if how == 'cancel':
            moves._action_cancel()
        elif how == 'delete':
            moves.sudo().unlink()
        elif how == 'less':
            moves.product_uom_qty = 1
        elif how == 'operation':
            moves.picking_id.action_cancel()
        else:
            moves.write({'quantity': 1, 'picked': True})
            moves.picking_id.with_context(
                skip_backorder=True, picking_ids_not_to_backorder=moves.picking_id.ids
            ).button_validate()


@tagged('post_install', '-at_install')
class TestTransferDropped(DroppedCommon):
    def test_what_does_not_leave_is_no_supply_and_said(self):
        for how, left in (('cancel', 0), ('delete', 0), ('operation', 0), ('no backorder', 1), ('less', 1)):
            with self.subTest(how=how), self.cr.savepoint() as point:
                transfer, (first, second) = self._approved(5, 3)
                moves = self._open(transfer, product=second)
                if how in {'operation', 'no backorder'}:
                    self._open(transfer, product=first).picking_id = moves.picking_id.copy({'move_ids': False})
                self.assertEqual(self._forecast(second, self.warehouse_3), 13)
                self._end(how, moves)
                self.assertEqual(self._forecast(second, self.warehouse_3), 10 + left)
                self.assertEqual(self._forecast(first, self.warehouse_3), 15)
                self.assertIn(f'{3 - left} × {second.display_name}', self._said(transfer))
                self.assertIn('will not send everything', ' '.join(transfer.sudo().activity_ids.mapped('summary')))
                self.assertEqual(transfer.sudo().activity_ids.user_id & self.taker, self.taker)
                point.rollback()

    def test_it_has_come_when_the_rest_has_and_can_still_be_sent(self):
        transfer, (first, second) = self._approved(5, 3)
        self._end('cancel', self._open(transfer, product=second))
        self._set(self.giver, transfer, 'shipped', 5)
        self._as(self.giver, transfer).action_ship()
        self.assertEqual(transfer.sudo().line_ids.mapped('qty_dropped'), [0, 3], 'nobody ships it')
        self._as(self.taker, transfer).action_receive()
        self.assertEqual(transfer.sudo().state, 'received')
        self.assertEqual(self._forecast(second, self.warehouse_3), 10)
        with self.cr.savepoint() as point:
            self._as(self.giver_boss, transfer).action_close()
            self.assertEqual(transfer.sudo().state, 'closed')
            point.rollback()
        self._set(self.giver, transfer, 'shipped', 5, 3)
        self._as(self.giver, transfer).action_ship()
        self.assertEqual((transfer.sudo().state, transfer.sudo().line_ids.mapped('qty_dropped')), ('shipped', [0, 0]))
        self.assertEqual(self._forecast(second, self.warehouse_3), 13)
        self._as(self.taker, transfer).action_receive()
        self.assertEqual((transfer.sudo().state, self._on_hand(second, self.warehouse_3)), ('received', 13))

    def test_every_step_of_the_warehouse(self):
        self.warehouse_1.sudo().delivery_steps = 'pick_pack_ship'
        for step, number in (('prepare', 0), ('prepare', 1), ('ship', 0)):
            with self.subTest(step=step, number=number), self.cr.savepoint() as point:
                transfer, (goods,) = self._approved(4)
                self._end('cancel', self._open(transfer, step).sorted('id', reverse=True)[number])
                self.assertEqual((transfer.sudo().line_ids.qty_dropped, self._forecast(goods, self.warehouse_3)), (4, 10))
                self._as(self.giver, transfer).action_ship()
                self.assertEqual(self._booked(transfer), [(4, 0, 0, 0, 0, 4)])
                self.assertEqual((transfer.sudo().line_ids.qty_dropped, self._forecast(goods, self.warehouse_3)), (0, 14))
                point.rollback()

    def test_nothing_planned_can_be_cancelled_and_our_own_acts_say_nothing(self):
        transfer, (goods,) = self._approved(4)
        self._end('cancel', self._open(transfer))
        self._as(self.giver_boss, transfer).action_cancel()
        self.assertEqual((transfer.sudo().state, self._forecast(goods, self.warehouse_3)), ('cancelled', 10))
        other, _goods = self._approved(4)
        self._as(self.giver_boss, other).action_cancel()
        self.assertNotIn('will not leave', self._said(other))

    def test_what_is_on_the_way_stays_expected(self):
        for how in ('cancel', 'operation', 'delete', 'less'):
            with self.subTest(how=how), self.cr.savepoint() as point:
                transfer, (goods,) = self._shipped(4)
                receipt = self._open(transfer, 'receive')
                if how == 'delete':
                    receipt.move_orig_ids = False
                self._end(how, receipt, user=self.taker)
                self.assertEqual((self._booked(transfer), self._forecast(goods, self.warehouse_3)), ([(4, 0, 0, 0, 0, 4)], 14))
                again = self._open(transfer, 'receive')
                self.assertEqual((sum(again.mapped('product_uom_qty')), set(again.mapped('state'))), (4, {'assigned'}))
                self.assertIn((again - receipt).picking_id.name, self._said(transfer))
                for picking in again.picking_id:
                    self._as(self.taker, picking).button_validate()
                self.assertEqual((transfer.sudo().state, self._on_hand(goods, self.warehouse_3)), ('received', 14))
                point.rollback()

    def test_a_promise_is_not_cancelled_away(self):
        transfer, (goods,) = self._approved(4)
        self._open(transfer, 'expect')._action_cancel()
        self.assertEqual(self._forecast(goods, self.warehouse_3), 14)

    def test_an_upgrade_knows_what_was_cancelled_before(self):
        transfer, (goods,) = self._approved(4)
        self._end('cancel', self._open(transfer))
        transfer.sudo().line_ids.qty_dropped = 0
        self.env['store.transfer.goods'].sudo()._keep_promise(transfer.sudo())
        self.assertEqual(self._forecast(goods, self.warehouse_3), 14, 'as it was left by the version before')
        run_path(str(MIGRATION))['migrate'](self.env.cr, None)
        self.env.invalidate_all()
        self.assertEqual((transfer.sudo().line_ids.qty_dropped, self._forecast(goods, self.warehouse_3)), (4, 10))

    def test_a_customers_order_lacks_it_again(self):
        order, _goods = self._sold(13)
        transfer = self._get(order)
        self._as(self.giver_boss, transfer).action_approve()
        self._end('cancel', self._open(transfer))
        self.assertEqual([item['quantity'] for item in self._as(self.taker, order).find_in_stores()['lacking']], [3])
        self.assertIn('will not send everything', ' '.join(order.sudo().activity_ids.mapped('summary')))


@tagged('post_install', '-at_install')
class TestServingDropped(DroppedCommon):
    def _served(self, quantity=13):
        """Return (order, serving) of two products, each of which store 1 sends some."""
        order, goods = self._sold(quantity)
        other = self._product()
        order.sudo().write({'order_line': [(0, 0, {'product_id': other.id, 'product_uom_qty': quantity})]})
        serving = self._send(order)
        self._as(self.giver_boss, serving).action_agree()
        self.assertEqual(len(serving.sudo().line_ids), 2)
        return order, serving

    def test_single_moves_end_it(self):
        for how in ('cancel', 'delete'):
            with self.subTest(how=how), self.cr.savepoint() as point:
                order, serving = self._served()
                for move in serving.sudo()._moves():
                    self._end(how, move)
                self.assertEqual(serving.sudo().state, 'refused')
                lacking = self._as(self.taker, order).find_in_stores()['lacking']
                self.assertEqual([item['quantity'] for item in lacking], [3, 3])
                self.assertIn('does not send', ' '.join(order.sudo().activity_ids.mapped('summary')))
                point.rollback()

    def test_the_rest_of_what_was_sent_in_parts(self):
        order, serving = self._served()
        first, second = serving.sudo()._moves()
        picking = self._as(self.giver, first.picking_id)
        first.write({'quantity': 3, 'picked': True})
        second.write({'quantity': 0, 'picked': False})
        picking.with_context(skip_backorder=True).button_validate()
        self.assertEqual((first.state, serving.sudo().state), ('done', 'agreed'))
        self._end('cancel', serving.sudo()._moves().filtered(lambda move: move.state != 'done'))
        self.assertEqual((serving.sudo().state, serving.sudo().line_ids.mapped('quantity')), ('sent', [3]))
        self.assertIn('only a part', ' '.join(order.sudo().activity_ids.mapped('summary')))
