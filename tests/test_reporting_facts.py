# Part of store_group. License LGPL-3.
from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged
from odoo.tools import SQL

from ..report import store_sale_invalidation
from .test_reporting_sale import ReportingCommon

QUESTIONS = [  # (table that answers, grouping)
    ('month', ['store_id', 'date:month']),
    ('month', ['group_id', 'date:year']),
    ('month', ['channel_id', 'company_id', 'is_history', 'kind']),
    ('day', ['date:day']),
    ('day', ['store_id', 'date:week']),
    ('day', ['group_then_id']),
    ('customer', ['partner_id', 'user_id', 'date:month']),
    ('product', ['product_id', 'store_id']),
    ('hour', ['hour', 'store_id']),
    ('hour', ['hour', 'weekday']),
    ('day', ['weekday', 'kind']),
]
CUSTOMERS = ['customer_count:sum', 'new_customer_count:sum', 'new_to_store_count:sum', 'repeat_rate:sum']
MEASURES = ['amount:sum', 'quantity:sum', 'gross_amount:sum', 'tax_amount:sum', 'order_count:sum', '__count']


class FactsCommon(ReportingCommon):
    def _refresh(self):
        Fact = self.env['store.sale.fact']
        while Fact._refresh(pairs=2):
            pass
        self.assertFalse(Fact._count_invalidations())
        self.assertEqual(Fact.with_user(self.admin).check(), [])

    def _assert_exact(self):
        """Each question has the same answer from facts, stale or refreshed, and from the documents."""
        report = self._report()
        for table, groupby in QUESTIONS:
            self.assertEqual(report._routed([], [groupby], MEASURES)._route(), table, groupby)
            self.assertEqual(
                self._rounded(report._read_group([], groupby, MEASURES)),
                self._rounded(report.with_context(store_fact_route='rows')._read_group([], groupby, MEASURES)),
                groupby,
            )
        for groupby in (['store_id'], ['date:month'], ['user_id', 'date:day']):
            self.assertEqual(report._routed([], [groupby], CUSTOMERS)._route(), 'customer')
            self.assertEqual(
                self._rounded(report._read_group([], groupby, CUSTOMERS)),
                self._rounded(report.with_context(store_fact_route='rows')._read_group([], groupby, CUSTOMERS)),
                groupby,
            )

    def _rounded(self, rows):
        return sorted(str([round(value, 6) if isinstance(value, float) else value for value in row]) for row in rows)


