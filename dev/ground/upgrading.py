# Part of store_group. License LGPL-3.
"""A database of an earlier release with documents, upgraded: the same figures as before, and the schema of a new one."""

import json
import re

from . import paths, results
from .leaving import CHECKS, compare, play
from .server import Server

# The release that factories upgrade from: by its hash, for clones without tags.
RELEASE = '95ff1d3c401944567b8d2f3abdceabebd46b1e32'
VERSION = '19.0.1.0.0'
TITLE = f'upgrade from {VERSION}'
# What Odoo says of an installed add-on that its path does not name, before ours names it.
NOT_FOUND = (
    re.compile(r'^odoo\.modules\.\w+: module store_group_\w+: (manifest not found|not installable, skipped)'),
    re.compile(r'^odoo\.modules\.loading: Some modules are not loaded, .*store_group_'),
)
OF_BRIDGES = r"name LIKE 'store\_group\_%'"
TITLE_APART = f'upgrade from {VERSION} without the bridges in the addons path'


def check(test_run):
    """Install the release with its demo group, upgrade it to this tree; returns an Outcome."""
    databases, new = test_run.databases, test_run.server
    tree = paths.release(RELEASE)
    if tree is None:
        return _without_release(TITLE)
    old = Server(new.odoo, new.python, new.cluster, name=f'odoo_{VERSION}', tree=tree)
    database, log = databases.name('test_upgrade'), paths.logs() / 'test_upgrade.log'
    databases.clone(databases.template(demo=True), database)
    counted = {}
    steps = (
        ('installation', lambda: old.once(database, '-i', paths.NAME, '--with-demo', log=log)),
        ('use', lambda: old.tool('shell', database, '--no-http', log=log, stdin=tree / 'dev' / 'checks' / 'use_everything.py')),
        ('figures before', lambda: _count(old, database, log, counted, 'before')),
        ('upgrade', lambda: new.once(database, '-u', paths.NAME, log=log)),
        ('figures after', lambda: _count(new, database, log, counted, 'after')),
        ('same figures', lambda: _same(log, **counted)),
        ('made as a new one', lambda: compare(new, databases.name('test_demo'), database, log, 'allowed_upgrade.txt')),
    )
    outcome = play(test_run, TITLE, log, steps, looks=('same figures', 'made as a new one'))
    databases.remove(database)
    return outcome


def check_apart(test_run):
    """Upgrade where the apps of our bridges are installed and the addons path names no bridge; returns an Outcome.

    The release could not find its bridges there. The upgrade brings them, the next one updates them too.
    """
    databases, tree = test_run.databases, paths.release(RELEASE)
    if tree is None:
        return _without_release(TITLE_APART)
    odoo, python, cluster = test_run.server.odoo, test_run.server.python, test_run.server.cluster
    old = Server(odoo, python, cluster, name=f'odoo_apart_{VERSION}', tree=tree, bridges=False)
    new = Server(odoo, python, cluster, name='odoo_apart', bridges=False)
    database, log = databases.name('test_upgrade_apart'), paths.logs() / 'test_upgrade_apart.log'
    databases.clone(databases.template(bridges=True), database)
    _forget_bridges(cluster, database)
    counted = {}
    steps = (
        ('installation', lambda: old.once(database, '-i', paths.NAME, log=log)),
        ('use', lambda: old.tool('shell', database, '--no-http', log=log, stdin=tree / 'dev' / 'checks' / 'use_everything.py')),
        ('figures before', lambda: _count(old, database, log, counted, 'before')),
        ('upgrade', lambda: new.once(database, '-u', paths.NAME, log=log)),
        ('bridges', lambda: _lacks_bridges(cluster, database, log)),
        ('figures after', lambda: _count(new, database, log, counted, 'after')),
        ('same figures', lambda: _same(log, **counted)),
        ('aged bridges', lambda: _age_bridges(cluster, database, log)),
        ('next upgrade', lambda: new.once(database, '-u', paths.NAME, log=log)),
        ('bridges of the next upgrade', lambda: _lacks_bridges(cluster, database, log)),
    )
    outcome = play(
        test_run, TITLE_APART, log, steps, looks=('bridges', 'same figures', 'bridges of the next upgrade'), allowed=NOT_FOUND
    )
    databases.remove(database)
    return outcome


def _without_release(title):
    outcome = results.Outcome()
    outcome.skipped[title] = f'this clone does not hold commit {RELEASE[:7]}; `git fetch --unshallow` brings it'
    return outcome


def _lacks_bridges(cluster, database, log):
    """Write the bridges that are not installed in the version of this tree; returns their number."""
    answer = cluster.query(database, "SELECT name || ' ' || state || ' ' || COALESCE(latest_version, '') FROM ir_module_module")
    wanted = [f'{name} installed {paths.manifest(folder)["version"]}' for name, folder in paths.bridges().items()]
    lacking = [line for line in wanted if line not in answer.splitlines()]
    log.write_text(''.join(f'not {line}\n' for line in lacking))
    return len(lacking)


def _forget_bridges(cluster, database):
    """Take the bridges out of the list of apps: the template was made where Odoo finds them."""
    cluster.query(database, f'DELETE FROM ir_module_module WHERE {OF_BRIDGES}')
    cluster.query(database, r"DELETE FROM ir_model_data WHERE module = 'base' AND name LIKE 'module\_store\_group\_%'")


def _age_bridges(cluster, database, log):
    """Let the bridges be of an earlier version, so that an upgrade that leaves one out is seen; returns an exit code."""
    log.write_text('')
    cluster.query(database, f"UPDATE ir_module_module SET latest_version = '19.0.0.1.0' WHERE {OF_BRIDGES}")
    return 0


def _count(server, database, log, counted, moment):
    """Store the sums of the documents and reports of a database under `moment`; returns the exit code."""
    answer = paths.own() / f'upgrade_{moment}.json'
    answer.unlink(missing_ok=True)
    code = server.tool('shell', database, '--no-http', log=log, stdin=CHECKS / 'figures.py', STORE_GROUP_ANSWER=str(answer))
    counted[moment] = json.loads(answer.read_text()) if answer.is_file() else {}
    return code or not counted[moment]


def _same(log, before, after):
    """Write the figures of both releases that differ; returns their number."""
    allowed = results.read_allowed(paths.ROOT / 'dev' / 'allowed_upgrade.txt')
    lines = [
        f'{name}: {value} before, {after.get(name, "nothing")} after'
        for name, value in sorted(before.items())
        if after.get(name) != value
    ]
    lines = [line for line in lines if not any(pattern.search(line) for pattern in allowed)]
    log.write_text('\n'.join(lines) + '\n')
    return len(lines)
