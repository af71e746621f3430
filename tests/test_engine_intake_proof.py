# Part of store_group. License LGPL-3.
import copy
from datetime import datetime
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..engine.intake.canonical import check_order
from ..engine.intake.fingerprint import content_hash, line_texts
from ..engine.intake.forgetting import PEOPLE, forgotten
from ..engine.intake.layout import Column, Layout
from ..engine.intake.proof import AMBER, GREEN, RED, Sums, differences, judge
from ..engine.intake.table import read_orders
from ..engine.intake.told import told, told_of
from ..engine.intake.two_tables import completes, joined

QUICK = settings(derandomize=True, deadline=None, max_examples=150)
NUMBERS = st.text('123', min_size=1, max_size=2)
MONEY = st.decimals(0, 1000, places=2)
ORDERS = st.dictionaries(NUMBERS, st.none() | MONEY, max_size=6)
SECRET = 'Zhang San 13800138000'
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(['9999-12-31', '0001-01-01']),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
KEYS = (
    'external_id',
    'ordered_at',
    'total',
    'currency',
    'lines',
    'customer',
    'shipping_amount',
    'refunds',
    'parts',
    'shipments',
    'holds',
    'tables',
)
HOSTILE = st.dictionaries(st.sampled_from(KEYS), ANYTHING, max_size=6) | ANYTHING


class TestEngineIntakeProof(BaseCase):
    """The colour of a day, the differences of two lists, and what an order says of its day and sum."""

    @QUICK
    @given(ORDERS, ORDERS)
    def test_differences_are_complete_and_of_one_kind_each(self, said, ours):
        found = differences(said, ours)
        missing, extra, different = set(found.missing), set(found.extra), {number for number, _said, _ours in found.different}
        self.assertEqual(missing | extra, said.keys() ^ ours.keys())
        self.assertFalse(missing & extra or different & (missing | extra))
        self.assertEqual(
            different,
            {number for number in said.keys() & ours.keys() if said[number] is not None and said[number] != ours[number]},
        )
        self.assertEqual(bool(found), bool(missing or extra or different))
        self.assertFalse(differences(ours, ours))

    @QUICK
    @given(st.integers(0, 5), MONEY, st.integers(0, 2), st.integers(0, 5), st.none() | MONEY, st.booleans())
    def test_a_day_is_green_only_where_nothing_differs_and_nothing_waits(self, count, total, waiting, said, said_total, is_other):
        ours, there = Sums(count, total, waiting), Sums(said, said_total)
        colour = judge(there, ours, is_other)
        differs = said != count or (said_total is not None and said_total != total) or is_other
        self.assertEqual(colour, RED if differs else AMBER if waiting else GREEN)
        self.assertEqual(judge(None, ours), AMBER)

    @QUICK
    @given(HOSTILE)
    def test_whatever_an_order_is_its_day_and_sum_are_told_or_not(self, payload):
        before = copy.deepcopy(payload)
        day, total, currency = told(payload, tz='Asia/Shanghai', default_currency='CNY')
        self.assertTrue(day is None or 1900 <= day.year <= 9999)
        self.assertTrue(total is None or (isinstance(total, Decimal) and total.is_finite()))
        self.assertIsInstance(currency, str)
        self.assertEqual(repr(payload), repr(before))

    def test_the_sum_is_the_declared_one_else_that_of_the_lines(self):
        order = {'ordered_at': '2026-11-11', 'lines': [{'sku': 'A', 'quantity': 3, 'unit_price': '1.10'}], 'shipping_amount': 5}
        self.assertEqual(told(order, tz='UTC', default_currency='CNY')[1], Decimal('8.30'))
        self.assertEqual(told({**order, 'total': '8.00'}, tz='UTC', default_currency='CNY')[1], Decimal('8.00'))
        broken = {**order, 'lines': [{'sku': 'A', 'quantity': 'many', 'unit_price': '1.10'}]}
        self.assertIsNone(told(broken, tz='UTC', default_currency='CNY')[1])

    @QUICK
    @given(
        st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2040, 1, 1)),
        st.lists(st.tuples(st.integers(1, 9), MONEY), min_size=1, max_size=3),
        st.none() | MONEY,
        MONEY,
        st.sampled_from(['UTC', 'Asia/Shanghai', 'America/New_York']),
    )
    def test_a_draft_tells_what_its_content_tells(self, moment, lines, total, shipping, zone):
        order = {
            'external_id': '1',
            'ordered_at': moment.isoformat(),
            'total': None if total is None else str(total),
            'shipping_amount': str(shipping),
            'lines': [{'sku': 'A', 'quantity': quantity, 'unit_price': str(price)} for quantity, price in lines],
        }
        draft, _issues = check_order(order, tz='Asia/Tokyo', default_currency='CNY')
        self.assertEqual(told_of(draft, zone), told(order, tz='Asia/Tokyo', day_tz=zone, default_currency='CNY'))

    def test_a_late_order_is_of_the_next_day_further_east(self):
        order = {'ordered_at': '2026-11-11T23:30:00Z'}
        days = [str(told(order, tz=tz, default_currency='CNY')[0]) for tz in ('UTC', 'Asia/Shanghai', 'America/New_York')]
        self.assertEqual(days, ['2026-11-11', '2026-11-12', '2026-11-11'])


