# Part of store_group. License LGPL-3.
import io
import json
import pathlib
from datetime import datetime

import openpyxl

from odoo.tests import BaseCase

from ..engine.intake.identify import identify
from ..engine.intake.layout import load
from ..engine.intake.layouts import KNOWN
from ..engine.intake.proposing import assemble, propose
from ..engine.intake.table import read_orders
from ..engine.table.cells import read_sheets
from ..engine.table.head import read_head

KNOWN_SAMPLES = pathlib.Path(__file__).parent / 'samples' / 'known'
DAYS = ['2026-10-0%d' % day for day in (1, 2, 3, 4, 5, 6)]
# Columns of an ordinary sheet; each case adds its own. The numbers of pieces differ, so that sums can tell.
BASE = {
    '单号': ['D1', 'D1', 'D2', 'D3', 'D4', 'D5'],
    '日期': [DAYS[0], *DAYS[:5]],
    '货号': ['A', 'B', 'A', 'C', 'B', 'A'],
    '数量': [2, 3, 1, 4, 2, 3],
    '单价': ['10.00', '5.00', '10.00', '8.00', '5.00', '10.00'],
}
LINES = ['20.00', '15.00', '10.00', '32.00', '10.00', '30.00']
TOTALS = ['35.00', '35.00', '10.00', '32.00', '10.00', '30.00']


def table(columns=None, without=()):
    """Return a text of the ordinary columns and these, {header: cells}."""
    found = {header: cells for header, cells in BASE.items() if header not in without} | (columns or {})
    rows = [','.join(found), *(','.join(str(cell) for cell in row) for row in zip(*found.values(), strict=True))]
    return '\n'.join(rows) + '\n'


