# Part of store_group. License LGPL-3.
"""Age of the data of a streaming standby.

The moment of the last change that was replayed says little by itself: on a quiet night it is hours ago, and nothing is
missing. Only where the standby knows of changes it has not replayed, or is cut off and knows nothing, does that moment count.

    >>> asked, changed = datetime(2026, 3, 18, 14, 0, 30), datetime(2026, 3, 18, 14, 0, 12, 400000)
    >>> age(asked, changed, is_connected=True, is_replayed=True)
    Age(at=datetime.datetime(2026, 3, 18, 14, 0, 30), seconds=0)
    >>> age(asked, changed, is_connected=True, is_replayed=False)
    Age(at=datetime.datetime(2026, 3, 18, 14, 0, 12), seconds=18)
    >>> age(asked, changed, is_connected=False, is_replayed=True).seconds
    18
    >>> age(asked, None, is_connected=False, is_replayed=True)
    Age(at=False, seconds=False)
"""

from datetime import datetime
from typing import NamedTuple


class Age(NamedTuple):
    """The time up to which data is complete, and its age; both False if unknown."""

    at: datetime
    seconds: int


def age(asked, changed, is_connected, is_replayed):
    """Return the Age of the data.

    :param datetime asked: when the reader began
    :param changed: when the last change that was replayed was made; None where none was since the standby started
    :param bool is_connected: whether the standby receives from its primary
    :param bool is_replayed: whether everything it has received is replayed
    """
    if is_connected and is_replayed:
        return Age(asked.replace(microsecond=0), 0)
    if not changed:
        return Age(False, False)
    return Age(changed.replace(microsecond=0), max(0, round((asked - changed).total_seconds())))
