# Part of store_group. License LGPL-3.
"""The position of our price among those of competitors, for one unit of one product.

How to use: `newest` or `markets` select the prices, `place` returns the position of ours. All prices are of one
unit, in one currency, with tax. What it costs: time linear in the prices seen, and sorting those of one product.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

# From cheapest; `alone`: no other price is known, `unpriced`: we have no price.
POSITIONS = ('lowest', 'below', 'average', 'above', 'highest', 'alone', 'unpriced')
NOTHING = Decimal(0)


@dataclass(frozen=True)
class Seen:
    """A competitor's price of one unit on a day. `store`: the store near which it was seen, None: everywhere."""

    competitor: int
    day: date
    price: Decimal
    store: int | None = None


@dataclass(frozen=True)
class Position:
    """The result. `index` is ours / average; 0 if one of the two is unknown."""

    position: str
    count: int = 0
    lowest: Decimal = NOTHING
    average: Decimal = NOTHING
    highest: Decimal = NOTHING
    index: Decimal = NOTHING


def unit_price(price, pack_quantity):
    """Return the price of one unit of a pack.

    :raises ValueError: for a price or a quantity that is not greater than 0

    >>> unit_price(Decimal(30), Decimal(12))
    Decimal('2.5')
    """
    if price <= 0 or pack_quantity <= 0:
        raise ValueError(price, pack_quantity)
    return price / pack_quantity


def index(price, base):
    """Return price / base, 0 without a base.

    >>> index(Decimal(90), Decimal(100)), index(Decimal(90), NOTHING)
    (Decimal('0.9'), Decimal('0'))
    """
    return price / base if base > 0 else NOTHING


def newest(seen):
    """Return {competitor: current Seen}: of the last day; on one day a price at a store before one everywhere.

    >>> old, new = Seen(1, date(2026, 1, 1), Decimal(5)), Seen(1, date(2026, 1, 2), Decimal(6))
    >>> newest([new, old])[1].price
    Decimal('6')
    """
    found = {}
    for item in seen:
        former = found.get(item.competitor)
        if former is None or (item.day, item.store is not None) > (former.day, former.store is not None):
            found[item.competitor] = item
    return found


def markets(seen, near, places):
    """Return {place: {competitor: Seen}} of the prices that apply at each store, or everywhere (None).

    Prices asked everywhere apply at every store the competitor competes with. For "everywhere" only those apply.

    :param near: {competitor: set of the stores it competes with}; empty or missing: with all
    :param places: ids of stores, and None

    >>> web, shop = Seen(1, date(2026, 1, 1), Decimal(5)), Seen(2, date(2026, 1, 1), Decimal(6), store=7)
    >>> {place: sorted(found) for place, found in markets([web, shop], {}, [None, 7]).items()}
    {None: [1], 7: [1, 2]}
    >>> sorted(markets([web, shop], {1: {8}}, [7])[7])
    [2]
    """

    def counts(item, store):
        rivals_of = near.get(item.competitor)
        return item.store == store or item.store is None and (not rivals_of or store in rivals_of)

    return {store: newest(item for item in seen if counts(item, store)) for store in places}


def place(prices, ours):
    """Return the Position of our price among those of competitors.

    Equal to the cheapest is `lowest`; equal to the most expensive is `highest`.

    :param prices: iterable of the competitors' prices, each greater than 0
    :param ours: our price; 0: none

    >>> place([Decimal(90), Decimal(110)], Decimal(95)).position, place([Decimal(90)], Decimal(90)).position
    ('below', 'lowest')
    >>> place([], Decimal(95)).position, place([Decimal(90)], NOTHING).position
    ('alone', 'unpriced')
    """
    prices = sorted(prices)
    if not prices:
        return Position('alone')
    lowest, highest = prices[0], prices[-1]
    average = min(max(sum(prices) / len(prices), lowest), highest)  # a division may round past the ends
    if ours <= 0:
        word = 'unpriced'
    elif ours <= lowest:
        word = 'lowest'
    elif ours >= highest:
        word = 'highest'
    else:
        word = 'below' if ours < average else 'above' if ours > average else 'average'
    return Position(word, len(prices), lowest, average, highest, index(max(ours, NOTHING), average))