# What was left out without a word: name -> columns beside the ordinary ones, and the header that is asked about.
ASKED = {
    'a coupon': ({'红包': ['3', '0', '0', '5', '0', '0']}, '红包'),
    'points paid with': ({'积分抵扣': ['0', '0', '2.5', '', '', '']}, '积分抵扣'),
    'whole amounts of one length': ({'Rest': ['10.00', '20.00', '10.00', '30.00', '10.00', '20.00']}, 'Rest'),
    'a voucher': ({'Voucher': ['1.50', '', '', '', '', '2']}, 'Voucher'),
    'a tax beside a net price': ({'税额': ['2.60', '1.95', '1.30', '4.16', '1.30', '3.90']}, '税额'),
    'a rate of tax': ({'VAT %': ['13%'] * 6}, 'VAT %'),
    'a rate of exchange': ({'汇率': ['7.1'] * 6}, '汇率'),
    'a flag of returns': ({'销退': ['N', 'N', 'Y', 'N', 'N', 'N']}, '销退'),
    'shops under another word': ({'柜组': ['南京路', '南京路', '淮海路', '南京路', '徐家汇', '淮海路']}, '柜组'),
    'codes of shops': ({'Site': ['S01', 'S01', 'S02', 'S01', 'S02', 'S01']}, 'Site'),
    'words of a status nobody knows': ({'跟单': ['正常', '正常', '撤单', '正常', '正常', '撤单']}, '跟单'),
    'a mark on few rows': ({'标记': ['', '', '作罢', '', '', '']}, '标记'),
    'the cost of shipping': ({'配送成本费': ['6', '6', '0', '6', '0', '6']}, '配送成本费'),
    'a deposit': ({'定金': ['5', '5', '5', '10', '5', '5']}, '定金'),
    'a flag of gifts': ({'赠': ['', '√', '', '', '√', '']}, '赠'),
    'samples': ({'性质': ['正品', '样品', '正品', '正品', '样品', '正品']}, '性质'),
    'a total that does not meet the lines': ({'订单总额': ['99', '99', '55', '77', '33', '11']}, '订单总额'),
    'an amount that does not meet the lines': ({'核算': ['19', '15', '9', '32', '9', '30']}, '核算'),
    'a unit of measure': ({'单位': ['箱', '件', '箱', '件', '件', '箱']}, '单位'),
    'a second day': ({'营业日': [DAYS[1], DAYS[1], *DAYS[2:]]}, '营业日'),
    'an amount per kilo': ({'Surcharge': ['0.5', '0', '0', '0', '0', '0']}, 'Surcharge'),
    'words for a currency that is no code': ({'结算货': ['金币', '金币', '银币', '金币', '金币', '银币']}, '结算货'),
    'what went back': ({'退回件': ['0', '1', '0', '0', '0', '0']}, '退回件'),
}
# What no amount, quantity, store, currency, status and day depends on.
UNASKED = {
    'names, phones, addresses': {
        '收件': ['王一', '王一', '李二', '张三', '赵四', '钱五'],
        '联络': ['13900000001', '13900000001', '13900000002', '13900000003', '13900000004', '13900000005'],
        '住址': ['南京路1号', '南京路1号', '北京路22号', '上海路3号', '天津路4号', '重庆路5号'],
    },
    'numbers and codes': {
        '序': ['1', '2', '3', '4', '5', '6'],
        '运单': ['75300001', '75300001', '75300002', '75300003', '75300004', '75300005'],
        '会员卡': ['8001', '8001', '8002', '8003', '8004', '8005'],
        '条形': ['6901234567892', '6901234567893', '6901234567892', '6901234567894', '6901234567893', '6901234567892'],
    },
    'remarks': {'附言': ['快点发', '', '', '包好看点', '', '']},
    'what the goods are': {
        '颜色': ['红', '蓝', '红', '绿', '蓝', '红'],
        '尺码': ['M', 'L', 'M', 'S', 'L', 'M'],
        '材质': ['棉', '麻', '棉', '丝', '麻', '棉'],
        '重量': ['0.50', '0.30', '0.50', '1.20', '0.30', '0.50'],
    },
    'how it was paid and sent': {
        '支付方式': ['微信', '微信', '支付宝', '微信', '微信', '支付宝'],
        '快递公司': ['顺丰', '顺丰', '圆通', '顺丰', '圆通', '顺丰'],
        '发货时间': [DAYS[1], DAYS[1], *DAYS[2:]],
    },
    'nothing but zeros': {'红包': ['0', '0', '0', '0.00', '0', '0'], '赠': ['否'] * 6},
    'sums that the lines give': {'行合计': LINES, '整单': TOTALS},
    'the price again': {'价': BASE['单价']},
    'one unit': {'单位': ['件'] * 6},
    'what it cost us': {
        '成本价': ['6.10', '2.20', '6.10', '4.40', '2.20', '6.10'],
        '毛利': ['7.8', '8.4', '3.9', '14.4', '5.6', '11.7'],
    },
}
# What was paid is in them, and the lines of the samples come to it: no other amount has room.
PROVEN = ('pinduoduo_orders', 'alibaba_orders', 'youzan_items', 'youzan_orders')


