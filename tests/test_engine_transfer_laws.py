# Part of store_group. License LGPL-3.
from decimal import Decimal

from hypothesis import assume, given
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..engine.stores import four_eyes
from ..engine.transfer import lanes, law, lifecycle, quantities, sharing
from ..engine.transfer.quantities import FOUND, Line, TooMuch

QUANTITY = st.integers(0, 60).map(Decimal)
TOTALS = st.dictionaries(st.sampled_from(FOUND), QUANTITY)
# (approved, shipped by the first step, which is within it): a history has at least one step that was not refused
START = st.tuples(QUANTITY, QUANTITY).map(lambda pair: (max(pair), ('ship', min(pair), {})))
STEPS = st.lists(st.tuples(st.sampled_from(['ship', 'receive']), QUANTITY, TOTALS), max_size=8)
WISHES = st.lists(st.tuples(QUANTITY, st.integers(0, 3), st.integers(0, 99)), max_size=8).map(
    lambda items: [sharing.Wish(key, *item) for key, item in enumerate(items)]
)


def play(line, steps):
    """Yield the line after each step that was not refused."""
    for act, total, totals in steps:
        try:
            booked = {'shipped': quantities.ship(line, total)} if act == 'ship' else quantities.receive(line, totals)
        except TooMuch:
            continue
        line = quantities.after(line, booked)
        yield act, total, totals, line


class TestEngineTransferLaws(BaseCase):
    @given(start=START, steps=STEPS)
    def test_every_history_keeps_the_quantity_law(self, start, steps):
        approved, first = start
        played = list(play(Line(approved=approved), [first, *steps]))
        self.assertEqual(played[0][3].shipped, first[1])
        for _act, _total, _totals, line in played:
            self.assertTrue(line.is_lawful(), line)
            self.assertLessEqual(line.shipped, line.approved)

    @given(start=START, steps=STEPS)
    def test_the_same_word_said_twice_has_one_effect(self, start, steps):
        approved, first = start
        for act, total, totals, line in play(Line(approved=approved), [first, *steps]):
            again = {'shipped': quantities.ship(line, total)} if act == 'ship' else quantities.receive(line, totals)
            self.assertFalse(any(again.values()), (line, again))

    @given(
        named=st.fixed_dictionaries({}, optional=dict.fromkeys(('damaged', 'refused', 'lost'), QUANTITY)),
        others=QUANTITY,
        received=QUANTITY,
    )
    def test_what_was_counted_is_received_or_a_surplus(self, named, others, received):
        shipped = sum(named.values()) + others
        booked = quantities.receive(Line(approved=shipped, shipped=shipped), {**named, 'received': received})
        self.assertEqual(booked.get('received', 0) + booked.get('over', 0), received)
        self.assertEqual(booked.get('received', 0), min(received, others))

    @given(
        named=st.dictionaries(st.sampled_from(('damaged', 'refused', 'lost')), QUANTITY, min_size=1), lacking=st.integers(1, 9)
    )
    def test_no_more_is_found_wanting_than_is_on_the_way(self, named, lacking):
        assume(sum(named.values()) >= lacking)
        shipped = sum(named.values()) - lacking
        with self.assertRaises(TooMuch):
            quantities.receive(Line(approved=shipped, shipped=shipped), named)

    def test_more_than_approved_or_on_the_way_is_refused(self):
        with self.assertRaises(TooMuch):
            quantities.ship(Line(approved=Decimal(2)), Decimal(3))
        with self.assertRaises(TooMuch):
            quantities.receive(Line(approved=Decimal(2), shipped=Decimal(2)), {'lost': Decimal(3)})

    @given(available=QUANTITY, wishes=WISHES, policy=st.sampled_from(sharing.POLICIES))
    def test_sharing_never_gives_more_than_there_is_nor_than_was_asked(self, available, wishes, policy):
        given_away = sharing.share(available, wishes, policy)
        self.assertLessEqual(sum(given_away.values()), available)
        for wish in wishes:
            self.assertLessEqual(given_away[wish.key], wish.quantity)
            self.assertGreaterEqual(given_away[wish.key], 0)
        self.assertEqual(sum(given_away.values()), min(available, sum(wish.quantity for wish in wishes)))

    def test_who_comes_first(self):
        wishes = [sharing.Wish('late', Decimal(4), 5, 9), sharing.Wish('early', Decimal(4), 1, 1)]
        self.assertEqual(sharing.share(Decimal(5), wishes, 'oldest'), {'late': 1, 'early': 4})
        self.assertEqual(sharing.share(Decimal(5), wishes, 'priority'), {'late': 4, 'early': 1})

    def test_the_life_ends_where_it_says(self):
        table = lifecycle.TRANSFER_TRANSITIONS
        self.assertEqual({new for states in table.values() for new in states} - set(table), set())
        self.assertFalse([state for state in lifecycle.FINISHED if table[state]])
        self.assertFalse([state for state in lifecycle.UNDER_WAY if 'cancelled' in table[state]])

    def test_goods_lead_the_state(self):
        for before, line, after in (
            ('approved', Line(approved=Decimal(3)), 'approved'),
            ('approved', Line(approved=Decimal(3), shipped=Decimal(3)), 'shipped'),
            ('shipped', Line(approved=Decimal(3), shipped=Decimal(2), received=Decimal(2)), 'shipped'),
            ('shipped', Line(approved=Decimal(2), shipped=Decimal(2), lost=Decimal(2)), 'received'),
            ('closed', Line(approved=Decimal(2), shipped=Decimal(2)), 'closed'),
        ):
            self.assertEqual(lifecycle.state_after_goods(before, [line]), after, line)

    def test_two_pairs_of_eyes(self):
        always, above = four_eyes.Policy(), four_eyes.Policy('above', Decimal(100))
        acted = {'request': {1}, 'ship': {2}}
        for act, person, policy, value, allowed in (
            ('approve', 1, always, 0, False),
            ('approve', 2, always, 0, True),
            ('approve', 1, above, 100, True),
            ('approve', 1, above, 101, False),
            ('receive', 2, always, 5, False),
            ('receive', 2, four_eyes.Policy('never'), 5, True),
            ('decide', 2, four_eyes.Policy('never'), 5, False),
            ('decide', 1, always, 5, True),
        ):
            self.assertEqual(four_eyes.is_allowed(act, person, acted, policy, Decimal(value)), allowed, (act, person, policy))

    @given(st.permutations(['pair', 'group', 'all']))
    def test_the_nearest_lane_rules_in_whatever_order_they_stand(self, order):
        known = {
            'pair': lanes.Lane('pair', source_store=1, dest_store=2),
            'group': lanes.Lane('group', source_group=5, dest_group=6),
            'all': lanes.Lane('all'),
        }
        here, there = lanes.Place(1, {5: 0}), lanes.Place(2, {6: 0, 7: 1})
        self.assertEqual(lanes.choose([known[name] for name in order], here, there), 'pair')
        self.assertEqual(lanes.choose([known[name] for name in order], there, here), 'all')
        self.assertEqual(lanes.choose([known['group'], known['all']], lanes.Place(9, {5: 1}), there), 'group')


