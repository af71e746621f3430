# Part of store_group. License LGPL-3.
"""Shares scarce stock among several requests of a product, never more than is available."""

from dataclasses import dataclass
from decimal import Decimal

from .. import quantities
from ..quantities import ZERO

POLICIES = ('proportion', 'priority', 'oldest')


@dataclass(frozen=True)
class Wish:
    """One request: its key, quantity, priority (greater first), age (smaller first)."""

    key: object
    quantity: Decimal
    priority: int = 0
    age: object = 0


def share(available, wishes, policy='proportion', step=Decimal(1)):
    """Return {key: Decimal} that gives away at most `available`, in multiples of `step`.

    a. Enough for all: everybody gets what they want.
    b. oldest: in full, the oldest first. priority: in full, the most important first, then the oldest.
    c. proportion: each gets its share rounded down; the rest goes step by step to the largest remainder, then the oldest.

    >>> wishes = [Wish('a', Decimal(6), age=1), Wish('b', Decimal(3), age=2)]
    >>> {key: int(count) for key, count in share(Decimal(5), wishes).items()}
    {'a': 3, 'b': 2}
    """
    available = max(ZERO, available)
    total = sum((wish.quantity for wish in wishes), ZERO)
    if total <= available:
        return {wish.key: wish.quantity for wish in wishes}
    if policy == 'proportion':
        wanted = {wish.key: wish.quantity for wish in sorted(wishes, key=lambda wish: wish.age)}
        return quantities.share(available, wanted, step, most=wanted)
    order = sorted(wishes, key=lambda wish: (-wish.priority if policy == 'priority' else 0, wish.age))
    given = quantities.take_each({None: available}, [(wish.key, None, wish.quantity) for wish in order], step)
    return {wish.key: given[wish.key] for wish in wishes}
