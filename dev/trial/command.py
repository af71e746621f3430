# Part of store_group. License LGPL-3.
"""`dev/trial/run`: the add-on in a factory that ran for years without it: installed, taken over, roles given, uninstalled.

A generator fills a database of its own; every step is timed and checked, one process is killed in the middle. The
result is a table in docs/benchmarks.md.
"""

import argparse
import datetime
import json
import os
import pathlib
import platform
import re
import signal
import subprocess
import sys
import time

from ground import paths, postgres, say
from ground.databases import Databases
from ground.odoo import get as get_odoo
from ground.server import Server
from ground.venv import python as get_python

HERE = pathlib.Path(__file__).resolve().parent
BEGIN, END = '<!-- trial: written by dev/trial/run -->', '<!-- /trial -->'


class Trial:
    """One run: a database, a list of measured steps."""

    def __init__(self, options):
        self.options = options
        self.server = Server(get_odoo(), get_python(), postgres.Cluster().ensure())
        self.databases = Databases(self.server)
        self.database = self.databases.name('trial')
        self.rows = []

    def measure(self, name, act):
        """Do a step; record its seconds and its own summary."""
        with say.step(name):
            start = time.monotonic()
            said = act()
            self.rows.append((name, time.monotonic() - start, said or ''))
            say.line(f'   {said}')

    def inside(self, step, kill_after=0):
        """Run a step in an Odoo process; returns the dict it answers.

        :param kill_after: seconds after the first documents are written at which it is killed; 0: never
        """
        answer = paths.own() / 'trial.json'
        answer.unlink(missing_ok=True)
        asked = {
            'conf': str(self.server.conf),
            'database': self.database,
            'step': step,
            'answer': str(answer),
            'orders': self.options.orders,
        }
        process = subprocess.Popen(
            [str(self.server.python), str(HERE / 'inside.py'), json.dumps(asked)], cwd=paths.own(), env=self.server.environment()
        )
        if kill_after and self._has_begun(process):
            try:
                process.wait(kill_after)
            except subprocess.TimeoutExpired:
                done = self.server.cluster.query(self.database, 'SELECT SUM(row_count) FROM store_adoption_chunk')
                process.send_signal(signal.SIGKILL)
                process.wait()
                return {'said': f'kill -9 {kill_after} s after the first documents, {int(done):,} done'}
        if process.wait() or not answer.is_file():
            raise say.Missing(f'Step "{step}" broke off; its traceback is above.\nNext step: mend what it names.')
        return json.loads(answer.read_text(encoding='utf-8'))

    def _has_begun(self, process):
        """Wait until the first documents are written; False when the process ends before that."""
        while process.poll() is None:
            if self.server.cluster.query(self.database, "SELECT 1 FROM store_adoption_chunk WHERE key != 'anchor' LIMIT 1"):
                return True
            time.sleep(0.5)
        return False

    def core_state(self, database, other):
        places = [f'host={self.server.cluster.host} user={postgres.ROLE} dbname={name}' for name in (database, other)]
        script = paths.ROOT / 'dev' / 'checks' / 'core_state.py'
        result = subprocess.run([self.server.python, script, *places], capture_output=True, text=True)
        allowed = [
            line
            for line in (paths.ROOT / 'dev' / 'allowed_traces.txt').read_text().splitlines()
            if line and not line.startswith('#')
        ]
        return [line for line in result.stdout.splitlines() if line and not any(re.search(rule, line) for rule in allowed)]

    def go(self):
        before = self.databases.name('trial_before')
        self.databases.clone(self.databases.template(), self.database)
        self.measure('generating the factory', lambda: self.inside('generate')['said'])
        self.server.cluster.clone(self.database, self._fresh(before))
        seen = self.inside('look')
        self.measure('installing', self._install)
        self.measure('reading, proposing, counting', lambda: self.inside('preview')['said'])
        if self.options.kill:
            self.measure('taking over, killed on the way', lambda: self.inside('apply', self.options.kill)['said'])
        self.measure('taking over' + (', the rest' if self.options.kill else ''), lambda: self.inside('apply')['said'])
        self.measure('inviting 100 staff', lambda: self.inside('staff')['said'])
        self.measure('last year by store', lambda: self.inside('report')['said'])
        again = self.inside('look')
        same = {name for name in seen if seen[name] == again.get(name)}
        self.rows.append(
            (
                'what an existing user sees',
                0,
                'the same records, counts, amounts and write dates'
                if same == set(seen)
                else f'DIFFERENT: {sorted(set(seen) - same)}',
            )
        )
        if not self.options.keep:
            self.measure('uninstalling', lambda: self._uninstall(before))
            self.databases.remove(self.database)
            self.server.cluster.drop(before)

    def _fresh(self, name):
        self.server.cluster.drop(name)
        return name

    def _install(self):
        log = paths.logs() / 'trial_install.log'
        if self.server.once(self.database, '-i', paths.NAME, log=log):
            raise say.Missing(f'The add-on cannot be installed.\nNext step: read {log}.')
        return ''

    def _uninstall(self, before):
        log = paths.logs() / 'trial_uninstall.log'
        code = self.server.tool('module uninstall', self.database, paths.NAME, log=log)
        # Odoo's list of apps has its bridges since the list was updated
        traces = [line for line in self.core_state(before, self.database) if f'module_{paths.NAME}' not in line]
        return f'exit code {code}; ' + (f'{len(traces)} TRACES: {traces[:3]}' if traces else 'core stands as before')


