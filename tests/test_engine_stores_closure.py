# Part of store_group. License LGPL-3.
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..engine.stores import closure
from ..engine.stores.closure import Span

FIRST_DAY = date(2026, 1, 1)
GROUPS = range(1, 7)
TREES = {1: 1, 2: 1, 3: 1, 4: 1, 5: 2, 6: 2}


def place_of(spans, day):
    """What the rows say of one day."""
    return {span.place for span in spans if span.date_from <= day and (span.date_to is None or day <= span.date_to)}


def apply(spans, plan):
    """Do what the plan says, as the model does."""
    gone = {span.key for span, _last in plan.close} | {span.key for span in plan.delete} | {span.key for span in plan.reopen}
    rows = [span for span in spans if span.key not in gone]
    rows += [Span(*span.place, span.date_from, last, span.key) for span, last in plan.close]
    rows += [Span(*span.place, span.date_from, None, span.key) for span in plan.reopen]
    top = max([span.key for span in spans], default=0)
    rows += [Span(*span.place, span.date_from, None, top + number) for number, span in enumerate(plan.open, start=1)]
    return rows


class TestEngineStoresClosure(BaseCase):
    def test_chain_of_a_store_in_two_trees(self):
        places = closure.wanted([3, 5], {3: 2, 2: 1, 5: False}, TREES)
        self.assertEqual(places, {(1, 3, 0), (1, 2, 1), (1, 1, 2), (2, 5, 0)})

    def test_no_group_wants_no_row(self):
        self.assertEqual(closure.wanted([], {}, {}), set())

    def test_two_groups_of_one_tree_are_refused(self):
        with self.assertRaises(ValueError):
            closure.wanted([1, 2], {}, TREES)

    def test_a_cycle_is_refused(self):
        with self.assertRaises(ValueError):
            closure.wanted([1], {1: 2, 2: 1}, TREES)

    def test_leaving_and_coming_back_on_one_day_leaves_no_trace(self):
        before = [Span(1, 1, 0, FIRST_DAY, None, 1)]
        day = FIRST_DAY + timedelta(days=3)
        moved = apply(before, closure.plan(before, {(1, 2, 0)}, day))
        back = apply(moved, closure.plan(moved, {(1, 1, 0)}, day))
        self.assertEqual([(span.place, span.date_from, span.date_to) for span in back], [((1, 1, 0), FIRST_DAY, None)])

    def test_a_zone_that_moves_the_clock_back_never_makes_a_negative_row(self):
        before = [Span(1, 1, 0, FIRST_DAY, None, 1)]
        plan = closure.plan(before, {(1, 2, 0)}, FIRST_DAY - timedelta(days=1))
        self.assertEqual(plan.delete, (before[0],))
        self.assertEqual(plan.open[0].date_from, FIRST_DAY)

    @settings(derandomize=True, deadline=None, max_examples=300)
    @given(
        st.lists(
            st.tuples(
                st.integers(0, 3),  # days that pass before the change
                st.sampled_from(('store', 'parent')),
                st.sampled_from(GROUPS),
                st.sampled_from((0, *GROUPS)),
            ),
            min_size=2,
            max_size=25,
        )
    )
    def test_the_rows_answer_like_a_diary_kept_every_evening(self, changes):
        """Random moves of a store and of whole groups, against a naive snapshot of each day."""
        parents, direct, spans, diary, day = {}, {}, [], {}, FIRST_DAY
        for wait, what, group, target in changes:
            for _passed in range(wait):
                diary[day] = closure.wanted(direct.values(), parents, TREES)
                day += timedelta(days=1)
            if what == 'store':
                direct[TREES[group]] = group
                if target == 0:
                    direct.pop(TREES[group])
            elif target < group and (target == 0 or TREES[target] == TREES[group]):  # no cycle this way
                parents[group] = target
            places = closure.wanted(direct.values(), parents, TREES)
            spans = apply(spans, closure.plan(spans, places, day))
        diary[day] = closure.wanted(direct.values(), parents, TREES)
        for asked, places in diary.items():
            self.assertEqual(place_of(spans, asked), places)
        for span in spans:
            for other in spans:
                if span.key < other.key and span.place[:2] == other.place[:2]:
                    apart = (span.date_to and span.date_to < other.date_from) or (
                        other.date_to and other.date_to < span.date_from
                    )
                    self.assertTrue(apart, f'{span} overlaps {other}')
