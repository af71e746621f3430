# Part of store_group. License LGPL-3.
from dataclasses import replace
from decimal import Decimal

from odoo.tests import BaseCase

from ..engine.cleaning.masked import is_masked
from ..engine.intake.canonical import check_order
from ..engine.intake.fingerprint import content_hash
from ..engine.intake.layout import Column, Layout
from ..engine.intake.parts import joined
from ..engine.intake.refunds import is_all, kept_of, quantities_left, refunds_of
from ..engine.intake.returns import is_return, with_returns
from ..engine.intake.separate_returns import as_refunds, known_refunds
from ..engine.intake.table import read_orders

LAYOUT = Layout(
    columns=(
        Column('external_id', '单号', is_key=True, required=True),
        Column('ordered_at', '时间', required=True),
        Column('line.sku', '货号'),
        Column('line.name', '品名'),
        Column('line.quantity', '数量', required=True),
        Column('line.unit_price', '单价'),
        Column('status', '状态', values=(('Cancelled', 'cancelled'),)),
    )
)
HEAD = '单号,时间,货号,品名,数量,单价,状态'


def read(*rows):
    return read_orders('\n'.join([HEAD, *rows]).encode(), 'rows.csv', LAYOUT).orders


def check(payload):
    return check_order(payload, tz='Asia/Shanghai', default_currency='CNY')


