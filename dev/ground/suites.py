# Part of store_group. License LGPL-3.
"""Odoo's own suites with the add-on and without it, one app after the other.

Each app's tests run on a fresh clone, in a process of its own with a time limit. The results of each side are kept: the side
without the add-on depends on Odoo and the apps only, the side with it also on our sources. So a stopped run continues
where it was, and the page of the last comparison of every app survives in this checkout.
"""

import datetime
import json
import time

from . import paths, results, say

# In order of risk. The first line runs with the apps we depend on, the second with those of the bridges as well.
CORE_APPS = (
    'crm',
    'sale',
    'sale_stock',
    'stock_account',
    'stock',
    'account',
    'sale_management',
    'sale_crm',
    'sales_team',
    'product',
)
BRIDGED_APPS = ('purchase_stock', 'pos_sale', 'point_of_sale', 'website_sale_stock', 'website_sale')
BRIDGED_DEPENDS = ('purchase_stock', 'pos_sale', 'website_sale_stock', 'mrp')
SIDES = ('without', 'with')
LIMIT = 2 * 60 * 60  # wall-clock time: on a busy machine a suite takes many times as long as alone
SCRIPT = paths.ROOT / 'dev' / 'checks' / 'core_suites.py'


class Suites:
    """The comparison of every app asked for; `last` is what docs/verification.md shows."""

    def __init__(self, test_run):
        self.run, self.databases, self.server = test_run, test_run.databases, test_run.server
        self.kept = paths.cache() / 'suites'
        self.kept.mkdir(exist_ok=True)
        self.last = read_last()

    def compare(self, apps):
        """Compare these apps, or all; every difference is a failure of the run."""
        unknown = [app for app in apps if app not in CORE_APPS + BRIDGED_APPS]
        if unknown:
            raise say.Missing(
                f'No suite of {", ".join(unknown)} is compared.\n'
                f'Next step: name some of {", ".join(CORE_APPS + BRIDGED_APPS)}.'
            )
        for app in apps or CORE_APPS + BRIDGED_APPS:
            sides = {side: self._side(app, side) for side in SIDES}
            self._once_more(app, sides['without'], sides['with'])
            self.last[app] = {'date': datetime.date.today().isoformat(), 'commit': paths.commit(), **sides}
            _last_file().write_text(json.dumps(self.last, indent=1))
            self._judge(app, **sides)

    def _judge(self, app, **sides):
        outcome = self.run.outcome
        for name, why in differences(sides['without'], sides['with']):
            outcome.fail(f'core suite of {app}, only with the add-on: {name}', why)
        if not sides['with']['passed']:
            outcome.fail(f'core suite of {app}', 'no test of it passed')
        elif not differences(sides['without'], sides['with']):
            outcome.passed.add(f'core suite of {app}: the same with the add-on')

    # one side of one app

    def _side(self, app, side):
        depends = self._depends(app)
        known = f'{self.server.odoo.version} {",".join(depends)}'
        if side == 'with':
            known += f' {paths.sources_stamp()}'
        kept = self.kept / f'{app}_{side}_{paths.short_hash(known)}.json'
        if kept.is_file():
            say.line(f'{app} {side} the add-on: known')
            return json.loads(kept.read_text())
        with say.step(f"Odoo's own tests of {app} {side} the add-on"):
            found = self._run(app, side, self._template(app, side, depends))
        if not found['stopped']:
            kept.write_text(json.dumps(found))
        say.line(
            f"   {len(found['passed'])} passed, {len(found['failed'])} failed, {found['seconds']} s"
            + (', stopped at the limit' if found['stopped'] else '')
        )
        return found

    def _depends(self, app):
        depends = set(paths.manifest()['depends'])
        return sorted(depends | set(BRIDGED_DEPENDS)) if app in BRIDGED_APPS else sorted(depends)

    def _template(self, app, side, depends):
        """The database the app's tests run on a clone of."""
        bare = self.databases.template_of(depends)
        if side == 'without':
            return bare
        ours = [paths.NAME, *sorted(paths.bridges())] if app in BRIDGED_APPS else [paths.NAME]
        stamp = paths.short_hash(f'{bare} {paths.sources_stamp()}')
        name = self.databases.name('suites_' + ('bridged' if len(depends) > len(paths.manifest()['depends']) else 'core'))
        mark = paths.own() / f'{name}.stamp'
        if not (self.server.cluster.exists(name) and mark.is_file() and mark.read_text() == stamp):
            log = paths.logs() / f'{name}.log'
            self.databases.clone(bare, name)
            if self.server.once(name, '-i', ','.join(ours), log=log):
                raise say.Missing(f'The add-on cannot be installed.\nNext step: read {log}.')
            mark.write_text(stamp)
        return name

    def _once_more(self, app, without, with_us):
        """Run tests that failed only with the add-on a second time: some of Odoo's tests depend on the clock or the load."""
        names = [name for name, _why in differences(without, with_us) if name in with_us['failed']]
        if not names or with_us['stopped']:
            return
        tests = ','.join(f"/{app}:{name.partition(':')[2]}" for name in names)
        with say.step(f'{len(names)} of {app} once more'):
            again = self._run(app, 'with', self._template(app, 'with', self._depends(app)), tests)
        for name in set(names) & set(again['passed']):
            del with_us['failed'][name]
            with_us['passed'].append(name)
            with_us.setdefault('second', []).append(name)

    def _run(self, app, side, template, tests=''):
        database, log = self.databases.name(f'suite_{app}_{side}'), paths.logs() / f'suite_{app}_{side}.log'
        self.databases.clone(template, database)
        self.run.logs.append(log)
        start = time.monotonic()
        code = self.server.tool(
            'shell',
            database,
            '--no-http',
            log=log,
            stdin=SCRIPT,
            timeout=LIMIT,
            STORE_GROUP_CORE_SUITES=app,
            STORE_GROUP_CORE_TESTS=tests,
        )
        self.databases.remove(database)
        found = results.read_log(log, exit_code=code)
        return {
            'passed': sorted(found.passed),
            'skipped': sorted(found.skipped),
            'stopped': code == 124,
            # messages in the log only have no name to compare
            'failed': {
                name: text[:4000]
                for name, text in found.failed.items()
                if ' in the log' not in name and not (code == 124 and name.startswith('Odoo ended'))
            },
            'seconds': round(time.monotonic() - start),
        }


