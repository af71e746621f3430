# Part of store_group. License LGPL-3.
from datetime import date, timedelta
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo import Command
from odoo.exceptions import AccessError
from odoo.fields import Datetime
from odoo.tests import new_test_user, tagged
from odoo.tools import SQL

from ..engine.takeover.adoption import Rule, decide
from ..exceptions import StoreRefused
from .adoption_common import AdoptionCommon


@tagged('post_install', '-at_install')
class TestTakeoverAdoption(AdoptionCommon):
    # === WHAT GOES WHERE ===

    def test_orders_go_where_the_first_rule_says_and_the_rest_stays(self):
        by_team = self._past('2025-03-01', team_id=self.team_a.id, warehouse_id=self.warehouse_b.id)
        by_warehouse = self._past('2025-03-01', warehouse_id=self.warehouse_b.id)
        by_prefix = self._past('2025-03-01', client_order_ref='TB-77', team_id=self.team_a.id)
        stays = self._past('2025-03-01', warehouse_id=self.warehouse_2.id, store_id=False)
        mine = self._past('2025-03-01', team_id=self.team_a.id, store_id=self.store_1.id)
        adoption = self._adoption(
            {'code': 'TB', 'rules': ['TB-']},
            {'code': 'LAKE', 'rules': [self.team_a, self.warehouse_a]},
            {'code': 'HILL', 'rules': [self.warehouse_b]},
        )
        self._apply(adoption)
        store_of = dict(zip(adoption.line_ids.mapped('code'), adoption.line_ids.store_id, strict=True))
        self.assertEqual(by_team.store_id, store_of['LAKE'])
        self.assertEqual(by_warehouse.store_id, store_of['HILL'])
        self.assertEqual(by_prefix.store_id, store_of['TB'])
        self.assertFalse(stays.store_id)
        self.assertEqual(mine.store_id, self.store_1, 'documents that have a store are left alone')
        self.assertEqual(by_team.order_line.store_id, store_of['LAKE'])
        self.assertEqual(by_team.store_day, date(2025, 3, 1))

    def test_the_day_a_takeover_begins_is_the_stores_day(self):
        before, since = self._past('2025-03-01', team_id=self.team_a.id), self._past('2025-03-02', team_id=self.team_a.id)
        since.date_order = Datetime.to_datetime('2025-03-01 16:00:00')
        adoption = self._adoption({'code': 'LAKE', 'rules': [self.team_a], 'date_from': date(2025, 3, 2)})
        self._apply(adoption)
        self.assertFalse(before.store_id)
        self.assertEqual(since.store_id, adoption.line_ids.store_id)
        self.assertEqual(since.store_day, date(2025, 3, 2))
        self.assertEqual(adoption.line_ids.store_id.opened_on, date(2025, 3, 2))

    def test_what_hangs_on_an_order_goes_with_it(self):
        self.env['stock.quant'].sudo()._update_available_quantity(self.product.sudo(), self.warehouse_b.lot_stock_id, 9)
        order = self._past('2025-03-01', team_id=self.team_a.id, warehouse_id=self.warehouse_b.id)
        order.action_confirm()
        picking = order.picking_ids
        picking.button_validate()
        self.assertEqual((order.store_id | picking.store_id | picking.move_ids.store_id).ids, [])
        receipt = (
            self.env['stock.move']
            .sudo()
            .create(
                {
                    'product_id': self.product.id,
                    'product_uom_qty': 1,
                    'location_id': self.env.ref('stock.stock_location_suppliers').id,
                    'location_dest_id': self.warehouse_b.lot_stock_id.id,
                    'company_id': self.company.id,
                }
            )
        )
        lead = self.env['crm.lead'].create({'name': 'Lead', 'team_id': self.team_a.id})
        adoption = self._adoption({'code': 'LAKE', 'rules': [self.team_a]}, {'code': 'HILL', 'rules': [self.warehouse_b]})
        self._apply(adoption)
        lake, hill = adoption.line_ids.store_id
        self.assertEqual(picking.store_id, lake, 'a delivery follows its order, wherever it is served')
        self.assertEqual(picking.move_ids.store_id, lake)
        self.assertEqual(picking.move_line_ids.store_id, lake)
        self.assertEqual(picking.move_ids.store_day, lake._local_day(picking.move_ids.date))
        self.assertEqual(receipt.store_id, hill)
        self.assertEqual(lead.store_id, lake)
        self.assertEqual((self.team_a.store_id, self.warehouse_b.store_id), (lake, hill))
        self.assertEqual(self.warehouse_b.lot_stock_id.store_id, hill, 'locations follow their warehouse')
        self.assertFalse(self.warehouse_a.store_id)

    # === NOTHING ELSE ===

    def test_no_stamp_no_amount_changes_and_nothing_is_written_to_the_documents(self):
        order = self._past('2025-03-01', team_id=self.team_a.id, warehouse_id=self.warehouse_a.id)
        order.action_confirm()
        messages = order.message_ids | order.picking_ids.message_ids
        before = self._columns()
        adoption = self._adoption({'code': 'LAKE', 'rules': [self.team_a, self.warehouse_a]})
        self._apply(adoption)
        after = self._columns()
        for table, rows in before.items():
            kept = [[row[0], *row[2:4]] for row in rows]
            self.assertEqual(kept, [[row[0], *row[2:4]] for row in after[table]], table)
        amounts = {row[0]: row[5] for row in before['sale_order']}
        self.assertEqual(amounts, {row[0]: row[5] for row in after['sale_order']})
        self.assertEqual(order.message_ids | order.picking_ids.message_ids, messages)
        self.assertNotEqual(before['sale_order'], after['sale_order'])

    def test_taking_back_leaves_everything_as_it_was(self):
        order = self._past('2025-03-01', team_id=self.team_a.id, warehouse_id=self.warehouse_a.id)
        order.action_confirm()
        order.picking_ids.move_ids.date = '2025-03-01 20:00:00'  # the next day at the store, not at headquarters
        self._past('2024-07-01', team_id=self.team_b.id)
        old = self._past('2024-08-01', team_id=self.team_b.id)
        self.env.flush_all()
        # Older than this app: no day of a store yet.
        self.env.cr.execute(SQL('UPDATE sale_order SET store_day = NULL WHERE id = %s', old.id))
        self.env.cr.execute(SQL('UPDATE sale_order_line SET store_day = NULL WHERE order_id = %s', old.id))
        self.env.invalidate_all()
        before = self._columns()
        adoption = self._adoption(
            {'code': 'LAKE', 'rules': [self.team_a, self.warehouse_a]}, {'code': 'HILL', 'rules': [self.team_b]}
        )
        self._apply(adoption)
        self.assertNotEqual(self._columns()['stock_location'], before['stock_location'])
        adoption.action_revert()
        self.assertTrue(self._work(adoption))
        self.assertEqual(adoption.state, 'reverted')
        self.assertEqual(self._columns(), before)

    def test_what_a_person_moved_since_stays_when_taken_back(self):
        moved, stays = self._past('2025-03-01', team_id=self.team_a.id), self._past('2025-03-01', team_id=self.team_a.id)
        adoption = self._adoption({'code': 'LAKE', 'rules': [self.team_a]})
        self._apply(adoption)
        moved.store_id = self.store_1
        adoption.action_revert()
        self._work(adoption)
        self.assertEqual(moved.store_id, self.store_1)
        self.assertFalse(stays.store_id)

    def test_an_existing_user_notices_nothing(self):
        seller = new_test_user(
            self.env(su=True),
            'adopt_seller',
            'sales_team.group_sale_salesman_all_leads,stock.group_stock_user',
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        for team in (self.team_a, self.team_b):
            self._past('2025-03-01', team_id=team.id)

        def seen():
            self.env.invalidate_all()
            env = self.env(user=seller, context={'allowed_company_ids': self.company.ids})
            return {
                model: env[model].search([]).mapped(lambda record: (record.id, record.write_date))
                for model in (
                    'sale.order',
                    'sale.order.line',
                    'stock.picking',
                    'stock.move',
                    'crm.lead',
                    'crm.team',
                    'stock.warehouse',
                    'stock.location',
                )
            }

        before = seen()
        self._apply(self._adoption({'code': 'LAKE', 'rules': [self.team_a, self.warehouse_a]}))
        self.assertEqual(seen(), before)
        self.assertEqual(seller.store_access, 'all')

    # === THE PREVIEW ===

    def test_the_preview_is_what_happens_and_adds_up(self):
        for day, team in (('2024-05-01', self.team_a), ('2025-05-01', self.team_a), ('2025-06-01', self.team_b)):
            order = self._past(day, team_id=team.id, warehouse_id=self.warehouse_a.id)
            order.action_confirm()
            order.date_order = f'{day} 09:00:00'
        self._past('2025-06-01', team_id=self.team_a.id, store_id=self.store_1.id)
        adoption = self._adoption({'code': 'LAKE', 'rules': [self.team_a]})
        adoption.action_preview()
        self.assertEqual(adoption.state, 'counted')
        counted = {(row.kind, row.line_id.code, row.year): row.order_count for row in adoption.count_ids if row.order_count}
        self.assertEqual(counted['line', 'LAKE', 2024], 1)
        self.assertEqual(counted['line', 'LAKE', 2025], 1)
        everything = self.env['sale.order'].sudo().search_count([('company_id', '=', self.company.id)])
        self.assertEqual(sum(counted.values()), everything)
        self.assertEqual(
            sum(adoption.count_ids.mapped('picking_count')),
            self.env['stock.picking'].sudo().search_count([('company_id', '=', self.company.id)]),
        )
        lake = adoption.count_ids.filtered(lambda row: row.line_id and row.year == 2024)
        self.assertEqual((lake.order_amount, lake.picking_count), (100.0, 0))
        sample = self.env['sale.order'].search(lake.action_view_orders()['domain'])
        self.assertEqual((len(sample), sample.team_id), (1, self.team_a))
        moving = sum(adoption.count_ids.filtered(lambda row: row.kind == 'line').mapped('picking_count'))
        self._apply(adoption)
        store = adoption.line_ids.store_id
        self.assertEqual(self.env['sale.order'].search_count([('store_id', '=', store.id)]), 2)
        self.assertEqual(self.env['stock.picking'].search_count([('store_id', '=', store.id)]), moving)
        self.assertEqual(store.opened_on, date(2024, 5, 1))

    def test_a_change_after_the_preview_asks_for_another(self):
        adoption = self._adoption({'code': 'LAKE', 'rules': [self.team_a]})
        adoption.action_preview()
        adoption.rule_ids.write({'prefix': 'X', 'value_ref': False})
        self.assertEqual((adoption.state, len(adoption.count_ids)), ('draft', 0))

    def test_a_rule_that_never_decides_is_marked(self):
        adoption = self._adoption({'code': 'LAKE', 'rules': [self.team_a]}, {'code': 'HILL', 'rules': [self.team_a]})
        self.assertEqual(adoption.rule_ids.mapped('never_wins'), [False, True])

    # === THE WORK ===

    def test_work_that_is_cut_off_goes_on_where_it_was(self):
        for number in range(7):
            self._past('2025-03-01', team_id=self.team_a.id, client_order_ref=f'{number}')
        adoption = self._adoption({'code': 'LAKE', 'rules': [self.team_a]})
        adoption.action_preview()
        adoption.action_apply()
        worker = self.env.registry['store.adoption.worker']
        runs = 0
        with (
            patch('odoo.addons.store_group.models.takeover.sql.store_adoption_worker.CHUNK', 2),
            patch.object(worker, '_checkpoint', lambda *_args: False),
        ):
            while not self._work(adoption):
                runs += 1
                self.assertLess(runs, 20_000)
        self.assertGreaterEqual(runs, 4)
        store = adoption.line_ids.store_id
        self.assertEqual(self.env['sale.order'].search_count([('store_id', '=', store.id)]), 7)
        self.assertEqual(sum(adoption.step_ids.filtered(lambda step: step.key == 'order').mapped('written_count')), 7)
        self.assertEqual(set(adoption.step_ids.mapped('progress')), {100.0})

    def test_it_ends_with_the_settings_before_and_after(self):
        stores = self.env['store.store'].with_context(active_test=False).search_count([])
        adoption = self._adoption({'code': 'LAKE', 'rules': [self.team_a, self.warehouse_a]})
        self._apply(adoption)
        changed = {row.name: (row.value_before, row.value_after) for row in adoption.setting_ids if row.is_changed}
        self.assertEqual(changed['Stores'], (str(stores), str(stores + 1)))
        self.assertIn('Warehouses that belong to a store', changed)
        self.assertFalse([name for name in changed if 'internal users' in name], 'no switch was thrown')
        self.assertTrue([row for row in adoption.setting_ids if 'internal users' in row.name])

    def test_once_begun_it_is_not_edited_nor_thrown_away(self):
        adoption = self._adoption({'code': 'LAKE', 'rules': [self.team_a]})
        self._apply(adoption)
        for change in (
            lambda: adoption.line_ids.write({'name': 'Other'}),
            lambda: adoption.rule_ids.write({'prefix': 'X'}),
            adoption.unlink,
            adoption.action_apply,
        ):
            with self.assertRaises(StoreRefused):
                change()

    def test_a_code_in_use_and_a_takeover_without_rules_are_refused(self):
        with self.assertRaisesRegex(StoreRefused, 'T1'):
            self._adoption({'code': 'T1', 'rules': [self.team_a]}).action_preview()
        with self.assertRaisesRegex(StoreRefused, 'no rule'):
            self._adoption({'code': 'X9', 'rules': []}).action_preview()

    def test_nobody_but_an_administrator_of_the_app_reaches_it(self):
        adoption = self._adoption({'code': 'LAKE', 'rules': [self.team_a]})
        manager = new_test_user(self.env(su=True), 'adopt_manager', 'sales_team.group_sale_manager,stock.group_stock_manager')
        with self.assertRaises(AccessError):
            adoption.with_user(manager).read(['name'])
        with self.assertRaises(AccessError):
            self.env['store.adoption'].with_user(manager).create({})

    # === THE DATABASE AND THE ENGINE ===

    def test_the_database_decides_as_the_engine_does(self):
        teams, warehouses = (self.team_a, self.team_b), (self.warehouse_a, self.warehouse_b)
        other = self._team('Foreign Team', self.other_company)
        orders = self.env['sale.order']
        for number in range(24):
            order = self._past(
                date(2025, 3, 1) + timedelta(days=number % 5),
                team_id=(*teams, self.env['crm.team'])[number % 3].id,
                warehouse_id=warehouses[number // 3 % 2].id,
                client_order_ref=('', 'TB-1', 'T-1', 'jd')[number % 4],
                user_id=(self.admin.id, False)[number // 2 % 2],
                tag_ids=[Command.set(self.tag.ids if number % 5 == 0 else [])],
            )
            order.date_order += timedelta(hours=number)
            orders |= order
        self.env.flush_all()
        document = self.env['store.adoption.map']._documents()[0]
        values = {
            'team': [*(team.id for team in teams), other.id],
            'warehouse': [warehouse.id for warehouse in warehouses],
            'salesperson': [self.admin.id],
            'tag': [self.tag.id],
            'prefix': ['T', 'TB', 'JD', 'j'],
        }
        rule = st.sampled_from(sorted(values)).flatmap(
            lambda kind: st.builds(
                Rule,
                st.just(kind),
                st.sampled_from(values[kind]),
                st.integers(1, 9),
                st.sampled_from([self.company.id, self.other_company.id]),
                st.none() | st.dates(date(2025, 2, 28), date(2025, 3, 7)),
                st.sampled_from(['UTC', 'Asia/Shanghai']),
            )
        )
        decision = self.env['store.adoption.decision']

        @settings(derandomize=True, max_examples=150, deadline=None)
        @given(st.lists(rule, min_size=1, max_size=7))
        def same(rules):
            self.env.cr.execute(decision._decided(document, rules, SQL('d.id IN %s', tuple(orders.ids))))
            by_database = dict(self.env.cr.fetchall())
            by_engine = {}
            for order in orders:
                facts = {
                    'team': set(order.team_id.ids),
                    'warehouse': set(order.warehouse_id.ids),
                    'tag': set(order.tag_ids.ids),
                    'salesperson': set(order.user_id.ids),
                    'prefix': order.client_order_ref or '',
                }
                place = decide(rules, facts, order.company_id.id, order.date_order)
                if place is not None:
                    by_engine[order.id] = rules[place].target
            self.assertEqual(by_database, by_engine)

        same()
