# Part of store_group. License LGPL-3.
"""`dev/test`: every check of the add-on, or the part a filter names. The last line is `N passed, N failed`."""

import argparse
import time

from . import browser, hostile, lint, long, paths, postgres, results, say, selection, standby, storm, unit, upgrading
from .databases import Databases
from .neighbours import Neighbours
from .odoo import get as get_odoo
from .rivals import Rivals
from .server import Server
from .side_by_side import SideBySide
from .standby import Standby
from .storm import ORDERS, PROCESSES, Storm
from .suites import Suites
from .venv import python as get_python

TIMEOUT, TIMEOUT_LONG = 40 * 60, 6 * 60 * 60


def main(arguments=None):
    options = _options(arguments)
    start = time.monotonic()
    try:
        run = Run(options)
        run.everything()
    except say.Missing as missing:
        say.stop_with(missing)
    except KeyboardInterrupt:
        say.line('\nstopped by you')
        raise SystemExit(130) from None
    return run.report(time.monotonic() - start)


def _options(arguments):
    parser = argparse.ArgumentParser(prog='dev/test', description=__doc__)
    parser.add_argument('filter', nargs='?', help='only tests whose module, class or method has this in its name')
    parser.add_argument('--unit', action='store_true', help='only what needs no database: seconds')
    parser.add_argument('--lint', action='store_true', help='only the checks of the text of the code')
    parser.add_argument(
        '--fast', action='store_true', help='tests only, in the database of the last run: nothing is installed or updated'
    )
    parser.add_argument(
        '--suites',
        nargs='*',
        metavar='APP',
        help="only Odoo's own suites with and without the add-on, of these apps or all; resumes a stopped run",
    )
    parser.add_argument(
        '--neighbours',
        action='store_true',
        help='only the tests with a database, those of the filter or all, beside add-ons of OCA',
    )
    parser.add_argument('--rivals', action='store_true', help='only real processes at the same transfers, two at once and killed')
    parser.add_argument(
        '--standby',
        action='store_true',
        help='only the reports read from a streaming standby, checked by the statistics of both servers',
    )
    parser.add_argument(
        '--storm',
        nargs='*',
        type=int,
        metavar='N',
        help=f'only orders that arrive many times at once, workers killed: processes ({PROCESSES}), orders ({ORDERS})',
    )
    parser.add_argument('--upgrade', action='store_true', help='only the upgrade of a database of the last release')
    parser.add_argument(
        '--long', action='store_true', help='also random histories, many processes, the core suites; writes docs/verification.md'
    )
    return parser.parse_args(arguments)


DEMO_TAG = 'store_group_demo'


