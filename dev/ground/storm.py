# Part of store_group. License LGPL-3.
"""Exactly once, in a storm: processes send overlapping orders over XML-RPC, files of the same are dropped, workers are killed.

A server with worker processes works on a database of its own. First one process sends everything, then several send it at the
same time: the throughput of both. Then the storm: the same once more, with files and a killer. After each, every order is there
once, in its last version, and totals agree.
"""

import datetime
import json
import os
import pathlib
import random
import signal
import subprocess
import sys
import threading
import time

from . import paths, results, say
from .server import free_port, wait_for

STORM = pathlib.Path(__file__).resolve().parents[1] / 'storm'
TITLE = '## Exactly once, in a storm'
PROCESSES, ORDERS = 8, 5000
FILES = 4
KILL_EVERY = (3.0, 8.0)  # seconds between two kills
BUSY_TICKS = 10  # of processor time since the last look: this worker does something
WAIT = 3600
WANTED = 1.5  # the throughput of several processes beside one
SHOWN = 20  # problems of a phase that are told

sys.path.insert(0, str(STORM.parent))
from storm.orders import files, plans  # noqa: E402  the path is set above


class Storm:
    """All phases in one database.

    :param test_run: the run of the command; its outcome is added to
    :param int count: orders; :param int processes: that send at the same time
    """

    def __init__(self, test_run, processes=PROCESSES, count=ORDERS):
        self.run, self.server, self.databases = test_run, test_run.server, test_run.databases
        self.processes, self.count = processes, count
        self.outcome, self.killed, self.phases = results.Outcome(), 0, {}

    def check(self):
        self.database = self.databases.name('storm')
        self.databases.clone(self.databases.template(), self.database)
        log = paths.logs() / 'storm_install.log'
        with say.step('A database for the storm'):
            if self.server.once(self.database, '-i', paths.NAME, log=log):
                self.outcome.fail('storm', f'The add-on cannot be installed, see {log}.')
                return self._end()
            self.account = self._inside('make', channels=['ONE', 'MANY', 'STORM'])
        port, log = free_port(), paths.logs() / 'storm_server.log'
        workers = min(self.processes, 4)
        master = self.server.serve(self.database, port, log, '--workers', workers, '--max-cron-threads', 2)
        try:
            wait_for(port, log)
            self.url = f'http://127.0.0.1:{port}'
            self._phases(master)
        finally:
            master.terminate()
            master.wait(60)
        self.databases.remove(self.database)
        return self._end()

    def _phases(self, master):
        calls = plans(self.count, self.processes, seed=7)
        together = [call for own in calls for call in own]
        random.Random(8).shuffle(together)
        self._phase('one process', 'ONE', [{'calls': together}])
        self._phase(f'{self.processes} processes', 'MANY', [{'calls': own} for own in calls])
        with self._killer(master):
            dropped = {'files': files(self.count, FILES, seed=9)}
            self._phase('the storm', 'STORM', [*({'calls': own} for own in calls), dropped])

    def _phase(self, name, channel, tasks):
        """Let senders work, then judge what is there."""
        with say.step(f'{name}, {self.count} orders'):
            start, before = time.monotonic(), self.killed
            senders = [self._sender(channel, task, seed) for seed, task in enumerate(tasks)]
            told = []
            for sender, text in senders:  # each writes its plan first: all begin before the first is read to its end
                sender.stdin.write(text)
                sender.stdin.close()
            for sender, _text in senders:
                told.append(json.loads(sender.stdout.read() or '{"problems": ["a sender ended without a word"]}'))
                sender.wait()
            seconds = time.monotonic() - start
            problems = [text for one in told for text in one['problems']]
            problems += self._inside('judge', channel=channel, orders=self.count)
        if problems:
            self.outcome.fail(f'storm, {name}', '\n'.join([f'{len(problems)} problems', *problems[:SHOWN]]))
        else:
            self.outcome.passed.add(f'storm, {name}')
        sums = {key: sum(one.get(key, 0) for one in told) for key in ('orders', 'calls', 'cut', 'busy')}
        self.phases[name] = {**sums, 'seconds': round(seconds, 1), 'killed': self.killed - before, 'problems': len(problems)}
        say.line(f'   {self._line(name)}')

    def _line(self, name):
        phase = self.phases[name]
        return (
            f"{name}: {phase['orders']} orders sent in {phase['seconds']} s, {phase['orders'] / phase['seconds']:.1f} a second; "
            f"{phase['killed']} workers killed, {phase['cut']} calls cut, {phase['busy']} busy, {phase['problems']} problems"
        )

    def _sender(self, channel, task, seed):
        """Return (process, what it is to read)."""
        asked = {
            'url': self.url,
            'database': self.database,
            'channel': channel,
            'seed': seed,
            'wait': WAIT,
            **self.account,
            **task,
        }
        process = subprocess.Popen(
            [sys.executable, str(STORM / 'sender.py')], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        return process, json.dumps(asked)

    def _inside(self, task, **more):
        """Return what the script inside Odoo says."""
        asked = {'conf': str(self.server.conf), 'database': self.database, 'task': task, **more}
        answer = subprocess.run(
            [str(self.server.python), str(STORM / 'inside.py'), json.dumps(asked)],
            cwd=paths.own(),
            env=self.server.environment(),
            stdout=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
            text=True,
            check=False,
        )
        if answer.returncode:
            raise say.Missing(f'The storm cannot {task}; its traceback is above.')
        return json.loads(answer.stdout.strip().splitlines()[-1])

    def _killer(self, master):
        return Killer(self, master)

    def _end(self):
        ratio = self.ratio(self.phases, self.processes)
        if ratio:
            say.line(f'   {self.processes} processes against one: {ratio:.2f} x the throughput (wanted {WANTED} x)')
        self.run.outcome.add(self.outcome)
        last_file().write_text(
            json.dumps(
                {
                    'date': datetime.date.today().isoformat(),
                    'commit': paths.commit(),
                    'cores': os.cpu_count(),
                    'processes': self.processes,
                    'orders': self.count,
                    'phases': self.phases,
                    'failed': sorted(self.outcome.failed),
                }
            )
        )

    @staticmethod
    def ratio(phases, processes):
        """Return how many times the throughput of one process several had, None where one of them is missing."""
        speeds = [
            phase['orders'] / phase['seconds']
            for name in ('one process', f'{processes} processes')
            if (phase := phases.get(name))
        ]
        return speeds[1] / speeds[0] if len(speeds) == 2 else None


class Killer(threading.Thread):
    """Kills a worker process of the server that is at work, every few seconds; the server starts another one.

    An idle one is left alone: a worker of crons that was started anew first looks for work after a minute.
    """

    def __init__(self, storm, master):
        super().__init__(daemon=True)
        self.storm, self.master, self.dice, self.ends = storm, master, random.Random(10), threading.Event()

    def __enter__(self):
        self.start()

    def __exit__(self, *error):
        self.ends.set()
        self.join()

    def run(self):
        before = {}
        while not self.ends.wait(self.dice.uniform(*KILL_EVERY)):
            now = children(self.master.pid)
            busy = sorted(worker for worker, ticks in now.items() if ticks - before.get(worker, ticks) >= BUSY_TICKS)
            before = now
            if busy:
                try:
                    os.kill(self.dice.choice(busy), signal.SIGKILL)
                except ProcessLookupError:
                    continue  # it went by itself
                self.storm.killed += 1


def children(parent):
    """Return {id: ticks of processor time} of the processes a process has started, by /proc."""
    found = {}
    for stat in pathlib.Path('/proc').glob('[0-9]*/stat'):
        try:
            _name, _sep, rest = stat.read_text().rpartition(')')
        except OSError:
            continue  # it has ended meanwhile
        values = rest.split()
        if int(values[1]) == parent:
            found[int(stat.parent.name)] = int(values[11]) + int(values[12])
    return found


def last_file():
    return paths.own() / 'storm.json'


def page(known=''):
    """The last run of this checkout as Markdown; if there is none, the text of the page as it is."""
    if not last_file().is_file():
        _above, title, section = known.partition(f'{TITLE}\n')
        return title + section.partition('\n## ')[0]
    last = json.loads(last_file().read_text())
    ratio = Storm.ratio(last['phases'], last['processes'])
    lines = [
        TITLE,
        '',
        f"{last['processes']} processes send overlapping sets of {last['orders']:,} orders, in up to three versions each, in "
        f"random order over XML-RPC to a server of {last['cores']} cores ({last['date']}, commit {last['commit']}); in the storm "
        'files of the same orders are dropped meanwhile and worker processes are killed with SIGKILL. After each phase every '
        'order is there once, in its last version, and the totals agree to the cent. Confirming is not part of it.',
        '',
        '| | orders sent | seconds | a second | workers killed | calls cut | lost to others | problems |',
        '| --- | --- | --- | --- | --- | --- | --- | --- |',
        *(
            f"| {name} | {phase['orders']:,} | {phase['seconds']} | {phase['orders'] / phase['seconds']:.1f} | {phase['killed']} "
            f"| {phase['cut']} | {phase['busy']} | {phase['problems']} |"
            for name, phase in last['phases'].items()
        ),
    ]
    if ratio:
        lines += ['', f"{last['processes']} processes against one: {ratio:.2f} x the throughput (wanted {WANTED} x)."]
    lines += ['', *(f'- failed: {name}' for name in last['failed'])] if last['failed'] else []
    return '\n'.join(lines) + '\n'
