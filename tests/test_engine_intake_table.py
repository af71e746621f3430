# Part of store_group. License LGPL-3.
import copy
import csv
import io
import json
from collections import Counter
from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase
from odoo.tools.float_utils import float_round

from ..engine.intake import fingerprint, layout, price, table
from ..engine.intake.layout import Column, Layout
from ..engine.intake.vocabulary import ISSUE_CODES, LAYOUT_CODES
from ..engine.table import cells
from .test_engine_intake_cells import workbook

quick = settings(derandomize=True, deadline=None, max_examples=80)

SHOP = Layout(
    (
        Column('external_id', '订单号', is_key=True),
        Column('store', '店铺', is_key=True),
        Column('ordered_at', '时间', required=True),
        Column('line.sku', '编码', required=True),
        Column('line.quantity', '数量', required=True),
        Column('line.unit_price', '单价', required=True),
    )
)
HEADERS = ['订单号', '店铺', '时间', '编码', '数量', '单价']
GOOD = ['A1', 'S1', '2020-01-05', 'P1', '2', '10']


def text_file(*rows):
    stream = io.StringIO()
    csv.writer(stream).writerows(rows)
    return stream.getvalue().encode()


class TestEngineIntakeTable(BaseCase):
    def read_rows(self, *rows, headers=None, columns=SHOP):
        return table.read_orders(text_file(headers or HEADERS, *rows), 'x.csv', columns)

    def codes(self, result):
        return [issue.code for order in result.orders for issue in order.issues] + [i.code for i in result.issues]

    def test_a_row_that_says_of_its_order_what_the_row_above_says_is_read_like_it(self):
        result = self.read_rows(
            GOOD, [*GOOD[:3], 'P2', '1', '5'], ['A1', 'S1', 'soon', 'P3', '1', '5'], GOOD, ['A1', '', *GOOD[2:]]
        )
        (order,) = result.orders
        self.assertEqual([line['sku'] for line in order.payload['lines']], ['P1', 'P2', 'P3', 'P1'])
        self.assertEqual([(issue.code, issue.row) for issue in order.issues if issue.code == 'not_a_date'], [('not_a_date', 4)])
        self.assertEqual([(issue.code, issue.row, issue.column) for issue in result.issues], [('missing_value', 6, 'B')])

    # === LAYOUT ===

    def test_a_layout_says_what_is_wrong_with_it(self):
        self.assertEqual(layout.problems(SHOP), [])
        keyless = tuple(replace(column, is_key=False) for column in SHOP.columns[1:])
        for changed, code in [
            (replace(SHOP, columns=()), 'no_columns'),
            (replace(SHOP, columns=keyless), 'no_key'),
            (replace(SHOP, columns=(*SHOP.columns, Column('store', '门店'))), 'duplicate_target'),
            (replace(SHOP, columns=(*SHOP.columns, Column('line.colour', '颜色'))), 'unknown_target'),
            (replace(SHOP, columns=(*SHOP.columns, Column('status'))), 'missing_header'),
            (replace(SHOP, columns=(*SHOP.columns, Column('line.subtotal', '金额'))), 'price_and_subtotal'),
            (replace(SHOP, columns=(*SHOP.columns, Column('line.name', '名称', part=True))), 'single_part'),
            (replace(SHOP, columns=SHOP.columns[:-1]), 'no_amount'),
            (replace(SHOP, columns=(*SHOP.columns[:-2], SHOP.columns[-1])), 'no_quantity'),
            (replace(SHOP, columns=(*SHOP.columns[:3], *SHOP.columns[4:])), 'no_product'),
            (replace(SHOP, columns=(*SHOP.columns[:2], *SHOP.columns[3:])), 'no_date'),
            (replace(SHOP, line_amount='subtotal'), 'line_amount_mismatch'),
            (replace(SHOP, decimal_mark=' '), 'bad_decimal_mark'),
            (replace(SHOP, amount_rounding='0'), 'bad_rounding'),
            (replace(SHOP, header_row=0), 'bad_header_row'),
            (replace(SHOP, key_separator=''), 'bad_separator'),
        ]:
            with self.subTest(code=code):
                self.assertIn(code, layout.problems(changed))
                self.assertLessEqual(set(layout.problems(changed)), LAYOUT_CODES)
                with self.assertRaises(ValueError):
                    table.read_orders(text_file(HEADERS, GOOD), 'x.csv', changed)

    def test_a_layout_survives_json(self):
        status = Column('status', '状态', values=(('好', 'done'),), aliases=('态',))
        rich = replace(SHOP, columns=(*SHOP.columns, status))
        self.assertEqual(layout.load(json.loads(json.dumps(layout.dump(rich)))), rich)
        for wrong in (
            {'columns': [{'target': 'store', 'colour': 1}]},
            {'colums': []},
            {'columns': ['store']},
            {'columns': [{'header': '店铺'}]},
        ):
            with self.assertRaises(ValueError):
                layout.load(wrong)

    # === HEADERS AND SHEETS ===

    def test_headers_are_found_below_a_preamble_whatever_their_width_and_blanks(self):
        result = table.read_orders(
            text_file(['店铺导出'], [], ['订单号\t', ' 店铺', '时 间', '编码', '数量（件）', '单价'], GOOD),
            'x.csv',
            replace(
                SHOP,
                columns=(
                    *SHOP.columns[:2],
                    Column('ordered_at', '时　间'),
                    SHOP.columns[3],
                    Column('line.quantity', 'x', aliases=('数量(件)',)),
                    SHOP.columns[5],
                ),
            ),
        )
        self.assertEqual([order.external_id for order in result.orders], ['A1|S1'])

    def test_a_missing_column_is_named_with_the_headers_found(self):
        result = self.read_rows(GOOD[:5], headers=HEADERS[:5])
        self.assertEqual(result.orders, [])
        self.assertEqual(
            [(i.code, i.proposed, i.found) for i in result.issues],
            [('missing_column', '单价', '订单号 | 店铺 | 时间 | 编码 | 数量')],
        )
        self.assertEqual(self.codes(self.read_rows(['1', '2'], headers=['甲', '乙'])), ['unknown_columns'])
        self.assertEqual(self.codes(self.read_rows(headers=HEADERS)), ['no_rows'])

    def test_a_sheet_that_is_named_is_read_alone(self):
        book = workbook([HEADERS, GOOD], titles=('一月', '二月'))
        self.assertEqual((table.read_orders(book, 'x.xlsx', SHOP).row_count), 2)
        self.assertEqual(table.read_orders(book, 'x.xlsx', replace(SHOP, sheet='二月')).sheet, '二月')
        with self.assertRaises(cells.Unreadable):
            table.read_orders(book, 'x.xlsx', replace(SHOP, sheet='三月'))

    def test_two_columns_of_one_header_are_told(self):
        result = self.read_rows([*GOOD, '11'], headers=[*HEADERS, '单价 '])
        self.assertEqual(self.codes(result), ['duplicate_header'])
        self.assertEqual(result.orders[0].payload['lines'][0]['unit_price'], '10')

    # === ROWS ===

    def test_a_broken_row_stops_its_order_and_no_other(self):
        result = self.read_rows(
            GOOD,
            ['A2', 'S1', '2020-01-05', 'P1', '许多', '10'],
            ['A2', 'S1', '2020-01-05', 'P2', '1', '5'],
            ['A3', 'S1', '2020-01-05', 'P1', '1', '5'],
        )
        self.assertEqual(
            [(o.external_id, o.has_error, len(o.rows)) for o in result.orders],
            [('A1|S1', False, 1), ('A2|S1', True, 2), ('A3|S1', False, 1)],
        )
        (issue,) = result.orders[1].issues
        self.assertEqual(
            (issue.code, issue.field, issue.found, issue.row, issue.column), ('not_a_number', 'lines[0].quantity', '许多', 3, 'E')
        )
        self.assertEqual(result.orders[1].payload['lines'][0]['quantity'], '许多', 'what was found stays')

    def test_an_order_that_may_lack_a_row_with_a_broken_key_is_a_question(self):
        result = self.read_rows(
            GOOD,
            ['A1', '', '2020-01-05', 'P2', '1', '5'],
            ['A2', 'S1', '2020-01-05', 'P1', '1', '5'],
            ['', 'S1', '2020-01-05', 'P1', '1', '5'],
        )
        self.assertEqual(
            [(o.external_id, o.has_error) for o in result.orders],
            [('A1|S1', True), ('A2|S1', True)],
            'a row without a number, in the store of the order above, may continue it',
        )
        self.assertEqual(self.codes(result), ['maybe_incomplete', 'maybe_incomplete', 'missing_value', 'missing_value'])
        self.assertEqual(result.orders[0].issues[0].row, 3)

    def test_the_same_line_twice_stays_two_lines_and_is_a_question(self):
        result = self.read_rows(GOOD, GOOD)
        self.assertEqual(len(result.orders[0].payload['lines']), 2)
        self.assertEqual(self.codes(result), ['equal_rows'])
        self.assertTrue(result.orders[0].has_error)

    def test_what_differs_inside_one_order_is_a_question(self):
        result = self.read_rows(GOOD, ['A1', 'S1', '2020-01-06', 'P2', '1', '5'], ['A1', 'S1', '', 'P3', '1', '5'])
        self.assertEqual(self.codes(result), ['inconsistent', 'missing_value'])
        issue = result.orders[0].issues[0]
        self.assertEqual((issue.field, issue.found, issue.proposed, issue.row), ('ordered_at', '2020-01-06', '2020-01-05 (2)', 3))

    def test_key_values_with_the_separator_stay_apart(self):
        result = self.read_rows(['a|b', 'c', *GOOD[2:]], ['a', 'b|c', *GOOD[2:]])
        self.assertEqual(len({order.external_id for order in result.orders}), 2)

    def test_totals_and_blank_rows_are_skipped_and_told(self):
        result = self.read_rows(GOOD, [], ['合计', '', '', '', '99', ''], ['Total', 'S1', '2020-01-05', 'P1', '1', '5'])
        self.assertEqual([order.external_id for order in result.orders], ['A1|S1', 'Total|S1'])
        self.assertEqual(self.codes(result), ['blank_rows', 'total_row'])
        self.assertEqual(result.row_count, 3)

    def test_a_delimiter_inside_a_value_does_not_shift_cells_silently(self):
        self.assertEqual(self.codes(self.read_rows([*GOOD, 'rest'])), ['extra_cells'])

    def test_unused_columns_stay_with_their_line(self):
        result = self.read_rows([*GOOD, '急'], headers=[*HEADERS, '备注'])
        self.assertEqual(result.orders[0].payload['lines'][0]['raw'], {'备注': '急'})

    def test_codes_that_lost_digits_are_questions(self):
        result = table.read_orders(workbook([HEADERS, [2.5e17, *GOOD[1:]], ['A2', 'S1', 43835, 7, 2, 10.0]]), 'x', SHOP)
        self.assertEqual(self.codes(result), ['precision'])
        self.assertEqual(result.orders[0].payload['ordered_at'], '2020-01-05')
        self.assertEqual(result.orders[0].payload['lines'][0]['sku'], '7')

    def test_a_constant_and_a_translation(self):
        columns = replace(
            SHOP,
            columns=(*SHOP.columns, Column('currency', default='CNY'), Column('status', '状态', values=(('交易成功', 'done'),))),
        )
        result = self.read_rows([*GOOD, ' 交易成功'], ['A2', *GOOD[1:], '飞走'], headers=[*HEADERS, '状态'], columns=columns)
        self.assertEqual((result.orders[0].payload['currency'], result.orders[0].payload['status']), ('CNY', 'done'))
        self.assertEqual(self.codes(result), ['unknown_value'])

    # === LAWS ===

    CELLS = st.sampled_from(['', 'A1', 'A2', 'S1', 'S2', '2020-01-05', '昨天', '2', '-1', '10.5', '两', '合计', '#N/A', '1E+17'])

    @quick
    @given(st.lists(st.lists(CELLS, max_size=7), max_size=12))
    def test_every_row_is_in_exactly_one_order_or_in_an_issue(self, rows):
        result = self.read_rows(*rows)
        held = Counter(number for order in result.orders for _sheet, number in order.rows)
        told = {issue.row for issue in result.issues}
        filled = {number for number, row in enumerate(rows, 2) if any(row)}
        self.assertEqual(result.row_count, len(filled))
        self.assertLessEqual(filled, set(held) | told)
        self.assertFalse(set(held) & {i.row for i in result.issues if i.code != 'blank_rows'})
        self.assertLessEqual(set(held.values()), {1})
        self.assertLessEqual(set(self.codes(result)), ISSUE_CODES)
        for order in result.orders:
            self.assertEqual([line['row'] for line in order.payload['lines']], [row for _sheet, row in order.rows])
            json.dumps(order.payload)

    @quick
    @given(st.permutations([[f'A{n % 3}', f'S{n % 2}', '2020-01-05', f'P{n}', str(n + 1), '10'] for n in range(8)]))
    def test_orders_do_not_depend_on_the_order_of_rows(self, rows):
        result = self.read_rows(*rows)
        found, expected = (
            {order.external_id: fingerprint.content_hash(order.payload) for order in read.orders}
            for read in (result, self.read_rows(*sorted(rows)))
        )
        self.assertEqual(found, expected)

    @quick
    @given(st.decimals(0, 10**7, places=2), st.integers(1, 9999), st.integers(0, 99), st.sampled_from([1, 1000]))
    def test_the_computed_price_gives_back_the_amount(self, amount, quantity, percent, part):
        quantity, rate = Decimal(quantity) / part, Decimal(percent) / 100
        unit = float(repr(price.unit_price(amount, quantity, rate)))
        discounted = unit * (1 - price.discount_percent(rate) / 100.0)
        core = float_round(float(quantity) * discounted, precision_rounding=0.01)
        self.assertEqual(Decimal(repr(core)), amount)
        self.assertEqual(price.subtotal(unit, quantity, rate), amount)

    def test_reading_changes_nothing_it_was_given(self):
        columns = copy.deepcopy(SHOP)
        first = self.read_rows(GOOD, columns=columns)
        self.assertEqual((columns, self.read_rows(GOOD).orders[0].payload), (SHOP, first.orders[0].payload))

    def test_a_hundred_thousand_rows_become_orders(self):
        lines = ''.join(f'A{n // 4},S{n % 7 // 7},2020-01-05,P{n % 500},{n % 9 + 1},9.90\n' for n in range(100_000))
        result = table.read_orders((','.join(HEADERS) + '\n' + lines).encode('gb18030'), 'x.csv', SHOP)
        self.assertEqual((result.row_count, len(result.orders), result.issues), (100_000, 25_000, []))
