# Part of store_group. License LGPL-3.
import doctest
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..engine.intake import adding_up
from ..engine.intake.adding_up import Part, add_up, as_json, correction, from_json, own_order_because, own_parts
from ..engine.intake.draft import LineDraft, OrderDraft

cents = st.integers(-(10**6), 10**6).map(lambda value: Decimal(value) / 100)
taxes = st.lists(st.tuples(st.integers(1, 3), cents, cents), max_size=2, unique_by=lambda tax: tax[0]).map(
    lambda rows: tuple(sorted(rows))
)
parts = st.builds(
    Part, st.sampled_from(['1//0/9.9', '1/1/0/9.9', '2/1,2/10/5', '3//0/']), st.integers(1, 9).map(Decimal), *[cents] * 5, taxes
)
orders = st.lists(parts, min_size=1, max_size=4)
# what happens to a summary: an order comes, changes or leaves, or the summary is closed
histories = st.lists(st.tuples(st.integers(0, 5), st.one_of(orders, st.just([])), st.booleans()), min_size=1, max_size=25)


class TestEngineIntakeAddingUp(BaseCase):
    def test_examples(self):
        self.assertEqual(doctest.testmod(adding_up).failed, 0)

    @settings(derandomize=True, deadline=None, max_examples=300)
    @given(histories, st.randoms(use_true_random=False))
    def test_a_summary_is_the_sum_of_its_orders_in_any_order(self, history, dice):
        """Come, change, leave: kept by differences, it is what adding up all that is there gives, in any order."""
        here, kept = {}, {}
        for number, new, _closes in history:
            change = [*new, *(-part for part in here.get(number, ()))]
            kept = add_up([*kept.values(), *change])
            here[number] = new
        everything = [part for own in here.values() for part in own]
        dice.shuffle(everything)
        self.assertEqual(kept, add_up(everything))
        self.assertEqual(
            sum(part.total for part in kept.values()), sum(part.total for own in here.values() for part in own), "to the cent"
        )

    @settings(derandomize=True, deadline=None, max_examples=300)
    @given(histories)
    def test_what_is_closed_stays_and_a_correction_brings_the_difference(self, history):
        closed, corrections, here = {}, {}, {}
        for number, new, closes in history:
            stays = own_parts(
                [*closed.get(number, ()), *corrections.get(number, {}).values()] if closes else closed.get(number, ())
            )
            if closes:
                closed[number] = list(stays.values())
            corrections[number] = correction(add_up(new), stays)
            here[number] = add_up(new)
        for number, wanted in here.items():
            parts_there = [*closed.get(number, ()), *corrections[number].values()]
            self.assertEqual(own_parts(parts_there), wanted)
            self.assertFalse(
                [part for part in corrections[number].values() if not part.quantity and part.amount], "no line of nothing"
            )

    @settings(derandomize=True, deadline=None)
    @given(orders)
    def test_nothing_is_lost_between_runs(self, own):
        self.assertEqual(from_json(as_json(own)), own)

    def test_what_needs_an_order_of_its_own(self):
        moment = datetime(2026, 11, 11, 10, tzinfo=timezone.utc)
        line = LineDraft(Decimal(1), Decimal(10), sku='A')
        draft = OrderDraft('1', moment, 'CNY', (line,), status='paid')
        self.assertEqual(own_order_because(draft), '')
        for changed, reason in (
            ({'status': 'cancelled'}, 'refund'),
            ({'status': 'refunded'}, 'refund'),
            ({'invoice_title': 'Li Ltd.'}, 'invoice'),
            ({'ship_by': moment + timedelta(days=30)}, 'presale'),
            ({'ship_by': moment + timedelta(days=2)}, ''),
            ({'ship_by': moment + timedelta(days=30), 'status': 'shipped'}, ''),
        ):
            with self.subTest(changed):
                self.assertEqual(own_order_because(replace(draft, **changed)), reason)
