# Part of store_group. License LGPL-3.
from odoo import http
from odoo.tests import HttpCase, tagged

from .common import WebsiteCommon


@tagged('post_install', '-at_install')
class TestWebsiteCheckout(WebsiteCommon, HttpCase):
    """The whole way through the shop: a shirt that costs nothing, so that nobody has to pay."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.site.sudo().domain = cls.base_url()
        sent = (
            cls.env['product.product'].sudo().create({'name': 'Parcel', 'type': 'service', 'list_price': 0, 'taxes_id': [(5,)]})
        )
        cls.env['delivery.carrier'].sudo().create(
            {
                'name': 'Parcel',
                'product_id': sent.id,
                'delivery_type': 'fixed',
                'is_published': True,
                'website_id': cls.site.id,
                'company_id': cls.company.id,
            }
        )
        cls.env.flush_all()

    def _put_in_cart(self):
        answer = self.make_jsonrpc_request(
            '/shop/cart/add',
            {'product_template_id': self.product.product_tmpl_id.id, 'product_id': self.product.id, 'quantity': 2},
        )
        self.assertEqual(answer['cart_quantity'], 2)

    def _order_here(self):
        """Confirm the cart and return the order, as headquarters has it."""
        self.assertEqual(self.url_open('/shop/checkout').status_code, 200)
        self.assertEqual(self.url_open('/shop/payment').status_code, 200)
        answer = self.url_open('/shop/payment/validate')
        self.assertEqual((answer.status_code, answer.url.rpartition('/shop')[2]), (200, '/confirmation'))
        self.env.invalidate_all()
        return self.env['sale.order'].search([('website_id', '=', self.site.id)], order='id desc', limit=1)

    def _check_ordered(self, order):
        self.assertEqual((order.state, order.store_id, order.warehouse_id), ('sale', self.store_1, self.warehouse_1))
        self.assertEqual(order.order_line.filtered(lambda line: not line.is_delivery).product_uom_qty, 2)
        self.assertEqual(order.picking_ids.sudo().store_id, self.store_1)
        orders = self.env['sale.order']
        self.assertEqual(self._as(self.clerk, orders).search([('id', '=', order.id)]).ids, order.ids)
        self.assertFalse(self._as(self.neighbour, orders).search([('id', '=', order.id)]))

    def test_a_visitor_orders(self):
        self.authenticate(None, None)
        self.assertEqual(self.url_open('/shop').status_code, 200)
        self._put_in_cart()
        answer = self.url_open(
            '/shop/address/submit',
            data={
                'csrf_token': http.Request.csrf_token(self),
                'name': 'A Visitor',
                'email': 'visitor@example.com',
                'phone': '+32 2 290 34 90',
                'street': '1 Road',
                'city': 'Town',
                'zip': '1000',
                'country_id': self.env.ref('base.be').id,
                'address_type': 'billing',
                'use_delivery_as_billing': 'true',
                'required_fields': '',
            },
        )
        self.assertEqual(answer.json().get('redirectUrl') or answer.text, '/shop/checkout?try_skip_step=true')
        order = self._order_here()
        self.assertEqual(order.partner_id.name, 'A Visitor')
        self._check_ordered(order)

    def test_a_customer_who_logs_in_orders_and_finds_his_order(self):
        self.authenticate('web_customer', 'web_customer')
        self._put_in_cart()
        order = self._order_here()
        self.assertEqual(order.partner_id, self.customer_user.partner_id)
        self._check_ordered(order)
        self.assertIn(order.name, self.url_open('/my/orders').text)
        self.assertIn(order.name, self.url_open(f'/my/orders/{order.id}').text)
