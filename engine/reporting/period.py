# Part of store_group. License LGPL-3.
"""Splits a period into whole months, answered by monthly sums, and the remaining days at its ends.

>>> day = date.fromisoformat
>>> parts = cut(day('2026-01-15'), day('2026-03-31'))
>>> parts.months == (day('2026-02-01'), day('2026-03-01')), parts.days == ((day('2026-01-15'), day('2026-01-31')),)
(True, True)
>>> cut(day('2026-02-03'), day('2026-02-20')).months
>>> cut(day('2026-02-03'), day('2026-02-20')).days == ((day('2026-02-03'), day('2026-02-20')),)
True
>>> cut(FIRST, day('2026-02-28')) == Cut((FIRST, day('2026-02-01')), ())
True
>>> cut(day('2026-02-03'), day('2026-02-02')), month_of(day('2026-02-20')), previous(day('2026-03-01')) == day('2026-02-28')
(Cut(months=None, days=()), datetime.date(2026, 2, 1), True)
"""

from datetime import date, timedelta
from typing import NamedTuple

FIRST, LAST = date(1900, 1, 1), date(9999, 12, 31)  # limits of allowed days; the first begins a month


class Cut(NamedTuple):
    """`months`: the first days of the first and the last whole month, or None; `days`: pairs of first and last day."""

    months: tuple | None
    days: tuple


def month_of(day):
    return day.replace(day=1)


def next_month(day):
    """Return the first day of the month after that of `day`; that of the last day is the last day itself."""
    return LAST if (day.year, day.month) == (LAST.year, LAST.month) else (day.replace(day=28) + timedelta(4)).replace(day=1)


def previous(day):
    return day - timedelta(1) if day > FIRST else day


def following(day):
    return day + timedelta(1) if day < LAST else day


def cut(first, last):
    """Return the Cut of the days from `first` to `last`, both inclusive."""
    if first > last:
        return Cut(None, ())
    begin = first if first.day == 1 else next_month(first)
    end = month_of(last) if last == LAST or following(last).day == 1 else month_of(previous(month_of(last)))
    if begin > end:
        return Cut(None, ((first, last),))
    days = []
    if first < begin:
        days.append((first, previous(begin)))
    if last != LAST and following(last).day != 1:
        days.append((month_of(last), last))
    return Cut((begin, end), tuple(days))
