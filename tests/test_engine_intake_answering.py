# Part of store_group. License LGPL-3.
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..engine.cleaning.text import shape
from ..engine.intake.answering import people, places, products, scoring, words
from ..engine.intake.answering.alike import likeness
from ..engine.intake.answering.causes import FOUND_CODES, cause_of, kind_of
from ..engine.intake.answering.contents import differences, replaced, told, value_at
from ..engine.intake.vocabulary import ISSUE_CODES, STATUSES

TEXT = st.text(max_size=12)
CODES = st.text(alphabet='abAB01-_ /０Ａ', min_size=1, max_size=8)
CANDIDATES = st.lists(st.builds(scoring.Candidate, st.integers(1, 6), st.integers(1, 99)), max_size=8)
PAYLOADS = st.fixed_dictionaries(
    {
        'external_id': TEXT,
        'total': st.one_of(st.none(), TEXT, st.integers()),
        'lines': st.lists(st.dictionaries(st.sampled_from(['sku', 'quantity', 'row', 'name']), TEXT), min_size=1, max_size=4),
    }
)


@tagged('post_install', '-at_install')
class TestEngineIntakeAnswering(BaseCase):
    """What is proposed, and how sure: certain only where strong evidence points at one thing."""

    @given(CANDIDATES)
    @settings(max_examples=200, deadline=None)
    def test_certain_means_strong_and_alone(self, candidates):
        ranked = scoring.ranked(candidates)
        self.assertEqual([item.score for item in ranked], sorted((item.score for item in ranked), reverse=True))
        self.assertEqual(len({item.key for item in ranked}), len(ranked))
        if scoring.is_certain(ranked):
            self.assertGreaterEqual(ranked[0].score, scoring.CERTAIN)
            rest = [item.score for item in candidates if item.key != ranked[0].key]
            self.assertTrue(all(ranked[0].score - score >= scoring.LEAD for score in rest))

    @given(st.lists(st.sampled_from(sorted(scoring.EVIDENCE)), min_size=1), st.lists(st.sampled_from(sorted(scoring.DOUBTS))))
    @settings(max_examples=200, deadline=None)
    def test_doubts_never_raise_a_score_and_it_stays_percent(self, evidence, doubts):
        sure, doubted = scoring.candidate(1, evidence), scoring.candidate(1, evidence, doubts)
        self.assertTrue(1 <= doubted.score <= sure.score <= 99)
        self.assertLessEqual(set(evidence) | set(doubts), set(doubted.reasons))

    @given(CODES, st.lists(CODES, min_size=1, max_size=5, unique=True), TEXT)
    @settings(max_examples=300, deadline=None)
    def test_a_product_is_proposed_only_with_evidence(self, key, codes, name):
        known = [products.Known(number, code) for number, code in enumerate(codes)]
        for found in products.propose(products.Asked(key, name), known):
            code = codes[found.key]
            self.assertTrue(code == key or shape(code) == shape(key) or products.plain(code) == products.plain(key))
        same = [code for code in codes if shape(code) and shape(code) == shape(key)]
        if len(same) > 1:
            ranked = products.propose(products.Asked(key), known)
            self.assertFalse(scoring.is_certain(ranked), "two of one form are never certain")

    def test_a_code_and_a_name_that_contradict_are_not_certain(self):
        known = products.Known(1, 'AB-12', names=('White Shirt',))
        self.assertTrue(scoring.is_certain(products.propose(products.Asked('ab-12', 'White shirt M'), [known])))
        self.assertFalse(scoring.is_certain(products.propose(products.Asked('ab-12', '羊毛裤'), [known])))
        self.assertFalse(scoring.is_certain(products.propose(products.Asked('XY', 'White Shirt'), [known])), "a name alone")
        archived = products.Known(2, 'AB-12', names=('White Shirt',), is_archived=True)
        self.assertFalse(scoring.is_certain(products.propose(products.Asked('AB-12', ''), [archived])))

    @given(TEXT, TEXT)
    @settings(max_examples=200, deadline=None)
    def test_likeness_is_a_share_and_the_same_both_ways(self, one, other):
        self.assertTrue(0.0 <= likeness(one, other) <= 1.0)
        self.assertEqual(likeness(one, other), likeness(other, one))

    @given(TEXT, st.lists(st.tuples(TEXT, TEXT), max_size=5))
    @settings(max_examples=200, deadline=None)
    def test_a_person_is_never_proposed_by_the_name(self, name, contacts):
        known = [people.Person(name, key=number) for number, _pair in enumerate(contacts)]
        self.assertEqual(people.propose(people.Person(name), known), [])

    def test_a_person_is_certain_by_a_key_and_the_name(self):
        ann = people.Person('Ann Li', '13800138000', 'ann@example.com', key=1)
        self.assertTrue(scoring.is_certain(people.propose(people.Person('Ann Li', email='ANN@example.com'), [ann])))
        self.assertFalse(scoring.is_certain(people.propose(people.Person('Bob Wu', '13800138000'), [ann])), "a shared phone")
        self.assertEqual(people.propose(people.Person('Ann Li', '138****8000', 'a**@example.com'), [ann]), [])

    @given(TEXT, st.lists(st.tuples(TEXT, TEXT), max_size=5))
    @settings(max_examples=200, deadline=None)
    def test_a_store_is_certain_only_by_its_whole_name(self, name, stores):
        known = [places.Place(number, code, (own,)) for number, (code, own) in enumerate(stores)]
        ranked = places.propose(name, known)
        if scoring.is_certain(ranked):
            code, own = stores[ranked[0].key]
            self.assertIn(places.fold(name), {places.fold(code), places.fold(own)})

    @given(st.sampled_from(sorted(ISSUE_CODES)), TEXT, TEXT, TEXT)
    @settings(max_examples=200, deadline=None)
    def test_words_are_canonical(self, code, field, found, said):
        for item in words.propose(code, 'status', found, said):
            self.assertIn(item.key, (*STATUSES, said, *said.split(' | '), '-'))
        words.propose(code, field, found, said)

    @given(st.sampled_from(sorted(ISSUE_CODES | set(FOUND_CODES))), st.integers(1, 3), st.integers(0, 4), TEXT)
    @settings(max_examples=200, deadline=None)
    def test_a_cause_knows_no_line(self, code, document, line, found):
        one, other = (cause_of(code, document, f'lines[{at}].quantity', found) for at in (line, line + 1))
        self.assertEqual(one, other)
        kind_of(code, has_order=True, has_place=True, stops=True, stays=False)

    @given(PAYLOADS, TEXT)
    @settings(max_examples=200, deadline=None)
    def test_a_value_is_put_where_it_is_read_and_nothing_else_changes(self, payload, value):
        before = repr(payload)
        at = len(payload['lines']) - 1
        changed = replaced(payload, f'lines[{at}].quantity', value)
        self.assertEqual(value_at(changed, f'lines[{at}].quantity'), value)
        self.assertEqual(repr(payload), before)
        self.assertLessEqual({path for path, _one, _other in differences(payload, changed)}, {f'lines[{at}].quantity'})
        self.assertEqual(differences(payload, payload), [])
        told(payload, at)
