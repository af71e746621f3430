# Part of store_group. License LGPL-3.
from decimal import Decimal

from odoo.tests import BaseCase

from ..engine.intake.layout import problems
from ..engine.intake.proposing import assemble, propose
from ..engine.intake.table import read_orders
from ..engine.table.head import read_head
from .test_engine_intake_unread import table

PRICES = ['9', '4.5', '9', '7.2', '4.5', '9']
SOME, FEE = ['1', '1', '0', '2', '0', '0'], ['6', '6', '0', '8', '0', '0']
SHOPS = ['南京路店', '南京路店', '淮海路店', '南京路店', '徐家汇店', '淮海路店']
CODES = ['S01', 'S01', 'S02', 'S01', 'S03', 'S02']
YES_NO = ['N', 'N', 'Y', 'N', 'N', 'N']
KEPT = {'门店': ['一', '一', '二', '一', '二', '一'], '状态': ['已发货'] * 6}


def one(text):
    """Return the cells of a column in which one row of six says something."""
    return ['', '', text, '', '', '']


# kind -> pairs (headers, cells) of one column each beside the ordinary ones, which is asked about.
ASKED = {
    'the price of a member': (('会员价', '客户价', 'Customer Price'), PRICES),
    'money below a word for a person, a country, a brand': (
        ('会员减', '国家补', '省补', '品牌承担', '供应商承担', 'Vendor funded', '立省', '已省', '物流补', '快递代收'),
        SOME,
    ),
    'what was paid for shipping': (('物流费', '物流费用', 'Courier Charge', '规格加价'), FEE),
    'money in English': (('Customer Credit', 'Season markdown', 'Brand markdown', 'Country levy'), FEE),
    'an amount below zero': (('Payment Adjustment',), one('-5')),
    'pieces of a pack': (('Pack Size',), ['12', '1', '12', '1', '1', '12']),
    'a yes or no': (('Customer Returned', '审核', 'Buyer Rejected'), YES_NO),
    'a yes or no in Chinese': (('开票冲红',), ['否', '否', '是', '否', '否', '否']),
    'shops below a harmless word': (('来源店铺', '收银门店', '导购门店', '城市门店', 'Sales Country Shop'), SHOPS),
    'shops below any word': (('来源', '城区', '收银'), SHOPS),
    'a place that sells': (('Location', 'Sales Site'), ['Main St', 'Main St', '2nd St', 'Main St', '2nd St', 'Main St']),
    'codes of places': (('机构号', 'Site No', 'Location No.'), CODES),
    'numbers of places': (('机构号', 'Site No'), ['1', '1', '2', '1', '3', '2']),
    'a mark on one row': (('Mark',), one('Deleted')),
    'another mark on one row': (('Mark', '跟踪'), one('Reversed')),
    'a long mark on one row': (('标记',), one('买家拒收退回')),
    'two marks': (('标记',), ['', '拒收', '', '丢件', '', '']),
    'a day on one row': (
        ('取消时间', '退款时间', 'Cancelled at', 'Refund Date', '作废日期', 'Voided On', 'Returned at', '关闭时间'),
        one('2026-10-05'),
    ),
    'a reason on one row': (
        ('关闭原因', '退款原因', 'Cancel Reason', 'Return reason', 'Item Return Reason', '客户退货说明', 'Reversal note'),
        one('damaged'),
    ),
    'a number on one row': (('退货单号', 'RMA', 'Refund ID', 'Chargeback ref'), one('R-30021')),
}
# The same beside a store and a status that are read.
ASKED_BESIDE = {
    'another result': (('处理结果',), ['正常', '正常', '拒收', '正常', '正常', '拒收']),
    'a track': (('跟单',), ['正常', '正常', '撤单', '正常', '正常', '撤单']),
    'a result of a check': (('审核结果',), ['通过', '通过', '驳回', '通过', '通过', '驳回']),
    'the state of a refund': (('Return / Refund Status',), one('Refund approved')),
}
PLAIN_STORES = (
    'Shop Code|Shop ID|Store ID|Branch Code|Outlet No|Store No.|Location ID|门店代码|门店ID|门店号|店号|店铺代码|店铺ID|机构编码|'
    '网点编号|shop.code'
).split('|')
UNASKED = {
    'told by the status': {'状态': ['已发货', '已发货', '已取消', '已发货', '已发货', '已发货'], '取消时间': one('2026-10-05')},
    'nothing came back': {'退款状态': ['无退款'] * 6, 'Cancelled': ['no'] * 6, '退款时间': [''] * 6},
    'a policy': {'Return policy': ['7 days'] * 6, '支持退货': ['是'] * 6},
    'measures': {'尺码': ['36.5', '37', '36.5', '38', '37', '36.5'], '评分': ['4.5', '5', '', '4', '', '5']},
    'flags of no order': {'打印': YES_NO, 'Accepts Marketing': YES_NO},
    'of a store that is read': {**KEPT, '门店电话': ['0211', '0211', '0212', '0211', '0212', '0211']},
}


