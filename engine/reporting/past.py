# Part of store_group. License LGPL-3.
"""The last finished day, week or month, and the days any period is compared with."""

from datetime import timedelta

from .calendar_span import Span, moved, years_back
from .steps import step_span, steps


def laid_beside(span):
    """Return {'before': Span, 'year': Span} to compare any days with: whole months with whole months, else as many days.

    >>> from datetime import date
    >>> [str(border) for border in laid_beside(Span(date(2026, 3, 1), date(2026, 3, 31)))['before']]
    ['2026-02-01', '2026-02-28']
    >>> found = laid_beside(Span(date(2026, 3, 2), date(2026, 3, 8)))
    >>> [str(border) for border in (*found['before'], *found['year'])]
    ['2026-02-23', '2026-03-01', '2025-03-03', '2025-03-09']
    >>> [str(border) for border in laid_beside(Span(date(2026, 1, 1), date(2026, 2, 28)))['year']]
    ['2025-01-01', '2025-02-28']
    """
    if span.since.day == 1 and (span.until + timedelta(days=1)).day == 1:
        end, since = span.since - timedelta(days=1), span.since
        for _month in steps(span, 'date:month'):
            since = (since - timedelta(days=1)).replace(day=1)
        last = years_back(span.until.replace(day=1))
        return {'before': Span(since, end), 'year': Span(years_back(span.since), step_span(last, 'date:month').until)}
    back = timedelta(days=span.days)
    year = moved(span, timedelta(days=364)) if span.days < 60 else Span(years_back(span.since), years_back(span.until))
    return {'before': moved(span, back), 'year': year}


def closed(frequency, today):
    """Return the last Span that is over: yesterday, last week from Monday, last month.

    >>> from datetime import date
    >>> [str(border) for border in closed('weekly', date(2026, 3, 18))]
    ['2026-03-09', '2026-03-15']
    >>> [str(border) for border in closed('monthly', date(2026, 3, 18))]
    ['2026-02-01', '2026-02-28']
    """
    if frequency == 'daily':
        return Span(today - timedelta(days=1), today - timedelta(days=1))
    if frequency == 'weekly':
        monday = today - timedelta(days=today.weekday())
        return Span(monday - timedelta(days=7), monday - timedelta(days=1))
    end = today.replace(day=1) - timedelta(days=1)
    return Span(end.replace(day=1), end)
