# Part of store_group. License LGPL-3.
"""Amounts of several currencies are never added: not in a pivot, not by a call, whatever is grouped by."""

from datetime import date
from unittest.mock import patch

from freezegun import freeze_time

from odoo import Command
from odoo.tests import TransactionCase, tagged

from ..engine.reporting.calendar_span import Span
from ..models.reporting.store_report_book import Asked
from .profit_common import ProfitCommon
from .test_reporting_cockpit import NOW, CockpitCommon
from .test_transfer_companies import TwoCompanies


@tagged('post_install', '-at_install')
class TestReportingCurrencies(CockpitCommon):
    """Sales of a company in CNY and of one in USD."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._sell(cls.foreign, '2026-03-18 04:30:00', [(cls.boot, 1, 10, 0)])
        for company in (cls.home, cls.abroad):
            cls.env['res.currency.rate'].create(
                [
                    {'currency_id': cls.usd.id, 'company_id': company.id, 'name': '2025-01-01', 'rate': 1},
                    {'currency_id': cls.cny.id, 'company_id': company.id, 'name': '2025-01-01', 'rate': 8},
                ]
            )

    def _rows(self, model, groupby, aggregates, companies=None):
        self.env.flush_all()
        report = (
            self.env[model]
            .with_user(self.admin)
            .with_context(allowed_company_ids=(companies or self.home | self.abroad).ids, store_ticked_only=True)
        )
        return report.formatted_read_group([], groupby, aggregates)

    def test_a_sum_and_an_average_ticket_of_two_currencies_are_nothing(self):
        money = ['amount:sum', 'average_ticket:avg', 'net_amount:sum', 'amount_wan:sum', 'return_rate:avg', 'amount:max']
        for groupby in ([], ['date:year'], ['product_id'], ['weekday'], ['kind'], ['categ_id']):
            mixed = [
                row
                for row in self._rows(
                    'store.sale.report',
                    groupby,
                    [*money, 'currency_id:count_distinct', 'amount_one:sum', 'order_count:sum', 'units_per_ticket:avg'],
                )
                if row['currency_id:count_distinct'] > 1
            ]
            self.assertTrue(mixed, groupby)
            for row in mixed:
                self.assertEqual([row[name] for name in money], [False] * len(money), groupby)
                self.assertTrue(row['amount_one:sum'] and row['order_count:sum'] and row['units_per_ticket:avg'], groupby)

    def test_one_currency_is_added_as_ever(self):
        everything = self._rows('store.sale.report', [], ['amount:sum'], self.home)[0]['amount:sum']
        by_company = {
            row['company_id'][0]: row
            for row in self._rows('store.sale.report', ['company_id'], ['amount:sum', 'average_ticket:avg'])
        }
        self.assertEqual(by_company[self.home.id]['amount:sum'], everything)
        self.assertEqual([by_company[self.abroad.id][name] for name in ('amount:sum', 'average_ticket:avg')], [10, 10])
        self.abroad.currency_id = self.home.currency_id
        self.env.invalidate_all()
        self.assertEqual(self._rows('store.sale.report', [], ['amount:sum'])[0]['amount:sum'], everything + 10)

    def test_an_average_ticket_has_the_sign_of_its_currency(self):
        """As the pivot asks: the amount in the group's one currency, and which that is."""
        field = self.env['store.sale.report'].fields_get(['average_ticket'])['average_ticket']
        self.assertEqual((field['type'], field['currency_field']), ('monetary', 'currency_id'))
        asked = ['average_ticket:avg', 'average_ticket:sum_currency', 'currency_id:array_agg_distinct']
        rows = {row['company_id'][0]: row for row in self._rows('store.sale.report', ['company_id'], asked)}
        self.assertEqual([rows[self.abroad.id][name] for name in asked], [10, 10, self.abroad.currency_id.ids])
        (mixed,) = self._rows('store.sale.report', [], asked)
        self.assertEqual([mixed[name] for name in asked[:2]], [False, False])

    def test_rates_are_looked_for_once_for_all_amounts_of_a_question(self):
        Currency = self.env.registry['store.reporting.currency']
        with patch.object(Currency, '_missing', autospec=True, side_effect=Currency._missing) as asked:
            self._rows('store.sale.report', ['store_id'], ['amount_one:sum', 'amount_one:avg', 'amount_one:max'])
        self.assertEqual(asked.call_count, 1)

    def test_the_pivot_and_the_list_of_orders_of_a_moment_too(self):
        report = (
            self.env['store.sale.report'].with_user(self.admin).with_context(allowed_company_ids=(self.home | self.abroad).ids)
        )
        whole, by_store = report.formatted_read_grouping_sets([], [[], ['store_id']], ['amount:sum'])
        self.assertEqual([row['amount:sum'] for row in whole], [False])
        self.assertTrue(all(row['amount:sum'] for row in by_store))
        row = self._rows('store.sale.moment', [], ['amount:sum', 'currency_id:count_distinct'])[0]
        self.assertEqual((row['amount:sum'], row['currency_id:count_distinct']), (False, 2))

    def test_the_paper_and_the_mail_add_up_to_the_company(self):
        with freeze_time(NOW):
            paper = self._cockpit().env['store.report.paper']._pages(Asked(Span(date(2026, 3, 1), date(2026, 3, 31))))
        self.assertEqual(paper['ranking'][-1]['name'], "Headquarters")
        values = [[tile['value'] for tile in row['tiles'][:2]] for row in paper['ranking']]
        self.assertEqual(values[-1][0][-5:], '10.00')
        amounts = [float(value[0].replace('¥', '').replace('\N{NO-BREAK SPACE}', '').replace(',', '')) for value in values]
        whole = paper['whole']['tiles'][0]['value'].replace('¥', '').replace('\N{NO-BREAK SPACE}', '').replace(',', '')
        self.assertEqual((sum(amounts), sum(amounts)), (680, float(whole)))
        self.assertEqual(paper['short'], paper['ranking'])
        body = self.env['ir.qweb']._render('store_group.store_report_mail_body', {'paper': paper})
        self.assertIn("Headquarters", body)

    def test_stores_a_mail_does_not_name_stand_in_one_row(self):
        with freeze_time(NOW), patch('odoo.addons.store_group.models.reporting.store_report_paper.MAILED', 0):
            paper = self._cockpit().env['store.report.paper']._pages(Asked(Span(date(2026, 3, 1), date(2026, 3, 31))))
        self.assertEqual([row['name'] for row in paper['short']], ["2 other stores", "Headquarters"])
        self.assertIn('670.00', paper['short'][0]['tiles'][0]['value'])


