# Part of store_group. License LGPL-3.
"""Selects stores for same-store growth: open during both whole periods and no longer new.

>>> from datetime import date
>>> periods = Periods(date(2026, 3, 1), date(2026, 3, 31), date(2025, 3, 1), date(2025, 3, 31))
>>> reason(Life(date(2023, 5, 1)), periods, 12)
'comparable'
>>> reason(Life(date(2024, 6, 1)), periods, 12), reason(Life(date(2025, 3, 9)), periods, 12)
('too_new', 'opened_later')
>>> reason(Life(date(2020, 1, 1), closed_on=date(2026, 3, 15)), periods, 12)
'closed'
>>> reason(Life(None), periods, 12), reason(Life(date(2020, 1, 1), is_paused=True), periods, 12)
('never_opened', 'paused')
>>> reason(Life(date(2024, 2, 29)), periods, 12), reason(Life(date(2024, 3, 2)), periods, 12)
('comparable', 'too_new')
"""

from datetime import date
from typing import NamedTuple

# in order of checking; the first that applies is the reason
REASONS = ('never_opened', 'opened_later', 'too_new', 'closed', 'paused', 'comparable')


class Periods(NamedTuple):
    """The days reported and those they are compared with; first and last days included."""

    first: date
    last: date
    compared_first: date
    compared_last: date


class Life(NamedTuple):
    """Lifecycle of a store.

    opened_on: its first day, or that of the first store it continues; is_paused: shut for refit when the list is made.
    """

    opened_on: date | None
    closed_on: date | None = None
    is_paused: bool = False


def reason(life, periods, months):
    """Return why a store is comparable or not, one of REASONS.

    :param months: months it must have been open before the compared period begins
    """
    if life.opened_on is None:
        return 'never_opened'
    if life.opened_on > periods.compared_first:
        return 'opened_later'
    if _months_later(life.opened_on, months) > periods.compared_first:
        return 'too_new'
    if life.closed_on is not None and life.closed_on < periods.last:
        return 'closed'
    if life.is_paused:
        return 'paused'
    return 'comparable'


def _months_later(day, months):
    """The same day so many months later; the first of the next month where that month is too short."""
    count = day.year * 12 + day.month - 1 + months
    year, month = count // 12, count % 12 + 1
    try:
        return date(year, month, day.day)
    except ValueError:
        return date(year + month // 12, month % 12 + 1, 1)
