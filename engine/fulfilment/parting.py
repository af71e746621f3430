# Part of store_group. License LGPL-3.
"""How the quantities of a delivery are divided over several, so that together they stay what they were.

Decimals, in the unit of the row; a key names the row of one delivery.
"""

from dataclasses import dataclass
from decimal import Decimal

from ..quantities import ZERO, is_some, take


@dataclass(frozen=True)
class Problem:
    """Why a delivery cannot be divided so.

    `kind` is 'unknown', 'negative', 'more', 'picked', 'nothing' or 'all'; `key` its row.
    """

    kind: str
    key: int | None = None


def divided(there, away):
    """Divide what is there into what stays and what goes into another delivery.

    :param dict there: {row: Decimal} of the delivery
    :param dict away: {row: Decimal} that goes; rows not named stay
    :returns: (stays, goes), both {row: Decimal above zero}, or a `Problem`; for each row the two come to what was there

    >>> divided({1: Decimal(5), 2: Decimal(1)}, {1: Decimal(2)})
    ({1: Decimal('3'), 2: Decimal('1')}, {1: Decimal('2')})
    >>> [divided({1: Decimal(5)}, away).kind for away in ({1: Decimal(6)}, {1: Decimal(5)}, {})]
    ['more', 'all', 'nothing']
    >>> divided({1: Decimal(5)}, {2: Decimal(1)}), divided({1: Decimal(5)}, {1: Decimal(-1)})
    (Problem(kind='unknown', key=2), Problem(kind='negative', key=1))
    """
    for key, quantity in away.items():
        if key not in there:
            return Problem('unknown', key)
        if quantity < 0:
            return Problem('negative', key)
        if is_some(quantity - there[key]):
            return Problem('more', key)
    goes = {key: min(quantity, there[key]) for key, quantity in away.items() if is_some(quantity)}
    stays = {key: quantity - goes.get(key, ZERO) for key, quantity in there.items()}
    stays = {key: quantity for key, quantity in stays.items() if is_some(quantity)}
    if not goes:
        return Problem('nothing')
    if not stays:
        return Problem('all')
    return stays, goes


def below_picked(there, away, picked):
    """Return the first row that would bring less than is picked for it, None if there is none.

    :param dict there: {row: Decimal} of the delivery
    :param dict away: {row: Decimal} that goes
    :param dict picked: {row: Decimal}

    >>> [below_picked({1: Decimal(5)}, {1: Decimal(away)}, {1: Decimal(3)}) for away in (3, 2)]
    [1, None]
    """
    return next(
        (
            key
            for key, quantity in away.items()
            if is_some(picked.get(key, ZERO)) and is_some(picked[key] + quantity - there[key])
        ),
        None,
    )


def lacking(there, reserved):
    """Return what waits for goods: what goes into another delivery when a delivery is divided by what is there now.

    >>> lacking({1: Decimal(5), 2: Decimal(1), 3: Decimal(2)}, {1: Decimal(3), 2: Decimal(1)})
    {1: Decimal('2'), 3: Decimal('2')}
    """
    rest = {key: quantity - min(reserved.get(key, ZERO), quantity) for key, quantity in there.items()}
    return {key: quantity for key, quantity in rest.items() if is_some(quantity)}


@dataclass(frozen=True)
class Part:
    """The open row of one delivery: `started` once its papers are printed or its parcel goes with others; what is `picked`."""

    key: int
    quantity: Decimal
    started: bool = False
    picked: Decimal = ZERO


def lowered(parts, less):
    """Return ({row: new quantity} of those that change, what could not be taken) when an order asks for `less`.

    What nobody has begun with gives first, and of that the last made; what is picked gives where nothing else is left.

    >>> lowered([Part(1, Decimal(3)), Part(2, Decimal(2))], Decimal(4))
    ({2: Decimal('0'), 1: Decimal('1')}, Decimal('0'))
    >>> lowered([Part(1, Decimal(3)), Part(2, Decimal(2), True)], Decimal(1))
    ({1: Decimal('2')}, Decimal('0'))
    >>> lowered([Part(1, Decimal(1))], Decimal(3))
    ({1: Decimal('0')}, Decimal('2'))
    >>> lowered([Part(1, Decimal(3)), Part(2, Decimal(2), picked=Decimal(2))], Decimal(4))
    ({1: Decimal('0'), 2: Decimal('1')}, Decimal('0'))
    """
    parts = sorted(parts, key=lambda part: (part.started, -part.key))
    there = {part.key: part.quantity for part in parts}
    picked = {part.key: min(part.picked, part.quantity) for part in parts}
    free, left = take(less, [(key, quantity - picked[key]) for key, quantity in there.items()])
    back, left = take(left, picked.items())
    result = {}
    for key, quantity in (*free, *back):
        result[key] = result.get(key, there[key]) - quantity
    return result, left


def heir(parts, alike):
    """Return the row that takes over what a cancelled delivery was to bring, None without one.

    :param parts: `Part` of the order's other open deliveries
    :param alike: rows that leave from the same place; they come first

    >>> one, two, three = Part(1, Decimal(3)), Part(2, Decimal(2)), Part(3, Decimal(3), True)
    >>> heir([one, two], {2}), heir([three, Part(4, Decimal(1))], ()), heir([], ())
    (2, 4, None)
    """
    order = sorted(parts, key=lambda part: (part.key not in alike, part.started, part.key))
    return order[0].key if order else None
