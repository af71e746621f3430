# Part of store_group. License LGPL-3.
"""Numbers in sentences."""

from decimal import Decimal

from odoo.tests import TransactionCase, tagged

from ..wording import number_text


@tagged('post_install', '-at_install')
class TestWording(TransactionCase):
    """Never in powers of ten, never cut, in the language of whoever reads."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['res.lang']._activate_lang('de_DE')

    def _texts(self, lang, *numbers, **options):
        env = self.env(context={**self.env.context, 'lang': lang})
        return [number_text(env, number, **options) for number in numbers]

    def test_decimals_are_those_of_the_number(self):
        self.assertEqual(self._texts('en_US', 2.0, 2.5, 2.25, 0.1 + 0.2, 0), ['2', '2.5', '2.25', '0.3', '0'])
        self.assertEqual(self._texts('en_US', Decimal('1E+3'), -1.0), ['1,000', '-1'])

    def test_large_numbers_are_written_out(self):
        self.assertEqual(self._texts('en_US', 1234567.0, 123456.75), ['1,234,567', '123,456.75'])

    def test_the_reader_decides_the_marks(self):
        self.assertEqual(self._texts('de_DE', 1234567.5, 2.0), ['1.234.567,5', '2'])

    def test_digits_at_most(self):
        self.assertEqual(self._texts('en_US', 99.999, 33.3333, digits=6), ['99.999', '33.3333'])
        self.assertEqual(self._texts('en_US', 99.999), ['100'])
