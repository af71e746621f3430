# Part of store_group. License LGPL-3.
"""Refunds of an order: goods that are not shipped any more, and money for goods that stay sold or come back."""

from dataclasses import dataclass, replace
from decimal import Decimal

from ..cleaning.numbers import plain, round_half_up
from ..quantities import exact, take_each
from .draft import RefundDraft
from .lines import amount
from .price import line_subtotal, unit_price
from .refund_lines import NOTHING, borne_of_line, cost_of, names_goods, parts_of, shares_of


@dataclass(frozen=True)
class Refund:
    """One refund of one line, or, with `position` None, of the order as a whole.

    `quantity` in the line's unit, 0 for money only; `amount` as sent by the channel, None for the price of the quantity.
    `takes_goods`: its goods are not wanted any more.
    """

    key: str
    position: int | None
    quantity: Decimal
    amount: Decimal | None
    draft: RefundDraft

    @property
    def takes_goods(self):
        return bool(self.quantity)


def refunds_of(draft):
    """Return the Refunds of an OrderDraft; an order refunded as a whole is refunded line by line.

    - a refund that names a line and a quantity, or the whole amount of a line, takes the goods;
    - one with a smaller amount is money only, whatever it names;
    - a status `refunded` without refunds, or refunds of the whole amount, take all goods that no other refund took.
    No more of a line is refunded than was sold: the excess is money only. If lines have the same name, a refund is of
    the one with its price, else of the first with enough left, else of several.
    Keys are unique: a refund of several lines has one for each.
    """
    found = _with_own_keys(draft, _found(draft))
    if not is_all(draft):
        return found
    named = [refund for refund in found if refund.position is not None and refund.takes_goods]
    left = {position: line.quantity for position, line in enumerate(draft.lines)}
    for refund in named:
        left[refund.position] -= refund.quantity
    left = {position: quantity for position, quantity in left.items() if quantity > 0}
    rest = [refund for refund in found if refund not in named]
    if not left:
        return found
    whole = next((refund.draft for refund in rest if refund.position is None), RefundDraft())
    key = next((refund.key for refund in rest if refund.position is None), 'all')
    money = [refund for refund in rest if refund.amount]
    shares = shares_of(draft, left, [refund.amount for refund in money])
    # gifts cost nothing: an amount refunded with them is money of the order
    beside = money if money and not shares else []
    return _with_own_keys(
        draft,
        named
        + beside
        + [
            Refund(
                f'{key}/{_name(draft.lines[position], position)}',
                position,
                quantity,
                NOTHING if beside else shares.get(position),
                whole,
            )
            for position, quantity in left.items()
        ],
    )


def paid_of(draft):
    """Return the amount paid for an OrderDraft, computed without its declared total."""
    goods, shipping, discount = _sums(draft)
    return goods + shipping - discount


def _sums(draft):
    """Return the amounts paid for goods and shipping, and the discount; the latter two are taxed like the goods."""
    goods, plain_goods = sum(map(cost_of, draft.lines), NOTHING), sum(map(amount, draft.lines), NOTHING)
    others = draft.shipping_amount, draft.discount_amount
    if goods != plain_goods and plain_goods:
        others = [(value * goods / plain_goods).quantize(draft.step) for value in others]
    return goods, *others


def is_all_money(draft):
    """Return whether everything paid was refunded, including shipping and fees: by the status, or by the refunds."""
    amounts = [refund.amount for refund in draft.refunds if refund.amount]
    if draft.status == 'cancelled' or (draft.status == 'refunded' and not amounts and is_all(draft)):
        return True
    paid = paid_of(draft)
    least = min(value for value in (paid, paid - draft.platform_discount, draft.total) if value is not None)
    return bool(amounts) and is_all(draft) and sum(amounts, NOTHING) + draft.step >= least


def is_over(draft):
    """Return whether nothing is left of an order: it is cancelled, or its goods and everything paid were refunded."""
    return draft.status == 'cancelled' or (is_all(draft) and not stays_paid(draft))


def stays_paid(draft):
    """Return the amount that stays paid of an order whose goods were all refunded, by the refunds' amounts: for example a fee.

    0 if it is only a rounding difference; refunds without an amount count as the price of their goods.
    """
    reported = [refund for refund in draft.refunds if refund.amount or refund.quantity]
    if not reported or not is_all(draft):
        return NOTHING
    given = NOTHING
    for refund in _found(draft):
        if refund.amount is not None:
            given += refund.amount
        elif refund.position is not None:
            line = draft.lines[refund.position]
            given += cost_of(line) * refund.quantity / line.quantity
    paid = paid_of(draft)
    kept = min(value for value in (paid, paid - _borne(draft), draft.total) if value is not None) - given
    return kept if kept > draft.step * len(draft.lines) else NOTHING


def _borne(draft):
    """Return the platform's discount on an order and its lines, which it takes back."""
    return draft.platform_discount + sum((line.platform_discount for line in draft.lines), NOTHING)


