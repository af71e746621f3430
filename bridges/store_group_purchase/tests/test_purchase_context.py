# Part of store_group. License LGPL-3.
import pathlib

from odoo.addons.store_group.tests import elevated
from odoo.addons.store_group.tests.common_context import ContextStorm
from odoo.tests import tagged

from .common_purchase import PurchaseCommon

MODELS = pathlib.Path(__file__).resolve().parents[1] / 'models'


@tagged('post_install', '-at_install')
class TestPurchaseContext(ContextStorm, PurchaseCommon):
    """What a buyer's call says of others beside their order stays unheard."""

    def _bought(self, store, warehouse, user=None, quantity=4, confirmed=True):
        env = (
            self._at(user, self.env['purchase.order']).env
            if user
            else self.env(su=True, context={'allowed_company_ids': self.company.ids})
        )
        order = self._order_of(env, self.goods, quantity, 5, store_id=store.id, picking_type_id=warehouse.in_type_id.id)
        if confirmed:
            order.button_confirm()
        return order

    def _acts(self):
        order = self._bought(self.store_1, self.warehouse_1, self.bound)
        asked, more = (self._bought(self.store_1, self.warehouse_1, self.bound, confirmed=False) for _time in range(2))
        line = order.order_line

        def with_context(records, method, *args):
            def act(context):
                return getattr(records.with_context(**context), method)(*args)

            act.__name__ = f'{records._name}.{method}'
            return act

        return {
            'purchase_order:button_confirm': with_context(asked, 'button_confirm'),
            'purchase_order:button_approve': with_context(asked, 'button_approve'),
            'purchase_order:button_cancel': with_context(order, 'button_cancel'),
            'purchase_order:_log_decrease_ordered_quantity': with_context(
                order, '_log_decrease_ordered_quantity', {line: (1, 4)}
            ),
            'purchase_order_line:write': with_context(line, 'write', {'product_qty': 6}),
            'purchase_order_line:unlink': with_context(more.order_line, 'unlink'),
            'purchase_order_line:_create_or_update_picking': with_context(line, '_create_or_update_picking'),
            'purchase_order_line:_merge_po_line': with_context(asked.order_line, '_merge_po_line', more.order_line),
        }

    def test_every_elevated_method_with_every_key(self):
        self.goods = self._goods(stocked=0)
        theirs = self._bought(self.store_3, self.warehouse_3).sudo()
        ids = [
            *theirs.ids,
            *theirs.order_line.ids,
            *theirs.picking_ids.ids,
            *theirs.picking_ids.move_ids.ids,
            self.warehouse_3.id,
            self.warehouse_3.lot_stock_id.id,
        ]
        acts = self._acts()
        self.assertEqual(elevated.elevated_methods(MODELS), set(acts), "write down how a new one is called")
        for name, act in acts.items():
            with self.subTest(method=name):
                self.assertTrue(self._storm(self.store_3, act, ids), "it was done at least once")
