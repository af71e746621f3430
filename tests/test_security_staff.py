# Part of store_group. License LGPL-3.
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import StoreGroupCommon


@tagged('post_install', '-at_install')
class TestSecurityStaff(StoreGroupCommon):
    """A store manager looks after the people of their own store, and of no other, and never above themselves."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = cls.store_1._today()
        cls.manager = cls._person('stf_manager')
        cls._give(cls.manager, 'store_manager', store_id=cls.store_1.id)
        cls.Staff = cls.env['store.staff'].with_user(cls.manager).with_context(allowed_company_ids=cls.company.ids)

    @classmethod
    def _person(cls, login, groups='base.group_user', **vals):
        return new_test_user(
            cls.env(su=True),
            login,
            groups,
            tz='Asia/Shanghai',
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
            **vals,
        )

    @classmethod
    def _give(cls, user, role='staff', **vals):
        return cls.env['store.member'].create({'user_id': user.id, 'role': role, **vals})

    def _day(self, days):
        return str(self.today + timedelta(days=days))

    # === ADD ===

    def test_a_new_person_gets_a_login_a_role_and_nothing_else(self):
        self.env['res.lang'].sudo()._activate_lang('zh_CN')
        self.Staff.env.user.sudo().lang = 'zh_CN'
        answer = self.Staff.add(store='T1', login='13800138000', name='Li Lei')
        hired = self.env['res.users'].sudo().search([('login', '=', '13800138000')])
        self.assertEqual(hired.lang, 'zh_CN', "the language of who hires")
        self.assertTrue(answer['created'])
        self.assertEqual((answer['role'], answer['date_from'], answer['date_to']), ('staff', str(self.today), False))
        user = self.env['res.users'].sudo().search([('login', '=', '13800138000')])
        self.assertEqual((user.store_access, user.company_ids, user.tz), ('member', self.company, 'Asia/Shanghai'))
        self.assertFalse(user.share)
        self.assertEqual(
            user.group_ids,
            self.env.ref('base.group_user')
            | self.env.ref('store_group.group_store_staff')
            | self.env.ref('mail.group_mail_notification_type_inbox'),
        )
        self.assertEqual(user.store_ids, self.store_1)
        credential = {'login': user.login, 'password': answer['password'], 'type': 'password'}
        user.with_user(user)._check_credentials(credential, {'interactive': True})

    def test_a_second_call_changes_nothing_and_shows_no_password(self):
        first = self.Staff.add(store='T1', login='S-17', name='Han Mei', date_from=self._day(1), date_to=self._day(9))
        second = self.Staff.add(store='T1', login='S-17', name='Han Mei', date_from=self._day(1), date_to=self._day(9))
        self.assertEqual(first['member_id'], second['member_id'])
        self.assertFalse(second['created'])
        self.assertFalse(second['password'])
        with self.assertRaisesRegex(UserError, 'Change the last day'):
            self.Staff.add(store='T1', login='S-17', date_from=self._day(2))

    def test_a_person_of_another_store_is_added_by_his_number(self):
        person = self._person('stf_known', name='Wang Wu')
        self._give(person, store_id=self.store_2.id)
        with self.assertRaisesRegex(UserError, 'Wang Wu'):
            self.Staff.add(store='T1', login='stf_known', name='Somebody Else')
        answer = self.Staff.add(store='T1', login='stf_known')
        self.assertFalse(answer['created'])
        self.assertEqual(person.sudo().store_ids, self.store_1 | self.store_2)

    def test_a_new_person_can_work_without_an_address(self):
        self.Staff.add(store='T1', login='S-18', name='Without Mail')
        user = self.env['res.users'].sudo().search([('login', '=', 'S-18')])
        self.assertFalse(user.email)
        Order = self.env['sale.order'].with_user(user).with_context(tracking_disable=False, allowed_company_ids=self.company.ids)
        order = Order.create(
            {
                'partner_id': self.customer.id,
                'store_id': self.store_1.id,
                'order_line': [(0, 0, {'product_id': self.product.id, 'product_uom_qty': 1})],
            }
        )
        order.action_confirm()
        order.message_post(body='Called the customer')
        self.assertEqual(order.state, 'sale')

    # === WHAT HAS BEEN STAYS ===

    def test_a_group_manager_changes_no_past(self):
        boss = self._person('stf_group')
        self._give(boss, 'group_manager', group_id=self.store_1.group_id.id)
        Member = self.env['store.member'].with_user(boss).with_context(allowed_company_ids=self.company.ids)
        mate, new = self._person('stf_mate'), self._person('stf_new')
        for person in (mate, new):
            self._give(person, store_id=self.store_1.id)
        past = self._give(mate, 'auditor', store_id=self.store_1.id, date_from=self._day(-400), date_to=self._day(-300))
        running = mate.sudo().store_member_ids.filtered(lambda member: member.role == 'staff')
        mine = {'user_id': mate.id, 'role': 'staff', 'store_id': self.store_1.id}
        for name, call in {
            'given from a past day': lambda: Member.create({**mine, 'role': 'store_manager', 'date_from': self._day(-40)}),
            'begun earlier': lambda: Member.browse(running.id).write({'date_from': self._day(-40)}),
            'begun later': lambda: Member.browse(running.id).write({'date_from': self._day(40)}),
            'another person': lambda: Member.browse(running.id).write({'user_id': new.id}),
            'ended in the past': lambda: Member.browse(past.id).write({'role': 'staff'}),
            'revived': lambda: Member.browse(past.id).write({'date_to': self._day(9)}),
            'the flag of the hourly job': lambda: Member.browse(running.id).write({'is_withdrawn': True}),
            'the moment of the end': lambda: Member.browse(running.id).write({'revoked_at': '2030-01-01 00:00:00'}),
            'ended when it was made': lambda: Member.create({**mine, 'role': 'store_manager', 'is_withdrawn': True}),
        }.items():
            with self.subTest(name), self.assertRaises(AccessError), self.cr.savepoint():
                call()
        Member.browse(running.id).write({'date_to': self._day(3), 'user_id': mate.id, 'date_from': running.date_from})
        later = Member.create({**mine, 'role': 'store_manager', 'date_from': self._day(2)})
        later.write({'date_from': self._day(3)})
        self.assertEqual((running.date_to, str(later.date_from)), (self.today + timedelta(days=3), self._day(3)))

    # === NEVER MORE THAN ONE HAS ===

    def test_what_is_refused(self):
        free, admin = self._person('stf_free'), self.admin
        system = self._person('stf_system', 'base.group_system')
        self._give(system, store_id=self.store_1.id)
        other = self._give(self._person('stf_other'), store_id=self.store_2.id)
        mate = self._give(self._person('stf_mate'), store_id=self.store_1.id)
        boss = self._give(self._person('stf_boss'), 'group_manager', store_id=self.store_1.id)
        own = self.manager.sudo().store_member_ids
        for name, call in {
            'another store': lambda: self.Staff.add(store='T2', login='x1', name='X'),
            'a role above their own': lambda: self.Staff.add(store='T1', login='x2', name='X', role='group_manager'),
            'a profile above their own': lambda: self.Staff.add(store='T1', login='x3', name='X', profile='Merchandiser'),
            'an auditor sees costs': lambda: self.Staff.add(store='T1', login='x4', name='X', role='auditor'),
            'a user who sees everything': lambda: self.Staff.add(store='T1', login=free.login),
            'an administrator of the app': lambda: self.Staff.add(store='T1', login=admin.login),
            'a system administrator': lambda: self.Staff.reset_password(login=system.login),
            'themselves': lambda: self.Staff.add(store='T1', login=self.manager.login, role='staff'),
            'their own last day': lambda: self.Staff.end(member=own.id, date_to=self._day(99)),
            'their own password': lambda: self.Staff.reset_password(login=self.manager.login),
            'oneself as substitute': lambda: self.Staff.substitute(
                member=mate.id, login=self.manager.login, date_from=self._day(0), date_to=self._day(1)
            ),
            'ending elsewhere': lambda: self.Staff.end(member=other.id),
            'ending their superior': lambda: self.Staff.end(member=boss.id),
            'standing in for their superior': lambda: self.Staff.substitute(
                member=boss.id, login=mate.user_id.login, date_from=self._day(0), date_to=self._day(1)
            ),
            'the password of a person elsewhere': lambda: self.Staff.reset_password(login=other.user_id.login),
            'the password of their superior': lambda: self.Staff.reset_password(login=boss.user_id.login),
            'letting their superior leave': lambda: self.Staff.leave(login=boss.user_id.login),
        }.items():
            with self.subTest(name), self.assertRaises(AccessError):
                call()
        self.assertEqual(free.sudo().store_access, 'all')

    def test_a_password_is_everything_its_owner_may_do(self):
        person = self._person('stf_two')
        self._give(person, store_id=self.store_1.id)
        self.assertTrue(self.Staff.reset_password(login='stf_two')['password'])
        elsewhere = self._give(person, store_id=self.store_2.id)
        with self.assertRaises(AccessError):
            self.Staff.reset_password(login='stf_two')
        elsewhere.unlink()
        person.sudo().group_ids |= self.env.ref('account.group_account_invoice')
        with self.assertRaises(AccessError):
            self.Staff.reset_password(login='stf_two')

    def test_staff_and_auditors_manage_nobody(self):
        mate = self._give(self._person('stf_mate2'), store_id=self.store_1.id)
        for role in ('staff', 'auditor', 'integration'):
            person = self._person(f'stf_{role}')
            self._give(person, role, store_id=self.store_1.id)
            Staff = self.env['store.staff'].with_user(person)
            for method, arguments in (
                ('add', {'store': 'T1', 'login': 'x', 'name': 'X'}),
                ('end', {'member': mate.id}),
                ('list_members', {'stores': ['T1']}),
            ):
                with self.subTest(role, method=method), self.assertRaises(AccessError):
                    getattr(Staff, method)(**arguments)
            self.assertEqual(Staff.list_members(), [])

    def test_memberships_written_directly_obey_the_same_law(self):
        person, boss = self._person('stf_direct'), self._person('stf_group')
        self._give(boss, 'group_manager', group_id=self.east.id)
        own_company = {'allowed_company_ids': self.company.ids}
        member = self._give(person, store_id=self.store_1.id).with_user(boss).with_context(**own_company)
        Member = member.browse()
        member.write({'role': 'store_manager'})
        own = boss.sudo().store_member_ids
        auditor = self.env.ref('store_group.profile_regional_finance')
        self.env.ref('store_group.profile_group_manager').sudo().see_margin = False
        for name, call in {
            'other store': lambda: member.write({'store_id': self.store_2.id}),
            'to all stores': lambda: member.write({'store_id': False, 'all_stores': True}),
            'to themselves': lambda: member.write({'user_id': boss.id}),
            'to a free user': lambda: member.write({'user_id': self._person('stf_free2').id}),
            'their own': lambda: own.with_env(Member.env).write({'role': 'group_manager', 'date_to': False}),
            'beyond their sheet': lambda: Member.create(
                {'user_id': person.id, 'store_id': self.store_1.id, 'role': 'auditor', 'profile_id': auditor.id}
            ),
            'at their own group': lambda: Member.create({'user_id': person.id, 'group_id': self.head.id, 'role': 'staff'}),
            'by deleting': lambda: member.unlink(),
        }.items():
            with self.subTest(name), self.assertRaises(AccessError):
                call()

    # === DAYS ===

    def test_a_last_day_and_an_end_at_once(self):
        member = self._give(self._person('stf_end'), store_id=self.store_1.id)
        self.assertEqual(self.Staff.end(member=member.id, date_to=self._day(3))['date_to'], self._day(3))
        self.assertTrue(member.is_current)
        with self.assertRaises(UserError):
            self.Staff.end(member=member.id, date_to=self._day(-1))
        self.assertTrue(self.Staff.end(member=member.id, at_once=True)['ended'])
        self.assertFalse(member.is_current)
        self.assertFalse(member.user_id.sudo().store_ids)
        self.assertEqual(self.Staff.end(member=member.id, at_once=True)['date_to'], str(self.today))
        again = self.Staff.add(store='T1', login='stf_end')
        self.assertNotEqual(again['member_id'], member.id)
        self.assertEqual(member.user_id.sudo().store_ids, self.store_1)

    def test_a_substitute_has_the_role_for_these_days_only(self):
        absent = self._give(self._person('stf_absent'), 'store_manager', store_id=self.store_1.id)
        self._give(self._person('stf_sub'), store_id=self.store_2.id)
        answers = [
            self.Staff.substitute(member=absent.id, login='stf_sub', date_from=self._day(0), date_to=self._day(2))
            for _time in range(2)
        ]
        self.assertEqual(answers[0], answers[1])
        member = self.env['store.member'].browse(answers[0]['member_id'])
        self.assertEqual(
            (member.role, member.date_to, member.substitutes_id), ('store_manager', fields.Date.to_date(self._day(2)), absent)
        )
        listed = {item['member_id']: item['substitutes'] for item in self.Staff.list_members()}
        self.assertEqual(listed[member.id], absent.user_id.name)

    # === LEAVING ===

    def test_leaving_ends_memberships_sessions_password_and_keys_at_once(self):
        password = self.Staff.add(store='T1', login='S-30', name='Goes Soon')['password']
        user = self.env['res.users'].sudo().search([('login', '=', 'S-30')])
        Key = self.env['res.users.apikeys'].with_user(user)
        key = Key._generate('rpc', 'till', fields.Datetime.now() + timedelta(days=1))
        session = user._compute_session_token('some-session')
        log = (
            self.env['res.device.log']
            .sudo()
            .create(
                {
                    'session_identifier': 'x' * 42,
                    'user_id': user.id,
                    'platform': 'linux',
                    'browser': 'chrome',
                    'first_activity': fields.Datetime.now(),
                    'last_activity': fields.Datetime.now(),
                }
            )
        )
        self.assertEqual(Key._check_credentials(scope='rpc', key=key), user.id)
        self.env.flush_all()
        answer = self.Staff.leave(login='S-30', archive=True)
        self.assertEqual(answer, {'login': 'S-30', 'name': 'Goes Soon', 'ended': 1, 'archived': True})
        self.assertFalse(user.store_ids)
        self.assertNotEqual(user._compute_session_token('some-session'), session)
        self.assertFalse(Key._check_credentials(scope='rpc', key=key))
        self.assertTrue(log.revoked)
        self.assertEqual(self.Staff.leave(login='S-30')['ended'], 0)
        with self.assertRaises(Exception):  # noqa: B017  core's AccessDenied, whatever it is called
            user.with_user(user)._check_credentials(
                {'login': 'S-30', 'password': password, 'type': 'password'}, {'interactive': True}
            )

    # === THE SCREEN ===

    def test_the_screen_shows_the_password_and_keeps_it_nowhere(self):
        Wizard = self.env['store.staff.wizard'].with_user(self.manager).with_context(allowed_company_ids=self.company.ids)
        wizard = Wizard.create({'act': 'add', 'login': 'S-40', 'name': 'On Screen', 'date_from': self.today})
        self.assertEqual(wizard.store_id, self.store_1)
        context = wizard.action_apply()['context']
        self.assertTrue(context['default_password'])
        member = self.env['store.member'].search([('user_id.login', '=', 'S-40')])
        reset = Wizard.create({'act': 'reset', 'member_id': member.id}).action_apply()['context']
        self.assertNotEqual(reset['default_password'], context['default_password'])
        self.assertFalse(Wizard._fields['password'].store)
