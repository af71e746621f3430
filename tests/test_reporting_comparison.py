# Part of store_group. License LGPL-3.
from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from ..exceptions import StoreRefused
from .test_reporting_sale import ReportingCommon


@tagged('post_install', '-at_install')
class TestReportingComparison(ReportingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shop._set_state('open', date(2020, 1, 1))
        cls.online._set_state('open', date(2025, 1, 15))
        for store, moment, price in (
            (cls.shop, '2025-02-10 04:00:00', 100),
            (cls.shop, '2026-02-10 04:00:00', 150),
            (cls.online, '2026-02-11 04:00:00', 40),
            (cls.shop, '2025-01-29 04:00:00', 30),
            (cls.shop, '2026-02-17 04:00:00', 60),
        ):
            cls._sell(store, moment, [(cls.boot, 1, price, 0)])
        cls.env.flush_all()
        cls.manager = new_test_user(
            cls.env, 'compare_manager', 'base.group_user', company_id=cls.home.id, company_ids=[(6, 0, cls.home.ids)]
        )
        cls.env['store.member'].sudo().create({'user_id': cls.manager.id, 'role': 'store_manager', 'store_id': cls.shop.id})

    def _compare(self, *args, user=None, **kwargs):
        return (
            self.env['store.sale.comparison']
            .with_user(user or self.admin)
            .with_context(allowed_company_ids=self.home.ids, store_ticked_only=True)
            .compare(*args, **kwargs)
        )

    def _rows(self, answer):
        return {row['name']: (row['now'], row['then']) for row in answer['rows']}

    def test_the_same_dates_of_last_year(self):
        answer = self._compare('2026-02-01', '2026-02-15')
        self.assertEqual(answer['compared'], ['2025-02-01', '2025-02-15'])
        self.assertEqual(self._rows(answer), {"Shanghai": (150, 100), "Web Shop": (40, 0)})
        self.assertEqual(answer['total'], {'now': 190, 'then': 100, 'change': 90, 'rate': 0.9})
        self.assertIs(next(row['rate'] for row in answer['rows'] if row['name'] == "Web Shop"), False)

    def test_the_week_of_the_new_year_beside_that_of_the_year_before(self):
        answer = self._compare('2026-02-17', '2026-02-23', how='lunar')
        self.assertEqual(answer['compared'], ['2025-01-29', '2025-02-04'])
        self.assertEqual(self._rows(answer), {"Shanghai": (60, 30)})

    def test_an_event_beside_its_last_occurrence(self):
        spring = self.env['store.sale.event'].search([('code', '=', 'spring'), ('date_from', '=', '2026-02-17')])
        answer = self._compare('2020-01-01', '2020-01-01', how='event', event=spring.id)
        self.assertEqual((answer['period'], answer['compared']), (['2026-02-17', '2026-02-23'], ['2025-01-29', '2025-02-04']))
        first = self.env['store.sale.event'].search([('code', '=', 'spring')], order='date_from', limit=1)
        with self.assertRaisesRegex(UserError, "no occurrence before"):
            self._compare('2020-01-01', '2020-01-01', how='event', event=first.id)

    def test_a_year_without_a_new_year_written_down_is_refused(self):
        with self.assertRaisesRegex(UserError, "New Year of 1999"):
            self._compare('1999-02-17', '1999-02-23', how='lunar')

    def test_same_stores_only_and_the_reason_of_each(self):
        comparable = (
            self.env['store.comparable']
            .with_user(self.admin)
            .create(
                {'date_from': '2026-02-01', 'date_to': '2026-02-28', 'compared_from': '2025-02-01', 'compared_to': '2025-02-28'}
            )
        )
        comparable.action_propose()
        reasons = {line.store_id: line.reason for line in comparable.line_ids}
        self.assertEqual(
            (reasons[self.shop], reasons[self.online], reasons[self.foreign]), ('comparable', 'too_new', 'never_opened')
        )
        comparable.action_freeze()
        answer = self._compare('2020-01-01', '2020-01-01', same_store=comparable.id)
        self.assertEqual(self._rows(answer), {"Shanghai": (210, 100)})
        self.assertEqual(answer['total']['rate'], 1.1)

    def test_a_frozen_list_never_changes(self):
        comparable = (
            self.env['store.comparable']
            .with_user(self.admin)
            .create(
                {'date_from': '2026-02-01', 'date_to': '2026-02-28', 'compared_from': '2025-02-01', 'compared_to': '2025-02-28'}
            )
        )
        with self.assertRaisesRegex(UserError, "is empty"):
            comparable.action_freeze()
        comparable.action_propose()
        comparable.line_ids.filtered(lambda line: line.store_id == self.online).is_comparable = True
        self.assertEqual(comparable.line_ids.filtered(lambda line: line.store_id == self.online).reason, 'chosen')
        comparable.action_freeze()
        for change in (
            lambda: comparable.line_ids[0].write({'is_comparable': True}),
            comparable.action_propose,
            lambda: comparable.write({'months': 3}),
            comparable.unlink,
            comparable.line_ids.unlink,
        ):
            with self.assertRaises(StoreRefused):
                change()

    def test_a_store_that_continues_another_is_compared_with_it(self):
        heir = self._make_store("Shanghai New", 'RS9', self.home, self.east, 'Asia/Shanghai', predecessor_id=self.shop.id)
        self._sell(heir, '2026-02-12 04:00:00', [(self.boot, 1, 7, 0)])
        answer = self._compare('2026-02-01', '2026-02-15', stores=['RS9'])
        self.assertEqual(self._rows(answer), {"Shanghai New": (157, 100)})
        tickets = self._compare('2026-02-01', '2026-02-15', stores=['RS9'], measure='average_ticket')
        self.assertEqual(self._rows(tickets), {"Shanghai New": (78.5, 100)}, 'an average is no sum of averages')

    def test_a_manager_compares_his_own_store(self):
        answer = self._compare('2026-02-01', '2026-02-15', user=self.manager)
        self.assertEqual(self._rows(answer), {"Shanghai": (150, 100)})
        self.assertEqual(answer['total']['now'], 150)
        self.assertEqual(self._compare('2026-02-01', '2026-02-15', user=self.manager, stores=['RS2'])['rows'], [])
        comparable = (
            self.env['store.comparable']
            .with_user(self.admin)
            .create(
                {'date_from': '2026-02-01', 'date_to': '2026-02-28', 'compared_from': '2025-02-01', 'compared_to': '2025-02-28'}
            )
        )
        comparable.action_propose()
        mine = comparable.with_user(self.manager).with_context(allowed_company_ids=self.home.ids, store_ticked_only=True)
        mine.invalidate_recordset()
        self.assertEqual(mine.line_ids.store_id, self.shop)
        with self.assertRaises(AccessError):
            mine.action_freeze()

    def test_margins_are_for_whoever_may_see_them(self):
        staff_sheet = self.env['store.role.profile'].create({'name': "Blind", 'role': 'store_manager'})
        self.env['store.member'].search([('user_id', '=', self.manager.id)]).profile_id = staff_sheet
        with self.assertRaises(AccessError):
            self._compare('2026-02-01', '2026-02-15', user=self.manager, measure='margin')

    def test_money_of_two_currencies_does_not_add_up(self):
        both = (
            self.env['store.sale.comparison']
            .with_user(self.admin)
            .with_context(allowed_company_ids=(self.home | self.abroad).ids)
        )
        with self.assertRaisesRegex(UserError, "do not add up"):
            both.compare('2026-02-01', '2026-02-15')
        self.assertEqual(both.compare('2026-02-01', '2026-02-15', measure='order_count')['total']['now'], 2)

    def test_bad_questions_are_refused_by_name(self):
        for question, word in (
            ({'measure': 'nonsense'}, "compared by"),
            ({'stores': ['NOPE']}, "NOPE"),
            ({'how': 'moon'}, "previous"),
        ):
            with self.assertRaisesRegex(UserError, word):
                self._compare('2026-02-01', '2026-02-15', **question)
        with self.assertRaisesRegex(UserError, "before the first"):
            self._compare('2026-02-15', '2026-02-01')

    def test_the_page_shows_what_the_call_says(self):
        page = (
            self.env['store.sale.compare']
            .with_user(self.manager)
            .with_context(allowed_company_ids=self.home.ids, store_ticked_only=True)
            .create({'date_from': '2026-02-01', 'date_to': '2026-02-15', 'how': 'year'})
        )
        page.action_compare()
        self.assertEqual((page.now, page.then, page.compared_from), (150, 100, date(2025, 2, 1)))
        self.assertEqual(page.line_ids.mapped('name'), ["Shanghai"])
        for shown in ("Shanghai", "width: 80.0%", ">150<", ">100<"):
            self.assertIn(shown, page.chart)
        action = page.line_ids.action_open()
        found = (
            self.env['store.sale.report']
            .with_user(self.manager)
            .with_context(allowed_company_ids=self.home.ids, store_ticked_only=True)
        )
        self.assertEqual(sum(found.search(action['domain']).mapped('amount')), 250)
