# Part of store_group. License LGPL-3.
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import RedirectWarning, UserError
from odoo.tests import Form, tagged

from .intake_common import IntakeCommon
from .test_security_links import LinksCommon


@tagged('post_install', '-at_install')
class TestSecurityShelves(LinksCommon):
    """Goods of another store's place leave by a transfer, or because that store sends them: never because somebody asks.

    Store 3 lets nobody use its warehouse. The online shop uses store 2's, and the central one belongs to headquarters.
    """

    def _quotation(self, warehouse, store=None, **line):
        return self._model('sale.order').create(
            {
                'partner_id': self.customer.id,
                'store_id': (store or self.store_1).id,
                'warehouse_id': warehouse.id,
                'order_line': [Command.create({'product_id': self.goods.id, 'product_uom_qty': 1, **line})],
            }
        )

    def _resupply(self):
        """Headquarters lets warehouse 1 be supplied from warehouse 3. Return the route."""
        self.warehouse_1.sudo().resupply_wh_ids = self.warehouse_3
        return self.warehouse_1.sudo().resupply_route_ids

    # orders

    def test_an_order_on_another_stores_warehouse_is_not_confirmed(self):
        order, before = self._quotation(self.warehouse_3), self._reserved(self.warehouse_3)
        self.assert_refused(order.action_confirm, text='cannot promise its goods')
        self.assertEqual((order.state, self._reserved(self.warehouse_3)), ('draft', before))
        order.warehouse_id = self.warehouse_1
        order.action_confirm()
        self.assertEqual(order.state, 'sale')

    def test_an_order_on_a_shared_or_unowned_warehouse_is(self):
        for warehouse, store in ((self.warehouse_2, self.online), (self.headquarters, self.store_1)):
            with self.subTest(warehouse=warehouse.name):
                order = self._quotation(warehouse, store)
                order.action_confirm()
                self.assertEqual((order.state, order.sudo().picking_ids.picking_type_id.warehouse_id), ('sale', warehouse))

    def test_an_order_headquarters_put_there_is_not_raised_by_the_seller(self):
        order = self._sell(self.bound, self.goods, 3, warehouse=self.warehouse_3)
        before = self._reserved(self.warehouse_3)
        self.assert_refused(order.order_line.write, {'product_uom_qty': 4}, text='cannot promise its goods')
        self.assert_refused(
            order.write,
            {'order_line': [Command.create({'product_id': self.goods.id, 'product_uom_qty': 1})]},
            text='cannot promise its goods',
        )
        self.assertEqual(self._reserved(self.warehouse_3), before)
        order.order_line.product_uom_qty = 2
        self.assertEqual(self._reserved(self.warehouse_3), before - 1, "less may always be asked for")
        order.sudo(False).with_user(self.admin).order_line.product_uom_qty = 5
        self.assertEqual(self._reserved(self.warehouse_3), before + 2, "headquarters decides")

    def test_no_route_of_a_line_leads_there(self):
        route, order = self._resupply(), self._quotation(self.warehouse_1)
        self.assert_refused(order.order_line.write, {'route_ids': [Command.link(route.id)]}, text='keeps its goods')
        self.assert_refused(self._quotation, self.warehouse_1, route_ids=[Command.set(route.ids)], text='keeps its goods')
        own = self.warehouse_1.sudo().mto_pull_id.route_id
        own.active = True
        order.order_line.route_ids = own
        self.assertEqual(order.order_line.route_ids, own)

    def test_a_route_headquarters_put_on_the_product_still_supplies_its_orders(self):
        to_order = self.warehouse_1.sudo().mto_pull_id.route_id
        to_order.active = True
        self.goods.sudo().route_ids = self._resupply() | to_order
        order = self._quotation(self.warehouse_1)
        before = self._reserved(self.warehouse_3)
        order.action_confirm()
        self.assertEqual((order.state, self._reserved(self.warehouse_3)), ('sale', before + 1))

    # stock operations

    def test_an_operation_of_the_own_warehouse_takes_nothing_from_there(self):
        before, shelf = self._reserved(self.warehouse_3), self.warehouse_3.lot_stock_id
        cellar = self.env['stock.location'].sudo().create({'name': 'Cellar', 'location_id': shelf.id})
        for place in (shelf, cellar, self.warehouse_3.view_location_id):
            with self.subTest(place=place.display_name):
                self.assert_refused(self._model('stock.picking').create, self._picking_vals(place), text='keeps its goods')
        picking = self._model('stock.picking').create(self._picking_vals())
        self.assert_refused(picking.write, {'location_id': shelf.id}, text='keeps its goods')
        self.assert_refused(picking.move_ids.write, {'location_id': shelf.id}, text='keeps its goods')
        picking.action_confirm()
        quant = self.env['stock.quant'].sudo().search([('product_id', '=', self.goods.id), ('location_id', '=', shelf.id)])
        self.assert_refused(
            self._model('stock.move.line').create,
            {'move_id': picking.move_ids.id, 'product_id': self.goods.id, 'quantity': 1, 'quant_id': quant.id},
            text='',
        )
        self.assertEqual(self._reserved(self.warehouse_3), before)

    def test_what_returns_goes_back_where_a_rule_took_it(self):
        shelf, customers = self.warehouse_3.lot_stock_id, self.env.ref('stock.stock_location_customers')
        free = self._as(self.free, self.env['stock.picking'])
        delivery = free.create({**self._picking_vals(shelf, customers), 'picking_type_id': self.warehouse_1.out_type_id.id})
        delivery.move_ids.sudo().rule_id = self.warehouse_1.sudo().delivery_route_id.rule_ids[0]
        delivery.action_confirm()
        self._deliver(delivery)
        wizard = (
            self._as(self.free, self.env['stock.return.picking'])
            .with_context(active_id=delivery.id, active_ids=delivery.ids, active_model='stock.picking')
            .create({})
        )
        wizard.product_return_moves.quantity = 1
        back = free.browse(wizard.action_create_returns()['res_id'])
        self.assertTrue(back.move_ids.rule_id, "core copies the rule")
        back.location_dest_id = shelf  # core proposes where the own warehouse receives
        self.assertEqual(back.move_ids.location_dest_id, shelf)
        self._deliver(self._as(self.bound, back))
        self.assertEqual(back.state, 'done')

    def test_default_places_of_the_own_operation_type_are_settled(self):
        shelf, warehouse = self.warehouse_3.lot_stock_id, self.warehouse_1.sudo()
        customers, vendors = (self.env.ref(f'stock.stock_location_{name}') for name in ('customers', 'suppliers'))
        for name, kind, source, dest in (
            ('default_location_src_id', warehouse.out_type_id, shelf, customers),
            ('default_location_dest_id', warehouse.in_type_id, vendors, shelf),
        ):
            with self.subTest(field=name):
                vals = {**self._picking_vals(source, dest), 'picking_type_id': kind.id}
                refused, passed = (self._as(self.free, self.env['stock.picking']).create(vals) for _n in range(2))
                (refused | passed).action_confirm()
                self.assert_refused(self._deliver, self._as(self.bound, refused), text='keeps its goods')
                before, kind[name] = kind[name], shelf
                with patch.object(
                    self.env.registry['stock.picking'],
                    '_store_settled_places',
                    autospec=True,
                    return_value=self.env['stock.location'].sudo(),
                ) as asked:
                    self._deliver(self._as(self.bound, passed))
                self.assertEqual((passed.state, asked.call_count), ('done', 1))
                kind[name] = before

    # replenishment

    def test_nothing_is_replenished_from_there(self):
        route, before = self._resupply(), self._reserved(self.warehouse_3)
        wizard = self._model('product.replenish').with_context(default_product_id=self.goods.id)
        self.assertEqual(Form(wizard).warehouse_id, self.warehouse_1, "the own warehouse is proposed")
        vals = {
            'product_id': self.goods.id,
            'product_tmpl_id': self.goods.product_tmpl_id.id,
            'product_uom_id': self.goods.uom_id.id,
            'quantity': 3,
        }
        self.assert_refused(wizard.create, {**vals, 'warehouse_id': self.warehouse_3.id}, text='keeps its goods')
        self.assert_refused(
            wizard.create, {**vals, 'warehouse_id': self.warehouse_1.id, 'route_id': route.id}, text='keeps its goods'
        )
        self.goods.sudo().route_ids = route
        unsaid = wizard.create({**vals, 'warehouse_id': self.warehouse_1.id, 'route_id': False})
        self.assert_refused(unsaid.launch_replenishment, text='keeps its goods', error=UserError)  # core wraps it
        self.assertEqual(self._reserved(self.warehouse_3), before)
        free = self._as(self.free, self.env['product.replenish']).create(
            {**vals, 'warehouse_id': self.warehouse_1.id, 'route_id': route.id}
        )
        free.launch_replenishment()
        self.assertEqual(self._reserved(self.warehouse_3), before + 3, "who is not bound is not asked")

    def test_no_reordering_rule_reaches_there(self):
        self.bound.sudo().group_ids += self.env.ref('stock.group_stock_manager')
        route, rules = self._resupply(), self._model('stock.warehouse.orderpoint')
        vals = {'product_id': self.goods.id, 'product_min_qty': 50, 'product_max_qty': 60, 'trigger': 'manual'}
        own = {**vals, 'warehouse_id': self.warehouse_1.id, 'location_id': self.warehouse_1.lot_stock_id.id}
        self.assert_refused(
            rules.create, {**vals, 'warehouse_id': self.warehouse_3.id, 'location_id': self.warehouse_3.lot_stock_id.id}, text=''
        )
        self.assert_refused(rules.create, {**own, 'route_id': route.id}, text='keeps its goods')
        rule = rules.create(own)
        self.assert_refused(rule.write, {'route_id': route.id}, text='keeps its goods')
        self.assert_refused(rule.write, {'warehouse_id': self.warehouse_3.id}, text='keeps its goods')
        self.goods.sudo().route_ids = route
        self.assert_refused(rule.action_replenish, text='keeps its goods', error=RedirectWarning)  # core wraps it
        self.assert_refused(
            self._as(self.bound, self.warehouse_1).write,
            {'resupply_wh_ids': [Command.set((self.warehouse_2 | self.warehouse_3).ids)]},
            text='keeps its goods',
        )


