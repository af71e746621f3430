# Part of store_group. License LGPL-3.
from datetime import timedelta

from odoo import fields
from odoo.tests import new_test_user

from .common import StoreGroupCommon


class CompetitorCommon(StoreGroupCommon):
    """Two rivals on streets, one on the web; a merchandiser of the first store records what they see."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.env['store.competitor'])
        cls.red, cls.blue, cls.web = (
            cls.env['store.competitor'].create({'name': name, 'code': f'T-{name.upper()}'}) for name in ('Red', 'Blue', 'Web')
        )
        cls.web.kind = 'online'
        cls.merchandiser = cls._person('rival_merchandiser', 'staff', profile='merchandiser')

    @classmethod
    def _person(cls, login, role, profile=None, **place):
        """Return a user with a role, at the first store unless said otherwise."""
        user = new_test_user(
            cls.env(su=True),
            login,
            'base.group_user',
            tz='Asia/Shanghai',
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )
        cls.env['store.member'].create(
            {
                'user_id': user.id,
                'role': role,
                'date_from': cls.store_1._today(),
                'profile_id': profile and cls.env.ref(f'store_group.profile_{profile}').id,
                **(place or {'store_id': cls.store_1.id}),
            }
        )
        return user

    def _end(self, user):
        """Let the membership of a user be over; return them."""
        self.env['store.member'].search([('user_id', '=', user.id)]).write({'date_from': '2020-01-01', 'date_to': '2020-01-02'})
        return user

    def _as(self, user, records):
        self.env.invalidate_all()
        return records.with_env(records.env(user=user, su=False, context={'allowed_company_ids': user.sudo().company_ids.ids}))

    def _seen(self, competitor, price, days=0, user=None, **vals):
        """Return the record of a price seen so many days ago near the first store, unless said otherwise."""
        Price = self.env['store.competitor.price']
        return (self._as(user, Price) if user else Price).create(
            {
                'competitor_id': competitor.id,
                'product_id': self.product.id,
                'store_id': self.store_1.id,
                'price': price,
                'date': self.today - timedelta(days=days),
                **vals,
            }
        )

    def _position(self, store=None, product=None):
        """Return the row of a store, or of everywhere."""
        self.env.flush_all()
        return self.env['store.price.position'].search(
            [
                ('product_id', '=', (product or self.product).id),
                ('store_id', '=', store.id if store else False),
                ('company_id', '=', self.company.id),
            ]
        )
