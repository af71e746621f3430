# Part of store_group. License LGPL-3.
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import new_test_user, tagged

from .common import StoreGroupCommon


@tagged('post_install', '-at_install')
class TestSecurityBinding(StoreGroupCommon):
    """Who is bound to stores, who sets free, and that nobody promotes themselves."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sudo_env = cls.env(su=True)
        cls.role = cls.env.ref('store_group.group_store_staff')
        # Odoo's right to edit users, and nothing of ours
        cls.editor = cls._user('bin_editor', 'base.group_erp_manager,base.group_partner_manager')

    @classmethod
    def _user(cls, login, groups='base.group_user', **vals):
        return new_test_user(
            cls.sudo_env, login, groups, company_id=cls.company.id, company_ids=[(6, 0, cls.company.ids)], **vals
        )

    def _as_editor(self, records):
        return records.with_user(self.editor).with_context(allowed_company_ids=self.company.ids)

    # === THE DEFAULT ===

    def test_new_users_see_everything_until_the_settings_say_otherwise(self):
        self.assertEqual(self._user('bin_first').store_access, 'all')
        settings = self.env(user=self.env.ref('base.user_admin').id, context={})['res.config.settings']
        settings.create({'store_access_default': 'member'}).execute()
        self.assertEqual(self._user('bin_second').store_access, 'member')
        self.assertEqual(settings.create({}).store_access_default, 'member')
        settings.create({'store_access_default': 'all'}).execute()
        self.assertEqual(self._user('bin_third').store_access, 'all')

    def test_a_copied_user_keeps_the_value(self):
        for access in ('all', 'member'):
            user = self._user(f'bin_{access}', store_access=access)
            self.assertEqual(user.sudo().copy({'login': f'bin_{access}_2'}).store_access, access)

    # === ROLES BIND ===

    def test_a_role_without_a_membership_binds_whatever_way_it_comes(self):
        way = {
            'on the user': lambda user: user.write({'group_ids': [(4, self.role.id)]}),
            'on the group': lambda user: self.role.sudo().write({'user_ids': [(4, user.id)]}),
            'by a group that implies it': lambda user: self.sudo_env['res.groups'].create(
                {'name': 'Clerks', 'implied_ids': [(6, 0, self.role.ids)], 'user_ids': [(6, 0, user.ids)]}
            ),
            'as integration account': lambda user: user.write(
                {'group_ids': [(4, self.env.ref('store_group.group_store_integration').id)]}
            ),
        }
        for number, (name, give) in enumerate(way.items()):
            with self.subTest(name):
                user = self._user(f'bin_way_{number}')
                self.assertFalse(user._is_store_bound())
                give(user)
                self.assertTrue(user._is_store_bound())
                self.assertFalse(user.store_ids)

    def test_a_role_given_to_a_new_user_binds(self):
        user = self._as_editor(self.env['res.users']).create(
            {'name': 'New', 'login': 'bin_new', 'store_access': 'all', 'group_ids': [(6, 0, self.role.ids)]}
        )
        self.assertTrue(user._is_store_bound())

    def test_administrators_are_never_bound(self):
        system = self.env.ref('base.group_system')
        user = self._user('bin_system', 'base.group_user,base.group_system', store_access='member')
        user.write({'group_ids': [(4, self.role.id)]})
        self.assertFalse(user._is_store_bound())
        user.write({'group_ids': [(3, system.id)]})
        self.assertTrue(user._is_store_bound())

    # === SETTING FREE AND PROMOTING ===

    def test_only_an_administrator_sets_free(self):
        user = self._user('bin_bound', store_access='member')
        for call in (
            lambda: self._as_editor(user).write({'store_access': 'all'}),
            lambda: self._as_editor(user).action_store_set_free(),
            lambda: user.with_user(user).action_store_set_free(),
            lambda: self._as_editor(self._user('bin_all')).write({'store_access': 'member'}),
        ):
            with self.assertRaises(AccessError):
                call()
        self.assertFalse(self.admin.has_group('base.group_erp_manager'))
        user.with_user(self.admin).action_store_set_free()
        self.assertFalse(user._is_store_bound())

    def test_nobody_makes_a_free_user_where_new_ones_are_bound(self):
        self.sudo_env['ir.config_parameter'].set_param('store_group.default_store_access', 'member')
        Users = self._as_editor(self.env['res.users'])
        with self.assertRaises(AccessError):
            Users.create({'name': 'Free', 'login': 'bin_free', 'store_access': 'all'})
        self.assertEqual(Users.create({'name': 'Bound', 'login': 'bin_bound_2'}).store_access, 'member')

    def test_nobody_promotes_himself_or_others(self):
        admins, system = self.env.ref('store_group.group_store_admin'), self.env.ref('base.group_system')
        # what is refused leaves nothing in the caches either: the next attempt starts as the first
        bound = self._user('bin_promoter', 'base.group_erp_manager', store_access='member')
        other = self._user('bin_other')
        for user in (self.editor, bound):
            env = self.env(user=user, context={'allowed_company_ids': self.company.ids})
            for name, call in {
                'themselves': lambda user=user, env=env: user.with_env(env).write({'group_ids': [(4, admins.id)]}),
                'another': lambda env=env: other.with_env(env).write({'group_ids': [(4, admins.id)]}),
                'from the group': lambda user=user, env=env: admins.with_env(env).write({'user_ids': [(4, user.id)]}),
                'by implication': lambda env=env: env.ref('base.group_erp_manager').write({'implied_ids': [(4, admins.id)]}),
                'by a new group': lambda user=user, env=env: env['res.groups'].create(
                    {'name': 'Way around', 'implied_ids': [(6, 0, admins.ids)], 'user_ids': [(6, 0, user.ids)]}
                ),
                'a new user': lambda env=env: env['res.users'].create(
                    {'name': 'N', 'login': 'bin_n', 'group_ids': [(6, 0, admins.ids)]}
                ),
            }.items():
                with self.subTest(name, user=user.login), self.assertRaises(AccessError):
                    call()
        self.assertFalse(bound.has_group('base.group_system'))
        with self.assertRaises(AccessError):
            bound.with_user(bound).with_context(allowed_company_ids=self.company.ids).write({'group_ids': [(4, system.id)]})

    # === INTEGRATION ACCOUNTS ===

    def test_keys_of_an_integration_account_live_ten_years(self):
        day = fields.Datetime.now() + timedelta(days=3600)
        bot = self._user('bin_bot', 'store_group.group_store_integration')
        self.assertTrue(self.env['res.users.apikeys'].with_user(bot)._generate('rpc', 'shop', day))
        with self.assertRaises(ValidationError):
            self.env['res.users.apikeys'].with_user(self._user('bin_man'))._generate('rpc', 'shop', day)

    def test_an_integration_account_without_membership_is_refused(self):
        bot = self._user('bin_bot_2', 'store_group.group_store_integration')
        env = self.env(user=bot, context={})
        for call in (
            lambda: env['store.store'].available(stores=['T1'], products=[self.product.id]),
            lambda: env['store.staff'].list_members(),
        ):
            with self.assertRaises(AccessError):
                call()
