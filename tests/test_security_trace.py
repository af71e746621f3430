# Part of store_group. License LGPL-3.
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import StoreGroupCommon


@tagged('post_install', '-at_install')
class TestSecurityTrace(StoreGroupCommon):
    """Who got which right from whom and when can be read later, and nobody makes it unread."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person = new_test_user(
            cls.env(su=True), 'trc_person', 'base.group_user', company_id=cls.company.id, company_ids=[(6, 0, cls.company.ids)]
        )
        cls.member = cls.env['store.member'].create({'user_id': cls.person.id, 'store_id': cls.store_1.id})
        cls.env.cr.precommit.run()

    def _changes(self, record):
        """Return {field: (old, new)} of what was tracked on `record` since it was made, as text."""
        self.env.flush_all()
        self.env.cr.precommit.run()
        values = record.sudo().message_ids.tracking_value_ids
        return {
            value.field_id.name: (
                value.old_value_char or str(value.old_value_integer),
                value.new_value_char or str(value.new_value_integer),
            )
            for value in values
        }

    def test_changes_leave_old_and_new_values_even_when_the_caller_wants_silence(self):
        self.assertTrue(self.env.context['tracking_disable'])
        self.member.write({'role': 'store_manager'})
        self.assertEqual(self._changes(self.member)['role'], ('Staff', 'Store Manager'))
        profile = self.env.ref('store_group.profile_staff').with_env(self.env)
        profile.with_context(mail_notrack=True).write({'see_cost': True})
        self.assertEqual(self._changes(profile)['see_cost'], ('0', '1'))
        self.west.write({'parent_id': self.east.id})
        self.assertEqual(self._changes(self.west)['parent_id'], ('Head', 'Head / East'))
        self.store_1.action_pause()
        self.assertEqual(self._changes(self.store_1)['state'], ('Open', 'Paused'))

    def test_a_store_that_changes_its_group_says_so_whichever_side_it_comes_from(self):
        self.store_1.group_id = self.west
        self.assertEqual(self._changes(self.store_1)['group_id'], ('Head / East', 'Head / West'))
        loose = self._store('T6', 'Loose')
        self.env.cr.precommit.run()
        self.east.write({'store_ids': [(4, loose.id)]})
        self.assertIn('Loose', self._changes(self.east)['store_ids'][1])

    def test_an_anchor_that_changes_hands_says_so_at_both_stores(self):
        self.warehouse_1.with_env(self.env).store_id = self.store_2
        for store in (self.store_1, self.store_2):
            self.assertIn('owner Street One → Street Two', store.sudo().message_ids[0].body)
        team = self.env['crm.team'].create({'name': 'Team', 'company_id': self.company.id, 'store_id': self.store_1.id})
        self.assertIn('owner Headquarters → Street One', self.store_1.sudo().message_ids[0].body)
        team.unlink()
        self.assertIn('was deleted', self.store_1.sudo().message_ids[0].body)

    def test_nobody_edits_or_deletes_the_record_of_changes(self):
        self.member.write({'role': 'store_manager'})
        self._changes(self.member)
        message = self.member.sudo().message_ids.filtered('tracking_value_ids')[0]
        system = new_test_user(
            self.env(su=True),
            'trc_system',
            'base.group_system,store_group.group_store_admin',
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        for user in (self.admin, self.person, system):
            theirs = message.with_env(self.env(user=user, context={}))
            value = message.tracking_value_ids[0].with_env(theirs.env)
            for name, call in {
                'delete': theirs.unlink,
                'edit': lambda theirs=theirs: theirs.write({'body': 'Nothing'}),
                'move': lambda theirs=theirs: theirs.write({'res_id': 0}),
                'delete the value': value.unlink,
                'edit the value': lambda value=value: value.write({'old_value_char': 'Nothing'}),
            }.items():
                with self.subTest(name, user=user.login), self.assertRaises(AccessError):
                    call()
        comment = self.store_1.with_user(self.admin).message_post(body='Only a word', message_type='comment')
        comment.unlink()  # what people say to each other is theirs

    def test_what_is_deleted_leaves_a_trace(self):
        self.member.unlink()
        self.assertIn('Membership deleted: trc_person', self.store_1.sudo().message_ids[0].body)
        everywhere = self.env['store.member'].create({'user_id': self.person.id, 'all_stores': True})
        everywhere.unlink()
        self.assertIn('Membership deleted', self.tree.sudo().message_ids[0].body)
        group = self.env['store.group'].create({'name': 'Short', 'code': 'T-SHORT', 'parent_id': self.head.id})
        group.unlink()
        self.assertIn('Group deleted: Head / Short', self.head.sudo().message_ids[0].body)

    def test_a_profile_that_members_have_stays(self):
        profile = self.env.ref('store_group.profile_stock_keeper').with_env(self.env)
        self.member.profile_id = profile
        with self.assertRaises(UserError):
            profile.unlink()
