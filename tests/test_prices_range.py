# Part of store_group. License LGPL-3.
from datetime import date

import psycopg2

from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import StoreGroupCommon


@tagged('post_install', '-at_install')
class TestPricesRange(StoreGroupCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.trousers = cls.product.sudo().copy({'default_code': 'T-TROUSERS', 'list_price': 60.0}).with_env(cls.env)

    def _price(self, owner, product, price, **vals):
        """Set a price of a store or group the way the sheet does."""
        return owner._own_pricelist().item_ids.create(
            {
                'pricelist_id': owner._own_pricelist().id,
                'applied_on': '0_product_variant',
                'compute_price': 'fixed',
                'product_tmpl_id': product.product_tmpl_id.id,
                'product_id': product.id,
                'fixed_price': price,
                **vals,
            }
        )

    def _sold_at(self, store, product=None, quantity=1, **vals):
        order = self.env['sale.order'].create(
            {
                'partner_id': self.customer.id,
                'store_id': store.id,
                **vals,
                'order_line': [(0, 0, {'product_id': (product or self.product).id, 'product_uom_qty': quantity})],
            }
        )
        return order.order_line.price_unit

    # === RANGE ===

    def test_a_store_sells_everything_unless_it_says_otherwise(self):
        self.assertEqual(self.store_1._in_range(self.product | self.trousers), self.product | self.trousers)

    def test_a_listed_product_is_in_range_on_its_days_only(self):
        self.store_1.range_policy = 'listed'
        self.env['store.range'].create(
            {
                'store_id': self.store_1.id,
                'product_id': self.product.id,
                'date_from': date(2024, 3, 1),
                'date_to': date(2024, 3, 31),
            }
        )
        both = self.product | self.trousers
        for day, inside in ((29, False), (31, True)):
            wanted = self.product if inside else self.env['product.product']
            self.assertEqual(self.store_1._in_range(both, date(2024, 3 if inside else 2, day)), wanted)
        self.assertFalse(self.store_1._in_range(both, date(2024, 4, 1)))

    def test_an_archived_line_is_out_of_range(self):
        self.store_1.range_policy = 'listed'
        line = self.env['store.range'].create({'store_id': self.store_1.id, 'product_id': self.product.id})
        self.assertEqual(self.store_1._in_range(self.product), self.product)
        line.active = False
        self.assertFalse(self.store_1._in_range(self.product))

    def test_a_product_is_listed_once_per_store(self):
        vals = {'store_id': self.store_1.id, 'product_id': self.product.id}
        self.env['store.range'].create(vals)
        with self.assertRaises(psycopg2.IntegrityError), mute_logger('odoo.sql_db'), self.env.cr.savepoint():
            self.env['store.range'].create(vals)

    # === PRICES ===

    def test_an_order_of_the_store_takes_its_price_and_no_other_order_does(self):
        self._price(self.store_1, self.product, 88.0)
        self.assertEqual(self._sold_at(self.store_1), 88.0)
        self.assertEqual(self._sold_at(self.store_2), 100.0)

    def test_the_price_of_a_quantity_counts_from_that_quantity_on(self):
        self._price(self.store_1, self.product, 88.0)
        self._price(self.store_1, self.product, 80.0, min_quantity=10)
        self.assertEqual(self._sold_at(self.store_1, quantity=9), 88.0)
        self.assertEqual(self._sold_at(self.store_1, quantity=10), 80.0)

    def test_a_group_price_reaches_its_stores_and_the_stores_own_price_wins(self):
        self._price(self.head, self.product, 90.0)
        self._price(self.head, self.trousers, 50.0)
        self.assertEqual(self._sold_at(self.store_1), 90.0)
        self._price(self.store_1, self.product, 88.0)
        self.assertEqual(self._sold_at(self.store_1), 88.0)
        self.assertEqual(self._sold_at(self.store_1, self.trousers), 50.0, "the rest still comes from the group")

    def test_a_nearer_group_wins_and_the_farther_one_fills_in(self):
        self._price(self.east, self.product, 85.0)
        self._price(self.head, self.product, 90.0)
        self._price(self.head, self.trousers, 50.0)
        self.assertEqual(self._sold_at(self.store_1), 85.0)
        self.assertEqual(self._sold_at(self.store_1, self.trousers), 50.0)

    def test_own_prices_follow_the_store_into_another_group(self):
        self._price(self.store_1, self.product, 88.0)
        self._price(self.east, self.trousers, 50.0)
        self._price(self.west, self.trousers, 40.0)
        self.assertEqual(self._sold_at(self.store_1, self.trousers), 50.0)
        self.store_1.group_id = self.west
        self.assertEqual(self._sold_at(self.store_1, self.trousers), 40.0)
        self.assertEqual(self._sold_at(self.store_1), 88.0)

    def test_a_shared_list_is_never_changed_but_put_behind(self):
        shared = (
            self.env['product.pricelist']
            .sudo()
            .create(
                {
                    'name': 'Shared',
                    'company_id': self.company.id,
                    'currency_id': self.company.currency_id.id,
                    'item_ids': [(0, 0, {'compute_price': 'fixed', 'fixed_price': 70.0, 'applied_on': '3_global'})],
                }
            )
        )
        (self.store_1 | self.store_2).pricelist_id = shared
        self._price(self.store_1, self.product, 88.0)
        self.assertEqual(self._sold_at(self.store_1), 88.0)
        self.assertEqual(self._sold_at(self.store_1, self.trousers), 70.0)
        self.assertEqual(self._sold_at(self.store_2), 70.0)

    def test_an_own_list_has_the_name_and_currency_of_its_owner(self):
        own = self.foreign._own_pricelist()
        self.assertEqual(
            (own.name, own.company_id, own.currency_id), ('Foreign', self.other_company, self.other_company.currency_id)
        )
        self.assertEqual(self.foreign._own_pricelist(), own)

    def test_a_price_cannot_end_before_it_begins(self):
        with self.assertRaises(ValidationError):
            self._price(self.store_1, self.product, 1.0, date_start='2024-03-02', date_end='2024-03-01')
