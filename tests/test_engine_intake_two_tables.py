# Part of store_group. License LGPL-3.
import io
import itertools
import pathlib
from decimal import Decimal

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..engine.intake import canonical, layout, table, two_tables
from ..engine.intake.fingerprint import content_hash
from ..engine.intake.layouts import BY_CODE, heads_of
from ..engine.intake.layouts.known import col, key

FOLDER = pathlib.Path(__file__).parent / 'samples' / 'known'
HEADS, ITEMS = (BY_CODE[code].layout for code in ('taobao_orders', 'taobao_items'))
QUICK = settings(derandomize=True, deadline=None, max_examples=80)


def contents(name):
    return (FOLDER / f'{name}.csv').read_bytes()


def read(content, *layouts):
    return table.read_orders(content, 'x', layouts[0], 'CNY', layouts[1:])


def both_sheets(*names):
    """Return a workbook with a sheet for each of the samples `names`."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name in names:
        sheet = book.create_sheet(name)
        for _number, row in next(table.read_sheets(contents(name))).rows:
            sheet.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


class TestEngineIntakeTwoTables(BaseCase):
    """Heads and goods of orders in two tables: one order each, whatever comes first, however often."""

    maxDiff = None

    def parts(self):
        heads = {order.external_id: order.payload for order in read(contents('taobao_orders'), HEADS, ITEMS).orders}
        items = {order.external_id: order.payload for order in read(contents('taobao_items'), HEADS, ITEMS).orders}
        self.assertEqual(set(heads), set(items))
        return heads, items

    def test_a_file_of_goods_waits_for_its_heads(self):
        result = read(contents('taobao_items'), HEADS, ITEMS)
        self.assertEqual([[issue.code for issue in order.issues] for order in result.orders], [['waits_for_heads']] * 2)
        self.assertEqual([issue.code for issue in result.issues], [])
        self.assertEqual([order.issues for order in read(contents('taobao_orders'), HEADS, ITEMS).orders], [[], []])

    def test_whatever_comes_first_the_order_is_the_same(self):
        heads, items = self.parts()
        for number, head in heads.items():
            one, issues = two_tables.joined(head, items[number])
            other, _issues = two_tables.joined(items[number], head)
            self.assertEqual((one, issues), (other, []))
            for again in (head, items[number], one):
                self.assertEqual(two_tables.joined(one, again), (one, []), 'a table that arrives again changes nothing')
            draft, found = canonical.check_order(one, tz='Asia/Shanghai', default_currency='CNY')
            self.assertEqual([issue.code for issue in found], [])
            due = sum(line.amount for line in draft.lines) + draft.shipping_amount - draft.discount_amount
            self.assertEqual(due, draft.total, 'what goods cost more than is due is the discount')

    def test_a_later_head_changes_the_head_alone(self):
        heads, items = self.parts()
        number = '802001010096000003'
        whole, _issues = two_tables.joined(heads[number], items[number])
        later, _issues = two_tables.joined(whole, {**heads[number], 'status': 'done'})
        self.assertEqual((whole['status'], later['status'], later['lines']), ('shipped', 'done', whole['lines']))

    def test_goods_that_do_not_fit_are_asked(self):
        heads, items = self.parts()
        head, goods = heads['802001010045540002'], items['802001010045540002']
        cut = {**goods, 'lines': goods['lines'][:1]}
        self.assertEqual([issue.code for issue in two_tables.joined(head, cut)[1]], ['items_do_not_fit'])
        cheap = {**goods, 'lines': [{**line, 'unit_price': '1'} for line in goods['lines']]}
        issue = two_tables.joined(cheap, head)[1][0]
        self.assertEqual((issue.code, issue.found, issue.proposed), ('items_do_not_fit', '5', '365'))
        off = {**head, 'status': 'cancelled'}
        self.assertEqual(two_tables.joined(off, cut)[1], [], 'a cancelled order sells nothing')

    def test_two_sheets_of_a_workbook_are_joined(self):
        heads, items = self.parts()
        for names in (('taobao_orders', 'taobao_items'), ('taobao_items', 'taobao_orders')):
            result = read(both_sheets(*names), HEADS, ITEMS)
            self.assertEqual([issue.code for issue in result.issues], [])
            self.assertEqual(result.row_count, 5)
            found = {order.external_id: order for order in result.orders}
            self.assertEqual(set(found), set(heads))
            for number, order in found.items():
                apart, _issues = two_tables.joined(heads[number], items[number])
                self.assertEqual(content_hash(order.payload), content_hash(apart), 'as from two files')
                self.assertEqual((order.issues, len(order.rows)), ([], 1 + len(order.payload['lines'])))
            self.assertEqual([order.external_id for order in result.orders[1:]], [list(found)[1]])
        self.assertEqual([issue.code for issue in read(both_sheets('taobao_orders'), HEADS, ITEMS).issues], [])

    def test_a_second_sheet_of_one_kind_is_named(self):
        book = openpyxl.load_workbook(io.BytesIO(both_sheets('taobao_orders', 'taobao_items')))
        book.copy_worksheet(book['taobao_items'])
        kept = io.BytesIO()
        book.save(kept)
        self.assertEqual([issue.code for issue in read(kept.getvalue(), HEADS, ITEMS).issues], ['sheet_not_read'])

    def test_heads_without_goods_wait_for_them(self):
        plan = layout.Layout((key('no'), col('ordered_at', 'date'), col('total', 'total')), holds='heads')
        self.assertEqual(layout.problems(plan), [])
        (order,) = read(b'no,date,total\n7,2026-03-05,9\n', plan).orders
        self.assertEqual((order.payload['lines'], [issue.code for issue in order.issues]), ([], ['waits_for_items']))
        goods = {'external_id': '7', 'holds': 'items', 'lines': [{'sku': 'A', 'quantity': '1', 'unit_price': '9'}]}
        self.assertEqual(two_tables.joined(order.payload, goods)[0]['lines'], goods['lines'])

    def test_what_says_nothing_of_tables_stays(self):
        plain = {'external_id': '7', 'lines': [{'sku': 'A'}]}
        self.assertEqual(two_tables.joined(plain, plain), (plain, []))
        self.assertFalse(two_tables.is_of_table(plain) or two_tables.is_of_table(None))
        self.assertEqual(heads_of('taobao_items').code, 'taobao_orders')

    @QUICK
    @given(st.data())
    def test_every_order_of_arrival_ends_alike(self, data):
        """Goods and heads of some orders, split over files, sent in any order and again: the same contents at the end."""
        heads, items = self.parts()
        sent = [*heads.values(), *items.values()]
        arrivals = [*data.draw(st.permutations(sent)), *data.draw(st.lists(st.sampled_from(sent), max_size=4))]
        known = {}
        for payload in arrivals:
            number = payload['external_id']
            known[number] = two_tables.joined(known[number], payload)[0] if number in known else payload
        for number, payload in known.items():
            self.assertEqual(payload, two_tables.joined(heads[number], items[number])[0])

    @QUICK
    @given(
        st.dictionaries(
            st.sampled_from(('holds', 'lines', 'tables', 'status', 'discount_amount', 'currency')), st.text(max_size=5)
        ),
        st.sampled_from(('heads', 'items', 'both', '')),
        st.lists(st.dictionaries(st.sampled_from(('quantity', 'unit_price', 'subtotal')), st.text(max_size=4)), max_size=3),
    )
    def test_no_content_breaks_it(self, payload, holds, lines):
        other = {'external_id': '1', 'holds': holds, 'lines': lines}
        for pair in itertools.permutations((payload, other, {'holds': 'items', 'lines': lines})):
            two_tables.completes(*pair[:2])
            two_tables.joined(*pair[:2])


class TestEngineIntakeGrain(BaseCase):
    """Of what an amount speaks is found by the total, or asked; never guessed."""

    def read(self, text, line='unsure', shipping='unsure', total='unsure'):
        plan = layout.Layout(
            (
                key('no'),
                col('ordered_at', default='2026-03-05'),
                col('line.sku', 'sku'),
                col('line.quantity', 'qty', required=True),
                col('line.subtotal', 'amount', required=True, grain=line),
                col('shipping_amount', 'shipping', grain=shipping),
                col('discount_amount', 'off', grain='unsure'),
                col('total', 'total', grain=total),
            ),
            line_amount='subtotal',
        )
        self.assertEqual(layout.problems(plan), [])
        return [
            (
                sum(Decimal(line['unit_price']) * Decimal(line['quantity']) for line in order.payload['lines']),
                *(order.payload.get(name) for name in ('shipping_amount', 'discount_amount', 'total')),
                [issue.code for issue in order.issues],
            )
            for order in read(f'no,sku,qty,amount,shipping,off,total\n{text}'.encode(), plan).orders
        ]

    def test_the_total_decides_between_piece_and_line(self):
        self.assertEqual(self.read('1,A,2,10,,,20\n')[0], (20, None, None, '20', []))
        self.assertEqual(self.read('1,A,2,10,,,10\n')[0], (10, None, None, '10', []))
        self.assertEqual(self.read('1,A,1,10,,,10\n')[0], (10, None, None, '10', []))

    def test_the_total_decides_between_order_and_row(self):
        self.assertEqual(self.read('1,A,1,10,5,,25\n1,B,1,10,5,,25\n')[0], (20, '5', None, '25', []))
        self.assertEqual(self.read('1,A,1,10,5,,30\n1,B,1,10,5,,30\n')[0], (20, '10', None, '30', []))
        self.assertEqual(self.read('1,A,1,10,5,1,14\n1,B,1,10,5,2,13\n')[0], (20, '10', '3', '27', []))
        self.assertEqual(self.read('1,A,2,10,0,2,16\n1,B,1,8,0,2,16\n')[0], (18, '0', '2', '16', []))

    def test_what_the_total_leaves_open_is_asked(self):
        self.assertEqual(self.read('1,A,2,10,,,15\n')[0][-1], ['unsure_grain'], 'no reading meets the total')
        self.assertEqual(self.read('1,A,2,10,,,\n')[0][-1], ['unsure_grain'], 'no total, two readings')
        self.assertEqual(self.read('1,A,1,10,,,\n')[0][-1], [], 'no total, one reading')

    def test_what_is_declared_is_not_asked(self):
        self.assertEqual(self.read('1,A,2,10,5,,\n1,B,1,10,5,,\n', line='', shipping='order')[0], (20, '5', None, None, []))
        self.assertEqual(self.read('1,A,2,10,5,,\n1,B,1,10,5,,\n', line='', shipping='row')[0], (20, '10', None, None, []))

    def test_a_grain_only_fits_amounts(self):
        plan = layout.Layout((key('no'), col('tags', 'a', grain='order'), col('total', 'b', grain='unsure', summed=True)))
        self.assertIn('bad_grain', layout.problems(plan))
