# Part of store_group. License LGPL-3.
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_ordering_progress import ProgressCommon

ONE = {'external_id': 'R1', 'line': 'L1', 'quantity': 1, 'amount': '12.50'}
DAYS = [f'2024-04-0{day} 10:00:00' for day in range(1, 8)]


@tagged('post_install', '-at_install')
class TestOrderingRefunds(ProgressCommon):
    """A refund counts as the channel says it: once, and no longer than it is said; what came back does not leave again."""

    def _shipped(self, number='1', **values):
        self._send(number, status='paid', confirm=True, updated_at=DAYS[0], **values)
        sale = self._sale(number)
        picking = sale.picking_ids.sudo()
        picking.move_ids.picked = True
        picking._action_done()
        return sale

    def _bring_back(self, sale, quantity):
        picking = sale.picking_ids.sudo().filtered(lambda item: item.picking_type_code == 'outgoing' and item.state == 'done')[:1]
        wizard = (
            self.env['stock.return.picking']
            .sudo()
            .with_context(active_id=picking.id, active_model='stock.picking')
            .create({'picking_id': picking.id})
        )
        wizard.product_return_moves.quantity = quantity
        back = wizard._create_return()
        back.move_ids.write({'quantity': quantity, 'picked': True})
        back._action_done()

    def _check_facts(self):
        facts = self.env['store.sale.fact'].sudo()
        self.assertEqual(facts.check(), [])
        facts._refresh(10000)
        self.assertEqual(facts.check(), [])

    # === TAKEN OFF AT ANOTHER PRICE ===

    def test_what_is_taken_off_at_another_price_leaves_the_difference_on_the_order(self):
        for number, price, total in (('1', '10', 15), ('2', '15', 10), ('3', '12.50', 12.5)):
            with self.subTest(price=price):
                lines = [
                    {'external_id': 'L1', 'sku': 'T-SHIRT', 'quantity': 2, 'unit_price': '12.50'},
                    {'sku': 'T-SHIRT', 'quantity': -1, 'unit_price': price},
                ]
                self._send(number, lines=lines, status='unpaid')
                sale = self._sale(number)
                self.assertEqual((sale.state, sale.amount_total), ('draft', total))
                self._send(number, lines=lines, status='paid', buyer_note='again', confirm=True)
                self.assertEqual((sale.state, sale.amount_total, self._figures(sale)), ('sale', total, (total, 0, total)))
                self.assertEqual(sum(sale.picking_ids.move_ids.mapped('product_uom_qty')), 1)
                self.assertEqual(self._send(number, lines=lines, status='paid', buyer_note='again')['state'], 'duplicate')
                self.assertEqual(sale.amount_total, total)
                self._check_facts()

    def test_a_promised_order_keeps_the_difference_when_the_new_content_is_taken(self):
        self._send(status='paid', confirm=True)
        lines = [
            {'external_id': 'L1', 'sku': 'T-SHIRT', 'quantity': 2, 'unit_price': '12.50'},
            {'sku': 'T-SHIRT', 'quantity': -1, 'unit_price': '10'},
        ]
        self._send(status='paid', lines=lines)
        self.assertEqual(self._open(), ['conflict'])
        self._intake().action_take_other()
        self.env.flush_all()
        self.assertEqual((self._sale('1').amount_total, self._figures(self._sale('1'))), (15, (15, 0, 15)))

    # === TAKEN BACK ===

    def test_a_refund_the_channel_takes_back_counts_no_more(self):
        for number, withdrawn, expected in (
            ('1', {'updated_at': DAYS[2]}, (25, 0, 25)),
            ('2', {'updated_at': DAYS[2], 'refunds': []}, (25, 0, 25)),
            ('3', {'updated_at': DAYS[0]}, (25, 12.5, 12.5)),
        ):
            sale = self._shipped(number)
            self._send(number, status='done', refunds=[ONE], updated_at=DAYS[1])
            self.assertEqual(self._figures(sale), (25, 12.5, 12.5))
            self._send(number, status='done', **withdrawn)
            self.assertEqual(self._figures(sale), expected, withdrawn)
            self._check_facts()
        for number, withdrawn, expected in (('4', {'refunds': []}, (25, 0, 25)), ('5', {'buyer_note': 'x'}, (25, 12.5, 12.5))):
            self._send(number, status='paid', confirm=True)
            self._ship(self._sale(number))
            self._send(number, status='done', refunds=[ONE])
            self._send(number, status='done', **withdrawn)
            self.assertEqual(self._figures(self._sale(number)), expected, withdrawn)
        self.assertEqual(self._open('1'), [], 'nobody is asked about a refund that is none')
        self.assertEqual(self._open('5'), ['refund_after_delivery'])

    def test_history_sold_after_all_is_sold(self):
        self.shop.history_until = '2024-12-31'
        self._send(status='paid', updated_at=DAYS[0])
        sale = self._sale('1')
        for at, values, expected in (
            (1, {'status': 'cancelled'}, (25, 25, 0)),
            (2, {'status': 'paid'}, (25, 0, 25)),
            (3, {'status': 'done', 'refunds': [ONE]}, (25, 12.5, 12.5)),
            (4, {'status': 'done'}, (25, 0, 25)),
            (5, {'status': 'refunded'}, (25, 25, 0)),
        ):
            self._send(updated_at=DAYS[at], **values)
            self.assertEqual(self._figures(sale), expected, values)
            self._check_facts()

    def test_goods_taken_off_are_not_silently_wanted_again(self):
        self._send(status='paid', confirm=True, updated_at=DAYS[0], refunds=[ONE])
        sale = self._sale('1')
        self.assertEqual(self._send(status='paid', updated_at=DAYS[1])['state'], 'conflict')
        self._intake().action_keep()
        self.assertEqual((self._figures(sale), len(sale.sudo().store_refund_ids)), ((12.5, 0, 12.5), 1))

    def test_an_old_file_again_does_not_lose_a_return(self):
        self.files.history_until = '2024-12-31'
        sold = 'one,R2,2024-03-05,B1,Ann,T-SHIRT,Shirt,3,30,'
        self._take_over(self._upload(sold, 'one,R3,2024-03-05,B1,Ann,T-SHIRT,Shirt,3,30,'))
        self._take_over(self._upload('one,CR2,2024-03-09,B1,Ann,T-SHIRT,Shirt,-1,-10,'))
        sale = self._sale('R2', self.files)
        self.assertEqual(self._figures(sale), (30, 10, 20))
        self._take_over(self._upload(sold, 'one,R4,2024-03-05,B1,Ann,T-SHIRT,Shirt,3,30,'))
        self.assertEqual(self._figures(sale), (30, 10, 20))

    def test_returns_of_files_outlive_the_next_export(self):
        values = {'status': 'done', 'updated_at': DAYS[3]}
        back = self._order_payload(
            'C1', ordered_at='2024-03-09 10:00:00', lines=[{'sku': 'T-SHIRT', 'quantity': -1, 'unit_price': '12.5'}]
        )
        lines = [{'sku': 'T-SHIRT', 'quantity': 3, 'unit_price': '12.5'}]
        sale = self._shipped(lines=lines)
        self._submit(back)
        self.assertEqual(self._figures(sale), (37.5, 12.5, 25))
        for day, said in ((2, {}), (3, {'refunds': []}), (4, {'status': 'shipped', 'buyer_note': 'x'})):
            self._send(lines=lines, **{**values, 'updated_at': DAYS[day], **said})
            self.assertEqual(self._figures(sale), (37.5, 12.5, 25), said)
        self._submit({**back, 'external_id': 'CR1'})
        self.assertEqual(self._figures(sale), (37.5, 25, 12.5))
        self._check_facts()

    def test_a_return_finds_the_order_of_its_store(self):
        self.files.write(
            {
                'number_scope': 'store',
                'history_until': '2024-12-31',
                'store_map_ids': [(0, 0, {'name': 'two', 'store_id': self.store_2.id})],
            }
        )
        back = ',C5,2024-03-07,B1,Ann,T-SHIRT,Shirt,-1,-10,'
        sold = ',5,2024-03-05,B1,Ann,T-SHIRT,Shirt,3,30,'
        rest = ('one,R8,2024-03-09,B1,Ann,T-SHIRT,Shirt,1,10,', 'two,R8,2024-03-09,B1,Ann,T-SHIRT,Shirt,1,10,')
        self._take_over(self._upload('two' + back, rest[0]))
        self._take_over(self._upload('one' + sold, rest[1]))
        self._take_over(self._upload('one' + back))
        orders = self.env['store.intake.order'].search([('channel_id', '=', self.files.id)])
        asked = orders.filtered(lambda order: order.external_id == 'C5')
        self.assertEqual(asked.mapped('state'), ['question'], 'the return of the other store still waits')
        self.assertEqual(self._figures(orders.filtered(lambda order: order.external_id == '5').sale_order_id), (30, 10, 20))

    def test_two_returns_of_one_order_in_one_file_give_back_no_more_than_was_sold(self):
        self.files.history_until = '2024-12-31'
        self._take_over(
            self._upload(*(f'one,{number},2024-03-05,B1,Ann,T-SHIRT,Shirt,{number},{number}0,' for number in (1, 2, 3)))
        )
        reader, landed = type(self.env['store.intake.reader']), []
        original = reader._land_chunk

        def count(self, document, entries, news):
            landed.append(len(entries))
            return original(self, document, entries, news)

        with patch.object(reader, '_land_chunk', count):
            self._take_over(
                self._upload(
                    *(f'one,{number},2024-03-09,B1,Ann,T-SHIRT,Shirt,-1,-10,' for number in ('C1', 'R1', 'C2', 'R2', 'C3'))
                )
            )
        self.assertEqual(landed, [5, 1, 1], 'all but the second of one order at once')
        self.assertEqual(
            [self._figures(self._sale(number, self.files)) for number in '123'], [(10, 10, 0), (20, 20, 0), (30, 10, 20)]
        )
        waits = self.env['store.intake.order'].search([('channel_id', '=', self.files.id), ('state', '=', 'question')])
        self.assertEqual(waits.mapped('external_id'), ['R1'], 'it was given back before: a question')

    def test_the_day_of_a_refund_is_corrected(self):
        sale = self._shipped()
        for at, at_day in ((DAYS[4], DAYS[4][:10]), ('2024-05-02 10:00:00', '2024-05-02'), (None, '2024-05-02')):
            self._send(status='done', updated_at=DAYS[5], buyer_note=str(at), refunds=[{**ONE, 'at': at, 'reason': f'day {at}'}])
            refund = sale.sudo().store_refund_ids
            self.assertEqual((str(refund.store_day), refund.reason), (at_day, f'day {at}'))
            self._check_facts()

    def test_what_was_shipped_before_we_saw_it_is_not_called_off_by_a_refund(self):
        for number, values in (('1', {'shipped_by': 'we'}), ('2', {'shipped_by': 'elsewhere'})):
            self.shop.write(values)
            self._send(number, status='shipped', confirm=number == '1')
            self._send(number, status='refunded')
            sale = self._sale(number)
            self.assertEqual((sale.state, self._figures(sale)[0], sale.order_line.product_uom_qty), ('draft', 0, 2))
            asked = self._intake(number).issue_ids.filtered(lambda issue: issue.code == 'already_shipped')
            asked.action_accept()
            self.assertEqual((sale.state, self._figures(sale)), ('sale', (25, 25, 0)))
        self.assertEqual(self._on_hand(), 6)

    def test_a_cancelled_order_is_not_booked(self):
        self.shop.shipped_by = 'we'
        self._send(status='shipped', confirm=True)
        sale = self._sale('1')
        sale.sudo()._action_cancel()
        asked = self._intake().issue_ids.filtered(lambda issue: issue.code == 'already_shipped')
        with self.assertRaisesRegex(UserError, 'cancelled'):
            asked.action_accept()
        self.assertEqual((asked.state, self._on_hand()), ('open', 10))

    def test_what_was_called_off_and_is_wanted_after_all_is_shipped(self):
        self._send(status='paid', confirm=True, updated_at=DAYS[0])
        self.assertEqual(self._send(status='cancelled', updated_at=DAYS[1])['state'], 'conflict')
        self._send(status='paid', updated_at=DAYS[2])
        self.assertEqual((self._intake().state, self._intake().stops_delivery, self._open()), ('done', False, []))
        self._send(status='cancelled', updated_at=DAYS[1])
        self.assertEqual((self._ship(self._sale('1')).state, self._open()), ('done', []))

    def test_no_return_of_what_never_left(self):
        self.shop.shipped_by = 'we'
        self._send(status='shipped', confirm=True, refunds=[ONE])
        asked = {issue.code: issue for issue in self._intake().issue_ids}
        with self.assertRaisesRegex(UserError, 'has left'):
            asked['refund_after_delivery'].action_accept()
        asked['already_shipped'].action_accept()
        asked['refund_after_delivery'].action_accept()
        back = self._sale('1').picking_ids.filtered(lambda picking: picking.picking_type_code == 'incoming')
        self.assertEqual(back.move_ids.mapped('product_uom_qty'), [1])

    # === HOW MUCH ===

    def test_a_refund_of_one_line_is_not_the_whole_order(self):
        lines = [
            {'external_id': 'L1', 'sku': 'T-SHIRT', 'quantity': 1, 'unit_price': 50},
            {'external_id': 'L2', 'sku': 'T-SHIRT', 'quantity': 1, 'unit_price': 50},
        ]
        refunds = [{'external_id': 'R', 'line': 'L1', 'quantity': 1, 'amount': 50}]
        values = {'lines': lines, 'platform_discount': 50}
        sale = self._shipped('1', **values)
        self._send('1', status='done', updated_at=DAYS[1], refunds=refunds, **values)
        self.assertEqual(self._figures(sale), (100, 50, 50))
        self._send('2', status='paid', confirm=True, updated_at=DAYS[0], **values)
        self._send('2', status='paid', updated_at=DAYS[1], refunds=refunds, **values)
        self._intake('2').action_take_other()
        sale = self._sale('2')
        self.assertEqual((sale.state, self._figures(sale)), ('sale', (50, 0, 50)))

    def test_shipping_that_is_kept_is_not_returned(self):
        self._stock_up(10)
        half = {'line': 'L1', 'quantity': 1}
        for number, refunds, returned in (
            ('1', [{'line': 'L1', 'quantity': 2, 'amount': '25.00'}], 25),
            ('2', [{'external_id': 'R', 'amount': '25.00'}], 25),
            ('3', [{**half, 'external_id': 'A', 'amount': '12.50'}, {**half, 'external_id': 'B', 'amount': '10.00'}], 22.5),
            ('4', [{'amount': '35.00'}], 35),
            ('5', [{'line': 'L1', 'quantity': 2, 'amount': '25.00'}, {'amount': '10'}], 35),
        ):
            values = {'shipping_amount': 10, 'total': 35}
            sale = self._shipped(number, **values)
            self._send(number, status='done', updated_at=DAYS[1], refunds=refunds, **values)
            self.assertEqual(self._figures(sale), (35, returned, 35 - returned), refunds)
        sale = self._shipped('6', shipping_amount=10, discount_amount=5)
        self._send('6', status='done', updated_at=DAYS[1], refunds=[{'amount': '20.00'}], shipping_amount=10, discount_amount=5)
        self.assertEqual(self._figures(sale), (30, 20, 10))
        self._check_facts()

    def test_one_refund_over_two_lines(self):
        lines = [
            {'external_id': 'L1', 'sku': 'T-SHIRT', 'quantity': 2, 'unit_price': 10},
            {'external_id': 'L2', 'sku': 'T-SHIRT', 'quantity': 1, 'unit_price': 5},
        ]
        refunds = [{'external_id': 'R', 'line': 'L2', 'quantity': 1}, {'external_id': 'R', 'line': 'L1', 'quantity': 1}]
        sale = self._shipped(lines=lines)
        for position, said in enumerate((refunds[:1], refunds, [*refunds[::-1], refunds[0]], refunds[1:])):
            other = self._order_payload(f'other{position}')
            _one, two = self._submit(
                self._order_payload(status='done', updated_at=DAYS[position + 1], lines=lines, refunds=said), other
            )
            self.assertEqual(two['state'], 'done')
            self.assertEqual(self._figures(sale), ((25, 5, 20), (25, 15, 10), (25, 15, 10), (25, 10, 15))[position])
        self._check_facts()

    def test_one_broken_order_does_not_stop_the_others(self):
        sales = [self._shipped(number) for number in '12']
        kept = type(self.env['store.order.refund'])._keep

        def fail_at_first(refund, order, *args, **kwargs):
            if order == sales[0]:
                raise ValueError("broken")
            return kept(refund, order, *args, **kwargs)

        payloads = [self._order_payload(number, status='done', updated_at=DAYS[1], refunds=[ONE]) for number in '12']
        self.patch(type(self.env['store.order.refund']), '_keep', fail_at_first)
        first, _second = self._submit(*payloads)
        self.assertEqual([issue['code'] for issue in first['issues']], ['not_followed'])
        self.assertEqual([self._figures(sale)[1] for sale in sales], [0, 12.5])
        self.patch(type(self.env['store.order.refund']), '_keep', kept)
        self._submit(*payloads)
        self.assertEqual([self._figures(sale)[1] for sale in sales], [12.5, 12.5], 'sent again, it is taken in')
        self.assertEqual(self._open(), ['refund_after_delivery'])

    # === WHAT CAME BACK ===

    def test_what_came_back_does_not_leave_again(self):
        for number, values in (
            ('1', {'shipped_by': 'elsewhere'}),
            ('2', {'shipped_by': 'we', 'shipped_before': 'book'}),
            ('3', {'shipped_by': 'we', 'shipped_before': 'ask'}),
        ):
            self.shop.write(values)
            self._send(number, status='paid', confirm=True)
            self._send(number, status='shipped')
            self._intake(number).issue_ids.filtered(lambda issue: issue.code == 'shipped_there').action_accept()
            sale = self._sale(number)
            self.assertEqual(self._on_hand(), 8)
            self._bring_back(sale, 2)
            self._send(number, status='done')
            self.assertEqual((self._on_hand(), self._open(number), len(sale.picking_ids)), (10, [], 2), values)

    def test_the_rest_leaves_once_after_some_came_back(self):
        self.shop.shipped_before = 'book'
        self._send(status='paid', confirm=True)
        sale = self._sale('1')
        picking = sale.picking_ids.sudo()
        picking.move_ids.write({'quantity': 1, 'picked': True})
        picking.with_context(skip_backorder=True)._action_done()
        self._bring_back(sale, 1)
        self._send(status='done')
        self.assertEqual(self._on_hand(), 9)
        self.assertEqual(
            sum(sale.picking_ids.move_ids.filtered(lambda move: move.location_dest_id.usage == 'customer').mapped('quantity')), 2
        )

    def test_returned_then_refunded_counts_once(self):
        sale = self._shipped()
        self._bring_back(sale, 1)
        self.assertEqual(self._send(status='done', updated_at=DAYS[1], refunds=[ONE])['state'], 'duplicate')
        self.assertEqual((self._figures(sale), self._open(), self._intake().stops_delivery), ((25, 12.5, 12.5), [], False))
        sale = self._shipped('2')
        self._bring_back(sale, 2)
        self.assertEqual(self._send('2', status='refunded', updated_at=DAYS[1])['state'], 'duplicate')
        self.assertEqual((self._figures(sale), self._open('2')), ((25, 25, 0), []))
        self._check_facts()

    def test_what_came_back_is_not_taken_off_what_is_still_to_leave(self):
        self._send(status='paid', confirm=True)
        sale = self._sale('1')
        picking = sale.picking_ids.sudo()
        picking.move_ids.write({'quantity': 1, 'picked': True})
        picking._action_done()
        self._bring_back(sale, 1)
        self.assertEqual(self._send(status='paid', refunds=[ONE])['state'], 'duplicate', 'it came back already')
        self.assertEqual(self._figures(sale), (25, 12.5, 12.5))
        two = {'external_id': 'R2', 'line': 'L1', 'quantity': 1, 'amount': '12.50'}
        self.assertEqual(self._send(status='paid', refunds=[ONE, two])['state'], 'conflict', 'and this has not left')
        self._check_facts()

    def test_one_return_is_prepared_for_each_refund(self):
        sale = self._shipped()
        two = {**ONE, 'external_id': 'R2'}
        self._send(status='done', updated_at=DAYS[1], refunds=[ONE])
        self._send(status='done', updated_at=DAYS[2], refunds=[ONE, two])
        for question in self._intake().issue_ids.filtered(lambda issue: issue.state == 'open'):
            question.action_accept()
        back = sale.picking_ids.sudo().filtered(lambda picking: picking.picking_type_code == 'incoming')
        self.assertEqual(sum(back.move_ids.mapped('product_uom_qty')), 2)

    # === UNREADABLE ===

    def test_a_refund_that_cannot_be_read_is_a_question(self):
        sale = self._shipped()
        before = self._intake().payload
        for refund in (
            {'line': 'nope', 'quantity': 1},
            {'line': 'T-SHIRT', 'quantity': 1},
            {'line': 'L1', 'quantity': '-1'},
            'all',
        ):
            result = self._send(status='done', updated_at=DAYS[1], refunds=[refund])
            self.assertTrue(result['issues'], refund)
            self.assertEqual((len(self._open()), self._intake().payload), (1, before), refund)
        again = self._send(status='done', updated_at=DAYS[1], refunds=[refund])
        self.assertEqual(len(again['issues']), 1)
        self._send(status='done', updated_at=DAYS[2], refunds=[{**ONE, 'line': None}])
        self.assertEqual((self._figures(sale), self._open()), ((25, 12.5, 12.5), ['refund_after_delivery']))

    def test_other_unreadable_progress_is_a_question(self):
        self._shipped()
        result = self._send(status='done', paid_at='yesterday', updated_at=DAYS[1])
        self.assertEqual([issue['field'] for issue in result['issues']], ['paid_at'])
        self.assertFalse(self._send(status='done', paid_at=DAYS[0], updated_at=DAYS[1])['issues'])
        self.assertEqual(self._sale('1').sudo().store_details_ids.source_status, 'done')
