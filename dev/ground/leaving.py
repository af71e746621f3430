# Part of store_group. License LGPL-3.
"""Installed, used, uninstalled: core is as before. Installed again: it works. Neutralised: a copy does nothing outside."""

import subprocess

from . import paths, postgres, results, say

CHECKS = paths.ROOT / 'dev' / 'checks'


def alone(test_run):
    """The add-on alone, installed, used and uninstalled in one database; returns an Outcome."""
    return _life(test_run, 'leaving no trace', [paths.NAME])


def with_bridges(test_run):
    """The add-on with its bridges, likewise."""
    if not paths.bridges():
        return results.Outcome()
    return _life(test_run, 'bridges leaving no trace', [*sorted(paths.bridges()), paths.NAME], bridges=True)


def _life(test_run, title, addons, bridges=False):
    databases, server = test_run.databases, test_run.server
    template, names = databases.template(bridges=bridges), ','.join(addons)
    purpose = 'test_leaving_bridges' if bridges else 'test_leaving'
    database, log = databases.name(purpose), paths.logs() / f'{purpose}.log'
    databases.clone(template, database)
    uses = [('use', CHECKS / 'use_everything.py')]
    uses += [
        (f'use of {name}', folder / 'dev' / 'use_everything.py')
        for name, folder in paths.bridges().items()
        if bridges and (folder / 'dev' / 'use_everything.py').is_file()
    ]
    steps = (
        ('installation', lambda: server.once(database, '-i', names, log=log)),
        *(
            (step, lambda script=script: server.tool('shell', database, '--no-http', log=log, stdin=script))
            for step, script in uses
        ),
        ('uninstallation', lambda: server.tool('module uninstall', database, *addons, log=log)),
        ('what stays behind', lambda: compare(server, template, database, log)),
        ('reinstallation', lambda: server.once(database, '-i', names, log=log)),
        ('neutralisation', lambda: server.tool('neutralize', database, log=log)),
    )
    outcome = play(test_run, title, log, steps, looks=('what stays behind',))
    databases.remove(database)
    return outcome


def play(test_run, title, log, steps, looks=(), allowed=()):
    """Do one step after the other, each a name and a call that returns an exit code; returns an Outcome.

    A failing step ends it, except for those named in `looks`, which only compare. Warnings in `allowed` (patterns) belong to it.
    """
    outcome = results.Outcome()
    for name, act in steps:
        code = act()
        found = results.read_log(log, [*test_run.allowed, *allowed], 0)
        if code and not found.failed:
            found.fail('', log.read_text(encoding='utf-8', errors='replace')[-3000:])
        for kind, text in found.failed.items():
            outcome.fail(f'{title}, {name}: {kind}', text)
        if not code and not found.failed:
            outcome.passed.add(f'{title}, {name}')
        kept = paths.logs() / f'test_{title}_{name}.log'.replace(' ', '_')
        log.replace(kept)
        if code:
            say.line(f'   "{name}" failed, see {kept}')
            if name not in looks:
                break
    return outcome


def compare(server, before, after, log, allowed='allowed_traces.txt'):
    """Write how the schema and settings of two databases differ, except for what a list in dev/ allows; returns the number."""
    places = [f'host={server.cluster.host} user={postgres.ROLE} dbname={database}' for database in (before, after)]
    result = subprocess.run([server.python, CHECKS / 'core_state.py', *places], capture_output=True, text=True)
    patterns = results.read_allowed(paths.ROOT / 'dev' / allowed)
    traces = [
        line for line in result.stdout.splitlines() if line.strip() and not any(pattern.search(line) for pattern in patterns)
    ]
    if result.returncode and not result.stdout.strip():
        traces = [result.stderr]
    log.write_text('\n'.join(traces) + '\n')
    return len(traces)
