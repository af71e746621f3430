# Part of store_group. License LGPL-3.
"""Lines that sell several products together: each becomes a line for each product, and all of them cost what it costs."""

from dataclasses import dataclass, replace
from decimal import Decimal

from ..quantities import ZERO, in_steps, share
from .price import unit_price
from .refund_lines import cost_of, parts_of

WHOLE = Decimal(100)
FURTHEST = 100  # steps that are moved between two parts to meet the tax of the whole


@dataclass(frozen=True)
class Piece:
    """A product of a bundle: how much of it is in one, and its weight in the price. Decimals, not negative."""

    quantity: Decimal
    weight: Decimal


def weights(shares, prices, costs):
    """Return the weight (Decimal) of each product of a bundle.

    Products with a share take it; the others share the rest by their list prices, else by their costs, else evenly. If all have
    one, only the proportion of the shares counts.

    :param shares: per cent of the bundle's price, each a Decimal or None
    :param prices: what the list asks for as much as is in a bundle (Decimals)
    :param costs: what as much costs

    >>> weights([None, None], [Decimal(30), Decimal(10)], [ZERO, ZERO])
    [Decimal('75'), Decimal('25')]
    >>> weights([Decimal(40), None, None], [ZERO, ZERO, ZERO], [Decimal(5), Decimal(10), Decimal(5)])
    [Decimal('40'), Decimal('40'), Decimal('20')]
    >>> weights([None, None], [ZERO, ZERO], [ZERO, ZERO])
    [Decimal('50'), Decimal('50')]
    """
    others = [at for at, given in enumerate(shares) if given is None]
    rest = max(WHOLE - sum((given for given in shares if given is not None), ZERO), ZERO)
    for amounts in (prices, costs, [Decimal(1)] * len(shares)):
        whole = sum((amounts[at] for at in others), ZERO)
        if whole:
            break
    return [rest * amounts[at] / whole if given is None else given for at, given in enumerate(shares)]


def exploded(draft, bundles):
    """Return (an OrderDraft with a line for each piece of its bundles, {position of a bundle: the positions of its pieces}).

    The pieces of a line come to its amount, to the step of its currency. Refunds stay as they are: see `spread`.

    :param dict bundles: {position of a line: its Pieces}
    """
    taken = {line.key for line in draft.lines}
    lines, places = [], {}
    for position, line in enumerate(draft.lines):
        pieces = bundles.get(position)
        if not pieces:
            lines.append(line)
            continue
        places[position] = tuple(range(len(lines), len(lines) + len(pieces)))
        lines += _lines(line, line.external_id or str(position + 1), pieces, taken)
    return replace(draft, lines=tuple(lines)), places


def _lines(line, name, pieces, taken):
    weight = dict(enumerate(piece.weight for piece in pieces))
    if not any(weight.values()):
        weight = dict.fromkeys(weight, Decimal(1))
    amounts, borne = (split(value, line.quantity, weight, line.step) for value in (line.amount, line.platform_discount))
    made = []
    for at, piece in enumerate(pieces):
        own = f'{name}/{at + 1}'
        while own in taken:
            own += "'"
        taken.add(own)
        made.append(
            with_amount(
                replace(
                    line,
                    external_id=own,
                    quantity=line.quantity * piece.quantity,
                    discount_amount=ZERO,
                    platform_discount=borne[at],
                ),
                amounts[at],
            )
        )
    return made


def split(amount, quantity, weight, step):
    """Return {key: its part of an amount} by weights, to the step: so that one bundle costs the same whatever their number.

    Where a step is much of the price of one, the whole amount is split instead.

    >>> split(Decimal('79.98'), Decimal(2), {'a': Decimal(3), 'b': Decimal(1)}, Decimal('0.01'))
    {'a': Decimal('59.98'), 'b': Decimal('20.00')}
    >>> split(Decimal('10.00'), Decimal(1000), {'a': Decimal(3), 'b': Decimal(1)}, Decimal('0.01'))
    {'a': Decimal('7.50'), 'b': Decimal('2.50')}
    """
    whole = sum(weight.values(), ZERO)
    if quantity == quantity.to_integral_value() and quantity > 1:
        one = in_steps(amount / quantity, step)
        parts = share(one, weight, step)
        if all(abs(parts[key] - one * part / whole) * 100 <= one * part / whole for key, part in weight.items()):
            rest = share(amount - one * quantity, weight, step)
            return {key: part * quantity + rest[key] for key, part in parts.items()}
    return share(amount, weight, step)


