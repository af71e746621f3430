# Part of store_group. License LGPL-3.
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..engine.reporting import price_position as engine
from ..engine.reporting.price_position import POSITIONS, Seen, markets, newest, place

PRICE = st.decimals('0.01', '99999.99', places=2)
PRICES = st.lists(PRICE, max_size=9)
SEEN = st.lists(
    st.builds(
        Seen,
        st.integers(1, 4),
        st.integers(0, 9).map(lambda days: date(2026, 1, 1) + timedelta(days)),
        PRICE,
        st.sampled_from([None, 7, 8]),
    ),
    max_size=20,
)
NEAR = st.dictionaries(st.integers(1, 4), st.sets(st.sampled_from([7, 8])))


class TestEngineReportingPricePosition(BaseCase):
    def test_each_word_for_one_price(self):
        theirs = [Decimal(90), Decimal(100), Decimal(140)]  # 110 on average
        for ours, word in (
            (80, 'lowest'),
            (90, 'lowest'),
            (91, 'below'),
            (110, 'average'),
            (111, 'above'),
            (140, 'highest'),
            (150, 'highest'),
            (0, 'unpriced'),
        ):
            with self.subTest(ours=ours):
                found = place(theirs, Decimal(ours))
                self.assertEqual((found.position, found.count), (word, 3))
                self.assertEqual((found.lowest, found.average, found.highest), (90, 110, 140))
        self.assertEqual(place(theirs, Decimal(99)).index, Decimal('0.9'))
        self.assertEqual(place(theirs, Decimal(0)).index, 0)

    @given(prices=PRICES, ours=st.one_of(st.just(Decimal(0)), PRICE))
    def test_a_position_follows_from_its_figures(self, prices, ours):
        found = place(prices, ours)
        self.assertIn(found.position, POSITIONS)
        self.assertEqual(found.count, len(prices))
        self.assertLessEqual(found.lowest, found.average)
        self.assertLessEqual(found.average, found.highest)
        self.assertEqual(found.position == 'alone', not prices)

    @given(prices=st.lists(PRICE, min_size=1, max_size=9), ours=PRICE)
    def test_a_price_of_ours_stands_somewhere_among_theirs(self, prices, ours):
        found = place(prices, ours)
        self.assertEqual(found.position == 'lowest', all(ours <= price for price in prices))
        self.assertEqual(found.position == 'below', found.lowest < ours < found.average and ours < found.highest)
        self.assertEqual(found.index > 1, ours > found.average)

    @given(prices=PRICES, ours=PRICE, seed=st.randoms())
    def test_the_order_of_the_prices_is_nothing(self, prices, ours, seed):
        mixed = list(prices)
        seed.shuffle(mixed)
        self.assertEqual(place(prices, ours), place(mixed, ours))

    @given(prices=st.lists(PRICE, min_size=1, max_size=9), ours=PRICE, cheaper=st.decimals('0.01', '1', places=2))
    def test_who_gets_cheaper_never_stands_dearer(self, prices, ours, cheaper):
        order = POSITIONS.index
        self.assertLessEqual(order(place(prices, ours * cheaper).position), order(place(prices, ours).position))

    @given(price=PRICE, pack=st.integers(1, 1000).map(Decimal))
    def test_a_pack_costs_its_units(self, price, pack):
        self.assertAlmostEqual(engine.unit_price(price, pack) * pack, price, places=6)

    def test_no_price_and_no_unit_are_refused(self):
        for price, pack in ((0, 1), (-1, 1), (1, 0), (1, -1)):
            with self.subTest(price=price, pack=pack), self.assertRaises(ValueError):
                engine.unit_price(Decimal(price), Decimal(pack))

    @given(seen=SEEN)
    def test_each_competitor_counts_once_with_its_last_day(self, seen):
        found = newest(seen)
        self.assertEqual(set(found), {item.competitor for item in seen})
        for competitor, item in found.items():
            self.assertEqual(item.day, max(other.day for other in seen if other.competitor == competitor))

    @given(seen=SEEN, near=NEAR)
    def test_a_market_holds_its_store_and_what_is_asked_everywhere(self, seen, near):
        for store, market in markets(seen, near, [None, 7, 8]).items():
            for item in market.values():
                self.assertIn(item, seen)
                self.assertIn(item.store, {None, store})
                if store and item.store is None and near.get(item.competitor):
                    self.assertIn(store, near[item.competitor])
            own = {item.competitor for item in seen if item.store == store}
            self.assertLessEqual(own, set(market))
