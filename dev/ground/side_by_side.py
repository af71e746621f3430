# Part of store_group. License LGPL-3.
"""The parts of a whole run, as many at once as the machine has cores."""

import os
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait

from . import extending, leaving, lint, paths, results, say, selection, unit, upgrading

SHARDS = 6
MOST = 4


class SideBySide:
    """Every part of a whole run: lint, installation, tests, uninstallation.

    The tests of the core are dealt into shards; each has a clone of one database in which the add-on is installed,
    so that no part sees what another one commits. `run` is the run of `dev/test` whose outcome they fill.
    """

    def __init__(self, run):
        self.run, self.workers = run, max(1, min(MOST, os.cpu_count() or 1))

    def check(self):
        """Do every part; the longest first, the shards as soon as there is a database to clone."""
        with ThreadPoolExecutor(self.workers) as pool:
            installation = pool.submit(self._installation)
            parts = (self._bridges, self._texts, self._leaving_with_bridges, self._demo, self._leaving, self._upgrade_apart)
            waiting = {installation, *(pool.submit(part) for part in parts)}
            while waiting:
                done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                for part in done:
                    self.run.outcome.add(part.result())
                if installation in done and not installation.result().failed:
                    waiting.add(pool.submit(self._example))
                    waiting |= {
                        pool.submit(self._shard, number, modules)
                        for number, modules in enumerate(selection.shards(self._modules(), SHARDS), 1)
                    }

    def _texts(self):
        outcome = results.Outcome()
        with say.step('Lint'):
            outcome.add(lint.run(self.run.server))
        with say.step('Tests without a database'):
            outcome.add(unit.run_tools())
            tests = [test for test in self.run.tests if test.is_unit]
            outcome.add(unit.run(self.run.server, tests, **self.run.environment))
        return outcome

    def _installation(self):
        with say.step('Installation of the core'):
            return self.run.installed('core', [paths.NAME])

    def _modules(self):
        """Return {test module of the core: number of its tests}."""
        counts = {}
        for test in self.run.tests:
            if test.addon == paths.NAME and not test.is_unit and not test.is_demo:
                counts[test.module] = counts.get(test.module, 0) + 1
        return counts

    def _shard(self, number, modules):
        databases, name = self.run.databases, f'core_{number}'
        tags = ','.join(f'/{paths.NAME}/tests/{module}.py' for module in modules)
        with say.step(f'Tests in Odoo: core, part {number} of {SHARDS}'):
            databases.clone(databases.name('test_core'), databases.name(f'test_{name}'))
            outcome = self.run.tested(name, '--test-tags', tags)
            databases.remove(databases.name(f'test_{name}'))
        return outcome

    def _example(self):
        with say.step('The example of docs/extending.md'):
            return extending.check(self.run)

    def _bridges(self):
        names = sorted(paths.bridges())
        if not names:
            return results.Outcome()
        with say.step('Tests in Odoo: bridges'):
            return self.run.installed('bridges', names, '--test-tags', selection.odoo_tags_of(names), bridges=True)

    def _demo(self):
        with say.step('Installation with demo data'):
            outcome = self.run.with_demo_data()
        with say.step(f'Upgrade from {upgrading.VERSION}'):
            return outcome.add(upgrading.check(self.run))

    def _upgrade_apart(self):
        with say.step(f'Upgrade from {upgrading.VERSION} without the bridges in the addons path'):
            return upgrading.check_apart(self.run)

    def _leaving(self):
        with say.step('Uninstallation, reinstallation, neutralisation'):
            return leaving.alone(self.run)

    def _leaving_with_bridges(self):
        with say.step('Uninstallation, reinstallation, neutralisation, with bridges'):
            return leaving.with_bridges(self.run)
