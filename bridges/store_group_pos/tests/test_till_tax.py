# Part of store_group. License LGPL-3.
from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import TillCommon


@tagged('post_install', '-at_install')
class TestTillTax(TillCommon):
    """A till says whether its prices hold the tax, and can be made to."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vat = (
            cls.env['account.tax']
            .sudo()
            .create(
                {
                    'name': 'VAT 13',
                    'amount': 13.0,
                    'type_tax_use': 'sale',
                    'company_id': cls.company.id,
                    'country_id': cls.company.account_fiscal_country_id.id,
                    'price_include_override': 'tax_excluded',
                }
            )
        )
        cls.company.sudo().account_sale_tax_id = cls.vat
        cls.product.sudo().taxes_id = [Command.set(cls.vat.ids)]

    def _price(self, till):
        """Return what 169.00 on the tag costs at the till, as its screen computes it."""
        position = till.sudo().default_fiscal_position_id
        taxes = position.map_tax(self.vat)
        price = self.vat._adapt_price_unit_to_another_taxes(169.0, self.product, self.vat, taxes)
        return taxes.compute_all(price)['total_included']

    def test_a_till_tells_and_takes_the_tax_inside(self):
        till = self.pos_1.sudo()
        self.assertEqual((till.price_tax, till.is_tax_unexpected), ('outside', False), "as in the United States")
        self.assertEqual(self._price(till), 190.97)
        self.company.sudo().account_fiscal_country_id = self.env.ref('base.cn')
        till.invalidate_recordset()
        self.assertTrue(till.is_tax_unexpected)
        till.action_take_tax_inside()
        self.assertEqual((till.price_tax, till.is_tax_unexpected), ('inside', False))
        self.assertEqual(self._price(till), 169.0)
        self.pos_2.sudo().action_take_tax_inside()
        self.assertEqual(self.pos_2.sudo().default_fiscal_position_id, till.default_fiscal_position_id, "one for the company")

    def test_whoever_may_not_set_up_tills_may_not_do_this(self):
        with self.assertRaises(AccessError):
            self._as(self.cashier, self.pos_1).action_take_tax_inside()
