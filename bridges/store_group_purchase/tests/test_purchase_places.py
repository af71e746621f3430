# Part of store_group. License LGPL-3.
from odoo import Command
from odoo.addons.store_group.tests import test_security_parts
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common_purchase import PurchaseCommon


@tagged('post_install', '-at_install')
class TestPurchaseBroughtTo(PurchaseCommon):
    """Where a confirmed order brings its goods to is a place of the buyer's stores, or one they share."""

    def _bought(self):
        order = self._order_of(
            self._at(self.bound, self.env['purchase.order']).env,
            self._goods(),
            5,
            10,
            store_id=self.store_1.id,
            picking_type_id=self.warehouse_1.in_type_id.id,
        )
        order.button_confirm()
        self.env.invalidate_all()
        return order

    def _refused(self, act):
        with self.assertRaisesRegex(AccessError, 'another store'), self.cr.savepoint():
            act()
            self.env.flush_all()
        self.env.invalidate_all()

    def test_a_confirmed_order_is_not_received_at_another_store(self):
        order = self._bought()
        for kind in ('in_type_id', 'out_type_id'):
            self._refused(lambda kind=kind: order.write({'picking_type_id': self.warehouse_3[kind].id}))
        self.assertEqual(order.picking_type_id, self.warehouse_1.in_type_id)
        order.picking_type_id = self.warehouse_2.in_type_id  # shared: the online shop is served from there
        self._at(self.free, order).picking_type_id = self.warehouse_3.in_type_id
        request = order.copy()
        request.picking_type_id = self.warehouse_3.in_type_id  # its receipt will be there, for the people there

    def test_a_line_names_no_shelf_of_another_store(self):
        line, shelf = self._bought().order_line, self.warehouse_3.lot_stock_id
        self._refused(lambda: line.write({'location_final_id': shelf.id}))
        self._refused(lambda: line.order_id.write({'order_line': [Command.update(line.id, {'location_final_id': shelf.id})]}))
        line.location_final_id = self.warehouse_1.lot_stock_id
        line.product_qty = 7
        self.assertEqual(sum(line.sudo().move_ids.mapped('product_uom_qty')), 7)


@tagged('post_install', '-at_install')
class TestPurchasePartsListed(test_security_parts.TestSecurityPartsListed):
    """What hangs on documents of the bridges' apps."""

    allow_inherited_tests_method = True
