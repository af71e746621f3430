# Part of store_group. License LGPL-3.
"""Whoever may not see how to reach a customer still mentions, invites and assigns people, by their names."""

import json

from odoo import Command
from odoo.tests import new_test_user, tagged

from .common import StoreGroupCommon

SECRETS = ('555-0123', 'li@example.com', 'long lane 1')


@tagged('post_install', '-at_install')
class TestSecurityMentions(StoreGroupCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.sudo().write(
            {'name': 'Li Customer', 'phone': '555-0123', 'email': 'li@example.com', 'street': 'Long Lane 1'}
        )
        profile = cls.env.ref('store_group.profile_staff').sudo()
        profile.see_customer_contacts = False
        cls.clerk, cls.colleague = (
            new_test_user(
                cls.env(su=True),
                login,
                'base.group_user',
                name=name,
                tz='Asia/Shanghai',
                company_id=cls.company.id,
                company_ids=[Command.set(cls.company.ids)],
            )
            for login, name in (('ment_clerk', 'Clerk'), ('ment_colleague', 'Zhou Colleague'))
        )
        cls.env['store.member'].create(
            [
                {'user_id': user.id, 'role': 'staff', 'store_id': cls.store_1.id, 'date_from': cls.store_1._today()}
                for user in (cls.clerk, cls.colleague)
            ]
        )

    def _as_clerk(self, model):
        self.env.invalidate_all()
        return self.env(user=self.clerk, su=False, context={'allowed_company_ids': self.company.ids})[model]

    def assert_no_secret(self, answer):
        said = json.dumps(answer, default=str).lower()
        self.assertFalse([secret for secret in SECRETS if secret in said])

    def test_people_are_mentioned_by_name(self):
        partners = self._as_clerk('res.partner')
        self.assertFalse(partners.env.user._store_can('see_customer_contacts'))
        for search, expected in (('Li Cust', self.customer), ('Zhou', self.colleague.partner_id)):
            answer = partners.get_mention_suggestions(search)
            self.assertIn(expected.id, [item['id'] for item in answer['res.partner']])
            self.assert_no_secret(answer)
        self.assertFalse(partners.get_mention_suggestions('li@example').get('res.partner'))

    def test_people_are_invited_and_mentioned_in_a_channel(self):
        channel = self._as_clerk('discuss.channel')._create_channel('Shop talk', group_id=False)
        partners = self._as_clerk('res.partner')
        answer = partners.search_for_channel_invite('Zhou', channel_id=channel.id)
        self.assertEqual((answer['count'], answer['partner_ids']), (1, self.colleague.partner_id.ids))
        self.assertEqual(partners.search_for_channel_invite('li@example.com', channel_id=channel.id)['count'], 0)
        self.assert_no_secret(partners.search_for_channel_invite('Li', channel_id=channel.id))
        answer = partners.get_mention_suggestions_from_channel(channel.id, 'Clerk')
        self.assertIn(self.clerk.partner_id.id, [item['id'] for item in answer['res.partner']])

    def test_names_are_found_and_activities_assigned(self):
        self.assertIn(self.customer.id, dict(self._as_clerk('res.partner').name_search('Li Cust')))
        self.assertFalse(self._as_clerk('res.partner').name_search('li@example.com'))
        self.assertIn(self.colleague.id, dict(self._as_clerk('res.users').name_search('Zhou')))
        order = self._as_clerk('sale.order').create(
            {'partner_id': self.customer.id, 'order_line': [Command.create({'product_id': self.product.id})]}
        )
        activity = order.activity_schedule('mail.mail_activity_data_todo', user_id=self.colleague.id, summary="Call")
        self.assertEqual(activity.user_id, self.colleague)
        order.message_post(body="Look", partner_ids=self.colleague.partner_id.ids)
        self.assertTrue(order._message_get_suggested_recipients())
