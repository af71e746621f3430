# Part of store_group. License LGPL-3.
from odoo.addons.store_group.tests.common import StoreGroupCommon
from odoo.addons.website_sale.tests.common import MockRequest
from odoo.tests import new_test_user


class WebsiteCommon(StoreGroupCommon):
    """A website of store 1 and one of headquarters in the factory's company; both share Odoo's team of websites.

    `clerk` is staff of store 1 and `neighbour` of store 2, and nothing else; `customer_user` a customer who logs in.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.team_1 = (
            cls.env['crm.team'].sudo().create({'name': 'Street One Online', 'company_id': cls.company.id}).with_env(cls.env)
        )
        cls.store_1.team_id = cls.team_1
        cls.site = cls._website('One')
        cls.site_hq = cls._website('Factory')
        cls.site.sudo().store_id = cls.store_1
        cls.clerk, cls.neighbour = cls._person('web_clerk', cls.store_1), cls._person('web_neighbour', cls.store_2)
        cls.customer_user = new_test_user(
            cls.env(su=True),
            'web_customer',
            'base.group_portal',
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
            name='Customer Online',
            email='online@example.com',
            street='1 Road',
            city='Town',
            zip='1000',
            phone='+32 2 290 34 90',
            country_id=cls.env.ref('base.be').id,
        )
        cls.product.sudo().write({'is_published': True, 'list_price': 0, 'allow_out_of_stock_order': True})

    @classmethod
    def _website(cls, name, company=None):
        return cls.env['website'].sudo().create({'name': name, 'company_id': (company or cls.company).id}).with_env(cls.env)

    @classmethod
    def _person(cls, login, store, role='staff', groups='base.group_user'):
        user = new_test_user(
            cls.env(su=True),
            login,
            groups,
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
            tz='Asia/Shanghai',
            email=f'{login}@example.com',
        )
        cls.env['store.member'].create({'user_id': user.id, 'role': role, 'store_id': store.id, 'date_from': store._today()})
        return user

    def _as(self, user, records):
        """Return the records as this user in their own company has them, as a call over XML-RPC would."""
        return records.with_env(records.env(user=user, su=False, context={}))

    def _cart(self, website, user=None):
        """Return the cart a user (a visitor, if nobody is named) fills on the website, as headquarters has it."""
        user = user or website.sudo().user_id
        env = self.env(user=user, su=False, context={'allowed_company_ids': self.company.ids})
        with MockRequest(env, website=website.with_env(env)):
            cart = website.with_env(env)._create_cart()
            cart._cart_add(self.product.id, 2)
        self.env.flush_all()
        self.env.invalidate_all()
        return cart.with_env(self.env)
