# Part of store_group. License LGPL-3.
from odoo.tests import HttpCase, tagged

from .transfer_common import TransferCommon


@tagged('post_install', '-at_install')
class TestTransferTour(TransferCommon, HttpCase):
    """Two people in two shops, each at his own screen, on a phone and on a desktop. Taps are counted."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for user in cls.giver | cls.giver_boss | cls.taker | cls.judge:
            user.sudo().password = user.login

    def _tour(self, name, user, **more):
        self.start_tour('/odoo/store-transfers', name, login=user.login, timeout=180, **more)

    def test_from_request_to_receipt_on_a_phone(self):
        goods = self._product(name='Tour Shirt', barcode='4006381333955')
        more = self._product(name='Tour Hat', barcode='4006381333962')
        self.browser_size, self.touch_enabled = '375x667', True
        self._tour('store_transfer_ask', self.taker)
        transfer = self.env['store.transfer'].sudo().search([('line_ids.product_id', '=', goods.id)])
        self.assertEqual((transfer.state, transfer.line_ids.qty_requested), ('submitted', 2))
        self._tour('store_transfer_approve', self.giver_boss)
        self._tour('store_transfer_ship', self.giver)
        self.assertEqual(transfer.state, 'shipped')
        self._tour('store_transfer_receive', self.taker)
        self.assertEqual(self._booked(transfer), [(2, 2, 0, 0, 0, 0)])
        counted, _goods = self._shipped(3, 1, products=[goods, more])
        self._tour('store_transfer_count', self.taker)
        self.assertEqual(self._booked(counted), [(3, 2, 1, 0, 0, 0), (1, 1, 0, 0, 0, 0)])

    def test_by_box_on_a_phone_and_in_the_grid(self):
        goods = self._product(name='Tour Shirt', barcode='4006381333955')
        transfer, _goods = self._approved(3, products=[goods])
        self.browser_size, self.touch_enabled = '375x667', True
        self._tour('store_transfer_pack', self.giver)
        self.assertEqual(transfer.sudo().box_ids.mapped('qty_shipped'), [3])
        self._tour('store_transfer_unpack', self.taker)
        self.assertEqual(self._booked(transfer), [(3, 3, 0, 0, 0, 0)])
        self.browser_size, self.touch_enabled = '1366x768', False
        counted, _goods = self._shipped(4, products=[goods])
        self._tour('store_transfer_count_grid', self.taker)
        self.assertEqual(self._booked(counted), [(4, 4, 0, 0, 0, 0)])

    def test_a_grid_on_a_desktop(self):
        goods = self._product(name='Grid Shirt')
        more = self._product(name='Grid Trousers')
        grid = self._as(self.judge, self.env['store.transfer.grid']).create({
            'purpose': 'push', 'store_id': self.store_1.id, 'product_ids': [(6, 0, (goods | more).ids)],
            'store_ids': [(6, 0, (self.store_2 | self.store_3).ids)]})
        self.env.flush_all()
        self.start_tour(f'/odoo/{grid.id}/action-store_group.store_transfer_grid_screen', 'store_transfer_grid',
                        login=self.judge.login, timeout=180)
        made = self.env['store.transfer'].sudo().search([('line_ids.product_id', 'in', (goods | more).ids)])
        self.assertEqual(
            sorted((item.dest_store_id.code, line.product_id.name, line.qty_requested)
                   for item in made for line in item.line_ids),
            [('T2', 'Grid Shirt', 4), ('T2', 'Grid Trousers', 4), (self.store_3.code, 'Grid Shirt', 6)])
