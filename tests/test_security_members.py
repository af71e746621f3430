# Part of store_group. License LGPL-3.
from datetime import datetime, time, timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import StoreGroupCommon


@tagged('post_install', '-at_install')
class TestSecurityMembers(StoreGroupCommon):
    """What giving, changing and ending a membership does to a user."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person = new_test_user(
            cls.env(su=True),
            'mem_person',
            'base.group_user',
            tz='Asia/Shanghai',
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )
        cls.today = cls.store_1._today()

    def _member(self, role='staff', **vals):
        place = {} if {'group_id', 'all_stores'} & vals.keys() else {'store_id': self.store_1.id}
        return self.env['store.member'].create(
            {'user_id': self.person.id, 'role': role, 'date_from': self.today, **place, **vals}
        )

    def _roles(self):
        names = ('staff', 'manager', 'group_manager', 'auditor', 'integration', 'admin')
        groups = {name: self.env.ref(f'store_group.group_store_{name}') for name in names}
        return {name for name, group in groups.items() if group in self.person.sudo().group_ids}

    def test_the_first_membership_binds_and_gives_the_group(self):
        self.assertEqual(self.person.sudo().store_access, 'all')
        self._member()
        self.assertEqual(self.person.sudo().store_access, 'member')
        self.assertEqual(self._roles(), {'staff'})

    def test_the_highest_role_counts(self):
        self._member()
        manager = self._member('store_manager', store_id=self.store_2.id)
        self._member('auditor', store_id=self.online.id)
        self.assertEqual(self._roles(), {'manager'})
        manager.date_to = self.today
        with freeze_time(fields.Datetime.now() + timedelta(days=2)):
            self.env['store.member.effect'].sudo()._cron_follow()
            self.assertEqual(self._roles(), {'staff'})

    def test_a_membership_that_begins_later_gives_nothing_yet(self):
        self._member(date_from=self.today + timedelta(days=3))
        self.assertEqual(self._roles(), set())
        self.assertFalse(self.person.sudo().store_ids)
        with freeze_time(fields.Datetime.now() + timedelta(days=4)):
            self.env['store.member.effect'].sudo()._cron_follow()
            self.assertEqual(self._roles(), {'staff'})
            self.person.invalidate_recordset()
            self.assertEqual(self.person.sudo().store_ids, self.store_1)

    def test_a_role_at_a_group_or_at_all_stores_begins_with_the_day_there(self):
        with freeze_time('2026-03-01 17:00:00'):  # already tomorrow in the stores' zone
            for place in ({'group_id': self.west.id}, {'all_stores': True}):
                member = self._member('group_manager', date_from=self.store_1._today(), **place)
                self.assertTrue(member.is_current)
                self.assertEqual(self._roles(), {'group_manager'})
                member.unlink()
                self.assertEqual(self._roles(), set())

    def test_the_last_membership_taken_away_leaves_him_bound(self):
        self._member().unlink()
        self.assertEqual(self.person.sudo().store_access, 'member')
        self.assertEqual(self._roles(), set())
        self.assertFalse(self.person.sudo().store_ids)

    def test_allowed_companies_follow(self):
        self._member()
        self._member(store_id=self.foreign.id)
        self.assertEqual(self.person.sudo().company_ids, self.company | self.other_company)
        self.person.sudo().store_member_ids.filtered(lambda member: member.store_id == self.store_1).unlink()
        self.assertEqual(self.person.sudo().company_ids, self.other_company)
        self.assertEqual(self.person.sudo().company_id, self.other_company)

    def test_administrators_stay_administrators(self):
        self.env['store.member'].create(
            {'user_id': self.admin.id, 'role': 'staff', 'store_id': self.store_1.id, 'date_from': self.today}
        )
        self.assertTrue(self.admin.sudo().has_group('store_group.group_store_admin'))
        self.assertEqual(len(self.admin.sudo().company_ids), 2)

    def test_nobody_but_an_administrator_gives_or_changes_memberships(self):
        member = self._member()
        person_env = self.env(user=self.person, context={})
        for forbidden in (
            lambda: person_env['store.member'].create({'user_id': self.person.id, 'role': 'group_manager', 'all_stores': True}),
            lambda: member.with_env(person_env).write({'role': 'store_manager'}),
            lambda: member.with_env(person_env).unlink(),
            lambda: self.person.with_env(person_env).write({'store_access': 'all'}),
            lambda: self.person.with_env(person_env).write(
                {'group_ids': [(4, self.env.ref('store_group.group_store_admin').id)]}
            ),
        ):
            with self.assertRaises(AccessError):
                forbidden()

    def test_binding_is_copied_with_a_user(self):
        self._member()
        copy = self.person.sudo().copy({'login': 'mem_copy'})
        self.assertEqual(copy.store_access, 'member')
        self.assertFalse(copy.store_member_ids)

    def test_ones_own_time_zone_neither_lengthens_nor_brings_forward_a_role_at_all_stores(self):
        self._member('group_manager', all_stores=True, date_to=self.today)
        ended = self._member('auditor', group_id=self.west.id, date_to=self.today)
        noon = fields.Datetime.now().replace(hour=4, minute=0, second=0) + timedelta(days=2)  # noon where the stores are
        with freeze_time(noon):
            for zone in ('Asia/Shanghai', 'Pacific/Pago_Pago'):
                self.person.with_user(self.person).sudo(False).tz = zone
                self.env.registry.clear_cache()
                with self.subTest(zone=zone):
                    self.assertFalse(self.person.sudo()._store_reach().see_all)
                    self.assertFalse(ended._is_current_or_future())
        begins = self.today + timedelta(days=10)
        self._member('staff', all_stores=True, date_from=begins)
        with freeze_time(datetime.combine(begins - timedelta(days=1), time(15, 30))):  # half an hour before midnight there
            self.person.with_user(self.person).sudo(False).tz = 'Pacific/Kiritimati'
            self.env.registry.clear_cache()
            self.assertFalse(self.person.sudo()._store_reach().act_all)
