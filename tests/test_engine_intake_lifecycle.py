# Part of store_group. License LGPL-3.
import itertools

from odoo.tests import BaseCase

from ..engine.intake.lifecycle import DOCUMENT_TRANSITIONS, FIXED, ORDER_TRANSITIONS, REPLACEABLE, decide_replay, may_follow


class TestEngineIntakeLifecycle(BaseCase):
    def test_every_state_is_known_reachable_and_can_be_left(self):
        for transitions in (DOCUMENT_TRANSITIONS, ORDER_TRANSITIONS):
            states = set(transitions)
            self.assertEqual(set().union(*transitions.values()) - states, set())
            reached, waiting = {'new'}, ['new']
            while waiting:
                for state in transitions[waiting.pop()] - reached:
                    reached.add(state)
                    waiting.append(state)
            self.assertEqual(reached, states)
            for state, following in transitions.items():
                self.assertTrue(following, state)
                self.assertNotIn(state, following, 'staying is always allowed and needs no entry')

    def test_all_pairs_of_states(self):
        for transitions in (DOCUMENT_TRANSITIONS, ORDER_TRANSITIONS):
            for state, following in itertools.product(transitions, repeat=2):
                self.assertEqual(may_follow(transitions, state, following), state == following or following in transitions[state])
            self.assertFalse(may_follow(transitions, 'new', 'no-such'))
            with self.assertRaises(KeyError):
                may_follow(transitions, 'no-such', 'new')

    def test_nothing_is_made_of_an_order_that_was_not_ready(self):
        for state in ORDER_TRANSITIONS:
            if state not in ('ready', 'conflict'):
                self.assertFalse(state != 'done' and may_follow(ORDER_TRANSITIONS, state, 'done'), state)

    def test_all_meanings_of_a_second_arrival(self):
        moments = (None, 1, 2)
        for state, old, new, same in itertools.product(REPLACEABLE | FIXED, moments, moments, (True, False)):
            with self.subTest(state=state, old=old, new=new, same=same):
                answer = decide_replay('h', old, 'h' if same else 'i', new, state)
                if same:
                    self.assertEqual(answer, 'duplicate')
                elif old and new and new < old:
                    self.assertEqual(answer, 'stale', 'older content never overwrites newer')
                elif state in FIXED:
                    self.assertEqual(answer, 'conflict', 'what was promised is not changed silently')
                elif old and not new:
                    self.assertEqual(answer, 'conflict', 'of unknown age beside known age: a person chooses')
                else:
                    self.assertEqual(answer, 'update')

    def test_no_order_yet_may_be_written_in_any_way_and_unknown_states_are_refused(self):
        for nothing in (None, False, ''):
            self.assertEqual(decide_replay('h', None, 'i', None, nothing), 'update')
        with self.assertRaises(ValueError):
            decide_replay('h', None, 'h', None, 'no-such')

    def test_states_of_the_intake_are_all_decided(self):
        self.assertLessEqual(set(ORDER_TRANSITIONS) - {'new'}, REPLACEABLE | FIXED)
        self.assertFalse(REPLACEABLE & FIXED)