@tagged('post_install', '-at_install')
class TestProfitCurrencies(ProfitCommon):
    """Profit, and a month that is closed, in the currency's own decimals."""

    def test_results_of_two_currencies_are_not_added(self):
        self.other_company.sudo().currency_id = self.env.ref('base.EUR')
        income = self._account('income', self.other_company)
        self._account('asset_current', self.other_company)
        self.env['account.journal'].sudo().create(
            {'name': 'Misc', 'code': 'MSC9', 'type': 'general', 'company_id': self.other_company.id}
        )
        self._post([(self.income, 1000, {self.account_1: 100})])
        self._post([(income, 500, {self.account_4: 100})], company=self.other_company)
        self.env.flush_all()
        rows = self.env['store.profit.report'].formatted_read_group(
            [('date', '>=', '2026-03-01'), ('date', '<=', '2026-03-31')], [], ['amount:sum', 'currency_id:count_distinct']
        )
        self.assertEqual([rows[0]['amount:sum'], rows[0]['currency_id:count_distinct']], [False, 2])
        by_store = self.env['store.profit.report'].formatted_read_group(
            [('date', '>=', '2026-03-01'), ('date', '<=', '2026-03-31'), ('store_id', '!=', False)], ['store_id'], ['amount:sum']
        )
        self.assertEqual(sorted(row['amount:sum'] for row in by_store), [500, 1000])

    def _closed(self, rounding):
        currency = (
            self.env['res.currency']
            .sudo()
            .create(
                {
                    'name': 'TRD',
                    'symbol': 'T',
                    'rounding': rounding,
                    'rate_ids': [Command.create({'rate': 1, 'company_id': self.company.id})],
                }
            )
        )
        self.company.sudo().currency_id = currency
        return self.env['store.month.close'].create({'company_id': self.company.id, 'month': '2026-03-17'})

    def test_a_month_keeps_three_decimals_of_money_that_has_them(self):
        close = self._closed(0.001)
        self._post([(self.income, 1000.005, {self.account_1: 100})])
        close.action_close()
        figures = {figure.line: figure for figure in close.figure_ids.filtered(lambda item: item.kind == 'profit')}
        self.assertEqual((figures['revenue'].amount, figures['revenue'].after_close), (1000.005, 0))
        self._post([(self.income, 0.003, {self.account_1: 100})])
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertAlmostEqual(figures['revenue'].after_close, 0.003, places=6)
        rows = self.env['store.month.difference'].with_context(store_month_close=close.id).search([])
        self.assertEqual([row.difference for row in rows], [0.003])

    def test_units_are_kept_as_units_are_counted(self):
        self.env.ref('uom.decimal_product_uom').sudo().digits = 4
        close = self._closed(1.0)
        freeze = self.env['store.month.freeze']
        self.assertEqual(freeze._rounded(('stock', 'on_hand', 1), 1.23456, close.company_id.currency_id), 1.2346)
        self.assertEqual(freeze._rounded(('stock', 'stock_value', 1), 1234.56, close.company_id.currency_id), 1235)
        self.assertEqual(freeze._rounded(('sales', 'net', 1), 10.5, close.company_id.currency_id), 11)


