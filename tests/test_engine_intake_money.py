# Part of store_group. License LGPL-3.
from dataclasses import replace
from decimal import Decimal

from odoo.tests import BaseCase

from ..engine.intake.canonical import check_order
from ..engine.intake.layout import Column, Layout
from ..engine.intake.lines import amount as amount_of
from ..engine.intake.parts import only_cancels, summary
from ..engine.intake.price import unit_price
from ..engine.intake.refunds import kept_of, refunds_of
from ..engine.intake.returns import with_returns
from ..engine.intake.table import read_orders
from ..engine.intake.total import missing


class TestEngineIntakeMoney(BaseCase):
    """Amounts in the digits of their currency, and what no order should say in silence."""

    def check(self, currency='CNY', **values):
        return check_order(
            {
                'external_id': '1',
                'ordered_at': '2026-11-11 10:00',
                'currency': currency,
                'lines': [{'external_id': 'L1', 'sku': 'A', 'quantity': 2, 'unit_price': '12.50'}],
                **values,
            },
            tz='Asia/Shanghai',
            default_currency='CNY',
        )

    def codes(self, **values):
        return [(issue.code, issue.severity) for issue in self.check(**values)[1]]

    # === DIGITS ===

    def test_each_currency_has_its_digits(self):
        line = {'sku': 'A', 'quantity': 3, 'unit_price': '33.335'}
        for currency, total, wrong in (('KWD', '100.005', '100.007'), ('CNY', '100.01', '100.04'), ('JPY', '100', '102')):
            draft, issues = self.check(currency, lines=[line], total=total)
            self.assertEqual((issues, missing(draft)), ([], 0), currency)
            self.assertEqual([issue.code for issue in self.check(currency, lines=[line], total=wrong)[1]], ['total_mismatch'])
        line = {'sku': 'A', 'quantity': 1, 'unit_price': '1', 'subtotal': '1.002'}
        self.assertEqual([issue.code for issue in self.check('KWD', lines=[line])[1]], ['subtotal_mismatch'])
        self.assertEqual(self.check('CNY', lines=[line])[1], [])

    def test_a_rate_is_taken_as_it_is_said(self):
        line = {'sku': 'A', 'quantity': 100, 'unit_price': '1000', 'discount_rate': '0.12345'}
        for values, expected in (
            ({}, '87655'),
            ({'subtotal': '87655'}, '87655'),
            ({'subtotal': '87650'}, '87650'),
            ({'discount_amount': '5'}, '87650'),
            ({'discount_rate': '0.99999'}, '1'),
            ({'discount_rate': 1}, '0'),
        ):
            draft, issues = self.check(lines=[{**line, **values}])
            self.assertEqual((amount_of(draft.lines[0]), issues), (Decimal(expected), []), values)
        # what was read before, with a price found behind the amount by the percentage that order lines keep, stays that amount
        for quantity, rate, money in ((3, '0.333333', '199.98'), (7, '0.123456', '33.33'), (1000, '0.99995', '0.07')):
            for price in (repr(unit_price(Decimal(money), Decimal(quantity), Decimal(rate))), None):
                draft, issues = self.check(
                    lines=[{'sku': 'A', 'quantity': quantity, 'unit_price': price, 'subtotal': money, 'discount_rate': rate}]
                )
                self.assertEqual((amount_of(draft.lines[0]), issues), (Decimal(money), []), (rate, price))

    def test_net_amounts_of_a_file_keep_the_digits_of_their_currency(self):
        net = Layout(
            (
                Column('external_id', 'Order', is_key=True),
                Column('ordered_at', 'Date'),
                Column('line.sku', 'Sku'),
                Column('line.quantity', 'Qty'),
                Column('line.subtotal', 'Amount'),
                Column('currency', 'Cur'),
            ),
            line_amount='subtotal',
        )
        for currency, step, channel, expected in (
            ('KWD', '0.01', 'CNY', '1.235'),
            ('kwd', '0.01', '', '1.235'),
            ('', '0.01', 'TND', '1.235'),
            ('', '0.01', 'CNY', '1.24'),
            ('CNY', '0.01', 'KWD', '1.24'),
            ('', '0.01', '', '1.24'),
            ('KWD', '0.05', '', '1.25'),
            ('JPY', '0.01', '', '1.24'),
        ):
            rows = f'Order,Date,Sku,Qty,Amount,Cur\n1,2026-11-11,A,1,1.235,{currency}\n1,2026-11-11,B,2,1.235,\n'
            (order,) = read_orders(rows.encode(), 'rows.csv', replace(net, amount_rounding=step), channel).orders
            self.assertEqual([line['subtotal'] for line in order.payload['lines']], [expected] * 2, (currency, step, channel))

    def test_refunds_are_shared_in_the_digits_of_the_currency(self):
        lines = [{'external_id': f'L{at}', 'sku': f'P{at}', 'quantity': 1, 'unit_price': '1.111'} for at in range(3)]
        draft, _issues = self.check('KWD', lines=lines, status='refunded', refunds=[{'external_id': 'R', 'amount': '3.333'}])
        self.assertEqual([refund.amount for refund in refunds_of(draft)], [Decimal('1.111')] * 3)

    def test_a_summary_shows_them_too(self):
        self.assertIn('100.005', summary({'currency': 'KWD', 'lines': [{'sku': 'A', 'quantity': 3, 'unit_price': '33.335'}]}))

    # === NOTHING IN SILENCE ===

    def test_a_text_where_a_mapping_belongs_is_refused(self):
        for values in ({'customer': 'Zhang San'}, {'customer': []}, {'customer': {'address': 'x'}}, {'invoice_request': 'x'}):
            self.assertEqual(self.codes(**values), [('bad_type', 'error')], values)
        for values in ({'customer': None}, {'customer': ''}, {'customer': {}}, {'customer': {'address': None}}):
            self.assertEqual(self.codes(**values), [], values)

    def test_refunds_before_the_order_or_above_it(self):
        line = {'external_id': 'R', 'line': 'L1', 'quantity': 1}
        self.assertEqual(self.codes(refunds=[{**line, 'at': '2020-01-01'}]), [('refund_before_order', 'error')])
        self.assertEqual(self.codes(refunds=[{**line, 'at': '2026-11-11'}]), [])
        self.assertEqual(self.codes(refunds=[{**line, 'amount': '99'}]), [('refund_too_large', 'warning')])
        self.assertEqual(self.codes(refunds=[{**line, 'amount': '25'}]), [])

    def test_a_gift_with_a_price(self):
        line = {'sku': 'A', 'quantity': 1, 'unit_price': '5', 'gift': True}
        self.assertEqual(self.codes(lines=[line]), [('gift_with_price', 'warning')])
        self.assertEqual(self.codes(lines=[{**line, 'discount_amount': '5'}]), [])

    def test_discounts_above_what_they_are_taken_from(self):
        line = {'sku': 'A', 'quantity': 1, 'unit_price': '5', 'discount_amount': '6'}
        for values in ({'lines': [line]}, {'discount_amount': '30'}, {'discount_amount': '26', 'shipping_amount': '0.5'}):
            self.assertEqual(self.codes(**values), [('discount_too_large', 'error')], values)
        self.assertEqual(self.codes(discount_amount='26', shipping_amount='1'), [])
        self.assertEqual(self.codes(discount_amount='30', status='cancelled'), [])

    def test_what_the_platform_bore_of_goods_given_back_stays_with_nobody(self):
        lines = [
            {'external_id': 'L1', 'sku': 'A', 'quantity': 1, 'unit_price': '100', 'platform_discount': '20'},
            {'external_id': 'L2', 'sku': 'B', 'quantity': 1, 'unit_price': '50'},
        ]
        for amount, kept in (('80', '0'), ('100', '0'), ('60', '40')):
            draft, _issues = self.check(
                lines=lines, refunds=[{'external_id': 'R', 'line': 'L1', 'quantity': 1, 'amount': amount}]
            )
            self.assertEqual(
                {at: money for at, money in kept_of(draft).items() if money}, ({0: Decimal(kept)} if kept != '0' else {}), amount
            )

    # === CONTENT NOBODY CHECKED ===

    def test_what_is_shown_of_unread_content_is_shown_of_anything(self):
        for lines in (5, 'text', [5], [{'unit_price': '1e30', 'quantity': 'Infinity', 'subtotal': 'NaN'}]):
            self.assertIsInstance(summary({'lines': lines}), str)
            self.assertIn(only_cancels({'lines': lines}, {'status': 'cancelled', 'lines': lines}), (True, False))
        self.assertEqual(with_returns({'refunds': 5, 'lines': [{'sku': 'A', 'quantity': -1}]})['refunds'], 5)
