# Part of store_group. License LGPL-3.
from odoo import Command
from odoo.addons.store_group.tests.adoption_common import AdoptionCommon
from odoo.tests import tagged


@tagged('post_install', '-at_install')
class TestPurchaseAdoption(AdoptionCommon):
    def test_purchase_orders_of_the_past_go_with_the_warehouse_that_received(self):
        """What was received for them follows; orders that have a store are left alone, amounts and dates too."""
        env = self.env(su=True, context={'allowed_company_ids': self.company.ids})
        orders = env['purchase.order'].create(
            [
                {
                    'partner_id': self.customer.id,
                    'company_id': self.company.id,
                    'picking_type_id': self.warehouse_b.in_type_id.id,
                    'store_id': store.id,
                    'order_line': [Command.create({'product_id': self.product.id, 'product_qty': 2, 'price_unit': 5})],
                }
                for store in (self.env['store.store'], self.store_1)
            ]
        )
        orders.button_confirm()
        past, mine = orders
        past.picking_ids.button_validate()
        self.env.flush_all()
        written = past.write_date
        adoption = self._adoption({'code': 'HILL', 'rules': [self.warehouse_b]})
        self._apply(adoption)
        store = adoption.line_ids.store_id
        found = past.store_id | past.order_line.store_id | past.picking_ids.store_id | past.order_line.move_ids.store_id
        self.assertEqual(found, store)
        self.assertTrue(past.order_line.store_id and past.order_line.move_ids.store_id)
        self.assertEqual((mine.store_id, mine.order_line.store_id), (self.store_1, self.store_1))
        self.assertEqual((past.amount_total, past.write_date), (10, written))
