# Part of store_group. License LGPL-3.
from freezegun import freeze_time
from psycopg2.errors import CheckViolation, ExclusionViolation

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..exceptions import StoreRefused
from .common import StoreGroupCommon


@tagged('post_install', '-at_install')
class TestStoresStore(StoreGroupCommon):
    def test_opening_pausing_reopening_closing(self):
        store = self.env['store.store'].create({'code': 'T7', 'name': 'New', 'company_id': self.company.id, 'tz': 'UTC'})
        with freeze_time('2027-01-05 10:00:00'):
            store.action_open()
        with freeze_time('2027-02-05 10:00:00'):
            store.action_pause()
        with freeze_time('2027-03-05 10:00:00'):
            store.action_open()
        self.assertEqual(str(store.opened_on), '2027-01-05')
        store._set_state('closed', store._local_day(store.write_date))
        with self.assertRaisesRegex(StoreRefused, 'New is Closed and cannot become Paused'):
            store.action_pause()

    def test_a_store_that_was_open_is_never_deleted(self):
        with self.assertRaisesRegex(StoreRefused, 'can be archived'):
            self.store_1.unlink()

    def test_an_unowned_warehouse_is_claimed_a_shared_one_keeps_its_owner(self):
        self.assertEqual(self.warehouse_1.store_id, self.store_1)
        self.assertEqual(self.warehouse_2.store_id, self.store_2)
        self.assertEqual(self.online.warehouse_id, self.warehouse_2)

    def test_a_store_is_made_with_an_analytic_account_that_follows_its_company(self):
        made = self.env['store.store'].create(
            [{'code': f'ACC{number}', 'name': f'Account {number}', 'analytic_account_id': False} for number in (1, 2)]
        )
        first, second = made
        self.assertEqual(made.analytic_account_id.mapped('name'), ['Account 1', 'Account 2'])
        self.assertEqual(first.analytic_account_id.plan_id, self.env['account.analytic.plan']._store_plan())
        first.company_id = self.other_company
        self.assertEqual(first.analytic_account_id.company_id, self.other_company)
        self.assertNotEqual(second.copy().analytic_account_id, second.analytic_account_id)

    def test_the_first_delivery_is_not_stopped_by_a_question_about_texts(self):
        company = self.env['res.company'].sudo().create({'name': 'Texting', 'stock_text_confirmation': True})
        if 'has_received_warning_stock_sms' not in company._fields:
            self.skipTest("Odoo's app for text messages is not there.")
        self._store('TXT', 'Texting', company_id=company.id)
        self.assertFalse(company.stock_text_confirmation)
        company.stock_text_confirmation = True  # an administrator switches it on: nobody is asked
        self.assertTrue(company.has_received_warning_stock_sms)

    def test_a_channel_takes_the_zone_of_its_store_or_company(self):
        self.env.user.sudo().tz = 'Europe/Berlin'
        values = {'reader': 'canonical', 'company_id': self.company.id}
        Channel = self.env['store.channel'].sudo()
        self.assertEqual(Channel.create({**values, 'name': 'One', 'code': 'ZONE1'}).tz, 'Asia/Shanghai')
        self.company.sudo().partner_id.tz = 'Asia/Tokyo'
        self.assertEqual(Channel.create({**values, 'name': 'Two', 'code': 'ZONE2'}).tz, 'Asia/Tokyo')
        own = Channel.create({**values, 'name': 'Three', 'code': 'ZONE3', 'store_id': self.store_1.id})
        self.assertEqual(own.tz, 'Asia/Shanghai')

    def test_a_warehouse_of_another_company_is_refused(self):
        with self.assertRaises(UserError):
            self.foreign.warehouse_id = self.warehouse_1
        with self.assertRaisesRegex(ValidationError, 'a store of the same company'):
            self.warehouse_1.sudo().store_id = self.foreign

    def test_the_company_is_fixed_by_the_first_document(self):
        free = self._store('T6', 'Free')
        free.company_id = self.other_company
        self._order(store_id=self.store_1.id)
        with self.assertRaisesRegex(UserError, 'open its successor'):
            self.store_1.company_id = self.other_company

    def test_operation_mode_is_dated(self):
        with freeze_time('2027-05-01 12:00:00'):
            self.store_1.operation_mode = 'franchise'
        self.store_1.invalidate_recordset()
        self.assertEqual(
            [(row.operation_mode, str(row.date_from)) for row in self.store_1.mode_ids][0], ('franchise', '2027-05-01')
        )
        self.assertEqual(self.store_1.mode_ids[-1].operation_mode, 'owned')

    def test_codes_that_a_sheet_cannot_carry_are_refused(self):
        for code in (' A', 'A ', 'A,B', 'A;B', 'A\tB'):
            with self.assertRaises(ValidationError):
                self.env['store.store'].create({'code': code, 'name': 'X', 'company_id': self.company.id})

    def test_prices_of_the_nearest_group(self):
        near, far = self.env['product.pricelist'].sudo().create([{'name': 'Near'}, {'name': 'Far'}])
        self.head.pricelist_id = far
        self.assertEqual(self.store_1._effective_pricelist(), far)
        self.east.pricelist_id = near
        self.assertEqual(self.store_1._effective_pricelist(), near)
        self.store_1.pricelist_id = far
        self.assertEqual(self.store_1._effective_pricelist(), far)

    def test_a_membership_names_exactly_one_place_and_never_overlaps(self):
        Member = self.env['store.member']
        base = {'user_id': self.admin.id, 'role': 'staff', 'date_from': '2027-01-01'}
        store = {'store_id': self.store_1.id}
        for place in ({}, {**store, 'group_id': self.east.id}, {**store, 'all_stores': True}):
            with mute_logger('odoo.sql_db'), self.assertRaises(CheckViolation), self.cr.savepoint():
                Member.create({**base, **place})
        Member.create({**base, 'store_id': self.store_1.id, 'date_to': '2027-01-31'})
        with mute_logger('odoo.sql_db'), self.assertRaises(ExclusionViolation), self.cr.savepoint():
            Member.create({**base, 'store_id': self.store_1.id, 'date_from': '2027-01-31'})
        Member.create({**base, 'store_id': self.store_1.id, 'date_from': '2027-02-01'})
        Member.create({**base, 'store_id': self.store_1.id, 'role': 'store_manager', 'date_from': '2027-01-15'})

    def test_a_store_form_can_be_filled_by_hand(self):
        with Form(self.env['store.store']) as form:
            form.name, form.code, form.group_id = 'By Hand', 'T5', self.east
        self.assertEqual(form.save().group_ids, self.east)


