# Part of store_group. License LGPL-3.
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..engine.people import scope
from ..engine.people.reason import ELSEWHERE, GRANTS, NOT_YET, OVER, READ_ONLY, weigh
from ..engine.people.scope import Membership
from .test_engine_people_capability import BELOW, STORES, TODAY, members


class TestEnginePeopleReason(BaseCase):
    def _effects(self, held, stores=(1,), mode='read'):
        return [
            weighed.effect for weighed in weigh(dict(enumerate(held)), stores, BELOW, dict.fromkeys(STORES, TODAY), TODAY, mode)
        ]

    def test_what_a_membership_lacks(self):
        day = timedelta(days=1)
        for member, mode, effect in (
            (Membership('staff', store_id=1), 'write', GRANTS),
            (Membership('auditor', store_id=1), 'read', GRANTS),
            (Membership('auditor', group_id=10), 'write', READ_ONLY),
            (Membership('staff', store_id=1, date_from=TODAY + day), 'read', NOT_YET),
            (Membership('staff', all_stores=True, date_from=date(2020, 1, 1), date_to=TODAY - day), 'read', OVER),
            (Membership('staff', store_id=2), 'read', ELSEWHERE),
            (Membership('group_manager', group_id=20), 'read', ELSEWHERE),
        ):
            self.assertEqual(self._effects([member], mode=mode), [effect])

    def test_no_membership_reaches_a_document_of_headquarters(self):
        self.assertEqual(self._effects([Membership('staff', all_stores=True)], stores=()), [ELSEWHERE])

    @settings(derandomize=True, deadline=None, max_examples=300)
    @given(st.lists(members, max_size=5), st.sampled_from(STORES), st.sampled_from(['read', 'write']))
    def test_the_reason_never_contradicts_the_reach(self, held, store, mode):
        reach = scope.reach(held, BELOW, dict.fromkeys(STORES, TODAY), TODAY)
        reached = reach.reaches_all(mode) or store in reach.stores(mode)
        self.assertEqual(GRANTS in self._effects(held, (store,), mode), reached)
