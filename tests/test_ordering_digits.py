# Part of store_group. License LGPL-3.
from odoo.tests import tagged

from .test_ordering_progress import ProgressCommon


@tagged('post_install', '-at_install')
class TestOrderingDigits(ProgressCommon):
    """What the database would round is seen before: the money stays exact, and the rest is told or asked."""

    def _weighed(self, quantity, price='29.90', number='1', **values):
        result = self._send(number, confirm=True, lines=[{'sku': 'T-SHIRT', 'quantity': quantity, 'unit_price': price, **values}])
        return self._sale(number), result

    def test_a_finer_quantity_is_rounded_by_the_unit_and_the_money_is_not(self):
        sale, result = self._weighed('0.328')
        self.assertEqual((sale.state, sale.amount_total, sale.order_line.product_uom_qty), ('sale', 9.81, 0.33))
        self.assertEqual([(issue['code'], issue['severity']) for issue in result['issues']], [('quantity_rounded', 'warning')])
        self.assertIn('0.33', result['issues'][0]['message'])
        sale, result = self._weighed('1.005', '10', '2', discount_rate='0.1', discount_amount='0.04')
        self.assertEqual((sale.amount_total, sale.order_line.product_uom_qty), (9.01, 1.01))

    def test_a_quantity_of_which_nothing_would_be_left_is_a_question(self):
        for number, quantity in enumerate(('0.001', '0.004')):
            sale, result = self._weighed(quantity, number=str(number))
            self.assertEqual((bool(sale), result['state']), (False, 'question'))
            self.assertEqual([issue['code'] for issue in result['issues']], ['quantity_too_fine'])

    def test_more_digits_of_the_unit_answer_both(self):
        self.env.ref('uom.decimal_product_uom').sudo().digits = 3
        for number, (quantity, total) in enumerate((('0.328', 9.81), ('0.004', 0.12))):
            sale, result = self._weighed(quantity, number=str(number))
            self.assertEqual((sale.amount_total, result['issues']), (total, []))

    def test_units_of_a_listing_are_rounded_as_well(self):
        self.env['store.listing'].create(
            {'channel_id': self.shop.id, 'external_sku': 'GRAM', 'product_id': self.product.id, 'factor': 0.001}
        )
        result = self._send(lines=[{'sku': 'GRAM', 'quantity': '328', 'unit_price': '0.0299'}])
        self.assertEqual((self._sale('1').amount_total, self._sale('1').order_line.product_uom_qty), (9.81, 0.33))
        self.assertEqual([issue['code'] for issue in result['issues']], ['quantity_rounded'])
        result = self._send('2', lines=[{'sku': 'GRAM', 'quantity': '2000', 'unit_price': '0.0299'}])
        self.assertEqual((self._sale('2').order_line.product_uom_qty, result['issues']), (2.0, []))

    def test_a_rate_with_more_digits_than_the_discount_field_keeps_its_money(self):
        for digits in (2, 0, 4):
            self.env.ref('product.decimal_discount').sudo().digits = digits
            for number, (quantity, price, rate, total) in enumerate(
                (
                    ('100', '1000', '0.12345', 87655.0),
                    ('3', '99.99', '0.333333', 199.98),
                    ('100', '1000', '0.99996', 4.0),
                    ('2', '10', '0.5', 10.0),
                    ('2', '10', '1', 0.0),
                    ('3', '9.99', '0.125', 26.22),
                )
            ):
                name = f'{digits}/{number}'
                sale, result = self._weighed(quantity, price, name, discount_rate=rate)
                self.assertEqual((sale.amount_total, result['issues']), (total, []), name)
                sale, result = self._weighed(quantity, price, f'{name}/s', discount_rate=rate, subtotal=str(total))
                self.assertEqual((sale.amount_total, result['issues']), (total, []), name)
        result = self._send(
            't',
            total='87655',
            lines=[{'sku': 'T-SHIRT', 'quantity': 100, 'unit_price': '1000', 'discount_rate': '0.12345', 'discount_amount': '5'}],
        )
        self.assertEqual([issue['code'] for issue in result['issues']], ['total_mismatch'], '87650 are owed')
        self.assertEqual(self._sale('t').amount_total, 87650.0)

    def test_the_past_keeps_its_money_too(self):
        self.shop.history_until = '2024-03-05'
        sale, result = self._weighed('0.328')
        self.assertEqual((sale.is_history, sale.amount_total, sale.order_line.product_uom_qty), (True, 9.81, 0.33))

    def test_no_order_is_below_zero(self):
        result = self._send('1', discount_amount='100', confirm=True)
        self.assertEqual((result['state'], [issue['code'] for issue in result['issues']]), ('question', ['discount_too_large']))
        sale, result = self._weighed('1', '10', '2', discount_amount='15')
        self.assertEqual((bool(sale), [issue['field'] for issue in result['issues']]), (False, ['lines[0].discount_amount']))
        sale, result = self._weighed('1', '10', '3', discount_amount='10')
        self.assertEqual((sale.amount_total, result['issues']), (0.0, []), 'given away')
        result = self._send('4', discount_amount='30', shipping_amount='5')
        self.assertEqual((self._sale('4').amount_total, result['issues']), (0.0, []))
