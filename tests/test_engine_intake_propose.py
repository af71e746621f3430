# Part of store_group. License LGPL-3.
import doctest
import io
from decimal import Decimal

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..engine.intake import canonical
from ..engine.intake.layout import problems
from ..engine.intake.proposing import assemble, money, profile, propose, words
from ..engine.intake.vocabulary import TARGETS
from ..engine.table.head import read_head

QUICK = settings(derandomize=True, deadline=None, max_examples=80)
SHOP = (
    '某某商城 销售明细,,,,,,,,\n'
    '单据编号,开单日期,分店,会员,手机,商品编码,商品名称,件数,实售价,金额,状态\n'
    'S001,2026/3/1 10:00,一号店,王芳,13900000001,A-1,衬衫,2,99.00,198.00,已发货\n'
    'S001,2026/3/1 10:00,一号店,王芳,13900000001,B-2,袜,3,5.00,15.00,已发货\n'
    'S002,2026/3/2 11:30,二号店,李雷,13900000002,A-1,衬衫,1,99.00,99.00,待发货\n'
    'S003,2026/3/2 12:30,二号店,韩梅,13900000003,B-2,袜,4,5.00,20.00,已取消\n'
    'S004,2026/3/3 12:30,一号店,韩梅,13900000003,C-3,帽,2,30.00,60.00,已发货\n'
    '合计,,,,,,,12,,392.00,\n'
)


def proposed(text, encoding='utf-8'):
    head = read_head(text.encode(encoding), 'x.csv')
    return head, propose.propose(head)


