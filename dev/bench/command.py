# Part of store_group. License LGPL-3.
"""`dev/bench/run [case]`: the add-on beside core, alternating, on a database of its own. It reports ratios, not absolute times.

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
from ground.server import Server, free_port, wait_for
from ground.venv import python as get_python

from . import duty, figures, memory

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
SECTION = """## {title}

{intro} Median of ours / core over {pairs} alternating pairs, in brackets the interval that holds it with 95 %. Milliseconds are
processor time of Odoo and its database processes. Date {date}, commit {commit}, `{command}`, {machine}.

{table}

{notes}
"""
REPORTS = """## Reports

Sales over a year of confirmed orders, asked through the report, beside core's report or hand-written SQL with the same filter and
zone: how many times faster, median over {pairs} alternating pairs, in brackets the middle half of them. Both answers are equal to
the cent, else the run breaks off. Date {date}, commit {commit}, `{command}`, {machine}.

{table}

{notes}
"""
STOCK = """## Stock ledger

The stock ledger of a year asked through the report, beside hand-written SQL over the raw moves with the same places, days and
costs: how many times faster, median over {pairs} alternating pairs, in brackets the middle half of them. Both answers are equal
to the cent, else the run breaks off. Date {date}, commit {commit}, `{command}`, {machine}.

{table}

{notes}
"""
COST = """## Average cost

A receipt of a product with a long history, valued by our replay, beside the same receipt valued by Odoo's: how many times faster,
median over {pairs} alternating pairs, in brackets the middle half of them. Seconds are processor time of Odoo and its database
process. The receipt before has kept how far the history was replayed, as in life. Both end on the same cost, else the run
breaks off. Date {date}, commit {commit}, `{command}`, {machine}.

{table}

{notes}
"""
ORDERS = """## Orders made of clean drafts

The orders that landed, made as the background does, 200 at once, beside core's `load()` of the same orders: how many times
faster, median over {pairs} alternating pairs, in brackets the middle half of them. Seconds are processor time of Odoo and its
database; each sample begins with a cold cache and is rolled back. What is wanted is measured beside a database that has never
seen the add-on; the rows beside load() in the same database only compare: there core, too, skips what nobody needs.
Date {date}, commit {commit}, `{command}`, {machine}.

{table}

{notes}
"""
BULK = """## Orders confirmed in bulk

Quotations that a channel brought, confirmed as the background does, beside core's `action_confirm`: how many times faster, median
over {pairs} alternating pairs, in brackets the middle half of them. Seconds are processor time of Odoo and its database;
each sample is rolled back. Date {date}, commit {commit}, `{command}`, {machine}.

{table}

{notes}
"""
DEPTHS = """## A day in one sale order

The orders of one day of a marketplace that somebody else ships, sent in calls of 500, taken in by a channel with one sale
order for each day and by one with a sale order for each order: how many times faster, one run. Seconds are processor time of
Odoo and its database. A sale order for each order takes in as many as it can in the minutes given; one for the day takes in the
same, and then the whole day. Totals are equal to the cent, else the run breaks off. Date {date}, commit {commit}, `{command}`,
{machine}.

{table}

{notes}
"""
PARALLEL = """## Reports while shops sell

Writers add, change, move and delete orders in parallel transactions; another refreshes the facts; a reader compares the report
with SQL over the documents in the same snapshot; the run breaks off at the first cent that differs. Date {date}, commit {commit},
`{command}`, {machine}.

{notes}
"""
MEMORY = """## Memory of reading

A file read by the engine in a process of its own, without Odoo and database, and all its orders taken in slices as landing
does; the peak of the resident memory of the process ({allowed} x of the file of 5,000 rows is allowed). Two rows to an order,
numbers and buyers all different; rows of every hundredth order lie far apart. Without
`python-calamine`, which holds a workbook of up to 32 MB of XML whole, some 45 MB more. Date {date}, commit {commit}, `{command}`,
{machine}.

{table}

{notes}
"""
DUTY = """## A cron worker at work

A file handed in by a program lands in the background of a server with two workers and one cron process: the share of the time,
from the first run of the job until all has landed, in which it is at work. Date {date}, commit {commit}, `{command}`, {machine}.

