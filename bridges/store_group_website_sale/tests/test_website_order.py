# Part of store_group. License LGPL-3.
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import WebsiteCommon


@tagged('post_install', '-at_install')
class TestWebsiteOrder(WebsiteCommon):
    """To which store an order belongs that was made on a website, and what it takes from website and store."""

    def test_a_visitors_cart_belongs_to_the_store_of_the_website(self):
        cart = self._cart(self.site)
        self.assertEqual((cart.store_id, cart.order_line.store_id), (self.store_1, self.store_1))
        self.assertEqual((cart.team_id, cart.warehouse_id), (self.team_1, self.warehouse_1))

    def test_a_customers_cart_too(self):
        cart = self._cart(self.site, self.customer_user)
        self.assertEqual((cart.store_id, cart.partner_id), (self.store_1, self.customer_user.partner_id))

    def test_whoever_works_elsewhere_and_buys_here_buys_from_this_store(self):
        cart = self._cart(self.site, self.neighbour)
        self.assertEqual(cart.store_id, self.store_1)
        self.assertEqual(self._cart(self.site_hq, self.neighbour).store_id, self.env['store.store'])

    def test_the_website_decides_before_team_and_warehouse(self):
        self.site.sudo().write({'salesteam_id': self._team_of(self.store_2).id, 'warehouse_id': self.warehouse_2.id})
        cart = self._cart(self.site)
        self.assertEqual(cart.store_id, self.store_1)
        self.assertEqual((cart.team_id.store_id, cart.warehouse_id), (self.store_2, self.warehouse_2))

    def test_on_a_website_of_headquarters_team_and_then_warehouse_decide(self):
        self.assertFalse(self._cart(self.site_hq).store_id)
        self.site_hq.sudo().warehouse_id = self.warehouse_2
        self.assertEqual(self._cart(self.site_hq).store_id, self.store_2)
        self.site_hq.sudo().salesteam_id = self.team_1
        self.assertEqual(self._cart(self.site_hq).store_id, self.store_1)

    def test_a_store_or_channel_that_is_named_decides_before_the_website(self):
        self.assertEqual(self._order(website_id=self.site.id, store_id=self.store_2.id).store_id, self.store_2)
        self.assertFalse(self._order(website_id=self.site.id, store_id=False).store_id)
        channel = self.env['store.channel'].create(
            {'name': 'Web', 'code': 'T-WEB', 'reader': 'canonical', 'store_id': self.store_2.id}
        )
        self.assertEqual(self._order(website_id=self.site.id, store_channel_id=channel.id).store_id, self.store_2)

    def test_the_callers_values_are_left_as_they_are(self):
        vals = {'partner_id': self.customer.id, 'company_id': self.company.id, 'website_id': self.site.id, 'team_id': False}
        before = dict(vals)
        order = self.env['sale.order'].create(vals)
        self.assertEqual((vals, order.store_id, order.team_id), (before, self.store_1, self.team_1))

    def test_a_website_without_team_and_warehouse_takes_the_stores(self):
        self.site.sudo().write({'salesteam_id': False, 'warehouse_id': False})
        cart = self._cart(self.site)
        self.assertEqual((cart.store_id, cart.team_id, cart.warehouse_id), (self.store_1, self.team_1, self.warehouse_1))
        cart.sudo().user_id = self.clerk  # as confirming does: core computes the team and the warehouse anew
        self.assertEqual((cart.store_id, cart.team_id, cart.warehouse_id), (self.store_1, self.team_1, self.warehouse_1))

    def test_the_websites_team_and_warehouse_stay_when_the_order_is_given_to_somebody(self):
        team = self._team_of(self.env['store.store'])
        self.site.sudo().write({'salesteam_id': team.id, 'warehouse_id': self.warehouse_2.id})
        cart = self._cart(self.site)
        cart.sudo().user_id = self.clerk
        self.assertEqual((cart.store_id, cart.team_id, cart.warehouse_id), (self.store_1, team, self.warehouse_2))
        cart.sudo().action_confirm()
        self.assertEqual((cart.store_id, cart.team_id, cart.warehouse_id), (self.store_1, team, self.warehouse_2))
        self.assertEqual(cart.picking_ids.sudo().store_id, self.store_1)

    def test_the_prices_the_customer_saw_hold(self):
        dear, shown = (
            self.env['product.pricelist']
            .sudo()
            .create(
                [
                    {'name': name, 'currency_id': self.company.currency_id.id, 'company_id': self.company.id}
                    for name in ('Dear', 'Shown')
                ]
            )
        )
        self.store_1.pricelist_id = dear
        order = self._order(website_id=self.site.id, pricelist_id=shown.id)
        order.sudo().partner_id = self.customer_user.partner_id
        self.assertNotEqual(order.pricelist_id, dear)
        self.assertEqual(self._order(store_id=self.store_1.id).pricelist_id, dear)

    def test_another_owner_concerns_new_orders_only(self):
        cart = self._cart(self.site)
        cart.sudo().action_confirm()
        self.site.sudo().store_id = self.store_2
        self.assertEqual(cart.store_id, self.store_1)
        self.assertEqual(self._cart(self.site).store_id, self.store_2)
        self.assertEqual(self.site.sudo().warehouse_id, self.warehouse_2)

    def test_invoice_and_payment_of_a_web_order_are_the_stores(self):
        self.env['account.chart.template'].sudo().try_loading('generic_coa', company=self.company, install_demo=False)
        self.product.sudo().write({'list_price': 10, 'invoice_policy': 'order'})
        cart = self._cart(self.site)
        cart.sudo().action_confirm()
        invoice = cart.sudo()._create_invoices()
        self.assertEqual((invoice.store_id, invoice.website_id), (self.store_1, self.site))

    def test_a_store_whose_website_sells_on_does_not_close(self):
        codes = [item['code'] for item in self.store_1._closing_obstacles()]
        self.assertIn('websites', codes)
        with self.assertRaisesRegex(UserError, 'Websites that still bring orders here: 1'):
            self.store_1._close(self.store_1._today())
        self.site.sudo().store_id = False
        self.assertNotIn('websites', [item['code'] for item in self.store_1._closing_obstacles()])

    def _team_of(self, store):
        return (
            self.env['crm.team']
            .sudo()
            .create({'name': f'Team {store.name}', 'company_id': self.company.id, 'store_id': store.id})
            .with_env(self.env)
        )
