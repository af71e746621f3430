# Part of store_group. License LGPL-3.
from itertools import count

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form, new_test_user, tagged

from .common import StoreGroupCommon

NUMBER = count(1)


class StockWorkCommon(StoreGroupCommon):
    """Two people do the same work: `bound` is staff of two stores only, `free` is an unbound stock and sales user.

    Store 1 owns warehouse 1. A third store that neither works for owns warehouse 3 and has goods too.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.warehouse_3 = cls._warehouse('Street Three', 'TS3')
        cls.store_3 = cls._store('T33', 'Street Three', group_id=cls.west.id, warehouse_id=cls.warehouse_3.id)
        cls.bound = cls._user('bound', 'base.group_user')
        cls.env['store.member'].create(
            [
                {'user_id': cls.bound.id, 'role': 'staff', 'store_id': store.id, 'date_from': cls.store_1._today()}
                for store in (cls.store_1, cls.online)
            ]
        )
        cls.free = cls._user('free', 'sales_team.group_sale_salesman_all_leads,stock.group_stock_user')

    @classmethod
    def _user(cls, name, groups):
        return new_test_user(
            cls.env(su=True),
            f'work_{name}',
            groups,
            tz='Asia/Shanghai',
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )

    def _as(self, user, records):
        """Return the records as this user has them over RPC, in their own company."""
        return records.with_env(records.env(user=user, su=False, context={}))

    def _product(self, method='average', **vals):
        """Return a fresh storable product of a category with this cost method, in all three warehouses at known costs."""
        number = next(NUMBER)
        company = self.company
        category = (
            self.env['product.category']
            .sudo()
            .with_company(company)
            .create({'name': f'{method} {number}', 'property_cost_method': method})
        )
        product = (
            self.env['product.product']
            .sudo()
            .with_company(company)
            .create(
                {
                    'name': f'Work {number}',
                    'default_code': f'WORK-{number}',
                    'is_storable': True,
                    'categ_id': category.id,
                    'taxes_id': [Command.clear()],
                    'list_price': 100,
                    'standard_price': 10,
                    'invoice_policy': 'delivery',
                    **vals,
                }
            )
        )
        for warehouse, cost in ((self.warehouse_1, 10), (self.warehouse_2, 10), (self.warehouse_3, 10)):
            self._receive(self.env(su=True), product, warehouse, 10, cost)
        return product

    def _receive(self, env, product, warehouse, quantity, cost):
        """Receive at a cost, as the user of `env`."""
        env = env(context={'allowed_company_ids': self.company.ids})
        picking = env['stock.picking'].create(
            {
                'picking_type_id': warehouse.in_type_id.id,
                'location_id': env.ref('stock.stock_location_suppliers').id,
                'location_dest_id': warehouse.lot_stock_id.id,
                'move_ids': [
                    Command.create(
                        {
                            'product_id': product.id,
                            'product_uom_qty': quantity,
                            'product_uom': product.uom_id.id,
                            'location_id': env.ref('stock.stock_location_suppliers').id,
                            'location_dest_id': warehouse.lot_stock_id.id,
                        }
                    )
                ],
            }
        )
        picking.action_confirm()
        picking.move_ids.quantity = quantity
        picking.move_ids.sudo().value_manual = quantity * cost
        picking.button_validate()
        return picking

    def _sell(self, user, product, quantity, store=None, warehouse=None):
        """Return an order of this user, confirmed."""
        order = self._as(user, self.env['sale.order']).create(
            {
                'partner_id': self.customer.id,
                'store_id': (store or self.store_1).id,
                'warehouse_id': (warehouse or self.warehouse_1).id,
                'order_line': [Command.create({'product_id': product.id, 'product_uom_qty': quantity})],
            }
        )
        # Another store's shelves are promised by headquarters; see test_transfer_customer for how a store asks.
        (order.sudo() if warehouse == self.warehouse_3 and order.store_id != self.store_3 else order).action_confirm()
        return order

    def _deliver(self, picking, quantity=None, backorder=True):
        """Validate as the user of the picking's environment, with or without a rest."""
        if quantity is not None:
            picking.move_ids.quantity = quantity
            picking.move_ids.picked = True
        answer = picking.with_context(skip_backorder=True).button_validate()
        self.assertIn(answer, (True, None))

    def _snapshot(self, order, product):
        """What the work left behind, in numbers, seen by the superuser."""
        self.env.flush_all()
        self.env.invalidate_all()
        order, product = order.sudo(), product.sudo().with_company(self.company)
        moves = order.order_line.move_ids | order.order_line.move_ids.move_orig_ids
        quants = self.env['stock.quant'].sudo().search([('product_id', '=', product.id), ('location_id.usage', '=', 'internal')])
        return {
            'moves': sorted(
                (
                    move.state,
                    move.product_uom_qty,
                    move.quantity,
                    move.location_id.complete_name,
                    move.location_dest_id.complete_name,
                )
                for move in moves
            ),
            'values': sorted(round(move.value, 2) for move in moves),
            'lines': [(line.product_uom_qty, line.qty_delivered, line.qty_to_invoice) for line in order.order_line],
            'state': (order.state, order.delivery_status, order.invoice_status),
            'quants': sorted((quant.location_id.complete_name, quant.quantity, quant.reserved_quantity) for quant in quants),
            'cost': round(product.standard_price, 4),
            'store': order.picking_ids.store_id.ids,
        }


