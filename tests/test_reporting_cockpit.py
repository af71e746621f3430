# Part of store_group. License LGPL-3.
from datetime import date

from freezegun import freeze_time
from lxml import etree

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from ..engine.reporting.calendar_span import Span
from ..models.reporting.store_report_book import Asked
from .test_reporting_sale import ReportingCommon

NOW = '2026-03-18 06:30:00'  # a Wednesday, 14:30 in Shanghai


class CockpitCommon(ReportingCommon):
    """Three open stores and headquarters, with sales of today, yesterday, last week, last month and last year."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time(NOW):
            cls._set_up_stores()
        for moment, store, price in (
            ('2026-03-18 04:00:00', cls.shop, 100),
            ('2026-03-17 04:00:00', cls.shop, 40),
            ('2026-03-17 09:00:00', cls.shop, 500),
            ('2026-03-11 02:00:00', cls.online, 30),
            ('2026-02-10 04:00:00', cls.shop, 25),
            ('2025-03-19 04:00:00', cls.shop, 80),
            ('2025-03-02 04:00:00', cls.online, 60),
            ('2026-01-05 04:00:00', cls.online, 7),
        ):
            cls._sell(store, moment, [(cls.boot, 1, price, 0)])
        cls._sell(cls.env['store.store'], '2026-03-18 05:00:00', [(cls.cap, 2, 5, 0)], company=cls.home)
        cls.env.flush_all()

    @classmethod
    def _set_up_stores(cls):
        (cls.shop | cls.online | cls.foreign).action_open()
        cls.manager = cls._person('cockpit_manager', role='store_manager', store_id=cls.shop.id)
        cls.head = cls._person('cockpit_group', role='group_manager', group_id=cls.east.id)

    @classmethod
    def _person(cls, login, **membership):
        user = new_test_user(
            cls.env, login, 'base.group_user', tz='Asia/Shanghai', company_id=cls.home.id, company_ids=[Command.set(cls.home.ids)]
        )
        cls.env['store.member'].create({'user_id': user.id, 'date_from': '2020-01-01', **membership})
        return user

    def _cockpit(self, user=None, companies=None):
        user = user or self.admin
        return (
            self.env['store.cockpit']
            .with_user(user)
            .with_context(allowed_company_ids=(companies or self.home).ids, store_ticked_only=True, lang='en_US')
        )

    def _figures(self, *args, user=None, companies=None, **kwargs):
        with freeze_time(NOW):
            return self._cockpit(user, companies).figures(*args, **kwargs)

    def _tile(self, figures, key):
        return next(tile for tile in figures['tiles'] if tile['key'] == key)

    def _behind(self, opens, measure='amount', user=None):
        """Return what the report behind a number says, as the reader would see it."""
        report = self._cockpit(user).env[opens['model']]
        return report._read_group(opens['domain'], [], [f'{measure}:sum'])[0][0] or 0


@tagged('post_install', '-at_install')
class TestReportingCockpit(CockpitCommon):
    def test_today_is_laid_beside_the_same_hour_of_other_days(self):
        tile = self._tile(self._figures(), 'amount')
        self.assertEqual(tile['value'], 110)
        self.assertEqual({item['name']: item['value'] for item in tile['against']}, {'before': 40, 'weekday': 30, 'year': 80})
        self.assertEqual(
            {item['name']: item['change'] for item in tile['against']}, {'before': 1.75, 'weekday': 80 / 30, 'year': 0.375}
        )

    def test_a_month_is_laid_beside_as_many_days_of_others(self):
        tile = self._tile(self._figures('month'), 'amount')
        self.assertEqual(tile['value'], 680)
        self.assertEqual({item['name']: item['value'] for item in tile['against']}, {'before': 25, 'year': 60})

    def test_each_number_opens_its_report_with_exactly_its_filter(self):
        for period in ('today', 'yesterday', 'week', 'month', 'year'):
            figures = self._figures(period)
            for key in ('amount', 'order_count'):
                tile = self._tile(figures, key)
                self.assertAlmostEqual(self._behind(tile['opens'], key), tile['value'], msg=(period, key))
                for item in tile['against']:
                    self.assertAlmostEqual(self._behind(item['opens'], key), item['value'], msg=(period, key, item['name']))
            line = figures['line']
            self.assertEqual([self._behind(opens) for opens in line['opens']], line['series'][0]['values'], period)
            for row in (*figures['best'], *figures['worst'], *figures['products_best'], *figures['products_worst']):
                self.assertAlmostEqual(self._behind(row['opens']), row['amount'], msg=(period, row['name']))
            for chart in figures['rhythm']:
                parts = {
                    'hour': [{'week': 2, 'month': 17, 'year': 76}.get(period)] * len(chart['values']),  # today is not over
                    'weekday': [10, 11, 11, 10, 10, 10, 10],  # from Monday, January 5, to yesterday
                    'month': [1] * 12,
                }[chart['key']]
                self.assertEqual(
                    [round(self._behind(opens) / part, 6) for opens, part in zip(chart['opens'], parts, strict=True)],
                    [round(value, 6) for value in chart['values']],
                    (period, chart['key']),
                )

    def test_one_store_and_one_group(self):
        self.assertEqual(self._tile(self._figures('month', store=self.online.id), 'amount')['value'], 30)
        self.assertEqual(self._tile(self._figures('month', group=self.country.id), 'amount')['value'], 670)
        figures = self._figures('month', group=self.east.id)
        tile = self._tile(figures, 'amount')
        self.assertEqual((tile['value'], self._behind(tile['opens'])), (640, 640))
        self.assertEqual([self._behind(opens) for opens in figures['line']['opens']], figures['line']['series'][0]['values'])

    def test_best_and_weakest_stores_with_those_that_sold_nothing(self):
        figures = self._figures('today', companies=self.home)
        self.assertEqual([row['name'] for row in figures['best']], ["Shanghai"])
        self.assertEqual([(row['name'], row['amount'], row['change']) for row in figures['worst']], [("Web Shop", 0, False)])

    def test_peak_and_trough(self):
        figures = self._figures('month')
        charts = {chart['key']: chart for chart in figures['rhythm']}
        hours = charts['hour']
        self.assertEqual(hours['labels'][hours['peak']], '17:00')
        self.assertEqual(charts['weekday']['labels'][charts['weekday']['peak']], 'Tue')
        self.assertEqual(charts['month']['labels'][-1], 'Mar')
        self.assertEqual(charts['month']['labels'][charts['month']['peak']], 'Feb')  # March is not over

    def test_what_was_before_the_first_sale_says_nothing(self):
        """A store that began in January is not weakest in the months before, nor on weekdays it was not there for."""
        for moment, price in (('2026-01-20 12:00:00', 10), ('2026-02-04 12:00:00', 20), ('2026-03-03 12:00:00', 90)):
            self._sell(self.foreign, moment, [(self.boot, 1, price, 0)])
        self.env.flush_all()
        figures = self._figures('month', store=self.foreign.id, companies=self.abroad)
        charts = {chart['key']: chart for chart in figures['rhythm']}
        months = charts['month']
        self.assertEqual([months['labels'][months[place]] for place in ('peak', 'trough')], ['Feb', 'Jan'])
        self.assertIn('since', charts['weekday']['title'])
        self.assertEqual(max(charts['weekday']['values']), 100 / 9, "nine Tuesdays from the first sale on")

    def test_products_that_sell_best_and_worst(self):
        figures = self._figures('month', companies=self.home)
        self.assertEqual(
            [row['name'] for row in figures['products_best']],
            [self.boot.product_tmpl_id.display_name, self.cap.product_tmpl_id.display_name],
        )
        self.assertEqual(
            (figures['products_best'][1]['amount'], figures['products_worst']), (10, []), "the second of two is no weak one"
        )
        self.assertEqual([row['change'] for row in self._figures('today')['products_best']], [(100 - 40) / 40, False])

    def test_days_and_months_are_written_as_the_reader_writes_them(self):
        self.env['res.lang']._activate_lang('zh_CN')
        with freeze_time(NOW):
            cockpit = self._cockpit().with_context(lang='zh_CN')
            month, year = cockpit.figures('month'), cockpit.figures('year')
            papers = [
                cockpit.env['store.report.paper']._pages(Asked(Span(first, date(2026, 3, 31))))
                for first in (date(2026, 3, 1), date(2025, 4, 1))
            ]
        self.assertEqual(month['line']['labels'][:2], ['3月1日', '3月2日'])
        self.assertEqual(year['line']['labels'][0], '1月')
        self.assertEqual(self._figures('month')['line']['labels'][:2], ['Mar 1', 'Mar 2'])
        months = next(chart for chart in year['rhythm'] if chart['key'] == 'month')
        self.assertEqual((months['labels'][-1], months['opens'][-1]['name']), ('3月', '2026年3月'))
        self.assertEqual([paper['whole']['chart']['labels'][0] for paper in papers], ['3月1日', '2025年4月'])

    def test_a_target_is_spread_over_the_days_of_its_month(self):
        self.env['store.target'].create({'store_id': self.shop.id, 'month': '2026-03-15', 'amount': 3100})
        figures = self._figures('month')
        self.assertAlmostEqual(figures['target']['value'], 1800)
        self.assertEqual(figures['target']['reached'], 640)
        self.assertEqual([round(value, 6) for value in figures['line']['target'][:2]], [100, 100])
        self.assertAlmostEqual(figures['best'][0]['part'], 640 / 1800)
        self.assertAlmostEqual(self._figures('today')['target']['value'], 100)
        self.assertEqual([round(value, 6) for value in self._figures('year')['line']['target']], [0, 0, 3100])
        self.assertEqual(self._cockpit().env['store.target'].search_count(figures['target']['opens']['domain']), 1)

    def test_a_target_names_its_month_once(self):
        Target = self.env['store.target']
        target = Target.create({'store_id': self.shop.id, 'month': '2026-03-15', 'amount': 1})
        self.assertEqual(target.month, date(2026, 3, 1))
        with self.assertRaises(ValidationError):
            target.amount = -1

    def test_a_currency_without_a_rate_is_said_and_the_rest_is_shown(self):
        figures = self._figures(companies=self.home | self.abroad)
        self.assertEqual((figures['problem'], self._tile(figures, 'amount')['value']), ('', 110))  # nothing was sold in it yet
        self._sell(self.foreign, '2026-03-18 04:30:00', [(self.boot, 1, 10, 0)])
        figures = self._figures(companies=self.home | self.abroad)
        self.assertIn('USD', figures['problem'])
        self.assertIs(self._tile(figures, 'amount')['value'], False)
        self.assertEqual(self._tile(figures, 'order_count')['value'], 3)
        self.assertEqual([name for _id, name in figures['stores']], ["Shanghai", "Web Shop", "New York"])

    def test_several_currencies_in_the_chosen_one(self):
        self._sell(self.foreign, '2026-03-18 04:30:00', [(self.boot, 1, 10, 0)])
        for company in (self.home, self.abroad):
            self.env['res.currency.rate'].create(
                [
                    {'currency_id': self.usd.id, 'company_id': company.id, 'name': '2025-01-01', 'rate': 1},
                    {'currency_id': self.cny.id, 'company_id': company.id, 'name': '2025-01-01', 'rate': 8},
                ]
            )
        both = self.home | self.abroad
        figures = self._figures(companies=both)
        self.assertEqual((figures['currency'], self._tile(figures, 'amount')['value']), (self.cny.id, 190))
        self.assertIn("Factory", figures['rate'])
        self.assertNotIn('net_amount', [tile['key'] for tile in figures['tiles']])  # no sum over two currencies
        figures = self._figures(companies=both, currency=self.usd.id)
        self.assertEqual((figures['currency'], self._tile(figures, 'amount')['value']), (self.usd.id, 23.75))

    def test_no_sales_at_all(self):
        figures = self._figures('week', store=self.foreign.id, companies=self.abroad)
        self.assertEqual((self._tile(figures, 'amount')['value'], figures['rhythm'], figures['problem']), (0, [], ''))
        self.assertEqual(self._tile(figures, 'amount')['against'][0]['change'], False)

    def test_a_period_that_does_not_exist(self):
        with self.assertRaises(UserError):
            self._figures('decade')

    def test_more_stores_ask_no_more_questions(self):
        self._figures('month')
        counts = []
        for number in (1, 15):
            self.env['store.store'].create(
                [
                    {
                        'name': f"More {number} {index}",
                        'code': f'MORE{number}-{index}',
                        'company_id': self.home.id,
                        'group_id': self.north.id,
                        'tz': 'Asia/Shanghai',
                    }
                    for index in range(number)
                ]
            ).action_open()
            for period in ('today', 'month', 'year'):
                self._figures(period)  # rules and menus are in the caches of a running server
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                self._figures(period)
                counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[:3], counts[3:])
        self.assertLessEqual(max(counts), 70)  # seven for the first steps of an administrator

    # === WHAT NEEDS A HAND ===

    def test_what_needs_a_hand_is_counted_for_its_reader(self):
        self.env['store.store.paper'].create(
            [
                {'store_id': self.shop.id, 'name': "Lease", 'expires_on': '2026-03-01'},
                {'store_id': self.online.id, 'name': "Licence", 'kind': 'licence', 'expires_on': '2026-03-30'},
            ]
        )
        for user, expected in ((self.admin, {'paper_expired': 1, 'paper': 1}), (self.manager, {'paper_expired': 1})):
            todo = {item['key']: item for item in self._figures(user=user)['todo']}
            self.assertEqual({key: item['count'] for key, item in todo.items() if key.startswith('paper')}, expected)
            opens = todo['paper_expired']['opens']
            self.assertEqual(self._cockpit(user).env[opens['model']].search_count(opens['domain']), 1)
        self.assertNotIn('paper_expired', [item['key'] for item in self._figures(store=self.online.id)['todo']])

    # === MY STORE ===

    def test_my_store_says_how_the_day_goes(self):
        staff = self._person('cockpit_staff', role='staff', store_id=self.shop.id)
        with freeze_time(NOW):
            answer = self.env['store.my.store'].with_user(staff).with_context(allowed_company_ids=self.home.ids).overview()
        self.assertEqual((answer['store_id'], answer['lists']['receive']), (self.shop.id, []))
        sales = answer['sales']
        self.assertEqual((sales['amount'], sales['orders'], sales['average'], sales['before']['amount']), (100, 1, 100, 40))
        self.assertEqual(self._behind(sales['opens'], user=staff), 100)

    # === RIGHTS ===

    def test_a_manager_gets_his_store_and_no_other(self):
        figures = self._figures('month', user=self.manager)
        self.assertEqual(self._tile(figures, 'amount')['value'], 640)
        self.assertEqual(figures['stores'], [[self.shop.id, "Shanghai"]])
        self.assertEqual((figures['best'], figures['worst']), ([], []))
        self.assertEqual([item['value'] for item in self._tile(figures, 'amount')['against']], [25, 0])
        self.assertNotIn("Web Shop", str(figures))
        with self.assertRaises(AccessError):
            self._figures('month', user=self.manager, store=self.online.id)
        self.assertEqual(self._tile(self._figures('month', user=self.manager, group=self.country.id), 'amount')['value'], 640)

    def test_moments_are_behind_the_same_wall(self):
        moments = self._cockpit(self.manager).env['store.sale.moment']
        self.assertEqual(moments.search([]).store_id.ids, self.shop.ids)
        self.assertEqual(moments._read_group([('store_id', '=', self.online.id)], [], ['amount:sum']), [(False,)])

    def test_margins_are_shown_to_who_may_see_them(self):
        keys = {tile['key'] for tile in self._figures(user=self.manager)['tiles']}
        self.assertFalse(keys & {'margin', 'margin_rate'})
        self.assertLessEqual({'margin', 'margin_rate'}, {tile['key'] for tile in self._figures()['tiles']})

    def test_the_views_of_a_report_show_no_column_that_is_hidden(self):
        env = self._cockpit(self.manager).env
        for model in ('store.sale.report', 'store.stock.report', 'store.stock.ledger'):
            kinds = env['ir.ui.view'].sudo().search([('model', '=', model)]).mapped('type')
            for kind, view in env[model].get_views([(False, kind) for kind in {*kinds, 'list'}])['views'].items():
                shown = {node.get('name') for node in etree.fromstring(view['arch']).iter('field')}
                self.assertFalse(shown - env[model].fields_get().keys(), (model, kind))

    def test_who_reads_and_writes_targets(self):
        target = self.env['store.target'].create({'store_id': self.shop.id, 'month': '2026-03-01', 'amount': 5})
        other = self.env['store.target'].create({'store_id': self.online.id, 'month': '2026-03-01', 'amount': 5})
        mine = self._cockpit(self.manager).env['store.target']
        self.assertEqual(mine.search([]).ids, target.ids)
        theirs = self._cockpit(self.head).env['store.target']
        theirs.browse(target.id).amount = 7
        staff = self._person('target_staff', role='staff', store_id=self.shop.id)
        for act in (
            lambda: mine.browse(target.id).write({'amount': 9}),
            lambda: theirs.browse(other.id).write({'amount': 9}),
            lambda: theirs.browse(target.id).write({'store_id': self.online.id, 'month': '2026-04-01'}),
            lambda: theirs.create({'store_id': self.online.id, 'month': '2026-05-01', 'amount': 1}),
            lambda: self._cockpit(staff).env['store.target'].search([]),
        ):
            self.env.invalidate_all()
            with self.assertRaises(AccessError):
                act()