def with_amount(line, amount):
    """Return a LineDraft that comes to `amount`, at the discount it has.

    >>> from .draft import LineDraft
    >>> line = LineDraft(quantity=Decimal(3), unit_price=Decimal(1), discount_rate=Decimal('0.1'))
    >>> with_amount(line, Decimal('9.99')).amount
    Decimal('9.99')
    """
    for rate in (line.discount_rate if line.discount_rate < 1 else ZERO, ZERO):
        price = Decimal(repr(unit_price(amount, line.quantity, rate)))
        made = replace(line, unit_price=price, subtotal=amount, discount_rate=rate)
        if made.amount == amount:
            break
    return made


def levelled(amounts, step, tax):
    """Return the amounts of a bundle's pieces with steps moved among them, so that their taxes come to the tax of the whole.

    Where each line's tax is rounded by itself, the taxes of the pieces come to a cent more or less than that of one line. As few
    steps as will do are moved; where nothing near does, all lies on the largest.

    :param amounts: Decimals without tax; :param Decimal step: of the currency; :param tax: function of an amount: its rounded tax

    >>> from ..cleaning.numbers import round_half_up
    >>> tax = lambda amount: round_half_up(amount * 13 / 100, Decimal('0.01'))
    >>> levelled([Decimal('33.33'), Decimal('33.33'), Decimal('33.34')], Decimal('0.01'), tax)
    [Decimal('33.32'), Decimal('33.33'), Decimal('33.35')]
    """
    amounts = list(amounts)
    wanted = tax(sum(amounts, ZERO))
    lacks = wanted - sum(map(tax, amounts), ZERO)
    while lacks:
        moved = _moved(amounts, step, tax, lacks)
        if moved is None:
            largest = max(range(len(amounts)), key=lambda at: amounts[at])
            return [sum(amounts, ZERO) if at == largest else ZERO for at in range(len(amounts))]
        amounts = moved
        lacks = wanted - sum(map(tax, amounts), ZERO)
    return amounts


def _moved(amounts, step, tax, lacks):
    """Return the amounts with steps moved from one to another, the tax nearer to what is wanted; None where nothing near does."""
    order = sorted(range(len(amounts)), key=lambda at: amounts[at], reverse=True)
    taxes = {}

    def of(amount):
        if amount not in taxes:
            taxes[amount] = tax(amount)
        return taxes[amount]

    for steps in range(1, FURTHEST + 1):
        move = step * steps
        for to in order:
            for out in order:
                if to == out or amounts[out] < move:
                    continue
                more = of(amounts[to] + move) - of(amounts[to]) + of(amounts[out] - move) - of(amounts[out])
                if more and abs(lacks - more) < abs(lacks):
                    return [
                        amount + move if at == to else amount - move if at == out else amount for at, amount in enumerate(amounts)
                    ]
    return None


def spread(whole, draft, places):
    """Return the refunds of an OrderDraft with those of bundles on their pieces, in the proportion of what these cost.

    :param whole: the OrderDraft with bundles, its lines with what the buyer paid for them
    :param draft: the same with pieces, from `exploded`
    :param dict places: {position of a bundle in `whole`: the positions of its pieces in `draft`}
    """
    left = {position: line.quantity for position, line in enumerate(whole.lines)}
    names = {whole.lines[position].key for position in places}
    found = []
    for refund in whole.refunds:
        parts = parts_of(whole, refund, left)
        for position, quantity, _money in parts:
            if position is not None:
                left[position] -= quantity
        if refund.line not in names:
            found.append(refund)
            continue
        for position, quantity, money in parts:
            if position in places:
                found += _pieces(
                    refund, whole.lines[position].quantity, quantity, money, [draft.lines[at] for at in places[position]]
                )
            else:
                found.append(replace(refund, quantity=quantity or None, amount=money))
    return tuple(found)


def _pieces(refund, sold, quantity, money, lines):
    """Return the refunds of the pieces (LineDrafts) of a bundle of which `quantity` of `sold` is given back."""
    shares = [None] * len(lines)
    if money is not None:
        costs = dict(enumerate(map(cost_of, lines)))
        if not any(costs.values()):  # a gift
            costs[0] = Decimal(1)
        shares = list(share(money, costs, lines[0].step).values())
    made = [
        replace(
            refund,
            line=line.key,
            quantity=line.quantity * quantity / sold if quantity else None,
            amount=part,
            is_money=not quantity,
        )
        for line, part in zip(lines, shares, strict=True)
    ]
    return [item for item in made if item.quantity or item.amount]
