# Part of store_group. License LGPL-3.
from datetime import date, datetime

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.tests import tagged
from odoo.tools import mute_logger

from .test_reporting_sale import ReportingCommon

LATE = datetime(2026, 3, 9, 17, 30)  # half past one on 10 March in Shanghai


@tagged('post_install', '-at_install')
class TestStoresClock(ReportingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shop.day_ends_at = 2.5

    def test_what_is_sold_before_the_day_ends_counts_for_the_day_before(self):
        late = self._sell(self.shop, LATE, [(self.boot, 1, 10, 0)])
        early = self._sell(self.shop, datetime(2026, 3, 9, 18, 30), [(self.boot, 1, 20, 0)])
        other = self._sell(self.online, LATE, [(self.boot, 1, 40, 0)])
        self.assertEqual((late | early | other).mapped('store_day'), [date(2026, 3, 9), date(2026, 3, 10), date(2026, 3, 10)])
        self.assertEqual(
            self._sums('date:day', 'amount', domain=[('store_id', '=', self.shop.id)]),
            {date(2026, 3, 9): 10, date(2026, 3, 10): 20},
        )

    def test_goods_that_leave_before_the_day_ends_leave_on_the_day_before(self):
        order = self._sell(self.shop, LATE, [(self.boot, 1, 10, 0)])
        with freeze_time(LATE):
            order.picking_ids.button_validate()
        self.assertEqual(order.picking_ids.move_ids.store_day, date(2026, 3, 9))

    def test_a_change_counts_for_new_documents_only(self):
        before = self._sell(self.shop, LATE, [(self.boot, 1, 10, 0)])
        self.env.flush_all()
        self.shop.day_ends_at = 0
        after = self._sell(self.shop, LATE, [(self.boot, 1, 10, 0)])
        self.assertEqual((before | after).mapped('store_day'), [date(2026, 3, 9), date(2026, 3, 10)])

    def test_memberships_and_papers_go_by_the_calendar(self):
        with freeze_time(LATE):
            self.assertEqual(self.shop._today(), date(2026, 3, 10))
            self.assertEqual(self.shop._business_today(), date(2026, 3, 9))
            self._sell(self.shop, LATE, [(self.boot, 1, 10, 0)])
            self.assertEqual(self.shop.with_user(self.admin).sales_today, 10)

    @mute_logger('odoo.sql_db')
    def test_a_day_ends_within_a_day(self):
        with self.assertRaises(IntegrityError):
            self.shop.day_ends_at = 24
            self.env.flush_all()
