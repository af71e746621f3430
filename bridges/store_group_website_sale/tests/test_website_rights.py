# Part of store_group. License LGPL-3.
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, new_test_user, tagged

from .common import WebsiteCommon

DESIGNER = 'website.group_website_designer'


@tagged('post_install', '-at_install')
class TestWebsiteRights(WebsiteCommon):
    """Who sees what was ordered on a website, and who changes the website."""

    def test_only_the_stores_people_see_its_web_orders(self):
        cart, factory = self._cart(self.site), self._cart(self.site_hq)
        found = self._as(self.clerk, self.env['sale.order']).search([('id', 'in', (cart | factory).ids)])
        self.assertEqual(found.ids, cart.ids)
        found.write({'client_order_ref': 'seen'})
        found.action_confirm()
        self.assertFalse(self._as(self.neighbour, self.env['sale.order']).search([('id', 'in', (cart | factory).ids)]))
        with self.assertRaises(AccessError):
            self._as(self.neighbour, cart).read(['name'])

    def test_a_customer_sees_his_orders_of_every_store_and_no_others(self):
        mine = self._cart(self.site, self.customer_user) | self._cart(self.site_hq, self.customer_user)
        others = self._cart(self.site)
        mine.sudo().action_confirm()
        found = self._as(self.customer_user, self.env['sale.order']).search([('id', 'in', (mine | others).ids)])
        self.assertEqual(found, mine)

    def test_everybody_reads_the_name_of_a_website(self):
        visitor = self.site.sudo().user_id
        for user in (self.clerk, self.neighbour, self.customer_user, visitor):
            self.assertEqual(self._as(user, self.site).name, 'One')

    def test_visitors_and_customers_are_not_told_whose_a_website_is(self):
        for user in (self.customer_user, self.site.sudo().user_id):
            with self.assertRaises(AccessError):
                self._as(user, self.site).read(['store_id'])
            self.assertNotIn('store_id', self._as(user, self.site).read()[0])
        self.assertEqual(self._as(self.neighbour, self.site).store_id, self.store_1)

    def test_people_of_a_store_do_not_change_websites(self):
        for user, site in ((self.clerk, self.site), (self.clerk, self.site_hq), (self.neighbour, self.site)):
            with self.assertRaises(AccessError):
                self._as(user, site).name = 'Mine'

    def test_a_bound_designer_changes_the_websites_of_his_stores_only(self):
        designer = self._person('web_designer', self.store_1, groups=f'base.group_user,{DESIGNER}')
        self._as(designer, self.site).name = 'New Name'
        other = self._website('Two')
        other.sudo().store_id = self.store_2
        for site in (self.site_hq, other):
            with self.assertRaises(AccessError):
                self._as(designer, site).name = 'Mine'
            with self.assertRaises(AccessError):
                self._as(designer, site).store_id = self.store_1
        for store in (self.store_2, self.env['store.store']):
            with self.assertRaises(AccessError), self.cr.savepoint():
                self._as(designer, self.site).write({'store_id': store.id})
        self.env.invalidate_all()
        self.assertEqual(self.site.store_id, self.store_1)

    def test_headquarters_gives_a_website_to_a_store_on_its_form(self):
        admin = new_test_user(
            self.env(su=True),
            'web_admin',
            f'store_group.group_store_admin,{DESIGNER}',
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        with Form(self._as(admin, self.site_hq)) as form:
            form.store_id = self.store_2
        self.assertEqual((self.site_hq.store_id, self.site_hq.sudo().warehouse_id), (self.store_2, self.warehouse_2))
        self.assertIn('Factory', self.store_2.message_ids[0].body)

    def test_a_website_and_its_store_are_of_one_company(self):
        with self.assertRaises(ValidationError):
            self.site_hq.sudo().store_id = self.foreign

    def test_orders_of_websites_are_covered_and_pages_are_not(self):
        designer = self._person('web_pages', self.store_1, groups=f'base.group_user,{DESIGNER}')
        uncovered = self.env['store.coverage']._uncovered_groups(self.clerk | designer)
        self.assertFalse(uncovered[self.clerk])
        self.assertEqual({module for module, _name in uncovered[designer]}, {'website'})
        walls = {model for model, _fields, _readers in self.env['store.insight']._uncovered()}
        self.assertFalse(walls & {'website', 'sale.order', 'account.move'})
