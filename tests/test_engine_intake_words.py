# Part of store_group. License LGPL-3.
import io

import openpyxl

from odoo.tests import BaseCase

from ..engine.cleaning.uncleanable import Uncleanable
from ..engine.intake.canonical import check_order
from ..engine.intake.layout import problems
from ..engine.intake.layouts import BY_CODE
from ..engine.intake.other_sheets import beside
from ..engine.intake.place import Place
from ..engine.intake.proposing import propose
from ..engine.intake.proposing.statuses import status_meant
from ..engine.intake.table import read_orders
from ..engine.table.head import read_head
from .test_engine_intake_unread import table

# Columns whose words have a return in them and say no row is one.
NO_RETURNS = {
    'Customer Type': ['New', 'Returning', 'New', 'New', 'Returning', 'New'],
    '备注': ['', '样品不退货', '', '七天退货', '', ''],
    '是否支持退货': ['支持退货', '不支持', '支持退货', '支持退货', '支持退货', '支持退货'],
    'Returnable': ['Returnable', 'Final sale'] * 3,
    'Item Condition': ['New', 'Customer return'] * 3,
    'Shipping Type': ['Standard', 'Return label included'] * 3,
    'Payment Type': ['Card', 'Refund voucher'] * 3,
    'Order Note': ['', 'please refund tax', '', 'call first', '', ''],
}
KINDS = {
    '类型': ['销售', '销售', '退货', '销售', '销售', '销售'],
    'Type': ['Sale', 'Sale', 'Return', 'Sale', 'Sale', 'Sale'],
    '单据类型': ['零售单', '零售单', '销售退货单', '零售单', '零售单', '零售单'],
    'Transaction Type': ['Invoice', 'Invoice', 'Credit Memo', 'Invoice', 'Invoice', 'Invoice'],
    'Event Type': ['Payment', 'Payment', 'Refund', 'Payment', 'Payment', 'Payment'],
}
# What is done with goods on their way back, with a quarrel or with no order yet, is not done with an order.
OF_SOMETHING_ELSE = (
    '退货已签收|退货已收货|退件签收|退回已签收|已签收退货|拒收已完成|售后完成|换货完成|退换完成|Return completed|Return received|'
    'RTO Delivered|RMA complete|Received by returns|退回发货|Sent back|refused / sent back|Return in transit|Lost in transit|'
    '已发货待退|Delivery failed|Failed attempt|Cancel rejected|Dispute closed|Chargeback won|定金已付款|Draft completed|'
    'Test done|补发已签收|ReturnReceived'
)
ORDINARY = {
    'Out for delivery': 'shipped',
    'Delivery completed': 'done',
    'Chargeback': 'refunded',
    'Latest: shipped': 'shipped',
    '退货退款成功': 'refunded',
    'Returned': 'refunded',
    '交易关闭': 'cancelled',
    'Payment failed': 'cancelled',
}
# Words of an export: status after the sale -> status of the order, or the code of its question.
AFTER_SALE = {
    '同意退款，退款成功': 'refunded',
    '退货退款成功': 'refunded',
    '已退款': 'refunded',
    '退款完成': 'refunded',
    '仅退款成功': 'refunded',
    '已退货退款': 'refunded',
    '-': 'done',
    '无售后': 'done',
    '售后关闭': 'done',
    '退款中': 'done',
    '换货成功': 'unknown_value',
    '部分退款': 'unknown_value',
    '退货签收': 'unknown_value',
}
# Words of money beside each other: header -> what it means.
MONEY = {
    **dict.fromkeys(('Shipping Discount', 'Freight Discount', '运费优惠'), 'discount_amount'),
    **dict.fromkeys(('Delivery Fees', 'Delivery Fee', 'Shipping Charges', '买家运费'), 'shipping_amount'),
    **dict.fromkeys(('Shipping Subsidy', '运费补贴', '运费险', 'Shipping Insurance', 'Shipping Cost', '单价优惠'), 'ask'),
    **dict.fromkeys(('Service Fees', 'Service Fee', 'Handling Fees', 'Packing Fees', '包装手续费'), 'ask'),
    **dict.fromkeys(('平台手续费', 'Platform Commission', 'Fees'), 'fees'),
}


