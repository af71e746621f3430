# Part of store_group. License LGPL-3.
import pathlib

from odoo.addons.store_group.tests import elevated
from odoo.addons.store_group.tests.common_context import ContextStorm
from odoo.tests import tagged

from .common import TillCommon

MODELS = pathlib.Path(__file__).resolve().parents[1] / 'models'


@tagged('post_install', '-at_install')
class TestTillContext(ContextStorm, TillCommon):
    """What a till's call says of others beside its ticket stays unheard."""

    def test_every_elevated_method_with_every_key(self):
        goods = self._goods()
        theirs = self._sell(self._open(self.free, self.pos_2), goods).sudo()
        session = self._open(self.cashier, self.pos_1)
        order = self._sell(session, goods, partner_id=self.customer.id)
        ids = [
            *theirs.ids,
            *theirs.session_id.ids,
            *theirs.picking_ids.ids,
            *theirs.picking_ids.move_ids.ids,
            self.warehouse_2.id,
            self.warehouse_2.lot_stock_id.id,
        ]

        def with_context(records, method, *args):
            def act(context):
                return getattr(records.with_context(**context), method)(*args)

            act.__name__ = f'{records._name}.{method}'
            return act

        acts = {
            'pos_session:_validate_session': with_context(session, '_validate_session'),
            'pos_order:_process_saved_order': with_context(order, '_process_saved_order', False),
            'pos_order:action_pos_order_invoice': with_context(order, 'action_pos_order_invoice'),
            'pos_order:_generate_pos_order_invoice': with_context(order, '_generate_pos_order_invoice'),
            'product_template:get_product_info_pos': with_context(
                self._as(self.cashier, goods.product_tmpl_id), 'get_product_info_pos', 100, 1, self.pos_1.id
            ),
        }
        self.assertEqual(elevated.elevated_methods(MODELS), set(acts), "write down how a new one is called")
        for name, act in acts.items():
            with self.subTest(method=name):
                self.assertTrue(self._storm(self.store_2, act, ids), "it was done at least once")
