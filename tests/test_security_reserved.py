# Part of store_group. License LGPL-3.
from odoo.tests import tagged

from .transfer_common import TransferCommon


@tagged('post_install', '-at_install')
class TestSecurityReserved(TransferCommon):
    """Looking at the stock on hand changes none of it, and shows none to somebody without a store."""

    def test_opening_the_stock_on_hand_reserves_nothing(self):
        transfer, (product, *_others) = self._shipped(5)
        quants = self.env['stock.quant'].sudo().search([('product_id', '=', product.id), ('location_id.usage', '=', 'transit')])
        self.env.flush_all()
        before = quants.mapped('reserved_quantity')
        self.assertTrue(any(before), 'the receipt has reserved the goods on the way')
        for user in (self.taker, self.giver_boss):
            for _click in range(2):
                self._as(user, product).action_open_quants()
        quants.invalidate_recordset()
        self.assertEqual(quants.mapped('reserved_quantity'), before)
        self._as(self.taker, transfer).action_receive()
        self.assertEqual(self._booked(transfer), [(5, 5, 0, 0, 0, 0)])

    def test_without_a_store_there_is_no_stock(self):
        _transfer, (product, *_others) = self._approved(5)
        self.taker.sudo().store_member_ids.sudo()._revoke()
        left = self._as(self.taker, product)
        self.env.invalidate_all()
        for name in ('qty_available', 'free_qty', 'virtual_available', 'incoming_qty', 'outgoing_qty'):
            self.assertEqual(left[name], 0, name)
            self.assertEqual(self._as(self.taker, product.product_tmpl_id)[name if name != 'free_qty' else 'qty_available'], 0)
