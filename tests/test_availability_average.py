# Part of store_group. License LGPL-3.
from datetime import datetime, timedelta
from functools import partial
from unittest.mock import patch

from freezegun import freeze_time
from hypothesis import given
from hypothesis import strategies as st

from odoo import Command, fields
from odoo.tests import tagged
from odoo.tools import SQL

from ..models.availability.sql import store_cost_history
from .history_common import histories
from .test_transfer_companies import TwoCompanies

START = datetime(2040, 3, 1, 8)  # after the product was made, which Odoo takes for a correction of its cost
NUMBER = st.integers(1, 9)
STEP = st.one_of(
    st.tuples(st.sampled_from(['receive', 'deliver', 'dropship', 'consign']), st.booleans(), NUMBER, NUMBER),
    st.tuples(st.sampled_from(['return', 'revalue', 'change', 'back-date', 'correct']), st.booleans(), NUMBER, NUMBER),
)


@tagged('post_install', '-at_install')
class TestAvailabilityAverage(TwoCompanies):
    """The short way to an average cost ends where Odoo's own replay does, whatever happened to the product."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.supplier = cls.env.ref('stock.stock_location_suppliers')
        cls.client = cls.env.ref('stock.stock_location_customers')
        cls.goods = (
            cls.env['product.product']
            .sudo()
            .create(
                {
                    'name': 'Average',
                    'is_storable': True,
                    'uom_ids': [Command.link(cls.env.ref('uom.product_uom_dozen').id)],
                    'categ_id': cls._category().id,
                }
            )
        )

    @classmethod
    def _category(cls):
        category = cls.env['product.category'].sudo().create({'name': 'Average'})
        for company in cls.company | cls.other_company:
            category.with_company(company).property_cost_method = 'average'
        return category

    def _in(self, other):
        """Return (environment of the superuser in one company, its warehouse)."""
        company = self.other_company if other else self.company
        return (self.env(su=True, context={'allowed_company_ids': company.ids}), self.warehouse_b if other else self.warehouse_1)

    def _move(self, env, location, location_dest, quantity, cost=None, uom=None, owner=None, **vals):
        """Return a done move of the goods, without a picking."""
        move = env['stock.move'].create(
            {
                'product_id': self.goods.id,
                'product_uom': (uom or self.goods.uom_id).id,
                'product_uom_qty': quantity,
                'location_id': location.id,
                'location_dest_id': location_dest.id,
                'company_id': env.company.id,
                **vals,
            }
        )
        move._action_confirm()
        move.quantity = quantity
        if owner:
            move.move_line_ids.owner_id = owner
        if cost is not None:
            move.value_manual = quantity * cost
        move.picked = True
        move._action_done()
        return move

    def _done(self, env, *domain):
        return env['stock.move'].search(
            [('product_id', '=', self.goods.id), ('state', '=', 'done'), ('company_id', '=', env.company.id), *domain]
        )

    def _step(self, act, other, number, cost):
        env, warehouse = self._in(other)
        shelf = warehouse.sudo().lot_stock_id
        if act == 'receive':
            dozen = self.env.ref('uom.product_uom_dozen') if number == 9 else None
            self._move(env, self.supplier, shelf, number, cost, uom=dozen)
        elif act == 'consign':
            self._move(env, self.supplier, shelf, number, cost, owner=self.customer)
        elif act == 'deliver':
            self._move(env, shelf, self.client, number)
        elif act == 'dropship':
            self._move(env, self.supplier, self.client, number, cost)
        elif act == 'revalue':
            self.goods.with_env(env).standard_price = cost
        elif act == 'return':
            out = self._done(env, ('is_out', '=', True))[:1]
            if out:
                self._move(env, self.client, shelf, min(number, out.quantity), origin_returned_move_id=out.id)
        elif moves := self._done(env):
            move = moves[number % len(moves)]
            if act == 'change':
                move.quantity = cost
            elif act == 'back-date':
                move.date = fields.Datetime.subtract(move.date, minutes=cost)
            elif move.is_in:
                move.value_manual = cost * 7

    def _check(self, step):
        for other in (False, True):
            goods = self.goods.with_env(self._in(other)[0])
            short = goods._run_avco()
            core = goods.with_context(store_cost_by_core=True)._run_avco()
            self.assertEqual(short, core, step)

    @histories(16, 300)
    @given(steps=st.lists(st.tuples(st.integers(0, 3), STEP), min_size=4, max_size=12), long=st.sampled_from([0, 500]))
    def test_random_histories_end_on_the_cost_odoo_finds(self, steps, long):
        """Minutes pass between steps, or none; replays are kept, or too short for it."""
        moment = START
        with self.cr.savepoint() as point, patch.object(store_cost_history, 'LONG', long):
            for minutes, step in steps:
                moment += timedelta(minutes=minutes)
                with freeze_time(moment):
                    self._step(*step)
                    self._check(step)
            point.rollback()
        self.env.invalidate_all()

    # === POINTS ===

    def _read(self, act):
        """Return from behind which move each replay began that `act` and reading the cost then need; None: from the first."""
        found, steps = [], type(self.env['store.cost.history'])._steps

        def watched(history, product, company, dated, since=None):
            found.append(since and since[1])
            return steps(history, product, company, dated, since)

        with patch.object(type(self.env['store.cost.history']), '_steps', watched):
            act()
            self.env.flush_all()
            self.env.invalidate_all()
            self.goods.with_env(self._in(False)[0])._run_avco()
        return found

    def _receipts(self, count, cost=10):
        """Receive one piece a minute; returns the moves."""
        env, warehouse = self._in(False)
        moves = env['stock.move']
        for _number in range(count):
            self.minutes = getattr(self, 'minutes', 0) + 1
            with freeze_time(START + timedelta(minutes=self.minutes)):
                moves |= self._move(env, self.supplier, warehouse.lot_stock_id, 1, cost)
                self.env.flush_all()
        return moves

    def test_a_receipt_goes_on_where_the_last_one_ended(self):
        self.patch(store_cost_history, 'LONG', 2)
        moves = self._receipts(4)
        self.assertEqual(self._read(lambda: self._receipts(1, 20)), [moves[2].id] * 2)
        self._check('after a kept replay')
        self.assertEqual(self.goods.with_env(self._in(False)[0]).standard_price, 12)
        self._receipts(1)
        self.assertEqual(self._read(lambda: None), [self._latest().id])  # three moves on it was kept again

    def _latest(self):
        return self._done(self._in(False)[0]).sorted(lambda move: (move.date, move.id))[-1]

    def test_reading_keeps_nothing(self):
        self._receipts(4)
        self.patch(store_cost_history, 'LONG', 0)
        self._check('only read')
        self.assertEqual(
            self.env.execute_query(SQL('SELECT COUNT(*) FROM store_cost_point WHERE product_id = %s', self.goods.id)), [(0,)]
        )

    def test_what_changes_before_the_point_is_replayed(self):
        env, warehouse = self._in(False)
        self.patch(store_cost_history, 'LONG', 2)

        def correct(moves):
            with freeze_time(moves[1].date):
                self.goods.with_env(env).standard_price = 30

        for number, (change, is_replayed) in enumerate(
            (
                (lambda moves: moves[1].write({'value_manual': 70}), True),
                (lambda moves: moves[1].write({'date': fields.Datetime.subtract(moves[1].date, days=1)}), True),
                (lambda moves: moves[1].write({'quantity': 3}), True),
                (lambda moves: self.cr.execute(SQL('UPDATE stock_move SET value = value + 5 WHERE id = %s', moves[0].id)), True),
                (
                    lambda moves: self.cr.execute(
                        SQL('UPDATE stock_move_line SET quantity_product_uom = 2 WHERE move_id = %s', moves[0].id)
                    ),
                    True,
                ),
                (lambda moves: warehouse.lot_stock_id.write({'usage': 'internal'}), False),  # as it was
                (lambda moves: moves[1].write({'reference': 'Another'}), False),
                (lambda moves: self.client.write({'usage': 'production'}), True),
                (correct, True),
            )
        ):
            moves = self._receipts(4)
            with freeze_time(moves[3].date):
                self.assertEqual(None in self._read(partial(change, moves)), is_replayed, number)
                self._check('after a change')

    def test_what_was_under_way_while_the_point_was_kept_is_replayed(self):
        """Another transaction's move of before the point, which the point could not see."""
        self.patch(store_cost_history, 'LONG', 2)
        moves = self._receipts(4)
        self.assertEqual(self._read(lambda: None), [moves[2].id])
        self.cr.execute(
            SQL(
                "INSERT INTO store_cost_note (product_id, moment, made, xid) SELECT %s, %s, '2020-01-01', pg_snapshot_xmax(seen) "
                'FROM store_cost_point ORDER BY id DESC LIMIT 1',
                self.goods.id,
                moves[0].date,
            )
        )
        self.assertEqual(self._read(lambda: None), [None])
        self.cr.execute(
            SQL(  # and one of long ago that everybody has seen
                "INSERT INTO store_cost_note (product_id, moment, made, xid) SELECT %s, %s, '2020-01-01', '3'::xid8",
                self.goods.id,
                moves[0].date,
            )
        )
        old = SQL("SELECT COUNT(*) FROM store_cost_note WHERE product_id = %s AND made < '2021-01-01'", self.goods.id)
        self.assertEqual(self.env.execute_query(old), [(2,)])
        self.env['store.cost.history'].sudo()._forget()
        self.assertEqual(self.env.execute_query(old), [(1,)])
        self.assertEqual(self._read(lambda: None), [None])  # the note is not forgotten while it says something
        self._receipts(1)
        self._check('after a change by another')

    def test_a_receipt_writes_the_cost_odoo_would_write(self):
        env, warehouse = self._in(False)
        for quantity, cost in ((10, 10), (5, 22)):
            self._move(env, self.supplier, warehouse.lot_stock_id, quantity, cost)
        self._move(env, warehouse.lot_stock_id, self.client, 6)
        self.assertEqual(self.goods.with_env(env).standard_price, 14)
        self.assertEqual(self.goods.with_env(env).total_value, 9 * 14)
        self.assertEqual(self.goods.with_env(self._in(True)[0]).total_value, 0)

    def test_the_questions_of_a_receipt_do_not_grow_with_the_history(self):
        env, warehouse = self._in(False)
        counts = []
        for _turn in range(3):
            for _number in range(6):
                self._move(env, self.supplier, warehouse.lot_stock_id, 1, 10)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.goods.with_env(env)._run_avco()
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])
        self.assertLess(counts[2], 10)

    def test_another_add_on_with_a_say_is_asked(self):
        env, warehouse = self._in(False)
        self._move(env, self.supplier, warehouse.lot_stock_id, 10, 10)
        self.assertTrue(env['store.cost.history']._is_known())
        self.patch(store_cost_history, 'REPEATED', {'stock.move': ('_action_done',)})  # stock has its own say in this one
        self.assertFalse(env['store.cost.history']._is_known())
        self.assertEqual(self.goods.with_env(env)._run_avco(), (10, 100))

    def test_the_nightly_check_finds_mends_and_tells_what_differs(self):
        env, warehouse = self._in(False)
        self._move(env, self.supplier, warehouse.lot_stock_id, 10, 10)
        check = self.env['store.cost.check'].sudo()
        self.patch(type(self.env['ir.cron']), '_commit_progress', lambda *_arguments, **_named: 1)
        self.assertEqual(check._cron_check(), 0)
        self.goods.with_env(env).with_context(disable_auto_revaluation=True).standard_price = 3
        self.patch(type(self.env['store.cost.history']), '_average', lambda _self, _product: (3.0, 30.0))
        self.assertEqual(check._cron_check(most=0), 0)
        self.assertEqual(check._cron_check(), 1)
        self.assertEqual(self.goods.with_env(env).standard_price, 10)
        self.assertEqual(env['ir.config_parameter'].get_param(store_cost_history.BY_CORE), str(self.goods.id))
        self.assertFalse(env['store.cost.history']._is_known())
        self.assertIn(self.admin, self.goods.sudo().activity_ids.user_id)
        self.assertEqual(check._cron_check(), 0)
