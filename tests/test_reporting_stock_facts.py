# Part of store_group. License LGPL-3.
import itertools

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged
from odoo.tools import SQL

from ..engine.reporting import stock_kind
from ..engine.reporting.stock_kind import COLUMNS as KINDS
from ..report import store_stock_invalidation
from ..report.store_fact_reader import Routed
from .stock_report_common import StockReportCommon

FLOWS = [f'{kind}_{part}' for kind in KINDS for part in ('quantity', 'value')]
QUESTIONS = [  # (grouping, measures): answered by months, by days of products, by what lay there
    (['store_id', 'place', 'date:month'], ['opening_quantity', 'closing_quantity', *FLOWS]),
    (['store_id', 'date:day'], FLOWS),
    (['product_id', 'store_id', 'place'], ['opening_value', 'closing_value', 'revaluation_value', 'closing_quantity', *FLOWS]),
]
PERIODS = ((None, None), ('2026-02-10', '2026-04-15'), ('2026-01-01', '2026-03-31'))


class StockFactsCommon(StockReportCommon):
    def _assert_exact(self, periods=PERIODS[:2]):
        """Each question has the same answer from facts, stale or refreshed, and from the moves."""
        for (first, last), (groupby, measures) in itertools.product(periods, QUESTIONS):
            ledger = self._ledger(first, last)
            asked = (
                ['|', ('company_id', '=', self.home.id), ('company_id', '=', False)],
                groupby,
                [f'{name}:sum' for name in measures],
            )
            found = self._rounded(ledger._read_group(*asked))
            raw = ledger.with_context(store_fact_route=Routed('facts'), store_fact_stale='documents')._read_group(*asked)
            self.assertEqual(found, self._rounded(raw), (first, last, groupby))

    def _rounded(self, rows):
        """As text, without rows that are nothing: a difference that cancels leaves none."""
        found = [
            [
                round(float(value), 5) + 0.0 if isinstance(value, float | int) and not isinstance(value, bool) else str(value)
                for value in row
            ]
            for row in rows
        ]
        return sorted(str(row) for row in found if any(isinstance(value, float) and value for value in row))


