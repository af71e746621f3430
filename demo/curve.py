# Part of store_group. License LGPL-3.
"""How much a store sells on a day, and what is in a basket. The same for the same store and day, whenever it is asked."""

import calendar
import math
import random
from dataclasses import dataclass
from datetime import date, timedelta

from . import world

LIVE_DAYS = 4  # of all days, the last: those whose orders are delivered and invoiced one by one; the rest is history
YEARLY = 0.10  # growth of a year

# How well a kind of goods sells in each month, January first.
SEASONS = {
    'spring': (0.5, 0.9, 1.6, 1.9, 1.7, 1.1, 0.8, 0.8, 1.0, 0.9, 0.6, 0.4),
    'summer': (0.2, 0.3, 0.6, 1.1, 1.8, 2.1, 2.0, 1.6, 0.9, 0.5, 0.3, 0.2),
    'autumn': (0.8, 0.8, 0.9, 0.7, 0.4, 0.3, 0.3, 0.8, 1.8, 2.0, 1.5, 1.0),
    'winter': (2.0, 1.2, 0.6, 0.3, 0.1, 0.1, 0.1, 0.3, 0.8, 1.5, 2.2, 2.3),
    'between': (0.5, 0.9, 1.7, 1.4, 0.7, 0.2, 0.1, 0.5, 1.7, 1.9, 1.0, 0.5),
    'even': (1.0,) * 12,
}
# How well a month sells as a whole: the weeks before Spring Festival and the autumn carry the year.
MONTHS = (1.15, 0.80, 0.95, 1.00, 1.05, 1.05, 0.85, 0.85, 1.05, 1.15, 1.10, 1.20)
# (month, first day, last day, factor in a shop, factor on the web, taken off the price in percent)
EVENTS = (
    (6, 1, 15, 1.1, 1.4, 5),
    (6, 16, 18, 1.4, 4.0, 15),
    (10, 1, 7, 1.8, 1.0, 0),
    (11, 1, 10, 1.1, 1.5, 5),
    (11, 11, 11, 1.5, 7.0, 20),
    (12, 12, 12, 1.2, 2.5, 10),
)


@dataclass(frozen=True)
class Item:
    style: world.Style
    colour: str
    size: str
    quantity: int
    off: float  # percent

    @property
    def sku(self):
        return f'{self.style.code}-{self.colour}-{self.size}'


def event_of(day, online):
    """(factor, percent off) of the event a day is in; (1, 0) on other days."""
    for month, first, last, shop, web, off in EVENTS:
        if day.month == month and first <= day.day <= last:
            return (web if online else shop), off
    return 1.0, 0.0


def expected(store, day, today):
    """Orders one would expect of a store on a day, not a whole number.

    >>> lake = next(store for store in world.STORES if store.key == 'lake')
    >>> expected(lake, date(2026, 3, 7), date(2026, 9, 1)) > expected(lake, date(2026, 3, 4), date(2026, 9, 1))
    True
    """
    week = (store.weekend if day.weekday() >= 5 else 1.0) * 7 / (5 + 2 * store.weekend)
    growth = 1 - YEARLY * (today - day).days / 365
    return store.base * week * MONTHS[day.month - 1] * event_of(day, store.kind == 'online')[0] * growth


def baskets(store, day, today):
    """The orders of a store on a day: a list of (hour, minute, [Item])."""
    rolls = random.Random(f'{store.code} {day.isoformat()}')
    count = _whole(rolls, expected(store, day, today))
    hours = sorted((rolls.choice((10, 11, 12, 14, 15, 16, 18, 19, 19, 20, 20)), rolls.randrange(60)) for _order in range(count))
    off = max(store.off, event_of(day, store.kind == 'online')[1])
    return [(hour, minute, _basket(rolls, day, off)) for hour, minute in hours]


def month_expected(store, month, today, average):
    """What a month should bring at `average` an order: the target of its store, to the next thousand."""
    days = calendar.monthrange(month.year, month.month)[1]
    orders = sum(expected(store, month + timedelta(days=number), today) for number in range(days))
    return float(math.ceil(orders * average * 1.04 / 1000) * 1000)


def first_day(today):
    """Thirteen months: this one, and the twelve before."""
    return date(today.year - 1, today.month, 1)


def past_days(today):
    """The days of history, oldest first."""
    return [today - timedelta(days=back) for back in range((today - first_day(today)).days, LIVE_DAYS - 1, -1)]


def live_days(today):
    return [today - timedelta(days=back) for back in range(LIVE_DAYS - 1, -1, -1)]


def brought_back(store, number, day, today):
    """The day an order's first line came back and in how many pieces, or None: one order of twenty, more on the web."""
    rolls = random.Random(f'back {store.code} {number}')
    back = day + timedelta(days=rolls.randint(2, 9))
    return back if rolls.random() < (0.12 if store.kind == 'online' else 0.04) and back <= today else None


def _whole(rolls, mean):
    """A whole number that is `mean` on average: one unit of noise, never less than none."""
    noisy = max(mean * rolls.uniform(0.6, 1.4), 0.0)
    return int(noisy) + (rolls.random() < noisy % 1)


def _basket(rolls, day, off):
    weights = [style.share * SEASONS[style.season][day.month - 1] for style in world.STYLES]
    lines = {}
    for _line in range(rolls.choice((1, 1, 2, 2, 3))):
        style = rolls.choices(world.STYLES, weights)[0]
        item = Item(
            style,
            rolls.choice(style.colours),
            rolls.choices(world.SIZES, world.SIZE_WEIGHTS)[0],
            rolls.choice((1, 2, 2, 3, 3, 4)),
            off,
        )
        lines.setdefault(item.sku, item)
    return list(lines.values())