@tagged('post_install', '-at_install')
class TestSecurityStockWork(StockWorkCommon):
    def _same(self, script, **product):
        """Play the script as the bound and as the free user; both leave the same numbers behind."""
        results = []
        for user in (self.free, self.bound):
            goods = self._product(**product)
            order = script(user, goods)
            results.append(self._snapshot(order, goods))
        self.assertEqual(*results)
        return results[0]

    def test_raised_and_lowered_at_the_own_warehouse(self):
        def script(user, goods):
            order = self._sell(user, goods, 2)
            order.order_line.product_uom_qty = 3
            order.order_line.product_uom_qty = 4
            order.order_line.product_uom_qty = 1
            return order

        self._same(script)

    def test_raised_at_another_stores_warehouse_makes_no_goods(self):
        """At one the seller's store uses: past that nobody bound raises anything, see test_security_shelves."""

        def script(user, goods):
            order = self._sell(user, goods, 2, store=self.online, warehouse=self.warehouse_2)
            order.order_line.product_uom_qty = 3
            order.order_line.product_uom_qty = 4
            return order

        result = self._same(script)
        self.assertEqual(sum(move[1] for move in result['moves']), 4)

    def test_cancelled_at_a_shared_warehouse(self):
        def script(user, goods):
            order = self._sell(user, goods, 2, store=self.online, warehouse=self.warehouse_2)
            order._action_cancel() if user == self.free else order.action_cancel()
            return order

        result = self._same(script)
        self.assertEqual({move[0] for move in result['moves']}, {'cancel'})

    def test_partly_delivered_raised_and_delivered(self):
        for method in ('standard', 'average', 'fifo'):

            def script(user, goods):
                order = self._sell(user, goods, 5)
                self._deliver(order.picking_ids, 2)
                order.order_line.product_uom_qty = 6
                self._deliver(order.picking_ids.filtered(lambda picking: picking.state != 'done'))
                return order

            with self.subTest(method=method):
                result = self._same(script, method=method)
                self.assertEqual(result['lines'], [(6, 6, 6)])

    def test_delivered_elsewhere_by_its_people_then_raised(self):
        def script(user, goods):
            order = self._sell(user, goods, 5, store=self.online, warehouse=self.warehouse_2)
            self._deliver(order.picking_ids.sudo())
            self.env.invalidate_all()
            order.order_line.product_uom_qty = 6
            return order

        result = self._same(script)
        self.assertEqual(result['lines'], [(6, 5, 5)])
        self.assertEqual(sum(move[1] for move in result['moves']), 6)

    def test_returned(self):
        def script(user, goods):
            order = self._sell(user, goods, 3)
            self._deliver(order.picking_ids)
            with Form(
                self._as(user, self.env['stock.return.picking']).with_context(
                    active_id=order.picking_ids.id, active_ids=order.picking_ids.ids, active_model='stock.picking'
                )
            ) as form:
                with form.product_return_moves.edit(0) as line:
                    line.quantity = 1
            action = form.save().action_create_returns()
            back = self._as(user, self.env['stock.picking']).browse(action['res_id'])
            self._deliver(back)
            return order

        for method in ('average', 'fifo'):
            with self.subTest(method=method):
                result = self._same(script, method=method)
                self.assertEqual(result['lines'][0][1], 2)

    def test_a_warehouse_of_three_steps(self):
        self.warehouse_1.sudo().write({'delivery_steps': 'pick_pack_ship'})

        def script(user, goods):
            order = self._sell(user, goods, 2)
            for _step in range(3):
                picking = order.picking_ids.filtered(lambda picking: picking.state == 'assigned')[:1]
                self._deliver(picking)
                self.env.invalidate_all()
            return order

        self._same(script)

    def test_average_and_fifo_cost_count_the_whole_company(self):
        """A shop receives 10 at 20 where others hold 30 at 10."""
        for method, expected in (('average', 12.5), ('fifo', 12.5)):
            for user in (self.free, self.bound):
                goods = self._product(method=method)
                self._receive(self.env(user=user, su=False), goods, self.warehouse_1, 10, 20)
                self.env.invalidate_all()
                with self.subTest(method=method, user=user.login):
                    self.assertAlmostEqual(goods.with_company(self.company).standard_price, expected)

    def test_fifo_takes_from_the_companys_oldest_goods(self):
        for user in (self.free, self.bound):
            goods = self._product(method='fifo')
            self._receive(self.env(user=user, su=False), goods, self.warehouse_1, 10, 20)
            order = self._sell(user, goods, 12)
            self._deliver(order.picking_ids)
            with self.subTest(user=user.login):
                self.assertEqual(order.sudo().order_line.move_ids.value, 120)

    def test_scrap_and_count_change_the_cost_no_more_than_for_others(self):
        self.env.ref('store_group.profile_staff').write({'correct_stock': True, 'approve_up_to': 1000})
        for method in ('average', 'fifo'):
            costs = []
            for user in (self.free, self.bound):
                goods = self._product(method=method)
                self._receive(self.env(user=user, su=False), goods, self.warehouse_1, 10, 20)
                scrap = self._as(user, self.env['stock.scrap']).create(
                    {'product_id': goods.id, 'scrap_qty': 2, 'location_id': self.warehouse_1.lot_stock_id.id}
                )
                scrap.with_context(store_reason={'reason': 'damaged'}).action_validate()
                self.env.invalidate_all()
                costs.append((scrap.sudo().move_ids.value, goods.with_company(self.company).standard_price))
            with self.subTest(method=method):
                self.assertEqual(*costs)

    def test_only_the_people_there_validate_what_leaves_there(self):
        goods = self._product()
        order = self._sell(self.bound, goods, 2, warehouse=self.warehouse_3)
        picking = order.picking_ids
        self.assertEqual(picking.store_id, self.store_1, "the seller sees their delivery")
        with self.assertRaisesRegex(AccessError, 'its users validate it'):
            picking.button_validate()