class Run:
    """One call of the command: its parts, one after the other, and their results."""

    def __init__(self, options):
        self.options = options
        self.outcome = results.Outcome()
        self.logs = []
        self.environment = {'STORE_GROUP_LONG': '1'} if options.long else {}
        self.tests = list(selection.all_tests(selection.addons()))
        if options.filter:
            self.tests = [test for test in self.tests if test.matches(options.filter)]
            say.line(f'{len(self.tests)} tests match "{options.filter}"')

    def everything(self):
        options = self.options
        odoo, python = get_odoo(), get_python()
        cluster = None if options.unit or options.lint else postgres.Cluster().ensure()
        self.server = Server(odoo, python, cluster)
        self.allowed = results.read_allowed(paths.ROOT / 'dev' / 'allowed_warnings.txt', odoo=odoo.home)
        alone = options.neighbours or options.rivals or options.standby or options.upgrade
        if alone or options.suites is not None or options.storm is not None:
            self.databases = Databases(self.server)
            if options.upgrade:
                self.outcome.add(self.with_demo_data()).add(upgrading.check(self)).add(upgrading.check_apart(self))
            elif options.standby:
                Standby(self).check()
            elif options.rivals:
                Rivals(self).check()
            elif options.storm is not None:
                Storm(self, *options.storm[:2]).check()
            elif options.neighbours:
                self._neighbours()
            else:
                self._core_suites(options.suites)
            return
        if options.lint:
            with say.step('Lint'):
                self.outcome.add(lint.run(self.server))
        elif options.unit or options.filter or options.fast:
            self._chosen()
        else:
            browser.get()
            self.databases = Databases(self.server)
            with self._alone():
                SideBySide(self).check()
            if options.long:
                hostile.check(self)
                Rivals(self).check()
                Storm(self).check()
                Standby(self).check()
                self._neighbours()
                self._core_suites([])

    def _chosen(self):
        """A part, one test after the other."""
        options = self.options
        if not options.filter and not options.fast:
            with say.step('Lint'):
                self.outcome.add(lint.run(self.server))
        with say.step('Tests without a database'):
            if not options.filter:
                self.outcome.add(unit.run_tools())
            self.outcome.add(unit.run(self.server, [test for test in self.tests if test.is_unit], **self.environment))
        with_database = [test for test in self.tests if not test.is_unit]
        if options.unit or not with_database:
            return
        browser.get()
        self.databases = Databases(self.server)
        with self._alone():
            self._tests_in_odoo(with_database)

    def _alone(self):
        return paths.lock(f'test-{paths.key()}', 'Another ./dev/test of this checkout is running; waiting for it.')

    def _neighbours(self):
        Neighbours(self, [test for test in self.tests if not test.is_unit and test.addon == paths.NAME]).check()

    def _core_suites(self, apps):
        with paths.lock(f'suites-{paths.key()}', 'Another comparison of this checkout is running; waiting for it.'):
            Suites(self).compare(apps)

    def _tests_in_odoo(self, tests):
        """The core alone, then again with the bridges, whose tests run with both."""
        bridges = sorted(paths.bridges())
        for name, addons in (('core', [paths.NAME]), ('bridges', bridges)):
            chosen = [test for test in tests if test.addon in addons and not test.is_demo]
            if not addons or self.options.filter and not chosen:
                continue
            tags = selection.odoo_tags(chosen) if self.options.filter else selection.odoo_tags_of(addons)
            with say.step(f'Tests in Odoo: {name}'):
                self.outcome.add(self.installed(name, addons, '--test-tags', tags, bridges=name == 'bridges'))
        if any(test.is_demo for test in tests):
            with say.step('Tests in Odoo: demo data'):
                self.outcome.add(self.with_demo_data())

    def installed(self, name, addons, *arguments, demo=False, bridges=False):
        """Install add-ons on a clone of the template, with the given arguments; returns an Outcome."""
        database = self.databases.name(f'test_{name}')
        if not (self.options.fast and self.server.cluster.exists(database)):
            self.databases.clone(self.databases.template(demo=demo, bridges=bridges), database)
            arguments = ('-i', ','.join(addons), *(['--with-demo'] if demo else []), *arguments)
        return self.tested(name, *arguments)

    def with_demo_data(self):
        """Install the add-on with its demo data and test that; the database stays, to compare an upgraded one with."""
        return self.installed('demo', [paths.NAME], '--test-tags', DEMO_TAG, demo=True)

    def tested(self, name, *arguments):
        """Run Odoo once on the database of that name, and read its log; returns an Outcome."""
        log = paths.logs() / f'test_{name}.log'
        self.logs.append(log)
        code = self.server.once(
            self.databases.name(f'test_{name}'),
            *arguments,
            log=log,
            timeout=TIMEOUT_LONG if self.options.long else TIMEOUT,
            **self.environment,
        )
        outcome = results.read_log(log, self.allowed, code)
        if '--test-tags' not in arguments:
            outcome.passed.add(f'installation: {name}') if not outcome.failed else None
        elif not outcome.passed and not outcome.failed:
            outcome.fail(f'tests in Odoo: {name}', 'no test ran')
        return outcome

    def report(self, seconds):
        """Print what failed, what was skipped, where to read more; returns the exit code."""
        outcome = self.outcome
        for name, text in sorted(outcome.failed.items()):
            say.line(f'{name}: {text}' if name.startswith('lint ') else f'\n== {name}\n{text.rstrip()}')
        if outcome.skipped:
            say.line('\nSkipped:')
            for name, reason in sorted(outcome.skipped.items()):
                say.line(f'  {name}: {reason}')
        say.line()
        for log in self.logs:
            say.line(f'log: {log}')
        if not outcome.passed and not outcome.failed:
            outcome.fail('nothing ran', '')
            say.line('Nothing ran' + (f': no test matches "{self.options.filter}".' if self.options.filter else '.'))
        say.line(f'time: {seconds:.0f} s')
        if self.options.long or self.options.neighbours or self.options.rivals or self.options.suites is not None:
            long.write(self, seconds)
        elif self.options.standby:
            long.write_section(standby.TITLE, standby.page())
        elif self.options.storm is not None:
            long.write_section(storm.TITLE, storm.page())
        say.line(f'{len(outcome.passed)} passed, {len(outcome.failed)} failed')
        return 1 if outcome.failed else 0
