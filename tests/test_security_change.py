# Part of store_group. License LGPL-3.
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import StoreGroupCommon


@tagged('post_install', '-at_install')
class TestSecurityChange(StoreGroupCommon):
    """Rights change while people work: what was cached a moment ago does not outlive the change."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = cls.store_1._today()
        cls.order_1, cls.order_2, cls.order_hq = (cls._order(store_id=store) for store in (cls.store_1.id, cls.store_2.id, False))
        cls.orders = cls.order_1 | cls.order_2 | cls.order_hq
        cls.person = cls._user('chg_person')
        cls.anchor = cls._give(cls.person, store_id=cls.online.id)  # keeps them a member whatever else ends

    @classmethod
    def _user(cls, login, groups='base.group_user'):
        return new_test_user(
            cls.env(su=True), login, groups, tz='Asia/Shanghai', company_id=cls.company.id, company_ids=[(6, 0, cls.company.ids)]
        )

    @classmethod
    def _give(cls, user, role='staff', **place):
        return cls.env['store.member'].create({'user_id': user.id, 'role': role, 'date_from': cls.today, **place})

    def _env(self, user=None):
        """The person's own environment, the same for the whole test: its caches are warm after the first look."""
        return self.env(user=user or self.person, su=False, context={})

    def _seen(self, user=None):
        env = self._env(user)
        found = env['sale.order'].search([('id', 'in', self.orders.ids)])
        for order in self.orders.with_env(env):
            self.assertEqual(order.has_access('read'), order in found)
            self.assertEqual(order.has_access('write'), order in found)
        return found.with_env(self.env)

    # === MEMBERSHIPS ===

    def test_given(self):
        self.assertFalse(self._seen())
        self._give(self.person, store_id=self.store_1.id)
        self.assertEqual(self._seen(), self.order_1)

    def test_revoked_ended_and_deleted(self):
        for end in (
            lambda member: member._revoke(),
            lambda member: member.unlink(),
            lambda member: member.write({'date_from': self.today - timedelta(days=3), 'date_to': self.today - timedelta(days=1)}),
        ):
            member = self._give(self.person, store_id=self.store_1.id)
            self.assertEqual(self._seen(), self.order_1)
            end(member)
            self.assertFalse(self._seen())

    def test_ending_at_midnight_of_the_store(self):
        self._give(self.person, store_id=self.store_1.id, date_to=self.today)
        midnight = fields.Datetime.to_datetime(self.today) + timedelta(days=1) - timedelta(hours=8)  # Shanghai
        with freeze_time(midnight - timedelta(minutes=1)):
            self.assertEqual(self._seen(), self.order_1)
        with freeze_time(midnight + timedelta(minutes=1)):
            self.assertFalse(self._seen())

    def test_the_last_membership_leaves_nothing(self):
        self._give(self.person, store_id=self.store_1.id)
        self.assertTrue(self._seen())
        self.person.sudo().store_member_ids._revoke()
        self.assertFalse(self._env()['store.store'].search([('is_mine', '=', True)]))
        with self.assertRaises(AccessError):
            self.order_1.with_env(self._env()).read(['name'])

    # === STRUCTURE ===

    def test_a_store_regrouped(self):
        self._give(self.person, 'group_manager', group_id=self.east.id)
        self.assertEqual(self._seen(), self.order_1)
        self.store_1.group_id = self.west
        self.assertFalse(self._seen())
        self.store_2.group_id = self.east
        self.assertEqual(self._seen(), self.order_2)
        self.east.store_ids = (
            [(4, self.online.id), (3, self.store_2.id)] if self.online.group_id == self.east else [(3, self.store_2.id)]
        )
        self.assertFalse(self._seen())

    def test_a_group_moved(self):
        other = self.env['store.group'].create({'name': 'Other', 'code': 'T-OTHER'})
        self._give(self.person, 'group_manager', group_id=other.id)
        self.assertFalse(self._seen())
        self.east.parent_id = other
        self.assertEqual(self._seen(), self.order_1)
        self.east.parent_id = self.head
        self.assertFalse(self._seen())

    def test_a_store_moved_to_a_group_brings_its_company(self):
        manager = self._user('chg_group')
        self._give(manager, 'group_manager', group_id=self.east.id)
        self.assertEqual(manager.sudo().company_ids, self.company)
        self.foreign.group_id = self.east
        self.assertEqual(manager.sudo().company_ids, self.company | self.other_company)

    def test_a_store_closed_stays_in_scope_until_its_memberships_end(self):
        self._give(self.person, store_id=self.store_1.id)
        manager = self._user('chg_boss')
        self._give(manager, 'group_manager', group_id=self.east.id)
        self.order_1.action_cancel()
        self.assertEqual(self._seen(), self.order_1)
        self.store_1._close(self.today)
        self.assertEqual(self._seen(), self.order_1)
        with freeze_time(fields.Datetime.now() + timedelta(days=2)):
            self.assertFalse(self._seen())
            self.assertEqual(self._seen(manager), self.order_1)

    # === WHO GIVES ===

    def test_the_first_membership_by_the_wrong_person(self):
        free, manager = self._user('chg_free', 'sales_team.group_sale_salesman_all_leads'), self._user('chg_manager')
        self._give(manager, 'group_manager', group_id=self.head.id)
        self.assertEqual(self._seen(free), self.orders)
        with self.assertRaises(AccessError):
            self._env(manager)['store.member'].create({'user_id': free.id, 'store_id': self.store_1.id})
        self.assertEqual(self._seen(free), self.orders)
        self._give(free, store_id=self.store_1.id)
        self.assertEqual(self._seen(free), self.order_1)

    def test_self_promotion(self):
        self._give(self.person, 'store_manager', store_id=self.store_1.id)
        self.assertEqual(self._seen(), self.order_1)
        env = self._env()
        for call in (
            lambda: env['store.member'].create({'user_id': self.person.id, 'role': 'group_manager', 'all_stores': True}),
            lambda: self.anchor.with_env(env).write({'role': 'store_manager'}),
            lambda: self.person.with_env(env).write({'store_access': 'all'}),
            lambda: self.person.with_env(env).action_store_set_free(),
            lambda: env['store.staff'].add(store='T2', login=self.person.login),
        ):
            with self.assertRaises(AccessError):
                call()
        self.assertEqual(self._seen(), self.order_1)

    def test_a_copied_user_sees_nothing_before_somebody_says_where(self):
        self._give(self.person, store_id=self.store_1.id)
        self.assertEqual(self._seen(), self.order_1)
        copy = self.person.sudo().copy({'login': 'chg_copy'})
        self.assertTrue(copy._is_store_bound())
        self.assertFalse(self._seen(copy))

    def test_an_integration_account_whose_membership_ended(self):
        bot = self._user('chg_bot', 'store_group.group_store_integration')
        member = self._give(bot, 'integration', store_id=self.store_1.id)
        env = self._env(bot)
        self.assertEqual(set(env['store.store'].available(stores=['T1'], products=[self.product.id])), {'T1'})
        member._revoke()
        with self.assertRaises(AccessError):
            env['store.store'].available(stores=['T1'], products=[self.product.id])

    def test_all_stores_of_the_group_are_not_everything(self):
        self._give(self.person, all_stores=True)
        self.assertEqual(self._seen(), self.order_1 | self.order_2)
        new = self._store('T7', 'New', group_id=self.east.id)
        order = self._order(store_id=new.id)
        self.assertTrue(order.with_env(self._env()).has_access('write'))
        self.assertFalse(self.order_hq.with_env(self._env()).has_access('read'))
