# Part of store_group. License LGPL-3.
"""Goods somebody else has locked: nothing is booked beside them. `dev/test --rivals` does it with real processes."""

from unittest.mock import patch

from odoo.exceptions import ConcurrencyError
from odoo.tests import tagged

from .test_security_stock_work import StockWorkCommon


@tagged('post_install', '-at_install')
class TestAvailabilityLocked(StockWorkCommon):
    def setUp(self):
        super().setUp()
        self.goods, self.shelf = self._product(), self.warehouse_1.lot_stock_id.sudo()
        self.Quant = self.env['stock.quant'].sudo().with_company(self.company)

    def _locked(self):
        """Let every quant be locked by somebody else, as core sees it."""
        return patch.object(
            self.env.registry['stock.quant'],
            'try_lock_for_update',
            autospec=True,
            side_effect=lambda quants, **_how: quants.browse(),
        )

    def test_neither_quantity_nor_reservation_is_booked_beside_what_is_locked(self):
        before = self.Quant._gather(self.goods, self.shelf)
        for values in ({'quantity': -1}, {'reserved_quantity': -1}):
            with self.subTest(values=values), self._locked(), self.assertRaisesRegex(ConcurrencyError, 'moving the same goods'):
                self.Quant._update_available_quantity(self.goods, self.shelf, **values)
        self.assertEqual(self.Quant._gather(self.goods, self.shelf), before)

    def test_what_comes_in_waits_for_nobody_and_is_taken_from_both(self):
        with self._locked():
            self.Quant._update_available_quantity(self.goods, self.shelf, 2)
        self.assertEqual(sorted(self.Quant._gather(self.goods, self.shelf).mapped('quantity')), [2, 10])
        self.Quant._update_available_quantity(self.goods, self.shelf, -11)
        self.assertEqual(self.Quant._get_available_quantity(self.goods, self.shelf), 1)
