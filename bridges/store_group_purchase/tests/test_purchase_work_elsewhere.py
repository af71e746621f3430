# Part of store_group. License LGPL-3.
from odoo.tests import tagged

from .test_purchase_work import PurchaseWorkCommon


@tagged('post_install', '-at_install')
class TestPurchaseWorkElsewhere(PurchaseWorkCommon):
    """Goods of one store that another's people receive: a warehouse it shares, a warehouse it has nothing to do with."""

    def _places(self):
        """Yield (the store that buys, the warehouse that receives, whoever receives there)."""
        yield self.online, self.warehouse_2, self.keeper_2
        yield self.store_1, self.warehouse_3, self.keeper_3

    def _receive_there(self, keeper, order, quantity=None):
        self.env.invalidate_all()
        self._receive(self._at(keeper, order.sudo().picking_ids), quantity)

    def test_raised_and_lowered_after_a_part_was_received(self):
        for store, warehouse, keeper in self._places():

            def script(order, _goods, keeper=keeper):
                order.button_confirm()
                self._receive_there(keeper, order, 5)
                order.order_line.product_qty = 14
                order.order_line.product_qty = 12
                self._bill(order)
                self._receive_there(keeper, order)
                self._bill(order)

            with self.subTest(warehouse=warehouse.name):
                result = self._same(script, store, warehouse)
                self.assertEqual(result['lines'], [(12, 12, 12, 0)])
                self.assertEqual({move[5] for move in result['moves']}, {store.code})

    def test_cancelled_leaves_no_receipt_behind(self):
        for store, warehouse, keeper in self._places():

            def script(order, _goods, keeper=keeper):
                order.button_confirm()
                self._receive_there(keeper, order, 4)
                order.button_cancel()

            with self.subTest(warehouse=warehouse.name):
                result = self._same(script, store, warehouse)
                self.assertEqual({state for state, _store in result['pickings']}, {'done', 'cancel'})

    def test_returned_by_its_people(self):
        for store, warehouse, keeper in self._places():

            def script(order, _goods, keeper=keeper):
                order.button_confirm()
                self._receive_there(keeper, order)
                self._return(self._at(keeper, order.sudo().picking_ids), 3)

            with self.subTest(warehouse=warehouse.name):
                result = self._same(script, store, warehouse)
                self.assertEqual(result['lines'][0][1], 7)

    def test_received_in_two_steps(self):
        self.warehouse_3.sudo().reception_steps = 'two_steps'

        def script(order, _goods):
            order.button_confirm()
            self._receive_there(self.keeper_3, order, 4)
            self._receive_there(self.keeper_3, order)
            moved = order.sudo().order_line.move_ids.move_dest_ids.picking_id
            self._receive(self._at(self.keeper_3, moved))

        result = self._same(script, self.store_1, self.warehouse_3)
        self.assertEqual(result['lines'][0][1], 10)