class TestEngineIntakeReturns(BaseCase):
    def test_rows_below_zero_give_back_what_the_order_sold(self):
        (order,) = read('R1,2026-11-02 10:00:00,P1,a,2,10,', 'R1,2026-11-05 10:00:00,P1,a,-1,10,')
        self.assertEqual([issue.code for issue in order.issues], [])
        draft, issues = check(order.payload)
        self.assertEqual((issues, [line.quantity for line in draft.lines]), ([], [2]))
        (refund,) = draft.refunds
        self.assertEqual((refund.line, refund.quantity, refund.amount, refund.at.day), ('P1', 1, 10, 5))
        (order,) = read('N,2026-11-01 10:00:00,P1,商品,-1,10.00,', 'N,2026-11-01 10:00:00,P1,商品,3,10.00,')
        draft, issues = check(order.payload)
        self.assertEqual((order.has_error, issues, draft.lines[0].quantity, draft.refunds[0].quantity), (False, [], 3, 1))
        self.assertEqual(draft.ordered_at.day, 1)

    def test_a_refund_spelled_otherwise_is_the_same_content(self):
        one, other, two = (content_hash({'refunds': [{'quantity': quantity}]}) for quantity in (1, '1.0', 2))
        self.assertEqual((one == other, one == two), (True, False))

    def test_rows_below_zero_are_read_with_the_marks_of_their_layout(self):
        comma = replace(LAYOUT, decimal_mark=',')
        net = replace(
            comma,
            line_amount='subtotal',
            columns=tuple(
                replace(column, target='line.subtotal') if column.target == 'line.unit_price' else column
                for column in LAYOUT.columns
            ),
        )
        for layout, sold, back, expected in (
            (comma, '1.000;2,50', '-1.000;2,50', (1000, 2500)),
            (comma, '2,5;2,50', '-1,5;2,50', (Decimal('1.5'), Decimal('3.75'))),
            (net, '1;10,00', '-1;-8,50', (1, Decimal('8.5'))),
            (net, '1;1.050,00', '-1;-1.050,00', (1, 1050)),
            (comma, '1.000;2,50', '(1.000);2,50', (1000, 2500)),
            (LAYOUT, '1,000;2.50', '-1,000;2.50', (1000, 2500)),
        ):
            rows = [HEAD.replace(',', ';'), f'R1;2026-11-02;P1;a;{sold};', f'R1;2026-11-05;P1;a;{back};']
            (order,) = read_orders('\n'.join(rows).encode(), 'rows.csv', layout).orders
            draft, issues = check(order.payload)
            self.assertEqual((order.has_error, issues), (False, []), back)
            self.assertEqual((draft.refunds[0].quantity, draft.refunds[0].amount), expected, back)

    def test_what_is_no_return_of_its_order_stays_a_question(self):
        for rows in (
            ['R1,2026-11-02,P1,a,-1,10,'],
            ['R1,2026-11-02,P1,a,1,10,', 'R1,2026-11-02,P1,a,-2,10,'],
            ['R1,2026-11-02,P1,a,1,10,', 'R1,2026-11-02,P2,b,-1,10,'],
        ):
            (order,) = read(*rows)
            self.assertIn('negative_quantity', [issue.code for issue in order.issues])
            self.assertIsNone(check(order.payload)[0])

    def test_a_refund_spelled_otherwise_is_the_same_refund(self):
        known = {
            'external_id': 'R1',
            'lines': [{'external_id': 'L1', 'sku': 'P1', 'quantity': 2}],
            'refunds': [{'external_id': 'A1', 'line': 'L1', 'quantity': 1, 'amount': '5'}],
        }
        for name in ('A1 ', 'Ａ1', '\tA1'):
            new = {**known, 'refunds': [{'external_id': name, 'line': ' L1', 'quantity': 1, 'amount': '6'}]}
            self.assertEqual(len(known_refunds(known, new, is_newer=False, from_rows=True)['refunds']), 1, name)
            back = {'external_id': 'R1', 'lines': [{'sku': 'P1', 'quantity': -2}]}
            self.assertIsNone(as_refunds(back, new), 'one of two was given back before')

    def test_a_cancelled_order_is_asked_for_no_quantity_however_it_is_spelled(self):
        layout = replace(LAYOUT, columns=(*LAYOUT.columns[:-1], Column('status', '状态')))
        for status in ('cancelled', 'Cancelled ', 'ＣＡＮＣＥＬＬＥＤ'):
            (order,) = read_orders(f'{HEAD}\nR1,2026-11-02,P1,a,,,{status}'.encode(), 'rows.csv', layout).orders
            self.assertEqual(order.issues, [], status)

    def test_an_issue_of_another_row_keeps_its_place(self):
        (order,) = read('R1,2026-11-02,P1,a,-1,10,', 'R1,2026-11-02,P1,a,2,10,', 'R1,2026-11-02,P3,c,1,x,')
        self.assertEqual([(issue.code, issue.field) for issue in order.issues], [('not_a_number', 'lines[1].unit_price')])
        self.assertEqual(order.payload['lines'][1]['sku'], 'P3')

    def test_two_parts_keep_what_came_back_of_each(self):
        one, two = (
            {
                'external_id': 'B1',
                'ordered_at': '2026-11-02',
                'lines': [{'external_id': name, 'sku': name, 'quantity': '3', 'unit_price': '5'}],
                'refunds': [{'external_id': 'return/1', 'line': name, 'quantity': '1'}],
            }
            for name in 'AB'
        )
        draft, _issues = check(joined(one, two))
        self.assertEqual(quantities_left(draft), {0: 2, 1: 2})
        self.assertEqual([item['external_id'] for item in joined(one, two)['refunds']], ['return/1', 'return/1/2'])

    def test_a_cancelled_order_need_not_say_what_it_sold(self):
        (order,) = read('Z1,2026-11-02 10:00:00,P1,a,0,,Cancelled')
        draft, issues = check(order.payload)
        self.assertEqual((order.issues, issues, draft.status, draft.lines), ([], [], 'cancelled', ()))

    def test_a_return_of_its_own_fits_the_order_it_names(self):
        sold = {'external_id': '7', 'lines': [{'sku': 'A', 'quantity': '3', 'unit_price': '5'}]}
        back = {'external_id': 'C7', 'ordered_at': '2026-01-05', 'lines': [{'sku': 'A', 'quantity': '-2', 'unit_price': '5'}]}
        self.assertEqual((is_return(back), is_return(sold), is_return({'lines': []})), (True, False, False))
        merged = as_refunds(back, sold)
        self.assertEqual([(item['line'], item['quantity'], item['amount']) for item in merged['refunds']], [('A', '2', '10')])
        self.assertEqual(as_refunds(back, merged), merged, 'the same return again adds nothing')
        self.assertIsNone(as_refunds({**back, 'lines': [{'sku': 'A', 'quantity': '-4', 'unit_price': '5'}]}, sold))
        self.assertNotIn('refunds', sold)
        self.assertIs(with_returns(sold), sold)

    def test_a_return_of_more_than_is_left_is_a_question(self):
        sold = {'external_id': '5', 'lines': [{'sku': 'A', 'quantity': '5', 'unit_price': '5'}]}
        for number, quantity in (('C5', 2), ('CR5', 1), ('CC5', 1)):
            back = {'external_id': number, 'ordered_at': '2026-01-05', 'lines': [{'sku': 'A', 'quantity': -quantity}]}
            sold = as_refunds(back, sold)
        self.assertEqual(as_refunds(back, sold), sold)
        more = {'external_id': 'R-5', 'lines': [{'sku': 'A', 'quantity': -2}]}
        self.assertIsNone(as_refunds(more, sold))
        self.assertEqual(len(as_refunds({**more, 'lines': [{'sku': 'A', 'quantity': -1}]}, sold)['refunds']), 4)
        refunded = {**sold, 'refunds': [{'external_id': 'R1', 'line': 'A'}]}
        self.assertIsNone(as_refunds(more, refunded), 'all of the line was given back')

    def test_two_returns_of_one_day_with_numbers_of_their_own_are_two(self):
        sold = {'external_id': '5', 'lines': [{'external_id': 'L0', 'sku': 'A', 'quantity': '4', 'subtotal': '40'}]}
        for number, count in (('RET-1', 1), ('RET-2', 2), ('RET-1', 2), ('L0', 3), ('L0', 3), (None, 3)):
            back = {
                'external_id': '5',
                'ordered_at': '2026-03-21',
                'lines': [{'external_id': number, 'sku': 'A', 'quantity': '-1', 'subtotal': '-10'}],
            }
            sold = as_refunds(back, sold)
            self.assertEqual(len(sold['refunds']), count, number)

    def test_a_return_finds_the_line_it_names_or_costs(self):
        lines = [
            {'external_id': name, 'sku': 'A', 'quantity': '2', 'subtotal': price}
            for name, price in (('L0', 20), ('L1', 60), ('L2', 60))
        ]
        for row, expected in (
            ({'subtotal': '-30'}, 'L1'),
            ({'external_id': 'L2', 'subtotal': '-30'}, 'L2'),
            ({'external_id': 'L1', 'subtotal': '-10'}, 'L1'),
            ({'subtotal': '-7'}, 'L0'),
            ({}, 'L0'),
        ):
            order = with_returns({'external_id': '5', 'lines': [*lines, {'sku': 'A', 'quantity': '-1', **row}]})
            self.assertEqual([item['line'] for item in order['refunds']], [expected], row)

    def test_masks_of_all_kinds(self):
        for text in (
            '138……0074',
            '138…0074',
            '李…',
            '138----0074',
            '138____0074',
            '138????0074',
            '○○○○',
            '××××',
            '※※',
            '#8n5W==#',
            '$138abc$',
        ):
            self.assertTrue(is_masked(text), text)
        for text in ('Old Road 1-3', 'a___b', 'Ann?', 'near the school, behind the bridge…', '#5', '010-8888-9999', '5×7 Road'):
            self.assertFalse(is_masked(text), text)

    def test_a_refund_stays_known_until_it_is_taken_back(self):
        known, new = {'refunds': [{'external_id': 'R1'}, {'external_id': 'R2'}]}, {'status': 'done'}
        self.assertEqual(known_refunds(known, new, False), {**new, **known})
        self.assertIs(known_refunds(known, new, True), new)
        for said in ([], [{'external_id': 'R1'}], 'none'):
            self.assertEqual(known_refunds(known, {'refunds': said}, False), {'refunds': said})
        self.assertEqual(
            known_refunds(known, {'refunds': [{'external_id': 'R1', 'amount': 1}]}, True, from_rows=True),
            {'refunds': [{'external_id': 'R1', 'amount': 1}, {'external_id': 'R2'}]},
        )
        self.assertIs(known_refunds({}, new, False), new)
        self.assertIs(known_refunds({'refunds': ['odd']}, new, False), new)