def is_all(draft):
    """Return whether the whole order was refunded: by its status, unless its refunds are less, or by its refunds.

    If all refunds take goods of a line, their quantities decide and not their amounts, as one line may cost the whole amount.
    """
    reported = [refund for refund in draft.refunds if refund.amount or refund.quantity]
    if draft.status == 'refunded' and not reported:
        return True
    sums = sum((refund.amount or NOTHING for refund in reported), NOTHING)
    goods, shipping, discount = _sums(draft)
    paid, goods = goods + shipping - discount, goods - discount
    whole = min(value for value in (paid, goods, paid - draft.platform_discount, draft.total) if value is not None)
    if reported and sums and sums + draft.step >= whole > 0 and not all(names_goods(draft, refund) for refund in reported):
        return True
    taken = {}
    for item in _found(draft):
        if item.position is not None:
            taken[item.position] = taken.get(item.position, NOTHING) + item.quantity
    return all(taken.get(position, NOTHING) >= line.quantity for position, line in enumerate(draft.lines))


def quantities_left(draft, keys=None):
    """Return {position of a line: quantity still to ship}, for lines with refunds.

    :param keys: keys of the refunds made before shipping; None: all
    """
    left = {}
    for refund in refunds_of(draft):
        if refund.position is not None and refund.takes_goods and (keys is None or refund.key in keys):
            line = draft.lines[refund.position]
            left[refund.position] = max(left.get(refund.position, line.quantity) - refund.quantity, NOTHING)
    return left


def kept_of(draft, keys=None):
    """Return {position of a line: money}: the cost of its refunded goods less the refunded amount, of any sign.

    Goods removed from an order remove their price too. An amount not refunded stays paid, and an amount refunded
    in excess is deducted: the order's total must match. Only for refunds with an amount. `keys` as in `quantities_left`.
    """
    kept, rest = {}, {position: line.quantity for position, line in enumerate(draft.lines)}
    if is_over(draft):
        return kept
    for refund in refunds_of(draft):
        if refund.position is None or not refund.takes_goods or (keys is not None and refund.key not in keys):
            continue
        line, before = draft.lines[refund.position], rest[refund.position]
        rest[refund.position] = before - refund.quantity
        if refund.amount is not None:
            left = _worth(line, before) - _worth(line, rest[refund.position]) - refund.amount
            borne = borne_of(draft, refund)
            if borne and NOTHING < left <= borne + draft.step:
                left = NOTHING  # the platform takes its discount back
            kept[refund.position] = kept.get(refund.position, NOTHING) + left
    return kept


def _worth(line, quantity):
    """Return what so much of a LineDraft costs, rounded as its order line rounds it."""
    if line.tax_on_top:
        return round_half_up(cost_of(line) * quantity / line.quantity, line.step)
    price = unit_price(line.amount, line.quantity, line.discount_rate)
    return line_subtotal(price, quantity, line.discount_rate, line.step)


def borne_of(draft, refund):
    """Return the platform's discount on the price of the goods that a Refund takes."""
    if refund.position is None or not refund.takes_goods:
        return NOTHING
    line, goods = draft.lines[refund.position], sum(map(cost_of, draft.lines), NOTHING)
    return borne_of_line(draft, line, goods) * refund.quantity / line.quantity


def settled(refunds, returned):
    """Return how much of each refund came back as goods, the oldest refunds first.

    :param list refunds: (key, line key, quantity) of refunds that take goods, in their order
    :param dict returned: {line key: quantity that came back}
    :return: {key: quantity, a float}

    >>> settled([('a', 1, 2), ('b', 1, 1), ('c', 2, 1)], {1: 2.5})
    {'a': 2.0, 'b': 0.5, 'c': 0.0}
    """
    found = take_each(
        {line: exact(quantity) for line, quantity in returned.items()},
        [(key, line, exact(quantity)) for key, line, quantity in refunds],
    )
    return {key: float(quantity) for key, quantity in found.items()}


def _found(draft):
    """Return the Refunds as sent, each with its lines; no more of a line than was sold."""
    left, found, seen = {position: line.quantity for position, line in enumerate(draft.lines)}, [], {}
    for refund in draft.refunds:
        key = refund.external_id
        if not key:
            # without a number it is identified by its content: a list may start with the newest
            key = '#' + '/'.join(
                plain(part) if isinstance(part, Decimal) else part
                for part in (refund.line, refund.quantity, refund.amount)
                if part not in (None, '')
            )
            seen[key] = seen.get(key, 0) + 1
            key = key if seen[key] == 1 else f'{key}/{seen[key]}'
        for position, quantity, money in parts_of(draft, refund, left):
            if position is not None:
                left[position] -= quantity
            found.append(Refund(key, position, quantity, money, refund))
    return found


def _with_own_keys(draft, refunds):
    """Return the Refunds with unique keys: those of one number are distinguished by their lines; the first keeps the number."""
    first, taken, found = {}, {refund.key for refund in refunds}, []
    for refund in sorted(refunds, key=lambda refund: -1 if refund.position is None else refund.position):
        first.setdefault(refund.key, refund)
    for refund in refunds:
        key = refund.key
        if first[key] is not refund:
            name = '' if refund.position is None else _name(draft.lines[refund.position], refund.position)
            key = base = f'{key}/{name}'
            number = 1
            while key in taken:
                number += 1
                key = f'{base}/{number}'
            taken.add(key)
            refund = replace(refund, key=key)
        found.append(refund)
    return found


def _name(line, position):
    return line.external_id or str(position + 1)
