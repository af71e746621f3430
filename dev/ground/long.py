# Part of store_group. License LGPL-3.
"""The long run: what is too slow for every change. Its result is kept in docs/verification.md."""
import datetime
import platform
import subprocess
import sys

from . import paths, results, say

# Odoo's own tests of the apps whose behaviour we extend. A test that fails without us too is not ours.
CORE_SUITES = ('product', 'sales_team', 'sale', 'sale_management', 'crm', 'sale_crm', 'stock', 'stock_account',
               'sale_stock')
PAGE = """# Last long verification

Written by `./dev/test --long`; do not edit.

| | |
| --- | --- |
| date | {date} |
| commit | {commit} |
| command | `{command}` |
| machine | {machine} |
| time | {minutes:.0f} minutes |
| result | **{passed} passed, {failed} failed**, {skipped} skipped |

{notes}
{failures}"""


def run(test_run):
    """Odoo's own suites with the add-on installed, compared with the same suites without it."""
    outcomes = {}
    for name, addons in (('without', []), ('with', [paths.NAME])):
        with say.step(f"Odoo's own suites {name} the add-on"):
            outcomes[name] = _core_suites(test_run, name, addons)
    before, after = outcomes['without'], outcomes['with']
    # a warning of core, or a test that fails or is skipped without us too, is not ours
    new = {name: text for name, text in after.failed.items() if name not in before.failed and ' in the log' not in name}
    lost = before.passed - after.passed - set(after.failed)
    test_run.notes = [
        f"Odoo's own suites ({', '.join(CORE_SUITES)}), without those that need a web server: {len(after.passed)} "
        f'pass with the add-on, {len(before.passed)} without it; {len(new)} fail and {len(lost)} do not run only with it.']
    for name, text in new.items():
        test_run.outcome.fail(f'core suite, only with the add-on: {name}', text)
    for name in lost:
        test_run.outcome.fail(f'core suite, only with the add-on: {name}', 'did not run')
    if not after.passed:
        test_run.outcome.fail('core suites', 'no test of core ran')
    elif not new and not lost:
        test_run.outcome.passed.add('core suites: none fails because of the add-on')


def _core_suites(test_run, name, addons):
    databases, server = test_run.databases, test_run.server
    database, log = databases.name(f'core_{name}'), paths.logs() / f'core_{name}.log'
    databases.clone(databases.template(), database)
    test_run.logs.append(log)
    if addons:
        server.once(database, '-i', ','.join(addons), log=paths.logs() / 'core_install.log')
    code = server.tool('shell', database, '--no-http', log=log, stdin=paths.ROOT / 'dev/checks/core_suites.py',
                       STORE_GROUP_CORE_SUITES=','.join(CORE_SUITES))
    databases.remove(database)
    return results.read_log(log, exit_code=code)


def write(test_run, seconds):
    outcome = test_run.outcome
    commit = _git('rev-parse', '--short', 'HEAD') + (' with local changes' if _git('status', '--porcelain') else '')
    failures = ''.join(f'- failed: {name}\n' for name in sorted(outcome.failed))
    notes = ''.join(f'- {note}\n' for note in getattr(test_run, 'notes', []))
    page = PAGE.format(
        date=datetime.date.today(), commit=commit, command=' '.join(['dev/test', *sys.argv[1:]]),
        machine=f'{platform.system()} {platform.machine()}, Python {platform.python_version()}', minutes=seconds / 60,
        passed=len(outcome.passed), failed=len(outcome.failed), skipped=len(outcome.skipped), notes=notes,
        failures=failures)
    (paths.ROOT / 'docs' / 'verification.md').write_text(page.rstrip() + '\n', encoding='utf-8')


def _git(*arguments):
    result = subprocess.run(['git', *arguments], cwd=paths.ROOT, capture_output=True, text=True)
    return result.stdout.strip() if result.returncode == 0 else ''
