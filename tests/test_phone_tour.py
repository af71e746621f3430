# Part of store_group. License LGPL-3.
from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from ..exceptions import Refused
from .transfer_common import TransferCommon


@tagged('post_install', '-at_install')
class TestPhoneTour(TransferCommon, HttpCase):
    """The five daily acts of a shop on a phone: look up, ask, receive, ship, sell; each in at most five taps."""

    def _sizes(self):
        """Return variants S and M of one shirt, on the shelves of all stores; M has the barcode."""
        size = (
            self.env['product.attribute']
            .sudo()
            .create({'name': 'Size', 'value_ids': [Command.create({'name': name}) for name in 'SM']})
        )
        shirt = (
            self.env['product.template']
            .sudo()
            .with_company(self.company)
            .create(
                {
                    'name': 'Tour Shirt',
                    'is_storable': True,
                    'list_price': 50,
                    'taxes_id': [Command.clear()],
                    'attribute_line_ids': [
                        Command.create({'attribute_id': size.id, 'value_ids': [Command.set(size.value_ids.ids)]})
                    ],
                }
            )
        )
        variants = shirt.product_variant_ids
        for number, variant in enumerate(variants):
            variant.write({'default_code': f'TOUR-{number}', 'barcode': ('4006381333948', '4006381333955')[number]})
            for warehouse in (self.warehouse_1, self.warehouse_2, self.warehouse_3):
                self.env['stock.quant'].sudo().with_company(self.company)._update_available_quantity(
                    variant, warehouse.lot_stock_id, 10
                )
        return variants

    def _home(self, user):
        return self._as(user, self.env['store.my.store'])

    def test_the_five_acts_of_a_day(self):
        self.giver.sudo().password = self.giver.login
        (self.east | self.west | self.head).sudo().shares_stock = True
        self._sizes()
        hat = self._product(name='Tour Hat')
        going, _goods = self._approved(2, products=[hat])
        coming, _goods = self._ask(5, user=self.giver, source=self.store_3, dest=self.store_1)
        self._as(self.judge, coming).action_approve()
        self._as(self.taker, coming).action_ship()
        self.env.flush_all()
        self.browser_size, self.touch_enabled = '390x844', True
        self.start_tour('/odoo/my-store', 'store_phone_acts', login=self.giver.login, timeout=240)
        asked = self.env['store.transfer'].sudo().search([('dest_store_id', '=', self.store_1.id)], limit=1)
        self.assertEqual((asked.source_store_id, asked.line_ids.qty_requested, asked.state), (self.store_2, 3, 'submitted'))
        self.assertEqual(self._booked(coming), [(5, 1, 0, 0, 4, 0)])
        self.assertEqual(going.sudo().state, 'shipped')
        order = self.env['sale.order'].sudo().search([('store_id', '=', self.store_1.id)], limit=1)
        self.assertEqual((order.partner_id, order.delivery_status), (self.store_1.sudo().walk_in_id, 'full'))

    def test_it_is_installed_as_an_app(self):
        page = self.url_open('/scoped_app?app_id=store_group&path=scoped_app%2Fmy-store')
        self.assertIn('manifest.scoped_app_manifest', page.text)
        manifest = self.url_open('/web/manifest.scoped_app_manifest?app_id=store_group&path=/scoped_app/my-store').json()
        self.assertEqual((manifest['name'], manifest['start_url']), ('Store Group', '/scoped_app/my-store'))
        self.assertEqual(manifest['icons'][0]['src'], '/store_group/static/description/icon.svg')
        self.assertEqual(self.url_open(manifest['icons'][0]['src']).status_code, 200)

    # === LOOKING UP ===

    def test_a_shared_warehouse_is_one_row_and_sizes_stand_across(self):
        (self.east | self.west | self.head).sudo().shares_stock = True
        small, medium = self._sizes()
        style = small.product_tmpl_id
        self.store_1._own_pricelist().sudo().item_ids = [
            Command.create({'applied_on': '1_product', 'product_tmpl_id': style.id, 'compute_price': 'fixed', 'fixed_price': 40})
        ]
        [found] = self._home(self.giver).look_up('Tour Shirt', self.store_1.id)['products']
        self.assertEqual([item['label'] for item in found['sizes']], ['S', 'M'])
        self.assertEqual((found['price'], found['prices'][str(medium.id)]), (40, 40))
        rows = {row['code']: row for row in found['stores']}
        self.assertEqual((rows['T2']['name'], rows['T2']['shared']), ('Street Two, Online', True))
        self.assertEqual(rows['T2']['sizes'], {str(small.id): 10, str(medium.id): 10})
        self.assertNotIn('T3', rows)
        first = found['stores'][0]
        self.assertEqual((first['code'], first['own'], first['can_ask']), ('T1', True, False))

    def test_stock_elsewhere_asks_and_stays(self):
        goods = self._product()
        action = self._as(self.taker, goods).action_store_elsewhere()
        answer = self._as(self.taker, self.env['store.elsewhere']).browse(action['res_id'])
        self.assertEqual(answer.store_id, self.store_3)
        row = answer.line_ids.filtered(lambda line: line.store_id == self.store_1)
        row.wanted = 4
        self.assertEqual(row.action_ask(), action)
        transfer = self.env['store.transfer'].sudo().search([('name', '=', row.asked)])
        self.assertEqual((transfer.line_ids.qty_requested, transfer.state), (4, 'submitted'))
        self.assertFalse(answer.line_ids.filtered('is_mine').can_ask)

    # === SELLING ===

    def test_a_sale_over_the_counter(self):
        goods, other = self._product(list_price=30, taxes_id=[Command.clear()]), self._tracked()[0]
        sale = self._as(self.giver, self.env['store.quick.sale'])
        answer = sale.sell(self.store_1.id, [{'product': goods.id, 'quantity': 2}])
        order = self.env['sale.order'].sudo().browse(answer['id'])
        self.assertEqual((answer['amount'], answer['delivered'], order.store_id), (60, True, self.store_1))
        self.assertEqual(self._on_hand(goods, self.warehouse_1), 8)
        again = sale.sell(self.store_1.id, [{'product': goods.id, 'quantity': 1}])
        self.assertEqual(self.env['sale.order'].sudo().browse(again['id']).partner_id, order.partner_id)
        waits = sale.sell(self.store_1.id, [{'product': other.id, 'quantity': 50}])
        self.assertFalse(waits['delivered'])
        self.assertIn('waits under To Ship', waits['message'])
        with self.assertRaisesRegex(Refused, 'above 0'):
            sale.sell(self.store_1.id, [{'product': goods.id, 'quantity': 0}])
        with self.assertRaises(AccessError):
            self._as(self.taker, self.env['store.quick.sale']).sell(self.store_1.id, [{'product': goods.id, 'quantity': 1}])
