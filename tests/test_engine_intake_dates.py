# Part of store_group. License LGPL-3.
import doctest
import io
from datetime import date, datetime

import openpyxl

from odoo.tests import BaseCase

from ..engine.intake import date_order
from ..engine.intake.layout import Column, Layout
from ..engine.intake.table import read_orders

DAY, MONTH = '%d/%m/%Y', '%m/%d/%Y'
TODAY = date(2026, 12, 1)


def layout(*formats):
    return Layout(
        (
            Column('external_id', 'Order', is_key=True),
            Column('ordered_at', 'Date', required=True),
            Column('line.sku', 'SKU'),
            Column('line.quantity', 'Qty', required=True),
            Column('line.unit_price', 'Price', required=True),
        ),
        date_formats=formats,
    )


def text(*days):
    rows = [f'Q{number},{day},S,1,10' for number, day in enumerate(days)]
    return '\n'.join(('Order,Date,SKU,Qty,Price', *rows)).encode()


def book(*days):
    made = openpyxl.Workbook()
    made.active.append(['Order', 'Date', 'SKU', 'Qty', 'Price'])
    for number, day in enumerate(days):
        made.active.append([f'Q{number}', day, 'S', 1, 10])
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


class TestEngineIntakeDates(BaseCase):
    """A later file that writes day and month the other way round is asked about as a whole, never read by a guess."""

    def doubt(self, content, *formats, filename='orders.csv', today=TODAY):
        return read_orders(content, filename, layout(*formats), 'CNY', today=today).date_doubt

    def asked(self, *days, formats=(DAY,), **options):
        found = self.doubt(text(*days), *formats, **options)
        return found.code if found else ''

    def test_examples(self):
        self.assertEqual(doctest.testmod(date_order).failed, 0)

    def test_one_value_that_fits_the_other_order_only(self):
        self.assertEqual(self.asked('05/11/2026', '06/11/2026', '11/13/2026'), 'date_order')
        self.assertEqual(self.asked('11/05/2026', '11/06/2026', '13/11/2026', formats=(MONTH,)), 'date_order')
        self.assertEqual(self.asked('20/11/2026', '11/13/2026'), 'date_order', 'two ways in one file')
        found = self.doubt(text('05/11/2026', '11/13/2026 10:00'), DAY + ' %H:%M', DAY)
        self.assertIn('11/13/2026 10:00', found.found)
        self.assertEqual((found.row, found.column, found.proposed), (3, 'B', 'month'))

    def test_a_value_that_fits_its_own_order_only_is_proof(self):
        self.assertEqual(self.asked('05/11/2026', '13/11/2026', '06/11/2026'), '')
        self.assertEqual(self.asked('11/05/2026', '11/13/2026', formats=(MONTH,)), '')

    def test_neighbouring_rows_that_follow_each_other_the_other_way_round_only(self):
        self.assertEqual(self.asked('11/01/2026', '11/01/2026', '11/02/2026', '11/05/2026', '12/01/2026'), 'date_order')
        self.assertEqual(self.asked('12/01/2026', '11/05/2026', '11/02/2026'), 'date_order')
        self.assertEqual(self.asked('01/11/2026', '02/11/2026', '05/11/2026', '01/12/2026'), '')

    def test_days_far_apart_that_are_neighbours_the_other_way_round(self):
        self.assertEqual(self.asked('11/03/2026', '11/01/2026', '11/02/2026'), 'date_order')
        self.assertEqual(self.asked('03/11/2026', '01/11/2026', '02/11/2026'), '')

    def test_days_to_come(self):
        self.assertEqual(self.asked('11/12/2026'), 'date_order', '11 December has not been yet, 12 November has')
        self.assertEqual(self.asked('11/12/2026', today=date(2026, 12, 12)), '')

    def test_a_lone_day_beside_the_day_of_the_file(self):
        self.assertEqual(self.asked('11/05/2026', today=date(2026, 11, 6)), 'date_order')
        self.assertEqual(self.asked('05/11/2026', today=date(2026, 11, 6)), '')
        self.assertEqual(self.asked('05/11/2026', today=date(2028, 1, 6)), '', 'both are long ago')
        for name in ('orders_20261106.csv', 'orders 2026-11-06 (1).csv', '订单2026年11月6日.csv'):
            self.assertEqual(self.asked('11/05/2026', filename=name, today=date(2028, 1, 6)), 'date_order', name)
            self.assertEqual(self.asked('05/11/2026', filename=name, today=date(2028, 1, 6)), '', name)
        self.assertEqual(self.asked('11/05/2026', today=None), '', 'nothing tells')

    def test_the_same_number_twice_is_no_question(self):
        self.assertEqual(self.asked('11/11/2026', '11/11/2026'), '')

    def test_other_ways_of_writing_are_left_alone(self):
        self.assertEqual(self.asked('2026-11-05', '2026/13/40', 'soon', formats=()), '')
        self.assertEqual(self.asked('05-Nov-26', formats=('%d-%b-%y',)), '')
        self.assertEqual(self.asked('26/11/05', '26/11/06', formats=('%y/%m/%d',)), '')
        self.assertEqual(
            self.asked('05/11/2026 10:00:00', '11/06/2026 10:00:00 AM', formats=(DAY + ' %H:%M:%S', MONTH + ' %I:%M:%S %p')), ''
        )

    def test_a_layout_of_both_orders_guesses_nothing(self):
        self.assertEqual(self.asked('11/13/2026', '05/11/2026', formats=(DAY, MONTH)), 'date_order')

    def test_days_a_spreadsheet_turned(self):
        turned = book(datetime(2026, 5, 11), '13/11/2026', datetime(2026, 6, 11))
        self.assertEqual(self.doubt(turned, DAY).code, 'dates_turned')
        right = book(datetime(2026, 11, 5), datetime(2026, 11, 20))
        self.assertIsNone(self.doubt(right, DAY))
        self.assertIsNone(self.doubt(book(datetime(2026, 11, 25), '13/11/2026'), DAY))

    def test_what_a_person_says_is_read_so(self):
        asked = layout(DAY + ' %H:%M', DAY)
        said = date_order.written(asked, 'month')
        self.assertEqual(said.date_formats, (MONTH + ' %H:%M', MONTH))
        result = read_orders(text('11/05/2026', '11/06/2026'), 'x.csv', said, 'CNY', today=TODAY, is_said=True)
        self.assertIsNone(result.date_doubt)
        self.assertEqual([order.payload['ordered_at'] for order in result.orders], ['2026-11-05', '2026-11-06'])
        self.assertEqual(date_order.written(asked, 'day'), asked)
        self.assertEqual(date_order.written(layout('%d-%b-%y'), 'month'), layout('%d-%b-%y'))
