# Part of store_group. License LGPL-3.
"""Moments of a channel in UTC. What names no zone is meant in the store's; a bare date is its noon."""
from datetime import date, datetime, time, timezone  # noqa: F401 (the examples use date)

import pytz

NOON = time(12)


def in_utc(value, tz):
    """Return the date or datetime `value` as an aware UTC datetime.

    :param str tz: the zone in which it is meant where it names none

    >>> in_utc(datetime(2026, 11, 11, 10), 'Asia/Shanghai').isoformat(), in_utc(date(2026, 11, 11), 'Asia/Shanghai').isoformat()
    ('2026-11-11T02:00:00+00:00', '2026-11-11T04:00:00+00:00')
    >>> in_utc(datetime(2026, 11, 11, 3, tzinfo=timezone.utc), 'Asia/Shanghai').isoformat()
    '2026-11-11T03:00:00+00:00'
    """
    if not isinstance(value, datetime):
        value = datetime.combine(value, NOON)
    value = value if value.tzinfo else pytz.timezone(tz).localize(value, is_dst=False)
    return value.astimezone(timezone.utc)
