# Part of store_group. License LGPL-3.
from odoo.tests import tagged

from .test_ordering_progress import ProgressCommon

DAYS = [f'2024-04-0{day} 10:00:00' for day in range(1, 8)]
TWICE = [{'sku': 'T-SHIRT', 'quantity': 1, 'unit_price': 10}, {'sku': 'T-SHIRT', 'quantity': 3, 'unit_price': 20}]


@tagged('post_install', '-at_install')
class TestOrderingGivenBack(ProgressCommon):
    """Whatever a channel gives back, and however it says so: the money counts once, and only what is left leaves."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._stock_up(50)

    def _leave(self, sale):
        """Do the deliveries of an order, whole."""
        pickings = sale.picking_ids.sudo().filtered(lambda picking: picking.state not in ('done', 'cancel'))
        pickings.move_ids.picked = True
        pickings._action_done()

    def _shipped(self, number='1', **values):
        self._send(number, status='paid', confirm=True, updated_at=DAYS[0], **values)
        sale = self._sale(number)
        self._leave(sale)
        return sale

    def _to_ship(self, sale):
        moves = sale.picking_ids.move_ids.filtered(lambda move: move.state not in ('done', 'cancel'))
        return sum(moves.mapped('product_uom_qty'))

    def _accept_return(self, sale, number='1'):
        """Accept the question that proposes the return, and take the goods back."""
        asked = self._intake(number).issue_ids.filtered(lambda issue: issue.code == 'refund_after_delivery')
        asked.filtered(lambda issue: issue.state == 'open').action_accept()
        back = sale.picking_ids.sudo().filtered(lambda item: item.picking_type_code == 'incoming' and item.state != 'done')
        for move in back.move_ids:
            move.write({'quantity': move.product_uom_qty, 'picked': True})
        back._action_done()

    def _check_facts(self):
        facts = self.env['store.sale.fact'].sudo()
        facts._refresh(10000)
        self.assertEqual(facts.check(), [])

    # === ONCE ===

    def test_what_counts_as_returned_is_not_taken_off_besides(self):
        lines = [
            {'external_id': 'L1', 'sku': 'T-SHIRT', 'quantity': 4, 'unit_price': 100},
            {'external_id': 'L2', 'sku': 'T-SHIRT', 'quantity': 4, 'unit_price': 50},
        ]
        one = {'external_id': 'R1', 'line': 'L2', 'quantity': 2, 'amount': 100}
        two = {'external_id': 'R2', 'line': 'L1', 'quantity': 1, 'amount': 100}
        self._send(status='shipped', lines=lines, updated_at=DAYS[0])
        self._send(status='shipped', lines=lines, updated_at=DAYS[1], refunds=[one])
        sale = self._sale('1')
        sale.sudo().action_confirm()
        self.assertEqual(self._figures(sale), (600, 100, 500))
        self.assertEqual(self._send(status='done', lines=lines, updated_at=DAYS[2], refunds=[one, two])['state'], 'conflict')
        self._intake().action_take_other()
        self.assertEqual((self._figures(sale), self._to_ship(sale)), ((500, 100, 400), 7))
        self._check_facts()

    def test_what_came_back_and_counts_stays_sold_and_the_rest_is_taken_off(self):
        self._send(status='paid', confirm=True)
        sale = self._sale('1')
        picking = sale.picking_ids.sudo()
        picking.move_ids.write({'quantity': 1, 'picked': True})
        picking._action_done()
        one = {'external_id': 'R1', 'line': 'L1', 'quantity': 1, 'amount': '12.50'}
        wizard = (
            self.env['stock.return.picking']
            .sudo()
            .with_context(active_id=picking.id, active_model='stock.picking')
            .create({'picking_id': picking.id})
        )
        wizard.product_return_moves.quantity = 1
        back = wizard._create_return()
        back.move_ids.write({'quantity': 1, 'picked': True})
        back._action_done()
        self._send(status='paid', refunds=[one])
        self._send(status='paid', refunds=[one, {**one, 'external_id': 'R2', 'amount': '10'}])
        self._intake().action_take_other()
        self.assertEqual((self._figures(sale), self._to_ship(sale)), ((15, 12.5, 2.5), 0))

    def test_an_order_that_sells_what_left_counts_no_refund_beside_its_return(self):
        self._stock_up(5)
        lines = [
            {'external_id': 'L1', 'sku': 'T-SHIRT', 'quantity': 1, 'unit_price': 100},
            {'external_id': 'L2', 'sku': 'T-SHIRT', 'quantity': 2, 'unit_price': 50},
        ]
        self._send(status='shipped', lines=lines, updated_at=DAYS[0])
        self._send(status='shipped', lines=lines, updated_at=DAYS[1], refunds=[{'external_id': 'R1', 'line': 'L2', 'amount': 30}])
        sale = self._sale('1')
        sale.sudo().action_confirm()
        picking = sale.picking_ids.sudo()
        for move in picking.move_ids:
            move.write({'quantity': 1 if move.sale_line_id == sale.order_line[0] else 0, 'picked': True})
        picking._action_done()
        wizard = (
            self.env['stock.return.picking']
            .sudo()
            .with_context(active_id=picking.id, active_model='stock.picking')
            .create({'picking_id': picking.id})
        )
        wizard.product_return_moves.quantity = 1
        back = wizard._create_return()
        back.move_ids.write({'quantity': 1, 'picked': True})
        back._action_done()
        self._send(status='cancelled', lines=lines, updated_at=DAYS[2])
        self._intake().action_take_other()
        self.assertEqual(self._figures(sale), (100, 100, 0))

    # === WHICH LINE ===

    def test_of_two_lines_of_one_product_the_one_that_is_meant(self):
        for number, refund, left, total in (
            ('1', {'quantity': 2, 'amount': 40}, 2, 30),
            ('2', {'quantity': 3, 'amount': 60}, 1, 10),
            ('3', {'quantity': 2}, 2, 30),
        ):
            refunds = [{'external_id': 'R1', 'line': 'T-SHIRT', **refund}]
            self._send(number, status='paid', confirm=True, lines=TWICE, refunds=refunds)
            sale = self._sale(number)
            self.assertEqual((sale.amount_total, self._to_ship(sale)), (total, left), refund)
            shipped = self._shipped(f'S{number}', lines=TWICE)
            self._send(f'S{number}', status='done', lines=TWICE, refunds=refunds, updated_at=DAYS[1])
            self.assertEqual(self._figures(shipped), (70, 70 - total, total))
            self._accept_return(shipped, f'S{number}')
            self.assertEqual(self._figures(shipped), (70, 70 - total, total))
        self._check_facts()

    def test_rows_of_one_product_at_two_prices(self):
        sold = ['one,B1,2024-03-05,B1,Ann,T-SHIRT,Shirt,1,10,', 'one,B1,2024-03-05,B1,Ann,T-SHIRT,Shirt,3,60,']
        self._take_over(self._upload(*sold, 'one,B1,2024-03-05,B1,Ann,T-SHIRT,Shirt,-2,-40,'))
        sale = self._sale('B1', self.files)
        self.assertEqual((sale.amount_total, sum(sale.order_line.filtered('price_unit').mapped('product_uom_qty'))), (30, 2))

    def test_both_of_two_lines_of_one_product_given_back_one_after_the_other(self):
        sold = ['one,B1,2024-03-05,B1,Ann,T-SHIRT,Shirt,1,10,', 'one,B1,2024-03-05,B1,Ann,T-SHIRT,Shirt,1,20,']
        back = ['one,B1,2024-03-05,B1,Ann,T-SHIRT,Shirt,-1,-10,', 'one,B1,2024-03-05,B1,Ann,T-SHIRT,Shirt,-1,-20,']
        self._take_over(self._upload(*sold))
        sale = self._sale('B1', self.files)
        sale.sudo().action_confirm()
        order = self.env['store.intake.order'].search([('channel_id', '=', self.files.id)])
        self._take_over(self._upload(*sold, back[0]))
        order.action_take_other()
        self.assertEqual((self._figures(sale), self._to_ship(sale)), ((20, 0, 20), 1))
        self._take_over(self._upload(*sold, *back))
        self.assertEqual(order.state, 'conflict')
        order.action_take_other()
        self.assertEqual((sale.state, self._to_ship(sale)), ('cancel', 0))

    def test_refunds_without_numbers_newest_first(self):
        lines = [
            {'external_id': 'L1', 'sku': 'T-SHIRT', 'quantity': 2, 'unit_price': 100},
            {'external_id': 'L2', 'sku': 'T-SHIRT', 'quantity': 2, 'unit_price': 30},
        ]
        one, two = {'line': 'L1', 'quantity': 1, 'amount': 100}, {'line': 'L2', 'quantity': 1, 'amount': 30}
        sale = self._shipped(lines=lines, refunds=[one])
        self.assertEqual(self._figures(sale), (160, 0, 160))
        self._send(status='done', lines=lines, refunds=[two, one], updated_at=DAYS[1])
        self.assertEqual(self._figures(sale), (160, 30, 130))

    # === HOW MUCH MONEY ===

    def test_money_given_back_beside_gifts_counts(self):
        lines = [
            {'external_id': 'G', 'sku': 'T-SHIRT', 'quantity': 3, 'unit_price': 0, 'gift': True},
            {'external_id': 'L2', 'sku': 'T-SHIRT', 'quantity': 1, 'unit_price': 100},
        ]
        one, two = {'external_id': 'R1', 'amount': 40}, {'external_id': 'R2', 'line': 'L2', 'quantity': 1, 'amount': 60}
        for number, shipping in (('1', 0), ('2', 5)):
            sale = self._shipped(number, lines=lines, shipping_amount=shipping)
            self._send(number, status='done', lines=lines, shipping_amount=shipping, refunds=[one], updated_at=DAYS[1])
            self.assertEqual(self._figures(sale)[1], 40)
            self._send(number, status='done', lines=lines, shipping_amount=shipping, refunds=[one, two], updated_at=DAYS[2])
            self.assertEqual(self._figures(sale), (100 + shipping, 100, shipping))
        self._check_facts()

    def test_goods_that_come_back_count_what_was_given_back_for_them(self):
        lines = [{'external_id': 'L1', 'sku': 'T-SHIRT', 'quantity': 2, 'unit_price': '20.67'}]
        whole = [
            {'external_id': 'R1', 'line': 'L1', 'quantity': 1, 'amount': '20.67'},
            {'external_id': 'R2', 'line': 'L1', 'amount': '10.13'},
            {'external_id': 'R3', 'line': 'L1', 'quantity': 1, 'amount': '10.54'},
        ]
        part = [{'external_id': 'R1', 'line': 'L1', 'quantity': 1, 'amount': '15.67'}]
        more = [{'external_id': 'R1', 'line': 'L1', 'quantity': 1, 'amount': '25.67'}]
        for number, refunds, back in (('1', whole, 41.34), ('2', part, 15.67), ('3', more, 25.67)):
            sale = self._shipped(number, lines=lines, shipping_amount=10)
            self._send(number, status='done', lines=lines, shipping_amount=10, refunds=refunds, updated_at=DAYS[1])
            expected = [51.34, back, 51.34 - back]
            for _moment in range(2):  # before the goods come back, and after it
                for found, wanted in zip(self._figures(sale), expected, strict=True):
                    self.assertAlmostEqual(found, wanted, 2, refunds)
                self._accept_return(sale, number)
            self.assertEqual(self._open(number), [])
        self._check_facts()

    def test_goods_that_came_back_before_the_refund_said_its_money_are_not_asked_about(self):
        sale = self._shipped()
        picking = sale.picking_ids.sudo()
        wizard = (
            self.env['stock.return.picking']
            .sudo()
            .with_context(active_id=picking.id, active_model='stock.picking')
            .create({'picking_id': picking.id})
        )
        wizard.product_return_moves.quantity = 1
        back = wizard._create_return()
        back.move_ids.write({'quantity': 1, 'picked': True})
        back._action_done()
        refund = {'external_id': 'R1', 'line': 'L1', 'quantity': 1, 'amount': 10}
        self._send(status='done', refunds=[refund], updated_at=DAYS[1])
        self.assertEqual((self._figures(sale), self._open()), ((25, 10, 15), []))

    def test_what_the_platform_bore_comes_back_with_the_goods(self):
        lines = [{'external_id': 'L1', 'sku': 'T-SHIRT', 'quantity': 2, 'unit_price': 50, 'platform_discount': 20}]
        sale = self._shipped(lines=lines)
        self._send(
            status='done',
            lines=lines,
            updated_at=DAYS[1],
            refunds=[{'external_id': 'R1', 'line': 'L1', 'quantity': 1, 'amount': 40}],
        )
        self._accept_return(sale)
        self.assertEqual(self._figures(sale), (100, 50, 50))

    # === WHICH RETURN ===

    def test_a_return_goes_to_the_order_it_names(self):
        for number in ('1001', 'S1001'):
            self._shipped(number)
        back = self._order_payload(
            'S1001', ordered_at='2024-04-09 10:00:00', lines=[{'sku': 'T-SHIRT', 'quantity': -1, 'unit_price': '12.5'}]
        )
        lines = [{'sku': 'T-SHIRT', 'quantity': 2, 'unit_price': '12.5'}]
        self._submit(back)
        self.assertEqual([self._figures(self._sale(number))[1] for number in ('1001', 'S1001')], [0, 12.5])
        self._submit({**back, 'ordered_at': '2024-04-10 10:00:00', 'lines': [{**back['lines'][0], 'quantity': -2}]})
        self.assertEqual(self._figures(self._sale('1001'))[1], 0, 'more than is left is a question, and no other order')
        self._submit({**back, 'external_id': 'C1001', 'lines': [{**lines[0], 'quantity': -2}]})
        self.assertEqual(self._figures(self._sale('1001'))[1], 25)

    def test_two_returns_of_one_day_with_numbers_of_their_own(self):
        self._shipped()
        for name, returned in (('RET-1', 12.5), ('RET-2', 25), ('RET-1', 25)):
            self._submit(
                self._order_payload(
                    ordered_at='2024-04-09', lines=[{'external_id': name, 'sku': 'T-SHIRT', 'quantity': -1, 'unit_price': '12.5'}]
                )
            )
            self.assertEqual(self._figures(self._sale('1'))[1], returned, name)

    def test_a_return_told_while_a_person_is_asked_is_not_lost(self):
        sold = ['one,B1,2024-03-05,B1,Ann,T-SHIRT,Shirt,4,40,', 'one,B1,2024-03-05,B1,Ann,T-SHIRT,Shirt,2,60,']
        export = [*sold, 'one,B1,2024-03-06,B1,Ann,T-SHIRT,Shirt,-2,-60,']
        self._take_over(self._upload(*sold))
        sale = self._sale('B1', self.files)
        sale.sudo().action_confirm()
        order = self.env['store.intake.order'].search([('channel_id', '=', self.files.id)])
        self._take_over(self._upload(*export))
        self._take_over(self._upload('one,B1,2024-03-08,B1,Ann,T-SHIRT,Shirt,-1,-10,'))
        for _again in range(2):
            self.assertEqual((order.state, len(order.conflict_payload['refunds'])), ('conflict', 2))
            self._take_over(self._upload(*export))
        order.action_take_other()
        self.assertEqual((self._figures(sale), self._to_ship(sale)), ((30, 0, 30), 3))

    def test_a_return_before_its_order_is_taken_once_the_order_arrives(self):
        self._submit(self._back())
        self._submit(self._back())
        self.assertEqual(self._intake('C1').issue_ids.mapped('code'), ['negative_quantity'], 'it waits')
        sale = self._shipped()
        self.assertEqual((self._open(), self._figures(sale)), ([], (12.5, 0, 12.5)), 'less was ever to be shipped')
        self.assertEqual(self._intake('C1').state, 'refused')
        self._submit(self._back())
        self.assertEqual((self._open(), self._figures(sale)), ([], (12.5, 0, 12.5)), 'the return counts once')

    def test_a_return_with_its_orders_number_before_the_order(self):
        back = {**self._back(), 'external_id': '1', 'updated_at': DAYS[1]}
        self._submit(back)
        sale = self._shipped()
        self.assertEqual((self._open(), self._figures(sale)), ([], (12.5, 0, 12.5)))
        self._submit({**self._back('2', quantity=3), 'external_id': '2'})
        self._send(number='2')
        self.assertEqual(self._intake('2').issue_ids.mapped('code'), ['return_too_large'])
        self.assertFalse(self._sale('2'))

    # === TOLD WHILE A PERSON IS ASKED, WHO KEEPS WHAT WE HAVE ===

    def _back(self, number='1', quantity=1):
        return self._order_payload(
            f'C{number}',
            ordered_at='2024-04-09 10:00:00',
            lines=[{'sku': 'T-SHIRT', 'quantity': -quantity, 'unit_price': '12.5'}],
        )

    def test_goods_that_came_back_count_when_what_we_have_is_kept(self):
        sale, other = self._shipped(), [{'external_id': 'L1', 'sku': 'T-SHIRT', 'quantity': 2, 'unit_price': 14}]
        self.assertEqual(self._send(status='done', updated_at=DAYS[1], lines=other)['state'], 'conflict')
        self._submit(self._back())
        order = self._intake()
        self.assertEqual((order.state, len(order.conflict_payload['refunds'])), ('conflict', 1))
        order.action_keep()
        self.assertEqual((order.state, self._open()), ('done', ['refund_after_delivery']))
        self.assertEqual(self._figures(sale), (25, 12.5, 12.5))
        for _again in range(2):
            self.assertEqual(self._send(status='done', updated_at=DAYS[1], lines=other)['state'], 'duplicate', 'it was set aside')
        self._submit(self._back())
        self.assertEqual(self._figures(sale), (25, 12.5, 12.5))
        self._check_facts()

    def test_what_came_back_of_a_quotation_is_taken_off_when_it_is_kept(self):
        self._take_over(self._upload('one,B1,2024-03-05,B1,Ann,T-SHIRT,Shirt,4,40,'))
        self._take_over(self._upload('one,B1,2024-03-05,B1,Ann,T-SHIRT,Shirt,3,60,'))
        self._take_over(self._upload('one,CB1,2024-03-08,B1,Ann,T-SHIRT,Shirt,-1,-10,'))
        order = self.env['store.intake.order'].search([('channel_id', '=', self.files.id)])
        self.assertEqual((order.state, order.sale_order_id.state), ('conflict', 'draft'))
        order.action_keep()
        self._background()
        self.assertEqual((order.state, 'open' in order.issue_ids.mapped('state')), ('done', False))
        self.assertEqual((order.sale_order_id.amount_total, order.sale_order_id.order_line[0].product_uom_qty), (30, 3))

    def test_goods_that_came_back_before_they_left_are_asked_about_on_their_own(self):
        self._send(status='paid', confirm=True, updated_at=DAYS[0])
        other = [{'external_id': 'L1', 'sku': 'T-SHIRT', 'quantity': 2, 'unit_price': 14}]
        self._send(status='paid', updated_at=DAYS[1], lines=other)
        self._submit(self._back())
        order, sale = self._intake(), self._sale('1')
        order.action_keep()
        self.assertEqual((order.state, order.stops_delivery, self._open()), ('conflict', True, ['conflict']))
        self.assertEqual(order.conflict_payload['lines'], order.payload['lines'])
        order.action_keep()
        self.assertEqual((order.state, order.stops_delivery, self._open(), self._to_ship(sale)), ('done', False, [], 2))

    def test_such_a_return_is_taken(self):
        self._send(status='paid', confirm=True, updated_at=DAYS[0])
        self._send(
            status='paid', updated_at=DAYS[1], lines=[{'external_id': 'L1', 'sku': 'T-SHIRT', 'quantity': 2, 'unit_price': 14}]
        )
        self._submit(self._back())
        order, sale = self._intake(), self._sale('1')
        order.action_keep()
        order.action_take_other()
        self.assertEqual((order.state, self._open(), self._to_ship(sale), sale.amount_total), ('done', [], 1, 12.5))
