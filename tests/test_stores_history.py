# Part of store_group. License LGPL-3.
import random
from datetime import timedelta

from freezegun import freeze_time
from psycopg2.errors import ExclusionViolation

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import StoreGroupCommon


@tagged('post_install', '-at_install')
class TestStoresHistory(StoreGroupCommon):
    def _stores_under(self, group, day):
        return self.env['store.group.history'].stores_of(group, day)

    def test_a_store_that_moves_keeps_its_past(self):
        today = self.store_1._today()
        with freeze_time(fields.Datetime.now() + timedelta(days=10)):
            self.store_1.group_id = self.west
        self.assertIn(self.store_1, self._stores_under(self.east, today))
        self.assertNotIn(self.store_1, self._stores_under(self.west, today))
        after = today + timedelta(days=10)
        self.assertIn(self.store_1, self._stores_under(self.west, after))
        self.assertNotIn(self.store_1, self._stores_under(self.east, after))
        self.assertIn(self.store_1, self._stores_under(self.head, after))

    def test_moving_a_whole_sub_tree_moves_every_store_below(self):
        north = self.env['store.group'].create({'name': 'North', 'code': 'T-NORTH'})
        today = self.store_1._today()
        with freeze_time(fields.Datetime.now() + timedelta(days=1)):
            self.west.parent_id = north
        tomorrow = today + timedelta(days=1)
        below = self.store_2 | self.online | self.foreign
        self.assertEqual(self._stores_under(north, tomorrow), below)
        self.assertEqual(self._stores_under(self.head, tomorrow), self.store_1)
        self.assertEqual(self._stores_under(self.head, today), below | self.store_1)

    def test_a_day_is_the_day_of_the_store(self):
        """At 20:00 UTC it is tomorrow in Shanghai and today in New York."""
        new_york = self._store('T9', 'New York', group_id=self.east.id, tz='America/New_York')
        with freeze_time('2027-03-01 20:00:00'):
            (self.store_1 | new_york).write({'group_id': self.west.id})
        rows = self.env['store.group.history'].search([('group_id', '=', self.west.id), ('depth', '=', 0)])
        begins = {row.store_id: str(row.date_from) for row in rows}
        self.assertEqual(begins[self.store_1], '2027-03-02')
        self.assertEqual(begins[new_york], '2027-03-01')

    def test_stores_put_into_a_group_from_the_group_side(self):
        loose = self._store('T8', 'Loose')
        self.east.write({'store_ids': [(4, loose.id)]})
        self.assertEqual(loose.group_id, self.east)
        self.assertIn(loose, self._stores_under(self.head, loose._today()))
        self.east.write({'store_ids': [(3, loose.id)]})
        self.assertNotIn(loose, self._stores_under(self.head, loose._today()))

    def test_two_groups_of_one_tree_are_refused_from_both_sides(self):
        with self.assertRaisesRegex(ValidationError, 'two groups of one tree'):
            self.store_1.group_ids = self.east | self.west
        with self.assertRaisesRegex(ValidationError, 'two groups of one tree'):
            self.west.write({'store_ids': [(4, self.store_1.id)]})

    def test_a_second_tree_stands_beside_the_first(self):
        brands = self.env['store.group.tree'].create({'name': 'Brands', 'code': 'T-BRAND'})
        silk = self.env['store.group'].create({'name': 'Silk', 'code': 'T-SILK', 'tree_id': brands.id})
        self.store_1.group_ids |= silk
        self.assertEqual(self.store_1.group_id, self.east)
        self.store_1.group_id = self.west
        self.assertEqual(self.store_1.group_ids, self.west | silk)
        self.assertIn(self.store_1, self._stores_under(silk, self.store_1._today()))

    def test_the_database_refuses_overlaps(self):
        self.env.flush_all()
        row = self.env['store.group.history'].search([('store_id', '=', self.store_1.id), ('depth', '=', 0)])
        with mute_logger('odoo.sql_db'), self.assertRaises(ExclusionViolation), self.cr.savepoint():
            self.env['store.group.history'].sudo().create(
                {
                    'store_id': self.store_1.id,
                    'tree_id': self.tree.id,
                    'group_id': row.group_id.id,
                    'depth': 5,
                    'date_from': row.date_from + timedelta(days=400),
                }
            )
        with mute_logger('odoo.sql_db'), self.assertRaises(ExclusionViolation), self.cr.savepoint():
            self.env['store.group.history'].sudo().create(
                {
                    'store_id': self.store_1.id,
                    'tree_id': self.tree.id,
                    'group_id': self.west.id,
                    'depth': 0,
                    'date_from': row.date_from,
                }
            )

    def test_random_days_of_arranging_equal_a_diary(self):
        """Stores join, leave, groups move; what was written down each evening stays the answer."""
        rng = random.Random(20261123)
        stores = self.store_1 | self.store_2 | self.online | self.foreign
        groups = self.head | self.east | self.west
        groups |= groups.create([{'name': f'G{n}', 'code': f'T-G{n}'} for n in range(4)])
        diary, now = {}, fields.Datetime.now()
        for step in range(30):
            with freeze_time(now + timedelta(days=step // 2)):
                if rng.random() < 0.6:
                    rng.choice(stores).group_id = rng.choice([*groups, self.env['store.group']])
                else:
                    group, parent = rng.sample(list(groups), 2)
                    if group not in parent.search([('id', 'parent_of', parent.id)]):
                        group.parent_id = parent
                day = self.store_1._today()
                diary[day] = {group: group._stores_below() for group in groups}
        for day, answers in diary.items():
            for group, below in answers.items():
                self.assertEqual(self._stores_under(group, day), below, f'{group.name} on {day}')

    def test_a_group_with_a_past_is_archived_not_deleted(self):
        self.store_1.group_id = self.west
        with self.assertRaisesRegex(UserError, 'Archive it instead'):
            self.head.unlink()
        lone = self.env['store.group'].create({'name': 'Lone', 'code': 'T-LONE'})
        lone.unlink()

    def test_a_group_never_leaves_its_tree_nor_stands_below_itself(self):
        brands = self.env['store.group.tree'].create({'name': 'Brands', 'code': 'T-BRAND'})
        with self.assertRaisesRegex(UserError, 'cannot change its tree'):
            self.east.tree_id = brands
        with self.assertRaises(UserError):
            self.head.parent_id = self.east
        with self.assertRaisesRegex(ValidationError, 'same tree'):
            self.env['store.group'].create({'name': 'Wrong', 'code': 'T-WRONG', 'tree_id': brands.id, 'parent_id': self.head.id})

    def test_recording_many_stores_costs_the_same_queries(self):
        many = self.env['store.store'].create(
            [{'code': f'TM{n}', 'name': f'Many {n}', 'company_id': self.company.id, 'tz': 'UTC'} for n in range(20)]
        )
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        many.write({'group_id': self.east.id})
        self.env.flush_all()
        self.assertLess(self.cr.sql_log_count - before, 40, "no query per store")