{notes}
"""
# cases that write one section of the page each: (its title, its text)
SECTIONS = {
    'report': ('Reports', REPORTS),
    'stock': ('Stock ledger', STOCK),
    'cost': ('Average cost', COST),
    'orders': ('Orders made of clean drafts', ORDERS),
    'bulk': ('Orders confirmed in bulk', BULK),
    'depths': ('A day in one sale order', DEPTHS),
    'parallel': ('Reports while shops sell', PARALLEL),
    'memory': ('Memory of reading', MEMORY),
    'duty': ('A cron worker at work', DUTY),
}
# cases by themselves, on databases of their own: each writes one section of the page
ALONE = {
    'rights': (
        'Rights',
        'What the walls cost: a user bound to stores beside an unbound user who types the same domain, and '
        "beside one who types nothing (core's list).",
    ),
    'confirm': (
        'Orders with and without us',
        'An order in a database with the add-on, beside the same order in one that has never seen it.',
    ),
    'transfer': (
        'Transfers',
        'Goods from one store to another of the same company, beside two plain pickings of the same lines '
        'through transit in a database that has never seen the add-on; also how a large grid opens and makes its '
        'transfers.',
    ),
}
# cases that need a database without the add-on, too
BESIDE_WITHOUT = (None, 'orders', 'history', 'drafts', 'confirm', 'transfer', 'bulk')
# default of --lines for each case
LINES = {'rights': 5_000_000, 'confirm': 5_000_000, 'transfer': 500, 'cost': 20_000, 'duty': duty.ROWS}


def main(arguments=None):
    options = _options(arguments)
    if options.case == 'memory':
        table, holds = memory.table(memory.measure(get_python(), say.line))
        say.line(table)
        _write(options, {'notes': [] if holds else ['- **MISSED.**']}, table)
        return 0 if holds else 1
    if options.case == 'duty':
        share, lines = _duty(options.lines)
        say.line('\n'.join(lines))
        _write(options, {'notes': lines}, '')
        return 0 if share >= duty.WANTED else 1
    try:
        results = _measure(options)
    except say.Missing as missing:
        say.stop_with(missing)
    except KeyboardInterrupt:
        say.line('\nstopped by you')
        return 130
    alone = options.case in ALONE
    table = (figures.at_most_table if alone else figures.table)(results['cases'])
    say.line('\n'.join(['', table, '', *results['notes'], '']))
    if not options.case or alone or options.case in SECTIONS:
        _write(options, results, table)
    return 0 if all((figures.holds if alone else figures.passes)(case) for case in results['cases']) else 1


def _options(arguments):
    parser = argparse.ArgumentParser(prog='dev/bench/run', description=__doc__)
    parser.add_argument(
        'case',
        nargs='?',
        help='one of: land, orders (history and drafts), history, drafts, report, stock, cost, bulk, depths, parallel; '
        'or alone: rights, confirm, transfer, memory, duty',
    )
    parser.add_argument('--workbook', type=pathlib.Path, help='the Superstore workbook (.xls); default: one like it, made here')
    parser.add_argument('--orders', type=int, default=500, help='orders made in each run (0: all of the workbook)')
    parser.add_argument(
        '--lines',
        type=int,
        help='order lines of the report (200,000) or of the rights (5,000,000); lines of a '
        'transfer (500); moves of a product (20,000); rows of a file (duty: 50,000)',
    )
    parser.add_argument('--stores', type=int, help='stores of the report (200) or of the rights (500)')
    parser.add_argument('--years', type=int, default=1, help='years over which the orders of the report are spread')
    parser.add_argument('--pairs', type=int, default=15, help='alternating pairs')
    parser.add_argument('--models', default='', help='of the rights: only these models, separated by commas')
    parser.add_argument(
        '--minutes',
        type=float,
        default=24 * 60,
        help='of the rights and transfers: begin no row after so many minutes; of the depths: no call of a sale order for each',
    )
    parser.add_argument('--keep', action='store_true', help='keep the database of the last run and use it again')
    options = parser.parse_args(arguments)
    options.lines = options.lines or LINES.get(options.case, 200_000)
    options.stores = options.stores or (500 if options.case in ALONE else 200)
    return options


def _measure(options):
    server = Server(get_odoo(), get_python(), postgres.Cluster().ensure())
    databases = Databases(server)
    database = databases.name(f'bench_{options.case}' if options.case in ALONE else 'bench')
    with paths.lock(database, 'Another benchmark of this checkout is running; waiting for it.'):
        if not (options.keep and server.cluster.exists(database)):
            databases.clone(databases.template(), database)
            log = paths.logs() / 'bench_install.log'
            with say.step('Installing store_group on a fresh database'):
                if server.once(database, '-i', paths.NAME, log=log):
                    raise say.Missing(f'The add-on cannot be installed.\nNext step: read {log}.')
        core = databases.name('bench_without')
        if options.case in BESIDE_WITHOUT:
            databases.clone(databases.template(), core)
        return _inside(server, database, options, core)


def _duty(rows):
    server = Server(get_odoo(), get_python(), postgres.Cluster().ensure())
    databases = Databases(server)
    database, log = databases.name('bench_duty'), paths.logs() / 'bench_duty.log'
    databases.clone(databases.template(), database)
    with say.step('Installing store_group on a fresh database'):
        if server.once(database, '-i', paths.NAME, log=log):
            raise say.Missing(f'The add-on cannot be installed.\nNext step: read {log}.')
    return duty.measure(server, database, free_port(), log, wait_for, rows)


def _inside(server, database, options, core):
    """Run the cases in one Odoo process; it writes its results into a file."""
    answer = paths.own() / 'bench.json'
    answer.unlink(missing_ok=True)
    asked = {
        'conf': str(server.conf),
        'database': database,
        'case': options.case,
        'orders': options.orders,
        'lines': options.lines,
        'stores': options.stores,
        'years': options.years,
        'pairs': options.pairs,
        'answer': str(answer),
        'minutes': options.minutes,
        'models': [name for name in options.models.split(',') if name],
        'core_database': core,
        'workbook': str(options.workbook.resolve()) if options.workbook else None,
    }
    code = subprocess.run(
        [str(server.python), str(HERE / 'inside.py'), json.dumps(asked)], cwd=paths.own(), env=server.environment(), check=False
    ).returncode
    if code or not answer.is_file():
        raise say.Missing(
            'The benchmark broke off; its traceback is above.\n' 'Next step: mend what it names; --keep uses the database again.'
        )
    return json.loads(answer.read_text(encoding='utf-8'))


def _write(options, results, table):
    """Write the measured part of the page; the other part is kept."""
    target = paths.ROOT / 'docs' / 'benchmarks.md'
    known = target.read_text(encoding='utf-8') if target.is_file() else ''
    orders, *sections = known.split('\n## ')
    command = ' '.join(['dev/bench/run', *sys.argv[1:]])
    if options.workbook:
        command = command.replace(str(options.workbook), 'WORKBOOK')
    facts = {
        'date': datetime.date.today().isoformat(),
        'table': table,
        'commit': paths.commit(),
        'command': command,
        'machine': f'{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}',
    }
    if options.case:
        title, intro = ALONE.get(options.case, ('', ''))
        title, text = SECTIONS.get(options.case, (title, SECTION))
        section = text.format(
            title=title, intro=intro, pairs=options.pairs, allowed=memory.ALLOWED, notes='\n'.join(results['notes']), **facts
        ).rstrip()
        sections = [text for text in sections if not text.startswith(f'{title}\n')] + [section.removeprefix('## ') + '\n']
        page = '\n## '.join([orders, *sections])
    else:
        orders = PAGE.format(
            notes='\n'.join(f'- {note}' for note in results['notes']),
            file='the Superstore workbook' if options.workbook else 'generated, with the quirks of the Superstore workbook',
            **facts,
        )
        page = '\n## '.join([orders, *sections])
    target.write_text(page, encoding='utf-8')
    say.line(f'written: {target.relative_to(paths.ROOT)}')
