# Part of store_group. License LGPL-3.
"""Medians, spreads and the table of a benchmark. Plain Python."""
import statistics
import time


def pairs(ours, core, count):
    """Time two callables in turn, `count` times each, the order swapped every time; returns [(ours, core)] in seconds."""
    timed = []
    for turn in range(count):
        both = {}
        for name, call in (('ours', ours), ('core', core))[::-1 if turn % 2 else 1]:
            both[name] = call()
        timed.append((both['ours'], both['core']))
    return timed


def clock(call):
    """Seconds `call` takes."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def ratios(case):
    return sorted(core / ours for ours, core in case['pairs'])


def spread(values):
    """First quartile, median, third quartile."""
    if len(values) < 2:
        return values[0], values[0], values[0]
    low, middle, high = statistics.quantiles(values, n=4, method='inclusive')
    return low, middle, high


def passes(case):
    return spread(ratios(case))[1] >= case['wanted']


def table(cases):
    rows = ['| work | beside | size | the add-on | core | ratio | wanted |', '| --- | --- | --- | --- | --- | --- | --- |']
    for case in cases:
        low, middle, high = spread(ratios(case))
        ours, core = (statistics.median(column) for column in zip(*case['pairs'], strict=True))
        rows.append(
            f"| {case['work']} | {case['beside']} | {case['size']}, {len(case['pairs'])} pairs | {ours:.3f} s | {core:.3f} s "
            f"| **{middle:.1f} x** [{low:.1f} - {high:.1f}] | {case['wanted']:g} x{'' if passes(case) else ': MISSED'} |")
    return '\n'.join(rows)
