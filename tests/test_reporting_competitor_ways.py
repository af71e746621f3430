# Part of store_group. License LGPL-3.
import json
import pathlib
from datetime import date, datetime, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .competitor_common import CompetitorCommon
from .sheet_common import SheetCommon

SAMPLE = pathlib.Path(__file__).parent / 'samples' / 'competitors' / 'beauty_prices.csv'


@tagged('post_install', '-at_install')
class TestReportingCompetitorCall(CompetitorCommon):
    """Programs record many prices in a call, each answered for itself."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bot = cls._person('rival_bot', 'integration')

    def _record(self, *rows, user=None):
        answers = self._as(user or self.bot, self.env['store.competitor.price']).record(prices=list(rows))
        self.assertNotIn('null', json.dumps(answers))
        self.assertEqual(len(answers), len(rows))
        return answers

    def _row(self, **values):
        return {'competitor': 'T-RED', 'product': 'T-SHIRT', 'price': '90.00', 'store': 'T1', **values}

    def test_a_row_is_recorded_once_and_replaced_by_another_price(self):
        day = str(self.today - timedelta(days=2))
        full = self._row(date=day, currency='USD', pack_quantity=2, tax_included=True, promotion=True, title='Shirt', sku='9')
        [made] = self._record(full)
        self.assertEqual((made['state'], made['message']), ('created', ''))
        seen = self.env['store.competitor.price'].browse(made['id'])
        self.assertEqual(
            (seen.unit_price, seen.promotion, seen.sku, seen.source, seen.user_id, str(seen.date)),
            (45, True, '9', 'call', self.bot, day),
        )
        self.assertEqual(self._record(full), [{**made, 'state': 'unchanged'}])
        self.assertEqual(self._record({**full, 'price': 92}), [{**made, 'state': 'updated'}])
        self.assertEqual((seen.price, seen.title), (92, 'Shirt'))
        self.assertEqual(self._position(self.store_1).competitor_count, 1)

    def test_every_row_is_answered_in_its_place(self):
        self.product.sudo().barcode = '6901234567892'
        double = self.product.sudo().copy({'default_code': 'T-DOUBLE', 'barcode': False})
        double.copy({'default_code': 'T-DOUBLE', 'barcode': False})
        old = self.product.sudo().copy({'default_code': 'T-OLD', 'barcode': False, 'active': False})
        rows = (
            ('', self._row()),
            ('', self._row(product='6901234567892', competitor='T-BLUE')),
            ('', self._row(product=self.product.id, date=str(self.today - timedelta(days=1)))),
            ('No competitor has the code T-NIX', self._row(competitor='T-NIX')),
            ('NIX matches none or several', self._row(product='NIX')),
            ('none or several', self._row(product='T-DOUBLE')),
            ('none or several', self._row(product='T-OLD')),
            ('none or several', self._row(product=old.id)),
            ('none or several', self._row(product=690123456789200)),
            ('none or several', self._row(product=True)),
            ('none or several', self._row(product=None)),
            ('none or several', self._row(product=['T-SHIRT'])),
            ('greater than 0', self._row(price=0)),
            ('greater than 0', self._row(price=-5)),
            ('not a number', self._row(price='abc')),
            ('not a number', self._row(price=None)),
            ('not a date', self._row(date='11/9')),
            ('is in the future', self._row(date=str(self.today + timedelta(days=5)))),
            ('Currency XXX', self._row(currency='XXX')),
            ('No store has the code NIX', self._row(store='NIX')),
            ('T2|Street Two', self._row(store='T2')),
            ('name the store', self._row(store=False)),
            ('greater than 0', self._row(pack_quantity=-1)),
            ('greater than 0', self._row(pack_quantity=0)),
            ('', self._row(competitor='T-WEB')),
        )
        answers = self._record(*(row for _words, row in rows))
        for (words, row), answer in zip(rows, answers, strict=True):
            with self.subTest(row=row):
                self.assertEqual(answer['state'], 'refused' if words else 'created', answer)
                self.assertRegex(answer['message'], words or '^$')
                self.assertEqual(bool(answer['id']), not words)
        self.assertEqual(self.env['store.competitor.price'].search_count([('user_id', '=', self.bot.id)]), 4)

    def test_the_same_price_twice_in_a_call(self):
        answers = self._record(self._row(), self._row(), self._row(price=91))
        self.assertEqual([answer['state'] for answer in answers], ['created', 'unchanged', 'updated'])
        self.assertEqual(len({answer['id'] for answer in answers}), 1)

    def test_headquarters_records_what_is_asked_everywhere(self):
        [answer] = self._record({'competitor': 'T-WEB', 'product': 'T-SHIRT', 'price': 95.5}, user=self.admin)
        seen = self.env['store.competitor.price'].browse(answer['id'])
        self.assertEqual(
            (seen.is_everywhere, seen.company_id, seen.date, seen.currency_id),
            (True, self.company, self.today, self.company.currency_id),
        )

    def test_who_may_not_call_is_refused(self):
        self._end(self.bot)
        with self.assertRaisesRegex(AccessError, 'not a member of any store today'):
            self._record(self._row())
        staff = self._person('rival_staff', 'staff')
        self.assertEqual([answer['state'] for answer in self._record(self._row(), user=staff)], ['refused'])

    def test_too_many_rows_and_no_rows_at_all(self):
        Price = self._as(self.bot, self.env['store.competitor.price'])
        with self.assertRaisesRegex(UserError, '501 prices'):
            Price.record(prices=[self._row()] * 501)
        for wrong in ('T-RED', {'competitor': 'T-RED'}, [['T-RED']]):
            with self.assertRaisesRegex(UserError, 'list of rows'):
                Price.record(prices=wrong)
        self.assertEqual(Price.record(prices=[]), [])


@tagged('post_install', '-at_install')
class TestReportingCompetitorSheet(SheetCommon, CompetitorCommon):
    """Prices go out and come back; the sheet of a price robot is taken as it is."""

    def test_prices_go_round(self):
        seen = self._seen(self.red, 90, title='Linen', sku='A-1')
        self._seen(self.web, 95, store_id=False)
        self._seen(self.blue, 95, days=90)
        self._round_trip('competitors', 'Linen', 'Price', 88.5)
        self.assertEqual((seen.price, seen.source, seen.unit_price), (88.5, 'sheet', 88.5))
        self.assertEqual(self._position(self.store_1).lowest_price, 88.5)

    def test_one_bad_row_never_stops_the_others(self):
        wizard = self._upload(
            'competitors',
            self._typed(
                ['Competitor', 'Product', 'Store', 'Day', 'Price', 'Promotion'],
                ['t-red', 'T-SHIRT', 'T1', datetime(2026, 1, 5), 90, 'Yes'],
                ['Blue', 'T-SHIRT', '', '2026/1/5', 91, ''],
                ['Green', 'T-SHIRT', '', '2026/1/5', 91, ''],
                ['Web', 'T-NIX', '', '2026/1/5', 91, ''],
                ['Web', 'T-SHIRT', 'T1', '2026/1/5', -1, ''],
            ),
        )
        self.assertEqual(self._counts(wizard), {'new': 3, 'error': 2})
        wizard.action_apply()
        self.assertEqual((wizard.done_count, wizard.error_count), (2, 3))
        self.assertIn('greater than 0', wizard.line_ids.filtered(lambda line: line.state == 'failed').message)
        found = self.env['store.competitor.price'].search([('date', '=', '2026-01-05')])
        self.assertEqual(
            {(seen.competitor_id, seen.store_id, seen.price, seen.promotion) for seen in found},
            {(self.red, self.store_1, 90, True), (self.blue, self.env['store.store'], 91, False)},
        )

    def test_the_sheet_of_a_price_robot(self):
        rival = self.env['store.competitor'].create({'name': '自然堂', 'code': 'CHANDO', 'kind': 'online'})
        water = self.product.sudo().copy({'name': 'Water', 'default_code': 'T-WATER'}).with_env(self.env)
        wizard = self._upload('competitors', SAMPLE.read_bytes(), SAMPLE.name)
        self.assertEqual(self._counts(wizard), {'error': 45}, '48 rows, three of them stand there twice')
        self.assertIn('Unknown code', wizard.line_ids[0].message)
        self._seen(rival, 120, store_id=False, product_id=water.id, sku='A18177226992', date=date(2016, 11, 4))
        wizard = self._upload('competitors', SAMPLE.read_bytes(), SAMPLE.name)
        self.assertEqual(self._counts(wizard), {'new': 5, 'error': 40})
        wizard.action_apply()
        self.assertEqual((wizard.done_count, wizard.error_count), (5, 40))
        found = self.env['store.competitor.price'].search([('competitor_id', '=', rival.id)])
        self.assertEqual(
            [(str(seen.date), seen.price) for seen in found],
            [(f'2016-11-0{day}', 99) for day in (9, 8, 7, 6, 5)] + [('2016-11-04', 120)],
        )
        self.assertEqual(set(found.mapped('sku')), {'A18177226992'})
        self.assertIn('自然堂活泉', found[0].title)
        self.assertEqual(self._position(product=water).position, 'alone')
        again = self._upload('competitors', SAMPLE.read_bytes(), SAMPLE.name)
        self.assertEqual(self._counts(again), {'same': 5, 'error': 40})