class TestEngineIntakeRefunds(BaseCase):
    def _draft(self, **values):
        draft, issues = check(
            {
                'external_id': '1',
                'ordered_at': '2026-01-05',
                'lines': [
                    {'external_id': 'L1', 'sku': 'A', 'quantity': 2, 'unit_price': 10},
                    {'external_id': 'L2', 'sku': 'B', 'quantity': 1, 'unit_price': 5},
                ],
                **values,
            }
        )
        self.assertEqual([issue for issue in issues if issue.severity == 'error'], [])
        return draft

    def test_what_each_refund_takes(self):
        for refund, quantity, left in (
            ({'line': 'L1', 'quantity': 1, 'amount': 10}, 1, {0: 1}),
            ({'line': 'L1', 'amount': 20}, 2, {0: 0}),
            ({'line': 'L1'}, 2, {0: 0}),
            ({'line': 'L1', 'amount': 3}, 0, {}),
            ({'amount': 3}, 0, {}),
            ({'line': 'L1', 'quantity': 9}, 2, {0: 0}),
        ):
            with self.subTest(refund=refund):
                draft = self._draft(refunds=[refund])
                (found,) = refunds_of(draft)
                self.assertEqual((found.quantity, quantities_left(draft), is_all(draft)), (quantity, left, False))

    def test_all_of_it(self):
        for values in (
            {'status': 'refunded'},
            {'refunds': [{'amount': 25}]},
            {'status': 'refunded', 'refunds': [{'amount': 25}]},
            {'refunds': [{'line': 'L1', 'quantity': 2}, {'line': 'L2', 'quantity': 1}]},
            {'refunds': [{'amount': 28}], 'shipping_amount': 3},
        ):
            with self.subTest(values=values):
                draft = self._draft(**values)
                self.assertTrue(is_all(draft))
                self.assertEqual(quantities_left(draft), {0: 0, 1: 0})
        for values in ({}, {'status': 'paid'}, {'status': 'refunded', 'refunds': [{'amount': 5}]}):
            self.assertFalse(is_all(self._draft(**values)), values)

    def test_no_refund_is_counted_twice(self):
        draft = self._draft(status='refunded', refunds=[{'external_id': 'R', 'line': 'L1', 'quantity': 1}, {'amount': 25}])
        taken = {}
        for refund in refunds_of(draft):
            taken[refund.position] = taken.get(refund.position, Decimal(0)) + refund.quantity
        self.assertEqual(taken, {0: 2, 1: 1})

    def test_a_line_that_costs_what_was_paid_in_all_is_one_line(self):
        lines = [
            {'external_id': 'L1', 'sku': 'A', 'quantity': 1, 'unit_price': 50},
            {'external_id': 'L2', 'sku': 'B', 'quantity': 1, 'unit_price': 50},
        ]
        for discount in ('platform_discount', 'discount_amount'):
            for refund in ({'line': 'L1', 'quantity': 1, 'amount': 50}, {'line': 'L1', 'amount': 50}):
                draft = self._draft(lines=lines, refunds=[refund], **{discount: 50})
                self.assertEqual((is_all(draft), quantities_left(draft)), (False, {0: 0}), refund)
            for refunds in (
                [{'amount': 50}],
                [{'line': 'L1', 'amount': 25}, {'line': 'L2', 'amount': 25}],
                [{'line': 'L1', 'quantity': 1, 'amount': 25}, {'line': 'L2', 'quantity': 1, 'amount': 25}],
            ):
                self.assertTrue(is_all(self._draft(lines=lines, refunds=refunds, **{discount: 50})), refunds)

    def test_no_two_refunds_have_one_key(self):
        one, two = {'external_id': 'R', 'line': 'L1', 'quantity': 1}, {'external_id': 'R', 'line': 'L2', 'quantity': 1}
        for refunds in ([one, two], [two, one], [one, two, one]):
            found = {refund.position: refund.key for refund in refunds_of(self._draft(refunds=refunds))}
            self.assertEqual(found, {0: 'R', 1: 'R/L2'})
            self.assertEqual(quantities_left(self._draft(refunds=refunds)), {0: 1, 1: 0}, 'the same twice is once')
        odd = [one, {**one, 'amount': 3}, {'external_id': 'R/L1', 'amount': 1}, {'external_id': '#1', 'amount': 1}, {'amount': 1}]
        keys = [refund.key for refund in refunds_of(self._draft(refunds=odd))]
        self.assertEqual(len(set(keys)), 5)

    def test_no_more_comes_back_than_was_sold(self):
        draft = self._draft(
            refunds=[
                {'external_id': 'R1', 'line': 'L1', 'quantity': 2, 'amount': 5},
                {'external_id': 'R2', 'line': 'L1', 'quantity': 2, 'amount': 15},
            ]
        )
        self.assertEqual([(refund.quantity, refund.amount) for refund in refunds_of(draft)], [(2, 5), (0, 15)])

    def test_lines_of_one_name(self):
        lines = [{'sku': 'A', 'quantity': 1, 'unit_price': 10}, {'sku': 'A', 'quantity': 3, 'unit_price': 20}]
        for refund, left in (
            ({'quantity': 2, 'amount': 40}, {1: 1}),
            ({'quantity': 3, 'amount': 60}, {1: 0}),
            ({'quantity': 2}, {1: 1}),
            ({'quantity': 1, 'amount': 20}, {1: 2}),
            ({'quantity': 1, 'amount': 10}, {0: 0}),
            ({'quantity': 1}, {0: 0}),
            ({'quantity': 4, 'amount': 70}, {0: 0, 1: 0}),
            ({'quantity': 9}, {0: 0, 1: 0}),
            ({}, {0: 0, 1: 0}),
            ({'amount': 10}, {0: 0}),
            ({'amount': 60}, {1: 0}),
            ({'amount': 70}, {0: 0, 1: 0}),
            ({'amount': 3}, {}),
        ):
            draft = self._draft(lines=lines, refunds=[{'external_id': 'R', 'line': 'A', **refund}])
            self.assertEqual(quantities_left(draft), left, refund)
            self.assertEqual(sum(item.amount or 0 for item in refunds_of(draft)), refund.get('amount', 0), refund)
        one, two = ({'external_id': key, 'line': 'A', 'quantity': 1, 'amount': price} for key, price in (('R1', 10), ('R2', 20)))
        for refunds in ([one, two], [two, one]):
            found = {refund.key: refund.position for refund in refunds_of(self._draft(lines=lines, refunds=refunds))}
            self.assertEqual(found, {'R1': 0, 'R2': 1})

    def test_money_between_the_prices_of_lines_of_one_name_takes_none(self):
        lines = [
            {'sku': 'A', 'quantity': 1, 'unit_price': 10, 'platform_discount': 2},
            {'sku': 'A', 'quantity': 1, 'unit_price': 20},
        ]
        for money, left in (
            ('15', {}),
            ('19.98', {}),
            ('29', {}),
            ('5', {}),
            ('10', {0: 0}),
            ('20', {1: 0}),
            ('19.99', {1: 0}),
            ('20.01', {1: 0}),
            ('8', {0: 0}),
            ('30', {0: 0, 1: 0}),
            ('31', {0: 0, 1: 0}),
        ):
            draft = self._draft(lines=lines, refunds=[{'external_id': 'R', 'line': 'A', 'amount': money}])
            self.assertEqual(quantities_left(draft), left, money)
            self.assertEqual(sum(item.amount for item in refunds_of(draft)), Decimal(money))
            if money != '31':
                self.assertFalse(any(abs(kept) > Decimal('0.01') for kept in kept_of(draft).values()), money)
        draft = self._draft(lines=lines, discount_amount=15, refunds=[{'line': 'A', 'amount': 15}])
        self.assertTrue(is_all(draft), 'it names no goods: the money of the whole order')

    def test_money_is_not_lost_when_gifts_are_left(self):
        lines = [
            {'external_id': 'G', 'sku': 'A', 'quantity': 3, 'unit_price': 0, 'gift': True},
            {'external_id': 'L2', 'sku': 'B', 'quantity': 1, 'unit_price': 100},
        ]
        draft = self._draft(
            lines=lines,
            shipping_amount=5,
            refunds=[{'external_id': 'R1', 'amount': 40}, {'external_id': 'R2', 'line': 'L2', 'quantity': 1, 'amount': 60}],
        )
        self.assertEqual({refund.key: refund.amount for refund in refunds_of(draft)}, {'R1': 40, 'R2': 60, 'R1/G': 0})
        self.assertEqual(quantities_left(draft), {0: 0, 1: 0})

    def test_a_refund_without_a_number_is_known_by_what_it_says(self):
        one, two = {'line': 'L1', 'quantity': 1, 'amount': 10}, {'line': 'L2', 'quantity': 1, 'amount': '5.00'}
        known = {refund.key for refund in refunds_of(self._draft(refunds=[one]))}
        for refunds in ([one, two], [two, one], [{**one, 'quantity': '1.0', 'reason': 'x'}, two]):
            draft = self._draft(status='done', refunds=refunds, shipping_amount=3)
            self.assertEqual({refund.key for refund in refunds_of(draft) if refund.position == 0}, known)
        twice = refunds_of(self._draft(refunds=[one, one]))
        self.assertEqual(len({refund.key for refund in twice}), 2)
        self.assertEqual(content_hash({'refunds': [one]}), content_hash({'refunds': [{**one, 'quantity': '1.0'}]}))

    def test_a_quantity_without_a_line(self):
        values = {'external_id': '1', 'ordered_at': '2026-01-05', 'refunds': [{'quantity': 1}]}
        line = {'external_id': 'L1', 'sku': 'A', 'quantity': 2, 'unit_price': 10}
        draft, issues = check({**values, 'lines': [line]})
        self.assertEqual((issues, quantities_left(draft)), ([], {0: 1}))
        draft, issues = check({**values, 'lines': [line, {**line, 'external_id': 'L2'}]})
        self.assertEqual((draft, [(issue.code, issue.field) for issue in issues]), (None, [('missing_value', 'refunds[0].line')]))
