# Part of store_group. License LGPL-3.
from odoo.tests import HttpCase, tagged

from .transfer_common import TransferCommon


@tagged('post_install', '-at_install')
class TestTransferTour(TransferCommon, HttpCase):
    """Two people in two shops, each at their own screen, on a phone and on a desktop. Taps are counted."""

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

    def _tour_goods(self):
        return [
            self._product(name=name, barcode=code)
            for name, code in (('Tour Shirt', '4006381333955'), ('Tour Hat', '4006381333962'), ('Tour Sock', '4006381333979'))
        ]

    def test_where_else_and_three_products_within_their_budgets(self):
        goods = self._tour_goods()
        self._tour('store_transfer_where_else', self.taker)
        self._tour('store_transfer_three', self.taker)
        made = self.env['store.transfer'].sudo().search([('line_ids.product_id', 'in', [item.id for item in goods])])
        self.assertEqual(sorted(made.mapped(lambda item: len(item.line_ids))), [1, 3])

    def test_twenty_lines_with_two_differences(self):
        goods = self._product()
        transfer, _products = self._ask(*[1] * 20, products=[goods] * 10 + [self._product()] * 10)
        self._as(self.giver_boss, transfer).action_approve()
        self._as(self.giver, transfer).action_ship()
        self.browser_size, self.touch_enabled = '375x667', True
        self._tour('store_transfer_twenty', self.taker)
        self.assertEqual(transfer.sudo().discrepancy_ids.mapped('kind'), ['lost', 'damaged'])
        self.assertEqual(sum(transfer.sudo().line_ids.mapped('qty_received')), 18)

    def test_something_else_came(self):
        goods = self._tour_goods()
        transfer, _products = self._shipped(2, products=goods[:1])
        self._tour('store_transfer_wrong', self.taker)
        item = transfer.sudo().discrepancy_ids
        self.assertEqual((item.kind, item.product_id, item.quantity), ('wrong_product', goods[1], 1))

    def test_who_counts_is_told_on_the_form(self):
        transfer, _products = self._shipped(2)
        colleague = self._member('colleague', 'staff', store_id=self.store_3.id)
        self._as(colleague, self.env['store.transfer.board']).sheet(transfer.id, 'receive')
        self.env.flush_all()
        self.start_tour(
            f'/odoo/action-store_group.store_transfer_action/{transfer.id}',
            'store_transfer_presence',
            login=self.taker.login,
            timeout=180,
        )

    def test_goods_for_a_customer_in_two_taps(self):
        order = self._sell(self.taker, self._product(name='Tour Shirt'), 13, store=self.store_3, warehouse=self.warehouse_3)
        self.start_tour(
            f'/odoo/action-sale.action_orders/{order.id}', 'store_transfer_customer', login=self.taker.login, timeout=180
        )
        self.assertEqual(order.sudo().store_transfer_ids.line_ids.qty_requested, 3)

    def test_numbers_are_typed_as_the_language_writes_them(self):
        self._shipped(3)
        grid = self._as(self.judge, self.env['store.transfer.grid']).create(
            {
                'purpose': 'push',
                'store_id': self.store_1.id,
                'product_ids': [(6, 0, self._product().ids)],
                'store_ids': [(6, 0, (self.store_2 | self.store_3).ids)],
            }
        )
        for lang in ('en_US', 'de_DE'):
            self.env['res.lang'].sudo()._activate_lang(lang)
            (self.taker | self.judge).sudo().lang = lang
            self.env.flush_all()
            with self.subTest(lang=lang):
                self._tour(f'store_transfer_typed_{lang[:2]}', self.taker)
                self.start_tour(
                    f'/odoo/{grid.id}/action-store_group.store_transfer_grid_screen',
                    f'store_transfer_grid_typed_{lang[:2]}',
                    login=self.judge.login,
                    timeout=180,
                )

    def test_a_grid_on_a_desktop(self):
        goods = self._product(name='Grid Shirt')
        more = self._product(name='Grid Trousers')
        grid = self._as(self.judge, self.env['store.transfer.grid']).create(
            {
                'purpose': 'push',
                'store_id': self.store_1.id,
                'product_ids': [(6, 0, (goods | more).ids)],
                'store_ids': [(6, 0, (self.store_2 | self.store_3).ids)],
            }
        )
        self.env.flush_all()
        self.start_tour(
            f'/odoo/{grid.id}/action-store_group.store_transfer_grid_screen',
            'store_transfer_grid',
            login=self.judge.login,
            timeout=180,
        )
        made = self.env['store.transfer'].sudo().search([('line_ids.product_id', 'in', (goods | more).ids)])
        self.assertEqual(
            sorted(
                (item.dest_store_id.code, line.product_id.name, line.qty_requested) for item in made for line in item.line_ids
            ),
            [('T2', 'Grid Shirt', 4), ('T2', 'Grid Trousers', 4), (self.store_3.code, 'Grid Shirt', 6)],
        )
