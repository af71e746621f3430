# Part of store_group. License LGPL-3.
"""Our tests beside OCA add-ons for the same models: all installed together, and a failing test with each alone."""

import datetime
import json
import subprocess

from . import paths, results, say, selection

# name of the add-on: what both change
NEIGHBOURS = {
    'operating_unit': 'users bound to units of their own',
    'stock_warehouse_security': 'rules on warehouses and stock',
    'base_multi_company': 'records of several companies',
    'queue_job': 'work in background',
    'auditlog': 'patches create, write and unlink',
}
NEEDED = ('openupgradelib',)
TIMEOUT = 60 * 60
TITLE = '## Beside neighbours'


class Neighbours:
    """`present` is {add-on: version} of what exists for 19.0; tests failing beside them fail the run."""

    def __init__(self, test_run, tests):
        self.run, self.server, self.databases, self.tests = test_run, test_run.server, test_run.databases, tests
        self.folder = paths.cache() / 'neighbours'
        self.logs = paths.logs()

    def check(self):
        self.present = self._fetch()
        with say.step(f'Our tests beside {", ".join(self.present)}'):
            outcome = self._tests_beside('all', sorted(self.present), self.tests)
        if outcome.failed:
            self._name_the_guilty(outcome)
        prefix = 'beside neighbours: '
        self.run.outcome.passed |= {prefix + name for name in outcome.passed}
        for name, text in outcome.failed.items():
            self.run.outcome.fail(prefix + name, text)
        last_file().write_text(
            json.dumps(
                {
                    'date': datetime.date.today().isoformat(),
                    'commit': paths.commit(),
                    'present': self.present,
                    'filter': self.run.options.filter or '',
                    'passed': len(outcome.passed),
                    'failed': sorted(outcome.failed),
                }
            )
        )

    def _fetch(self):
        """Return {add-on: version} of what there is for 19.0, fetched once."""
        for name in (*NEEDED, *NEIGHBOURS):
            folder = self.folder / name
            if folder.is_dir():
                continue
            wanted = name if name in NEEDED else f'odoo-addon-{name.replace("_", "-")}==19.0.*'
            command = [self.server.python, '-m', 'pip', 'install', '--quiet', '--no-deps', '--target', folder, wanted]
            with say.step(f'Fetching {wanted}'):
                found = subprocess.run(command, capture_output=True, text=True, check=False)
            if found.returncode:
                say.line(f'   there is none to be had: {found.stderr.strip().splitlines()[-1]}')
        return {
            name: paths.manifest(self._addons(name) / name)['version']
            for name in NEIGHBOURS
            if (self._addons(name) / name / '__manifest__.py').is_file()
        }

    def _addons(self, name):
        return self.folder / name / 'odoo' / 'addons'

    def _tests_beside(self, purpose, neighbours, tests):
        """Install the add-on together with `neighbours` and run these tests of ours."""
        database, log = self.databases.name(f'beside_{purpose}'), self.logs / f'beside_{purpose}.log'
        self.databases.clone(self.databases.template(), database)
        addons = [*self.server.folders, *map(self._addons, neighbours), *self.server.odoo.addons]
        self.run.logs.append(log)
        code = self.server.once(
            database,
            '-i',
            ','.join([paths.NAME, *neighbours]),
            '--addons-path',
            ','.join(map(str, addons)),
            '--test-tags',
            selection.odoo_tags(tests),
            log=log,
            timeout=TIMEOUT,
            PYTHONPATH=':'.join(map(str, (self.server.odoo.home, *(self.folder / name for name in NEEDED)))),
        )
        self.databases.remove(database)
        found = results.read_log(log, self.run.allowed, code)
        # warnings caused by the other add-on are not ours
        found.failed = {name: text for name, text in found.failed.items() if not name.startswith('WARNING in the log')}
        if not found.passed and not found.failed:
            found.fail('beside neighbours', 'no test ran')
        return found

    def _name_the_guilty(self, outcome):
        """Run failed tests again beside each add-on alone, and add to the text where they fail too."""
        ours = [
            test
            for test in self.tests
            if any(name.endswith(f'{test.klass}.{test.method}') or f'({test.klass})' in name for name in outcome.failed)
        ]
        alone = {}
        for one in self.present if ours else ():
            with say.step(f'What failed, beside {one} alone'):
                alone[one] = self._tests_beside(one, [one], ours).failed
        for name, text in list(outcome.failed.items()):
            guilty = [one for one, failed in alone.items() if name in failed]
            outcome.failed[name] = f'{text}\n(beside {" and ".join(guilty) + " alone" if guilty else "all of them together"})'


def last_file():
    return paths.own() / 'neighbours.json'


def page(known=''):
    """The last run of this checkout as Markdown; if there is none, the text of the page as it is."""
    if not last_file().is_file():
        _above, title, section = known.partition(f'{TITLE}\n')
        return title + section
    last = json.loads(last_file().read_text())
    missing = sorted(set(NEIGHBOURS) - set(last['present']))
    tests = f"our tests with \"{last['filter']}\" in their name" if last['filter'] else 'our suite'
    lines = [
        TITLE,
        '',
        f"On one database with {', '.join(f'{name} {version}' for name, version in last['present'].items())}, {tests}: "
        f"{last['passed']} passed, {len(last['failed'])} failed ({last['date']}, commit {last['commit']}).",
    ]
    lines += ['', f"Not published for Odoo 19: {', '.join(missing)}."] if missing else []
    lines += ['', *[f'- fails beside them: `{name}`' for name in last['failed']]] if last['failed'] else []
    return '\n'.join(lines) + '\n'
