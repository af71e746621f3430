# Part of store_group. License LGPL-3.
from datetime import datetime

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .common_purchase import PurchaseCommon


@tagged('post_install', '-at_install')
class TestPurchaseStore(PurchaseCommon):
    """Which store a purchase order, its receipt and its bill belong to, and for how long."""

    def _order(self, user=None, **vals):
        env = self._at(user or self.free, self.env['purchase.order']).env
        return self._order_of(env, self.goods, 2, 5, **vals)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.goods = cls._goods(cls(), stocked=0)

    def test_said_decides_then_the_operation_type_then_the_creator(self):
        in_3 = self.warehouse_3.in_type_id.id
        self.assertEqual(self._order(picking_type_id=in_3).store_id, self.store_3)
        self.assertEqual(self._order(picking_type_id=in_3, store_id=self.store_1.id).store_id, self.store_1)
        self.assertFalse(self._order(picking_type_id=in_3, store_id=False).store_id)
        clerk = self._worker('clerk', 'purchase.group_purchase_user', self.store_2)
        order = self._order(clerk)
        self.assertEqual((order.store_id, order.picking_type_id), (self.store_2, self.warehouse_2.in_type_id))
        self.assertEqual(order.order_line.store_id, self.store_2)

    def test_nothing_said_by_an_unbound_buyer_follows_cores_operation_type(self):
        order = self._order()
        self.assertEqual(
            order.picking_type_id, self.free.env['purchase.order'].with_user(self.free)._get_picking_type(self.company.id)
        )
        self.assertEqual(order.store_id, order.picking_type_id.warehouse_id.store_id)
        self.assertEqual(order.picking_type_id.warehouse_id.company_id, self.company)

    def test_who_works_in_several_stores_says_for_which_he_buys(self):
        with self.assertRaisesRegex(UserError, 'Choose the store that buys'):
            self._order(self.bound)
        order = self._order(self.bound, store_id=self.online.id)
        self.assertEqual(order.picking_type_id, self.warehouse_2.in_type_id)
        self.bound.sudo().store_member_ids.with_user(self.admin).filtered(
            lambda member: member.store_id == self.store_1
        ).is_default = True
        self.assertEqual(self._order(self.bound).store_id, self.store_1)

    def test_the_form_of_a_bound_buyer_receives_at_his_store(self):
        clerk = self._worker('clerk', 'purchase.group_purchase_user', self.store_2)
        with Form(self._at(clerk, self.env['purchase.order'])) as form:
            form.partner_id = self.vendor
        order = form.record
        self.assertEqual((order.store_id, order.picking_type_id), (self.store_2, self.warehouse_2.in_type_id))

    def test_the_form_of_an_unbound_buyer_shows_whose_goods_they_will_be(self):
        with Form(self._at(self.free, self.env['purchase.order'])) as form:
            form.partner_id = self.vendor
            form.store_id = self.store_3
        self.assertEqual(form.record.picking_type_id, self.warehouse_3.in_type_id)

    def test_a_request_follows_and_a_confirmed_order_stays(self):
        order = self._order(store_id=self.store_1.id)
        order.store_id = self.store_3
        self.assertEqual(order.picking_type_id, self.warehouse_3.in_type_id)
        order.picking_type_id = self.warehouse_2.in_type_id
        self.assertEqual(order.store_id, self.store_3, "received elsewhere, bought here")
        order.button_confirm()
        with self.assertRaisesRegex(UserError, 'is confirmed and stays with Street Three'):
            order.store_id = self.store_1
        self.assertEqual(order.copy().store_id, self.store_3)

    def test_a_storeless_request_follows_its_operation_type(self):
        order = self._order(store_id=False)
        order.picking_type_id = self.warehouse_3.in_type_id
        self.assertEqual(order.store_id, self.store_3)

    def test_a_store_of_another_company_is_refused(self):
        with self.assertRaises(UserError):
            self._order(store_id=self.foreign.id)
        env = self._at(self.free, self.env['purchase.order'], self.company | self.other_company).env
        order = self._order_of(env, self.goods, 1, 5, company_id=self.other_company.id, store_id=self.foreign.id)
        self.assertEqual((order.picking_type_id, order.company_id), (self.warehouse_4.in_type_id, self.other_company))

    def test_the_receipt_belongs_to_who_buys(self):
        order = self._order(store_id=self.store_1.id, picking_type_id=self.warehouse_3.in_type_id.id)
        order.button_confirm()
        self.assertEqual(order.picking_ids.store_id, self.store_1)
        self.assertEqual(order.order_line.move_ids.store_id, self.store_1)
        plain = self._order(store_id=False, picking_type_id=self.warehouse_3.in_type_id.id)
        plain.button_confirm()
        self.assertEqual(plain.picking_ids.store_id, self.store_3, "headquarters buys, the owner of the place receives")

    def test_requests_of_two_stores_are_not_merged(self):
        where = {'picking_type_id': self.warehouse_2.in_type_id.id}
        orders = [self._order(store_id=store.id, **where) for store in (self.store_2, self.online, self.online)]
        self.env['purchase.order'].union(*orders).with_env(orders[0].env).action_merge()
        self.assertEqual([order.state for order in orders].count('cancel'), 1)
        self.assertEqual(orders[0].state, 'draft')
        kept = (orders[1] | orders[2]).filtered(lambda order: order.state == 'draft')
        self.assertEqual((kept.store_id, kept.order_line.product_qty), (self.online, 4))

    def test_one_run_over_two_stores_gives_two_bills(self):
        orders = self.env['purchase.order'].with_env(self._at(self.free, self.env['purchase.order']).env)
        for store in (self.store_1, self.store_3, self.store_1, self.env['store.store']):
            order = self._order(store_id=store.id, picking_type_id=self.warehouse_1.in_type_id.id)
            order.button_confirm()
            self._receive(order.picking_ids)
            orders |= order
        action = orders.action_create_invoice()
        bills = orders.invoice_ids
        self.assertEqual(set(action['domain'][0][2]), set(bills.ids))
        self.assertEqual(
            {bill.store_id: bill.amount_total for bill in bills},
            {self.store_1: 20, self.store_3: 10, self.env['store.store']: 10},
        )

    def test_a_bill_made_from_chosen_lines_has_their_store_and_keeps_it(self):
        order = self._order(self.bound, store_id=self.store_1.id)
        order.button_confirm()
        self._receive(order.picking_ids)
        self.env.flush_all()
        match = self._at(self.bound, self.env['purchase.bill.line.match']).search([('pol_id', 'in', order.order_line.ids)])
        match.action_match_lines()
        bill = order.invoice_ids
        self.assertEqual((bill.store_id, bill.amount_total), (self.store_1, 10))
        with self.assertRaisesRegex(UserError, 'belongs to the same store'):
            bill.store_id = self.online

    def test_lines_carry_the_stores_analytic_account(self):
        order = self._order(store_id=self.store_1.id)
        self.assertEqual(order.order_line.analytic_distribution, {str(self.account_1.id): 100})
        order.store_id = self.store_2
        self.assertEqual(order.order_line.analytic_distribution, {str(self.account_2.id): 100})
        order.store_id = False
        self.assertFalse(order.order_line.analytic_distribution)

    def test_replenishment_buys_for_the_owner_of_the_warehouse(self):
        self.goods.sudo().seller_ids = [Command.create({'partner_id': self.vendor.id, 'price': 4})]
        warehouse = self.warehouse_3.sudo()
        procurement = self.env['stock.rule'].Procurement(
            self.goods.sudo(),
            3,
            self.goods.uom_id,
            warehouse.lot_stock_id,
            'need',
            'need',
            self.company,
            {'warehouse_id': warehouse, 'route_ids': warehouse.buy_pull_id.route_id, 'date_planned': datetime(2030, 1, 1)},
        )
        self._at(self.keeper_3, self.env['stock.rule']).run([procurement])
        order = self.env['purchase.order'].sudo().search([('order_line.product_id', '=', self.goods.id)])
        self.assertEqual((order.store_id, order.order_line.product_qty), (self.store_3, 3))
