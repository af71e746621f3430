# Part of store_group. License LGPL-3.
"""Real processes at the same transfers: two people at once over XML-RPC, and a process killed at any moment.

Two servers work on one database; two sessions call them at the same time. One wins, the other gets a clear message or has
nothing left to do, and nothing is done twice. Then a process that processes transfers is killed repeatedly, and the database is
checked.
"""

import datetime
import json
import pathlib
import random
import subprocess
import threading
import time
import xmlrpc.client

from . import paths, results, say
from .scenes import SCENES, Scene
from .server import WAIT, free_port, wait_for

INSIDE = pathlib.Path(__file__).resolve().parents[1] / 'rivals' / 'inside.py'
TITLE = '## Two at once, and killed'
ROUNDS, KILLS = 5, 50
FORBIDDEN = ('serialize', 'Traceback', 'deadlock', 'psycopg2', 'InFailedSqlTransaction', 'could not obtain lock', 'Concurrency')


class Rivals:
    """Both checks in one database of their own."""

    def __init__(self, test_run):
        self.run, self.server, self.databases = test_run, test_run.server, test_run.databases
        self.outcome, self.counts = results.Outcome(), {}

    def check(self, rounds=ROUNDS, kills=KILLS):
        self.database = self.databases.name('rivals')
        self.databases.clone(self.databases.template(), self.database)
        log = paths.logs() / 'rivals_install.log'
        with say.step('A database for rivals'):
            if self.server.once(self.database, '-i', paths.NAME, log=log) or self._inside('make').wait():
                self.outcome.fail('rivals', f'The add-on cannot be installed or filled, see {log}.')
                return self._end(rounds, 0)
        with say.step(f'Two at once, {len(SCENES)} scenes, {rounds} times each'):
            self._together(rounds)
        with say.step(f'Killed {kills} times'):
            killed = self._killed(kills)
        self.databases.remove(self.database)
        return self._end(rounds, killed)

    def _end(self, rounds, killed):
        self.run.outcome.add(self.outcome)
        last_file().write_text(
            json.dumps(
                {
                    'date': datetime.date.today().isoformat(),
                    'commit': paths.commit(),
                    'rounds': rounds,
                    'killed': killed,
                    'scenes': self.counts,
                    'acts': getattr(self, 'acts', 0),
                    'states': getattr(self, 'states', {}),
                    'failed': sorted(self.outcome.failed),
                }
            )
        )

    def _inside(self, task, seed=0):
        asked = {'conf': str(self.server.conf), 'database': self.database, 'task': task, 'seed': seed}
        return subprocess.Popen(
            [str(self.server.python), str(INSIDE), json.dumps(asked)],
            cwd=paths.own(),
            env=self.server.environment(),
            stdout=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
            text=True,
        )

    # === TWO AT ONCE ===

    def _together(self, rounds):
        """Two servers, each a process of its own, on one database."""
        servers = [self._serve(number) for number in (1, 2)]
        try:
            for port, _server in servers:
                wait_for(port, paths.logs() / 'rivals_server_1.log')
            scene = Scene([f'http://127.0.0.1:{port}' for port, _server in servers], self.database)
            for name in SCENES:
                self._scene(name, scene, rounds)
        finally:
            for _port, server in servers:
                server.terminate()
                server.wait(60)

    def _serve(self, number):
        """Return (port, process) of a server."""
        port = free_port()
        return port, self.server.serve(self.database, port, paths.logs() / f'rivals_server_{number}.log')

    def _scene(self, name, scene, rounds):
        won = {}
        for number in range(rounds):
            calls, judge = SCENES[name](scene)
            answers = at_once(calls)
            faults = [answer.faultString for answer in answers if isinstance(answer, xmlrpc.client.Fault)]
            ugly = [fault for fault in faults if any(word in fault for word in FORBIDDEN)]
            wrong = judge(answers)
            others = [
                repr(answer)
                for answer in answers
                if isinstance(answer, Exception) and not isinstance(answer, xmlrpc.client.Fault)
            ]
            if ugly or wrong or others or len(faults) == len(answers):
                self.outcome.fail(
                    f'rivals, {name}', '\n'.join([f'round {number + 1}', *wrong, *ugly, *others, *map(str, answers)])
                )
            kind = 'told' if faults else 'nothing left to do'
            won[kind] = won.get(kind, 0) + 1
        self.counts[name] = won
        if f'rivals, {name}' not in self.outcome.failed:
            self.outcome.passed.add(f'rivals, {name}')

    # === KILLED ===

    def _killed(self, kills):
        dice, self.acts = random.Random(20), 0
        for number in range(kills):
            player = self._inside('play', seed=number)
            watchdog = threading.Timer(WAIT, player.kill)
            watchdog.start()
            left, before = dice.randint(0, 6), time.monotonic()
            for kind, text in map(json.loads, player.stdout):
                if kind == 'problem':
                    self.outcome.fail('killed, what stands is lawful', f'after kill {number}: {text}')
                    continue
                self.acts += kind == 'act'
                left, lasted, before = left - 1, time.monotonic() - before, time.monotonic()
                if left < 0:  # during the next action, which takes about as long as the one before
                    threading.Timer(dice.uniform(0.0, min(lasted, 5.0)), player.kill).start()
            watchdog.cancel()
            if player.wait() != -9:
                self.outcome.fail('killed, the player plays on', f'It ended by itself in turn {number}: {player.returncode}')
                return number
        for kind, text in map(json.loads, self._inside('end').stdout):
            if kind == 'problem':
                self.outcome.fail('killed, everything can be finished', text)
            else:
                self.states = text
        for name in ('killed, what stands is lawful', 'killed, everything can be finished'):
            if name not in self.outcome.failed:
                self.outcome.passed.add(name)
        return kills


def at_once(calls):
    """Call all of them at the same moment; returns their answers or exceptions."""
    answers, barrier = [None] * len(calls), threading.Barrier(len(calls))

    def one(number, call):
        barrier.wait()
        try:
            answers[number] = call()
        except Exception as error:  # a fault is an answer here, anything else is reported
            answers[number] = error

    threads = [threading.Thread(target=one, args=item) for item in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def last_file():
    return paths.own() / 'rivals.json'


def page(known=''):
    """The last run of this checkout as Markdown; if there is none, the text of the page as it is."""
    if not last_file().is_file():
        _above, title, section = known.partition(f'{TITLE}\n')
        return title + section.partition('\n## ')[0]
    last = json.loads(last_file().read_text())
    lines = [
        TITLE,
        '',
        f"Two sessions over XML-RPC, each on a server process of its own, {last['rounds']} times each ({last['date']}, commit "
        f"{last['commit']}): one wins, the other is told so in words or finds nothing left to do; nothing is double.",
        '',
        '| at once | the other was told | had nothing left to do |',
        '| --- | --- | --- |',
        *(f"| {name} | {won.get('told', 0)} | {won.get('nothing left to do', 0)} |" for name, won in last['scenes'].items()),
        '',
        f"A process that plays transfers, {last['acts']} acts in all, was killed with SIGKILL {last['killed']} times at random "
        'moments. After each: the quantity law, the goods in transit, no shelf below zero, units and worth of both companies '
        f"together. At the end everything that was open could be finished: {last['states']}.",
    ]
    lines += ['', *(f'- failed: {name}' for name in last['failed'])] if last['failed'] else []
    return '\n'.join(lines) + '\n'