class TestEngineIntakeUnread(BaseCase):
    """Columns that nobody reads: nothing that could change money, quantity, store, currency, status or day goes in silence."""

    def found(self, content, name='x.csv'):
        content = content.encode() if isinstance(content, str) else content
        proposal = propose.propose(read_head(content, name))
        return proposal, {column.header: column.target for column in proposal.columns}, [q.code for q in proposal.questions]

    def asked(self, text):
        return [header for header, target in self.found(text)[1].items() if target == assemble.ASK]

    def test_what_could_count_is_asked_about(self):
        for name, (columns, header) in ASKED.items():
            with self.subTest(name):
                self.assertEqual(self.asked(table(columns)), [header])
                self.assertTrue(self.found(table(columns))[2])

    def test_what_does_not_count_is_not(self):
        self.assertEqual(self.found(table())[2], [])
        for name, columns in UNASKED.items():
            with self.subTest(name):
                self.assertEqual((self.asked(table(columns)), self.found(table(columns))[2]), ([], []))

    def test_three_samples_and_what_it_could_be_are_shown(self):
        proposal, _targets, asked = self.found(table(ASKED['a coupon'][0]))
        (column,) = [column for column in proposal.columns if column.target == assemble.ASK]
        self.assertEqual((column.samples, asked), (('3', '0', '5'), ['unread']))
        self.assertEqual(column.reasons, (('may_be', 'amount'),))
        self.assertIn('discount_amount', column.alternatives)

    def test_the_answer_is_kept_with_the_layout(self):
        text = table({'红包': ['3', '0', '0', '5', '0', '0'], '附言': ['a b', '', '', '', '', '']})
        proposal, targets, _asked = self.found(text)
        chosen = {column.index: 'ignore' if column.target == assemble.ASK else column.target for column in proposal.columns}
        layout = assemble.layout_of(chosen, proposal.profiles)
        self.assertEqual([column.header for column in layout.columns if column.target == 'ignore'], ['红包', '附言'])
        self.assertFalse(read_orders(text.encode(), 'x.csv', layout).unread)
        more = table({'红包': ['3', '0', '0', '5', '0', '0'], '运杂': ['0', '0', '0', '0', '0', '4.5']})
        (doubt,) = read_orders(more.encode(), 'x.csv', layout).unread
        self.assertEqual((doubt.header, doubt.kind, doubt.samples), ('运杂', 'amount', ('0', '4.5')))

    def test_what_said_nothing_or_was_proven_is_looked_at_in_every_file(self):
        columns = {'红包': ['0'] * 6, '行合计': LINES}
        proposal, targets, asked = self.found(table(columns))
        self.assertEqual((targets['红包'], targets['行合计'], asked), ('ignore', 'ignore', []))
        chosen = {column.index: column.target for column in proposal.columns}
        layout = assemble.layout_of(chosen, proposal.profiles)
        self.assertFalse(read_orders(table(columns).encode(), 'x.csv', layout).unread)
        columns = {'红包': ['0', '0', '2', '0', '0', '0'], '行合计': ['20', '15', '8', '32', '10', '30']}
        found = read_orders(table(columns).encode(), 'x.csv', layout).unread
        self.assertEqual([doubt.header for doubt in found], ['红包', '行合计'])

    def test_several_amounts_of_one_meaning_are_added(self):
        text = table({'红包': ['3', '3', '0', '5', '0', '0'], '积分抵扣': ['1', '1', '0', '0', '2', '0']})
        proposal, _targets, _asked = self.found(text)
        chosen = {c.index: 'discount_amount' if c.target == assemble.ASK else c.target for c in proposal.columns}
        orders = read_orders(text.encode(), 'x.csv', assemble.layout_of(chosen, proposal.profiles)).orders
        self.assertEqual([order.payload.get('discount_amount') for order in orders], ['4', '0', '5', '2', '0'])

    def test_a_column_that_is_filled_late_is_seen(self):
        proposal, _targets, _asked = self.found(table())
        rows = [f'L{number},2026-10-01,A,1,10.00,{"7.5" if number == 4000 else 0}' for number in range(5000)]
        text = '\n'.join(['单号,日期,货号,数量,单价,红包', *rows])
        self.assertEqual([doubt.header for doubt in read_orders(text.encode(), 'x.csv', proposal.layout).unread], ['红包'])
        self.assertFalse(read_orders(text.replace('7.5', '0').encode(), 'x.csv', proposal.layout).unread)

    # === THE RIGHT READING ===

    def test_a_currency_in_words_or_codes_is_read(self):
        for words, codes in (
            (['美元', '美元', '人民币', '美元', '人民币', '美元'], {'USD', 'CNY'}),
            (['USD', 'USD', 'HKD', 'USD', 'HKD', 'USD'], {'USD', 'HKD'}),
            (['840', '840', '156', '840', '156', '840'], {'USD', 'CNY'}),
        ):
            text = table({'结算': words})
            proposal, targets, asked = self.found(text)
            self.assertEqual((targets['结算'], asked), ('currency', []))
            orders = read_orders(text.encode(), 'x.csv', proposal.layout).orders
            self.assertEqual({order.payload['currency'] for order in orders}, codes)

    def test_words_of_a_status_under_another_header_are_read(self):
        text = table({'情况': ['已发货', '已发货', '已取消', '已发货', '已退款', '已发货']})
        proposal, targets, asked = self.found(text)
        self.assertEqual((targets['情况'], asked), ('status', []))
        orders = read_orders(text.encode(), 'x.csv', proposal.layout).orders
        self.assertEqual(
            [order.payload['status'] for order in orders], ['shipped', 'cancelled', 'shipped', 'refunded', 'shipped']
        )

    def test_a_second_status_that_calls_off_is_asked_about(self):
        columns = {'状态': ['已付款'] * 6, '售后': ['', '', '已退款', '', '', '']}
        self.assertEqual(self.asked(table(columns)), ['售后'])
        columns['售后'] = ['已完成', '已完成', '已完成', '', '', '']
        self.assertEqual(self.asked(table(columns)), [])

    def test_a_total_that_proves_decides_alone(self):
        paid = {'实付款': ['32', '32', '10', '27', '10', '30'], '红包': ['3', '3', '0', '5', '0', '0']}
        _proposal, targets, asked = self.found(table(paid))
        self.assertEqual((targets['红包'], targets['实付款'], asked), ('discount_amount', 'total', []))
        same = {'实付款': TOTALS, '红包': ['3', '3', '0', '5', '0', '0']}
        self.assertEqual(self.found(table(same))[2], [], "what was paid is the lines alone")
        gross = {'订单总额': TOTALS, '红包': ['3', '3', '0', '5', '0', '0']}
        self.assertEqual(self.asked(table(gross)), ['红包'], "the total may be the one before the coupon")

    def test_a_price_that_is_the_amount_of_the_line(self):
        columns = {'Price': LINES}
        _proposal, targets, asked = self.found(table(columns, without=('单价',)))
        self.assertEqual((targets['Price'], asked), ('line.subtotal', []))
        _proposal, targets, asked = self.found(table({'单价': LINES, '实付款': TOTALS}, without=('单价',)))
        self.assertEqual((targets['单价'], asked), ('line.subtotal', []))

    def test_days_a_spreadsheet_turned_are_asked_about(self):
        book = openpyxl.Workbook()
        for row in (
            ('Order', 'Date', 'SKU', 'Qty', 'Price'),
            ('A1', datetime(2026, 5, 4), 'X', 1, 5.5),
            *((f'A{day}', f'{day}/04/2026', 'Y', 2, 3) for day in range(20, 26)),
        ):
            book.active.append(row)
        kept = io.BytesIO()
        book.save(kept)
        self.assertIn('date_turned', self.found(kept.getvalue(), 'x.xlsx')[2])

    # === FILES THAT ASK NOTHING NEW ===

    def test_known_exports_ask_nothing(self):
        for known in KNOWN:
            path = next(path for path in KNOWN_SAMPLES.iterdir() if path.stem == known.code)
            found = identify(path.read_bytes(), path.name).best
            if found.layout:
                with self.subTest(known.code):
                    self.assertEqual(read_orders(path.read_bytes(), path.name, found.layout, 'CNY').unread, ())

    def test_a_new_amount_of_a_known_export_is_asked_about(self):
        for known in KNOWN:
            path = next(path for path in KNOWN_SAMPLES.iterdir() if path.stem == known.code)
            if not known.layout or known.kinds:
                continue
            with self.subTest(known.code):
                sheet = next(read_sheets(path.read_bytes(), path.name))
                rows = [list(cells) for _number, cells in sheet.rows]
                book = openpyxl.Workbook()
                width = max(map(len, rows))
                at = identify(path.read_bytes(), path.name).best.header_row
                for number, row in enumerate(rows, 1):
                    more = '新品补贴' if number == at else 2.5 if number > at else None
                    book.active.append([*row, *[None] * (width - len(row)), more])
                kept = io.BytesIO()
                book.save(kept)
                found = identify(kept.getvalue(), path.name).best
                result = read_orders(kept.getvalue(), path.name, found.layout, 'CNY')
                self.assertEqual([doubt.header for doubt in result.unread], [] if known.code in PROVEN else ['新品补贴'])

    def test_samples_of_declared_layouts_ask_nothing(self):
        folder = KNOWN_SAMPLES.parent
        for name, layout in (('superstore_small.xls', 'superstore_layout'), ('superstore_small.xlsx', 'superstore_layout')):
            loaded = load(json.loads((folder / f'{layout}.json').read_text()))
            self.assertEqual([doubt.header for doubt in read_orders((folder / name).read_bytes(), name, loaded).unread], [])
