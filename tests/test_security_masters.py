# Part of store_group. License LGPL-3.
"""What contacts, products and categories say of places holds in every store, and no person bound to stores sets it."""

from odoo import Command
from odoo.tests import tagged

from .test_security_links import LinksCommon


@tagged('post_install', '-at_install')
class TestSecurityMasters(LinksCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.keeper = cls._user('keeper', 'stock.group_stock_manager,product.group_product_manager,account.group_account_manager')
        cls.env['store.member'].create(
            {'user_id': cls.keeper.id, 'role': 'store_manager', 'store_id': cls.store_1.id, 'date_from': cls.store_1._today()}
        )

    # === SETTINGS ===

    def test_the_places_of_contacts_are_headquarters(self):
        foreign, own = self.warehouse_3.lot_stock_id, self.warehouse_1.lot_stock_id
        for record in (self.customer, self.company.partner_id):
            for name in ('property_stock_supplier', 'property_stock_customer'):
                for value in (foreign.id, own.id, False):
                    with self.subTest(record=record.name, field=name, value=value):
                        self.assert_refused(self._as(self.bound, record).write, {name: value}, text='headquarters sets it')
        customer = self._as(self.bound, self.customer)
        customer.write({'property_stock_customer': customer.property_stock_customer.id, 'comment': 'the same value passes'})
        self._as(self.free, self.customer).write({'property_stock_customer': own.id})
        self.assertEqual(self._as(self.free, self.customer).property_stock_customer, own, "who is not bound sets it as in Odoo")

    def test_a_new_contact_begins_with_the_places_of_all(self):
        partners, foreign = self._model('res.partner'), self.warehouse_3.lot_stock_id
        for name in ('property_stock_supplier', 'property_stock_customer'):
            self.assert_refused(partners.create, {'name': 'X', name: foreign.id}, text='headquarters sets it')
            self.assert_refused(
                partners.with_context(**{f'default_{name}': foreign.id}).create, {'name': 'X'}, text='headquarters sets it'
            )
        given = partners.default_get(['property_stock_supplier', 'property_stock_customer'])
        self.assertTrue(partners.create({'name': 'As a form sends it', **given}).property_stock_customer)

    def test_the_places_and_journals_of_products_are_headquarters(self):
        product, foreign = self._as(self.keeper, self.goods), self.warehouse_3.lot_stock_id
        for name in ('property_stock_production', 'property_stock_inventory'):
            for records in (product, product.product_tmpl_id):
                self.assert_refused(records.write, {name: foreign.id}, text='headquarters sets it')
            self.assert_refused(product.browse().create, {'name': 'X', name: foreign.id}, text='headquarters sets it')
        journal = (
            self.env['account.journal']
            .sudo()
            .create(
                {'name': 'Three', 'code': 'THREE', 'type': 'general', 'company_id': self.company.id, 'store_id': self.store_3.id}
            )
        )
        self.assert_refused(product.categ_id.write, {'property_stock_journal': journal.id}, text='headquarters sets it')

    def test_a_product_takes_no_route_out_of_another_stores_place(self):
        self.warehouse_1.sudo().resupply_wh_ids = self.warehouse_3
        route = (
            self.env['stock.route']
            .sudo()
            .search([('supplied_wh_id', '=', self.warehouse_1.id), ('supplier_wh_id', '=', self.warehouse_3.id)])
        )
        self.assertTrue(route)
        product = self._as(self.keeper, self.goods)
        for records in (product, product.categ_id):
            self.assert_refused(records.write, {'route_ids': [Command.link(route.id)]}, text='another store')

    def test_a_warehouse_is_not_put_around_another_stores_shelf(self):
        warehouse = self._as(self.keeper, self.warehouse_1)
        for place in (self.warehouse_3.lot_stock_id, self.warehouse_3.view_location_id):
            self.assert_refused(warehouse.write, {'view_location_id': place.id}, text='')
        self.assertEqual(self.warehouse_3.lot_stock_id.warehouse_id, self.warehouse_3)
