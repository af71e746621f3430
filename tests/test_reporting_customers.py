# Part of store_group. License LGPL-3.
from freezegun import freeze_time

from odoo.tests import tagged

from .test_reporting_facts import FactsCommon

COUNTS = ['customer_count:sum', 'new_customer_count:sum', 'new_to_store_count:sum', 'returning_customer_count:sum']


@tagged('post_install', '-at_install')
class TestReportingCustomers(FactsCommon):
    """Ann buys in March at the shop and in April there and on the web; Bob in April at the shop, twice."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ann, cls.bob = cls.env['res.partner'].create([{'name': "Ann"}, {'name': "Bob"}])
        for who, store, moment in (
            (cls.ann, cls.shop, '2026-03-10 04:00:00'),
            (cls.ann, cls.shop, '2026-04-02 04:00:00'),
            (cls.ann, cls.online, '2026-04-03 04:00:00'),
            (cls.bob, cls.shop, '2026-04-04 04:00:00'),
            (cls.bob, cls.shop, '2026-04-05 04:00:00'),
        ):
            cls._sell(store, moment, [(cls.boot, 1, 10, 0), (cls.cap, 1, 5, 0)], partner_id=who.id)
        cls.env.flush_all()

    def _counted(self, groupby, domain=()):
        return {row[:-4]: row[-4:] for row in self._report()._read_group(list(domain), groupby, COUNTS)}

    def _both(self, groupby, domain=()):
        """The answer, which is the same stale and refreshed."""
        stale = self._counted(groupby, domain)
        self._refresh()
        self.assertEqual(self._counted(groupby, domain), stale)
        return stale

    def test_customers_of_a_month_are_not_the_sum_of_its_days(self):
        april = [('date', '>=', '2026-04-01'), ('date', '<', '2026-05-01')]
        self.assertEqual(self._both([], april), {(): (2, 1, 2, 1)})
        self.assertEqual(sum(counts[0] for counts in self._counted(['date:day'], april).values()), 4)

    def test_customers_of_a_group_are_not_the_sum_of_its_stores(self):
        by_store = self._both(['store_id'])
        self.assertEqual(by_store, {(self.shop,): (2, 2, 2, 0), (self.online,): (1, 0, 1, 1)})
        self.assertEqual(self._counted([]), {(): (2, 2, 2, 0)})

    def test_new_to_the_house_and_new_to_the_store_are_two_things(self):
        counted = self._both(['store_id', 'date:month'])
        self.assertEqual(
            {(store.code, month.month): counts for (store, month), counts in counted.items()},
            {('RS1', 3): (1, 1, 1, 0), ('RS1', 4): (2, 1, 1, 1), ('RS2', 4): (1, 0, 1, 1)},
        )

    def test_an_older_order_found_later_makes_its_customer_an_old_one(self):
        self._refresh()
        self._sell(self.foreign, '2026-01-10 04:00:00', [(self.boot, 1, 10, 0)], partner_id=self.bob.id)
        self.env.flush_all()
        april = [('date', '>=', '2026-04-01'), ('date', '<', '2026-05-01')]
        self.assertEqual(self._both([], april), {(): (2, 0, 2, 2)}, 'one is still new to the shop, the other to the web')

    def test_the_repeat_rate_is_made_of_people_not_of_rates(self):
        rates = dict(self._report()._read_group([], ['store_id'], ['repeat_rate:avg']))
        self.assertEqual(rates, {self.shop: 0, self.online: 1})
        self.assertEqual(self._report()._read_group([('date', '>=', '2026-04-01')], [], ['repeat_rate:sum']), [(0.5,)])

    def test_by_product_the_documents_are_asked(self):
        self.assertEqual(self._counted(['product_id']), {(self.boot,): (2, 2, 2, 0), (self.cap,): (2, 2, 2, 0)})

    def test_hours_are_those_of_the_store(self):
        self._sell(self.foreign, '2026-04-06 17:59:00', [(self.boot, 1, 7, 0)])
        self.env.flush_all()
        by_hour = {hour: amount for hour, amount in self._report()._read_group([], ['hour'], ['amount:sum'])}
        self.assertEqual(by_hour, {'12': 75, '13': 7})

    def test_the_hour_after_midnight_and_no_hour_are_two(self):
        order = self._sell(self.shop, '2026-04-05 16:10:00', [(self.boot, 1, 7, 0)])
        with freeze_time('2026-04-05 16:20:00'):
            order.picking_ids.button_validate()
        self.env.flush_all()
        self._refresh()
        by_hour = {
            hour: (ordered, shipped)
            for hour, ordered, shipped in self._report()._read_group(
                [('date', '=', '2026-04-06')], ['hour'], ['amount:sum', 'shipped_amount:sum']
            )
        }
        self.assertEqual(by_hour, {'00': (7, 0), False: (0, 7)})

    def test_an_order_moved_to_another_hour_of_its_day_invalidates_the_day(self):
        self._refresh()
        order = self.env['sale.order'].search([('partner_id', '=', self.bob.id)], limit=1)
        order.date_order = '2026-04-05 09:30:00'
        self.env.flush_all()
        hours = dict(self._report()._read_group([('partner_id', '=', self.bob.id)], ['hour'], ['order_count:sum']))
        self.assertEqual(hours, {'12': 1, '17': 1})
        self._assert_exact()
        self._refresh()
        self._assert_exact()

    def test_an_order_older_than_this_app_has_the_hour_of_todays_zone(self):
        order = self.env['sale.order'].search([('partner_id', '=', self.bob.id)], limit=1)
        self.env.cr.execute('UPDATE sale_order SET store_hour = NULL WHERE id = %s', [order.id])
        self._refresh()
        self.shop.tz = 'UTC'
        self.env.flush_all()
        self.assertEqual(
            set(dict(self._report()._read_group([('partner_id', '=', self.bob.id)], ['hour'], ['order_count:sum']))), {'04', '12'}
        )
        self._assert_exact()