@tagged('post_install', '-at_install')
class TestTransferCurrencies(TwoCompanies):
    def test_values_of_senders_of_two_currencies_are_not_added(self):
        self._far(4)
        self.other_company.sudo().currency_id = self.env.ref('base.EUR')
        goods = self._product('standard')
        goods.sudo().with_company(self.other_company).standard_price = 7
        self.env(su=True)['stock.quant']._update_available_quantity(goods, self.warehouse_b.lot_stock_id, 9)
        for company in (self.company, self.other_company):
            self.env['res.currency.rate'].sudo().create(
                [
                    {'currency_id': self.env.ref(f'base.{name}').id, 'company_id': company.id, 'name': '2025-01-01', 'rate': 1}
                    for name in ('USD', 'EUR')
                ]
            )
        back, _products = self._ask(2, products=[goods], source=self.foreign, dest=self.store_1, user=self.giver)
        self._as(self.far_boss, back).action_approve()
        self._as(self.far_boss, back).action_ship()
        self.env.flush_all()
        report = self.env['store.transfer.report'].with_context(allowed_company_ids=(self.company | self.other_company).ids)
        row = report.formatted_read_group([], [], ['shipped_value:sum', 'shipped_quantity:sum', 'currency_id:count_distinct'])[0]
        self.assertEqual((row['currency_id:count_distinct'], row['shipped_quantity:sum']), (2, 6))
        self.assertIs(row['shipped_value:sum'], False)
        self.assertEqual(
            len(
                [
                    row
                    for row in report.formatted_read_group([], ['company_id'], ['shipped_value:sum'])
                    if row['shipped_value:sum']
                ]
            ),
            2,
        )
        stock = self.env['store.stock.report'].with_context(allowed_company_ids=(self.company | self.other_company).ids)
        row = stock.formatted_read_group([], [], ['value:sum', 'value_days:sum', 'on_hand_quantity:sum'])[0]
        self.assertEqual((row['value:sum'], row['value_days:sum']), (False, False))
        self.assertTrue(row['on_hand_quantity:sum'])
        ledger = self.env['store.stock.ledger'].with_context(allowed_company_ids=(self.company | self.other_company).ids)
        self.assertIs(ledger.formatted_read_group([], [], ['closing_value:sum'])[0]['closing_value:sum'], False)


@tagged('post_install', '-at_install')
class TestEveryAmountHasItsCurrency(TransactionCase):
    def test_no_model_of_ours_adds_amounts_without_looking_at_their_currency(self):
        """A model whose rows are always of one currency says so here, with the reason."""
        one_currency = {
            'store.role.profile': "an approval limit is never added up; lists group it by nothing",
            'store.adoption.count': "one takeover, shown row by row",
        }
        found = sorted(
            name
            for name, model in self.env.items()
            if name.startswith('store.')
            and not model._abstract
            and not model._transient
            and name not in one_currency
            and not hasattr(model, '_kept_apart')
            and any(field.type == 'monetary' and field.store and field.aggregator for field in model._fields.values())
        )
        self.assertFalse(found)
