# Part of store_group. License LGPL-3.
"""What stands beside the documents of a store, or makes them by another way: meetings, followers, mails, merged contacts."""

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, HttpCase, new_test_user, tagged

from .common import StoreGroupCommon
from .common_accounting import AccountingCommon

MAIL = "From: nobody@example.com\r\nTo: x@example.com\r\nSubject: s\r\nMessage-Id: <store-%s@x>\r\n\r\nhello"


class AsideCommon(StoreGroupCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.one, cls.two, cls.clerk = (
            new_test_user(
                cls.env(su=True),
                login,
                'base.group_user,base.group_partner_manager,sales_team.group_sale_salesman_all_leads',
                tz='Asia/Shanghai',
                company_id=cls.company.id,
                company_ids=[Command.set(cls.company.ids)],
            )
            for login in ('aside_one', 'aside_two', 'aside_clerk')
        )
        cls.auditor = new_test_user(
            cls.env(su=True),
            'aside_auditor',
            'base.group_user',
            tz='Asia/Shanghai',
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )
        cls.env['store.member'].create(
            [
                {'user_id': user.id, 'role': role, 'store_id': store.id, 'date_from': store._today()}
                for user, role, store in (
                    (cls.one, 'staff', cls.store_1),
                    (cls.two, 'staff', cls.store_2),
                    (cls.auditor, 'auditor', cls.store_1),
                )
            ]
        )
        cls.lead_1, cls.lead_2 = (cls._lead(store) for store in (cls.store_1, cls.store_2))

    @classmethod
    def _lead(cls, store):
        return (
            cls.env['crm.lead']
            .sudo()
            .create(
                {'name': f'Lead {store.code}', 'company_id': cls.company.id, 'store_id': store.id, 'team_id': store.team_id.id}
            )
        )

    def _as(self, user, records):
        self.env.flush_all()
        self.env.invalidate_all()
        return records.with_env(self.env(user=user, su=False, context={'allowed_company_ids': self.company.ids}))


@tagged('post_install', '-at_install')
class TestSecurityMeetings(AsideCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order_1, cls.order_2 = (cls._order(store_id=store.id) for store in (cls.store_1, cls.store_2))
        cls.meetings = {
            name: cls.env['calendar.event']
            .sudo()
            .create(
                {
                    'name': name,
                    'start': '2026-01-01 08:00:00',
                    'stop': '2026-01-01 09:00:00',
                    'user_id': cls.admin.id,
                    'partner_ids': [Command.set(cls.admin.partner_id.ids)],
                    **vals,
                }
            )
            for name, vals in {
                'none': {},
                'lead 1': {'opportunity_id': cls.lead_1.id},
                'lead 2': {'opportunity_id': cls.lead_2.id},
                'order 1': cls._about(cls.order_1),
                'order 2': cls._about(cls.order_2),
                'customer': cls._about(cls.customer),
            }.items()
        }
        cls.all = cls.env['calendar.event'].union(*cls.meetings.values())

    @classmethod
    def _about(cls, record):
        return {'res_model_id': cls.env['ir.model']._get_id(record._name), 'res_id': record.id}

    def _seen(self, user):
        return set(self._as(user, self.env['calendar.event']).search([('id', 'in', self.all.ids)]).mapped('name'))

    def test_a_meeting_stands_behind_the_wall_of_its_document(self):
        open_to_all = {'none', 'customer'}
        self.assertEqual(self._seen(self.one), open_to_all | {'lead 1', 'order 1'})
        self.assertEqual(self._seen(self.two), open_to_all | {'lead 2', 'order 2'})
        self.assertEqual(self._seen(self.auditor), open_to_all | {'lead 1', 'order 1'})
        for user in (self.clerk, self.admin):
            self.assertEqual(self._seen(user), set(self.meetings))
        for name in ('lead 2', 'order 2'):
            meeting = self._as(self.one, self.meetings[name])
            guests = self._as(self.one, self.meetings[name].attendee_ids)
            for act, values in (
                (meeting.read, ['name']),
                (meeting.write, {'name': 'X'}),
                (meeting.unlink, None),
                (guests.read, ['event_id']),
            ):
                with self.subTest(name=name), self.assertRaises(AccessError), self.env.cr.savepoint():
                    act(*([values] if values else []))
        for name in ('lead 1', 'order 1', 'none'):
            self._as(self.one, self.meetings[name]).write({'name': name.upper()})
            if name != 'none':
                with self.assertRaises(AccessError), self.env.cr.savepoint():
                    self._as(self.auditor, self.meetings[name]).write({'name': 'X'})
        self.assertFalse(
            self._as(self.one, self.env['calendar.attendee']).search(
                [('event_id', 'in', [self.meetings['lead 2'].id, self.meetings['order 2'].id])]
            )
        )

    def test_a_search_asks_the_kinds_of_documents_there_are_meetings_about(self):
        kinds = self.env['store.subject'].with_user(self.one)._said('calendar.event', 'res_model')
        self.assertEqual(kinds, sorted(set(self.env['calendar.event'].sudo().search([]).mapped('res_model')) - {False}))
        domain = self._as(self.one, self.env['store.subject'])._open('calendar.event', 'res_model', 'res_id', 'read')
        conditions = [asked for asked in domain.iter_conditions() if asked.field_expr == 'res_model']
        asked = {condition.value for condition in conditions if condition.operator == '='}
        self.assertEqual(asked, {'sale.order'})
        meetings = self._as(self.one, self.env['calendar.event'])
        meetings.search_count([])
        with self.assertQueryCount(3):  # the kinds, the count
            meetings.search_count([])

    def test_who_takes_part_keeps_his_meeting(self):
        self.meetings['lead 2'].partner_ids |= self.one.partner_id
        self.meetings['order 2'].user_id = self.one
        self.assertLessEqual({'lead 2', 'order 2'}, self._seen(self.one))
        self._as(self.one, self.meetings['lead 2']).write({'location': 'Room 1'})
        self._as(self.one, self.meetings['lead 2'].attendee_ids).filtered(
            lambda guest: guest.partner_id == self.one.partner_id
        ).do_accept()

    def test_work_with_meetings_goes_on(self):
        events = self._as(self.one, self.env['calendar.event'])
        mine = events.create({'name': 'Mine', 'start': '2026-01-02 08:00:00', 'stop': '2026-01-02 09:00:00'})
        about = events.with_context(default_opportunity_id=self.lead_1.id).create(
            {'name': 'Own lead', 'start': '2026-01-02 08:00:00', 'stop': '2026-01-02 09:00:00'}
        )
        self.assertEqual(about.opportunity_id, self.lead_1)
        series = events.create(
            {
                'name': 'Series',
                'start': '2026-01-02 08:00:00',
                'stop': '2026-01-02 09:00:00',
                'recurrency': True,
                'rrule_type': 'weekly',
                'fri': True,
                'end_type': 'count',
                'count': 3,
            }
        )
        self.assertEqual(len(series.recurrence_id.calendar_event_ids), 3)
        series.write({'recurrence_update': 'all_events', 'name': 'Changed'})
        (mine | about).unlink()
        foreign = (
            self.env['calendar.event']
            .sudo()
            .create(
                {
                    'name': 'Series 2',
                    'start': '2026-01-02 08:00:00',
                    'stop': '2026-01-02 09:00:00',
                    'recurrency': True,
                    'rrule_type': 'weekly',
                    'fri': True,
                    'end_type': 'count',
                    'count': 3,
                    'opportunity_id': self.lead_2.id,
                    'user_id': self.admin.id,
                    'partner_ids': [Command.set(self.admin.partner_id.ids)],
                }
            )
        )
        found = self._as(self.one, self.env['calendar.recurrence']).search([('id', '=', foreign.recurrence_id.id)])
        self.assertFalse(found)


@tagged('post_install', '-at_install')
class TestSecurityActivityReport(AsideCommon):
    def test_the_activity_report_tells_of_own_leads_only(self):
        for lead in (self.lead_1, self.lead_2):
            lead.activity_schedule('mail.mail_activity_data_todo', summary='Call', user_id=self.admin.id).action_feedback('Said')
        for user, leads in ((self.one, self.lead_1), (self.two, self.lead_2), (self.clerk, self.lead_1 | self.lead_2)):
            rows = self._as(user, self.env['crm.activity.report']).search([('lead_id', 'in', (self.lead_1 | self.lead_2).ids)])
            self.assertEqual(rows.sudo().lead_id, leads)
            if user != self.clerk:
                self.assertEqual(rows.sudo().store_id, leads.store_id)


@tagged('post_install', '-at_install')
class TestSecurityFollowing(AsideCommon):
    def test_who_follows_a_team_is_told_of_nothing_behind_a_wall(self):
        team = self.env['crm.team'].sudo().create({'name': 'Two', 'company_id': self.company.id, 'store_id': self.store_2.id})
        subtypes = self.env['mail.message.subtype'].sudo().search([('res_model', 'in', [False, 'crm.team'])])
        team.message_subscribe(self.one.partner_id.ids, subtype_ids=subtypes.ids)
        team.message_subscribe(self.two.partner_id.ids, subtype_ids=subtypes.ids)
        order = self._as(self.two, self.env['sale.order']).create(
            {
                'partner_id': self.customer.id,
                'team_id': team.id,
                'store_id': self.store_2.id,
                'order_line': [Command.create({'product_id': self.product.id})],
            }
        )
        lead = self._as(self.two, self.env['crm.lead']).create(
            {'name': 'Theirs', 'team_id': team.id, 'store_id': self.store_2.id}
        )
        for document in (order.sudo(), lead.sudo()):
            self.assertIn(self.two.partner_id, document.message_partner_ids)
            self.assertNotIn(self.one.partner_id, document.message_partner_ids)
            document.message_subscribe(self.one.partner_id.ids)
            self.assertNotIn(self.one.partner_id, document.message_partner_ids, "whoever adds the follower")

    def test_who_followed_what_moved_away_is_told_no_more(self):
        self.one.sudo().notification_type = self.two.sudo().notification_type = 'inbox'
        self.lead_1.message_subscribe(self.one.partner_id.ids)
        self.assertIn(self.one.partner_id, self.lead_1.message_partner_ids)
        self.lead_1.store_id = self.store_2
        self.lead_1.message_subscribe(self.two.partner_id.ids)
        told = self.lead_1.message_post(body='Price talk', subtype_xmlid='mail.mt_comment').notified_partner_ids
        self.assertIn(self.two.partner_id, told)
        self.assertNotIn(self.one.partner_id, told)
        asked = self.lead_1.message_post(body='Look', partner_ids=self.one.partner_id.ids)
        self.assertIn(self.one.partner_id, asked.notified_partner_ids, "who is addressed by name is told")

    def _invite(self, user, document, people):
        wizard = self._as(user, self.env['mail.followers.edit']).create(
            {'res_model': document._name, 'res_ids': str(document.ids), 'partner_ids': [Command.set(people.ids)]}
        )
        return wizard.edit_followers()

    def test_whoever_invites_is_told_who_was_left_out(self):
        self.clerk.sudo().email = 'clerk@example.com'
        people = (self.one | self.two).partner_id
        action = self._invite(self.clerk, self.lead_2, people)
        self.assertEqual(self.lead_2.message_partner_ids & people, self.two.partner_id)
        self.assertEqual(action['params']['type'], 'warning')
        self.assertIn(self.one.name, action['params']['message'])
        self.assertNotIn(self.two.name, action['params']['message'])
        with self.assertRaisesRegex(UserError, 'aside_one'), self.env.cr.savepoint():
            self._invite(self.clerk, self.lead_2, self.one.partner_id)
        action = self._invite(self.clerk, self.lead_1 | self.lead_2, people)
        self.assertEqual(action['params']['type'], 'success')
        self.assertEqual(self.lead_1.message_partner_ids & people, self.one.partner_id)

    def test_core_tells_a_follower_whatever_other_rules_say(self):
        """A salesperson of a store whose other rules show own leads only follows a colleague's, as in Odoo."""
        self.env['ir.rule'].sudo().create(
            {
                'name': 'Own',
                'model_id': self.env['ir.model']._get_id('crm.lead'),
                'domain_force': "[('user_id', '=', user.id)]",
                'groups': [Command.link(self.env.ref('base.group_user').id)],
            }
        )
        self.lead_1.user_id = self.admin
        self.lead_1.message_subscribe(self.one.partner_id.ids)
        self.assertIn(self.one.partner_id, self.lead_1.message_partner_ids)

    def test_a_meeting_is_followed_by_who_may_read_it_whoever_invites(self):
        about_2, about_1 = (
            self.env['calendar.event']
            .sudo()
            .create(
                {
                    'name': lead.name,
                    'start': '2026-01-01 08:00:00',
                    'stop': '2026-01-01 09:00:00',
                    'opportunity_id': lead.id,
                    'user_id': self.clerk.id,
                    'partner_ids': [Command.set(self.clerk.partner_id.ids)],
                }
            )
            for lead in (self.lead_2, self.lead_1)
        )
        people = (self.one | self.two).partner_id
        for meeting, reader, other in ((about_2, self.two, self.one), (about_1, self.one, self.two)):
            self._as(self.clerk, meeting).message_subscribe(people.ids)
            self.assertEqual(meeting.message_partner_ids & people, reader.partner_id)
            meeting.partner_ids += other.partner_id
            self._as(self.two, meeting).sudo().message_subscribe(people.ids)
            self.assertEqual(meeting.message_partner_ids & people, people, "who takes part reads it")


@tagged('post_install', '-at_install')
class TestSecurityGateway(AsideCommon):
    def test_nobody_of_a_store_plays_the_mail_server(self):
        member = {'user_id': self.one.id, 'role': 'group_manager', 'group_id': self.head.id, 'date_from': fields.Date.today()}
        order = {'partner_id': self.customer.id, 'store_id': self.store_2.id}
        hidden = self._order(store_id=self.store_2.id)
        for number, (user, model, values, thread) in enumerate(
            (
                (self.one, 'store.member', member, None),
                (self.one, 'sale.order', order, None),
                (self.one, 'sale.order', None, hidden.id),
                (self.auditor, 'sale.order', order, None),
                (self.clerk, 'store.member', {**member, 'user_id': self.clerk.id}, None),
            )
        ):
            for through in ('mail.thread', 'sale.order'):
                with self.subTest(user=user.login, model=model), self.assertRaises(AccessError), self.env.cr.savepoint():
                    self._as(user, self.env[through]).message_process(
                        model, MAIL % number, custom_values=values, thread_id=thread
                    )

    def test_contacts_are_merged_by_headquarters(self):
        mine = self._as(self.one, self.env['res.partner']).create({'name': 'Mine'})
        wizard = self._as(self.one, self.env['base.partner.merge.automatic.wizard']).create(
            {'partner_ids': [Command.set((mine | self.customer).ids)], 'dst_partner_id': mine.id, 'state': 'selection'}
        )
        with self.assertRaisesRegex(AccessError, 'headquarters'), self.env.cr.savepoint():
            wizard.action_merge()
        clerks = self._as(self.clerk, wizard.sudo().copy())
        clerks.sudo().partner_ids = mine | self.customer
        clerks.action_merge()
        self.assertFalse(self.customer.exists())


@tagged('post_install', '-at_install')
class TestSecurityParts(AccountingCommon):
    """What is a part of a document or journal of another store, as its accountant of store 1 with Odoo's rights."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk = cls._accountant('parts', 'account.group_account_manager,sales_team.group_sale_salesman_all_leads')
        cls._member(cls.clerk, cls.store_1, role='store_manager')

    def _mine(self, records):
        self.env.flush_all()
        self.env.invalidate_all()
        return self._as(self.clerk, records)

    def assert_hidden(self, own, theirs, values):
        """Whether one of two records is theirs and the other is not there for them."""
        both = self._mine(own | theirs)
        self.assertEqual(both.search([('id', 'in', both.ids)]), self._mine(own))
        self._mine(own).write(values)
        for act in (lambda record: record.read([next(iter(values))]), lambda record: record.write(values)):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                act(self._mine(theirs))

    def test_a_customers_own_words_belong_to_the_line(self):
        attribute = (
            self.env['product.attribute']
            .sudo()
            .create(
                {
                    'name': 'Engraving',
                    'value_ids': [Command.create({'name': 'Text', 'is_custom': True}), Command.create({'name': 'None'})],
                }
            )
        )
        template = (
            self.env['product.template']
            .sudo()
            .create(
                {
                    'name': 'Ring',
                    'attribute_line_ids': [
                        Command.create({'attribute_id': attribute.id, 'value_ids': [Command.set(attribute.value_ids.ids)]})
                    ],
                }
            )
        )
        choice = template.attribute_line_ids.product_template_value_ids[0]
        own, theirs = (
            self.env['product.attribute.custom.value']
            .sudo()
            .create(
                {
                    'custom_product_template_attribute_value_id': choice.id,
                    'custom_value': store.name,
                    'sale_order_line_id': self._order(store_id=store.id).order_line.id,
                }
            )
            for store in (self.store_1, self.store_2)
        )
        self.assert_hidden(own, theirs, {'custom_value': 'New'})

    def test_a_letter_by_post_belongs_to_its_document(self):
        if 'snailmail.letter' not in self.env:
            self.skipTest("no letters by post here")
        own, theirs = (
            self.env['snailmail.letter']
            .sudo()
            .create(
                {
                    'model': 'account.move',
                    'res_id': self._invoice(store_id=store.id).id,
                    'partner_id': self.customer.id,
                    'company_id': self.company.id,
                }
            )
            for store in (self.store_1, self.store_2)
        )
        self.assert_hidden(own, theirs, {'color': True})

    def test_payment_methods_belong_to_their_journal(self):
        own, theirs = (
            self.env['account.journal']
            .sudo()
            .create(
                {
                    'name': store.name,
                    'code': f'B{store.code}',
                    'type': 'bank',
                    'company_id': self.company.id,
                    'store_id': store.id,
                }
            )
            .inbound_payment_method_line_ids[0]
            for store in (self.store_1, self.store_2)
        )
        self._mine(own).write({'name': 'New'})
        for act in (
            lambda: self._mine(theirs).write({'name': 'New'}),
            lambda: self._mine(theirs).unlink(),
            lambda: self._mine(own).write({'journal_id': theirs.journal_id.id}),
        ):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                act()

    def test_a_journal_is_made_with_its_payment_methods(self):
        journals = self._mine(self.env['account.journal'])
        self._mine(self.till_1.inbound_payment_method_line_ids).check_access('write')  # the rules are known by now
        for kind in ('bank', 'cash'):
            with self.subTest(kind=kind):
                form = Form(journals.with_context(default_store_id=self.store_1.id))
                form.name, form.type = f'New {kind}', kind
                journal = form.save()
                self.assertTrue(journal.inbound_payment_method_line_ids)
                journal.inbound_payment_method_line_ids[0].name = 'By hand'
                with self.assertRaises(AccessError), self.env.cr.savepoint():
                    journals.create(
                        {
                            'name': 'Theirs',
                            'type': kind,
                            'code': 'THEIR',
                            'store_id': self.store_2.id,
                            'inbound_payment_method_line_ids': [
                                Command.create(
                                    {
                                        'name': 'X',
                                        'payment_method_id': self.env.ref('account.account_payment_method_manual_in').id,
                                    }
                                )
                            ],
                        }
                    )
                self.env.invalidate_all()

    def test_the_valuation_of_the_company_is_closed_by_headquarters(self):
        with self.assertRaisesRegex(AccessError, 'headquarters'), self.env.cr.savepoint():
            self._mine(self.company).action_close_stock_valuation(auto_post=True)


@tagged('post_install', '-at_install')
class TestSecurityCustomersPage(AsideCommon, HttpCase):
    def test_a_customers_page_tells_how_to_reach_him_to_whom_reading_does(self):
        self.customer.sudo().write({'phone': '555-0123', 'email': 'li@example.com', 'street': 'Long Lane 1'})
        order = self._order(store_id=self.store_1.id)
        order.action_quotation_sent()
        self.one.sudo().password = 'aside_one'
        self.env.ref('store_group.profile_staff').sudo().see_customer_contacts = True
        for told in (True, False):
            self.env.ref('store_group.profile_staff').sudo().see_customer_contacts = told
            self.env.flush_all()
            self.authenticate('aside_one', 'aside_one')
            page = self.url_open(f'/my/orders/{order.id}')
            self.assertEqual(page.status_code, 200)
            self.assertIn(self.customer.name, page.text)
            for secret in ('555-0123', 'li@example.com', 'Long Lane 1'):
                with self.subTest(secret=secret, told=told):
                    self.assertEqual(secret in page.text, told)
