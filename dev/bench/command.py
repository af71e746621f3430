# Part of store_group. License LGPL-3.
"""`dev/bench/run [case]`: the add-on beside core, alternating, on a database of its own. Ratios, never promises of time.

The page docs/benchmarks.md is written when every case has run.
"""
import argparse
import datetime
import json
import os
import pathlib
import platform
import subprocess
import sys

from ground import paths, postgres, say
from ground.databases import Databases
from ground.odoo import get as get_odoo
from ground.server import Server
from ground.venv import python as get_python

from . import figures

HERE = pathlib.Path(__file__).resolve().parent
PAGE = """# Benchmarks

Written by `dev/bench/run`; do not edit. A ratio says how many times faster the add-on is than core doing the same, median of
alternating pairs in one process with the middle half of them in brackets. Each pair is rolled back. Seconds are this machine's.

| | |
| --- | --- |
| date | {date} |
| commit | {commit} |
| command | `{command}` |
| machine | {machine} |
| file | {file} |

{table}

{notes}
"""


def main(arguments=None):
    options = _options(arguments)
    try:
        results = _measure(options)
    except say.Missing as missing:
        say.stop_with(missing)
    except KeyboardInterrupt:
        say.line('\nstopped by you')
        return 130
    table = figures.table(results['cases'])
    say.line('\n'.join(['', table, '', *results['notes'], '']))
    if not options.case:
        _write(options, results, table)
    return 0 if all(figures.passes(case) for case in results['cases']) else 1


def _options(arguments):
    parser = argparse.ArgumentParser(prog='dev/bench/run', description=__doc__)
    parser.add_argument('case', nargs='?', help='one of: land, history, drafts, report')
    parser.add_argument('--workbook', type=pathlib.Path, help='the Superstore workbook (.xls); default: one like it, made here')
    parser.add_argument('--orders', type=int, default=500, help='orders made in each run (0: all of the workbook)')
    parser.add_argument('--lines', type=int, default=200_000, help='order lines of the report')
    parser.add_argument('--stores', type=int, default=200, help='stores of the report')
    parser.add_argument('--pairs', type=int, default=15, help='alternating pairs')
    parser.add_argument('--keep', action='store_true', help='keep the database of the last run and use it again')
    return parser.parse_args(arguments)


def _measure(options):
    server = Server(get_odoo(), get_python(), postgres.Cluster().ensure())
    databases = Databases(server)
    database = databases.name('bench')
    with paths.lock(database, 'Another benchmark of this checkout is running; waiting for it.'):
        if not (options.keep and server.cluster.exists(database)):
            databases.clone(databases.template(), database)
            log = paths.logs() / 'bench_install.log'
            with say.step('Installing store_group on a fresh database'):
                if server.once(database, '-i', paths.NAME, log=log):
                    raise say.Missing(f'The add-on cannot be installed.\nNext step: read {log}.')
        return _inside(server, database, options)


def _inside(server, database, options):
    """Run the cases in one Odoo process; it writes its results into a file."""
    answer = paths.own() / 'bench.json'
    answer.unlink(missing_ok=True)
    asked = {
        'conf': str(server.conf), 'database': database, 'case': options.case, 'orders': options.orders,
        'lines': options.lines, 'stores': options.stores, 'pairs': options.pairs, 'answer': str(answer),
        'workbook': str(options.workbook.resolve()) if options.workbook else None,
    }
    code = subprocess.run(
        [str(server.python), str(HERE / 'inside.py'), json.dumps(asked)], cwd=paths.own(),
        env=server.environment(), check=False).returncode
    if code or not answer.is_file():
        raise say.Missing('The benchmark broke off; its traceback is above.\n'
                          'Next step: mend what it names; --keep uses the database again.')
    return json.loads(answer.read_text(encoding='utf-8'))


def _write(options, results, table):
    git = ['git', '-C', str(paths.ROOT), 'rev-parse', '--short', 'HEAD']
    page = PAGE.format(
        date=datetime.date.today().isoformat(), table=table, notes='\n'.join(f'- {note}' for note in results['notes']),
        commit=subprocess.run(git, capture_output=True, text=True, check=False).stdout.strip() or 'unknown',
        command=' '.join(['dev/bench/run', *sys.argv[1:]]).replace(str(options.workbook or ''), 'WORKBOOK')
        if options.workbook else ' '.join(['dev/bench/run', *sys.argv[1:]]),
        machine=f'{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}',
        file='the Superstore workbook' if options.workbook else 'generated, with the quirks of the Superstore workbook')
    target = paths.ROOT / 'docs' / 'benchmarks.md'
    target.write_text(page, encoding='utf-8')
    say.line(f'written: {target.relative_to(paths.ROOT)}')
