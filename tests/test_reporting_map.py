# Part of store_group. License LGPL-3.
import json

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .returns_common import ReturnsCommon
from .test_reporting_cockpit import NOW, CockpitCommon

PERIODS = ('today', 'yesterday', 'week', 'month', 'year')


@tagged('post_install', '-at_install')
class TestReportingMap(ReturnsCommon, CockpitCommon):
    """The stores where they are, and what they sold: the sums of the report, nobody silently missing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shop.write({'latitude': 31.2304, 'longitude': 121.4737})
        order = cls._sell(cls.shop, '2026-03-16 04:00:00', [(cls.boot, 3, 90, 0)])
        cls._bring_back(order, 1, '2026-03-17 03:00:00')

    def _map(self, *args, user=None, companies=None, **kwargs):
        with freeze_time(NOW):
            return self._cockpit(user, companies).env['store.map'].figures(*args, **kwargs)

    def _row(self, figures, store):
        return next(row for row in figures['stores'] if row['id'] == store.id)

    def _read(self, figures, *terms, user=None, companies=None):
        """Return what the report says that opens with the map's filter and these further terms."""
        domain = [*(['&'] * len(terms)), *terms, *figures['opens']['domain']]
        report = self._cockpit(user, companies).env[figures['opens']['model']]
        return report._read_group(domain, [], [f'{figures["measure"]}:sum'])[0][0] or 0

    def test_the_sum_is_the_reports_and_each_store_opens_its_own(self):
        for user in (self.admin, self.manager, self.head):
            for period in PERIODS:
                figures = self._map(period, user=user)
                self.assertEqual(figures['total'], self._read(figures, user=user), (user.login, period))
                self.assertEqual(figures['headquarters'], self._read(figures, ['store_id', '=', False], user=user), period)
                self.assertAlmostEqual(sum(row['value'] for row in figures['stores']) + figures['headquarters'], figures['total'])
                for row in figures['stores']:
                    self.assertEqual(row['value'], self._read(figures, ['store_id', '=', row['id']], user=user), row['name'])

    def test_net_is_ordered_less_returned(self):
        row = self._row(self._map('month'), self.shop)
        self.assertEqual((row['value'], row['ordered']), (640 + 270 - 90, 640 + 270))
        self.assertEqual((row['has_place'], row['latitude'], row['longitude'], row['group']), (True, 31.2304, 121.4737, "East"))

    def test_beside_the_period_before_and_the_target_as_in_the_cockpit(self):
        self.env['store.target'].create({'store_id': self.shop.id, 'month': '2026-03-01', 'amount': 3100})
        for period, store, before in (('today', self.shop, 40), ('month', self.shop, 25), ('year', self.online, 60)):
            figures = self._map(period)
            self.assertEqual(self._row(figures, store)['before'], before, period)
            self.assertEqual(figures['against_label'], self._tile(self._figures(period), 'amount')['against'][0]['label'])
        row = self._row(self._map('month'), self.shop)
        ranked = {item['name']: item for item in self._figures('month')['best']}
        self.assertAlmostEqual(row['ordered'] / row['target'], ranked["Shanghai"]['part'])
        self.assertAlmostEqual(row['ordered'] / row['before'] - 1, ranked["Shanghai"]['change'])
        self.assertEqual(self._row(self._map('month'), self.online)['target'], 0)

    def test_a_store_without_coordinates_is_named_with_its_sales(self):
        row = self._row(self._map('month'), self.online)
        self.assertEqual((row['has_place'], row['value'], row['partner_id']), (False, 30, False))
        self.online.partner_id = self.env['res.partner'].create({'name': "Nowhere"})  # core's 0, 0
        self.assertFalse(self._row(self._map('month'), self.online)['has_place'])
        self.online.partner_id.partner_latitude = 95  # typed on the contact
        row = self._row(self._map('month'), self.online)
        self.assertEqual((row['has_place'], row['partner_id']), (False, self.online.partner_id.id))
        self.shop.write({'latitude': 0, 'longitude': 0})
        figures = self._map('month')
        self.assertFalse([row for row in figures['stores'] if row['has_place']])
        self.assertEqual(figures['total'], self._read(figures))

    def test_closed_stores_are_there_for_what_they_sold(self):
        with freeze_time(NOW):
            self.online._set_state('closed')
        self.assertEqual(self._row(self._map('month'), self.online)['value'], 30)
        self.assertNotIn(self.online.id, [row['id'] for row in self._map('today')['stores']])

    def test_days_without_sales(self):
        figures = self._map('today', group_id=self.north.id)
        self.assertEqual((figures['total'], figures['headquarters']), (0, 0))
        self.assertEqual([(row['id'], row['value'], row['before']) for row in figures['stores']], [(self.online.id, 0, 0)])

    def test_a_group_of_any_tree_and_one_that_is_not_there(self):
        tree = self.env['store.group.tree'].create({'name': "Brands", 'code': 'MAPBRAND'})
        brand = self.env['store.group'].create({'name': "Brand", 'code': 'MAPB', 'tree_id': tree.id})
        self.online.group_ids = [Command.link(brand.id)]
        figures = self._map('month', group_id=brand.id)
        self.assertEqual(([row['name'] for row in figures['stores']], figures['total']), (["Web Shop"], 30))
        self.assertIn(brand.id, [item[0] for item in figures['groups']])
        self.assertEqual(self._map('month', group_id=brand.id, user=self.manager)['stores'], [])
        unused = self.env['store.group'].create({'name': "Unused", 'code': 'MAPU', 'tree_id': tree.id})
        gone = unused.id
        unused.unlink()
        with self.assertRaisesRegex(UserError, str(gone)):
            self._map('month', group_id=gone)
        with self.assertRaises(UserError):
            self._map('decade')

    def test_several_currencies_in_the_readers(self):
        both = self.home | self.abroad
        figures = self._map('month', companies=both)
        self.assertIn('USD', figures['problem'])
        self.assertEqual((figures['stores'], figures['opens']), ([], False))
        self._sell(self.foreign, '2026-03-16 14:00:00', [(self.boot, 1, 10, 0)])
        for company in both:
            self.env['res.currency.rate'].create(
                [
                    {'currency_id': self.usd.id, 'company_id': company.id, 'name': '2025-01-01', 'rate': 1},
                    {'currency_id': self.cny.id, 'company_id': company.id, 'name': '2025-01-01', 'rate': 8},
                ]
            )
        self.env.flush_all()
        figures = self._map('month', companies=both)
        self.assertEqual((figures['measure'], figures['currency'], figures['problem']), ('amount_one', self.cny.id, ''))
        self.assertIn("Factory", figures['rate'])
        self.assertEqual(self._row(figures, self.foreign)['value'], 80)
        self.assertEqual(self._row(figures, self.foreign)['ordered'], 80)
        self.assertEqual(figures['total'], self._read(figures, companies=both))

    def test_more_stores_ask_no_more_questions(self):
        asked = {}
        for count in (1, 15):
            self.env['store.store'].create(
                [
                    {
                        'name': f"More {index}",
                        'code': f'MAP{count}-{index}',
                        'company_id': self.home.id,
                        'group_id': self.north.id,
                        'tz': 'Asia/Shanghai',
                        'latitude': 30 + index / 10,
                        'longitude': 120,
                    }
                    for index in range(count)
                ]
            ).action_open()
            for period in PERIODS:
                self._map(period)  # rules are in the caches of a running server
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                with self.assertQueryCount(asked.get(period, 30)):
                    self._map(period)
                asked[period] = self.env.cr.sql_log_count - before

    # === RIGHTS ===

    def test_a_manager_gets_his_stores_and_no_other(self):
        figures = self._map('month', user=self.manager)
        self.assertEqual([row['name'] for row in figures['stores']], ["Shanghai"])
        self.assertEqual((figures['total'], figures['headquarters']), (820, 0))
        self.assertNotIn("Web Shop", json.dumps(figures))

    def test_staff_see_no_targets_and_strangers_nothing(self):
        self.env['store.target'].create({'store_id': self.shop.id, 'month': '2026-03-01', 'amount': 3100})
        self.assertTrue(self._map('month', user=self.manager)['has_targets'])
        staff = self._person('map_staff', role='staff', store_id=self.shop.id)
        figures = self._map('month', user=staff)
        self.assertEqual((figures['has_targets'], figures['stores'][0]['target'], figures['total']), (False, 0, 820))
        stranger = new_test_user(
            self.env, 'map_stranger', 'base.group_user', company_id=self.home.id, company_ids=[Command.set(self.home.ids)]
        )
        with self.assertRaises(AccessError):
            self._map('month', user=stranger)

    def test_the_answer_is_plain_data(self):
        for companies in (self.home, self.home | self.abroad):
            self.assertNotIn('null', json.dumps(self._map('year', companies=companies)))
