# Part of store_group. License LGPL-3.
import io
from dataclasses import replace

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..engine.intake import table
from ..engine.intake.identify import identify
from ..engine.intake.pairs import pairs_of
from ..engine.intake.proposing.propose import propose
from ..engine.table import beside, cells
from .test_engine_intake_known import as_page

ORDERS = (
    ('订单号', '下单时间', '客户', '运费', '订单总额', '备注'),
    ('A1', '2026-03-05 10:00', '王', '5', '25', '一'),
    ('A2', '2026-03-06 10:00', '李', '0', '30', None),
    ('A3', '2026-03-06 11:00', '赵', '0', '9', None),
)
ITEMS = (
    ('订单号', '货号', '商品名称', '数量', '单价', '备注'),
    ('A1', 'X', '衫', '1', '10', '甲'),
    ('A1', 'Y', '袜', '2', '5', None),
    ('A2', 'X', '衫', '3', '10', None),
)
RETURNS = (('订单号', '退回'), ('A2', '是'))
QUICK = settings(derandomize=True, deadline=None, max_examples=40)
_CELLS = st.one_of(
    st.none(), st.sampled_from(('A1', 'A2', '是', '5', '#N/A', '订单号')), st.integers(-3, 10**17), st.text(max_size=5)
)
_SHEETS = st.lists(st.lists(_CELLS, max_size=5), max_size=6)


def workbook(**sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([cell if not isinstance(cell, str) or cell.isprintable() else '' for cell in row])
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def rows_of(content, name):
    return [row for sheet in cells.read_sheets(content, sheet=name) for _number, row in sheet.rows]


class TestEngineTableBeside(BaseCase):
    """Orders, their items and what came back on sheets of one workbook nobody declared."""

    maxDiff = None

    def orders(self, content):
        """Return (sheet that is read, {number: payload without rows}, {number: codes}) as proposed."""
        proposal = propose(identify(content, 'x.xlsx').head)
        self.assertEqual(proposal.questions, ())
        result = table.read_orders(content, 'x', replace(proposal.layout, sheet=proposal.sheet or None), 'CNY')
        found = {order.external_id: order for order in result.orders}
        self.assertEqual(len(found), len(result.orders), 'nothing twice')
        return (
            proposal.sheet,
            {number: order.payload for number, order in found.items()},
            {number: [issue.code for issue in order.issues] for number, order in found.items()},
        )

    def test_items_stand_beside_their_orders_and_returns(self):
        for sheets in ({'订单': ORDERS, '明细': ITEMS, '退货': RETURNS}, {'退货': RETURNS, '明细': ITEMS, '订单': ORDERS}):
            sheet, orders, codes = self.orders(workbook(**sheets))
            self.assertIn(sheet, ('明细 + 订单 (订单号) + 退货 (订单号)', '明细 + 退货 (订单号) + 订单 (订单号)'))
            self.assertEqual([len(orders[number]['lines']) for number in ('A1', 'A2')], [2, 1])
            self.assertEqual((orders['A1']['shipping_amount'], orders['A1']['total']), ('5', '25'), 'repeated, not added')
            self.assertEqual([orders[number].get('status') for number in ('A1', 'A2')], [None, 'refunded'])
            self.assertEqual((codes['A1'], codes['A2']), ([], []))
            self.assertIn('missing_value', codes['A3'], 'an order without goods is asked, not lost')

    def test_one_table_says_the_same(self):
        whole = [(*ITEMS[0][:5], *ORDERS[0][1:5], '退回')]
        by_number = {row[0]: row for row in ORDERS}
        for row in ITEMS[1:]:
            whole.append((*row[:5], *by_number[row[0]][1:5], '是' if row[0] == 'A2' else None))
        _sheet, orders, _codes = self.orders(workbook(all=whole))
        _sheet, apart, _codes = self.orders(workbook(订单=ORDERS, 明细=ITEMS, 退货=RETURNS))
        for number in ('A1', 'A2'):
            for one in (orders[number], apart[number]):
                for line in one['lines']:
                    line.pop('row')
                    line.pop('raw', None)
            self.assertEqual(
                {name: value for name, value in apart[number].items() if 'note' not in name},
                {name: value for name, value in orders[number].items() if 'note' not in name},
            )

    def test_two_sheets_as_one_keep_every_row(self):
        content = workbook(订单=ORDERS, 明细=ITEMS)
        name = beside.name_of('明细', '订单', '订单号')
        found = rows_of(content, name)
        self.assertEqual(
            found[0],
            ['订单号', '货号', '商品名称', '数量', '单价', '备注', '下单时间', '客户', '运费', '订单总额', '备注 (订单)'],
        )
        self.assertEqual(found[2], ['A1', 'Y', '袜', '2', '5', None, '2026-03-05 10:00', '王', '5', '25', '一'])
        self.assertEqual(found[4][:6], ['A3', None, None, None, None, None])
        self.assertEqual(len(found), 5)

    def test_what_disagrees_is_an_error(self):
        twice = (*ORDERS, ('A1', '2026-03-05 10:00', '黄', '5', '25', '一'))
        found = rows_of(workbook(订单=twice, 明细=ITEMS), '明细 + 订单 (订单号)')
        self.assertEqual((found[1][7].code, found[1][7].found, found[1][8]), ('cell_error', '王 | 黄', '5'))

    def test_only_sheets_of_the_same_orders_are_joined(self):
        for sheets, expected in (
            ({'订单': ORDERS, '说明': (('说明', '内容'), ('a', 'b'))}, []),
            ({'订单': ORDERS, '客户': (('客户', '电话'), ('王', '1'))}, []),
            ({'明细': ITEMS, '明细2': ITEMS}, []),
            ({'订单': ORDERS, '明细': ITEMS}, [('明细', '订单', '订单号')]),
        ):
            head = identify(workbook(**sheets), 'x').head
            self.assertEqual(pairs_of(replace(head, sheets=head.sheets[: len(sheets)])), expected)
        self.assertEqual(pairs_of(identify(workbook(订单=ORDERS, 明细=ITEMS[:1]), 'x').head), [])

    def test_a_sheet_that_has_gone_is_named(self):
        with self.assertRaises(cells.Unreadable) as caught:
            rows_of(workbook(订单=ORDERS), '明细 + 订单 (订单号)')
        self.assertEqual(caught.exception.code, 'sheet_missing')
        self.assertEqual(rows_of(workbook(**{'a + b (No)': ORDERS, 'a': ITEMS, 'b': ITEMS}), 'a + b (No)')[0][1], '下单时间')

    def test_pages_have_no_second_sheet(self):
        self.assertEqual(len(identify(as_page(ORDERS)).head.sheets), 1)

    @QUICK
    @given(_SHEETS, _SHEETS)
    def test_no_sheets_break_it(self, first, second):
        content = workbook(a=[ORDERS[0], *first], b=[RETURNS[0], *second])
        head = identify(content, 'x').head
        propose(head)
        for sheet in head.sheets:
            rows_of(content, sheet.name)
