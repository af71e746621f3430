# Part of store_group. License LGPL-3.
from odoo.tests import BaseCase

from ..engine.people import capability
from ..engine.reporting import workbook
from ..engine.reporting.measures.ledger import LEDGER
from ..engine.reporting.measures.measure import DIGITS, ONE, OWN, Measure, Table
from ..engine.reporting.measures.profit import PROFIT
from ..engine.reporting.measures.sales import MOMENTS, SALES
from ..engine.reporting.measures.stock import STOCK
from ..engine.reporting.measures.transfers import TRANSFERS

TABLES = {'sales': SALES, 'moments': MOMENTS, 'stock': STOCK, 'ledger': LEDGER, 'transfers': TRANSFERS, 'profit': PROFIT}


class TestMeasures(BaseCase):
    """The tables of measures make sense by themselves; what readers see of them is tested with the reports."""

    def test_every_measure_is_made_of_others_of_its_table(self):
        for report, table in TABLES.items():
            for measure in table:
                with self.subTest(report=report, measure=measure.name):
                    self.assertIn(measure.kind, {*DIGITS, 'count'})
                    self.assertLessEqual({*measure.ratio}, {each.name for each in table})
                    self.assertLessEqual(table.needs(measure.name), {*table.stored, 'stocked_count', 'moving_count'})
                    self.assertFalse(measure.ratio and measure.formula, 'a ratio has no row of its own')
                    self.assertLessEqual({*measure.capabilities}, {*capability.ROWS, *capability.DERIVED})

    def test_a_place_is_taken_once(self):
        for report, table in TABLES.items():
            for place in ('tile', 'sheet', 'compared'):
                taken = [getattr(measure, place) for measure in table if getattr(measure, place)]
                self.assertEqual(len(taken), len({*taken}), f'{report}: two measures at one place of {place}')

    def test_what_is_in_the_readers_currency_is_an_amount_of_the_report(self):
        for report, table in TABLES.items():
            for measure in table:
                if measure.currency == ONE:
                    self.assertEqual(table[measure.formula].currency, OWN, report)

    def test_a_new_ratio_is_one_entry(self):
        """Everything that shows, reads or guards a measure asks the table."""
        table = Table(
            *SALES,
            Measure(
                'markdown',
                'part',
                "Markdown",
                ratio=('discount_amount', 'gross_amount'),
                tile=99,
                sheet=99,
                compared=99,
                help="Discounts / gross amount.",
            ),
            Measure('cost_rate', 'part', ratio=('cost', 'shipped_amount')),
        )
        self.assertEqual(table.ratios['markdown'], ('discount_amount', 'gross_amount'))
        self.assertEqual(table.needs('markdown'), {'gross_amount', 'amount'})
        for place in ('tile', 'sheet', 'compared'):
            self.assertEqual(table.shown(place), (*SALES.shown(place), 'markdown'))
        self.assertFalse(table.in_one_currency('markdown'), 'nobody told the gross amount in the reader\'s currency')
        self.assertIn('markdown', table.money_figures)
        self.assertNotIn('markdown', table.sums)
        self.assertEqual((table.capabilities('markdown'), table.capabilities('cost_rate')), ((), ('see_cost',)))
        self.assertEqual(table.stored, SALES.stored)
        self.assertIn(table['markdown'].form, workbook.FORMATS)

    def test_a_name_is_given_once(self):
        with self.assertRaises(ValueError):
            Table(*SALES, SALES['amount'])