@tagged('post_install', '-at_install')
class TestReportingFacts(FactsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._sell(cls.shop, '2026-03-10 04:00:00', [(cls.boot, 3, 129.7, 15), (cls.cap, 2, 19.99, 0)])
        cls._sell(cls.shop, '2026-03-11 04:00:00', [(cls.boot, 1, 10, 0)])
        cls._sell(cls.online, '2026-04-11 04:00:00', [(cls.boot, 7, 0.333, 33.3)])
        cls._sell(cls.foreign, '2026-04-11 04:00:00', [(cls.cap, 7, 3, 0)])
        cls._sell(cls.env['store.store'], '2026-04-12 04:00:00', [(cls.cap, 1, 5, 0)], company=cls.home)

    def _stale(self):
        self.env.flush_all()
        return {(key, str(day)) for key, day in self.env.execute_query(SQL('SELECT store_key, day FROM store_sale_invalidation'))}

    def test_same_answer_stale_refreshed_and_half_refreshed(self):
        self._assert_exact()
        self.env['store.sale.fact']._refresh(pairs=2)
        self._assert_exact()
        self._refresh()
        self._assert_exact()
        self._sell(self.shop, '2026-03-11 05:00:00', [(self.cap, 1, 10, 0)])
        self._assert_exact()
        self.assertEqual(self._sums('date:month', 'order_count'), {date(2026, 3, 1): 3, date(2026, 4, 1): 3})

    def test_refreshed_facts_are_really_read(self):
        self._refresh()
        self.env.execute_query(SQL('UPDATE store_sale_month SET amount = amount + 1000 WHERE store_id IS NULL RETURNING 1'))
        self.assertEqual(self._sums('store_id', 'amount')[self.env['store.store']], 1005)
        found = self.env['store.sale.fact'].with_user(self.admin).check()
        self.assertEqual(
            [(row['fact'], row['store_id'], row['date'], row['kept']['amount'], row['counted']['amount']) for row in found],
            [('month', False, '2026-04-01', 1005, 5)],
        )

    def test_what_is_invalidated(self):
        shop = self.shop.id
        cases = {
            'price': (lambda: self.order.order_line[0].write({'price_unit': 7}), {(shop, '2026-03-10')}),
            'day': (
                lambda: self.order.write({'date_order': '2026-03-20 04:00:00'}),
                {(shop, '2026-03-10'), (shop, '2026-03-20')},
            ),
            'rate': (lambda: self.order.write({'currency_rate': 2}), {(shop, '2026-03-20')}),
            'cancel': (lambda: self.order._action_cancel(), {(shop, '2026-03-20')}),
            'customer': (
                lambda: self.env['sale.order']
                .search([('store_id', '=', self.online.id)])
                .order_line.write({'salesman_id': self.admin.id}),
                {(self.online.id, '2026-04-11')},
            ),
            'unit of the product': (
                lambda: self.boot.product_tmpl_id.write({'uom_id': self.env.ref('uom.product_uom_dozen').id}),
                {(shop, '2026-03-11'), (self.online.id, '2026-04-11')},
            ),
            'factor': (
                lambda: self.env.execute_query(
                    SQL('UPDATE uom_uom SET factor = 13 WHERE id = %s RETURNING 1', self.env.ref('uom.product_uom_dozen').id)
                ),
                {(shop, '2026-03-11'), (self.online.id, '2026-04-11')},
            ),
        }
        for name, (act, expected) in cases.items():
            with self.subTest(name):
                self._refresh()
                act()
                self.assertEqual(self._stale(), expected)
                self._assert_exact()

    def test_what_no_fact_reads_notes_nothing(self):
        self._refresh()
        self.order.order_line[0].write({'name': "Another text", 'qty_delivered': 1})
        self.order.client_order_ref = "Reference"
        quotation = self._sell(self.shop, '2026-03-10 04:00:00', [(self.boot, 3, 1, 0)], confirm=False)
        quotation.order_line.price_unit = 3
        quotation.unlink()
        self.customer.phone = "123"
        self.boot.name = "Boot of leather"
        self.assertEqual(self._stale(), set())

    def test_sql_behind_the_orm_is_noted(self):
        self._refresh()
        for query in (
            SQL('UPDATE sale_order_line SET price_subtotal = price_subtotal + 1 WHERE order_id = %s', self.order.id),
            SQL("UPDATE sale_order_line SET store_id = NULL, store_day = '2026-03-01' WHERE order_id = %s", self.order.id),
            SQL('DELETE FROM sale_order_line WHERE id = %s', self.order.order_line[0].id),
        ):
            self.env.cr.execute(query)
            self.env.invalidate_all()
            self._assert_exact()
        self._refresh()
        self._assert_exact()

    def test_order_older_than_the_app(self):
        old = self._sell(self.env['store.store'], '2026-03-31 17:00:00', [(self.boot, 1, 10, 0)], company=self.home)
        old.write({'store_day': False})
        self._refresh()
        self.assertEqual(
            self._sums('date:day', 'amount', domain=[('date', '>=', '2026-04-01'), ('date', '<', '2026-04-02')]),
            {date(2026, 4, 1): 10},
        )
        for act in (
            lambda: self.env.cr.execute(SQL("UPDATE sale_order SET date_order = '2026-04-05 20:00' WHERE id = %s", old.id)),
            lambda: self.home.partner_id.write({'tz': 'America/New_York'}),
            lambda: self.env.cr.execute(SQL('DELETE FROM sale_order WHERE id = %s', old.id)),
        ):
            act()
            self._assert_exact()
            self._refresh()
            self._assert_exact()
            self.env.invalidate_all()

    def test_customers_of_a_month_are_not_the_sum_of_its_days(self):
        other = self.env['res.partner'].create({'name': "Another Buyer"})
        self._sell(self.shop, '2026-03-12 04:00:00', [(self.boot, 1, 10, 0)], partner_id=other.id)
        for step in (lambda: None, self._refresh):
            step()
            march = [('store_id', '=', self.shop.id), ('date', '>=', '2026-03-01'), ('date', '<', '2026-04-01')]
            count = ['partner_id:count_distinct']
            report = self._report()
            self.assertEqual(report._routed(march, [['date:month']], count)._route(), 'customer')
            self.assertEqual(sum(row[1] for row in report._read_group(march, ['date:day'], count)), 3)
            self.assertEqual(report._read_group(march, ['date:month'], count), [(date(2026, 3, 1), 2)])

    def test_totals_of_a_pivot_count_an_order_once(self):
        self._refresh()
        sets = [['date:month', 'product_id'], ['date:month'], []]
        found = self._report()._read_grouping_sets([], sets, ['order_count:sum', '__count'])
        self.assertEqual(found[2], [(5, 6)])
        self.assertEqual(sum(row[2] for row in found[0]), 6)
        found = self._report()._read_grouping_sets([], [['date:month'], []], ['order_count:sum', '__count'])
        self.assertEqual(found, [[(date(2026, 3, 1), 2, 3), (date(2026, 4, 1), 3, 3)], [(5, 6)]])

    def test_records_of_an_answer_know_nothing_of_how_it_was_found(self):
        self._refresh()
        for store, _amount in self._report()._read_group([], ['store_id'], ['amount:sum']):
            self.assertFalse([key for key in store.env.context if key.startswith('store_fact')])

    def test_rules_of_the_reader_are_part_of_the_question(self):
        self._refresh()
        self.env['ir.rule'].create(
            {
                'name': "Boots only",
                'model_id': self.env['ir.model']._get_id('store.sale.report'),
                'domain_force': [('product_id', '=', self.boot.id)],
            }
        )
        self.assertNotIn(self.foreign, self._sums('store_id', 'amount'))
        self.assertEqual(self._report()._routed([], [['store_id']], ['amount:sum'])._route(), 'product')

    def test_counting_anew(self):
        self._refresh()
        self.env.execute_query(SQL('UPDATE store_sale_day SET amount = 0 RETURNING 1'))
        facts = self.env['store.sale.fact'].with_user(self.admin)
        self.assertTrue(facts.check())
        self.assertEqual(facts.rebuild(), 5)
        self._assert_exact()
        self._refresh()
        self._assert_exact()
        clerk = new_test_user(self.env, 'fact_clerk', 'base.group_user')
        for method in ('check', 'rebuild'):
            with self.assertRaises(AccessError):
                getattr(self.env['store.sale.fact'].with_user(clerk), method)()

    def test_too_much_invalidated_is_read_from_the_documents(self):
        self._refresh()
        self.env.execute_query(
            SQL(
                "INSERT INTO store_sale_invalidation (store_key, day) "
                "SELECT n, '2020-01-01' FROM generate_series(1, 20001) n RETURNING 1"
            )
        )
        report = self._report()
        self.assertEqual(report._routed([], [['store_id']], ['amount:sum'])._route(), 'rows')
        self.assertEqual(self._sums('store_id', 'order_count')[self.shop], 2)

    def test_two_refreshes_do_not_wait_for_each_other(self):
        other = self.registry._db.cursor()
        try:
            other.execute(SQL("SELECT pg_advisory_xact_lock(hashtext('store_sale_refresh'))"))
            self.assertEqual(self.env['store.sale.fact']._refresh(), 0)
            other.rollback()
            self.assertEqual(self.env['store.sale.fact']._refresh(), 5)
        finally:
            other.close()

    def test_nothing_stays_behind(self):
        def traces():
            return self.env.execute_query(
                SQL(
                    "SELECT tgname FROM pg_trigger WHERE tgname LIKE 'store_sale%%' UNION ALL "
                    "SELECT proname FROM pg_proc WHERE proname LIKE 'store_sale%%' UNION ALL "
                    "SELECT relname FROM pg_class WHERE relname ~ %s",
                    '^store_sale_(invalidation|day|month|product|customer|older)',
                )
            )

        before = sorted(traces())
        self.assertTrue(before)
        store_sale_invalidation.uninstall(self.env)
        self.assertEqual(traces(), [])
        store_sale_invalidation.install(self.env)
        self.assertEqual(sorted(traces()), before)
        self._assert_exact()  # everything is stale now
        self._refresh()
        self._assert_exact()

    def test_cost_of_a_question(self):
        self._refresh()
        self._sums('store_id', 'amount')
        with self.assertQueryCount(2):  # what is stale, and the answer
            self._report()._read_group([], ['store_id'], ['amount:sum', 'order_count:sum'])
