# Part of store_group. License LGPL-3.
"""The content of boxes: packing reserved goods, and releasing reservations that no box needs."""

from decimal import Decimal  # noqa: F401 (the examples use it)

from ..quantities import take


def fill(pieces, wanted):
    """Return [(piece, box or None, quantity)]: the pieces distributed over the boxes, in order; the rest stays loose.

    :param pieces: [(piece, quantity)] of one line: what is reserved, lot by lot
    :param wanted: [(box, quantity)] that the boxes of this line still take

    >>> fill([('lot 1', Decimal(2)), ('lot 2', Decimal(3))], [('A', Decimal(3)), ('B', Decimal(1))])
    [('lot 1', 'A', Decimal('2')), ('lot 2', 'A', Decimal('1')), ('lot 2', 'B', Decimal('1')), ('lot 2', None, Decimal('1'))]
    """
    parts, room = [], {number: quantity for number, (_box, quantity) in enumerate(wanted)}
    for piece, quantity in pieces:
        taken, loose = take(quantity, room.items())
        for number, part in taken:
            room[number] -= part
        parts += [(piece, wanted[number][0], part) for number, part in taken]
        if loose > 0:
            parts.append((piece, None, loose))
    return parts


def give_up(pieces, excess, kept):
    """Return {piece: quantity} to give up so that `excess` less is reserved: first what is in no kept box.

    :param pieces: [(piece, box or None, quantity)], in the order they were reserved; the last are given up first
    :param kept: boxes that are being worked on

    >>> give_up([('x', 'A', Decimal(2)), ('y', None, Decimal(1)), ('z', 'B', Decimal(2))], Decimal(4), {'B'})
    {'y': Decimal('1'), 'x': Decimal('2'), 'z': Decimal('1')}
    """
    last_first = list(reversed(pieces))
    loose_first = sorted(last_first, key=lambda item: item[1] in kept)
    return dict(take(excess, [(piece, quantity) for piece, _box, quantity in loose_first])[0])
