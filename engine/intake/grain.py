# Part of store_group. License LGPL-3.
"""Of what an amount speaks where its layout does not know: of the order or its row, of one piece or all. The total decides."""

from decimal import Decimal, InvalidOperation
from itertools import product

from ..cleaning.numbers import LIMIT, plain
from .currency import net_step
from .issue import Issue
from .price import add_price
from .returns import quantity_of

ORDER, ROW, UNSURE = 'order', 'row', 'unsure'
OWN = 'own'  # of a line, while its order is read: {target: what its row says}
_AMOUNT = 'line.subtotal'
_OF_PRICE = ('subtotal', 'quantity', 'discount_rate')
_SIGNS = {'shipping_amount': 1, 'discount_amount': -1}


def decided(payload, unsure, rounding):
    """Return (payload, issues): a canonical order in which each of the `unsure` targets has one meaning.

    Each amount is read in every way: of the order (it is the same on all rows) or of its rows (added up); a line's amount as
    that of the line or of one piece. The readings that meet the total hold. Where these are several with different results, or
    none, the order becomes a question.

    :param payload: with `OWN` on its lines; it is changed
    :param unsure: targets
    :param str rounding: of the layout
    """
    lines = payload['lines']
    own = [line.pop(OWN, {}) for line in lines]
    sold = [at for at, line in enumerate(lines) if quantity_of(line) >= 0]
    targets = [target for target in sorted(unsure) if any(target in found for found in own)]
    ways = {target: _ways(target, [own[at].get(target) for at in sold], lines, sold) for target in targets}
    if not targets or not all(ways.values()):
        return payload, []  # what cannot be read has an issue of its own
    step = net_step(rounding, payload.get('currency'))
    chosen = {}
    for readings in product(*(ways[target].items() for target in targets)):
        reading = dict(zip(targets, readings, strict=True))
        if _meets(payload, reading, lines, sold, step):
            chosen.setdefault(tuple(str(value) for _name, value in readings), reading)
    if len(chosen) != 1:
        return payload, [_question(targets, ways, payload, lines)]
    for target, (name, value) in next(iter(chosen.values())).items():
        if target == _AMOUNT:
            _take_lines(lines, own, name, step)
        elif target in payload or value:
            payload[target] = plain(value)
    return payload, []


def _ways(target, values, lines, sold):
    """Return {reading: value} of the `values` that the rows say; equal ones once."""
    numbers = [decimal_of(value) for value in values]
    if any(number is None and value is not None for number, value in zip(numbers, values, strict=True)):
        return {}
    if target == _AMOUNT:
        amounts = tuple(number or Decimal(0) for number in numbers)
        pieces = tuple(amount * abs(quantity_of(lines[at])) for amount, at in zip(amounts, sold, strict=True))
        return {ROW: amounts} if amounts == pieces else {ROW: amounts, 'piece': pieces}
    known = [number for number in numbers if number is not None]
    if not known:
        return {ROW: Decimal(0)}
    found = {ORDER: known[0]} if len(set(known)) == 1 else {}
    return found if found and len(known) == 1 else {**found, ROW: sum(known)}


def _meets(payload, reading, lines, sold, step):
    """Whether the order adds up under a reading; an order without a total does under each."""
    total = reading['total'][1] if 'total' in reading else decimal_of(payload.get('total'))
    if total is None:
        return True
    if _AMOUNT in reading:
        goods = sum(reading[_AMOUNT][1])
    else:
        goods = sum((_line_amount(lines[at]) for at in sold), Decimal(0))
    goods -= sum((decimal_of(lines[at].get('discount_amount')) or Decimal(0) for at in sold), Decimal(0))
    for target, sign in _SIGNS.items():
        value = reading[target][1] if target in reading else decimal_of(payload.get(target))
        goods += sign * (value or 0)
    platform = sum((decimal_of(lines[at].get('platform_discount')) or Decimal(0) for at in sold), Decimal(0))
    platform += (
        reading['platform_discount'][1] if 'platform_discount' in reading else decimal_of(payload.get('platform_discount')) or 0
    )
    return min(abs(goods - total), abs(goods - total - platform)) <= step * len(sold)


def _line_amount(line):
    subtotal = decimal_of(line.get('subtotal'))
    if subtotal is not None:
        return subtotal
    return (decimal_of(line.get('unit_price')) or Decimal(0)) * abs(quantity_of(line))


def _take_lines(lines, own, name, step):
    for line, found in zip(lines, own, strict=True):
        if name == 'piece' and _AMOUNT in found:
            line.pop('subtotal', None)
            line['unit_price'] = found[_AMOUNT]
        elif _AMOUNT in found:
            line['subtotal'] = found[_AMOUNT]
            if all(decimal_of(line.get(part, '0')) is not None for part in _OF_PRICE):
                add_price(line, step)  # else one of them is a question


def _question(targets, ways, payload, lines):
    words = []
    for target in targets:
        readings = ways[target]
        shown = ' / '.join(plain(sum(value) if target == _AMOUNT else value) for value in readings.values())
        words.append(f"{target.removeprefix('line.')}: {shown}")
    return Issue('unsure_grain', field='lines', found='; '.join(words)[:200], proposed=str(payload.get('total') or ''))


def decimal_of(value):
    """Return the Decimal of an amount in JSON form, None where it says none that could be money."""
    try:
        number = Decimal(str(value)) if value not in (None, '') else None
    except InvalidOperation:
        return None
    return number if number is None or (number.is_finite() and abs(number) < LIMIT) else None


def added(one, other):
    """Return the sum of two amounts in JSON form, None if one is invalid or no amount of money.

    >>> added('1.50', '2'), added('1', 'x'), added('1', '1e999999'), added('1', None)
    ('3.5', None, None, None)
    """
    amounts = decimal_of(one), decimal_of(other)
    return None if None in amounts else plain(sum(amounts))
