# Part of store_group. License LGPL-3.
from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from ..exceptions import Refused
from .transfer_common import TransferCommon


@tagged('post_install', '-at_install')
class TestPhoneTour(TransferCommon, HttpCase):
    """The daily acts of a shop on a phone: look up, ask, receive, ship, sell, take back; each in at most five taps."""

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
        self.assertEqual(order.partner_id, self.store_1.sudo().walk_in_id)
        self.assertEqual((order.order_line.qty_delivered, len(order.picking_ids)), (0, 2), "sold, and taken back")

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
        self.assertTrue(self._home(self.giver).overview(self.store_1.id)['sells'])
        self.store_1.sudo().kind = 'depot'
        home = self._home(self.giver).overview(self.store_1.id)
        self.assertEqual((home['sells'], home['sales']), (False, False), "a depot sells nothing")
        with self.assertRaises(AccessError):
            self._as(self.taker, self.env['store.quick.sale']).sell(self.store_1.id, [{'product': goods.id, 'quantity': 1}])

    # === TAKING BACK ===

    def _sold(self, goods, quantity):
        answer = self._as(self.giver, self.env['store.quick.sale']).sell(
            self.store_1.id, [{'product': goods.id, 'quantity': quantity}]
        )
        return self.env['sale.order'].sudo().browse(answer['id'])

    def _takes(self, user=None):
        return self._as(user or self.giver, self.env['store.take.back'])

    def test_a_sale_is_taken_back_over_the_counter(self):
        goods = self._product(list_price=30, default_code='BACK-1', taxes_id=[Command.clear()])
        order = self._sold(goods, 3)
        (sale,) = self._takes().sales(self.store_1.id, 'BACK-1')['sales']
        (line,) = sale['lines']
        self.assertEqual((sale['id'], line['left'], line['back'], line['wanted'], line['price']), (order.id, 3, 0, 1, 30))
        self.assertEqual(self._takes().sales(self.store_1.id, order.name.lower())['sales'][0]['id'], order.id)
        row = {'line': line['line'], 'quantity': 1, 'back': 0}
        answer = self._takes().take_back(order.id, [row])
        self.assertEqual((answer['amount'], answer['credit']), (30, False))
        self.assertEqual((self._on_hand(goods, self.warehouse_1), order.order_line.qty_delivered), (8, 2))
        again = self._takes().take_back(order.id, [row])
        self.assertEqual((again['amount'], self._on_hand(goods, self.warehouse_1)), (0, 8), "a second press does nothing")
        for wrong in (
            {'quantity': 3, 'back': 1},
            {'quantity': 2, 'back': 0},
            {'quantity': 0, 'back': 1},
            {'quantity': -1, 'back': 1},
        ):
            with self.subTest(wrong), self.assertRaises(Refused):
                self._takes().take_back(order.id, [{**row, **wrong}])
        self._takes().take_back(order.id, [{**row, 'quantity': 2, 'back': 1}])
        self.assertEqual(self._on_hand(goods, self.warehouse_1), 10)
        self.assertEqual(self._takes().sales(self.store_1.id, 'BACK-1')['sales'], [], "all is back")
        self.assertEqual(self._takes().sales(self.store_1.id, 'NOTHING-9')['sales'], [])

    def test_what_was_invoiced_gets_a_draft_credit_note(self):
        self.env['account.chart.template'].sudo().try_loading('generic_coa', company=self.company, install_demo=False)
        goods = self._product(list_price=30, taxes_id=[Command.clear()], invoice_policy='delivery')
        order = self._sold(goods, 3)
        invoice = order._create_invoices()
        invoice.action_post()
        line = order.order_line
        answer = self._takes().take_back(order.id, [{'line': line.id, 'quantity': 2, 'back': 0}])
        credit = invoice.reversal_move_ids
        self.assertTrue(answer['credit'])
        self.assertEqual((credit.state, credit.move_type, credit.amount_total), ('draft', 'out_refund', 60))
        self.assertEqual((credit.store_id, line.qty_invoiced, line.qty_to_invoice), (self.store_1, 1, 0))
        self.assertFalse(self._takes().take_back(order.id, [{'line': line.id, 'quantity': 2, 'back': 0}])['credit'])
        self.assertEqual(len(invoice.reversal_move_ids), 1)

    def test_only_the_sellers_own_store_takes_back(self):
        order = self._sold(self._product(list_price=30), 1)
        row = {'line': order.order_line.id, 'quantity': 1, 'back': 0}
        with self.assertRaises(AccessError):
            self._takes(self.taker).take_back(order.id, [row])
        self.assertEqual(self._takes(self.taker).sales(self.store_1.id)['sales'], [])

    def test_a_lot_is_named_on_the_delivery(self):
        other = self._tracked()[0]
        order = self._sold(other, 1)
        delivery = order.picking_ids
        delivery.move_ids.write({'picked': True})
        delivery.button_validate()
        self.assertEqual(delivery.state, 'done')
        with self.assertRaisesRegex(Refused, 'lot'):
            self._takes().take_back(order.id, [{'line': order.order_line.id, 'quantity': 1, 'back': 0}])
