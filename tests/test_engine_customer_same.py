# Part of store_group. License LGPL-3.
from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..engine.customer.same import Contact, Match, matches, one_of

WORDS = st.sampled_from(['', 'Ann Li', '王小明', 'Bob', '李*'])
PHONES = st.sampled_from(['', '13800138000', '+86 138 0013 8000', '138****8000', '13800138000-12', '110'])
MAILS = st.sampled_from(['', 'a@x.com', 'A@X.com ', 'b@x.com', 'a**@x.com'])
PLACES = st.sampled_from(['', 'Suzhou Road 487', 'Suzhou Road 478'])


def contact(key):
    return st.builds(Contact, st.just(key), st.just(key), WORDS, PHONES, MAILS, st.just(''), PLACES)


class TestSame(BaseCase):
    @given(contact(1), st.lists(st.integers(2, 5).flatmap(contact), unique_by=lambda item: item.key))
    def test_names_and_places_only_sort(self, new, known):
        found = matches(new, known)
        bare = [Contact(item.key, item.root, '', item.phone, item.email) for item in known]
        plain = matches(Contact(1, 1, '', new.phone, new.email), bare)
        self.assertEqual({match.key for match in found}, {match.key for match in plain})
        self.assertTrue(all(match.keys for match in found))
        self.assertEqual(matches(Contact(1, 1, new.name, place=new.place), known), [])
        self.assertEqual(
            found, sorted(found, key=lambda match: -match.score) if len({m.score for m in found}) == len(found) else found
        )

    def test_one_customer_or_a_question(self):
        two = [Match(3, 93, ('phone',)), Match(4, 90, ('email',))]
        self.assertEqual(one_of(two, {3: 3, 4: 3}), 3)
        self.assertIsNone(one_of(two, {3: 3, 4: 4}))
        self.assertIsNone(one_of([Match(3, 63, ('phone',), True)], {3: 3}))
