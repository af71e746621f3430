# Part of store_group. License LGPL-3.
from datetime import date

from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import StoreGroupCommon


@tagged('post_install', '-at_install')
class TestStoresPaper(StoreGroupCommon):
    """Dated papers of a store become activities, once for each expiry date."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.landlord = cls.env['res.partner'].create({'name': 'Landlord'})
        cls.lease = cls.env['store.store.paper'].create(
            {
                'store_id': cls.store_1.id,
                'kind': 'lease',
                'name': 'L-17',
                'partner_id': cls.landlord.id,
                'valid_from': '2026-01-01',
                'expires_on': '2026-12-31',
                'amount': 120000,
                'user_id': cls.admin.id,
            }
        )

    def _remind(self):
        """What the daily job does, without its commits."""
        self.env['store.store.paper']._due().filtered(lambda paper: paper.store_id == self.store_1)._remind()
        return self.store_1.activity_ids

    @freeze_time('2026-11-15 08:00:00')
    def test_long_before_the_end_nothing_is_said(self):
        self.assertFalse(self._remind())
        self.assertEqual(self.lease.state, 'valid')

    @freeze_time('2026-12-01 08:00:00')
    def test_thirty_days_before_one_activity_with_the_last_day_as_deadline(self):
        activity = self._remind()
        self.assertEqual(len(activity), 1)
        self.assertEqual(activity.date_deadline, date(2026, 12, 31))
        self.assertEqual(activity.user_id, self.admin)
        self.assertIn('L-17', activity.summary)
        self.assertEqual(self.lease.state, 'expiring')

    def test_the_same_date_is_announced_once(self):
        with freeze_time('2026-12-01 08:00:00'):
            self._remind()
        with freeze_time('2026-12-02 08:00:00'):
            self.assertEqual(len(self._remind()), 1)

    def test_a_done_activity_stays_done(self):
        with freeze_time('2026-12-01 08:00:00'):
            self._remind().action_feedback(feedback='Asked')
        with freeze_time('2026-12-20 08:00:00'):
            self.assertFalse(self._remind())

    def test_a_renewed_paper_ends_the_old_reminder_and_gets_a_new_one(self):
        with freeze_time('2026-12-01 08:00:00'):
            self._remind()
            self.lease.expires_on = '2027-12-31'
            self.assertFalse(self.store_1.activity_ids, 'the old date is over')
            self.assertFalse(self._remind())
        with freeze_time('2027-12-10 08:00:00'):
            self.assertEqual(self._remind().date_deadline, date(2027, 12, 31))

    def test_writing_the_same_date_again_changes_nothing(self):
        with freeze_time('2026-12-01 08:00:00'):
            activity = self._remind()
            self.lease.expires_on = '2026-12-31'
            self.assertEqual(self._remind(), activity)

    @freeze_time('2026-11-30 17:00:00')  # already December 1st in Shanghai
    def test_the_day_is_the_store_s_day(self):
        self.assertEqual(len(self._remind()), 1)

    @freeze_time('2027-02-01 08:00:00')
    def test_an_expired_paper_is_shown_and_announced(self):
        self.assertEqual(self.lease.state, 'expired')
        self.assertEqual(len(self._remind()), 1)

    @freeze_time('2026-12-01 08:00:00')
    def test_without_a_responsible_user_the_store_manager_is_told(self):
        manager = new_test_user(self.env(su=True), 'paper_manager', 'base.group_user')
        self.env['store.member'].create(
            {'user_id': manager.id, 'role': 'store_manager', 'store_id': self.store_1.id, 'date_from': '2026-01-01'}
        )
        self.lease.user_id = False
        self.assertEqual(self._remind().user_id, manager)

    @freeze_time('2026-12-01 08:00:00')
    def test_a_closed_store_is_asked_for_deposits_only(self):
        self.store_1._set_state('closed')
        deposit = self.lease.copy({'kind': 'deposit', 'name': 'D-1', 'expires_on': '2026-12-31'})
        self.assertEqual(self.env['store.store.paper']._due() & (self.lease | deposit), deposit)

    @freeze_time('2026-12-01 08:00:00')
    def test_an_archived_paper_is_silent(self):
        self._remind()
        self.lease.active = False
        self.assertFalse(self._remind())

    @freeze_time('2026-12-01 08:00:00')
    def test_the_daily_job_runs(self):
        with self.enter_registry_test_mode():
            self.env.ref('store_group.store_store_paper_cron_remind').sudo().method_direct_trigger()
        self.assertEqual(len(self.store_1.activity_ids), 1)

    def test_dates_must_be_in_order(self):
        with self.assertRaises(CheckViolation), mute_logger('odoo.sql_db'), self.cr.savepoint():
            self.lease.copy({'name': 'X', 'valid_from': '2027-01-01', 'expires_on': '2026-01-01'}).flush_recordset()
