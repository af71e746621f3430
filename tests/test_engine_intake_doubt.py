# Part of store_group. License LGPL-3.
import doctest
import io
import json
import zipfile
from decimal import Decimal

import openpyxl

from odoo.tests import BaseCase

from ..engine.intake import canonical, layout, remarks
from ..engine.intake.identify import identify
from ..engine.intake.proposing import assemble, discounts, grouping, propose, statuses, words
from ..engine.intake.table import read_orders
from ..engine.intake.vocabulary import IS_RETURN, PAID_RATE, REFUNDED
from ..engine.table.cell import Unreadable
from ..engine.table.cells import read_sheets
from ..engine.table.head import read_head

HEAD = 'Order,Date,SKU,Qty,'


def rows(head, *lines):
    return '\n'.join((head, *lines)) + '\n'


class TestEngineIntakeDoubt(BaseCase):
    """Files that can be read in two ways: sums decide, else somebody is asked. Each of these was read wrongly without a word."""

    def found(self, text, encoding='utf-8'):
        proposal = propose.propose(read_head(text.encode(encoding), 'x.csv'))
        return proposal, {column.header: column.target for column in proposal.columns}, [q.code for q in proposal.questions]

    def orders(self, text, layout, filename='x.csv'):
        content = text if isinstance(text, bytes) else text.encode()
        return read_orders(content, filename, layout, 'CNY').orders

    def total(self, text, layout):
        drafts = [
            canonical.check_order(order.payload, tz='Asia/Shanghai', default_currency='CNY')[0]
            for order in self.orders(text, layout)
            if not order.has_error
        ]
        return sum(line.amount for draft in drafts for line in draft.lines)

    def test_examples(self):
        for module in (words, statuses, grouping, discounts, remarks):
            self.assertEqual(doctest.testmod(module).failed, 0)

    # === QUOTES ===

    def test_a_quote_at_the_beginning_of_a_cell_swallows_no_rows(self):
        lines = [f'Q{number}\t2026-10-01\tPen {number}\tS\t1\t10' for number in range(8)]
        lines[2] = lines[2].replace('Pen 2', '"Best of pens')
        lines[5] = lines[5].replace('Pen 5', 'Monitor 24"')
        text = rows('Order\tDate\tProduct\tSKU\tQty\tPrice', *lines)
        proposal, _targets, _asked = self.found(text)
        orders = self.orders(text, proposal.layout)
        self.assertEqual([order.external_id for order in orders], [f'Q{number}' for number in range(8)])
        self.assertEqual(orders[2].payload['lines'][0]['name'], '"Best of pens')

    def test_a_line_break_in_quotes_stays_one_cell(self):
        text = rows(
            'Order,Date,SKU,Qty,Price,Note',
            'A1,2026-10-01,S,1,10,"first line',
            'second, with a comma"',
            'A2,2026-10-01,S,1,10,no',
        )
        proposal, _targets, _asked = self.found(text)
        orders = self.orders(text, proposal.layout)
        self.assertEqual([(order.external_id, order.has_error) for order in orders], [('A1', False), ('A2', False)])

    # === DISCOUNTS ===

    def test_a_chinese_discount_is_asked_about_or_found_by_the_sum(self):
        head = '单号,日期,货号,数量,单价,折扣'
        lines = [f'Z{number},2026-10-0{number},P,1,100,{share}' for number, share in enumerate(('0.85', '0.9', '0.8'), 1)]
        proposal, targets, asked = self.found(rows(head, *lines))
        self.assertEqual((targets['折扣'], asked), ('ignore', ['discount']))
        self.assertEqual({target for _index, target in proposal.questions[0].choices}, {PAID_RATE, discounts.RATE})
        layout = assemble.layout_of(
            {0: 'external_id', 1: 'ordered_at', 2: 'line.sku', 3: 'line.quantity', 4: 'line.unit_price', 5: PAID_RATE},
            proposal.profiles,
        )
        self.assertEqual(self.total(rows(head, *lines), layout), Decimal('255.00'))
        paid = [f'Z{number},2026-10-0{number},P,2,100,{share}%,{2 * share}' for number, share in enumerate((85, 90, 80), 1)]
        for written in ('{}%', '{}', '0.{}'):
            several = [line.replace(line.split(',')[5], written.format(line.split(',')[5][:2])) for line in paid]
            proposal, targets, asked = self.found(rows(head + ',实收', *several))
            self.assertEqual((targets['折扣'], asked), (PAID_RATE, []), written)
            self.assertEqual(self.total(rows(head + ',实收', *several), proposal.layout), Decimal('510.00'), written)
        tenths = [line.replace(line.split(',')[5], line.split(',')[5][0] + '.5折') for line in lines]
        self.assertEqual(self.found(rows(head, *tenths))[2], ['discount'])

    def test_small_discounts_are_money_or_a_share(self):
        lines = [f'D{number},2026-10-0{number},P,1,12,{off}' for number, off in enumerate(('0.50', '0', '1.00'), 1)]
        _proposal, targets, asked = self.found(rows(HEAD + 'Unit Price,Discount', *lines))
        self.assertEqual((targets['Discount'], asked), ('ignore', ['discount']))
        _proposal, targets, asked = self.found(rows(HEAD + 'Unit Price,Discount Rate', *lines))
        self.assertEqual((targets['Discount Rate'], asked), (discounts.RATE, []))
        paid = [f'{line},{Decimal(12) - Decimal(line.split(",")[5])}' for line in lines]
        self.assertEqual(self.found(rows(HEAD + 'Unit Price,Discount,Line Total', *paid))[1]['Discount'], discounts.AMOUNT)

    def test_a_discount_or_amount_on_every_row_of_an_order_may_be_the_orders(self):
        off = [f'Y{number},2026-10-0{number},P{row},1,100,20' for number in range(1, 6) for row in (1, 2)]
        proposal, targets, asked = self.found(rows('订单号,下单时间,货号,数量,单价,优惠金额', *off))
        self.assertEqual((targets['优惠金额'], asked), ('ignore', ['discount']))
        self.assertEqual({target for _i, target in proposal.questions[0].choices}, {discounts.AMOUNT, discounts.OF_ORDER})
        amounts = [f'Y{number},2026-10-0{number},P{row},1,{number}90' for number in range(1, 6) for row in (1, 2)]
        for head in (HEAD + 'Amount', '订单号,下单时间,货号,数量,实付金额'):
            proposal, _targets, asked = self.found(rows(head, *amounts))
            self.assertEqual(asked, ['amount'])
            self.assertEqual(proposal.questions[0].choices[0][1], 'total')

    # === PRICES ===

    def test_of_two_prices_the_one_that_was_paid_counts(self):
        lines = [f'L{number},2026-10-0{number},P,2,20,12' for number in range(1, 5)]
        for first, second in (('List Price', 'Sale Price'), ('Original Price', 'Discounted Price'), ('进货单价', '零售价')):
            _proposal, targets, asked = self.found(rows(HEAD + f'{first},{second}', *lines))
            self.assertEqual((targets[first], targets[second], asked), ('ignore', 'line.unit_price', []))
        proposal, targets, asked = self.found(rows(HEAD + 'Net Price,Gross Price', *lines))
        self.assertEqual((targets['Net Price'], targets['Gross Price'], asked), ('ignore', 'ignore', ['price']))
        self.assertEqual(len(proposal.questions[0].choices), 2)
        self.assertEqual(
            self.found(rows(HEAD + 'List Price', *[line[:-3] for line in lines]))[1]['List Price'], 'line.unit_price'
        )

    def test_a_point_before_three_digits_is_asked_about(self):
        lines = [f'E{number};2026-10-0{number};P;1;{price}' for number, price in enumerate(('1.200', '2.500', '3.000'), 1)]
        head = 'Order;Date;SKU;Quantity;Price'
        proposal, targets, asked = self.found(rows(head, *lines))
        self.assertEqual(asked, ['decimal_mark'])
        chosen = {column.index: column.target for column in proposal.columns}
        for mark, total in (('.', '6.70'), (',', '6700.00')):
            layout = assemble.layout_of(chosen, proposal.profiles, decimal_mark=mark)
            self.assertEqual(self.total(rows(head, *lines), layout), Decimal(total))
        self.assertEqual(self.found(rows(head, *lines, 'E9;2026-10-09;P;1;4.50'))[2], [])

    # === DATES AND WORDS ===

    def test_a_year_of_two_digits_may_stand_first(self):
        lines = [f'T{day},26/{month}/{day:02d},P,1,10' for month, day in ((10, 2), (11, 14), (10, 28), (10, 30))]
        proposal, _targets, asked = self.found(rows(HEAD + 'Price', *lines))
        self.assertEqual((asked, proposal.layout.date_formats), ([], ('%y/%m/%d',)))
        last = [f'T{day},{day:02d}/{month}/26,P,1,10' for month, day in ((10, 2), (11, 14), (10, 28), (10, 30))]
        self.assertEqual(self.found(rows(HEAD + 'Price', *last))[0].layout.date_formats, ('%d/%m/%y',))
        either = [f'T{number},{first}/10/{last},P,1,10' for number, (first, last) in enumerate(((26, 24), (25, 26), (24, 25)))]
        proposal, _targets, asked = self.found(rows(HEAD + 'Price', *either))
        self.assertEqual(asked, ['date_order'])
        chosen = {column.index: column.target for column in proposal.columns}
        read = {
            order: self.orders(rows(HEAD + 'Price', *either), assemble.layout_of(chosen, proposal.profiles, date_order=order))[0]
            for order in ('year', 'day')
        }
        self.assertEqual(
            {order: found.payload['ordered_at'] for order, found in read.items()}, {'year': '2026-10-24', 'day': '2024-10-26'}
        )

    def test_words_that_are_turned_round_mean_nothing(self):
        for text in (
            'Undelivered|Not Paid|Partially Refunded|Cancel requested|未签收|支付未成功|取消退款|取消申请中|Partially shipped'
        ).split('|'):
            self.assertEqual(statuses.status_meant(text), '', text)
        for text, meant in {
            '等待卖家发货': 'paid',
            '准备发货': 'paid',
            '待发货,无退款': 'paid',
            'Unpaid': 'unpaid',
            'unfulfilled': 'paid',
            'Shipped - Rejected by Buyer': 'refunded',
            'In transit': 'shipped',
        }.items():
            self.assertEqual(statuses.status_meant(text), meant, text)
        lines = [f'W{number},2026-10-01,P,1,10,word {number} shipped' for number in range(9)]
        column = self.found(rows(HEAD + 'Price,Order Status', *lines))[0].columns[-1]
        self.assertEqual(len(column.samples), 9, "each word of a status is shown")

    # === WHAT CAME BACK ===

    def test_a_row_that_says_it_is_a_return_is_one(self):
        for head, sold, back in (('Type', 'Sale', 'Return'), ('单据类型', '销售出库', '销售退货')):
            lines = [f'R{number},2026-10-0{number},P,1,10,{sold}' for number in range(1, 4)] + [f'R1,2026-10-09,P,1,10,{back}']
            proposal, targets, asked = self.found(rows(HEAD + f'Price,{head}', *lines))
            self.assertEqual((targets[head], asked), (IS_RETURN, []))
            orders = self.orders(rows(HEAD + f'Price,{head}', *lines), proposal.layout)
            self.assertEqual([(len(order.payload['lines']), order.has_error) for order in orders], [(1, False)] * 3)
            self.assertEqual([refund['quantity'] for refund in orders[0].payload['refunds']], ['1'])

    def test_money_given_back_is_a_refund_and_no_total(self):
        lines = [f'K{number},2026-10-0{number},P,2,100,{back}' for number, back in enumerate((0, 200, 50), 1)]
        proposal, targets, asked = self.found(rows('订单号,下单时间,商品编码,数量,单价,退款金额', *lines))
        self.assertEqual((targets['退款金额'], asked), (REFUNDED, []))
        orders = self.orders(rows('订单号,下单时间,商品编码,数量,单价,退款金额', *lines), proposal.layout)
        self.assertEqual([order.payload.get('refunds', [{}])[0].get('amount') for order in orders], [None, '200', '50'])
        self.assertFalse(any('refunded_amount' in order.payload for order in orders))
        several = self.found(rows(HEAD + 'Price,Qty Returned', *[f'K{n},2026-10-0{n},P,3,10,{n % 2}' for n in range(1, 5)]))
        self.assertEqual(several[2], ['given_back'])

    def test_shopify_says_what_was_given_back(self):
        head = (
            'Name,Financial Status,Fulfillment Status,Created at,Total,Refunded Amount,Currency,Lineitem name,Lineitem quantity,'
        )
        text = rows(
            head + 'Lineitem price,Lineitem sku',
            '#1,partially_refunded,fulfilled,2026-10-01 10:00:00 +0800,300.00,100.00,CNY,Vase,3,100.00,V',
            '#2,paid,fulfilled,2026-10-01 10:00:00 +0800,100.00,0.00,CNY,Vase,1,100.00,V',
        )
        best = identify(text.encode(), 'orders_export.csv').best
        self.assertEqual(best.code, 'shopify_orders')
        one, two = self.orders(text, best.layout)
        self.assertEqual(one.payload['refunds'], [{'external_id': 'refunded', 'amount': '100'}])
        self.assertNotIn('refunds', two.payload)

    def test_a_return_row_in_another_currency_is_a_question(self):
        lines = ('C1,2026-10-01,P,2,100,CNY', 'C1,2026-10-05,P,-1,100,HKD', 'C2,2026-10-01,P,1,100,CNY')
        text = rows(HEAD + 'Price,Currency', *lines)
        one, two = self.orders(text, self.found(text)[0].layout)
        issue = next(issue for issue in one.issues if issue.field == 'currency')
        self.assertEqual((issue.code, issue.found, issue.proposed, issue.row), ('inconsistent', 'HKD', 'CNY', 3))
        self.assertTrue(one.has_error)
        self.assertFalse(two.has_error)

    def test_money_in_another_currency_than_the_orders_is_a_question(self):
        text = rows(
            HEAD + 'Price', *[f'S{n},2026-10-0{n},P,1,{price}' for n, price in enumerate(('$5.00', '¥5', '5', 'EUR 5'), 1)]
        )
        layout = self.found(text)[0].layout
        self.assertEqual([order.has_error for order in self.orders(text, layout)], [True, False, False, True])
        issue = self.orders(text, layout)[0].issues[0]
        self.assertEqual((issue.code, issue.found, issue.proposed), ('other_currency', '$5.00', 'CNY'))
        dollars = read_orders(text.encode(), 'x.csv', layout, 'HKD').orders
        self.assertEqual([order.has_error for order in dollars], [False, True, False, True])

    def test_what_differs_on_the_rows_of_an_order_is_not_its_total(self):
        lines = ('A1,2026-10-01,P,2,120,240', 'A1,2026-10-01,Q,1,180,180', 'A2,2026-10-02,P,1,120,120')
        _proposal, targets, asked = self.found(rows('订单号,日期,货号,数量,单价,实付金额', *lines))
        self.assertEqual((targets['单价'], targets['实付金额'], asked), ('line.unit_price', 'ignore', []))

    # === FILES ===

    def test_two_encodings_in_one_file_are_refused(self):
        first = rows(HEAD + 'Name,Price', *[f'A{number},2026-10-01,P,1,棉布,10' for number in range(5)])
        second = rows(*[f'B{number},2026-10-01,P,1,棉布,10' for number in range(5)])
        with self.assertRaises(Unreadable) as caught:
            list(read_sheets(first.encode() + second.encode('gbk'), 'x.csv'))
        self.assertEqual((caught.exception.code, 'line 7' in caught.exception.detail), ('encoding', True))
        self.assertEqual(len(list(read_sheets((first + second).encode('gbk'), 'x.csv'))), 1)

    def test_a_workbook_that_says_no_size_is_opened_without_reading_it(self):
        made, stream = openpyxl.Workbook(), io.BytesIO()
        made.active.append(['Order', 'Date', 'SKU', 'Qty', 'Price'])
        made.save(stream)
        source, target = zipfile.ZipFile(stream), io.BytesIO()
        with zipfile.ZipFile(target, 'w', zipfile.ZIP_DEFLATED) as archive:
            for name in source.namelist():
                content = source.read(name)
                if name == 'xl/worksheets/sheet1.xml':
                    start = content[: content.index(b'<dimension')] + b'<sheetData>'
                    row = '<row r="%d"><c r="A%d"><v>%d</v></c><c r="B%d"><v>2</v></c></row>'
                    broken = b'<row r="9"><not closed'
                    content = start + ''.join(row % ((number,) * 4) for number in range(1, 9)).encode() + broken
                archive.writestr(name, content)
        sheets = read_sheets(target.getvalue(), 'x.xlsx')
        sheet = next(sheets)
        seen = [next(sheet.rows) for _time in range(4)]
        self.assertEqual([number for number, _cells in seen], [1, 2, 3, 4], "the broken end of the sheet is not looked at")

    # === TILLS ===

    def test_a_till_is_no_store(self):
        lines = [f'Q{number},2026-10-0{number},S{number % 3},1,10,0{number % 2 + 1},Shop {number // 4}' for number in range(1, 8)]
        for till in ('Store Terminal', '门店终端号', 'Shop Till No', 'POS机号'):
            _proposal, targets, asked = self.found(rows(f'{HEAD}Price,{till},Shop', *lines))
            self.assertEqual((targets[till], targets['Shop'], asked), ('ignore', 'store', []), till)
            _proposal, targets, asked = self.found(rows(f'{HEAD}Price,{till}', *(line.rpartition(',')[0] for line in lines)))
            self.assertEqual((targets[till], asked), ('ask', ['unread']), till)

    # === REMARKS ===

    def test_a_remark_that_calls_off_is_a_question(self):
        text = rows(
            f'{HEAD}Price,备注',
            'Q1,2026-10-01,S,1,10,已取消',
            'Q2,2026-10-01,S,1,10,送礼物，请包装',
            'Q3,2026-10-01,S,1,10,退款',
            'Q4,2026-10-01,S,1,10,不要取消订单',
            'Q5,2026-10-01,S,1,10,cancelled by customer',
        )
        for target in ('seller_note', 'buyer_note', 'tags', 'ignore'):
            plan = layout.Layout(
                (
                    layout.Column('external_id', 'Order', is_key=True),
                    layout.Column('ordered_at', 'Date', required=True),
                    layout.Column('line.sku', 'SKU'),
                    layout.Column('line.quantity', 'Qty', required=True),
                    layout.Column('line.unit_price', 'Price', required=True),
                    layout.Column(target, '备注'),
                )
            )
            found = {
                order.external_id: [(issue.code, issue.severity, issue.found, issue.proposed) for issue in order.issues]
                for order in self.orders(text, plan)
            }
            self.assertEqual(
                found,
                {
                    'Q1': [('said_called_off', 'error', '已取消', 'cancelled')],
                    'Q2': [],
                    'Q3': [('said_called_off', 'error', '退款', 'refunded')],
                    'Q4': [],
                    'Q5': [('said_called_off', 'error', 'cancelled by customer', 'cancelled')],
                },
                target,
            )

    def test_a_status_that_says_so_answers_the_remark(self):
        text = rows(f'{HEAD}Price,State,备注', 'Q1,2026-10-01,S,1,10,Cancelled,已取消')
        plan = layout.Layout(
            (
                layout.Column('external_id', 'Order', is_key=True),
                layout.Column('ordered_at', 'Date', required=True),
                layout.Column('line.sku', 'SKU'),
                layout.Column('line.quantity', 'Qty', required=True),
                layout.Column('line.unit_price', 'Price', required=True),
                layout.Column('status', 'State', values=(('Cancelled', 'cancelled'),)),
                layout.Column('seller_note', '备注'),
            )
        )
        self.assertEqual(self.orders(text, plan)[0].issues, [])

    # === AMOUNTS THAT ARE NESTED ===

    def test_shipping_of_a_nested_document_is_no_fee_of_the_platform(self):
        for shipping in ({'fee': '5.00', 'carrier': 'SF'}, {'cost': '5.00'}, {'price': {'amount': '5.00'}}):
            records = [
                {
                    'order_no': f'D-{number}',
                    'created_at': f'2026-03-0{number} 10:00:00',
                    'shipping': shipping,
                    'discount': {'amount': '1.00'},
                    'items': [{'sku': 'A-1', 'qty': number, 'price': '10.00'}],
                }
                for number in range(1, 5)
            ]
            proposal, targets, _asked = self.found(json.dumps(records))
            self.assertEqual(
                [targets[path] for path in targets if path.startswith('shipping') and 'carrier' not in path], ['shipping_amount']
            )
            self.assertEqual(targets['discount.amount'], 'discount_amount')
            first = self.orders(json.dumps(records), proposal.layout)[0].payload
            self.assertEqual((first['shipping_amount'], first['discount_amount']), ('5', '1'))
