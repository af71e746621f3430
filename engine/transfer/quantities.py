# Part of store_group. License LGPL-3.
"""The quantity law of a transfer: shipped = received + damaged + refused + lost + in transit, always.

Every step is given as a cumulative total; the difference to the booked quantity is booked, so repeating a
call has no further effect. A surplus is kept apart until it is decided.
"""

from dataclasses import dataclass
from decimal import Decimal

from ..quantities import ZERO

FOUND = ('received', 'damaged', 'refused', 'lost')


class TooMuch(ValueError):
    """More than available was given: `wanted` and `available` are the quantities."""

    def __init__(self, step, wanted, available):
        super().__init__(f'{step}: {wanted} of {available}')
        self.step, self.wanted, self.available = step, wanted, available


@dataclass(frozen=True)
class Line:
    """Booked quantities of one line, in its unit.

    over: the undecided surplus. dropped: what no operation will bring any more, as those were cancelled; it may still be shipped.
    """

    approved: Decimal = ZERO
    shipped: Decimal = ZERO
    received: Decimal = ZERO
    damaged: Decimal = ZERO
    refused: Decimal = ZERO
    lost: Decimal = ZERO
    over: Decimal = ZERO
    dropped: Decimal = ZERO

    @property
    def in_transit(self):
        return self.shipped - self.received - self.damaged - self.refused - self.lost

    @property
    def to_ship(self):
        return max(ZERO, self.approved - self.shipped)

    @property
    def to_come(self):
        """What has not left and is planned to."""
        return max(ZERO, self.to_ship - self.dropped)

    def is_lawful(self):
        """Whether nothing is negative and nothing more arrived than left."""
        return min(self.shipped, self.received, self.damaged, self.refused, self.lost, self.over, self.in_transit) >= 0


def ship(line, total=None):
    """Return the quantity to ship up to the cumulative `total`; None: everything approved.

    >>> ship(Line(approved=Decimal(5), shipped=Decimal(2)), Decimal(4))
    Decimal('2')

    :raises TooMuch: when the total is above what is approved
    """
    if total is None:
        return line.to_ship
    if total > max(line.approved, line.shipped):
        raise TooMuch('shipped', total, line.approved)
    return max(ZERO, total - line.shipped)


def receive(line, totals=None):
    """Return {step: quantity} to book up to the cumulative totals; None: receive everything in transit.

    a. Damaged, refused and lost are taken from the quantity in transit first, as they were entered on purpose.
    b. Received takes the rest. Any excess was never shipped: the surplus, under 'over'.
    c. A total below the booked quantity changes nothing; booked goods go back by a return only.

    :param totals: {step: Decimal}; other steps do not change

    >>> line = Line(approved=Decimal(5), shipped=Decimal(5))
    >>> sorted((step, int(count)) for step, count in receive(line, {'received': Decimal(5), 'damaged': Decimal(1)}).items())
    [('damaged', 1), ('over', 1), ('received', 4)]

    :raises TooMuch: when damaged, refused and lost together exceed what is in transit
    """
    if totals is None:
        return {'received': line.in_transit} if line.in_transit else {}
    booked = {}
    free = line.in_transit
    for step in FOUND[1:]:
        more = max(ZERO, totals.get(step, ZERO) - getattr(line, step))
        if more > free:
            raise TooMuch(step, more, free)
        free -= more
        booked[step] = more
    more = max(ZERO, totals.get('received', ZERO) - line.received - line.over)
    booked['received'] = min(more, free)
    booked['over'] = more - booked['received']
    return {step: quantity for step, quantity in booked.items() if quantity}


def after(line, booked):
    """Return the line after `booked` {step: quantity}."""
    values = {name: getattr(line, name) for name in line.__dataclass_fields__}
    for step, quantity in booked.items():
        values[step] += quantity
    return Line(**values)