class TestEngineIntakeForgetting(BaseCase):
    """People are taken out of a content; what it sold, and which content it was, stays."""

    def _order(self, **values):
        return {
            'external_id': '1',
            'ordered_at': '2026-11-11T10:00:00+08:00',
            'status': 'shipped',
            'total': '30',
            'customer': {
                'external_id': 'B1',
                'name': SECRET,
                'phone': SECRET,
                'email': SECRET,
                'recipient_key': SECRET,
                'nick': SECRET,
                'address': {'city': SECRET, 'street': SECRET, 'zip': SECRET},
            },
            'invoice_request': {'title': SECRET, 'tax_no': SECRET},
            'buyer_note': SECRET,
            'seller_note': SECRET,
            'lines': [{'sku': 'A', 'quantity': '3', 'unit_price': '10', 'row': 2, 'raw': {'收件人': SECRET}}],
            'refunds': [{'external_id': 'R', 'line': 'A', 'quantity': '1', 'told_by': 'C1', 'told_at': '2026', 'who': SECRET}],
            'parts': ['a' * 64, SECRET],
            'unknown': {'deep': [SECRET]},
            **values,
        }

    def test_nobody_is_left_and_all_else_is(self):
        left = forgotten(self._order())
        self.assertNotIn(SECRET, repr(left))
        self.assertEqual(left['customer'], {'external_id': 'B1'})
        self.assertEqual(left['lines'], [{'sku': 'A', 'quantity': '3', 'unit_price': '10', 'row': 2}])
        self.assertEqual(
            left['refunds'], [{'external_id': 'R', 'line': 'A', 'quantity': '1', 'told_by': 'C1', 'told_at': '2026'}]
        )
        self.assertEqual((left['total'], left['status'], left['parts']), ('30', 'shipped', ['a' * 64]))

    def test_an_order_of_two_tables_stays_one_that_each_of_them_may_tell_again(self):
        head, goods = self._order(holds='heads', lines=[]), {**self._order(holds='items'), 'total': None}
        whole, issues = joined(head, goods)
        left = forgotten(whole)
        self.assertFalse(issues)
        self.assertNotIn(SECRET, repr(left))
        for again in (head, goods):
            self.assertEqual(content_hash(forgotten(joined(left, again)[0])), content_hash(left))
            self.assertFalse(completes(left, again))

    def test_a_masked_buyer_goes_and_a_number_stays(self):
        self.assertNotIn('customer', forgotten({'customer': {'external_id': 'l***i'}}))
        self.assertEqual(forgotten({'customer': {'external_id': 'BUYER-77'}})['customer'], {'external_id': 'BUYER-77'})

    @QUICK
    @given(HOSTILE)
    def test_forgetting_twice_is_forgetting_once_and_changes_no_figure(self, payload):
        before = repr(payload)
        left = forgotten(payload)
        self.assertEqual(repr(payload), before)
        self.assertEqual(repr(forgotten(left)), repr(left))
        if isinstance(payload, dict):
            terms = {'tz': 'UTC', 'default_currency': 'CNY'}
            self.assertEqual(told(left, **terms)[::2], told(payload, **terms)[::2])

    @QUICK
    @given(st.text(max_size=9), st.text(max_size=9), st.sampled_from(sorted(PEOPLE)))
    def test_contents_that_differ_in_people_only_are_one(self, one, other, path):
        contents = []
        for word in (one, other):
            order = self._order()
            place, (*parents, name) = order, path.split('.')
            for parent in parents:
                place = place[parent]
            place[name] = word
            contents.append(forgotten(order))
        self.assertEqual(*map(content_hash, contents))
        self.assertEqual(*map(line_texts, contents))
        changed = forgotten(self._order(total='31'))
        self.assertNotEqual(content_hash(changed), content_hash(contents[0]))


class TestEngineIntakeFooter(BaseCase):
    """What stands below the rows of a file is its own count and sum, unless it is of a part."""

    layout = Layout(
        (
            Column('external_id', 'Order', is_key=True),
            Column('ordered_at', 'Date'),
            Column('line.sku', 'Sku'),
            Column('line.quantity', 'Qty'),
            Column('line.unit_price', 'Price'),
            Column('total', 'Paid'),
        )
    )
    rows = ['Order,Date,Sku,Qty,Price,Paid', 'A1,2026-11-11,S,1,10,10', 'A2,2026-11-11,S,2,10,20']

    def _said(self, *below, layout=None):
        result = read_orders('\n'.join([*self.rows, *below]).encode(), 'x.csv', layout or self.layout, 'CNY')
        self.assertEqual(len(result.orders), 2 + sum(row.startswith('A') for row in below))
        return [(issue.found, issue.proposed) for issue in result.issues if issue.code == 'file_total']

    def test_the_sum_stands_in_its_column(self):
        self.assertEqual(self._said('合计,,,3,,30.00'), [('30', '')])
        self.assertEqual(self._said('Total,,,3,,"1,030.50"'), [('1030.5', '')])

    def test_the_count_stands_in_words(self):
        self.assertEqual(self._said('合计：2单,,,,,30'), [('30', '2')])
        self.assertEqual(self._said('合计,共2笔,,,,'), [('', '2')])
        self.assertEqual(self._said('Total,2 orders,,,,30'), [('30', '2')])

    def test_two_rows_say_it_together(self):
        self.assertEqual(self._said('合计：2单,,,,,', '总计,,,,,30'), [('30', '2')])

    def test_the_total_of_a_part_is_none_of_the_file(self):
        self.assertEqual(self._said('小计,,,,,30'), [])
        self.assertEqual(self._said('合计,,,,,30', 'A3,2026-11-11,S,1,10,10'), [])
        self.assertEqual(self._said(), [])

    def test_the_sum_of_lines_counts_only_where_nothing_stands_beside_them(self):
        columns = (*self.layout.columns[:4], Column('line.subtotal', 'Paid'))
        self.assertEqual(self._said('合计,,,,,30', layout=Layout(columns, line_amount='subtotal')), [('30', '')])
        beside = (*columns, Column('shipping_amount', 'Price'))
        self.assertEqual(self._said('合计,,,,,30', layout=Layout(beside, line_amount='subtotal')), [])
