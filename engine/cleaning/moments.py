# Part of store_group. License LGPL-3.
"""Times of a channel in UTC. Without zone they are in the store's; a date without time is noon."""

from datetime import date, datetime, time, timezone  # noqa: F401 (the examples use date)

import pytz

NOON = time(12)


def in_utc(value, tz):
    """Return the date or datetime `value` as an aware UTC datetime.

    :param str tz: the zone of values without one

    >>> in_utc(datetime(2026, 11, 11, 10), 'Asia/Shanghai').isoformat(), in_utc(date(2026, 11, 11), 'Asia/Shanghai').isoformat()
    ('2026-11-11T02:00:00+00:00', '2026-11-11T04:00:00+00:00')
    >>> in_utc(datetime(2026, 11, 11, 3, tzinfo=timezone.utc), 'Asia/Shanghai').isoformat()
    '2026-11-11T03:00:00+00:00'
    """
    if not isinstance(value, datetime):
        value = datetime.combine(value, NOON)
    value = value if value.tzinfo else pytz.timezone(tz).localize(value, is_dst=False)
    return value.astimezone(timezone.utc)
