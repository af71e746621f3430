# Part of store_group. License LGPL-3.
"""All stores are all stores of the reader: the same figures everywhere, whichever companies are ticked."""

import io
from datetime import date

import openpyxl
from freezegun import freeze_time
from lxml import etree

from odoo import Command
from odoo.tests import new_test_user, tagged

from ..engine.reporting.calendar_span import Span
from ..models.reporting.store_report_book import Asked
from .test_reporting_cockpit import NOW, CockpitCommon

MONTH = ['&', ('date', '>=', '2026-03-01'), ('date', '<=', '2026-03-31')]


@tagged('post_install', '-at_install')
class TestReportingCompanies(CockpitCommon):
    """Sales of a company in CNY and of one in USD, read by headquarters and by a group manager of stores in both."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        both = cls.home | cls.abroad
        cls.span = new_test_user(
            cls.env,
            'span_group',
            'base.group_user',
            tz='Asia/Shanghai',
            company_id=cls.home.id,
            company_ids=[Command.set(both.ids)],
        )
        cls.env['store.member'].create(
            {'user_id': cls.span.id, 'date_from': '2020-01-01', 'role': 'group_manager', 'group_id': cls.country.id}
        )
        cls._sell(cls.foreign, '2026-03-18 04:30:00', [(cls.boot, 1, 100, 0)])
        cls._sell(cls.foreign, '2026-03-02 15:30:00', [(cls.boot, 3, 7.77, 10)])
        cls.env.flush_all()

    @classmethod
    def _rates(cls, company, **units):
        cls.env['res.currency.rate'].create(
            [
                {'currency_id': getattr(cls, name).id, 'company_id': company.id, 'name': '2025-01-01', 'rate': rate}
                for name, rate in units.items()
            ]
        )

    def _ticked(self, user, *companies):
        return self.env(user=user, su=False, context={'allowed_company_ids': [item.id for item in companies], 'lang': 'en_US'})

    def _ways(self, user):
        """Yield (what is ticked, an environment of it)."""
        for companies in ((self.home,), (self.abroad,), (self.home, self.abroad), (self.abroad, self.home)):
            yield companies, self._ticked(user, *companies)

    def _by_sql(self, where='TRUE'):
        """Return {currency: ordered amount of March} over the lines of orders."""
        self.env.cr.execute(
            f"""SELECT y.name, SUM(l.price_subtotal / o.currency_rate)
                  FROM sale_order_line l JOIN sale_order o ON o.id = l.order_id
                  JOIN res_company c ON c.id = o.company_id JOIN res_currency y ON y.id = c.currency_id
                 WHERE o.state = 'sale' AND o.company_id IN %s AND l.store_day BETWEEN '2026-03-01' AND '2026-03-31' AND {where}
                 GROUP BY 1""",
            [tuple((self.home | self.abroad).ids)],
        )
        return {name: float(amount) for name, amount in self.env.cr.fetchall()}

    def _set(self, company=None, currency=None):
        setting = self.env['ir.config_parameter'].sudo()
        setting.set_param('store_group.reporting_company', company and str(company.id) or False)
        setting.set_param('store_group.reporting_currency', currency and str(currency.id) or False)

    def test_figures_agree_everywhere_whatever_is_ticked(self):
        self._rates(self.home, usd=0.125, cny=1)
        self._set(self.home, self.cny)
        for user, where in ((self.admin, 'TRUE'), (self.span, 'l.store_id IS NOT NULL')):
            own = self._by_sql(where)
            self.assertEqual(sorted(own), ['CNY', 'USD'])
            whole = own['CNY'] + own['USD'] * 8
            for ticked, env in self._ways(user):
                with self.subTest(user=user.login, ticked=[item.name for item in ticked]), freeze_time(NOW):
                    told = self._everywhere(env)
                    self.assertEqual(told, dict.fromkeys(told, round(whole, 2)))
                    rows = env['store.sale.report'].formatted_read_group(MONTH, ['currency_id'], ['amount:sum'])
                    self.assertEqual({row['currency_id'][1]: round(row['amount:sum'], 2) for row in rows}, own)
                    cards = env['store.store'].search([('code', 'in', ['RS1', 'RS2', 'RS3'])])
                    self.assertEqual(len(cards), 3)
                    stores = {
                        row['store_id'][0]: row['amount:sum']
                        for row in env['store.sale.report'].formatted_read_group(
                            [*MONTH, ('store_id', '!=', False)], ['store_id'], ['amount:sum']
                        )
                    }
                    self.assertEqual(
                        {card.id: card.sales_month for card in cards}, {card.id: stores.get(card.id, 0) for card in cards}
                    )

    def _everywhere(self, env):
        """Return {place: ordered amount of March in CNY} of every place that tells it."""
        cockpit = env['store.cockpit'].figures('month')
        tile = next(tile for tile in cockpit['tiles'] if tile['key'] == 'amount')
        opens = tile['opens']
        told = env[opens['model']].formatted_read_group(opens['domain'], [], ['amount_one:sum'])
        group = env['store.sale.report'].formatted_read_group(MONTH, ['date:month'], ['amount_one:sum'])
        pivot = env['store.sale.report'].formatted_read_grouping_sets(MONTH, [[], ['store_id']], ['amount_one:sum'])
        moment = env['store.sale.moment'].formatted_read_group(MONTH, [], ['amount_one:sum'])
        comparison = env['store.sale.comparison'].compare('2026-03-01', '2026-03-31', 'previous', measure='amount_one')
        asked = Asked(Span(date(2026, 3, 1), date(2026, 3, 31)))
        _name, content = env['store.report.book']._workbook(asked)
        paper = env['store.report.paper']._pages(asked)
        sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[1]
        rows = list(sheet.iter_rows(values_only=True))
        column = next(row for row in rows if "Ordered Amount (One Currency)" in row).index("Ordered Amount (One Currency)")
        cells = [row[column] for row in rows if isinstance(row[column], int | float)]
        figures = {
            'cockpit': tile['value'],
            'report behind it': told[0]['amount_one:sum'],
            'line of the cockpit': sum(cockpit['line']['series'][0]['values']),
            'report': group[0]['amount_one:sum'],
            'pivot': pivot[0][0]['amount_one:sum'],
            'stores of the pivot': sum(row['amount_one:sum'] for row in pivot[1]),
            'moments': moment[0]['amount_one:sum'],
            'comparison': comparison['total']['now'],
            'workbook': sum(cells),
            'paper': float(''.join(sign for sign in paper['whole']['tiles'][0]['value'] if sign in '0123456789.')),
        }
        return {name: round(value, 2) for name, value in figures.items()}

    def test_one_argument_narrows_it_to_what_is_ticked(self):
        self._rates(self.home, usd=0.125, cny=1)
        own = self._by_sql()
        for user, home in ((self.admin, own['CNY']), (self.span, own['CNY'] - 10)):
            env = self._ticked(user, self.home)
            with freeze_time(NOW):
                narrow, wide = env['store.cockpit'].figures('month', ticked=True), env['store.cockpit'].figures('month')
            self.assertEqual((wide['companies']['names'], wide['companies']['ticked']), (["Factory", "Factory Overseas"], False))
            self.assertEqual((narrow['companies']['names'], narrow['companies']['ticked']), (["Factory"], True))
            self.assertEqual([store[1] for store in narrow['stores']], ["Shanghai", "Web Shop"])
            tile = next(tile for tile in narrow['tiles'] if tile['key'] == 'amount')
            self.assertAlmostEqual(tile['value'], home)
            [row] = env['store.sale.report'].formatted_read_group(tile['opens']['domain'], [], ['amount:sum'])
            self.assertAlmostEqual(row['amount:sum'], home)
        filters = etree.fromstring(env['store.sale.report'].get_view(view_type='search')['arch'])
        self.assertEqual(len(filters.xpath("//filter[@name='ticked_companies']")), 1)

    def test_the_setting_names_the_currency_and_whose_rates_count(self):
        self._rates(self.home, usd=0.125, cny=1)
        self._rates(self.abroad, usd=1, cny=10)
        own = self._by_sql()
        for setting, expected in (
            ((self.home, self.cny), own['CNY'] + own['USD'] * 8),
            ((self.home, self.usd), own['CNY'] / 8 + own['USD']),
            ((self.abroad, None), own['CNY'] / 10 + own['USD']),
            ((self.abroad, self.cny), own['CNY'] + own['USD'] * 10),
        ):
            self._set(*setting)
            for ticked, env in self._ways(self.admin):
                [row] = env['store.sale.report'].formatted_read_group(
                    MONTH, [], ['amount_one:sum', 'one_currency_id:array_agg_distinct']
                )
                self.assertAlmostEqual(row['amount_one:sum'], expected, 2, (setting, ticked))
        with freeze_time(NOW):
            figures = self._ticked(self.admin, self.home)['store.cockpit'].figures('month', currency=self.usd.id)
        self.assertEqual(figures['currency'], self.usd.id)
        self.assertAlmostEqual(next(iter(figures['tiles']))['value'], own['CNY'] / 10 + own['USD'], 2)

    def test_the_first_measure_of_a_pivot_is_in_one_currency_where_there_are_several(self):
        for model in ('store.sale.report', 'store.stock.report', 'store.profit.report'):
            for view in ('pivot', 'graph'):
                for user, several in ((self.admin, True), (self.head, False)):
                    env = self._ticked(user, self.home)
                    arch = etree.fromstring(env[model].get_view(view_type=view)['arch'])
                    names = arch.xpath("//field[@type='measure']/@name")
                    ours = [name for name in names if name.removesuffix('_one') in ('amount', 'value')]
                    for name in ours:
                        self.assertEqual(name.endswith('_one'), several, (model, view, user.login, names))
                    self.assertEqual(len(names), len(set(names)))

    def test_a_missing_rate_leaves_the_figure_empty_and_names_the_currency(self):
        self.env['res.currency.rate'].search([('currency_id', 'in', (self.usd | self.cny).ids)]).unlink()
        self._set(self.home, self.cny)
        env = self._ticked(self.admin, self.home)
        with freeze_time(NOW):
            figures = env['store.cockpit'].figures('month')
            paper = env['store.report.paper']._pages(Asked(Span(date(2026, 3, 1), date(2026, 3, 31))))
            _name, content = env['store.report.book']._workbook(Asked(Span(date(2026, 3, 1), date(2026, 3, 31))))
        tiles = {tile['key']: tile['value'] for tile in figures['tiles']}
        self.assertIs(tiles['amount'], False)
        self.assertIs(tiles['average_ticket'], False)
        self.assertTrue(tiles['order_count'] and tiles['units_per_ticket'])
        self.assertIn("USD", figures['problem'])
        self.assertEqual(paper['whole']['tiles'][0]['value'], '–')
        self.assertIn("USD", paper['basis'])
        self.assertEqual([row['name'] for row in figures['best']], ["Shanghai"])
        told = [cell.value for row in openpyxl.load_workbook(io.BytesIO(content)).worksheets[0] for cell in row]
        self.assertTrue(any("USD has no rate" in str(value) for value in told))
        whole, stores = env['store.sale.report'].formatted_read_grouping_sets(MONTH, [[], ['store_id']], ['amount_one:sum'])
        self.assertIs(whole[0]['amount_one:sum'], False)
        by_store = {row['store_id'] and row['store_id'][1]: row['amount_one:sum'] for row in stores}
        self.assertEqual((by_store["New York"], by_store["Shanghai"]), (False, 640))
        with freeze_time(NOW):
            statement = env['store.profit.statement'].statement('2026-03-01', '2026-03-31')
        self.assertNotIn('no_rate', [notice['code'] for notice in statement['notices']])
        self.assertEqual(env['store.reporting.currency'].told()['problem'], figures['problem'])
