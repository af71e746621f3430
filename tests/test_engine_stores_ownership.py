# Part of store_group. License LGPL-3.
from itertools import product

from odoo.tests import BaseCase

from ..engine.stores import lifecycle, ownership


class TestEngineStoresOwnership(BaseCase):
    def test_the_first_source_that_names_a_store_decides(self):
        """Every combination of sources that have an opinion."""
        rest = ownership.SOURCES[1:]
        for speaking in product((False, True), repeat=len(rest)):
            candidates = {
                source: number * speaks for number, (source, speaks) in enumerate(zip(rest, speaking, strict=True), start=1)
            }
            first = next((number for number, speaks in enumerate(speaking, start=1) if speaks), None)
            self.assertEqual(ownership.derive(candidates).store_id, first)

    def test_a_person_who_says_no_store_is_obeyed(self):
        self.assertIsNone(ownership.derive({'explicit': False, 'team': 4}).store_id)

    def test_unknown_source_is_an_error(self):
        with self.assertRaises(KeyError):
            ownership.derive({'weather': 1})

    def test_every_state_has_its_followers_and_none_is_its_own(self):
        for state in lifecycle.STATES:
            self.assertTrue(lifecycle.ALLOWED[state])
            self.assertFalse(lifecycle.may_become(state, state))
            self.assertFalse(lifecycle.may_become(state, 'draft'))
