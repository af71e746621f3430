# Part of store_group. License LGPL-3.
"""Tests of the development tools: each check must be able to fail."""

import pathlib
import tempfile
import textwrap
import unittest

from bench import figures
from storm import orders as storm_orders

from . import apt, lint, long, results, selection, storm, suites

LOG = """\
2026-01-01 10:00:00,000 7 INFO db odoo.addons.store_group.tests.test_a: Starting TestA.test_good ...
2026-01-01 10:00:00,000 7 INFO db odoo.addons.store_group.tests.test_a: Starting TestA.test_bad ...
2026-01-01 10:00:00,000 7 INFO db odoo.addons.store_group.tests.test_a: ======================================
2026-01-01 10:00:00,000 7 ERROR db odoo.addons.store_group.tests.test_a: FAIL: TestA.test_bad
Traceback (most recent call last):
AssertionError: 1 != 2
2026-01-01 10:00:00,000 7 INFO db odoo.addons.store_group.tests.test_a: Starting TestA.test_parts ...
2026-01-01 10:00:00,000 7 ERROR db odoo.addons.store_group.tests.test_a: FAIL: Subtest TestA.test_parts (case=1)
2026-01-01 10:00:00,000 7 ERROR db odoo.addons.store_group.tests.test_a: FAIL: Subtest TestA.test_parts (case=2)
2026-01-01 10:00:00,000 7 INFO db odoo.addons.store_group.tests.test_a: skipped TestA.test_later : not yet
2026-01-01 10:00:00,000 7 INFO db odoo.addons.store_group.tests.test_a: skipped TestA.test_tour : Chrome not found
2026-01-01 10:00:00,000 7 WARNING db odoo.fields: field store.store.x: unknown parameter
2026-01-01 10:00:00,000 7 WARNING db py.warnings: /odoo/addons/sale/x.py:3: DeprecationWarning: old
2026-01-01 10:00:00,000 7 ERROR db odoo.tests.result: 3 failed, 0 error(s) of 3 tests
"""


class TestShards(unittest.TestCase):
    def test_every_module_is_in_one_shard_and_the_shards_are_alike(self):
        sizes = {f'test_{number}': number % 7 + 1 for number in range(50)}
        shards = selection.shards(sizes, 6)
        self.assertEqual(sorted(module for shard in shards for module in shard), sorted(sizes))
        loads = [sum(sizes[module] for module in shard) for shard in shards]
        self.assertLessEqual(max(loads) - min(loads), 1)

    def test_few_modules_make_few_shards(self):
        self.assertEqual(selection.shards({'test_a': 1}, 6), [['test_a']])


class TestPage(unittest.TestCase):
    def test_one_section_is_written_and_the_others_stay(self):
        page = '# Page\n\n## One\n\n1\n\n## Two\n\n2\n'
        self.assertEqual(long.with_section(page, '## One', '## One\n\nnew'), '# Page\n\n## One\n\nnew\n\n## Two\n\n2\n')
        self.assertEqual(long.with_section(page, '## New', '## New\n\n3'), page + '\n## New\n\n3\n')


