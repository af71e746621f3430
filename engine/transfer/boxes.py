# Part of store_group. License LGPL-3.
"""Which goods lie in which box: packing what is reserved, and giving up reservations that no box needs."""
from decimal import Decimal

ZERO = Decimal(0)


def fill(pieces, wanted):
    """Return [(piece, box or None, quantity)]: the pieces divided over the boxes, in order; the rest stays loose.

    :param pieces: [(piece, quantity)] of one line: what is reserved, lot by lot
    :param wanted: [(box, quantity)] that the boxes of this line still take

    >>> fill([('lot 1', Decimal(2)), ('lot 2', Decimal(3))], [('A', Decimal(3)), ('B', Decimal(1))])
    [('lot 1', 'A', Decimal('2')), ('lot 2', 'A', Decimal('1')), ('lot 2', 'B', Decimal('1')), ('lot 2', None, Decimal('1'))]
    """
    parts, open_boxes = [], [[box, quantity] for box, quantity in wanted if quantity > 0]
    for piece, left in pieces:
        while left > 0:
            box = open_boxes[0] if open_boxes else [None, left]
            part = min(left, box[1])
            parts.append((piece, box[0], part))
            left -= part
            box[1] -= part
            if open_boxes and not box[1]:
                open_boxes.pop(0)
    return parts


def give_up(pieces, excess, kept):
    """Return {piece: quantity} to give up so that `excess` less is reserved: what no kept box holds goes first.

    :param pieces: [(piece, box or None, quantity)], in the order they were reserved; the last are given up first
    :param kept: boxes that are being worked on

    >>> give_up([('x', 'A', Decimal(2)), ('y', None, Decimal(1)), ('z', 'B', Decimal(2))], Decimal(4), {'B'})
    {'y': Decimal('1'), 'x': Decimal('2'), 'z': Decimal('1')}
    """
    given, last_first = {}, list(reversed(pieces))
    for piece, _box, quantity in sorted(last_first, key=lambda item: item[1] in kept):
        part = min(quantity, excess)
        if part > 0:
            given[piece] = part
            excess -= part
    return given