def _last_file():
    return paths.own() / 'suites.json'


def read_last():
    """Return {app: its last comparison in this checkout}."""
    return json.loads(_last_file().read_text()) if _last_file().is_file() else {}


def differences(without, with_us):
    """Return [(test, why)] for what fails, or does not run, only with the add-on."""
    found = [(name, text) for name, text in with_us['failed'].items() if name not in without['failed']]
    if not without['stopped'] and not with_us['stopped']:
        seen = {*with_us['passed'], *with_us['skipped'], *with_us['failed']}
        found += [(name, 'did not run') for name in without['passed'] if name not in seen]
        found += [(name, 'is skipped') for name in without['passed'] if name in with_us['skipped']]
    return found


def page(last, known=''):
    """Both lists of every app compared so far, as Markdown.

    :param known: the page as it is: its lines of the apps this checkout has not compared are kept
    """
    kept = {
        app: [line for line in known.splitlines() if line.startswith((f'| {app} | ', f'- {app}, fails '))]
        for app in CORE_APPS + BRIDGED_APPS
        if app not in last
    }
    kept = {app: lines for app, lines in kept.items() if lines}
    if not last and not kept:
        return ''
    rows = [
        '## Odoo\'s own suites, with the add-on and without it',
        '',
        'Every test of the app that needs no web server, on a database without demo data in which the apps of the '
        'add-on are installed (for the suites of purchase, tills and websites also theirs, and the bridges). A test that '
        'fails on both sides has nothing to do with us: all apps are loaded, there is no demo data, the machine is busy.',
        '',
        '| app | without: pass, fail, skipped | with: pass, fail, skipped | only with the add-on | date | commit |',
        '| --- | --- | --- | --- | --- | --- |',
    ]
    below = []
    for app in sorted({*last, *kept}, key=(CORE_APPS + BRIDGED_APPS).index):
        if app in kept:
            rows += kept[app][:1]
            below += kept[app][1:]
            continue
        sides, changed = last[app], differences(last[app]['without'], last[app]['with'])
        counts = [
            ', '.join(str(len(sides[side][kind])) for kind in ('passed', 'failed', 'skipped'))
            + (' (stopped at the time limit)' if sides[side]['stopped'] else '')
            for side in SIDES
        ]
        rows.append(f"| {app} | {counts[0]} | {counts[1]} | {len(changed) or 'none'} | {sides['date']} | {sides['commit']} |")
        both = sorted(set(sides['with']['failed']) & set(sides['without']['failed']))
        for title, names in (
            ('only with the add-on', [name for name, _why in changed]),
            ('on both sides', both),
            ('with the add-on the first time, not the second', sides['with'].get('second', [])),
            ('only without it', sorted(set(sides['without']['failed']) - set(sides['with']['failed']))),
        ):
            below += [f'- {app}, fails {title}: `{name}`' for name in names]
    missing = [app for app in CORE_APPS + BRIDGED_APPS if app not in last and app not in kept]
    rows += ['', f"Not compared yet: {', '.join(missing)}."] if missing else []
    return '\n'.join([*rows, '', *below]) + '\n'
