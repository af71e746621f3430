# Part of store_group. License LGPL-3.
"""The days a period is compared with.

>>> of = date.fromisoformat
>>> compared(of('2026-02-01'), of('2026-02-28'), 'previous')
Period(first=datetime.date(2026, 1, 1), last=datetime.date(2026, 1, 31))
>>> compared(of('2026-03-09'), of('2026-03-15'), 'weekday')  # both Monday to Sunday
Period(first=datetime.date(2025, 3, 10), last=datetime.date(2025, 3, 16))
>>> compared(of('2024-02-29'), of('2024-02-29'), 'year')
Period(first=datetime.date(2023, 2, 28), last=datetime.date(2023, 2, 28))
>>> years = [of('2025-01-29'), of('2026-02-17')]
>>> compared(of('2026-02-17'), of('2026-02-23'), 'lunar', years)  # the week of the Spring Festival
Period(first=datetime.date(2025, 1, 29), last=datetime.date(2025, 2, 4))
"""

from datetime import date, timedelta
from typing import NamedTuple

DAY = timedelta(days=1)


class Uncomparable(Exception):
    """There is no period to compare with; `code` is the reason: 'backwards', 'no_anchor'."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


class Period(NamedTuple):
    """Days from the first to the last, both included."""

    first: date
    last: date

    @property
    def days(self):
        return (self.last - self.first).days + 1


def compared(first, last, how, anchors=()):
    """Return the Period to compare `first` to `last` with.

    :param how: 'previous': the months before for whole months, else as many days just before; 'year': the same dates a
        year before, 29 February becoming 28; 'weekday': the same weekdays, 52 weeks before; 'lunar': the days as far
        from the Chinese New Year of the year before as these are from theirs
    :param anchors: for 'lunar': the first days of Chinese years, in any order
    :raises Uncomparable: 'backwards' where the last day is before the first; 'no_anchor' where the New Year is not known
    """
    if last < first:
        raise Uncomparable('backwards')
    if how == 'previous':
        return _before(first, last)
    if how == 'weekday':
        return Period(first - 364 * DAY, last - 364 * DAY)
    if how == 'lunar':
        shift = _lunar_shift(first, anchors)
        return Period(first - shift, last - shift)
    if how == 'year':
        return Period(_year_before(first), _year_before(last))
    raise ValueError(how)


def previous_occurrence(occurrences, first):
    """Return the last of the (first, last) periods that began before `first`.

    :raises Uncomparable: 'no_anchor' where there is none

    >>> of = date.fromisoformat
    >>> previous_occurrence([(of('2024-11-01'), of('2024-11-11')), (of('2025-10-20'), of('2025-11-11'))], of('2025-10-20'))
    Period(first=datetime.date(2024, 11, 1), last=datetime.date(2024, 11, 11))
    """
    earlier = [Period(*occurrence) for occurrence in occurrences if occurrence[0] < first]
    if not earlier:
        raise Uncomparable('no_anchor')
    return max(earlier)


def _before(first, last):
    """Whole months: as many months before. Other periods: as many days."""
    if first.day == 1 and (last + DAY).day == 1:
        months = (last.year - first.year) * 12 + last.month - first.month + 1
        start = first.year * 12 + first.month - 1 - months
        return Period(date(start // 12, start % 12 + 1, 1), first - DAY)
    return Period(first - (last - first) - DAY, first - DAY)


def _year_before(day):
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def _lunar_shift(first, anchors):
    """Days between the New Year of this calendar year and that of the one before."""
    of_year = {anchor.year: anchor for anchor in anchors}
    try:
        return of_year[first.year] - of_year[first.year - 1]
    except KeyError:
        raise Uncomparable('no_anchor') from None
