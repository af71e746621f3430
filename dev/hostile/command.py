# Part of store_group. License LGPL-3.
"""`dev/hostile/run`: hostile order files of every format through the whole engine, each with a limit of time and of memory.

    dev/hostile/run --count 100000            so many, dealt over the formats; a log line each minute
    dev/hostile/run --formats xlsx --seed 5   of one format, beginning with another seed
    dev/hostile/run --only xlsx:4711          this one, its traceback shown
    dev/hostile/run --alike FOLDER            files of a folder in other encodings, delimiters and formats say the same
    dev/hostile/run --big                     the large ones: bombs, 100,000 columns, a cell of 50 MB

An input is its format and its seed, so each can be made again. One process makes and reads them; this one watches it, and
kills it where an input takes longer than it can say itself. A failure is anything but orders or the project's own refusal: it is
printed with its seed and the smallest input found that fails alike, which is kept beside the log.
"""

import argparse
import json
import os
import pathlib
import select
import subprocess
import time
from collections import Counter

from ground import paths, say
from ground.venv import python as get_python

from .big import MADE

HERE = pathlib.Path(__file__).resolve().parent
FORMATS = ('delimited', 'json', 'html', 'xml', 'xml_book', 'edifact', 'xlsx', 'xls', 'orders')
SECONDS = 10  # of processor time for one input; more where it is large
STUCK = 300  # seconds without a word after which the process is killed


def main(arguments=None):
    asked = _asked(arguments)
    if asked.alike:
        return subprocess.run([str(get_python()), str(HERE / 'alike.py'), asked.alike], check=False).returncode
    folder = pathlib.Path(asked.keep) if asked.keep else paths.cache() / 'hostile'
    folder.mkdir(parents=True, exist_ok=True)
    run = Run(asked, folder)
    run.everything()
    return run.report()


def _asked(arguments):
    parser = argparse.ArgumentParser(prog='dev/hostile/run', description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument('--count', type=int, default=8000, help='inputs, dealt over the formats')
    parser.add_argument('--seed', type=int, default=0, help='of the first input of each format')
    parser.add_argument('--formats', default=','.join(FORMATS))
    parser.add_argument('--only', metavar='FORMAT:SEED', help='this input alone')
    parser.add_argument('--big', action='store_true', help='the large inputs, once each')
    parser.add_argument('--seconds', type=int, default=SECONDS, help='of processor time for one input')
    parser.add_argument('--alike', metavar='FOLDER', help='of order files: in other encodings and formats they say the same')
    parser.add_argument('--keep', metavar='FOLDER', help='where inputs that fail are kept')
    return parser.parse_args(arguments)


class Run:
    """One call of the command: the work, what came of it, and the process that does it, started anew where it dies."""

    def __init__(self, asked, folder):
        self.asked, self.folder = asked, folder
        self.results = {}  # format -> Counter of words
        self.failures, self.alike = [], Counter()
        self.slowest, self.largest, self.held = (0, ''), (0, ''), []
        self.start = self.told = time.monotonic()

    def everything(self):
        left = self._work()
        while left:
            done = self._process(left)
            left = left[done:]

    def _work(self):
        asked = self.asked
        if asked.only:
            name, seed = asked.only.split(':')
            return [(name, seed if name == 'big' else int(seed))]
        if asked.big:
            return [('big', name) for name in MADE]
        names = asked.formats.split(',')
        return [(names[at % len(names)], asked.seed + at // len(names)) for at in range(asked.count)]

    def _process(self, left):
        """Give the work to a process; return how much of it is done, the input that killed it too."""
        work = json.dumps(
            {
                'work': left,
                'seconds': self.asked.seconds * (12 if self.asked.big else 1),
                'keep': str(self.folder),
                'loud': bool(self.asked.only),
            }
        )
        child = subprocess.Popen(
            [get_python(), str(HERE / 'inside.py')], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=paths.ROOT
        )
        child.stdin.write(work.encode())
        child.stdin.close()
        done, current = 0, ''
        for line in _lines(child.stdout):
            if line is None:
                child.kill()
                self._fail(current, f'nothing for {STUCK} seconds')
                return done + 1
            said = json.loads(line)
            if said['said'] == 'begins':
                current = said['input']
                continue
            done += 1
            self._count(said)
        if child.wait() and done < len(left):
            self._fail(current, f'the process died ({child.returncode})')
            return done + 1
        return len(left)

    def _count(self, said):
        name = said['input'].partition(':')[0]
        self.results.setdefault(name, Counter())[said['word']] += 1
        self.slowest = max(self.slowest, (said['seconds'], said['input']))
        self.largest = max(self.largest, (said['grew'], said['input']))
        self.held.append(said['held'])
        if said['word'] == 'FAILED':
            self._fail(said['input'], said['failure'])
        if time.monotonic() - self.told > 60:
            self.told = time.monotonic()
            say.line(f'{len(self.held)} inputs, {len(self.failures)} failures, {said["held"]} MB held, {self._seconds()} s')

    def _fail(self, name, text):
        key = text.partition('\n')[0]
        self.alike[key] += 1
        if self.alike[key] <= 3:
            say.line(f'\n== {name}: {text}')
        self.failures.append(name)

    def _seconds(self):
        return round(time.monotonic() - self.start)

    def report(self):
        say.line('\ninputs, and what became of them:')
        for name, words in self.results.items():
            said = ', '.join(f'{count:,} {word}' for word, count in words.most_common())
            say.line(f'  {name:10} {sum(words.values()):7,}: {said}')
        if self.held:
            early = self.held[min(len(self.held) - 1, max(len(self.held) // 10, 200))]
            say.line(f'memory held by the process: {early} MB after a tenth of them, {self.held[-1]} MB at the end')
            say.line(f'most for one input: {self.largest[0]} MB ({self.largest[1]}), {self.slowest[0]:.1f} s ({self.slowest[1]})')
        for key, count in self.alike.most_common():
            say.line(f'failed {count} times: {key}')
        say.line(f'time: {self._seconds()} s\n{len(self.held):,} inputs, {len(self.failures)} failed')
        return 1 if self.failures or not self.held else 0


def _lines(pipe):
    """Yield the lines of a pipe as they come, None where none comes for too long."""
    rest = b''
    while True:
        if not select.select([pipe], [], [], STUCK)[0]:
            yield None
            return
        chunk = os.read(pipe.fileno(), 1 << 16)
        if not chunk:
            return
        *whole, rest = (rest + chunk).split(b'\n')
        yield from whole
