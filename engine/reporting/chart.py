# Part of store_group. License LGPL-3.
"""The shapes of a printed chart: bars, lines and labels as numbers, which a page draws as SVG.

>>> chart = bars([1, 4], width=100, height=50, left=0, bottom=10)
>>> [(bar.x, bar.y, bar.height) for bar in chart.bars]
[(7.5, 30.0, 10.0), (57.5, 0.0, 40.0)]
>>> chart.ticks[::2]
[Tick(value=0, y=40.0), Tick(value=2, y=20.0), Tick(value=4, y=0.0)]
>>> bars([1, 4], [[2, 2]], width=100, height=50, left=0, bottom=10).lines
['25.0,20.0 75.0,20.0']
>>> bars([], width=100, height=50).bars, bars([0, 0], width=10, height=5).ticks[-1].value
([], 1)
"""

from math import ceil, floor, log10
from typing import NamedTuple

CHINESE_UNITS = ((1e8, '亿'), (1e4, '万'))
UNITS = ((1e6, 'M'), (1e3, 'k'))


class Bar(NamedTuple):
    """A bar and the middle of its place, for its label."""

    x: float
    y: float
    width: float
    height: float
    middle: float


class Tick(NamedTuple):
    value: float
    y: float


class Chart(NamedTuple):
    """lines: the points of each polyline, as SVG writes them."""

    bars: list
    lines: list
    ticks: list
    base: float


class Pair(NamedTuple):
    """Two bars of one row: their widths in percent, and what they stand for."""

    name: str
    now: float
    then: float
    now_value: float
    then_value: float


def pairs(rows, most=12, room=80):
    """Return a Pair for each of the largest rows of (name, now, then), widest `room` percent; below zero there is no bar.

    >>> [(pair.name, pair.now, pair.then) for pair in pairs([('Lake', 50, 100), ('Outlet', 200, -5)])]
    [('Outlet', 80.0, 0.0), ('Lake', 20.0, 40.0)]
    >>> pairs([('Nothing', 0, 0)])
    []
    """
    top = max((value for _name, *values in rows for value in values), default=0)
    if top <= 0:
        return []
    largest = sorted(rows, key=lambda row: -max(row[1], row[2]))[:most]
    return [
        Pair(name, *(round(max(value, 0) * room / top, 1) for value in (now, then)), now, then) for name, now, then in largest
    ]


def bars(values, lines=(), width=700, height=180, left=60, bottom=20):
    """Return the Chart of a row of bars with lines over it.

    :param values: numbers; below zero they hang from the base
    :param lines: lists of numbers, drawn over the middles of the bars
    :param left: room for the numbers at the side; `bottom`: for the labels
    """
    everything = [value for row in (values, *lines) for value in row]
    step, top, low = _scale(max(everything, default=0), min(everything, default=0))
    room = height - bottom

    def place(value):
        return round(room * (top - value) / (top - low), 2)

    slot = (width - left) / len(values) if values else 0
    middles = [left + slot * (number + 0.5) for number in range(len(values))]
    return Chart(
        [
            Bar(
                round(middle - slot * 0.35, 2),
                min(place(value), place(0)),
                round(slot * 0.7, 2),
                round(abs(place(0) - place(value)), 2),
                round(middle, 2),
            )
            for value, middle in zip(values, middles, strict=True)
        ],
        [' '.join(f'{round(middle, 2)},{place(value)}' for value, middle in zip(line, middles, strict=False)) for line in lines],
        [Tick(_plain(low + step * number), place(low + step * number)) for number in range(round((top - low) / step) + 1)],
        place(0),
    )


def shown_labels(labels, most=16):
    """Return the labels without those that would overlap.

    >>> shown_labels(['1', '2', '3', '4', '5'], 3)
    ['1', '', '3', '', '5']
    """
    every = max(1, ceil(len(labels) / most))
    return [label if number % every == 0 else '' for number, label in enumerate(labels)]


def _scale(highest, lowest):
    """Return (step, top, low) of an axis with round numbers that holds zero and both.

    >>> _scale(97, 0), _scale(4, -1), _scale(0, 0)
    ((25, 100, 0), (2, 4, -2), (1, 1, 0))
    """
    highest, lowest = max(highest, 0), min(lowest, 0)
    if highest == lowest:
        return 1, 1, 0
    raw = (highest - lowest) / 4
    unit = 10 ** floor(log10(raw))
    step = next(factor * unit for factor in (1, 2, 2.5, 5, 10) if factor * unit >= raw)
    return _plain(step), _plain(step * ceil(highest / step)), _plain(step * floor(lowest / step))


def _plain(value):
    rounded = round(value, 10)
    return int(rounded) if rounded == int(rounded) else rounded


def large_unit(value, lang):
    """Return (divisor, sign) of the largest unit a number reaches in a language; (1, '') below all of them.

    >>> large_unit(-25000, 'zh_CN'), large_unit(25000, 'en_US'), large_unit(999, None)
    ((10000.0, '万'), (1000.0, 'k'), (1, ''))
    """
    units = CHINESE_UNITS if (lang or '').startswith('zh') else UNITS
    return next(((unit, sign) for unit, sign in units if abs(value) >= unit), (1, ''))