PIECES = st.lists(st.tuples(st.sampled_from('AB'), st.sampled_from([None, 'OWNER']), st.integers(1, 5)), min_size=1, max_size=6)


class TestEngineTransferLaw(BaseCase):
    """What goods may do, for any goods: place 1 is the sender's, 2 the way, 3 the receiver's."""

    def _rows(self, step, pieces, place, place_to):
        return [
            law.Row(step, place, place_to, law.Piece('P', lot, owner), None, Decimal(quantity)) for lot, owner, quantity in pieces
        ]

    def _line(self, approved, in_transit=0):
        return law.Line('P', Decimal(approved), Decimal(in_transit), frozenset({2}))

    @given(pieces=PIECES, taken=st.data())
    def test_what_left_may_arrive_and_nothing_else(self, pieces, taken):
        sent, total = self._rows('ship', pieces, 1, 2), sum(quantity for *_piece, quantity in pieces)
        part = [(lot, owner, taken.draw(st.integers(0, quantity))) for lot, owner, quantity in pieces]
        rest = total - sum(quantity for *_piece, quantity in part)
        came = self._rows('receive', part, 2, 3)
        self.assertIsNone(law.breach(self._line(total, rest), sent + came, came))
        more = self._rows('receive', [('A', 'OTHER', 1)], 2, 3)
        kind = law.NEVER_LEFT if rest else law.NOT_THERE
        self.assertEqual(law.breach(self._line(total, rest - 1), sent + came + more, more).kind, kind)

    @given(pieces=PIECES, approved=st.integers(0, 30))
    def test_no_more_leaves_than_was_approved(self, pieces, approved):
        sent, total = self._rows('ship', pieces, 1, 2), sum(quantity for *_piece, quantity in pieces)
        found = law.breach(self._line(approved, total), sent, sent)
        self.assertEqual(found and found.kind, law.TOO_MANY if total > approved else None)
        self.assertIsNone(law.breach(self._line(total, total), sent, sent))

    @given(sent=st.integers(1, 60), part=st.integers(1, 60))
    def test_what_a_dozen_cannot_say_does_not_move(self, sent, part):
        line = law.Line(
            'P', Decimal(60), Decimal(0), frozenset({2}), least=Decimal('0.005'), unit=Decimal(12), grain=Decimal('0.01')
        )
        left, came = self._rows('ship', [(None, None, sent)], 1, 2), self._rows('receive', [(None, None, min(sent, part))], 2, 3)
        found = law.breach(line, left, left, {'ship': Decimal(sent)})
        self.assertEqual(found and found.kind, law.UNCOUNTABLE if sent % 3 else None)
        found = law.breach(line, left + came, came, {'receive': Decimal(min(sent, part))})
        self.assertEqual(found and found.kind, law.UNCOUNTABLE if part % 3 and part < sent else None)
        found = law.breach(line, left, left, {'prepare': Decimal(part)})
        self.assertEqual(found and found.kind, law.UNCOUNTABLE if part % 3 else None)

    def test_what_passes_through_does_not_stay(self):
        line = law.Line('P', Decimal(3), Decimal(0), frozenset({2, 9}), passage=9)
        sent = self._rows('ship', [('A', None, 3)], 1, 2) + self._rows('hand_over', [('A', None, 3)], 2, 9)
        came = self._rows('receive', [('A', None, 2)], 9, 3)
        self.assertEqual(law.breach(line, sent + came, came).kind, law.LEFT_BEHIND)
        came = self._rows('receive', [('A', None, 3)], 9, 3)
        self.assertIsNone(law.breach(line, sent + came, came))

    def test_another_product_and_less_than_went_on(self):
        row = law.Row('ship', 1, 2, law.Piece('Q'), None, Decimal(1))
        self.assertEqual(law.breach(self._line(5), [row], [row]).kind, law.WRONG_PRODUCT)
        sent, came = self._rows('ship', [('A', None, 1)], 1, 2), self._rows('receive', [('A', None, 2)], 2, 3)
        self.assertEqual(law.breach(self._line(5), sent + came, sent).kind, law.LESS_LEFT)