@tagged('post_install', '-at_install')
class TestSecurityStockWalls(StockWorkCommon):
    def test_quants_and_moves_of_other_shelves_are_hidden(self):
        goods = self._product()
        Quant = self._as(self.bound, self.env['stock.quant'])
        seen = Quant.search([('product_id', '=', goods.id), ('location_id.usage', '=', 'internal')])
        self.assertEqual(seen.location_id, self.warehouse_1.lot_stock_id)
        other = self._sell(self.free, goods, 1, store=self.store_3, warehouse=self.warehouse_3)
        with self.assertRaises(AccessError):
            self._as(self.bound, other.picking_ids).read(['name'])
        with self.assertRaises(AccessError):
            self._as(self.bound, other.order_line.move_ids).read(['product_uom_qty'])
        self.assertFalse(self._as(self.bound, self.env['stock.move.line']).search([('picking_id', 'in', other.picking_ids.ids)]))

    def test_a_shared_warehouse_shows_its_numbers_but_not_its_quants(self):
        goods = self._product()
        mine = self._as(self.bound, goods)
        self.assertEqual(mine.with_context(warehouse_id=self.warehouse_2.id).qty_available, 10)
        self.assertEqual(mine.with_context(warehouse_id=self.warehouse_3.id).qty_available, 0)
        self.assertEqual(mine.qty_available, 20, "own and serving warehouses")
        self.assertFalse(
            self._as(self.bound, self.env['stock.quant']).search(
                [('product_id', '=', goods.id), ('location_id', '=', self.warehouse_2.lot_stock_id.id)]
            )
        )

    def test_locations_follow_their_warehouse_to_a_new_owner(self):
        goods = self._product()
        self.warehouse_3.store_id = self.store_1
        self.assertEqual(self.warehouse_3.lot_stock_id.store_id, self.store_1)
        seen = self._as(self.bound, self.env['stock.quant']).search([('product_id', '=', goods.id)])
        self.assertIn(self.warehouse_3.lot_stock_id, seen.location_id)

    def test_costs_of_the_company_are_hidden(self):
        """Even for a bound user whom Odoo lets read them."""
        self._product().sudo().with_company(self.company).standard_price = 11
        self.bound.sudo().group_ids += self.env.ref('stock.group_stock_manager')
        self.assertFalse(self._as(self.bound, self.env['product.value']).search([]))
        self.free.sudo().group_ids += self.env.ref('stock.group_stock_manager')
        self.assertTrue(self._as(self.free, self.env['product.value']).search([]))

    def test_a_bound_user_cannot_take_goods_from_other_shelves(self):
        goods = self._product()
        with self.assertRaises(AccessError):
            self._as(self.bound, self.env['stock.picking']).create(
                {
                    'picking_type_id': self.warehouse_3.int_type_id.id,
                    'location_id': self.warehouse_3.lot_stock_id.id,
                    'location_dest_id': self.warehouse_1.lot_stock_id.id,
                }
            )
        scrap = {'product_id': goods.id, 'scrap_qty': 1, 'location_id': self.warehouse_3.lot_stock_id.id}
        with self.assertRaises(AccessError):
            self._as(self.bound, self.env['stock.scrap']).create(scrap)
        quant = (
            self.env['stock.quant']
            .sudo()
            .search([('product_id', '=', goods.id), ('location_id', '=', self.warehouse_3.lot_stock_id.id)])
        )
        with self.assertRaises(AccessError):
            self._as(self.bound, quant).write({'inventory_quantity': 0})

    def test_a_store_manager_gives_his_store_a_second_warehouse_and_nobody_else(self):
        self.bound.sudo().group_ids += self.env.ref('stock.group_stock_manager')
        Warehouse = self._as(self.bound, self.env['stock.warehouse'])
        second = Warehouse.create({'name': 'Cellar', 'code': 'CEL', 'store_id': self.store_1.id})
        self.assertEqual((second.store_id, second.company_id), (self.store_1, self.company))
        self.assertEqual(second.lot_stock_id.store_id, self.store_1)
        self.assertTrue(second.in_type_id.has_access('write'))
        self.assertEqual(self.store_1.warehouse_id, self.warehouse_1)
        for vals in ({'store_id': self.store_3.id}, {'store_id': False}, {}):
            with self.assertRaises(AccessError):
                Warehouse.create({'name': 'Theirs', 'code': 'THE', **vals})
