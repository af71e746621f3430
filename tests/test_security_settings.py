# Part of store_group. License LGPL-3.
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import StoreGroupCommon


@tagged('post_install', '-at_install')
class TestSecuritySettings(StoreGroupCommon):
    """A manager who also administers inventory sets up their own warehouse and nobody else's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        su = cls.env(su=True)
        cls.manager = new_test_user(
            su,
            'set_manager',
            'base.group_user,stock.group_stock_manager,sales_team.group_sale_manager,'
            'stock.group_stock_multi_locations,stock.group_adv_location',
            tz='Asia/Shanghai',
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )
        cls.env['store.member'].create(
            {'user_id': cls.manager.id, 'role': 'store_manager', 'store_id': cls.store_1.id, 'date_from': cls.store_1._today()}
        )
        su.ref('store_group.profile_store_manager').see_cost = False
        cls.shelves = {}
        for warehouse in (cls.warehouse_1, cls.warehouse_2):
            cls.shelves[warehouse] = su['stock.location'].create({'name': 'Shelf', 'location_id': warehouse.lot_stock_id.id})
        cls.category = su['stock.storage.category'].create({'name': 'Cold'})
        cls.putaway = su['stock.putaway.rule'].create(
            {
                'location_in_id': cls.warehouse_2.lot_stock_id.id,
                'location_out_id': cls.shelves[cls.warehouse_2].id,
                'company_id': cls.company.id,
            }
        )

    def _mine(self, record):
        self.env.invalidate_all()
        return record.with_env(self.env(user=self.manager, su=False, context={'allowed_company_ids': self.company.ids}))

    def _rule(self, warehouse):
        return self.env(su=True)['stock.rule'].search(
            [('picking_type_id', '=', warehouse.out_type_id.id), ('route_id', '=', warehouse.delivery_route_id.id)], limit=1
        )

    def test_settings_of_another_store_are_not_changed(self):
        own, foreign = self.warehouse_1, self.warehouse_2
        Rule = self._mine(self.env['stock.rule'])
        values = {
            'name': 'Mine',
            'route_id': own.delivery_route_id.id,
            'action': 'pull',
            'company_id': self.company.id,
            'picking_type_id': own.out_type_id.id,
            'location_dest_id': own.lot_stock_id.id,
            'location_src_id': own.lot_stock_id.id,
            'procure_method': 'make_to_stock',
        }
        for name, act in (
            ('rule', lambda: self._mine(self._rule(foreign)).write({'active': False})),
            ('rule deleted', lambda: self._mine(self._rule(foreign)).unlink()),
            ('rule takes there', lambda: self._mine(self._rule(own)).write({'location_src_id': foreign.lot_stock_id.id})),
            ('rule made', lambda: Rule.create({**values, 'location_src_id': foreign.lot_stock_id.id})),
            ('rule puts there', lambda: Rule.create({**values, 'location_dest_id': foreign.lot_stock_id.id})),
            ('rule of its type', lambda: Rule.create({**values, 'picking_type_id': foreign.out_type_id.id})),
            ('route', lambda: self._mine(foreign.delivery_route_id).write({'active': False})),
            ('shared route', lambda: self._mine(self.env.ref('stock.route_warehouse0_mto')).write({'active': False})),
            ('putaway', lambda: self._mine(self.putaway).write({'sequence': 3})),
            (
                'putaway made',
                lambda: self._mine(self.env['stock.putaway.rule']).create(
                    {
                        'location_in_id': foreign.lot_stock_id.id,
                        'location_out_id': self.shelves[foreign].id,
                        'company_id': self.company.id,
                    }
                ),
            ),
            (
                'putaway turned',
                lambda: self._mine(self.env['stock.putaway.rule'])
                .create(
                    {
                        'location_in_id': own.lot_stock_id.id,
                        'location_out_id': self.shelves[own].id,
                        'company_id': self.company.id,
                    }
                )
                .write({'location_in_id': foreign.lot_stock_id.id, 'location_out_id': self.shelves[foreign].id}),
            ),
            ('location', lambda: self._mine(self.shelves[foreign]).write({'name': 'Mine'})),
            ('location moved there', lambda: self._mine(self.shelves[own]).write({'location_id': foreign.lot_stock_id.id})),
            (
                'location made there',
                lambda: self._mine(self.env['stock.location']).create({'name': 'Mine', 'location_id': foreign.lot_stock_id.id}),
            ),
            ('storage category', lambda: self._mine(self.category).write({'name': 'Mine'})),
            ('storage category made', lambda: self._mine(self.env['stock.storage.category']).create({'name': 'Mine'})),
            ('operation type', lambda: self._mine(foreign.out_type_id).write({'name': 'Mine'})),
            ('type takes there', lambda: self._mine(own.out_type_id).write({'default_location_src_id': foreign.lot_stock_id.id})),
        ):
            with self.subTest(act=name), self.assertRaises(AccessError):
                act()

    def test_his_own_warehouse_is_his_to_set_up(self):
        own = self._mine(self.warehouse_1)
        own.write({'reception_steps': 'two_steps', 'delivery_steps': 'pick_ship'})
        self.assertEqual(own.delivery_steps, 'pick_ship')
        self._mine(self._rule(self.warehouse_1)).write({'delay': 2})
        shelf = self._mine(self.env['stock.location']).create({'name': 'New', 'location_id': self.warehouse_1.lot_stock_id.id})
        self._mine(self.shelves[self.warehouse_1]).write({'location_id': shelf.id})
        self._mine(self.env['stock.putaway.rule']).create(
            {'location_in_id': self.warehouse_1.lot_stock_id.id, 'location_out_id': shelf.id, 'company_id': self.company.id}
        ).write({'sequence': 7})
        self._mine(self.warehouse_1.out_type_id).write({'name': 'Out'})

    # === COST IN A PRICELIST ===

    def test_a_pricelist_tells_no_cost_to_whoever_may_not_see_it(self):
        su = self.env(su=True)
        self.product.sudo().with_company(self.company).standard_price = 40
        pricelist = su['product.pricelist'].create(
            {
                'name': 'Plus',
                'item_ids': [
                    (0, 0, {'compute_price': 'formula', 'base': 'standard_price', 'price_discount': -12.5}),
                    (0, 0, {'compute_price': 'formula', 'base': 'list_price', 'price_discount': 5, 'min_quantity': 3}),
                ],
            }
        )
        on_cost = pricelist.item_ids.filtered(lambda item: item.base == 'standard_price')
        on_price = pricelist.item_ids - on_cost
        Item = self._mine(self.env['product.pricelist.item'])
        for name, act in (
            ('made', lambda: Item.create({'pricelist_id': pricelist.id, 'compute_price': 'formula', 'base': 'standard_price'})),
            (
                'made with its list',
                lambda: self._mine(self.env['product.pricelist']).create(
                    {'name': 'Mine', 'item_ids': [(0, 0, {'compute_price': 'formula', 'base': 'standard_price'})]}
                ),
            ),
            ('turned', lambda: self._mine(on_price).write({'base': 'standard_price'})),
            ('changed', lambda: self._mine(on_cost).write({'price_discount': 0})),
            ('deleted', lambda: self._mine(on_cost).unlink()),
            ('copied', lambda: self._mine(pricelist).copy()),
        ):
            with self.subTest(act=name), self.assertRaises(AccessError):
                act()
        self._mine(on_price).write({'price_discount': 4})
        told = {row['id']: row['price_discount'] for row in self._mine(pricelist.item_ids).read(['price_discount'])}
        self.assertEqual(told, {on_cost.id: False, on_price.id: 4})
        self.assertNotIn('12.5', repr(self._mine(on_cost).read()))
        su.ref('store_group.profile_store_manager').see_cost = True
        self._mine(on_cost).write({'price_discount': -10})
        self.assertEqual(self._mine(on_cost).read(['price_discount'])[0]['price_discount'], -10)
