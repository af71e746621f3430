# Part of store_group. License LGPL-3.
import doctest
import io

import openpyxl

from odoo.tests import BaseCase

from ..engine.cleaning import currencies
from ..engine.intake import currency_named
from ..engine.intake.layout import Column, Layout
from ..engine.intake.proposing.propose import propose
from ..engine.intake.table import read_orders
from ..engine.table.head import read_head

HEADS = ('Order', 'Date', 'SKU', 'Qty', 'Price')
ROW = ('A1', '2026-11-05', 'S', 1, 10)


def layout(*more, price='Price'):
    return Layout(
        (
            Column('external_id', 'Order', is_key=True),
            Column('ordered_at', 'Date', required=True),
            Column('line.sku', 'SKU'),
            Column('line.quantity', 'Qty', required=True),
            Column('line.unit_price', price, required=True),
            *more,
        )
    )


def book(*rows, sheet='Orders'):
    made = openpyxl.Workbook()
    made.active.title = sheet
    for row in rows:
        made.active.append(row)
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


class TestEngineIntakeCurrency(BaseCase):
    """A currency that a title, a header or a sheet's name says is that of the orders, or a question of the file."""

    def read(self, content, *more, price='Price', company='CNY'):
        return read_orders(content, 'x.xlsx', layout(*more, price=price), company)

    def currency(self, *args, **options):
        result = self.read(*args, **options)
        self.assertIsNone(result.currency_doubt)
        return result.orders[0].payload.get('currency')

    def doubt(self, *args, **options):
        found = self.read(*args, **options).currency_doubt
        return found and (found.code, found.found)

    def test_examples(self):
        for module in (currencies, currency_named):
            self.assertEqual(doctest.testmod(module).failed, 0)

    def test_a_title_above_the_header(self):
        for title in (
            'Sales report, all amounts in USD',
            'Currency: US Dollar',
            '币种：美元',
            'Amounts in US$',
            '销售报表（美元）',
        ):
            self.assertEqual(self.currency(book((title,), (), HEADS, ROW)), 'USD', title)
        self.assertEqual(self.currency(book(('Currency', 'CHF'), HEADS, ROW)), 'CHF', 'in the cell beside')

    def test_a_header(self):
        self.assertEqual(self.currency(book((*HEADS[:4], 'Price (EUR)'), ROW), price='Price (EUR)'), 'EUR')
        self.assertEqual(self.currency(book((*HEADS[:4], '单价（日元）'), ROW), price='单价（日元）'), 'JPY')
        found = propose(
            read_head(book((*HEADS[:4], 'Price (CHF)'), *[(f'A{number}', *ROW[1:]) for number in range(5)]), 'x.xlsx')
        )
        self.assertEqual([column.default for column in found.layout.columns if column.target == 'currency'], ['CHF'])

    def test_the_name_of_the_sheet(self):
        self.assertEqual(self.currency(book(HEADS, ROW, sheet='Orders HKD')), 'HKD')
        self.assertEqual(self.currency(book(HEADS, ROW, sheet='港币订单')), 'HKD')

    def test_the_file_says_so_in_a_note(self):
        notes = [issue for issue in self.read(book(('in USD',), HEADS, ROW)).issues if issue.code == 'currency_named']
        self.assertEqual([(note.severity, note.found, note.proposed) for note in notes], [('info', 'USD', 'in USD')])
        self.assertFalse([issue for issue in self.read(book(('人民币',), HEADS, ROW)).issues if issue.code == 'currency_named'])

    def test_what_names_none(self):
        for title in ('Sales report', '单位：元', '2026年11月', 'Unit: pcs', 'Musd & co', 'Currency'):
            self.assertIsNone(self.currency(book((title,), HEADS, ROW)), title)

    def test_several_are_a_question(self):
        self.assertEqual(self.doubt(book(('USD / EUR',), HEADS, ROW)), ('currencies_named', 'EUR, USD'))
        self.assertEqual(self.doubt(book(('in USD',), HEADS, ROW, sheet='EUR')), ('currencies_named', 'EUR, USD'))

    def test_a_sign_of_several_is_the_company_s_or_a_question(self):
        self.assertIsNone(self.currency(book(('Currency: ¥',), HEADS, ROW)))
        self.assertEqual(self.doubt(book(('Currency: $',), HEADS, ROW))[0], 'currencies_named')
        self.assertEqual(self.doubt(book(('单位：元',), HEADS, ROW), company='EUR')[0], 'currencies_named')

    def test_a_column_is_stronger(self):
        content = book(('USD / EUR',), (*HEADS, 'Cur'), (*ROW, 'GBP'), ('A2', *ROW[1:], None))
        self.assertEqual(
            [order.payload.get('currency') for order in self.read(content, Column('currency', 'Cur')).orders], ['GBP', None]
        )
        content = book(('in USD',), (*HEADS, 'Cur'), (*ROW, 'GBP'), ('A2', *ROW[1:], None))
        self.assertEqual(
            [order.payload.get('currency') for order in self.read(content, Column('currency', 'Cur')).orders], ['GBP', 'USD']
        )

    def test_a_layout_that_says_another(self):
        said = Column('currency', default='CNY')
        self.assertEqual(self.currency(book(('人民币',), HEADS, ROW), said), 'CNY')
        self.assertEqual(self.doubt(book(('in USD',), HEADS, ROW), said), ('currencies_named', 'CNY, USD'))
        self.assertEqual(self.currency(book(('CNY at 7.1 to the USD',), HEADS, ROW), said), 'CNY')
