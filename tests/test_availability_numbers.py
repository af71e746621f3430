# Part of store_group. License LGPL-3.
from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_security_stock_work import StockWorkCommon


@tagged('post_install', '-at_install')
class TestAvailabilityNumbers(StockWorkCommon):
    """Stock elsewhere is a number: for whom, of what, and nothing more."""

    def _ask(self, user, stores, products):
        return self._as(user, self.env['store.store']).available(stores, products)

    def test_a_shop_hears_what_the_others_of_its_group_have(self):
        goods = self._product()
        self._sell(self.free, goods, 4, store=self.store_3, warehouse=self.warehouse_3)
        answer = self._ask(self.bound, ['T1', 'T2', 'T33'], [goods.default_code])
        self.assertEqual(answer, {'T1': {goods.default_code: 10}, 'T2': {goods.default_code: 10}, 'T33': {goods.default_code: 6}})

    def test_a_group_that_does_not_share_is_left_out(self):
        goods = self._product()
        (self.head | self.west | self.east).shares_stock = False
        self.assertEqual(list(self._ask(self.bound, ['T1', 'T2', 'T33'], [goods.id])), ['T1'])
        self.assertEqual(set(self._ask(self.free, ['T1', 'T2', 'T33'], [goods.id])), {'T1', 'T2', 'T33'})

    def test_products_are_named_by_code_barcode_or_id(self):
        goods = self._product(barcode='4006381333931')
        for name in (goods.default_code, '4006381333931', goods.id):
            self.assertEqual(self._ask(self.bound, ['T1'], [name]), {'T1': {str(name): 10}})

    def test_unknown_and_ambiguous_names_refuse_the_whole_call(self):
        goods, twin = self._product(), self._product()
        twin.default_code = goods.default_code
        with self.assertRaisesRegex(UserError, f'Unknown: NOWHERE. Ambiguous: {goods.default_code}'):
            self._ask(self.bound, ['T1'], ['NOWHERE', goods.default_code])
        with self.assertRaisesRegex(UserError, 'No store has the code XX'):
            self._ask(self.bound, ['T1', 'XX'], [goods.id])

    def test_who_belongs_nowhere_hears_nothing(self):
        goods = self._product()
        self.bound.sudo().store_member_ids.with_env(self.env).unlink()
        with self.assertRaises(UserError):
            self._ask(self.bound, ['T1'], [goods.id])

    def test_many_stores_cost_the_same_queries(self):
        goods = self._product()
        codes = ['T1', 'T2', 'T33']
        self._ask(self.bound, codes, [goods.default_code])
        counts = []
        for asked in (codes[:1], codes):
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self._ask(self.bound, asked, [goods.default_code])
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(*counts)
