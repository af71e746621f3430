# Part of store_group. License LGPL-3.
from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged

from .intake_common import IntakeCommon


class ProgressCommon(IntakeCommon):
    """A shop that sends orders of two shirts at 12.50; `picker` works at its warehouse."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.picker = new_test_user(
            cls.env(user=1), 'store_picker', 'base.group_user', company_id=cls.company.id, company_ids=[(6, 0, cls.company.ids)]
        )
        cls.env['store.member'].create(
            {'user_id': cls.picker.id, 'role': 'staff', 'store_id': cls.store_1.id, 'date_from': '2020-01-01'}
        )
        cls._stock_up(10)

    @classmethod
    def _stock_up(cls, quantity):
        cls.env['stock.quant'].sudo().with_company(cls.company)._update_available_quantity(
            cls.product, cls.warehouse_1.lot_stock_id, quantity
        )

    def _order_payload(self, number='1', **values):
        return self._payload(
            number, **{'lines': [{'external_id': 'L1', 'sku': 'T-SHIRT', 'quantity': 2, 'unit_price': '12.50'}], **values}
        )

    def _send(self, number='1', confirm=False, **values):
        (result,) = self._submit(self._order_payload(number, **values), confirm=confirm)
        self.env.flush_all()
        self.env.invalidate_all()
        return result

    def _intake(self, number='1'):
        return self.env['store.intake.order'].search([('channel_id', '=', self.shop.id), ('external_id', '=', number)])

    def _ship(self, sale):
        """Do the delivery as the person who picks."""
        picking = sale.picking_ids.filtered(lambda picking: picking.state not in ('done', 'cancel'))
        picking = picking.with_user(self.picker).with_context(allowed_company_ids=self.company.ids)
        picking.move_ids.quantity = 2
        picking.move_ids.picked = True
        picking.button_validate()
        return picking.sudo()

    def _figures(self, sale):
        """Return (ordered, returned, net)."""
        self.env.flush_all()
        self.env.invalidate_all()
        (row,) = (
            self.env['store.sale.report']
            .sudo()
            .with_context(allowed_company_ids=self.company.ids)
            ._read_group([('order_id', '=', sale.id)], [], ['amount:sum', 'returned_amount:sum', 'net_amount:sum'])
        )
        return tuple(value or 0.0 for value in row)

    def _open(self, number='1'):
        """Return the codes of what a person is asked about an order."""
        return self._intake(number).issue_ids.filtered(lambda issue: issue.state == 'open').mapped('code')

    def _on_hand(self):
        quants = (
            self.env['stock.quant']
            .sudo()
            .search([('product_id', '=', self.product.id), ('location_id', '=', self.warehouse_1.lot_stock_id.id)])
        )
        return sum(quants.mapped('quantity'))


@tagged('post_install', '-at_install')
class TestOrderingProgress(ProgressCommon):
    """What a channel says of an order's life takes effect, or is a question that stays."""

    # === CALLED OFF BEFORE IT LEFT ===

    def test_refunded_before_we_saw_it_is_not_delivered(self):
        result = self._send(status='refunded', confirm=True)
        self.assertEqual(
            (result['state'], result['order_id'], result['issues'][0]['code']), ('refused', False, 'refunded_at_source')
        )
        result = self._send('2', status='paid', refunds=[{'external_id': 'R1', 'amount': '25.00'}], confirm=True)
        self.assertEqual((result['state'], result['order_id']), ('refused', False))

    def test_part_refunded_before_it_left_is_not_shipped(self):
        self._send(status='paid', confirm=True, refunds=[{'external_id': 'R1', 'line': 'L1', 'quantity': 1, 'amount': '12.50'}])
        sale = self._sale('1')
        self.assertEqual(sum(sale.picking_ids.move_ids.mapped('product_uom_qty')), 1)
        self.assertEqual(self._figures(sale), (12.5, 0, 12.5))

    def test_what_was_taken_off_is_not_given_back_again(self):
        refund = {'external_id': 'R1', 'line': 'L1', 'quantity': 1, 'amount': '12.50'}
        self._send(status='paid', confirm=True, refunds=[refund])
        sale = self._sale('1')
        picking = sale.picking_ids.sudo()
        picking.move_ids.write({'quantity': 1, 'picked': True})
        picking._action_done()
        for values in ({'status': 'shipped'}, {'status': 'done', 'buyer_note': 'thanks'}):
            self.assertEqual(self._send(refunds=[refund], **values)['state'], 'duplicate')
            self.assertEqual(self._figures(sale), (12.5, 0, 12.5))
            self.assertEqual(self._open(), [])
        self._send(status='refunded', refunds=[refund, {'external_id': 'R2', 'amount': '25'}])
        self.assertEqual(self._figures(sale), (12.5, 12.5, 0))

    def test_a_parcel_number_does_not_send_what_was_refunded(self):
        self._send(
            status='paid',
            confirm=True,
            shipments=[{'carrier': 'SF', 'tracking': '1'}],
            refunds=[{'external_id': 'R1', 'line': 'L1', 'quantity': 1, 'amount': '12.50'}],
        )
        self.assertEqual(sum(self._sale('1').picking_ids.move_ids.mapped('product_uom_qty')), 1)

    def test_shipped_and_refunded_before_we_saw_it_is_asked(self):
        self._send(status='refunded', confirm=True, shipments=[{'carrier': 'SF', 'tracking': '1'}])
        sale = self._sale('1')
        self.assertEqual((sale.state, sorted(self._open())), ('draft', ['already_shipped', 'refund_after_delivery']))
        self._intake().issue_ids.filtered(lambda issue: issue.code == 'already_shipped').action_accept()
        self.assertEqual((sale.picking_ids.state, self._figures(sale)), ('done', (25, 25, 0)))

    def test_the_stop_costs_one_query_for_any_number_of_orders(self):
        for number in ('1', '2', '3'):
            self._send(number, status='paid', confirm=True)
        sales = self._sale('1') | self._sale('2') | self._sale('3')
        sales.mapped('store_channel_id')
        with self.assertQueryCount(1):
            self.env['store.order.progress']._check_not_stopped(sales)

    def test_money_back_for_goods_that_stay_is_counted_and_all_leaves(self):
        self._send(
            status='paid',
            confirm=True,
            refunds=[{'external_id': 'R1', 'line': 'L1', 'amount': '5.00', 'reason': 'stain', 'at': '2024-03-09 10:00:00'}],
        )
        sale = self._sale('1')
        self.assertEqual(sum(sale.picking_ids.move_ids.mapped('product_uom_qty')), 2)
        self.assertEqual(self._figures(sale), (25, 5, 20))
        self.assertEqual(str(sale.sudo().store_refund_ids.store_day), '2024-03-09')

    def test_cancelled_there_stops_whoever_picks(self):
        self._send(status='paid', confirm=True)
        sale = self._sale('1')
        self.assertEqual(self._send(status='cancelled')['state'], 'conflict')
        self.assertEqual(self._open(), ['called_off'])
        picking = sale.picking_ids
        self.assertIn('cancelled in the channel', picking.message_ids[:1].body)
        self.assertIn(self.picker, picking.activity_ids.user_id)
        with self.assertRaisesRegex(UserError, 'called off'):
            self._ship(sale)
        with self.assertRaisesRegex(UserError, 'called off'):  # by no other door either, and for nobody
            picking.sudo().move_ids._action_done()
        self._intake().action_take_other()
        self.assertEqual((sale.state, picking.state, self._intake().state), ('cancel', 'cancel', 'done'))
        self.assertEqual(self._open(), [])

    def test_kept_all_the_same_it_is_shipped(self):
        self._send(status='paid', confirm=True)
        self._send(status='cancelled')
        self._intake().action_keep()
        self.assertEqual(self._ship(self._sale('1')).state, 'done')

    def test_part_refunded_after_confirmation_stops_and_shrinks(self):
        self._send(status='paid', confirm=True)
        refund = [{'external_id': 'R1', 'line': 'L1', 'quantity': 1, 'amount': '12.50'}]
        self.assertEqual(self._send(status='paid', refunds=refund)['state'], 'conflict')
        sale = self._sale('1')
        with self.assertRaisesRegex(UserError, 'called off'):
            self._ship(sale)
        self._intake().action_take_other()
        self.assertEqual(
            sum(sale.picking_ids.move_ids.filtered(lambda move: move.state != 'cancel').mapped('product_uom_qty')), 1
        )
        self.assertEqual(self._figures(sale), (12.5, 0, 12.5))

    def test_an_older_export_never_takes_back_a_status(self):
        for number, first in (('1', 'cancelled'), ('2', 'shipped'), ('3', 'refunded')):
            self._send(number, status=first)
            result = self._send(number, status='paid')
            self.assertEqual((result['state'], self._open(number)[-1:]), ('conflict', ['goes_back']), first)
        self.assertFalse(self._sale('1'))
        self._intake('1').action_keep()
        self.assertEqual(self._intake('1').state, 'new')
        self._send('4', status='shipped', updated_at='2024-03-06 10:00')
        self.assertEqual(self._send('4', status='paid', updated_at='2024-03-07 10:00')['state'], 'done')

    def test_an_older_export_does_not_undo_a_cancellation_that_waits(self):
        self._send(status='paid', confirm=True)
        self._send(status='cancelled')
        self.assertEqual(self._send(status='paid', buyer_note='older')['state'], 'duplicate')
        self.assertEqual(self._open(), ['called_off'])
        with self.assertRaisesRegex(UserError, 'called off'):
            self._ship(self._sale('1'))

    def test_goods_picked_before_the_cancellation_go_back(self):
        self.warehouse_1.sudo().delivery_steps = 'pick_ship'
        self._send(status='paid', confirm=True)
        sale = self._sale('1')
        pick = sale.picking_ids.sudo().filtered(lambda picking: picking.picking_type_code == 'internal')
        pick.move_ids.picked = True
        pick._action_done()
        self._send(status='cancelled')
        for picking in sale.picking_ids.sudo().filtered(lambda picking: picking.state not in ('done', 'cancel')):
            picking.move_ids.picked = True
            with self.assertRaisesRegex(UserError, 'called off'):
                picking._action_done()
        back = (
            self.env['stock.return.picking']
            .sudo()
            .with_context(active_id=pick.id, active_model='stock.picking')
            .create({'picking_id': pick.id})
        )
        back.product_return_moves.quantity = 2
        back = back._create_return()
        back.move_ids.write({'quantity': 2, 'picked': True})
        back._action_done()
        self.assertEqual((back.state, self._on_hand()), ('done', 10))

    # === RETURNS IN FILES ===

    def test_a_row_below_zero_is_a_return_of_its_order(self):
        rows = (
            'one,R1,2024-03-05,B1,Ann,T-SHIRT,Shirt,2,20,',
            'one,R1,2024-03-06,B1,Ann,T-SHIRT,Shirt,-1,-10,',
            'one,R2,2024-03-05,B1,Ann,T-SHIRT,Shirt,3,30,',
            'one,C9,2024-03-07,B1,Ann,T-SHIRT,Shirt,-1,-10,',
        )
        self.files.history_until = '2024-12-31'
        document = self._upload(*rows)
        self._take_over(document)
        self.assertEqual((document.done_count, document.question_count), (2, 1))
        self.assertEqual(self._figures(self._sale('R1', self.files)), (20, 10, 10))
        asked = document.issue_ids.filtered(lambda issue: issue.state == 'open' and issue.severity == 'error')
        self.assertIn('negative_quantity', asked.mapped('code'))
        more = self._upload('one,CR2,2024-03-09,B1,Ann,T-SHIRT,Shirt,-1,-10,')
        self._take_over(more)
        self.assertEqual(self._figures(self._sale('R2', self.files)), (30, 10, 20))
        again = self._upload('one,CR2,2024-03-09,B1,Ann,T-SHIRT,Shirt,-1,-10,', 'one,R8,2024-03-09,B1,Ann,T-SHIRT,Shirt,1,10,')
        self._take_over(again)
        self.assertEqual(self._figures(self._sale('R2', self.files)), (30, 10, 20), 'the same return again')

    # === GIVEN BACK AFTER IT LEFT ===

    def test_refunded_after_delivery_is_net_and_a_question(self):
        self._send(status='paid', confirm=True)
        sale = self._sale('1')
        self._ship(sale)
        refunds = [{'external_id': 'R1', 'line': 'L1', 'quantity': 1, 'amount': '12.50', 'at': '2024-03-15 10:00:00'}]
        for _again in range(2):
            result = self._send(status='done', refunds=refunds)
            self.assertEqual([issue['code'] for issue in result['issues']], ['refund_after_delivery'], 'the sender is told')
            self.assertEqual(self._open(), ['refund_after_delivery'])
            self.assertEqual(self._figures(sale), (25, 12.5, 12.5))
        issue = self._intake().issue_ids.filtered(lambda issue: issue.state == 'open')
        issue.action_accept()
        back = sale.picking_ids.filtered(lambda picking: picking.picking_type_code == 'incoming')
        self.assertEqual(back.move_ids.mapped('product_uom_qty'), [1])
        back.sudo().move_ids.write({'quantity': 1, 'picked': True})
        back.sudo()._action_done()
        self.assertEqual(self._figures(sale), (25, 12.5, 12.5), 'the return counts instead of the refund, not beside it')
        self.assertEqual(sale.sudo().store_refund_ids.settled_quantity, 1)

    def test_facts_of_refunds_are_exact(self):
        facts = self.env['store.sale.fact'].sudo()
        self._send(status='paid', confirm=True)
        self._ship(self._sale('1'))
        facts._refresh(10000)
        for refunds in (
            [{'external_id': 'R1', 'line': 'L1', 'quantity': 1}],
            [{'external_id': 'R1', 'line': 'L1', 'quantity': 1}, {'external_id': 'R2', 'amount': '3'}],
            [],
        ):
            self._send(status='done', refunds=refunds)
            self.assertEqual(facts.check(), [])
            facts._refresh(10000)
            self.assertEqual(facts.check(), [])

    def test_history_given_back_is_net_nothing(self):
        self.shop.history_until = '2024-12-31'
        self._send('1', status='refunded', refunds=[{'amount': '25.00', 'at': '2024-03-15 10:00:00'}])
        self.assertEqual(self._figures(self._sale('1')), (25, 25, 0))
        self._send('2', status='done', shipping_amount=5)
        self.assertEqual(self._figures(self._sale('2')), (30, 0, 30))
        self._send('2', status='refunded', shipping_amount=5)
        self.assertEqual(self._figures(self._sale('2')), (30, 30, 0))
        self._send('3', status='paid')
        self._send('3', status='cancelled')
        self.assertEqual(self._figures(self._sale('3')), (25, 25, 0))

    # === SHIPPED ===

    def test_first_seen_as_shipped_is_told_apart(self):
        for number, status in (('1', 'shipped'), ('2', 'done')):
            self._send(number, status=status, confirm=True)
            self.assertEqual((self._sale(number).state, self._open(number)), ('draft', ['already_shipped']))
        self._intake('1').issue_ids.action_accept()
        self.assertEqual((self._sale('1').state, self._sale('1').picking_ids.state, self._on_hand()), ('sale', 'done', 8))
        self.shop.shipped_before = 'book'
        self._send('3', status='shipped', confirm=True)
        self.assertEqual((self._sale('3').picking_ids.state, self._open('3'), self._on_hand()), ('done', [], 6))

    def test_shipped_there_is_not_shipped_again(self):
        self._send(status='paid', confirm=True)
        self._send(status='shipped')
        self.assertEqual(self._open(), ['shipped_there'])
        self._intake().issue_ids.action_accept()
        self._send(status='done')
        self.assertEqual((self._sale('1').picking_ids.mapped('state'), self._on_hand(), self._open()), (['done'], 8, []))

    def test_where_somebody_else_ships_nobody_here_has_a_task(self):
        self.shop.shipped_by = 'elsewhere'
        self._send(status='paid', confirm=True)
        sale = self._sale('1')
        self.assertEqual((sale.state, len(sale.picking_ids), self._figures(sale)), ('sale', 0, (25, 0, 25)))
        for status in ('shipped', 'shipped', 'done'):
            self._send(status=status)
            self.assertEqual((sale.picking_ids.mapped('state'), self._on_hand(), self._open()), (['done'], 8, []))

    def test_a_shortage_is_a_question_and_never_below_zero(self):
        self._stock_up(-9)
        self.shop.shipped_by = 'elsewhere'
        self._send(status='shipped', confirm=True)
        self.assertEqual((self._open(), self._on_hand()), (['shipped_short'], 1))
        self.assertFalse(self._sale('1').picking_ids)
        with self.assertRaises(UserError):
            self._intake().issue_ids.action_accept()
        self._stock_up(1)
        self._intake().issue_ids.action_accept()
        self.assertEqual((self._sale('1').picking_ids.state, self._on_hand(), self._open()), ('done', 0, []))

    # === BRUSHING ===

    def test_brushing_orders_leave_reports_on_request(self):
        self.shop.brushing_tags = 'SD, 刷单'
        self._send('1', status='paid', tags=['刷单'], confirm=True)
        self._send('2', status='paid', tags=['vip'], confirm=True)
        orders = self._sale('1') | self._sale('2')
        self.env.flush_all()
        report = self.env['store.sale.report'].sudo().with_context(allowed_company_ids=self.company.ids)
        ours = [('order_id', 'in', orders.ids)]
        self.assertEqual(report._read_group(ours, [], ['amount:sum'])[0][0], 50)
        self.assertEqual(report._read_group([*ours, ('is_brushing', '!=', True)], [], ['amount:sum'])[0][0], 25)
