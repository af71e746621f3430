# Part of store_group. License LGPL-3.
"""Steps of a chart (days or months), and the share of a month in some days."""

from calendar import monthrange
from datetime import timedelta

from .calendar_span import Span


def steps(span, grain):
    """Return the first days of the steps of a Span: its days, or its months.

    >>> from datetime import date
    >>> [str(step) for step in steps(Span(date(2026, 1, 15), date(2026, 3, 2)), 'date:month')]
    ['2026-01-01', '2026-02-01', '2026-03-01']
    """
    if grain == 'date:day':
        return [span.since + timedelta(days=number) for number in range(span.days)]
    found = [span.since.replace(day=1)]
    while (after := (found[-1] + timedelta(days=31)).replace(day=1)) <= span.until:
        found.append(after)
    return found


def step_span(step, grain, within=None):
    """Return the Span of one step, cut to the days of another.

    >>> from datetime import date
    >>> step_span(date(2026, 2, 1), 'date:month').days
    28
    """
    last = step if grain == 'date:day' else step.replace(day=monthrange(step.year, step.month)[1])
    return Span(max(step, within.since), min(last, within.until)) if within else Span(step, last)


def share(month, span):
    """Return the share of a month's days in a Span, for spreading targets evenly over the month.

    >>> from datetime import date
    >>> share(date(2026, 4, 1), Span(date(2026, 4, 1), date(2026, 4, 15)))
    0.5
    >>> share(date(2026, 4, 1), Span(date(2026, 5, 1), date(2026, 5, 2)))
    0.0
    """
    length = monthrange(month.year, month.month)[1]
    first, last = max(month, span.since), min(month.replace(day=length), span.until)
    return max(0, (last - first).days + 1) / length
