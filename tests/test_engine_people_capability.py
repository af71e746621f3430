# Part of store_group. License LGPL-3.
from datetime import date, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..engine.people import role, scope
from ..engine.people.capability import ROWS, Capabilities, Grant, Sheet, gather
from ..engine.people.scope import Membership

TODAY = date(2026, 3, 1)
STORES = (1, 2, 3)
BELOW = {10: (1, 2), 20: (3,)}

sheets = st.builds(
    Sheet,
    st.frozensets(st.sampled_from(ROWS)),
    st.floats(0, 100),
    st.lists(st.tuples(st.integers(1, 2), st.floats(0, 10**6)), max_size=1).map(tuple),
)
places = st.one_of(
    st.sampled_from(STORES).map(lambda store: {'store_id': store}),
    st.sampled_from([10, 20, 99]).map(lambda group: {'group_id': group}),
    st.just({'all_stores': True}),
)
days = st.integers(-3, 3).map(lambda shift: TODAY + timedelta(days=shift))
members = st.builds(
    lambda role, place, begin, end: Membership(role, **place, date_from=begin, date_to=end),
    st.sampled_from(role.RANK),
    places,
    days,
    st.one_of(st.none(), days),
)
grants = st.lists(st.builds(Grant, members, sheets), max_size=5)


class TestEnginePeopleCapability(BaseCase):
    def _gather(self, grants):
        return gather(grants, BELOW, dict.fromkeys(STORES, TODAY), TODAY)

    def test_the_strongest_membership_decides_each_capability_for_itself(self):
        seller = Sheet(frozenset({'ship'}), 30.0, ((1, 0.0),))
        keeper = Sheet(frozenset({'count'}), 5.0, ((1, 100.0), (2, 7.0)))
        joined = self._gather([Grant(Membership('staff', store_id=1), seller), Grant(Membership('staff', store_id=1), keeper)])
        self.assertEqual(joined.sheet(1), Sheet(frozenset({'ship', 'count'}), 30.0, ((1, 100.0), (2, 7.0))))

    def test_a_membership_counts_from_its_first_to_its_last_day_in_the_store_s_zone(self):
        member = Membership('staff', store_id=1, date_from=TODAY, date_to=TODAY)
        grant = Grant(member, Sheet(frozenset({'ship'})))
        for day, holds in ((TODAY - timedelta(1), False), (TODAY, True), (TODAY + timedelta(1), False)):
            self.assertEqual(gather([grant], {}, {1: day}, TODAY).may('ship'), holds)

    def test_without_a_store_only_headquarters_acts(self):
        everywhere = Capabilities(everywhere=Sheet(frozenset({'ship'}), 50.0))
        self.assertFalse(everywhere.may('ship', []))
        self.assertFalse(everywhere.may('ship', [False]))
        self.assertEqual(everywhere.sheet(False).discount_limit, 0)
        self.assertTrue(everywhere.may('ship', [1, 77]))

    @settings(derandomize=True, deadline=None, max_examples=300)
    @given(grants, st.sampled_from(ROWS))
    def test_a_capability_holds_exactly_where_a_current_membership_gives_it(self, held, row):
        result = self._gather(held)
        for store in STORES:
            expected = any(
                row in grant.sheet.may
                and grant.membership.holds_on(TODAY)
                and (
                    grant.membership.all_stores
                    or grant.membership.store_id == store
                    or store in BELOW.get(grant.membership.group_id, ())
                )
                for grant in held
            )
            self.assertEqual(result.may(row, [store]), expected)

    @settings(derandomize=True, deadline=None, max_examples=200)
    @given(st.lists(st.builds(Grant, members, sheets), max_size=2))
    def test_nobody_may_anything_where_they_reach_nothing(self, held):
        reach = scope.reach([grant.membership for grant in held], BELOW, dict.fromkeys(STORES, TODAY), TODAY)
        beyond = [] if reach.see_all else [store for store in STORES if store not in reach.see]
        assume(beyond)
        result = self._gather(held)
        for store in beyond:
            self.assertEqual(result.sheet(store), Sheet())

    @settings(derandomize=True, deadline=None, max_examples=200)
    @given(grants, grants)
    def test_a_further_membership_takes_nothing_away(self, held, more):
        before, after = self._gather(held), self._gather(held + more)
        for store in STORES:
            self.assertEqual(before.sheet(store) | after.sheet(store), after.sheet(store))
