# Part of store_group. License LGPL-3.
import pathlib
from dataclasses import replace

from odoo.tests import BaseCase

from ..engine.intake import layout, table
from ..engine.intake.layout import Column, Layout
from ..engine.table import cells, delimited, encodings

CASES = pathlib.Path(__file__).parent / 'samples' / 'cases'
NUMBER, DATE = Column('external_id', '单号', is_key=True, required=True), Column('ordered_at', '时间', required=True)
ROWS = Layout(
    (
        NUMBER,
        DATE,
        Column('line.sku', '货号', required=True),
        Column('line.name', '品名'),
        Column('line.quantity', '数量', required=True),
        Column('line.unit_price', '单价', required=True),
    )
)
ENGLISH = Layout(
    (
        Column('external_id', 'Order', is_key=True),
        Column('ordered_at', 'Date'),
        Column('line.sku', 'SKU'),
        Column('line.name', 'Name'),
        Column('line.quantity', 'Qty'),
        Column('line.unit_price', 'Price'),
    )
)


def read(name, columns=ROWS):
    return table.read_orders((CASES / name).read_bytes(), name, columns)


def with_columns(*columns, **values):
    return replace(ROWS, columns=(*ROWS.columns, *columns), **values)


def downward(*targets, columns=ROWS):
    return replace(columns, columns=tuple(replace(column, fill_down=column.target in targets) for column in columns.columns))


