# Part of store_group. License LGPL-3.
"""Which day a moment is in a zone, and which business day it counts for; moments are naive and in UTC.

The database has the same rule in `models/stores/sql/store_day.py`; a test asks both.

    >>> new_year = datetime(2026, 12, 31, 17, 30)
    >>> day_of(new_year, zone_of('Asia/Shanghai')), day_of(new_year, zone_of('Asia/Shanghai'), ends_at=2.0)
    (datetime.date(2027, 1, 1), datetime.date(2026, 12, 31))
    >>> day_of(new_year, zone_of(False)), local(new_year, zone_of('Europe/Berlin'))
    (datetime.date(2026, 12, 31), datetime.datetime(2026, 12, 31, 18, 30))
    >>> moment_of(date(2026, 3, 29), time(3), zone_of('Europe/Berlin'))  # the clocks were put forward at 2
    datetime.datetime(2026, 3, 29, 1, 0)
"""

from datetime import date, datetime, time, timedelta, timezone  # noqa: F401  for the examples
from zoneinfo import ZoneInfo


def zone_of(name):
    """Return the zone of a name, UTC for none."""
    return ZoneInfo(name or 'UTC')


def local(moment, zone):
    """Return the local time at a moment, without a zone."""
    return moment.replace(tzinfo=timezone.utc).astimezone(zone).replace(tzinfo=None)


def day_of(moment, zone, ends_at=0):
    """Return the day a moment counts for.

    :param ends_at: the hour at which a business day ends: what is earlier on the clock counts for the day before. The
        clock on the wall is read, whatever it was put back or forward that night; 0: the calendar day
    """
    return (local(moment, zone) - timedelta(hours=ends_at)).date()


def moment_of(day, clock, zone):
    """Return the moment at which the local time is `clock` on a day."""
    return datetime.combine(day, clock, zone).astimezone(timezone.utc).replace(tzinfo=None)
