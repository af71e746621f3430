# Part of store_group. License LGPL-3.
"""A product that nobody sells any more while it is on the way: its goods arrive, are decided and go back all the same."""

from odoo.tests import tagged

from .billing_common import BillingCommon


@tagged('post_install', '-at_install')
class TestTransferArchived(BillingCommon):
    def _archive(self, goods, whole):
        (goods.product_tmpl_id if whole else goods).sudo().with_context(active_test=False).active = False
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertFalse(goods.sudo().active)

    def _ways(self):
        for far in (False, True):
            for whole in (False, True):
                yield far, whole

    def test_archived_on_the_way_it_arrives_and_is_decided(self):
        for far, whole in self._ways():
            with self.subTest(far=far, whole=whole), self.cr.savepoint() as point:
                self._lane('receipt')
                goods = self._goods()
                taker, warehouse = (self.far_taker, self.warehouse_b) if far else (self.taker, self.warehouse_3)
                before = self._on_hand(goods, warehouse)
                transfer = self._far(6, products=[goods])[0] if far else self._shipped(6, products=[goods])[0]
                self._archive(goods, whole)
                self._set(taker, transfer, 'received', 3)
                for step in ('damaged', 'refused', 'lost'):
                    self._set(taker, transfer, step, 1)
                self._as(taker, transfer).action_receive()
                self.assertEqual(self._on_hand(goods, warehouse), before + 3)
                outcomes = {'damaged': 'to_dest', 'refused': 'to_source', 'lost': 'write_off'}
                for item in transfer.sudo().discrepancy_ids:
                    self._as(self.giver, item).action_agree()
                    self._as(self.judge, item).decide(outcomes[item.kind], 'source')
                self._as(taker, transfer).action_close()
                self.assertEqual(transfer.sudo().state, 'closed')
                self.assertEqual(
                    (self._on_hand(goods, warehouse), self._on_hand(goods, self.warehouse_1), self._in_transit(goods)),
                    (before + 4, 5, 0),
                )
                point.rollback()

    def test_archived_lots_arrive_by_the_picking(self):
        for far in (False, True):
            with self.subTest(far=far), self.cr.savepoint() as point:
                self._lane('ship')
                goods, _lots = self._tracked()
                taker, warehouse = (self.far_taker, self.warehouse_b) if far else (self.taker, self.warehouse_3)
                transfer = self._far(15, products=[goods])[0] if far else self._shipped(15, products=[goods])[0]
                self._archive(goods, True)
                receipt = self._pickings(transfer).filtered(lambda picking: picking.state != 'done')
                self._as(taker, receipt).button_validate()
                self.assertEqual((self._on_hand(goods, warehouse), self._in_transit(goods)), (15, 0))
                point.rollback()
