# Part of store_group. License LGPL-3.
from odoo.tests import tagged

from .test_ordering_given_back import DAYS
from .test_ordering_progress import ProgressCommon

FOUR = [{'external_id': 'L1', 'sku': 'T-SHIRT', 'quantity': 4, 'unit_price': '12.50'}]
ONE = {'external_id': 'R1', 'line': 'L1', 'quantity': 1, 'amount': '12.50'}


@tagged('post_install', '-at_install')
class TestOrderingToldAgain(ProgressCommon):
    """What was told of goods given back is told again, corrected: the last word counts, once."""

    def _promised(self, **values):
        self._send(status='paid', confirm=True, lines=FOUR, updated_at=DAYS[0], **values)
        return self._sale('1').sudo()

    def _shipped(self, **values):
        sale = self._promised(**values)
        sale.picking_ids.move_ids.picked = True
        sale.picking_ids._action_done()
        return sale

    def _back(self, quantity=1, number='C1', at='2024-04-09 10:00:00', price='12.50', **values):
        return self._order_payload(
            number, ordered_at=at, lines=[{'sku': 'T-SHIRT', 'quantity': -quantity, 'unit_price': price}], **values
        )

    def _check_returned(self, expected, said=''):
        self.assertEqual(self._figures(self._sale('1'))[1], expected, said)

    def _to_ship(self, sale):
        moves = sale.picking_ids.move_ids.filtered(lambda move: move.state not in ('done', 'cancel'))
        return sum(moves.mapped('product_uom_qty'))

    # === A RETURN WITH A NUMBER OF ITS OWN ===

    def test_a_corrected_return_takes_the_place_of_what_it_told(self):
        self._shipped()
        for quantity, price, expected in ((1, '12.50', 12.5), (2, '12.50', 25), (2, '10', 20), (1, '10', 10)):
            self._submit(self._back(quantity, price=price))
            self._check_returned(expected, (quantity, price))
        self._submit(self._back(1, 'R1'))
        self._check_returned(22.5, 'another return is another one')
        self._submit(self._back(4))
        self._check_returned(22.5, 'more than is left is a question')
        self._send(status='done', lines=FOUR, updated_at=DAYS[1])
        self._check_returned(22.5, 'what a return told is not the order\'s to take back')

    def test_the_same_return_with_its_moment_spelled_otherwise_is_the_same(self):
        self._shipped()
        for number in ('C1', '1'):
            for moment in ('2024-04-09 10:00:00', '2024-04-09T10:00:00+08:00', '2024-04-09T02:00:00Z', '2024/04/09 10:00'):
                self._submit(self._back(number=number, at=moment))
                self._check_returned(12.5 if number == 'C1' else 25, (number, moment))

    def test_an_older_return_does_not_replace_a_later_one(self):
        self._shipped()
        for quantity, day, expected in ((2, 3, 25), (1, 2, 25), (3, 4, 37.5)):
            self._submit(self._back(quantity, updated_at=DAYS[day]))
            self._check_returned(expected, day)

    def test_a_return_that_was_called_off_gives_nothing_back(self):
        self._shipped()
        self._submit(self._back(number='C1', status='cancelled'))
        self._check_returned(0)
        self._submit(self._back(2, 'R1'))
        self._submit(self._back(2, 'R1', status='cancelled'))
        self._check_returned(0)
        self._submit(self._back(1, 'R1'))
        self._check_returned(12.5, 'it is wanted after all')

    def test_a_return_counts_however_old_it_is(self):
        self._shipped()
        self._send(status='done', lines=FOUR, updated_at=DAYS[5])
        self._submit(self._back(updated_at=DAYS[2]))
        self._check_returned(12.5)
        self._submit(self._back(2, updated_at=DAYS[6]))
        self._send(
            status='done', lines=FOUR, updated_at=DAYS[5].replace('10:', '11:'), refunds=[{'external_id': 'M', 'amount': 5}]
        )
        self._check_returned(30, 'the order was changed before its return, and we hear of it after it')

    def test_what_a_return_says_of_shipping_and_discount_counts(self):
        self._shipped(shipping_amount=5)
        self._submit(self._back(2, shipping_amount='5', discount_amount='3'))
        self._check_returned(27)

    def test_money_of_another_currency_is_none_of_the_orders(self):
        self._shipped()
        (result,) = self._submit(self._back(currency='EUR'))
        self._check_returned(0)
        self.assertEqual((result['external_id'], result['state']), ('C1', 'question'))

    def test_a_corrected_return_is_kept_when_what_we_have_is_kept(self):
        self._shipped()
        self._submit(self._back(1))
        self._send(status='done', updated_at=DAYS[1], lines=[{**FOUR[0], 'unit_price': '14'}])
        self._submit(self._back(2))
        self._intake().action_keep()
        self._check_returned(25)

    def test_a_return_before_it_left_is_corrected(self):
        sale = self._promised()
        for quantity in (1, 2):
            self._submit(self._back(quantity))
            self._intake().action_take_other()
            self.assertEqual((self._to_ship(sale), sale.amount_total), (4 - quantity, 12.5 * (4 - quantity)))
        (result,) = self._submit(self._back(1))
        self.assertEqual((result['state'], self._to_ship(sale)), ('conflict', 2))

    def test_rows_of_a_later_file_complete_a_return_and_other_rows_are_a_question(self):
        sold = ['one,B1,2024-03-05,B1,Ann,T-SHIRT,Shirt,4,40,']
        back = 'one,CB1,2024-03-08,B1,Ann,T-SHIRT,Shirt,-%s,-%s,'
        self._take_over(self._upload(*sold))
        self._sale('B1', self.files).sudo().action_confirm()
        picking = self._sale('B1', self.files).sudo().picking_ids
        picking.move_ids.picked = True
        picking._action_done()
        for rows, expected in (([(1, 10)], 10), ([(1, 9)], 9), ([(1, 9), (2, 20)], 29), ([(2, 20)], 29), ([(3, 30)], 29)):
            self._take_over(self._upload(*(back % row for row in rows)))
            self.assertEqual(self._figures(self._sale('B1', self.files))[1], expected, rows)
        asked = self.env['store.intake.order'].search([('channel_id', '=', self.files.id), ('external_id', '=', 'CB1')])
        self.assertEqual(asked.state, 'question')

    # === A REFUND OF GOODS THAT WERE TAKEN OFF ===

    def test_more_goods_under_the_same_number_do_not_leave(self):
        sale = self._promised()
        for quantity in (1, 3):
            said = self._send(
                status='paid',
                lines=FOUR,
                updated_at=DAYS[quantity],
                refunds=[{**ONE, 'quantity': quantity, 'amount': 12.5 * quantity}],
            )
            self.assertEqual((said['state'], self._intake().stops_delivery), ('conflict', True))
            self._intake().action_take_other()
            self.assertEqual((self._to_ship(sale), sale.amount_total), (4 - quantity, 12.5 * (4 - quantity)))
        self.assertEqual(
            self._send(status='paid', lines=FOUR, updated_at=DAYS[4], refunds=[{**ONE, 'quantity': 3, 'amount': 37.5}])['state'],
            'duplicate',
        )

    def test_fewer_goods_under_the_same_number_are_wanted_again(self):
        self._promised()
        for day, refund in (
            (1, {'quantity': 2, 'amount': 25}),
            (2, {'quantity': 1, 'amount': 12.5}),
            (3, {'quantity': None, 'amount': 5}),
        ):
            self.assertEqual(
                self._send(status='paid', lines=FOUR, updated_at=DAYS[day], refunds=[{**ONE, **refund}])['state'], 'conflict'
            )
            if day == 1:
                self._intake().action_take_other()

    def test_other_money_for_goods_that_were_taken_off_is_the_orders(self):
        sale = self._promised()
        for day, amount, total in ((1, 12.5, 37.5), (2, 5, 45), (3, 8, 42), (4, 12.5, 37.5)):
            self._send(status='paid', lines=FOUR, updated_at=DAYS[day], refunds=[{**ONE, 'amount': amount}])
            if day == 1:
                self._intake().action_take_other()
            self.assertEqual((self._intake().state, self._to_ship(sale)), ('done', 3))
            self.assertAlmostEqual(sale.amount_total, total, 2)

    # === A PART HAS LEFT ===

    def _left(self, quantity):
        sale = self._promised()
        sale.picking_ids.move_ids.write({'quantity': quantity, 'picked': True})
        sale.picking_ids._action_done()
        return sale

    def test_of_what_is_given_back_the_part_that_left_counts_as_returned(self):
        sale = self._left(3)
        self._send(status='paid', lines=FOUR, updated_at=DAYS[1], refunds=[{**ONE, 'quantity': 2, 'amount': 20}])
        self._intake().action_take_other()
        self.assertEqual(self._to_ship(sale), 0)
        self.assertEqual(self._figures(sale), (40, 10, 30))
        self._send(status='done', lines=FOUR, updated_at=DAYS[2], refunds=[{**ONE, 'quantity': 2, 'amount': 20}])
        self.assertEqual((self._figures(sale), self._to_ship(sale)), ((40, 10, 30), 0))
        self._send(status='done', lines=FOUR, updated_at=DAYS[3], refunds=[{**ONE, 'quantity': 2, 'amount': 22}])
        self.assertAlmostEqual(self._figures(sale)[2], 28, 2)
        self._send(
            status='refunded',
            lines=FOUR,
            updated_at=DAYS[4],
            refunds=[{**ONE, 'quantity': 2, 'amount': 22}, {'external_id': 'R2', 'amount': 28}],
        )
        self.assertAlmostEqual(self._figures(sale)[2], 0, 2)

    def test_what_was_not_given_back_stays_when_a_part_has_left(self):
        sale = self._left(2)
        self._send(status='paid', lines=FOUR, updated_at=DAYS[1], refunds=[{**ONE, 'amount': 8}])
        self._intake().action_take_other()
        self.assertEqual((self._figures(sale), self._to_ship(sale)), ((42, 0, 42), 1))

    def test_one_line_that_left_and_one_that_did_not_are_given_back_in_one_message(self):
        lines = [FOUR[0], {**FOUR[0], 'external_id': 'L2', 'quantity': 1, 'unit_price': '40'}]
        self._send(status='paid', confirm=True, lines=lines, updated_at=DAYS[0])
        sale = self._sale('1').sudo()
        for move in sale.picking_ids.move_ids:
            has_left = move.sale_line_id.product_uom_qty == 4
            move.write({'quantity': 4 if has_left else 0, 'picked': has_left})
        sale.picking_ids._action_done()
        self._send(
            status='paid',
            lines=lines,
            updated_at=DAYS[1],
            refunds=[ONE, {'external_id': 'R2', 'line': 'L2', 'quantity': 1, 'amount': '40'}],
        )
        self._intake().action_take_other()
        self.assertEqual((self._figures(sale), self._to_ship(sale)), ((50, 12.5, 37.5), 0))

    # === ALL GOODS, NOT ALL THE MONEY ===

    def test_money_that_is_kept_of_goods_that_do_not_leave_stays_sold(self):
        refunds = [{**ONE, 'quantity': 4, 'amount': 42}]
        new = self._send('2', status='paid', confirm=True, lines=FOUR, refunds=refunds)
        self._promised()
        self._send(status='paid', lines=FOUR, updated_at=DAYS[1], refunds=refunds)
        self._intake().action_take_other()
        self.assertEqual(new['state'], 'done')
        for number in '12':
            sale = self._sale(number).sudo()
            self.assertEqual((sale.state, self._to_ship(sale), self._figures(sale)), ('sale', 0, (8, 0, 8)), number)

    def test_kept_money_with_a_tax_on_top_comes_to_what_stays_paid(self):
        country = self.company.account_fiscal_country_id or self.env.ref('base.us')
        group = (
            self.env['account.tax.group'].sudo().create({'name': 'Tax', 'company_id': self.company.id, 'country_id': country.id})
        )
        self.product.sudo().taxes_id = (
            self.env['account.tax']
            .sudo()
            .create(
                {
                    'name': 'Ten',
                    'amount': 10,
                    'type_tax_use': 'sale',
                    'company_id': self.company.id,
                    'country_id': country.id,
                    'tax_group_id': group.id,
                    'price_include_override': 'tax_excluded',
                }
            )
        )
        self.shop.price_tax = 'outside'
        self._send(status='paid', confirm=True, lines=FOUR, refunds=[{**ONE, 'amount': '11'}])
        sale = self._sale('1').sudo()
        self.assertEqual((self._to_ship(sale), round(sale.amount_total, 2)), (3, 44))

    # === A PERSON WORKED ON THE QUOTATION ===

    def test_goods_of_a_line_that_has_another_product_now_are_taken_off(self):
        self._send(status='paid', lines=FOUR, updated_at=DAYS[0])
        sale = self._sale('1').sudo()
        other = self.product.sudo().copy({'default_code': 'T-OTHER'})
        sale.order_line.write({'product_id': other.id})
        sale.order_line.price_unit = 12.5
        sale.action_confirm()
        self._send(status='paid', lines=FOUR, updated_at=DAYS[1], refunds=[{**ONE, 'quantity': 3, 'amount': None}])
        self.assertEqual((self._intake().state, self._intake().stops_delivery), ('conflict', True))
        self._intake().action_take_other()
        self.assertEqual((self._to_ship(sale), sale.order_line.product_uom_qty), (1, 1))

    def test_goods_of_a_line_that_was_deleted_are_not_given_back_once_more(self):
        lines = [*FOUR, {'external_id': 'L2', 'sku': 'T-SHIRT', 'quantity': 1, 'unit_price': 40}]
        self._send(status='paid', lines=lines, updated_at=DAYS[0])
        sale = self._sale('1').sudo()
        sale.order_line[1].unlink()
        self._send(
            status='paid',
            lines=lines,
            updated_at=DAYS[1],
            buyer_note='soon',
            refunds=[{'external_id': 'R1', 'line': 'L2', 'quantity': 1, 'amount': 40}],
        )
        sale.action_confirm()
        self.assertEqual(self._figures(sale), (50, 0, 50))
