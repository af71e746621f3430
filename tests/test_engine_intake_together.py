# Part of store_group. License LGPL-3.
import doctest
import io
import json

import openpyxl

from odoo.tests import BaseCase

from ..engine.intake import together
from ..engine.intake.entries import TableEntries, chunks
from ..engine.intake.gather import HELD
from ..engine.intake.other_sheets import beside
from ..engine.intake.proposing import propose, sheet_words
from ..engine.intake.table import read_orders
from ..engine.table.head import read_head
from .test_engine_intake_currency import HEADS, layout


def rows(prefix, count, *more):
    return [(f'{prefix}{number}', '2026-11-05', 'S', 1, 10, *more) for number in range(count)]


def book(**sheets):
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, table in sheets.items():
        sheet = made.create_sheet(name)
        for row in table:
            sheet.append(row)
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


class TestEngineIntakeTogether(BaseCase):
    """Sheets of one kind are read together where their headers agree; else their file asks."""

    def read(self, content, **options):
        return read_orders(content, 'x.xlsx', layout(), 'CNY', **options)

    def test_examples(self):
        self.assertEqual(doctest.testmod(together).failed, 0)
        self.assertEqual(doctest.testmod(sheet_words).failed, 0)

    def test_a_name_that_says_no_sales_is_a_question(self):
        for name in 'Cancelled Returns 退货 取消 退款 退貨 Template Example 示例 模板 Deleted Draft 测试'.split():
            ordinary, other = [HEADS, *rows('A', 3)], [HEADS, *rows('B', 2)]
            for content in (book(Orders=ordinary, **{name: other}), book(**{name: other}, Orders=ordinary)):
                with self.subTest(name=name):
                    result = self.read(content)
                    doubt = result.sheet_doubt
                    self.assertIsNotNone(doubt)
                    self.assertEqual((doubt.code, doubt.found, doubt.proposed), ('sheets_apart', name, 'Orders'))
                    result = self.read(content, is_one_sheet=True)
                    self.assertEqual([order.external_id for order in result.orders], ['A0', 'A1', 'A2'])
                    self.assertIsNone(result.sheet_doubt)
                    self.assertEqual([(issue.code, issue.found) for issue in result.issues], [('sheet_not_read', name)])
                    self.assertEqual(len(self.read(content, is_one_sheet=True, only=name).orders), 2)
                    head = read_head(content, 'x.xlsx')
                    proposal = propose.propose(head)
                    self.assertEqual(proposal.sheet, 'Orders')
                    sheet = next(one for one in head.sheets if one.name == 'Orders')
                    self.assertEqual(beside(head, sheet, layout()), ([], [name]))

    def test_names_that_say_no_sales_among_themselves(self):
        both = book(Template=[HEADS, *rows('A', 1)], Example=[HEADS, *rows('B', 1)], Orders=[HEADS, *rows('C', 1)])
        self.assertEqual((self.read(both).sheet, self.read(both).sheet_doubt.found), ('Orders', 'Example, Template'))
        alone = self.read(book(Returns=[HEADS, *rows('A', 2)], Orders=[HEADS]))
        self.assertEqual((alone.sheet, alone.row_count, alone.sheet_doubt), ('Returns', 2, None))
        parts = self.read(book(Template=[HEADS], **{'Returns 1': [HEADS, *rows('A', 2)], 'Returns 2': [HEADS, *rows('B', 2)]}))
        self.assertEqual((len(parts.orders), parts.sheet_doubt), (4, None))

    def test_sheets_of_the_same_headers(self):
        turned = [tuple(reversed(row)) for row in (HEADS, *rows('C', 2))]
        result = self.read(
            book(Jan=[HEADS, *rows('A', 3)], Feb=[HEADS, *rows('B', 2)], Mar=turned, Apr=[HEADS], About=[('a', 'b')])
        )
        numbers = ['A0', 'A1', 'A2', 'B0', 'B1', 'C0', 'C1']
        self.assertEqual([order.external_id for order in result.orders], numbers)
        self.assertEqual(list(result.orders.keys()), numbers)
        self.assertEqual([order.rows[0][0] for order in result.orders[2:6]], ['Jan', 'Feb', 'Feb', 'Mar'])
        self.assertEqual([order.external_id for order in result.orders[1:][2:3]], ['B0'])
        self.assertEqual((result.row_count, result.orders[-1].external_id, result.sheet_doubt), (7, 'C1', None))
        notes = [(issue.code, issue.severity, issue.found, issue.proposed) for issue in result.issues]
        self.assertEqual(notes, [('sheets_together', 'info', 'Jan, Feb, Mar', '3')])
        entries = TableEntries(result.orders)
        self.assertEqual([entry.position for entry in entries[2:]], [2, 3, 4, 5, 6])

    def test_the_first_with_rows_is_enough(self):
        result = self.read(book(Jan=[HEADS], Feb=[HEADS, *rows('B', 2)]))
        self.assertEqual(([order.external_id for order in result.orders], result.sheet), (['B0', 'B1'], 'Feb'))
        self.assertEqual(result.issues, [])

    def test_a_number_in_two_sheets_comes_twice(self):
        result = self.read(book(Jan=[HEADS, *rows('A', 2)], Feb=[HEADS, *rows('A', 2)]))
        self.assertEqual(
            [[entry.external_id for entry in part] for part in chunks(TableEntries(result.orders), 10)], [['A0', 'A1']] * 2
        )

    def test_other_headers_are_a_question(self):
        content = book(Jan=[HEADS, *rows('A', 3)], Feb=[(*HEADS, 'Coupon'), *rows('B', 2, 3)], Mar=[HEADS, *rows('C', 1)])
        doubt = self.read(content).sheet_doubt
        self.assertEqual((doubt.code, doubt.found, doubt.proposed), ('sheets_apart', 'Feb', 'Jan'))
        result = self.read(content, is_one_sheet=True)
        self.assertIsNone(result.sheet_doubt)
        self.assertEqual(len(result.orders), 3)
        left = [('sheet_not_read', 'Feb'), ('sheet_not_read', 'Mar')]
        self.assertEqual([(issue.code, issue.found) for issue in result.issues], left)
        self.assertEqual([order.external_id for order in self.read(content, is_one_sheet=True, only='Mar').orders], ['C0'])

    def test_many_orders_are_put_away(self):
        result = self.read(book(Jan=[HEADS, *rows('A', HELD + 50)], Feb=[HEADS, *rows('B', 300)]))
        self.assertEqual([result.orders[at].external_id for at in (0, HELD, HELD + 50, -1)], ['A0', f'A{HELD}', 'B0', 'B299'])

    def test_totals_of_all_or_none(self):
        foot = ('Total', None, None, None, 30)
        result = self.read(book(Jan=[HEADS, *rows('A', 3), foot], Feb=[HEADS, *rows('B', 3), foot]))
        self.assertFalse([issue for issue in result.issues if issue.code == 'file_total' and issue.found == '30'])

    def test_lists_of_one_document_are_no_sheets_of_one_kind(self):
        orders = [
            {
                'Order': 'A',
                'Date': '2026-11-05',
                'SKU': 'S',
                'Qty': 1,
                'Price': 10,
                'tags': [{'t': 1}, {'t': 2}],
                'notes': [{'n': 3}],
            }
        ]
        result = read_orders(json.dumps({'orders': orders}).encode(), 'x.json', layout(), 'CNY')
        self.assertEqual(([order.external_id for order in result.orders], result.sheet_doubt), (['A'], None))
