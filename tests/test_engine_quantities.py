# Part of store_group. License LGPL-3.
from decimal import Decimal

from hypothesis import assume, given
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..engine import quantities
from ..engine.intake.refunds import settled
from ..engine.quantities import GRAIN, ZERO

CENTS = st.integers(-300, 3000).map(lambda number: Decimal(number) / 100)
THERE = st.integers(0, 3000).map(lambda number: Decimal(number) / 100)
PARTS = st.lists(CENTS, max_size=8).map(lambda found: list(enumerate(found)))
STEP = st.sampled_from([GRAIN, Decimal('0.01'), Decimal('0.05'), Decimal(1)])
WEIGHTS = st.dictionaries(st.sampled_from('ABCDEFGH'), THERE, min_size=1)


class TestEngineQuantities(BaseCase):
    """Nothing appears or vanishes, in whatever order, with whatever rounding."""

    @given(quantity=CENTS, parts=PARTS, step=STEP)
    def test_what_is_taken_and_what_is_left_are_what_was_wanted(self, quantity, parts, step):
        taken, left = quantities.take(quantity, parts, step)
        self.assertEqual(sum((part for _key, part in taken), left), quantity)
        there = dict(parts)
        for key, part in taken:
            self.assertGreater(part, 0)
            self.assertLessEqual(part, there[key])
        self.assertEqual([key for key, _part in taken], sorted(key for key, _part in taken))

    @given(there=st.lists(st.integers(1, 300), min_size=2, max_size=8), data=st.data())
    def test_the_first_give_all_they_have_before_the_next_is_asked(self, there, data):
        parts = [(key, Decimal(count) / 100) for key, count in enumerate(there)]
        wanted = Decimal(data.draw(st.integers(there[0] + 1, sum(there) + 5))) / 100
        taken, left = quantities.take(wanted, parts)
        self.assertEqual(taken[:-1], parts[: len(taken) - 1])
        self.assertEqual(left, max(ZERO, wanted - Decimal(sum(there)) / 100), 'as much as there is')

    @given(
        pools=st.dictionaries(st.sampled_from('XYZ'), THERE),
        wishes=st.lists(st.tuples(st.sampled_from('XYZ'), CENTS), min_size=1, max_size=8),
    )
    def test_no_pool_gives_more_than_it_has_and_no_wish_gets_more_than_it_says(self, pools, wishes):
        wishes = [(number, pool, quantity) for number, (pool, quantity) in enumerate(wishes)]
        taken = quantities.take_each(pools, wishes)
        self.assertEqual(list(taken), [key for key, _pool, _quantity in wishes])
        for pool in 'XYZ':
            own = [(key, quantity) for key, other, quantity in wishes if other == pool]
            self.assertEqual(
                sum(taken[key] for key, _quantity in own),
                min(pools.get(pool, ZERO), sum(max(ZERO, quantity) for _key, quantity in own)),
            )
        for key, _pool, quantity in wishes:
            self.assertTrue(0 <= taken[key] <= max(ZERO, quantity))

    @given(total=CENTS, weights=WEIGHTS, step=STEP)
    def test_shares_come_to_the_total_and_are_fair_to_a_step(self, total, weights, step):
        assume(any(weights.values()))
        shares = quantities.share(total, weights, step)
        self.assertEqual(sum(shares.values()), total)
        whole = sum(weights.values())
        for key, part in shares.items():
            self.assertLess(abs(part - total * weights[key] / whole), step + Decimal('1e-15'))
            self.assertGreaterEqual(part * total, 0, 'no share goes the other way')
            self.assertTrue(weights[key] or not part, 'nothing for whoever weighs nothing')
        finer = [part for part in shares.values() if part % step]
        self.assertLessEqual(len(finer), 1, 'what is finer than a step goes along with one of them')

    @given(total=st.integers(0, 300).map(Decimal), count=st.integers(1, 9))
    def test_among_equals_who_stands_first_gets_more(self, total, count):
        shares = list(quantities.share(total, dict.fromkeys(range(count), Decimal(1))).values())
        self.assertEqual(shares, sorted(shares, reverse=True))
        self.assertLessEqual(shares[0] - shares[-1], 1)

    @given(wishes=WEIGHTS, step=STEP, data=st.data())
    def test_nobody_gets_more_than_at_most(self, wishes, step, data):
        whole = sum(wishes.values())
        assume(whole)
        total = data.draw(st.integers(0, int(whole / step)).map(lambda number: number * step))
        shares = quantities.share(total, wishes, step, most=wishes)
        self.assertLessEqual(sum(shares.values()), total)
        for key, part in shares.items():
            self.assertTrue(0 <= part <= wishes[key])

    @given(numbers=st.lists(st.integers(-(10**6), 10**6), max_size=20))
    def test_floats_that_were_added_up_are_what_people_typed(self, numbers):
        self.assertEqual(quantities.exact(sum(number / 100 for number in numbers), 0.01), Decimal(sum(numbers)) / 100)

    @given(value=st.decimals(-1000, 1000, places=4), step=STEP)
    def test_rounding_is_symmetric_and_to_whole_steps(self, value, step):
        value_rounded = quantities.rounded(value, step)
        self.assertFalse(value_rounded % step)
        self.assertLessEqual(abs(value_rounded - value), step / 2)
        self.assertEqual(quantities.rounded(-value, step), -value_rounded)
        self.assertLessEqual(abs(quantities.in_steps(value, step)), abs(value))

    @given(numbers=st.lists(st.integers(1, 30), min_size=3, max_size=8), data=st.data())
    def test_goods_that_came_back_settle_what_they_are_and_no_crumb_of_the_next(self, numbers, data):
        """Floats left 0.6 - 0.1 - 0.2 - 0.3 = 6e-17 for the next refund, and 0.3 - 0.1 was less than 0.2."""
        refunds = [(key, 1, number / 10) for key, number in enumerate(numbers)]
        whole = data.draw(st.integers(1, len(numbers) - 1))
        self.assertEqual(
            settled(refunds, {1: sum(numbers[:whole]) / 10}),
            {key: quantity if key < whole else 0.0 for key, _line, quantity in refunds},
        )
