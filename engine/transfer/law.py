# Part of store_group. License LGPL-3.
"""The law of transfers: checks what was moved, not who moved it.

A line's goods are pieces: a quantity of a product, lot, owner and box. Goods that leave a place in transit must
have arrived there before, piece by piece; no more than approved leaves; nothing is left behind elsewhere.
"""

from collections import defaultdict
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from ..quantities import ZERO

# Kinds of breaches.
WRONG_PRODUCT, TOO_MANY, LESS_LEFT, NOT_THERE, NEVER_LEFT, LEFT_BEHIND, UNCOUNTABLE = (
    'wrong_product',
    'too_many',
    'less_left',
    'not_there',
    'never_left',
    'left_behind',
    'uncountable',
)
# Steps counted in the transfer's unit.
COUNTED = ('prepare', 'ship', 'receive')


class Piece(NamedTuple):
    """The key of goods; None for no lot, owner or box."""

    product: object
    lot: object = None
    owner: object = None
    box: object = None


class Row(NamedTuple):
    """Goods moved by done moves of one line: from a box at one place into a box at another."""

    step: str
    place: object
    place_to: object
    piece: Piece
    box_to: object
    quantity: Decimal


@dataclass(frozen=True)
class Line:
    """A line in its product's unit: approved and in-transit quantity, and the places of its goods.

    `passage` is the place goods only pass through in the same transaction, or None. `unit` is the line's unit in
    the product's unit, `grain` the smallest quantity the line can express.
    """

    product: object
    approved: Decimal
    in_transit: Decimal
    places: frozenset
    passage: object = None
    least: Decimal = Decimal('0.000001')
    unit: Decimal = Decimal(1)
    grain: Decimal = Decimal('0.000001')


class Breach(NamedTuple):
    """What breaks the law: its kind, the quantity wanted, the quantity possible, and the piece it is about."""

    kind: str
    wanted: Decimal = ZERO
    possible: Decimal = ZERO
    piece: Piece = None


def balances(rows, places):
    """Return {place: {piece: quantity}} left at each place by these rows.

    >>> came = Row('ship', 1, 2, Piece('P'), 'BOX', Decimal(3))
    >>> balances([came, Row('receive', 2, 4, Piece('P', box='BOX'), None, Decimal(1))], {2})[2]
    {Piece(product='P', lot=None, owner=None, box='BOX'): Decimal('2')}
    """
    left = {place: defaultdict(lambda: ZERO) for place in places}
    for row in rows:
        if row.place_to in left:
            left[row.place_to][row.piece._replace(box=row.box_to)] += row.quantity
        if row.place in left:
            left[row.place][row.piece] -= row.quantity
    return {place: dict(pieces) for place, pieces in left.items()}


def covered(pieces):
    """Return the pieces after matching goods received without lot to lots named in transit.

    >>> [(piece.lot, quantity) for piece, quantity in covered({Piece('P'): Decimal(3), Piece('P', lot='L'): Decimal(-2)}).items()]
    [(None, Decimal('1')), ('L', Decimal('0'))]
    """
    pieces = dict(pieces)
    for piece, quantity in list(pieces.items()):
        bare = piece._replace(lot=None)
        part = min(-quantity, pieces.get(bare, ZERO)) if piece.lot else ZERO
        if part > 0:
            pieces[bare] -= part
            pieces[piece] += part
    return pieces


def in_units(line, quantity):
    """Return a quantity rounded to the line's unit and converted back to the product's unit.

    >>> dozens = Line('P', Decimal(12), ZERO, frozenset(), least=Decimal('0.005'), unit=Decimal(12), grain=Decimal('0.01'))
    >>> in_units(dozens, Decimal(7)), in_units(dozens, Decimal(9))
    (Decimal('6.96'), Decimal('9.00'))
    """
    return (quantity / line.unit).quantize(line.grain, ROUND_HALF_UP) * line.unit


def uncountable(line, rows, moved):
    """Return the breach of a moved quantity the line's unit cannot express, or None.

    The rest could not be received. Receiving everything that is there leaves no rest.

    :param dict moved: {step: quantity of the moves just done or corrected}
    """
    for step in COUNTED:
        quantity = moved.get(step, ZERO)
        total = quantity if step == 'prepare' else sum((row.quantity for row in rows if row.step == step), ZERO)
        if not quantity or abs(in_units(line, total) - total) < line.least:
            continue
        shipped_so_far = sum((row.quantity for row in rows if row.step == 'ship'), ZERO)
        if step != 'receive' or abs(shipped_so_far - total) >= line.least:
            return Breach(UNCOUNTABLE, total, in_units(line, total))
    return None


def breach(line, rows, now, moved=None):
    """Return the breach by the rows of a line, or None.

    :param rows: all moves of the line, the last ones included
    :param now: rows of the last operation, or after a correction
    :param dict moved: see `uncountable`

    >>> goods = Line('P', approved=Decimal(4), in_transit=Decimal(400), places=frozenset({2}))
    >>> row = Row('ship', 1, 2, Piece('P'), None, Decimal(400))
    >>> breach(goods, [row], [row]).kind
    'too_many'
    """
    if any(row.piece.product != line.product for row in now):
        return Breach(WRONG_PRODUCT, piece=next(row.piece for row in now if row.piece.product != line.product))
    is_shipping = any(row.step == 'ship' for row in now)
    shipped = sum((row.quantity for row in rows if row.step == 'ship'), ZERO)
    if is_shipping and shipped - line.approved >= line.least:
        return Breach(TOO_MANY, shipped, line.approved)
    if wrong := uncountable(line, rows, moved or {}):
        return wrong
    left = balances(rows, line.places)
    for place, pieces in left.items():
        wanted = sum((row.quantity for row in now if row.place == place), ZERO)
        missing = sum(pieces.values(), ZERO)
        if missing <= -line.least:
            return Breach(NOT_THERE if wanted else LESS_LEFT, wanted, wanted + missing)
        for piece, quantity in covered(pieces).items():
            if quantity <= -line.least:
                asked = sum((row.quantity for row in now if (row.place, row.piece) == (place, piece)), ZERO)
                return Breach(NEVER_LEFT, asked, asked + quantity, piece)
    if line.in_transit <= -line.least:
        wanted = sum((row.quantity for row in now if row.step == 'receive'), ZERO)
        return Breach(NOT_THERE if wanted else LESS_LEFT, wanted, wanted + line.in_transit)
    stays = sum(left.get(line.passage, {}).values(), ZERO)
    return Breach(LEFT_BEHIND, ZERO, stays) if stays >= line.least else None


def disturbs(before, after, due):
    """Whether a manual move makes the stock of a place differ more from the transfers' goods; a fix does not.

    >>> disturbs(Decimal(3), Decimal(1), Decimal(3)), disturbs(Decimal(1), Decimal(3), Decimal(3))
    (True, False)
    """
    return abs(after - due) >= abs(before - due)


def takes_foreign(after, due):
    """Whether a place has less than the transfers' goods.

    >>> takes_foreign(Decimal(2), Decimal(3)), takes_foreign(Decimal(3), Decimal(3)), takes_foreign(Decimal(-1), Decimal(0))
    (True, False, False)
    """
    return due > 0 and after < due
