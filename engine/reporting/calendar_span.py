# Part of store_group. License LGPL-3.
"""The days a cockpit shows, and the earlier days they are compared with.

>>> day = date(2026, 3, 18)  # a Wednesday
>>> shown('today', day)
Span(since=datetime.date(2026, 3, 18), until=datetime.date(2026, 3, 18))
>>> for name, span in against('today', day).items():
...     print(name, span.since, f'{span.since:%a}')
before 2026-03-17 Tue
weekday 2026-03-11 Wed
year 2025-03-19 Wed
>>> shown('month', day).days, [str(border) for border in against('month', day)['before']]
(18, ['2026-02-01', '2026-02-18'])
>>> [str(border) for border in against('month', date(2026, 3, 31))['before']]
['2026-02-01', '2026-02-28']
>>> [str(border) for border in (*shown('last_month', day), *against('last_month', day)['before'])]
['2026-02-01', '2026-02-28', '2026-01-01', '2026-01-31']
>>> [str(border) for border in against('year', date(2028, 2, 29))['year']]
['2027-01-01', '2027-02-28']
"""

from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

PERIODS = ('today', 'yesterday', 'week', 'month', 'last_month', 'year')


class Span(NamedTuple):
    """Days from `since` to `until`, both included."""

    since: date
    until: date

    @property
    def days(self):
        return (self.until - self.since).days + 1


def shown(period, today):
    """Return the Span of a period up to and including today."""
    if period == 'yesterday':
        today -= timedelta(days=1)
    if period == 'last_month':
        today = today.replace(day=1) - timedelta(days=1)
    since = {
        'today': today,
        'yesterday': today,
        'week': today - timedelta(days=today.weekday()),
        'month': today.replace(day=1),
        'last_month': today.replace(day=1),
        'year': today.replace(month=1, day=1),
    }[period]
    return Span(since, today)


def against(period, today):
    """Return {name: Span} of the compared periods, each of the same length.

    'before': the period before; 'weekday': the same weekday a week ago; 'year': a year ago, days and weeks on the same
    weekday (52 weeks), months and years on the same dates.
    """
    span = shown(period, today)
    week, year = timedelta(days=7), timedelta(days=364)
    if period in ('today', 'yesterday'):
        return {'before': moved(span, timedelta(days=1)), 'weekday': moved(span, week), 'year': moved(span, year)}
    if period == 'week':
        return {'before': moved(span, week), 'year': moved(span, year)}
    last_year = Span(years_back(span.since), years_back(span.until))
    if period == 'year':
        return {'year': last_year}
    end = span.since - timedelta(days=1)
    if period == 'last_month':
        return {'before': Span(end.replace(day=1), end), 'year': last_year}
    before = Span(end.replace(day=1), min(end, end.replace(day=min(span.until.day, end.day))))
    return {'before': before, 'year': last_year}


def change(now, then):
    """Return the relative change from `then` to `now`; False if `then` is 0.

    >>> change(150, 100), change(10, 0), change(0, 0)
    (0.5, False, False)
    """
    return (now - then) / abs(then) if then else False


def moved(span, back):
    return Span(span.since - back, span.until - back)


def years_back(day):
    return day.replace(year=day.year - 1, day=min(day.day, monthrange(day.year - 1, day.month)[1]))
