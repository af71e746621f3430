# Part of store_group. License LGPL-3.
from odoo import Command
from odoo.addons.store_group.tests import test_security_links
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common_purchase import PurchaseCommon


@tagged('post_install', '-at_install')
class TestPurchaseLinksDeclared(test_security_links.TestSecurityLinksDeclared):
    """Every link of this bridge's models says what it means to name it."""

    allow_inherited_tests_method = True


@tagged('post_install', '-at_install')
class TestPurchasePlaces(PurchaseCommon):
    """A receipt takes goods from where the vendor's are, and that is never another store's shelf."""

    def _receipt(self, user, goods, place):
        """Return the receipt, as `bound` has it, of five pieces bought for store 1 by this user from a vendor who is there."""
        self.vendor.with_company(self.company).sudo().property_stock_supplier = place
        order = self._order_of(
            self._at(user, self.env['purchase.order']).env,
            goods,
            5,
            10,
            store_id=self.store_1.id,
            picking_type_id=self.warehouse_1.in_type_id.id,
        )
        order.button_confirm()
        self.assertEqual(order.sudo().picking_ids.move_ids.location_id, place)
        return self._at(self.bound, order.sudo().picking_ids)

    def test_the_place_of_a_vendor_is_headquarters(self):
        vendor = self._at(self.bound, self.vendor)
        with self.assertRaisesRegex(AccessError, 'headquarters sets it'), self.env.cr.savepoint():
            vendor.write({'property_stock_supplier': self.warehouse_3.lot_stock_id.id})

    def test_nothing_is_received_from_another_stores_shelf(self):
        goods, shelf = self._goods(), self.warehouse_3.lot_stock_id
        receipt = self._receipt(self.bound, goods, shelf)
        with self.assertRaisesRegex(AccessError, 'keeps its goods'), self.env.cr.savepoint():
            self._receive(receipt)
        self.env.invalidate_all()
        self.assertNotEqual(receipt.state, 'done')
        self.assertEqual(goods.sudo().with_context(location=shelf.id).qty_available, 10)

    def test_what_lies_at_a_shared_place_is_received(self):
        goods, shelf = self._goods(), self.warehouse_2.lot_stock_id
        self.env['stock.quant'].sudo()._update_available_quantity(goods, shelf, 10)
        receipt = self._receipt(self.bound, goods, shelf)
        self._receive(receipt)
        self.assertEqual(receipt.state, 'done')

    def test_a_confirmed_order_puts_nothing_on_another_stores_shelf(self):
        goods = self._goods()
        order = self._order_of(
            self._at(self.bound, self.env['purchase.order']).env,
            goods,
            5,
            10,
            store_id=self.store_1.id,
            picking_type_id=self.warehouse_1.in_type_id.id,
        )
        order.button_confirm()
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            order.write({'picking_type_id': self.warehouse_3.in_type_id.id})
            order.order_line.product_qty = 9
            self._receive(order.picking_ids)
        self.env.invalidate_all()
        self.assertEqual(goods.sudo().with_context(location=self.warehouse_3.lot_stock_id.id).qty_available, 10)


@tagged('post_install', '-at_install')
class TestPurchaseCommands(PurchaseCommon):
    """A confirmed line is changed with all its moves in sight, and what else the caller sends is done as the caller."""

    def _ordered(self, goods, store, warehouse):
        order = self._order_of(
            self._at(self.free, self.env['purchase.order']).env,
            goods,
            5,
            10,
            store_id=store.id,
            picking_type_id=warehouse.in_type_id.id,
        )
        order.button_confirm()
        return order

    def test_no_command_reaches_another_stores_documents(self):
        goods = self._goods()
        theirs = self._ordered(goods, self.store_3, self.warehouse_3)
        self._receive(theirs.picking_ids)
        billed = self._bill(theirs).invoice_line_ids
        waiting = self._ordered(goods, self.store_3, self.warehouse_3).sudo().order_line.move_ids
        line = self._at(self.bound, self._ordered(goods, self.store_1, self.warehouse_1).order_line)
        account = self.account_2
        for command in (
            {'invoice_lines': [Command.update(billed.id, {'price_unit': 1})]},
            {'invoice_lines': [Command.link(billed.id)]},
            {'move_ids': [Command.delete(waiting.id)]},
            {'move_ids': [Command.update(waiting.id, {'product_uom_qty': 77})]},
            {'move_dest_ids': [Command.update(waiting.id, {'product_uom_qty': 77})]},
            {'analytic_distribution': {str(account.id): 100}},
        ):
            for act in (
                lambda command=command: line.write({'product_qty': 6, **command}),
                lambda command=command: line.order_id.write(
                    {'order_line': [Command.update(line.id, {'product_qty': 6, **command})]}
                ),
            ):
                with self.subTest(command=command), self.assertRaises(AccessError), self.env.cr.savepoint():
                    act()
                self.env.invalidate_all()
        self.assertEqual((billed.price_unit, waiting.exists().product_uom_qty), (10, 5))
        line.write({'product_qty': 6, 'tax_ids': [Command.clear()], 'name': 'Six of them'})
        self.assertEqual((line.product_qty, sum(line.sudo().move_ids.mapped('product_uom_qty'))), (6, 6))
