# Part of store_group. License LGPL-3.
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import StoreGroupCommon


@tagged('post_install', '-at_install')
class TestSecurityCapability(StoreGroupCommon):
    """What a sheet says holds for its members, at their stores, from now until it changes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person = new_test_user(
            cls.env(su=True),
            'cap_person',
            'base.group_user',
            tz='Asia/Shanghai',
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )
        cls.today = cls.store_1._today()
        cls.staff_sheet = cls.env.ref('store_group.profile_staff')

    def _member(self, role='staff', **vals):
        place = {} if {'group_id', 'all_stores', 'store_id'} & vals.keys() else {'store_id': self.store_1.id}
        return self.env['store.member'].create(
            {'user_id': self.person.id, 'role': role, 'date_from': self.today, **place, **vals}
        )

    def test_a_membership_without_profile_follows_the_standard_one_of_its_role(self):
        self._member()
        self.assertTrue(self.person._store_can('ship', self.store_1))
        self.assertTrue(self.person._store_can('ship'))
        self.assertFalse(self.person._store_can('ship', self.store_1 | self.store_2))
        self.assertFalse(self.person._store_can('see_cost'))
        self.assertEqual(self.person._store_limit('discount_limit', self.store_1), 10.0)
        self.assertEqual(self.person._store_limit('discount_limit', self.store_2), 0.0)

    def test_a_profile_replaces_the_standard_one(self):
        self._member(profile_id=self.env.ref('store_group.profile_merchandiser').id)
        self.assertTrue(self.person._store_can('see_cost', self.store_1))
        self.assertFalse(self.person._store_can('ship', self.store_1))

    def test_group_and_all_stores(self):
        member = self._member('group_manager', group_id=self.west.id)
        self.assertTrue(self.person._store_can('decide_differences', self.store_2 | self.online | self.foreign))
        self.assertFalse(self.person._store_can('decide_differences', self.store_1))
        self.store_2.group_id = self.east
        self.assertFalse(self.person._store_can('decide_differences', self.store_2))
        member.unlink()
        self._member('auditor', all_stores=True)
        self.assertTrue(self.person._store_can('see_margin', self.store_1 | self.foreign))
        self.assertFalse(self.person._store_can('see_margin', self.env['store.store']))

    def test_a_changed_sheet_and_an_ended_membership_hold_at_once(self):
        member = self._member()
        self.assertFalse(self.person._store_can('correct_stock', self.store_1))
        self.staff_sheet.correct_stock = True
        self.assertTrue(self.person._store_can('correct_stock', self.store_1))
        self.staff_sheet.is_standard = False
        self.assertFalse(self.person._store_can('ship', self.store_1))
        self.staff_sheet.is_standard = True
        member.date_to = self.today
        self.assertTrue(self.person._store_can('ship', self.store_1))
        with freeze_time(fields.Datetime.now() + timedelta(days=2)):  # nothing is written at midnight
            self.assertFalse(self.person._store_can('ship', self.store_1))
        member.unlink()
        self.assertFalse(self.person._store_can('ship'))

    def test_an_approval_is_counted_in_the_money_of_the_store(self):
        euro = (
            self.env['res.currency']
            .sudo()
            .create(
                {
                    'name': 'TEU',
                    'symbol': 'T',
                    'rate_ids': [(0, 0, {'rate': 0.5, 'name': self.today, 'company_id': self.company.id})],
                }
            )
        )
        profile = self.env['store.role.profile'].create(
            {'name': 'Small Manager', 'role': 'store_manager', 'currency_id': euro.id, 'approve_up_to': 100.0}
        )
        self._member('store_manager', profile_id=profile.id)
        self.assertAlmostEqual(self.person._store_limit('approve_up_to', self.store_1), 200.0)
        self.assertEqual(self.person._store_limit('approve_up_to', self.store_2), 0.0)

    def test_whoever_is_not_bound_keeps_what_core_gives_him(self):
        clerk = new_test_user(self.env(su=True), 'cap_clerk', 'base.group_user,stock.group_stock_user')
        self.assertTrue(clerk._store_can('see_cost', self.store_1))
        self.assertTrue(clerk._store_can('ship', self.store_1))
        self.assertFalse(clerk._store_can('decide_differences', self.store_1))
        self.assertFalse(clerk._store_can('manage_members'))
        self.assertFalse(self.person._store_can('ship', self.store_1))
        self.assertEqual(clerk._store_limit('discount_limit', self.store_1), float('inf'))
        self.assertEqual(clerk._store_limit('approve_up_to', self.store_1), 0.0)
        portal = new_test_user(self.env(su=True), 'cap_portal', 'base.group_portal')
        self.assertFalse(portal._store_can('see_cost', self.store_1))
        for capability in ('see_cost', 'decide_differences', 'manage_members', 'export'):
            self.assertTrue(self.admin._store_can(capability, self.store_1))
        self.assertEqual(self.admin._store_limit('approve_up_to', self.store_1), float('inf'))

    def test_a_name_that_is_no_capability_is_an_error(self):
        with self.assertRaises(KeyError):
            self.person._store_can('fly', self.store_1)
        with self.assertRaises(KeyError):
            self.person._store_limit('ship', self.store_1)

    def test_a_refusal_names_person_store_capability_and_who_can_help(self):
        self._member()
        helper = new_test_user(
            self.env(su=True),
            'cap_helper',
            'base.group_user',
            name='Helping Hand',
            tz='Asia/Shanghai',
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        self.env['store.member'].create(
            {'user_id': helper.id, 'role': 'store_manager', 'date_from': self.today, 'store_id': self.store_1.id}
        )
        person = self.person.with_user(self.person)
        person._check_store_can('ship', self.store_1)
        with self.assertRaisesRegex(AccessError, 'cap_person.*Street One.*Correct Stock.*Helping Hand'):
            person._check_store_can('correct_stock', self.store_1)
        with self.assertRaisesRegex(AccessError, 'no store'):
            person._check_store_can('ship', self.env['store.store'])

    def test_limits_follow_the_currency_a_new_company_chooses(self):
        """Profiles are there before the company's currency is chosen: 20,000 is meant in that one, not in dollars."""
        lonely, chosen = self.env.ref('base.XAF').sudo(), self.env.ref('base.XPF').sudo()
        (lonely | chosen).active = True
        company = self.env['res.company'].sudo().create({'name': 'New', 'currency_id': lonely.id})
        profile = self.env['store.role.profile'].create(
            {'name': 'Limited', 'role': 'staff', 'approve_up_to': 20000, 'currency_id': lonely.id}
        )
        kept = self.env.ref('store_group.profile_staff')
        before = kept.currency_id
        company.currency_id = chosen
        self.assertEqual((profile.currency_id, profile.approve_up_to), (chosen, 20000))
        self.assertEqual(kept.currency_id, before, "another company still has this one")
