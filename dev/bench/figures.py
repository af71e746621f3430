# Part of store_group. License LGPL-3.
"""Medians, spreads and the table of a benchmark. Plain Python."""

import gc
import os
import pathlib
import statistics
import threading
import time

AT_MOST = 1.1


def pairs(ours, core, count):
    """Time two callables in turn, `count` times each, the order swapped every time; returns [(ours, core)] in seconds."""
    timed = []
    for turn in range(count):
        both = {}
        for name, call in (('ours', ours), ('core', core))[:: -1 if turn % 2 else 1]:
            both[name] = call()
        timed.append((both['ours'], both['core']))
    return timed


def clock(call, now=time.perf_counter):
    """Seconds `call` takes."""
    start = now()
    call()
    return now() - start


def processor_time(*backends):
    """Return a clock of the work of this process and of its database processes, unaffected by other processes on the machine.

    If the system does not provide it (no Linux, database on another machine) it is an ordinary clock.
    """
    files = [pathlib.Path(f'/proc/{backend}/schedstat') for backend in backends]
    try:
        [file.read_text() for file in files]
    except OSError:
        return time.perf_counter
    return lambda: time.process_time() + sum(int(file.read_text().split()[0]) for file in files) / 1e9


def ratios(case):
    return sorted(core / ours for ours, core in case['pairs'])


def spread(values):
    """First quartile, median, third quartile."""
    if len(values) < 2:
        return values[0], values[0], values[0]
    low, middle, high = statistics.quantiles(values, n=4, method='inclusive')
    return low, middle, high


def passes(case):
    """Whether the ratio is what is wanted; of rows that only compare (`wanted` None) nothing is."""
    return case['wanted'] is None or spread(ratios(case))[1] >= case['wanted']


def table(cases):
    rows = ['| work | beside | size | the add-on | core | ratio | wanted |', '| --- | --- | --- | --- | --- | --- | --- |']
    for case in cases:
        low, middle, high = spread(ratios(case))
        ours, core = (statistics.median(column) for column in zip(*case['pairs'], strict=True))
        wanted = '-' if case['wanted'] is None else f"{case['wanted']:g} x{'' if passes(case) else ': MISSED'}"
        rows.append(
            f"| {case['work']} | {case['beside']} | {case['size']}, {len(case['pairs'])} pairs | {ours:.3f} s | {core:.3f} s "
            f"| **{middle:.1f} x** [{low:.1f} - {high:.1f}] | {wanted} |"
        )
    return '\n'.join(rows)


# rows with a limit of their own


def middle(case):
    """Medians of (ours, core)."""
    return tuple(statistics.median(column) for column in zip(*case['pairs'], strict=True))


def at_most(case):
    """Low end, median and high end of ours / core: the interval that holds the median with 95 %."""
    values = sorted(ours / core for ours, core in case['pairs'])
    margin = 0.98 * len(values) ** 0.5
    low = values[max(0, int(len(values) / 2 - margin))]
    high = values[min(len(values) - 1, int(len(values) / 2 + margin))]
    return low, statistics.median(values), high


def holds(case):
    """Whether the upper end of the interval is within 1.1 or what the row says, or the median difference within its slack."""
    ours, core = middle(case)
    return at_most(case)[2] <= case.get('at_most', AT_MOST) or 0 < case['slack'] >= ours - core


def at_most_row(case):
    (ours, core), (low, median, high) = middle(case), at_most(case)
    wanted = f"{case.get('at_most', AT_MOST)} x" + (f" or + {case['slack'] * 1000:g} ms" if case['slack'] else '')
    return (
        f"| {case['act']} | {case['model']} | {case['reach']} | {ours * 1000:.1f} ms | {core * 1000:.1f} ms "
        f"| **{median:.2f} x** [{low:.2f} - {high:.2f}] | {wanted}{'' if holds(case) else ': MISSED'} |"
    )


def at_most_table(cases):
    return '\n'.join(
        [
            '| act | model | who | ours | beside | ratio | at most |',
            '| --- | --- | --- | --- | --- | --- | --- |',
            *map(at_most_row, cases),
        ]
    )


class Memory:
    """The memory of this process while a block runs: `megabytes` at most on top of what it had before."""

    def __enter__(self):
        gc.collect()
        self._before, self._most, self._ends = self._now(), 0, threading.Event()
        self._watch = threading.Thread(target=self._look, daemon=True)
        self._watch.start()
        return self

    def __exit__(self, *error):
        self._ends.set()
        self._watch.join()
        self.megabytes = max(0, self._most - self._before) // 2**20

    def _look(self):
        while not self._ends.wait(0.05):
            self._most = max(self._most, self._now())

    def _now(self):
        return int(pathlib.Path('/proc/self/statm').read_text().split()[1]) * os.sysconf('SC_PAGE_SIZE')