def book_of(**sheets):
    """Return a workbook of {name of a sheet: rows}."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def proposal_of(columns, without=()):
    return propose.propose(read_head(table(columns, without).encode(), 'x.csv'))


class TestEngineIntakeWords(BaseCase):
    """Words of cells are read whole."""

    def target(self, columns):
        proposal = proposal_of(columns)
        return {column.header: column.target for column in proposal.columns}[next(iter(columns))]

    def test_a_word_with_a_return_in_it_makes_no_row_a_return(self):
        for header, cells in NO_RETURNS.items():
            self.assertNotEqual(self.target({header: cells}), 'line.is_return', header)

    def test_a_column_of_kinds_whose_words_are_all_known_says_which_rows_are_returns(self):
        for header, cells in KINDS.items():
            self.assertEqual(self.target({header: cells}), 'line.is_return', header)
            self.assertEqual(self.target({'Xyz': cells}), 'ask', 'of no header known it is asked')

    def test_a_kind_nobody_knows_is_a_question_and_so_is_one_of_a_later_file(self):
        for words in (['销售', '退货', '作废', '换货', '拒收', '赠品'], ['Sale', 'Return', 'Void', 'Exchange', 'Quote', 'Sale']):
            self.assertEqual(self.target({'Type': words}), 'ask', words)
        layout = proposal_of({'Type': KINDS['Type']}).layout
        self.assertEqual(problems(layout), [])
        later = read_orders(table({'Type': ['Sale', 'Sale', 'Void', 'Sale', 'Sale', 'Sale']}).encode(), 'x.csv', layout, 'CNY')
        self.assertEqual(
            [(issue.code, issue.field, issue.found) for order in later.orders for issue in order.issues],
            [('unknown_value', 'lines[0].is_return', 'Void')],
        )

    def test_a_line_somebody_calls_a_return_afterwards_is_no_sale(self):
        line = {'sku': 'A', 'quantity': '1', 'unit_price': '5'}
        for word, codes in (('true', ['negative_quantity']), ('false', [])):
            payload = {'external_id': 'A', 'ordered_at': '2026-10-01', 'lines': [{**line, 'is_return': word}]}
            _draft, issues = check_order(payload, tz='UTC', default_currency='CNY')
            self.assertEqual([issue.code for issue in issues], codes, word)

    # === STATUSES ===

    def test_what_is_done_with_what_comes_back_is_no_status_of_the_order(self):
        for word in OF_SOMETHING_ELSE.split('|'):
            self.assertEqual(status_meant(word), '', word)
        self.assertEqual({word: status_meant(word) for word in ORDINARY}, ORDINARY)

    def test_a_word_after_the_sale_is_known_or_a_question(self):
        options = {'date_formats': (), 'decimal_mark': '.', 'allow_serial': False, 'datemode': 0}
        for code in ('douyin_orders', 'xiaohongshu_orders', 'kuaishou_orders'):
            of_sale, of_order = [column for column in BY_CODE[code].layout.columns if column.target == 'status']
            places = [Place(column, at, 2, False, options) for at, column in enumerate((of_sale, of_order))]
            for word, meant in AFTER_SALE.items():
                self.assertEqual(self.said(places, word, '已完成'), meant, (code, word))

    def said(self, places, *cells):
        for place, cell in zip(places, cells, strict=True):
            try:
                value = place.value(cell, False)
            except Uncleanable as problem:
                return problem.code
            if value:
                return value
        return ''

    # === MONEY ===

    def test_a_word_of_money_beside_another_is_that_or_a_question(self):
        for header, target in MONEY.items():
            self.assertEqual(self.target({header: ['3', '3', '0', '5', '0', '2']}), target, header)

    def test_the_currency_that_headers_of_amounts_name_is_that_of_the_orders(self):
        prices = ['10.00', '5.00', '10.00', '8.00', '5.00', '10.00']
        for header, currency in (
            ('单价(USD)', 'USD'),
            ('单价（美元）', 'USD'),
            ('Price in EUR', 'EUR'),
            ('单价(元)', 'CNY'),
            ('单价', 'CNY'),
            ('Price (all)', 'CNY'),
        ):
            proposal = proposal_of({header: prices}, ('单价',))
            read = read_orders(table({header: prices}, ('单价',)).encode(), 'x.csv', proposal.layout, 'CNY')
            self.assertEqual(problems(proposal.layout), [], header)
            self.assertEqual({order.payload.get('currency', 'CNY') for order in read.orders}, {currency}, header)
            self.assertEqual(proposal.questions, (), header)
        self.assertEqual(self.target({'金额(万元)': ['0.2', '0.15', '0.1', '0.32', '0.1', '0.31']}), 'ask')

    def test_a_total_that_meets_no_order_is_a_question(self):
        totals = ['31.50', '31.50', '9.00', '28.80', '9.00', '27.00']
        self.assertEqual(self.target({'订单总额': totals}), 'ask')
        self.assertEqual([one.code for one in proposal_of({'订单总额': totals}).questions], ['total'])
        for meeting in (['35', '35', '9', '28.80', '9', '27'], ['35', '35', '10', '32', '10', '30']):
            self.assertEqual(self.target({'订单总额': meeting}), 'total', meeting)

    # === TRADITIONAL CHARACTERS ===

    def test_a_sheet_in_traditional_characters_is_read(self):
        text = (
            '訂單編號,訂單日期,商店,商品編號,商品名稱,數量,單價,運費,訂單金額,訂單狀態,幣別\n'
            'H1,2026-10-01,銅鑼灣店,A-1,襯衫,2,10.00,3,23,已出貨,HKD\n'
            'H2,2026-10-02,旺角店,B-2,襪,1,5.00,0,5,已完成,HKD\n'
            'H3,2026-10-03,旺角店,A-1,襯衫,3,10.00,0,30,已取消,HKD\n'
            'H4,2026-10-04,銅鑼灣店,B-2,襪,4,5.00,3,23,待出貨,HKD\n'
        )
        for encoding in ('utf-8', 'big5'):
            proposal = propose.propose(read_head(text.encode(encoding), 'x.csv'))
            found = [column.target for column in proposal.columns]
            wanted = 'external_id ordered_at store line.sku line.name line.quantity line.unit_price shipping_amount total status'
            self.assertEqual((found, proposal.questions), ([*wanted.split(), 'currency'], ()), encoding)
            status = next(column for column in proposal.layout.columns if column.target == 'status')
            self.assertEqual([meant for _word, meant in status.values], ['shipped', 'done', 'cancelled', 'paid'])

    # === SHEETS ===

    def test_sheets_of_the_same_columns_that_are_not_read_are_named(self):
        rows = [line.split(',') for line in table().splitlines()]
        head = read_head(book_of(十月=rows, 十一月=rows[:4], 空=rows[:1], 说明=[['说明', '内容'], ['a', 'b']]), 'x.xlsx')
        proposal = propose.propose(head)
        sheet = next(one for one in head.sheets if one.name == proposal.sheet)
        self.assertEqual(beside(head, sheet, proposal.layout), (['十一月'], []))
        more = [[*row, 'x'] for row in rows]
        head = read_head(book_of(十月=rows, 十一月=more), 'x.xlsx')
        self.assertEqual(beside(head, head.sheets[0], proposal.layout), ([], ['十一月']))
        alone = read_head(book_of(十月=rows), 'x.xlsx')
        self.assertEqual(beside(alone, alone.sheets[0], propose.propose(alone).layout), ([], []))