def rows_of(head, rows):
    """Return a text of a header and rows."""
    return '\n'.join([head, *(','.join(map(str, row)) for row in rows)]) + '\n'


class TestEngineIntakeUnreadKinds(BaseCase):
    """What cells say is stronger than a harmless word of their header: nothing that counts goes in silence."""

    def found(self, text, name='x.csv'):
        proposal = propose.propose(read_head(text.encode(), name))
        return proposal, {column.header: column.target for column in proposal.columns}, [q.code for q in proposal.questions]

    def asked(self, text):
        return [header for header, target in self.found(text)[1].items() if target == assemble.ASK]

    def orders(self, text):
        return read_orders(text.encode(), 'x.csv', self.found(text)[0].layout, 'CNY').orders

    def test_what_could_count_is_asked_about(self):
        for beside, cases in (({}, ASKED), (KEPT, ASKED_BESIDE)):
            for name, (headers, cells) in cases.items():
                for header in headers:
                    with self.subTest(name, header=header):
                        self.assertEqual(self.asked(table({**beside, header: cells})), [header])

    def test_what_does_not_count_is_not(self):
        for name, columns in UNASKED.items():
            with self.subTest(name):
                self.assertEqual(self.asked(table(columns)), [])

    def test_codes_of_shops_are_stores(self):
        for header in PLAIN_STORES:
            with self.subTest(header):
                text = table({header: CODES})
                self.assertEqual((self.found(text)[1][header], self.found(text)[2]), ('store', []))
                self.assertEqual({order.payload['store'] for order in self.orders(text)}, {'S01', 'S02', 'S03'})

    def test_a_group_of_many_stores_is_asked_about(self):
        for count in (2, 12, 13, 20, 60):
            for header, word in (('柜组', '%d组'), ('Site', 'S%02d'), ('柜组', '%d号店')):
                with self.subTest(header, count=count):
                    rows = [
                        (f'D{at}', '2026-10-01', f'A{at % 7}', 1 + at % 3, '10.00', word % (at * 7 % count)) for at in range(200)
                    ]
                    self.assertEqual(self.asked(rows_of(f'单号,日期,货号,数量,单价,{header}', rows)), [header])
        rows = [(f'D{at}', '2026-10-01', f'A{at % 7}', 1 + at % 3, '10.00', f'顾{at * 4 // 5}') for at in range(100)]
        self.assertEqual(self.asked(rows_of('单号,日期,货号,数量,单价,某人', rows)), [], "names of customers")

    def test_unknown_kinds_of_rows_are_questions(self):
        for header, words in (
            ('类型', ['销售', '退货', '作废', '换货', '拒收', '赠品']),
            ('Type', ['Sale', 'Return', 'Void', 'Exchange', 'Quote', 'Sale']),
        ):
            text = table({header: words})
            proposal, targets, _asked = self.found(text)
            self.assertEqual(targets[header], assemble.ASK)
            chosen = {c.index: 'line.is_return' if c.target == assemble.ASK else c.target for c in proposal.columns}
            layout = assemble.layout_of(chosen, proposal.profiles)
            result = read_orders(text.encode(), 'x.csv', layout, 'CNY')
            issues = [issue for order in result.orders for issue in order.issues]
            unknown = {issue.found for issue in issues if issue.code == 'unknown_value'}
            self.assertEqual(unknown, set(words[2:]) - {'Sale'})

    def test_an_answer_about_what_came_back_is_read(self):
        for header, cells in (('退款时间', one('2026-10-05')), ('销退', YES_NO)):
            proposal, _targets, _asked = self.found(table({header: cells}))
            for target in ('status', 'line.is_return'):
                with self.subTest(header, target=target):
                    chosen = {c.index: target if c.target == assemble.ASK else c.target for c in proposal.columns}
                    layout = assemble.layout_of(chosen, proposal.profiles)
                    found = read_orders(table({header: cells}).encode(), 'x.csv', layout, 'CNY').orders
                    said = [order.payload.get('status') or order.payload['lines'][0].get('quantity') for order in found]
                    if target == 'status' and header == '退款时间':
                        self.assertEqual(said[1], 'refunded')
                    if target == 'line.is_return':
                        self.assertEqual(said[1], '-1')
                        self.assertEqual(said[2], '4')

    def test_two_columns_of_a_status_are_read_in_turn(self):
        status = {'状态': ['已发货', '已发货', '已发货', '已付款', '已发货', '已发货']}
        for header, text, expected in (
            ('退款时间', '2026-10-05', 'refunded'),
            ('取消原因', '缺货', 'cancelled'),
            ('售后', '已退款', 'refunded'),
        ):
            with self.subTest(header):
                content = table({**status, header: one(text)})
                proposal, targets, _asked = self.found(content)
                self.assertEqual(targets[header], assemble.ASK)
                chosen = {c.index: 'status' if c.target == assemble.ASK else c.target for c in proposal.columns}
                layout = assemble.layout_of(chosen, proposal.profiles)
                self.assertEqual(problems(layout), [])
                found = read_orders(content.encode(), 'x.csv', layout, 'CNY').orders
                self.assertEqual(
                    [order.payload['status'] for order in found], ['shipped', expected, 'paid', 'shipped', 'shipped']
                )

    # === SUMS ===

    def test_a_net_amount_takes_no_discount_off_again(self):
        rows = [('D1', '2026-10-01', 'A', 1, 9, 1), ('D2', '2026-10-01', 'B', 2, 38, 2), ('D3', '2026-10-02', 'C', 3, 29, 1)]
        for amount, discount in (('折后金额', '优惠金额'), ('Net Amount', 'Discount'), ('实付小计', '优惠')):
            with self.subTest(amount):
                text = rows_of(f'订单号,下单时间,商家编码,数量,{amount},{discount}', rows)
                self.assertEqual(self.found(text)[2], [])
                lines = [line for order in self.orders(text) for line in order.payload['lines']]
                self.assertEqual([line['subtotal'] for line in lines], ['9', '38', '29'])
                self.assertFalse([line for line in lines if 'discount_amount' in line])
        for amount, discount in (('小计', '优惠金额'), ('Line Total', 'Discount')):
            with self.subTest(amount):
                text = rows_of(f'订单号,下单时间,商家编码,数量,{amount},{discount}', rows)
                self.assertEqual(self.asked(text), [discount], "it may be the amount before the discount")
        for paid, less in ((('9', '38', '29'), False), (('8', '36', '28'), True)):
            text = rows_of(
                '订单号,下单时间,商家编码,数量,小计,优惠金额,实付款', [(*row, one) for row, one in zip(rows, paid, strict=True)]
            )
            self.assertEqual(self.found(text)[2], [])
            self.assertEqual('discount' in str(self.orders(text)[0].payload), less)
        text = rows_of('订单号,下单时间,商家编码,数量,Line Total,Discount %', [(*row[:5], '10%') for row in rows])
        self.assertEqual((self.found(text)[1]['Discount %'], self.found(text)[2]), ('line.discount_rate', []))
        self.assertFalse([issue for order in self.orders(text) for issue in order.issues if issue.code == 'not_a_number'])

    def test_totals_tell_shares_of_shipping_from_the_whole(self):
        head = '订单号,下单时间,货号,数量,单价,运费,实付款'
        rows = [
            ('D1', '2026-10-01', 'A', 2, 10, 3, 56),
            ('D1', '2026-10-01', 'B', 3, 10, 3, 56),
            ('D2', '2026-10-01', 'A', 3, 10, 4, 34),
            ('D3', '2026-10-02', 'C', 1, 10, 2, 34),
            ('D3', '2026-10-02', 'A', 2, 10, 2, 34),
        ]
        for total, expected in ((('56', '34', '34'), ['6', '4', '4']), (('53', '34', '32'), ['3', '4', '2'])):
            found = [(*row[:6], total[int(row[0][1]) - 1]) for row in rows]
            self.assertEqual(self.found(rows_of(head, found))[2], [])
            orders = self.orders(rows_of(head, found))
            self.assertEqual([order.payload['shipping_amount'] for order in orders], expected)

    def test_totals_tell_a_discount_of_the_order_from_that_of_the_line(self):
        head = '订单号,下单时间,货号,数量,单价,状态,优惠金额,运费,应付金额,已付金额'
        rows = [
            ('D1', '2026-10-01', 'A', 2, 30, '已发货', 10, 8, 118, 118),
            ('D1', '2026-10-01', 'B', 3, 20, '已发货', 10, 8, 118, 118),
            ('D2', '2026-10-01', 'A', 1, 30, '已取消', 5, 8, 93, 0),
            ('D2', '2026-10-01', 'B', 3, 20, '已取消', 5, 8, 93, 0),
            ('D3', '2026-10-02', 'A', 4, 30, '已发货', 2, 0, 118, 118),
        ]
        _proposal, targets, asked = self.found(rows_of(head, rows))
        self.assertEqual((targets['优惠金额'], asked), ('discount_amount', []))

    def test_discounts_below_zero_are_discounts(self):
        head = '订单号,下单时间,货号,数量,单价,Discounts'
        rows = [
            (f'D{at}', '2026-10-01', f'A{at}', 2, '10.00', off) for at, off in enumerate(('-$1.00', '$0.00', '-$2.50', '-$1.00'))
        ]
        orders = self.orders(rows_of(head, rows))
        self.assertFalse([issue for order in orders for issue in order.issues if issue.code == 'negative_price'])
        offs = [Decimal(order.payload['lines'][0].get('discount_amount', '0')) for order in orders]
        self.assertEqual(offs, [1, 0, Decimal('2.5'), 1])
        commas = '\n'.join(
            ['单号;日期;货号;数量;单价;Discounts', *(f'E{at};2026-10-01;A{at};2;10,00;-{at},50' for at in range(1, 5))]
        )
        offs = [order.payload['lines'][0]['discount_amount'] for order in self.orders(commas)]
        self.assertEqual(offs, ['1.5', '2.5', '3.5', '4.5'])
        rows = [(*row[:5], off) for row, off in zip(rows, ('1.00', '0', '-2.50', '1'), strict=True)]
        issues = [issue.code for order in self.orders(rows_of(head, rows)) for issue in order.issues]
        self.assertIn('negative_price', issues, "beside discounts above zero it may be a surcharge")

    # === HEADERS ===

    def test_headers_of_signs_are_headers(self):
        numbers = ['1', '2', '3', '4', '5', '6']
        for sign, cells in (('#', numbers), ('±', ['+'] * 6), ('+/-', ['+'] * 6), ('№', numbers)):
            for text in (table({sign: cells}), table()):
                lines = text.splitlines()
                if sign not in lines[0]:
                    lines = [f'{head},{line}' for head, line in zip((sign, *cells), lines, strict=True)]
                with self.subTest(sign):
                    self.assertEqual(self.found('\n'.join(lines))[2], [])
                    self.assertEqual(len(self.orders('\n'.join(lines))), 5)
        orders = ''.join(
            f'<Order id="X{at}"><date>2026-10-0{at}</date><sku>A{at}</sku><qty>{at}</qty><price>1{at}.00</price></Order>'
            for at in range(1, 6)
        )
        _proposal, targets, asked = self.found(f'<Orders>{orders}</Orders>', 'x.xml')
        self.assertEqual((targets['@id'], targets['qty'], asked), ('external_id', 'line.quantity', []))
