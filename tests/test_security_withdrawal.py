# Part of store_group. License LGPL-3.
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import new_test_user, tagged

from .common import StoreGroupCommon


@tagged('post_install', '-at_install')
class TestSecurityWithdrawal(StoreGroupCommon):
    """Whoever loses a store gets no mails about its documents any more, and their work there goes to somebody."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = cls.store_1._today()
        cls.person, cls.manager = cls._user('wdr_person'), cls._user('wdr_manager')
        cls.member = cls._give(cls.person, store_id=cls.store_1.id)
        cls._give(cls.person, store_id=cls.store_2.id)
        cls._give(cls.manager, 'store_manager', store_id=cls.store_1.id)
        cls.order_1, cls.order_2 = cls._order(store_id=cls.store_1.id), cls._order(store_id=cls.store_2.id)
        for order in cls.order_1 | cls.order_2:
            order.message_subscribe(partner_ids=cls.person.partner_id.ids)
            cls._todo(order)

    @classmethod
    def _user(cls, login):
        return new_test_user(
            cls.env(su=True),
            login,
            'base.group_user',
            tz='Asia/Shanghai',
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )

    @classmethod
    def _give(cls, user, role='staff', **place):
        return cls.env['store.member'].create({'user_id': user.id, 'role': role, 'date_from': cls.today, **place})

    @classmethod
    def _todo(cls, record):
        return record.activity_schedule('mail.mail_activity_data_todo', user_id=cls.person.id, summary='Call')

    def _follows(self, record):
        return self.person.partner_id in record.sudo().message_partner_ids

    def test_ending_at_once(self):
        self.member._revoke()
        self.assertFalse(self._follows(self.order_1))
        self.assertTrue(self._follows(self.order_2))
        self.assertEqual(self.order_1.activity_ids.user_id, self.manager)
        self.assertEqual(self.order_2.activity_ids.user_id, self.person)

    def test_deleting(self):
        self.member.unlink()
        self.assertFalse(self._follows(self.order_1))
        self.assertEqual(self.order_1.activity_ids.user_id, self.manager)

    def test_by_date_with_the_hourly_run(self):
        self.member.date_to = self.today
        self.env['store.member.effect'].sudo()._cron_follow()
        self.assertTrue(self._follows(self.order_1))
        with freeze_time(fields.Datetime.now() + timedelta(days=2)):
            self.env['store.member.effect'].sudo()._cron_follow()
            self.assertFalse(self._follows(self.order_1))
            self.assertTrue(self._follows(self.order_2))
            self.assertEqual(self.order_1.activity_ids.user_id, self.manager)
            self.assertTrue(self.member.is_withdrawn)

    def test_without_a_manager_whoever_took_it_goes_on(self):
        self.manager.sudo().store_member_ids._revoke()
        self.member._revoke()
        self.assertEqual(self.order_1.activity_ids.user_id, self.admin)

    def test_a_store_regrouped(self):
        boss = self._user('wdr_boss')
        self._give(boss, 'group_manager', group_id=self.west.id)
        self.order_2.message_subscribe(partner_ids=boss.partner_id.ids)
        self.store_2.group_id = self.east
        self.assertNotIn(boss.partner_id, self.order_2.sudo().message_partner_ids)

    def test_binding_a_user_who_saw_everything(self):
        free = self._user('wdr_free')
        for order in self.order_1 | self.order_2:
            order.message_subscribe(partner_ids=free.partner_id.ids)
        self._give(free, store_id=self.store_1.id)
        self.assertIn(free.partner_id, self.order_1.sudo().message_partner_ids)
        self.assertNotIn(free.partner_id, self.order_2.sudo().message_partner_ids)

    def test_documents_of_every_kind_and_nobody_else(self):
        self.order_1.action_confirm()
        picking = self.order_1.picking_ids
        picking.sudo().message_subscribe(partner_ids=self.person.partner_id.ids)
        self.store_1.message_subscribe(partner_ids=(self.person | self.manager).partner_id.ids)
        self._todo(self.store_1)
        self.member._revoke()
        self.assertFalse(self._follows(picking))
        self.assertFalse(self._follows(self.store_1))
        self.assertIn(self.manager.partner_id, self.store_1.message_partner_ids)
        self.assertEqual(self.store_1.activity_ids.user_id, self.manager)

    def test_thousands_cost_no_query_each(self):
        def followed(count):
            partners = (
                self.env['crm.lead']
                .sudo()
                .create(
                    [
                        {'name': f'Lead {number}', 'store_id': self.store_1.id, 'company_id': self.company.id}
                        for number in range(count)
                    ]
                )
            )
            self.env['mail.followers'].sudo().create(
                [{'res_model': 'crm.lead', 'res_id': lead.id, 'partner_id': self.person.partner_id.id} for lead in partners]
            )
            self.env.flush_all()
            self.env.invalidate_all()

        counts = []
        self.person.sudo().store_member_ids.filtered(lambda member: member.store_id == self.store_1)
        self.member._revoke()
        for count in (20, 220):
            followed(count)
            before = self.env.cr.sql_log_count
            self.env['store.withdrawal']._withdraw(self.person)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLess(counts[1], counts[0] + 10)
        self.assertFalse(
            self.env['mail.followers']
            .sudo()
            .search_count([('res_model', '=', 'crm.lead'), ('partner_id', '=', self.person.partner_id.id)])
        )
