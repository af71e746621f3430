# Part of store_group. License LGPL-3.
from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .transfer_common import TransferCommon

QUANTITIES = ('on_hand_quantity:sum', 'transit_quantity:sum')


@tagged('post_install', '-at_install')
class TestSecurityStockReport(TransferCommon):
    """Goods on the way from store 1 to store 3; a third store of the group has nothing to do with it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.transfer, products = cls._shipped(cls(), 3)
        cls.good = products[0]
        cls.stranger = cls._member('stranger', 'store_manager', store_id=cls.store_2.id)
        cls.env.flush_all()

    def _report(self, user, model='store.stock.report'):
        self.env.invalidate_all()
        return self._as(user, self.env[model])

    def test_a_store_sees_its_own_stock_and_what_is_on_the_way_from_or_to_it(self):
        for model in ('store.stock.report', 'store.stock.ledger'):
            expected = {self.giver: {self.store_1}, self.taker: {self.store_3}, self.stranger: {self.store_2}}
            for user, stores in expected.items():
                rows = self._report(user, model)._read_group([], ['store_id', 'source_store_id', 'dest_store_id'], ['__count'])
                with self.subTest(model=model, who=user.name):
                    self.assertLessEqual({row[0].id for row in rows if row[0]}, {store.id for store in stores})
                    on_the_way = [(row[1].id, row[2].id) for row in rows if not row[0]]
                    self.assertEqual(on_the_way, [] if user == self.stranger else [(self.store_1.id, self.store_3.id)])

    def test_goods_on_the_way_are_the_same_for_both_ends(self):
        for user in (self.giver, self.taker):
            found = self._report(user)._read_group(
                [('product_id', '=', self.good.id), ('place', '=', 'transit')], [], ['transit_quantity:sum']
            )
            self.assertEqual(found, [(3,)])

    def test_no_door_tells_of_another_store(self):
        mine = self._report(self.stranger)
        domain = [('product_id', '=', self.good.id), ('store_id', '!=', self.store_2.id)]
        self.assertEqual(mine.search_count(domain), 0)
        self.assertEqual(mine._read_group(domain, [], list(QUANTITIES))[0], (0, 0))
        self.assertFalse(mine.formatted_read_group(domain, ['store_id'], list(QUANTITIES)))
        foreign = self.env['store.stock.report'].sudo().search(domain, limit=1)
        with self.assertRaises(AccessError):
            mine.browse(foreign.id).read(['on_hand_quantity'])
        self.assertFalse(self._report(self.stranger, 'store.stock.ledger').search(domain))

    def test_what_goods_are_worth_is_for_whoever_may_see_costs(self):
        self.env['store.role.profile'].search([('role', '=', 'staff'), ('is_standard', '=', True)]).see_cost = False
        for model, names in (
            ('store.stock.report', ('value', 'sold_value', 'gmroi', 'turnover_days', 'dead_value')),
            ('store.stock.ledger', ('closing_value', 'sold_value', 'revaluation_value')),
        ):
            report = self._report(self.giver, model)
            for name in names:
                with self.subTest(model=model, field=name):
                    self.assertNotIn(name, report.fields_get())
                    for act in (
                        lambda report=report, name=name: report._read_group([], [], [f'{name}:sum']),
                        lambda report=report, name=name: report.search([(name, '>', 0)]),
                        lambda report=report, name=name: report.search([], limit=1).read([name]),
                        lambda report=report, name=name: report.search([], order=name),
                    ):
                        with self.assertRaises(AccessError):
                            act()
            self.assertIn('product_id', report.fields_get())

    def test_whoever_is_bound_nowhere_now_sees_nothing(self):
        member = self.env['store.member'].search([('user_id', '=', self.stranger.id)])
        member.date_to = fields.Date.subtract(self.store_2._today(), days=1)
        with self.assertRaises(AccessError):
            self._report(self.stranger).search([])
