# Part of store_group. License LGPL-3.
import io

from openpyxl import load_workbook

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..engine.reporting.calendar_span import Span
from ..models.reporting.store_report_book import Asked
from .test_transfer_companies import TwoCompanies

QUANTITIES = (
    'requested_quantity:sum',
    'approved_quantity:sum',
    'shipped_quantity:sum',
    'received_quantity:sum',
    'damaged_quantity:sum',
    'lost_quantity:sum',
    'over_quantity:sum',
    'transit_quantity:sum',
)


@tagged('post_install', '-at_install')
class TestReportingTransfer(TwoCompanies):
    """What moved between stores: the same figures on both sides, each line once, nothing of others."""

    def _sums(self, user, domain=(), aggregates=QUANTITIES, groupby=()):
        self.env.flush_all()
        Report = self._as(user, self.env['store.transfer.report'])
        return [
            tuple(row[name] for name in (*groupby, *aggregates))
            for row in Report.formatted_read_group(list(domain), list(groupby), list(aggregates))
        ]

    def _history(self):
        """Ten asked for, nine sent: six came, one damaged, two still on the way, and one too much."""
        transfer, products = self._approved(10)
        self._set(self.giver, transfer, 'shipped', 9)
        self._as(self.giver, transfer).action_ship()
        for step, count in (('damaged', 1), ('received', 6)):
            self._set(self.taker, transfer, step, count)
        self._as(self.taker, transfer).action_receive()
        return transfer, products

    def test_both_sides_read_the_same_and_a_total_counts_once(self):
        self._history()
        expected = [(10, 10, 9, 6, 1, 0, 0, 2)]
        for user in (self.giver, self.taker, self.judge):
            self.assertEqual(self._sums(user), expected, user.name)

    def test_no_figure_of_another_store(self):
        self._history()
        other, _products = self._approved(4, dest=self.store_2, user=self.judge)
        self.assertEqual(self._sums(self.taker)[0][0], 10)
        self.assertEqual(self._sums(self.giver)[0][0], 14)
        elsewhere = self._member('report_elsewhere', 'staff', store_id=self.store_2.id)
        self.assertEqual(self._sums(elsewhere)[0][0], 4)
        rows = self._as(elsewhere, self.env['store.transfer.report']).search([])
        self.assertEqual(rows.transfer_id, self._as(elsewhere, other))

    def test_people_of_two_companies_read_their_common_line(self):
        self._far(3)
        for user in (self.giver, self.far_taker):
            self.assertEqual(self._sums(user)[0][2], 3)

    def test_values_are_for_who_may_see_costs_everywhere(self):
        self._history()
        measures = ['shipped_value:sum', 'transit_value:sum', 'difference_value:sum']
        self.assertEqual(self._sums(self.judge, aggregates=measures), [(90, 20, 10)])
        for user in (self.giver, self.taker):
            with self.assertRaises(AccessError):
                self._sums(user, aggregates=measures)
            self.assertNotIn('shipped_value', self._as(user, self.env['store.transfer.report']).fields_get())

    def test_views_show_no_value_its_reader_may_not_see(self):
        for user, sees in ((self.giver, False), (self.judge, True)):
            report = self._as(user, self.env['store.transfer.report'])
            for view in ('list', 'list_late'):
                view_id = self.env.ref(f'store_group.store_transfer_report_view_{view}').id
                arch = report.get_views([(view_id, 'list')])['views']['list']['arch']
                self.assertIn('transit_quantity', arch)
                self.assertEqual('transit_value' in arch, sees, view)

    def test_the_cost_of_a_difference_stands_with_who_pays(self):
        transfer, _products = self._history()
        difference = transfer.sudo().discrepancy_ids
        self._as(self.giver, difference).action_agree()
        self._as(self.judge, difference).decide('write_off', 'source')
        rows = self._sums(self.judge, aggregates=['difference_cost:sum'], groupby=['responsible'])
        self.assertEqual(dict(rows)['source'], 10)
        rate = self._sums(self.judge, aggregates=['difference_rate:avg'])
        self.assertAlmostEqual(rate[0][0], 1 / 9)

    # === WORKBOOK ===

    def _book(self, user, *dimensions, **asked):
        """Return [{head: value} of each row] of each sheet."""
        self.env.flush_all()
        today = fields.Date.today()
        span = Span(fields.Date.subtract(today, days=2), fields.Date.add(today, days=2))
        _name, content = self._as(user, self.env['store.report.book'])._workbook(
            Asked(span, report='transfers', dimensions=dimensions, **asked)
        )
        sheets = []
        for sheet in load_workbook(io.BytesIO(content)).worksheets[1:]:
            heads = [cell.value for cell in sheet[4]]
            sheets.append([dict(zip(heads, [cell.value for cell in row], strict=True)) for row in sheet.iter_rows(min_row=5)])
        return sheets

    def test_a_workbook_by_both_sides(self):
        self._history()
        givers, takers = self._book(self.judge, 'store', 'taker')
        for rows, place, name in ((givers, "From Store", self.store_1.name), (takers, "To Store", self.store_3.name)):
            row, total = rows
            self.assertEqual(
                (row[place], row["Requested"], row["Shipped"], row["Received"], row["Differences"]), (name, 10, 9, 6, 1)
            )
            self.assertEqual((row["Value Shipped"], row["Value of Differences"]), (90, 10))
            self.assertAlmostEqual(total["Difference Rate"], 1 / 9)
            self.assertTrue(total["Shipped"].startswith('=SUBTOTAL'))

    def test_a_workbook_of_a_store_has_both_its_sides_and_nobody_elses(self):
        self._history()
        self._approved(4, dest=self.store_2, user=self.judge)
        (rows,) = self._book(self.judge, 'taker', store=self.store_3.id)
        self.assertEqual([row["To Store"] for row in rows[:-1]], [self.store_3.name])
        (rows,) = self._book(self.judge, 'taker', store=self.store_1.id)
        self.assertEqual(len(rows), 3)

    def test_staff_take_no_workbook_out(self):
        self._history()
        with self.assertRaises(AccessError):
            self._book(self.taker, 'store')

    # === TIME ===

    def test_what_is_late_by_lane_and_who_must_act(self):
        transfer, _products = self._shipped(3)
        today = self.store_3._today()
        for days, bucket in ((-1, 'in_time'), (2, '0-2'), (7, '3-7'), (14, '8-14'), (30, '15-30'), (31, '30+')):
            transfer.sudo().due_on = fields.Date.subtract(today, days=days)
            rows = self._sums(self.taker, aggregates=['transit_quantity:sum'], groupby=['late', 'waits_for', 'waits_store_id'])
            self.assertEqual(rows, [(bucket, 'receive', (self.store_3.id, self.store_3.name), 3)])
        self.assertEqual(self._sums(self.taker, aggregates=['on_time_rate:avg']), [(0,)])

    def test_on_time_and_days(self):
        transfer, _products = self._shipped(3)
        self._as(self.taker, transfer).action_receive()
        transfer.sudo().write(
            {
                'approved_on': '2026-03-02 00:00:00',
                'shipped_on': '2026-03-03 12:00:00',
                'received_on': '2026-03-05 12:00:00',
                'due_on': '2026-03-05',
            }
        )
        rates = ['on_time_rate:avg', 'days_to_ship:avg', 'days_to_receive:avg']
        self.assertEqual(self._sums(self.giver, aggregates=rates), [(1, 1.5, 2)])
        self.assertEqual(self._sums(self.giver, groupby=['received_date:day'], aggregates=['received_quantity:sum'])[0][1], 3)

    def test_the_lists_cost_the_same_queries_whatever_their_length(self):
        for _number in range(2):
            self._shipped(1, 2)
        self._sums(self.giver)
        with self.assertQueryCount(4):
            self._sums(self.giver, groupby=['store_id', 'dest_store_id'])