class TestEngineIntakeCases(BaseCase):
    """Small files that were read wrongly once; each stands for a kind."""

    def codes(self, result):
        return [issue.code for order in result.orders for issue in order.issues] + [i.code for i in result.issues]

    def lines(self, result):
        return [(order.external_id, [line['sku'] for line in order.payload['lines']]) for order in result.orders]

    # === READING THE TEXT ===

    def test_a_tab_after_each_cell_cuts_nothing(self):
        result = read('tab_after_cells_20rows.csv')
        self.assertEqual(self.codes(result), [])
        self.assertGreaterEqual(len(result.orders), 20)
        self.assertEqual(result.orders[0].payload['lines'][0]['unit_price'], '10')
        for rows in (1, 5, 19, 20, 60):
            for row in ('x\t,y\t,z\t\n', '"x\t","y\t","z\t"\n', 'x\t,\t,z\t\n'):
                self.assertEqual(delimited.find_delimiter('a,b,c\n' + row * rows), ',')
        self.assertEqual(delimited.find_delimiter('a\tb\tc\n' + 'x,1\ty,2\tz\n' * 30), '\t', 'a comma inside cells')

    def test_traditional_chinese_is_recognised(self):
        result = read('big5.csv', ENGLISH)
        self.assertEqual(self.codes(result), [])
        name = (CASES / 'big5.csv').read_bytes().decode('cp950').split(',')[8]
        self.assertEqual(result.orders[0].payload['lines'][0]['name'], name)
        text = '訂單編號,商品名稱,數量\n1,繁體中文的商品,2\n'
        sheet = next(cells.read_sheets(text.encode('cp950'), 'x.csv'))
        self.assertEqual([row for _number, row in sheet.rows][0], ['訂單編號', '商品名稱', '數量'])

    def test_other_encodings_are_refused_never_garbage(self):
        for text in (
            'Order,Name\n1,Café crème ça\n',
            'Order,Name\n1,Müller Jürgen\n',
            'Bestellung,Größe\n1,Übergröße für Möbel\n',
        ):
            with self.assertRaises(cells.Unreadable) as caught:
                list(next(cells.read_sheets(text.encode('cp1252'), 'x.csv')).rows)
            self.assertEqual(caught.exception.code, 'encoding')
        with self.assertRaises(cells.Unreadable):
            read('cp1252_accents.csv', ENGLISH)
        named = read('cp1252_accents.csv', replace(ENGLISH, encoding='cp1252'))
        self.assertEqual(named.orders[0].payload['lines'][0]['name'], 'Café crème éa')

    def test_simplified_chinese_stays_what_it_is(self):
        for text in ('订单号,时间\n', '商品,颜色,鞋码\n红色连衣裙,茶叶\n', '张三,上海市浦东新区\n', '，。（）￥\n'):
            self.assertEqual(encodings.choose(text.encode('gb18030'), True), 'gb18030', text)

    # === ROWS THAT CONTINUE ===

    def test_a_row_without_a_number_stops_the_order_above(self):
        for name in ('continuation_without_key.csv', 'merged_order_id.xlsx'):
            with self.subTest(name):
                result = read(name)
                self.assertIn('maybe_incomplete', self.codes(result))
                self.assertTrue(result.orders[0].has_error, 'nothing of it is made short')

    def test_a_row_without_a_number_continues_where_the_layout_says_so(self):
        for name in ('continuation_without_key.csv', 'merged_order_id.xlsx'):
            with self.subTest(name):
                result = read(name, downward('external_id'))
                self.assertEqual(self.codes(result), [])
                self.assertEqual(len(result.orders[0].payload['lines']), 2)
                self.assertTrue(result.orders[0].payload['ordered_at'], 'the date of its first row')

    def test_nothing_is_filled_down_from_a_row_of_totals_or_a_broken_key(self):
        text = '单号,时间,货号,数量,单价\nM1,2026-11-02,P1,1,10\n合计,,,1,10\n,,P2,2,20\n'
        result = table.read_orders(text.encode(), 'x.csv', downward('external_id'))
        self.assertEqual(self.lines(result), [('M1', ['P1', 'P2'])])
        text = '单号,时间,货号,数量,单价\nM1,2026-11-02,P1,1,10\n#N/A,2026-11-02,P1,1,10\n,,P2,2,20\n'
        result = table.read_orders(text.encode(), 'x.csv', downward('external_id'))
        self.assertEqual(self.lines(result), [('M1', ['P1'])], 'its second row belongs to the order nobody can name')
        result = table.read_orders(text.encode(), 'x.csv', ROWS)
        self.assertFalse(result.orders[0].has_error, 'the row above names another order')

    def test_a_first_row_without_a_number_stops_nothing(self):
        text = '单号,时间,货号,数量,单价\n,2026-11-02,P1,1,10\nM1,2026-11-02,P1,1,10\n'
        for columns in (ROWS, downward('external_id')):
            result = table.read_orders(text.encode(), 'x.csv', columns)
            self.assertEqual(self.codes(result), ['missing_value'])

    def test_a_blank_store_is_filled_down_where_the_layout_says_so(self):
        store = Column('store', '门店')
        self.assertEqual(
            [order.payload.get('store') for order in read('fill_down_store.csv', with_columns(store)).orders],
            ['X', None, 'Y', None],
        )
        filled = read('fill_down_store.csv', downward('store', columns=with_columns(store)))
        self.assertEqual([order.payload['store'] for order in filled.orders], ['X', 'X', 'Y', 'Y'])

    # === ROWS THAT SUM UP OTHERS ===

    SHEET = '门店,单号,时间,状态,货号,品名,类目,数量,单价\n' 'M1,T1,2026-11-11,paid,P1,甲,,1,10\n,,,paid,P2,乙,,2,20\n'
    OTHER = '\nM1,T2,2026-11-11,paid,P1,甲,,1,10\n'
    STORED = Layout(
        (
            Column('store', '门店'),
            NUMBER,
            DATE,
            Column('status', '状态'),
            Column('line.sku', '货号'),
            Column('line.name', '品名'),
            Column('line.category', '类目'),
            Column('line.quantity', '数量'),
            Column('line.unit_price', '单价'),
        )
    )
    SUMS = (
        ',,,,,小计,,3,50',
        ',,,,,本店合计：,,3,50',
        '小计,,,,,,,3,50',
        'M1,,,,,小计,,3,50',
        ',,,,小计,,,3,50',
        ',,,,,合计：50.00,,,',
        ',,2026-11-11,paid,,,本单小计,3,50',
        ',,,,,Store total:,,3,50',
        'M1,T1,2026-11-11,paid,,小计,,3,50',
        'M1,合计,,,,,,3,50',
        '总计(3件),,,,,,,3,50',
    )

    def test_a_row_of_sums_is_no_line_wherever_its_word_stands_and_whatever_is_filled_down(self):
        filled = [
            downward(*targets, columns=self.STORED)
            for targets in ((), ('external_id',), ('external_id', 'store'), ('external_id', 'store', 'ordered_at', 'status'))
        ]
        for at, layout_used in enumerate(filled):
            for row in self.SUMS:
                with self.subTest(at=at, row=row):
                    text = self.SHEET.replace('\n,,,', '\nM1,T1,2026-11-11,') + row + self.OTHER
                    result = table.read_orders(text.encode(), 'x.csv', layout_used)
                    self.assertEqual(self.lines(result), [('T1', ['P1', 'P2']), ('T2', ['P1'])])
                    self.assertEqual(self.codes(result), ['total_row'])

    def test_a_product_that_is_called_like_a_sum_stays_a_line_or_is_asked_about(self):
        layout_used = downward('external_id', 'store', columns=self.STORED)
        for row, codes in (
            (',,,,P3,小计,,1,10', ['maybe_total']),
            (',,,,P3,合计,,1,10', ['maybe_total']),
            ('M1,T1,2026-11-11,paid,P3,小计,,1,10', []),
            ('M1,T1,2026-11-11,paid,P3,数据汇总,,1,10', []),
            (',,,,,Total War,,1,10', []),
            (',,,,P3,合计算器,,1,10', []),
            ('M1,T1,2026-11-11,paid,,数据汇总,,1,10', ['maybe_total']),
        ):
            with self.subTest(row=row):
                result = table.read_orders((self.SHEET + row).encode(), 'x.csv', layout_used)
                self.assertEqual(len(result.orders[0].payload['lines']), 3)
                self.assertEqual(self.codes(result), codes)
                self.assertEqual(result.orders[0].has_error, bool(codes), 'asked before anything is made')

    def test_a_row_of_another_store_does_not_take_the_number_from_above(self):
        store = replace(self.STORED.columns[0], is_key=True)
        layout_used = replace(self.STORED, columns=(store, *self.STORED.columns[1:]))
        layout_used = downward('external_id', 'store', 'ordered_at', 'status', columns=layout_used)
        result = table.read_orders((self.SHEET + 'M2,,,,P9,丙,,1,5\nM1,,,,P3,丁,,1,5').encode(), 'x.csv', layout_used)
        self.assertEqual(self.lines(result), [('M1|T1', ['P1', 'P2'])], 'nobody can say which order the last two rows are of')
        self.assertEqual([(issue.code, issue.row) for issue in result.issues], [('missing_value', 4), ('missing_value', 5)])

    # === ROWS THAT SAY THE SAME ===

    def test_equal_rows_and_repeated_line_numbers_are_one_question(self):
        for name, columns in (
            ('identical_rows.csv', ROWS),
            ('same_line_number_twice.csv', with_columns(Column('line.external_id', '子单号'))),
        ):
            with self.subTest(name):
                result = read(name, columns)
                self.assertEqual(self.codes(result), ['equal_rows'])
                self.assertTrue(result.orders[0].has_error)
                self.assertEqual(result.orders[0].issues[0].found, '2, 3')
                kept = read(name, replace(columns, equal_rows='keep')).orders[0]
                self.assertEqual((len(kept.payload['lines']), kept.issues), (2, []))
                once = read(name, replace(columns, equal_rows='once'))
                self.assertEqual((len(once.orders[0].payload['lines']), self.codes(once)), (1, ['equal_rows_once']))

    def test_a_file_of_nothing_but_headers_says_so(self):
        result = table.read_orders('单号,时间,货号,品名,数量,单价\n'.encode(), 'x.csv', ROWS)
        self.assertEqual([(issue.code, issue.severity) for issue in result.issues], [('no_rows', 'warning')])

    # === AMOUNTS OF THE ORDER ON ITS ROWS ===

    def test_shipping_on_each_row_is_summed_by_the_layout(self):
        shipping = Column('shipping_amount', '运费')
        self.assertEqual(self.codes(read('shipping_per_line.csv', with_columns(shipping))), ['inconsistent'])
        summed = with_columns(replace(shipping, summed=True))
        result = read('shipping_per_line.csv', summed)
        self.assertEqual((self.codes(result), result.orders[0].payload['shipping_amount']), ([], '6.5'))
        text = '单号,时间,货号,数量,单价,运费\nS1,2026-11-02,P1,1,10,1.25\nS1,2026-11-02,P2,1,10,\nS1,2026-11-02,P3,1,10,1.25\n'
        result = table.read_orders(text.encode(), 'x.csv', summed)
        self.assertEqual((self.codes(result), result.orders[0].payload['shipping_amount']), ([], '2.5'))

    def test_only_amounts_of_the_order_can_be_summed(self):
        for column in (
            Column('store', '门店', summed=True),
            Column('line.discount_amount', '优惠', summed=True),
            Column('shipping_amount', '运费', summed=True, fill_down=True),
        ):
            self.assertEqual(layout.problems(with_columns(column)), ['bad_sum'])
        self.assertEqual(layout.problems(replace(ROWS, equal_rows='sometimes')), ['bad_rule'])
        self.assertEqual(layout.problems(replace(ROWS, later_file='never')), ['bad_rule'])

    # === AS BEFORE, WITH WORDS ===

    def test_formulas_without_values_and_a_second_sheet_are_told(self):
        self.assertTrue(self.codes(read('formulas_no_values.xlsx')))
        self.assertEqual({'sheet_not_read', 'sheets_together'} & set(self.codes(read('two_sheets.xlsx'))), {'sheets_together'})
