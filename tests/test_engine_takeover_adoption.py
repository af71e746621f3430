# Part of store_group. License LGPL-3.
from datetime import date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..engine.takeover import adoption
from ..engine.takeover import proposal as adoption_proposal
from ..engine.takeover.adoption import Rule, decide, never_win
from ..engine.takeover.proposal import Source

DAYS = st.none() | st.dates(date(2026, 1, 1), date(2026, 1, 5))
RULES = st.lists(
    st.one_of(
        st.builds(Rule, st.sampled_from(['team', 'warehouse']), st.integers(1, 3), st.integers(1, 4), st.integers(1, 2), DAYS),
        st.builds(Rule, st.just('prefix'), st.sampled_from(['T', 'TB', 'JD']), st.integers(1, 4), st.integers(1, 2), DAYS),
    ),
    max_size=6,
)
FACTS = st.fixed_dictionaries(
    {
        'team': st.frozensets(st.integers(1, 3), max_size=1),
        'warehouse': st.frozensets(st.integers(1, 3), max_size=1),
        'prefix': st.sampled_from(['', 'TB-1', 'T-1', 'JD1', 'tb']),
    }
)


class TestEngineTakeoverAdoption(BaseCase):
    def test_the_first_rule_that_knows_the_document_decides(self):
        rules = [Rule('team', 1, 10, 1), Rule('warehouse', 1, 20, 1)]
        self.assertEqual(decide(rules, {'team': {1}, 'warehouse': {1}}, 1, None), 0)
        self.assertEqual(decide(rules, {'team': {2}, 'warehouse': {1}}, 1, None), 1)
        self.assertIsNone(decide(rules, {'team': {2}}, 1, None))

    def test_a_rule_never_reaches_into_another_company(self):
        self.assertIsNone(decide([Rule('team', 1, 10, 1)], {'team': {1}}, 2, None))
        self.assertEqual(decide([Rule('team', 1, 10, 1)], {'team': {1}}, None, None), 0)

    def test_the_day_is_the_one_of_the_stores_zone(self):
        rules = [Rule('team', 1, 10, 1, date(2026, 3, 1), 'Asia/Shanghai')]
        self.assertEqual(decide(rules, {'team': {1}}, 1, datetime(2026, 2, 28, 16)), 0)
        self.assertIsNone(decide(rules, {'team': {1}}, 1, datetime(2026, 2, 28, 15, 59)))
        self.assertIsNone(decide(rules, {'team': {1}}, 1, None))

    def test_an_earlier_day_does_not_overrule_a_later_rule(self):
        rules = [Rule('team', 1, 10, 1, date(2026, 3, 1)), Rule('team', 1, 20, 1)]
        self.assertEqual(never_win(rules), [])
        self.assertEqual(never_win(rules[::-1]), [(1, 0)])

    @settings(derandomize=True, max_examples=300, deadline=None)
    @given(RULES, FACTS, st.integers(1, 2), DAYS)
    def test_what_never_wins_never_decides(self, rules, facts, company, day):
        self.assertNotIn(decide(rules, facts, company, day), [place for place, _winner in never_win(rules)])

    @settings(derandomize=True, max_examples=200, deadline=None)
    @given(RULES, FACTS, st.integers(1, 2), DAYS)
    def test_taking_away_what_never_wins_changes_no_decision(self, rules, facts, company, day):
        losers = {place for place, _winner in never_win(rules)}
        kept = [rule for place, rule in enumerate(rules) if place not in losers]
        before, after = decide(rules, facts, company, day), decide(kept, facts, company, day)
        self.assertEqual(rules[before] if before is not None else None, kept[after] if after is not None else None)

    def test_every_state_of_a_takeover_is_in_the_table(self):
        self.assertEqual(set(adoption.ALLOWED), set(adoption.STATES))
        self.assertLessEqual({state for states in adoption.ALLOWED.values() for state in states}, set(adoption.STATES))

    def test_names_join_within_a_company_only(self):
        found = adoption_proposal.propose(
            [Source('warehouse', 1, '杭州仓库', 1, 'HZ'), Source('team', 2, '杭州店', 1), Source('team', 3, '杭州店', 2)]
        )
        self.assertEqual([proposal.sources for proposal in found], [{'warehouse': 1, 'team': 2}, {'team': 3}])

    def test_cut_warehouse_codes_become_codes_of_their_own(self):
        found = adoption_proposal.propose(
            [Source('warehouse', 1, 'Store 001', 1, 'STORE'), Source('warehouse', 2, 'Store 002', 2, 'STORE')], ['store']
        )
        codes = [proposal.code for proposal in found]
        self.assertEqual(len(set(codes)), 2)
        self.assertNotIn('STORE', codes)

    @settings(derandomize=True, max_examples=200, deadline=None)
    @given(
        st.lists(
            st.tuples(
                st.sampled_from(['warehouse', 'team', 'journal']),
                st.sampled_from(['East', 'East Team', 'West', '西湖店', '仓库']),
                st.integers(1, 2),
                st.sampled_from(['', 'WH', 'EAST']),
            ),
            max_size=12,
        )
    )
    def test_every_source_is_used_at_most_once_and_codes_are_unique(self, rows):
        sources = [
            Source(kind, number, name, company, code, kind != 'journal')
            for number, (kind, name, company, code) in enumerate(rows)
        ]
        found = adoption_proposal.propose(sources, ['WH'])
        used = [(kind, place) for proposal in found for kind, place in proposal.sources.items()]
        self.assertEqual(len(used), len(set(used)))
        leading = {(source.kind, source.id) for source in sources if source.leads}
        self.assertLessEqual(leading, set(used))
        codes = [proposal.code for proposal in found]
        self.assertEqual(len(codes), len(set(codes)))
        self.assertNotIn('WH', codes)
