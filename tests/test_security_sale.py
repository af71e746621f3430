# Part of store_group. License LGPL-3.
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import StoreGroupCommon


@tagged('post_install', '-at_install')
class TestSecuritySale(StoreGroupCommon):
    """Quotations, orders and leads of a shop: seen and changed by its people, by nobody else of the shops."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order_1 = cls._order(store_id=cls.store_1.id)
        cls.order_2 = cls._order(store_id=cls.store_2.id)
        cls.order_hq = cls._order(store_id=False)
        cls.orders = cls.order_1 | cls.order_2 | cls.order_hq
        cls.staff = cls._user('staff', store_id=cls.store_1.id)

    @classmethod
    def _user(cls, name, role='staff', access='member', **place):
        """Return a user bound to one membership; their Odoo group is the one of their role."""
        group = {'staff': 'staff', 'store_manager': 'manager', 'group_manager': 'group_manager', 'auditor': 'auditor'}[role]
        groups = f'store_group.group_store_{group}'
        user = new_test_user(
            cls.env(su=True),
            f'sec_{name}',
            f'base.group_user,{groups}',
            tz='Asia/Shanghai',
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
            store_access=access,
        )
        if place:
            cls.env['store.member'].create({'user_id': user.id, 'role': role, 'date_from': cls.store_1._today(), **place})
        return user

    def _as(self, user, records):
        """Return the records as this user in their own company has them, as a call over XML-RPC would."""
        context = {key: value for key, value in records.env.context.items() if key != 'allowed_company_ids'}
        return records.with_env(records.env(user=user, su=False, context=context))

    def _seen(self, user, records=None):
        """Return which of the records this user finds by searching."""
        records = records if records is not None else self.orders
        self.env.invalidate_all()
        return self._as(user, records).search([('id', 'in', records.ids)])

    def _ids_seen(self, user, records=None):
        return set(self._seen(user, records).ids)

    def test_staff_see_their_store_only(self):
        self.assertEqual(self._ids_seen(self.staff), {self.order_1.id})
        self.assertEqual(self._ids_seen(self.staff, self.orders.order_line), set(self.order_1.order_line.ids))
        with self.assertRaises(AccessError):
            self._as(self.staff, self.order_2).read(['name'])
        with self.assertRaises(AccessError):
            self._as(self.staff, self.order_hq.order_line).read(['name'])

    def test_a_quotation_with_a_reference_of_another_store_is_read(self):
        self.order_2.write({'client_order_ref': '0001', 'partner_id': self.order_1.partner_id.id})
        twin = self.order_1.copy({'client_order_ref': '0001', 'store_id': self.store_1.id})
        self.order_1.write({'client_order_ref': '0001'})
        mine = self._as(self.staff, self.order_1)
        mine.invalidate_recordset()
        self.assertEqual(mine.web_read({'name': {}, 'duplicated_order_ids': {}})[0]['duplicated_order_ids'], twin.ids)
        self.order_1.invalidate_recordset()
        self.assertEqual(self.order_1.duplicated_order_ids, twin | self.order_2, "headquarters are told of both")

    def test_staff_change_their_store_only(self):
        self._as(self.staff, self.order_1).client_order_ref = 'mine'
        for order in (self.order_2, self.order_hq):
            foreign = self._as(self.staff, order)
            for forbidden in (
                lambda foreign=foreign: foreign.write({'client_order_ref': 'x'}),
                lambda foreign=foreign: foreign.order_line.write({'product_uom_qty': 5}),
                lambda foreign=foreign: foreign.order_line.unlink(),
                lambda foreign=foreign: foreign.unlink(),
                lambda foreign=foreign: foreign.action_confirm(),
            ):
                with self.assertRaises(AccessError):
                    forbidden()

    def test_nobody_moves_an_order_out_of_his_stores(self):
        mine = self._as(self.staff, self.order_1)
        with self.assertRaises(AccessError):
            mine.store_id = self.store_2
        with self.assertRaises(AccessError):
            mine.write({'store_id': False})

    def test_a_new_order_belongs_to_the_only_store_and_to_no_other(self):
        vals = {'partner_id': self.customer.id, 'company_id': self.company.id}
        Order = self._as(self.staff, self.env['sale.order'])
        self.assertEqual(Order.create(dict(vals)).store_id, self.store_1)
        with self.assertRaises(AccessError):
            Order.create({**vals, 'store_id': self.store_2.id})
        with self.assertRaisesRegex(UserError, 'Choose the store'):
            Order.create({**vals, 'store_id': False})

    def test_a_line_cannot_be_added_to_anothers_order(self):
        with self.assertRaises(AccessError):
            self._as(self.staff, self.env['sale.order.line']).create({'order_id': self.order_2.id, 'product_id': self.product.id})

    def test_group_managers_reach_everything_below_their_group(self):
        manager = self._user('gm', 'group_manager', group_id=self.head.id)
        self.assertEqual(self._ids_seen(manager), {self.order_1.id, self.order_2.id})
        east = self._user('gm_east', 'group_manager', group_id=self.east.id)
        self.assertEqual(self._ids_seen(east), {self.order_1.id})

    def test_auditors_read_and_change_nothing(self):
        auditor = self._user('auditor', 'auditor', group_id=self.head.id)
        self.assertEqual(self._ids_seen(auditor), {self.order_1.id, self.order_2.id})
        with self.assertRaises(AccessError):
            self._as(auditor, self.order_1).write({'client_order_ref': 'x'})

    def test_one_person_may_manage_here_and_audit_there(self):
        both = self._user('both', 'store_manager', store_id=self.store_1.id)
        self.env['store.member'].create(
            {'user_id': both.id, 'role': 'auditor', 'store_id': self.store_2.id, 'date_from': self.store_1._today()}
        )
        self.assertEqual(self._ids_seen(both), {self.order_1.id, self.order_2.id})
        self._as(both, self.order_1).client_order_ref = 'ok'
        with self.assertRaises(AccessError):
            self._as(both, self.order_2).write({'client_order_ref': 'x'})

    def test_all_stores_means_every_store_and_never_headquarters(self):
        finance = self._user('finance', 'store_manager', all_stores=True)
        self.assertEqual(self._ids_seen(finance), {self.order_1.id, self.order_2.id})

    def test_unbound_users_notice_nothing(self):
        free = self._user('free', access='all')
        self.assertEqual(self._ids_seen(free), set(self.orders.ids))
        rule_key = list(self._as(free, self.env['ir.rule'])._compute_domain_context_values())
        self.assertEqual(len(rule_key), 1, "no quarter of an hour in the key of a user who is not bound")

    def test_bound_without_membership_sees_nothing(self):
        nobody = self._user('nobody')
        self.assertEqual(self._ids_seen(nobody), set())
        with self.assertRaisesRegex(UserError, 'Choose the store'):
            self._as(nobody, self.env['sale.order']).create({'partner_id': self.customer.id, 'company_id': self.company.id})

    def test_administrators_are_never_bound(self):
        self.admin.sudo().store_access = 'member'
        self.assertEqual(self._ids_seen(self.admin), set(self.orders.ids))

    def test_portal_customers_keep_their_orders(self):
        portal = new_test_user(self.env(su=True), 'sec_portal', 'base.group_portal', store_access='member')
        self.order_2.sudo().write({'partner_id': portal.partner_id.id})
        self.order_2.sudo().message_subscribe(portal.partner_id.ids)
        self.assertEqual(self._ids_seen(portal), {self.order_2.id})

    def test_revoking_works_in_the_same_process(self):
        second = self.env['store.member'].create(
            {'user_id': self.staff.id, 'role': 'staff', 'store_id': self.store_2.id, 'date_from': self.store_1._today()}
        )
        self.assertEqual(self._ids_seen(self.staff), {self.order_1.id, self.order_2.id})
        second.unlink()
        self.assertEqual(self._ids_seen(self.staff), {self.order_1.id})

    def test_a_membership_ends_at_midnight_of_the_store(self):
        self.staff.sudo().store_member_ids.with_user(self.admin).date_to = self.store_1._today()
        self.assertEqual(self._ids_seen(self.staff), {self.order_1.id})
        midnight = fields.Datetime.now().replace(hour=16, minute=0, second=0)  # 00:00 in Shanghai
        if midnight <= fields.Datetime.now():
            midnight += timedelta(days=1)
        with freeze_time(midnight - timedelta(minutes=1)):
            self.assertEqual(self._ids_seen(self.staff), {self.order_1.id})
        with freeze_time(midnight + timedelta(minutes=1)):
            self.assertEqual(self._ids_seen(self.staff), set())

    def test_a_store_that_joins_a_group_is_seen_at_once(self):
        east = self._user('gm_east', 'group_manager', group_id=self.east.id)
        self.assertEqual(self._ids_seen(east), {self.order_1.id})
        self.store_2.group_id = self.east
        self.assertEqual(self._ids_seen(east), {self.order_1.id, self.order_2.id})
        self.east.parent_id = self.west
        west = self._user('gm_west', 'group_manager', group_id=self.west.id)
        self.assertEqual(self._ids_seen(west), {self.order_1.id, self.order_2.id})

    def test_closed_and_archived_stores_stay_in_scope(self):
        self.store_1._set_state('closed')
        self.store_1.sudo().active = False
        self.assertEqual(self._ids_seen(self.staff), {self.order_1.id})

    def test_binding_a_user_works_at_once(self):
        free = self._user('free', access='all')
        self.assertEqual(len(self._ids_seen(free)), 3)
        free.sudo().store_access = 'member'
        self.assertEqual(self._ids_seen(free), set())

    def test_leads_follow_the_same_walls(self):
        Lead = self.env['crm.lead']
        team = self.env['crm.team'].sudo().create({'name': 'Two', 'company_id': self.company.id, 'store_id': self.store_2.id})
        mine, theirs, others = Lead.create(
            [{'name': 'One', 'store_id': self.store_1.id}, {'name': 'Two', 'team_id': team.id}, {'name': 'HQ', 'store_id': False}]
        )
        self.assertEqual(theirs.store_id, self.store_2)
        self.assertEqual(self._ids_seen(self.staff, mine | theirs | others), {mine.id})
        with self.assertRaises(AccessError):
            self._as(self.staff, mine).write({'team_id': team.id})
        created = self._as(self.staff, Lead).create({'name': 'Walk-in'})
        self.assertEqual(created.store_id, self.store_1)

    def test_reports_and_groupings_show_no_foreign_figure(self):
        self.orders.action_confirm()
        self.env.flush_all()
        self.env.invalidate_all()
        for model in ('sale.report', 'sale.order', 'sale.order.line'):
            rows = self._as(self.staff, self.env[model])._read_group(
                [('company_id', '=', self.company.id)], ['store_id'], ['__count']
            )
            self.assertEqual([store.id for store, _count in rows], self.store_1.ids, model)

    def test_warehouses_and_teams_are_names_for_all_and_changed_by_their_store(self):
        warehouse = self._as(self.staff, self.warehouse_2)
        self.assertEqual(warehouse.name, 'Street Two')
        with self.assertRaises(AccessError):
            warehouse.name = 'Mine'