def main(arguments=None):
    parser = argparse.ArgumentParser(prog='dev/trial/run', description=__doc__)
    parser.add_argument('--orders', type=int, default=50_000, help='orders of three years (issue: 1,000,000)')
    parser.add_argument(
        '--kill', type=int, default=0, help='kill the process that takes over so many seconds after its first documents'
    )
    parser.add_argument('--keep', action='store_true', help='keep the database with the add-on; nothing is uninstalled')
    parser.add_argument('--write', action='store_true', help='write the table into docs/benchmarks.md')
    options = parser.parse_args(arguments)
    try:
        trial = Trial(options)
        trial.go()
    except say.Missing as missing:
        say.stop_with(missing)
    page = _page(trial, sys.argv[1:] if arguments is None else arguments)
    say.line(page)
    if options.write:
        _write(page)
    return 1 if any('DIFFERENT' in said or 'TRACES' in said for _name, _seconds, said in trial.rows) else 0


def _page(trial, arguments):
    commit = subprocess.run(['git', '-C', str(paths.ROOT), 'rev-parse', '--short', 'HEAD'], capture_output=True, text=True)
    machine = f'{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}'
    apart = ('generating the factory', 'uninstalling')
    hour = sum(seconds for name, seconds, _said in trial.rows if name not in apart)
    lines = [
        BEGIN,
        '',
        '## A running factory adopted',
        '',
        f'{trial.options.orders:,} orders of three years, three companies, 60 stores, 40 users. '
        f'{datetime.date.today()}, commit {commit.stdout.strip()}, `dev/trial/run {" ".join(arguments)}`, {machine}.',
        '',
        '| step | seconds | what came of it |',
        '| --- | --- | --- |',
        *(f'| {name} | {seconds:.0f} | {said} |' for name, seconds, said in trial.rows),
        '',
        f'From installing to the figures of last year the machine worked {hour / 60:.0f} minutes.',
        '',
        END,
    ]
    return '\n'.join(lines)


def _write(page):
    target = paths.ROOT / 'docs' / 'benchmarks.md'
    text = target.read_text(encoding='utf-8')
    text = re.sub(rf'\n*{re.escape(BEGIN)}.*{re.escape(END)}\n*', '\n', text, flags=re.DOTALL)
    target.write_text(f'{text.rstrip()}\n\n{page}\n', encoding='utf-8')
    say.line('written: docs/benchmarks.md')