class TestEngineIntakePropose(BaseCase):
    """The layout of a table nobody declared."""

    def targets(self, text, encoding='utf-8'):
        return {column.header: column.target for column in proposed(text, encoding)[1].columns}

    def test_a_chinese_sheet_is_proposed_whole(self):
        for encoding in ('utf-8', 'gb18030', 'utf-16'):
            head, found = proposed(SHOP, encoding)
            self.assertEqual((found.header_row, found.questions, found.is_usable), (2, (), True))
            self.assertEqual(
                {column.header: column.target for column in found.columns},
                {
                    '单据编号': 'external_id',
                    '开单日期': 'ordered_at',
                    '分店': 'store',
                    '会员': 'customer.name',
                    '手机': 'customer.phone',
                    '商品编码': 'line.sku',
                    '商品名称': 'line.name',
                    '件数': 'line.quantity',
                    '实售价': 'line.unit_price',
                    '金额': 'ignore',
                    '状态': 'status',
                },
            )
            price = next(column for column in found.columns if column.header == '实售价')
            self.assertEqual(price.reasons[0][0], 'product')
            self.assertEqual((price.samples, price.becomes), (('99.00', '5.00', '30.00'), ('99', '5', '30')))
            result, orders = propose.preview(head.sheets[0], found.header_row, found.layout, 'CNY')
            self.assertEqual(len(result.orders), 4)
            draft, _issues = canonical.check_order(orders[0].payload, tz='Asia/Shanghai', default_currency='CNY')
            self.assertEqual((sum(line.amount for line in draft.lines), draft.status), (Decimal('213.00'), 'shipped'))

    def test_an_english_sheet_without_any_known_header_order(self):
        found = self.targets(
            'Qty,Unit Price,Item,Receipt No,Sold On Date,Buyer Email,Colour\n'
            '2,5.00,Cup,R1,2026-01-02,a@example.com,red\n1,7.00,Plate,R2,2026-01-03,b@example.com,blue\n'
        )
        self.assertEqual(
            found,
            {
                'Qty': 'line.quantity',
                'Unit Price': 'line.unit_price',
                'Item': 'line.name',
                'Receipt No': 'external_id',
                'Sold On Date': 'ordered_at',
                'Buyer Email': 'customer.email',
                'Colour': 'ignore',
            },
        )

    def test_sums_decide_what_an_amount_is(self):
        base = 'order no,date,sku,qty,amount\n'
        per_line = base + '1,2026-01-01,A,1,5\n2,2026-01-01,A,2,10\n3,2026-01-01,A,3,15\n'
        per_piece = base + '1,2026-01-01,A,1,5\n2,2026-01-01,A,2,5\n3,2026-01-01,A,3,5\n'
        unclear = base + '1,2026-01-01,A,1,5\n2,2026-01-01,B,2,9\n3,2026-01-01,C,3,4\n'
        self.assertEqual(self.targets(per_line)['amount'], 'line.subtotal')
        self.assertEqual(self.targets(per_piece)['amount'], 'line.unit_price')
        _head, found = proposed(unclear)
        self.assertEqual([question.code for question in found.questions], ['amount'])
        self.assertEqual({target for _index, target in found.questions[0].choices}, {'line.subtotal', 'line.unit_price', 'total'})
        self.assertEqual(next(column.target for column in found.columns if column.header == 'amount'), 'ignore')

    def test_one_piece_each_tells_only_of_a_whole_file(self):
        head = 'order no,date,sku,qty,amount\n'
        self.assertEqual(self.targets(head + '1,2026-01-01,A,1,5\n2,2026-01-01,B,1,6\n')['amount'], 'line.subtotal')
        long = head + ''.join(f'{n},2026-01-01,A{n},1,{n}\n' for n in range(1, 400))
        self.assertEqual([question.code for question in proposed(long)[1].questions], ['amount'])

    def test_amounts_that_contradict_are_a_question(self):
        text = 'order no,date,sku,qty,unit price,subtotal\n' + ''.join(f'{n},2026-01-01,A{n},2,5,{n * 7}\n' for n in range(1, 6))
        _head, found = proposed(text)
        self.assertEqual([question.code for question in found.questions], ['contradiction'])
        self.assertNotIn('line.unit_price', {column.target for column in found.columns})
        off = 'order no,date,sku,qty,unit price,discount,subtotal\n' + ''.join(
            f'{n},2026-01-01,A{n},2,{n},0.1,{n * 2 * 0.9:.2f}\n' for n in range(1, 6)
        )
        self.assertEqual(self.targets(off)['unit price'], 'line.unit_price')

    def test_totals_that_are_no_sum_are_a_question(self):
        base = 'order no,date,sku,qty,unit price,order total\n'
        right = base + '1,2026-01-01,A,2,5,13\n1,2026-01-01,B,1,3,13\n2,2026-01-01,A,1,5,5\n'
        wrong = base + '1,2026-01-01,A,2,5,99\n1,2026-01-01,B,1,3,99\n2,2026-01-01,A,1,5,77\n'
        self.assertEqual(self.targets(right)['order total'], 'total')
        self.assertEqual([question.code for question in proposed(wrong)[1].questions], ['total'])

    def test_day_and_month_are_asked_where_both_can_be(self):
        base = 'order no,date,sku,qty,unit price\n'
        _head, unclear = proposed(base + '1,03/04/2026,A,1,5\n2,05/06/2026,A,2,5\n')
        self.assertEqual([question.code for question in unclear.questions], ['date_order'])
        _head, clear = proposed(base + '1,03/04/2026,A,1,5\n2,25/06/2026,A,2,5\n')
        self.assertEqual((clear.questions, clear.layout.date_formats), ((), ('%d/%m/%Y',)))
        _head, american = proposed(base + '1,03/14/26 9:05 PM,A,1,5\n2,05/06/26 1:00 AM,A,2,5\n')
        self.assertEqual((american.questions, american.layout.date_formats), ((), ('%m/%d/%y %I:%M %p',)))
        turned = assemble.layout_of({0: 'external_id', 1: 'ordered_at'}, unclear.profiles, date_order='month')
        self.assertEqual(turned.date_formats, ('%m/%d/%Y',))

    def test_merged_cells_mean_what_stands_above(self):
        book = openpyxl.Workbook()
        for row in (
            ('订单号', '下单日期', '货号', '数量', '单价'),
            ('A1', '2026-01-01', 'X', 1, 5.5),
            (None, None, 'Y', 2, 3),
            ('A2', '2026-01-02', 'X', 1, 5.5),
        ):
            book.active.append(row)
        kept = io.BytesIO()
        book.save(kept)
        head = read_head(kept.getvalue(), 'x.xlsx')
        found = propose.propose(head)
        self.assertEqual({column.target for column in found.layout.columns if column.fill_down}, {'external_id', 'ordered_at'})
        result, orders = propose.preview(head.sheets[0], found.header_row, found.layout)
        self.assertEqual([len(order.payload['lines']) for order in orders], [2, 1])
        self.assertFalse([issue for order in result.orders for issue in order.issues])

    def test_a_decimal_comma_is_seen(self):
        _head, found = proposed('order no;date;sku;qty;unit price\n1;2026-01-01;A;1;5,50\n2;2026-01-01;B;2;1.005,00\n')
        self.assertEqual((found.layout.decimal_mark, found.columns[4].becomes), (',', ('5.5', '1005')))

    def test_an_order_number_of_two_stores_is_two_orders(self):
        _head, found = proposed('门店,订单号,下单日期,货号,数量,单价\n甲店,1,2026-01-01,A,1,5\n乙店,1,2026-01-01,A,2,5\n')
        self.assertEqual([column.target for column in found.layout.columns if column.is_key], ['store', 'external_id'])

    def test_what_holds_no_orders_says_what_is_missing(self):
        for text, code in (
            ('SKU Code,Design No.,Stock,Category\nA,1,5,KURTA\nB,2,6,SET\n', 'no_order'),
            ('A2323;2\nB3423;1\nM-Opt;5\n', 'no_header'),
            ('', 'no_header'),
        ):
            _head, found = proposed(text)
            codes = [question.code for question in found.questions]
            self.assertTrue(not found.columns or not found.is_usable, text)
            self.assertTrue(not codes or code in codes, codes)

    def test_the_sheet_with_orders_is_taken(self):
        book = openpyxl.Workbook()
        book.active.title = '任务'
        book.active.append(('请统计 2020 年的销售额',))
        data = book.create_sheet('data')
        for row in (('销售日期', '销售订单', '品牌', '售价', '销售数量'), (43831, '200101007627', '甲', 99, 83)):
            data.append(row)
        kept = io.BytesIO()
        book.save(kept)
        found = propose.propose(read_head(kept.getvalue(), 'x.xlsx'))
        self.assertEqual((found.sheet, found.is_usable), ('data', True))
        self.assertEqual(found.columns[0].becomes, ('2020-01-01',))

    def test_a_status_nobody_knows_is_left_to_ask(self):
        _head, found = proposed('订单号,日期,货号,数量,单价,状态\n1,2026-01-01,A,1,5,已发货\n2,2026-01-01,A,1,5,神秘\n')
        status = next(column for column in found.columns if column.header == '状态')
        self.assertEqual(status.becomes, ('shipped', '?unknown_value'))

    @QUICK
    @given(st.binary(max_size=600))
    def test_no_bytes_break_it(self, content):
        self.whole(content)

    @QUICK
    @given(
        st.lists(
            st.lists(
                st.sampled_from(
                    [
                        '订单号',
                        '日期',
                        'qty',
                        'price',
                        'amount',
                        '金额',
                        'store',
                        '',
                        '1',
                        '2,5',
                        '03/04/2026',
                        '-',
                        '#N/A',
                        '已发货',
                        '"',
                        '合计',
                    ]
                )
                | st.text(max_size=8),
                max_size=7,
            ),
            max_size=12,
        ),
        st.sampled_from(',;\t|'),
    )
    def test_no_table_breaks_it(self, rows, delimiter):
        self.whole('\n'.join(delimiter.join(row) for row in rows).encode('utf-8', 'replace'))

    def whole(self, content):
        head = read_head(content, 'x')
        found = propose.propose(head)
        self.assertLessEqual({column.target for column in found.columns}, TARGETS)
        if found.is_usable:
            sheet = next(sheet for sheet in head.sheets if sheet.name == found.sheet)
            propose.preview(sheet, found.header_row, found.layout)
        elif found.layout is not None:
            self.assertTrue(found.questions, problems(found.layout))

    def test_examples_in_the_engine(self):
        for module in (words, profile, money, assemble, propose):
            self.assertEqual(doctest.testmod(module).failed, 0, module.__name__)