@tagged('post_install', '-at_install')
class TestStoresOrder(StoreGroupCommon):
    def test_an_explicit_store_sets_what_hangs_on_it(self):
        team = self.env['crm.team'].sudo().create({'name': 'Team One', 'company_id': self.company.id})
        prices = self.env['product.pricelist'].sudo().create({'name': 'Prices One', 'company_id': self.company.id})
        plan = self.env['account.analytic.plan'].sudo().create({'name': 'Stores'})
        account = self.env['account.analytic.account'].sudo().create({'name': 'One', 'plan_id': plan.id})
        self.store_1.sudo().write({'team_id': team.id, 'pricelist_id': prices.id, 'analytic_account_id': account.id})
        order = self._order(store_id=self.store_1.id)
        self.assertEqual(order.warehouse_id, self.warehouse_1)
        self.assertEqual(order.team_id, team)
        self.assertEqual(order.pricelist_id, prices)
        self.assertEqual(order.order_line.analytic_distribution, {str(account.id): 100.0})
        self.assertEqual(order.order_line.store_id, self.store_1)
        self.assertEqual(order.order_line.store_day, order.store_day)

    def test_the_owner_of_the_warehouse_sells(self):
        self.assertEqual(self._order(warehouse_id=self.warehouse_2.id).store_id, self.store_2)

    def test_the_team_comes_before_the_warehouse(self):
        team = self.env['crm.team'].sudo().create({'name': 'Team', 'company_id': self.company.id, 'store_id': self.store_1.id})
        order = self._order(team_id=team.id, warehouse_id=self.warehouse_2.id)
        self.assertEqual(order.store_id, self.store_1)
        self.assertEqual(order.warehouse_id, self.warehouse_2)

    def test_headquarters_orders_stay_without_a_store_though_stores_have_teams(self):
        team = self.env['crm.team'].sudo().create({'name': 'Team', 'company_id': self.company.id})
        self.store_1.team_id = team
        order = self._order(warehouse_id=self._warehouse('Head', 'THQ').id)
        self.assertFalse(order.store_id)

    def test_the_default_store_of_its_creator(self):
        self.assertFalse(self._order().store_id)
        member = self.env['store.member'].create(
            {'user_id': self.admin.id, 'role': 'staff', 'store_id': self.online.id, 'is_default': True}
        )
        self.assertEqual(self._order().store_id, self.online)
        self.assertFalse(self._order(store_id=False).store_id)
        member.sudo().write({'store_id': self.store_1.id})
        self.assertEqual(self._order().store_id, self.store_1)
        member.sudo().unlink()
        self.assertFalse(self._order().store_id)

    def test_a_confirmed_order_keeps_its_store(self):
        order = self._order(store_id=self.store_1.id)
        order.store_id = self.store_2
        self.assertEqual(order.warehouse_id, self.warehouse_2)
        order.action_confirm()
        with self.assertRaisesRegex(UserError, 'stays with its store Street Two'):
            order.store_id = self.store_1
        self.warehouse_2.sudo().store_id = False
        self.assertEqual(order.store_id, self.store_2)

    def test_a_driver_changed_in_a_quotation_is_followed(self):
        order = self._order()
        order.warehouse_id = self.warehouse_2
        self.assertEqual(order.store_id, self.store_2)
        order.warehouse_id = self.warehouse_1
        self.assertEqual(order.store_id, self.store_2, "serving from elsewhere does not sell there")

    def test_the_day_is_the_store_s_day_and_a_new_zone_counts_from_then_on(self):
        order = self._order(store_id=self.store_1.id, date_order='2027-03-01 20:00:00')
        self.assertEqual(str(order.store_day), '2027-03-02')
        self.store_1.tz = 'America/New_York'
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(str(order.store_day), '2027-03-02')
        later = self._order(store_id=self.store_1.id, date_order='2027-03-01 20:00:00')
        self.assertEqual(str(later.store_day), '2027-03-01')

    def test_the_store_of_a_screen_does_not_reach_the_lines_of_another_order(self):
        order = (
            self.env['sale.order']
            .with_context(default_store_id=self.store_1.id)
            .create(
                {
                    'partner_id': self.customer.id,
                    'company_id': self.company.id,
                    'store_id': self.store_2.id,
                    'order_line': [(0, 0, {'product_id': self.product.id})],
                }
            )
        )
        self.assertEqual(order.order_line.store_id, self.store_2)

    def test_nobody_declares_his_order_history(self):
        with self.assertRaisesRegex(UserError, 'Only a channel'):
            self._order(store_id=self.store_1.id, is_history=True)
        with self.assertRaisesRegex(UserError, 'Only a channel'):
            self._order(store_id=self.store_1.id).is_history = True

    def test_the_callers_values_stay_as_they_were(self):
        vals = {'partner_id': self.customer.id, 'company_id': self.company.id, 'store_id': self.store_1.id}
        before = dict(vals)
        self.env['sale.order'].create(vals)
        self.assertEqual(vals, before)