class TestLog(unittest.TestCase):
    def read(self, text, exit_code=0, allowed=''):
        with tempfile.TemporaryDirectory() as folder:
            log, patterns = pathlib.Path(folder, 'log'), pathlib.Path(folder, 'allowed')
            log.write_text(text)
            patterns.write_text(allowed)
            return results.read_log(log, results.read_allowed(patterns, odoo='/odoo'), exit_code)

    def test_each_kind_of_outcome_is_told_apart(self):
        outcome = self.read(LOG.replace('good ...', 'good ... '), 1, '# core\n^py\\.warnings: {odoo}/')
        self.assertEqual(outcome.passed, {'store_group.tests.test_a:TestA.test_good'})
        self.assertEqual(
            sorted(outcome.failed),
            [
                'WARNING in the log: odoo.fields',
                'store_group.tests.test_a:TestA.test_bad',
                'store_group.tests.test_a:TestA.test_parts',
                'store_group.tests.test_a:TestA.test_parts (2)',
                'store_group.tests.test_a:TestA.test_tour',
            ],
        )
        self.assertIn('1 != 2', outcome.failed['store_group.tests.test_a:TestA.test_bad'])
        self.assertEqual(outcome.skipped, {'store_group.tests.test_a:TestA.test_later': 'not yet'})

    def test_a_warning_that_is_not_allowed_fails(self):
        self.assertIn('WARNING in the log: py.warnings', self.read(LOG).failed)

    def test_a_broken_class_is_a_failure(self):
        line = LOG.splitlines()[0].replace('INFO', 'ERROR')
        text = line.partition(': ')[0] + ': ERROR: setUpClass (odoo.addons.store_group.tests.test_a.TestA)\n'
        self.assertEqual(len(self.read(text).failed), 1)

    def test_a_crash_without_a_word_is_a_failure(self):
        self.assertEqual(list(self.read('', 3).failed), ['Odoo ended with code 3'])

    def test_an_allowed_warning_needs_a_reason(self):
        with self.assertRaises(ValueError):
            self.read(LOG, allowed='py.warnings')


class TestXml(unittest.TestCase):
    GOOD = (
        b'<odoo>\n    <record id="a"\n            model="b">\n        <field name="c">x <b>y</b></field>\n'
        b'    </record>\n</odoo>\n'
    )

    def test_good_xml_has_no_finding(self):
        self.assertEqual(lint.check_xml(self.GOOD), [])

    def test_bad_xml_has_findings(self):
        for bad in (
            self.GOOD.replace(b'    <rec', b'  <rec'),
            self.GOOD.replace(b'    </rec', b'</rec'),
            self.GOOD.replace(b'</odoo>', b'</odo>'),
            self.GOOD.replace(b'        <field', b'\t<field'),
            self.GOOD.rstrip(),
            self.GOOD.replace(b'<odoo>', b'<odoo> '),
        ):
            self.assertTrue(lint.check_xml(bad), bad)


class TestSelection(unittest.TestCase):
    def test_a_word_finds_modules_classes_and_methods(self):
        test = selection.Test('store_group', 'test_transfer_ship', 'TestShipping', 'test_two_parcels')
        for word in ('transfer', 'shipping', 'parcels', 'TestShipping.test_two', 'test_transfer_ship'):
            self.assertTrue(test.matches(word), word)
        self.assertFalse(test.matches('receive'))


class TestSources(unittest.TestCase):
    def test_both_formats_are_read_and_what_is_switched_off_is_not(self):
        with tempfile.TemporaryDirectory() as folder:
            parts = pathlib.Path(folder, 'sources.list.d')
            parts.mkdir()
            pathlib.Path(folder, 'sources.list').write_text(
                '# deb http://off/debian stable main\n'
                'deb [arch=amd64 signed-by=/k.gpg] http://one/debian stable main contrib # x\n'
                'deb-src http://src/debian stable main\n'
            )
            parts.joinpath('a.sources').write_text(
                textwrap.dedent("""\
                Types: deb deb-src
                # a comment
                URIs: http://two/debian
                Suites: stable
                  stable-updates
                Components: main

                Enabled: no
                Types: deb
                URIs: http://off/debian
                Suites: stable
                Components: main
                """)
            )
            self.assertEqual(
                apt.read_sources(pathlib.Path(folder)),
                [
                    apt.Source('http://two/debian', ('stable', 'stable-updates'), ('main',)),
                    apt.Source('http://one/debian', ('stable',), ('main', 'contrib')),
                ],
            )