@tagged('post_install', '-at_install')
class TestSecurityShelvesOfPrograms(IntakeCommon):
    def _free(self, warehouse):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.product.with_context(warehouse_id=warehouse.id).sudo().free_qty

    def test_a_warehouse_of_another_store_is_a_question(self):
        for warehouse in (self.warehouse_1, self.warehouse_2):
            self.env['stock.quant'].sudo()._update_available_quantity(self.product.sudo(), warehouse.lot_stock_id, 10)
        foreign, own = self._submit(self._payload('1', warehouse='TS2'), self._payload('2', warehouse='TS1'), confirm=True)
        self.assertEqual(
            (foreign['state'], [issue['code'] for issue in foreign['issues']]), ('question', ['warehouse_not_yours'])
        )
        self.assertFalse(foreign['order_id'])
        self.assertEqual((own['state'], own['issues']), ('done', []))
        self.assertEqual((self._free(self.warehouse_1), self._free(self.warehouse_2)), (8, 10))

    def test_a_warehouse_its_store_uses_or_nobody_owns_is_none(self):
        self._warehouse('Central', 'TS9')
        self.store_1.warehouse_id = self.warehouse_2
        shared, central = self._submit(self._payload('1', warehouse='TS2'), self._payload('2', warehouse='TS9'), confirm=True)
        self.assertEqual((shared['state'], central['state']), ('done', 'done'))

    def test_headquarters_may_name_any(self):
        answer = self.Document.with_user(self.admin).submit_orders('T-SHOP', [self._payload('1', warehouse='TS2')])
        self.assertEqual(answer['results'][0]['state'], 'done')