@tagged('post_install', '-at_install')
class TestReportingStockFacts(StockFactsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for product in cls.everything:
            cls._receive(product, 20, value=200, date='2026-01-05 04:00')
            cls._sell(product, 3, date='2026-02-10 04:00')
            cls._move(product, 5, cls.shelves[0], cls.transit, date='2026-02-20 04:00')
            cls._move(product, 4, cls.transit, cls.shelves[1], date='2026-03-02 04:00')
        cls._sql("UPDATE store_stock_cost SET date = '2026-01-01'")

    def _stale(self):
        self.env.flush_all()
        return {
            (product, str(day))
            for product, day in self.env.execute_query(SQL('SELECT DISTINCT product_id, day FROM store_stock_invalidation'))
        }

    def test_same_answer_stale_half_refreshed_and_refreshed(self):
        self._assert_exact(PERIODS)
        self.env['store.stock.fact']._refresh(pairs=3)
        self._assert_exact()
        self._refresh()
        self._assert_exact(PERIODS)
        self._receive(self.goods[1], 4, value=80, date='2026-02-11 04:00')
        self._assert_exact()

    def test_refreshed_facts_are_really_read(self):
        self._refresh()
        self._sql('UPDATE store_stock_product SET quantity = quantity - 100 WHERE kind = %s', 'sold')
        self._sql('UPDATE store_stock_month SET quantity = quantity - 1000 WHERE kind = %s', 'sold')
        sold = self._sums(self._ledger('2026-02-01', '2026-02-28'), ['store_id'], 'sold_quantity')
        self.assertEqual(sold, {self.shops[0]: 1012})  # one row of a month
        by_product = self._sums(self._ledger('2026-02-01', '2026-02-28'), ['product_id'], 'sold_quantity')
        self.assertEqual(by_product[self.goods[0]], 103)
        self.assertIn('month', {row['fact'] for row in self.env['store.stock.fact'].with_user(self.admin).check()})

    def test_what_is_invalidated(self):
        good, move = self.goods[0], self.goods[0].stock_move_ids.sorted('id')[1]
        sold = (good.id, '2026-02-10')
        cases = {
            'value': (lambda: self._sql('UPDATE stock_move SET value = 7 WHERE id = %s', move.id), {sold}),
            'day': (
                lambda: self._sql("UPDATE stock_move SET date = '2026-02-28 17:00' WHERE id = %s", move.id),
                {sold, (good.id, '2026-03-01')},
            ),
            'quantity': (
                lambda: self._sql('UPDATE stock_move_line SET quantity_product_uom = 2 WHERE move_id = %s', move.id),
                {(good.id, '2026-03-01')},
            ),
            'line gone': (
                lambda: self._sql('DELETE FROM stock_move_line WHERE move_id = %s', move.id),
                {(good.id, '2026-03-01')},
            ),
            'place': (
                lambda: self._sql('UPDATE stock_location SET store_id = NULL WHERE id = %s', self.shelves[1].id),
                {(product.id, '2026-03-02') for product in self.everything},
            ),
        }
        for name, (act, expected) in cases.items():
            with self.subTest(name):
                self._refresh_only()
                act()
                self.assertEqual(self._stale(), expected)
                self._assert_exact(PERIODS[1:2])

    def _refresh_only(self):
        while self.env['store.stock.fact']._refresh():
            pass

    def test_what_no_fact_reads_notes_nothing(self):
        self._refresh()
        move = self.env['stock.move'].create(
            {
                'product_id': self.goods[0].id,
                'product_uom_qty': 5,
                'product_uom': self.goods[0].uom_id.id,
                'location_id': self.shelves[0].id,
                'location_dest_id': self.customers.id,
                'company_id': self.home.id,
            }
        )
        move._action_confirm()
        move._action_assign()
        self.goods[0].stock_move_ids.write({'origin': "Another text"})
        self.shelves[0].name = "Shelf"
        self.goods[0].name = "Another name"
        self.assertEqual(self._stale(), set())

    def test_a_new_cost_counts_from_its_day(self):
        self._refresh()
        before = self._sums(self._ledger('2026-01-01', '2026-03-31'), ['product_id'], 'closing_value')
        self.goods[0].with_company(self.home).standard_price = 12
        self._assert_exact()
        now = self._sums(self._ledger('2026-04-01', None), ['product_id'], 'opening_value', 'revaluation_value', 'closing_value')
        self.assertEqual(now[self.goods[0]], (170, 34, 204))
        self.assertEqual(self._sums(self._ledger('2026-01-01', '2026-03-31'), ['product_id'], 'closing_value'), before)
        self._refresh()
        self._assert_exact()

    def test_a_warehouse_that_changes_hands_takes_its_past_along(self):
        self._refresh()
        self.warehouses[1].store_id = False
        self._assert_exact()
        self.assertEqual(set(self._sums(self._ledger(), ['place'], 'closing_quantity')), {'store', 'transit', 'none'})
        self._refresh()
        self._assert_exact()

    def test_the_zone_of_the_company_says_the_day(self):
        self._refresh()
        self._sql(
            "UPDATE stock_move SET date = '2026-02-28 20:00' WHERE product_id = %s AND location_dest_id = %s",
            self.goods[0].id,
            self.customers.id,
        )
        month = [('product_id', '=', self.goods[0].id)]
        self.assertFalse(self._sums(self._ledger('2026-02-01', '2026-02-28'), [], 'sold_quantity', domain=month))
        self.home.partner_id.tz = 'UTC'
        self.assertEqual(
            list(self._sums(self._ledger('2026-02-01', '2026-02-28'), ['store_id'], 'sold_quantity', domain=month).values()), [3]
        )
        self._assert_exact()
        self._refresh()
        self._assert_exact()

    def test_counting_anew(self):
        self._refresh()
        self._sql('UPDATE store_stock_product SET quantity = 0')
        facts = self.env['store.stock.fact'].with_user(self.admin)
        self.assertEqual({row['fact'] for row in facts.check()}, {'product', 'month', 'balance'})
        self.assertGreaterEqual(facts.rebuild(), 16)
        self._refresh_only()
        self.assertEqual(facts.check(), [])
        self._assert_exact()
        clerk = new_test_user(self.env, 'stock_clerk', 'base.group_user')
        for method in ('check', 'rebuild'):
            with self.assertRaises(AccessError):
                getattr(self.env['store.stock.fact'].with_user(clerk), method)()

    def test_a_quant_that_no_move_explains_is_found(self):
        self._refresh()
        self.env['stock.quant']._update_available_quantity(self.goods[0], self.shelves[0], 2)
        found = self.env['store.stock.fact'].with_user(self.admin).check()
        self.assertEqual(
            [(row['fact'], row['store_id'], row['kept']['quantity'] - row['counted']['quantity']) for row in found],
            [('quant', self.shops[0].id, 2)],
        )

    def test_too_much_invalidated_is_read_from_the_moves(self):
        self._refresh()
        self._sql("INSERT INTO store_stock_invalidation (product_id, day) SELECT 0, '2020-01-01' FROM generate_series(1, 20001)")
        self.assertEqual(self.env['store.stock.fact']._how(), 'documents')
        self.assertEqual(self._sums(self._ledger(), ['store_id'], 'sold_quantity'), {self.shops[0]: 12})

    def test_two_refreshes_do_not_wait_for_each_other(self):
        other = self.registry._db.cursor()
        try:
            other.execute(SQL("SELECT pg_advisory_xact_lock(hashtext('store_stock_refresh'))"))
            self.assertEqual(self.env['store.stock.fact']._refresh(), 0)
        finally:
            other.rollback()
            other.close()
        self.assertGreater(self.env['store.stock.fact']._refresh(), 0)

    def test_nothing_stays_behind(self):
        def traces():
            return sorted(
                self.env.execute_query(
                    SQL(
                        "SELECT tgname FROM pg_trigger WHERE tgname LIKE 'store_stock_invalidation%%' UNION ALL "
                        "SELECT proname FROM pg_proc WHERE proname LIKE 'store_stock%%' UNION ALL "
                        "SELECT relname FROM pg_class "
                        "WHERE relname ~ '^store_stock_(invalidation|cost|rest|month|product|balance|moved)'"
                    )
                )
            )

        before = traces()
        self.assertTrue(before)
        store_stock_invalidation.uninstall(self.env)
        self.assertEqual(traces(), [])
        store_stock_invalidation.install(self.env)
        self.assertEqual(traces(), before)
        self._assert_exact()  # everything is stale now
        self._refresh()
        self._assert_exact()
        closing = self._sums(self._ledger('2026-02-10', '2026-02-10'), ['product_id'], 'closing_value')
        self.assertEqual(set(closing.values()), {170})  # known from what left that day

    def test_the_query_classifies_as_the_engine(self):
        usages = {
            'internal': self.shelves[0],
            'transit': self.transit,
            'supplier': self.suppliers,
            'customer': self.customers,
            'inventory': self.losses,
            'production': self.env['stock.location'].create(
                {'name': "Production", 'usage': 'production', 'company_id': self.home.id}
            ),
        }
        usages['other store'], usages['no store'] = self.shelves[1], self.shelves[2]
        product = self.env['product.product'].create({'name': "Travelling", 'is_storable': True})
        scrap = self.env['stock.scrap'].create({'product_id': product.id, 'scrap_qty': 1, 'location_id': self.shelves[0].id})
        for (source, a), (dest, b), scrapped in itertools.product(usages.items(), usages.items(), (False, True)):
            if a == b:
                continue
            move = self._move(product, 1, a, b, scrap_id=scrap.id if scrapped else False)
            self.env.flush_all()
            ends = [stock_kind.Place(place.usage, place.company_id.id, place.store_id.id) for place in (a, b)]
            found = self.env.execute_query(
                SQL(
                    'SELECT CASE WHEN quantity > 0 THEN %s ELSE %s END, kind FROM (%s) r WHERE move_id = %s',
                    'in',
                    'out',
                    store_stock_invalidation.rows.movements(),
                    move.id,
                )
            )
            with self.subTest(source=source, dest=dest, scrapped=scrapped):
                self.assertEqual(set(found), set(stock_kind.sides(*ends, is_scrap=scrapped)))

    def test_cost_of_a_question(self):
        self._refresh()
        ask = lambda: self._ledger('2026-01-01', '2026-12-31')._read_group([], ['store_id'], ['sold_quantity:sum'])  # noqa: E731
        ask()
        with self.assertQueryCount(2):  # what is stale, and the answer
            ask()