class TestSuites(unittest.TestCase):
    def side(self, passed=(), failed=(), skipped=(), stopped=False):
        return {'passed': list(passed), 'failed': dict.fromkeys(failed, 'why'), 'skipped': list(skipped), 'stopped': stopped}

    def test_only_what_is_worse_with_the_add_on_differs(self):
        without = self.side('abc', 'd', 'e')
        self.assertEqual(suites.differences(without, self.side('abcd', skipped='e')), [])
        self.assertEqual(suites.differences(without, self.side('a', 'cd', 'b')), [('c', 'why'), ('b', 'is skipped')])
        self.assertEqual(suites.differences(without, self.side('ab', 'd', 'e')), [('c', 'did not run')])

    def test_what_did_not_run_in_time_is_no_difference(self):
        self.assertEqual(suites.differences(self.side('abc'), self.side('a', stopped=True)), [])

    def test_the_page_lists_both_sides_and_names_every_failure(self):
        page = suites.page(
            {'crm': {'date': 'day', 'commit': 'c', 'without': self.side('ab', 'd'), 'with': self.side('a', 'bd', stopped=True)}}
        )
        self.assertIn('| crm | 2, 1, 0 | 1, 2, 0 (stopped at the time limit) | 1 | day | c |', page)
        self.assertIn('- crm, fails only with the add-on: `b`', page)
        self.assertIn('- crm, fails on both sides: `d`', page)

    def test_the_page_keeps_what_another_checkout_compared(self):
        known = suites.page(
            {
                app: {'date': 'old', 'commit': 'c', 'without': self.side('ab', 'd'), 'with': self.side('ab', 'd')}
                for app in ('crm', 'sale')
            }
        )
        page = suites.page({'sale': {'date': 'new', 'commit': 'c', 'without': self.side('a'), 'with': self.side('a')}}, known)
        self.assertIn('| crm | 2, 1, 0 | 2, 1, 0 | none | old | c |', page)
        self.assertIn('- crm, fails on both sides: `d`', page)
        self.assertIn('| sale | 1, 0, 0 | 1, 0, 0 | none | new | c |', page)
        self.assertNotIn('- sale', page)


class TestFigures(unittest.TestCase):
    def case(self, *ratios, slack=0.0):
        return {'act': 'a', 'model': 'm', 'reach': 'r', 'slack': slack, 'pairs': [(ratio / 100, 1 / 100) for ratio in ratios]}

    def test_a_row_holds_when_the_upper_end_of_its_interval_does(self):
        self.assertTrue(figures.holds(self.case(*[1.0] * 15)))
        self.assertFalse(figures.holds(self.case(*[1.0] * 8, *[1.3] * 7)))
        self.assertIn(': MISSED', figures.at_most_row(self.case(*[1.3] * 15)))

    def test_a_slack_of_milliseconds_lets_a_small_list_pass(self):
        self.assertTrue(figures.holds(self.case(*[1.3] * 15, slack=0.005)))
        self.assertFalse(figures.holds(self.case(*[1.6] * 15, slack=0.005)))


class TestStorm(unittest.TestCase):
    """What is sent in a storm: every version of every order, the last one too, the same for the same seed."""

    def test_every_version_is_sent(self):
        plans = storm_orders.plans(50, 3, seed=1)
        sent = [one for own in plans for call in own for one in call]
        wanted = {(number, version) for number in range(50) for version in range(1, storm_orders.last_version(number) + 1)}
        self.assertEqual(set(sent), wanted)
        self.assertGreater(len(sent), len(wanted), 'they overlap')
        self.assertEqual(plans, storm_orders.plans(50, 3, seed=1))

    def test_versions_differ_and_add_up(self):
        for number in range(60):
            told = [storm_orders.canonical(number, version) for version in (1, 2, 3)]
            self.assertEqual(len({str(one['lines']) for one in told}), 3)
            self.assertEqual(sorted(one['updated_at'] for one in told), [one['updated_at'] for one in told])
            for version, one in enumerate(told, 1):
                total = sum(line['quantity'] * float(line['unit_price']) for line in one['lines'])
                self.assertAlmostEqual(total, float(storm_orders.total(number, version)))

    def test_files_hold_nothing_newer(self):
        for held in storm_orders.files(40, 2, seed=3):
            self.assertEqual(len(held), 20)
            self.assertTrue(all(version <= storm_orders.last_version(number) for number, version in held))

    def test_the_ratio_needs_both(self):
        phases = {'one process': {'orders': 100, 'seconds': 10}, '3 processes': {'orders': 100, 'seconds': 5}}
        self.assertEqual(storm.Storm.ratio(phases, 3), 2.0)
        self.assertIsNone(storm.Storm.ratio({'one process': phases['one process']}, 3))
