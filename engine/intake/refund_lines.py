# Part of store_group. License LGPL-3.
"""The lines of a refund, the quantity of each, and its amount."""

from ..quantities import ZERO as NOTHING
from ..quantities import share, take
from .lines import amount


def cost_of(line):
    """Return the amount the buyer paid for a LineDraft, including tax on top of its price, as amounts of refunds do."""
    return amount(line) + line.tax_on_top


def parts_of(draft, refund, left):
    """Return [(position, quantity, amount)] of a refund: of one line, of several with the same name, or of none.

    :param dict left: {position: quantity that was not given back yet}
    """
    positions = _positions(draft, refund.line)
    if not positions:
        return [(None, NOTHING, refund.amount)]
    if len(positions) > 1:
        positions, wanted = _meant(
            draft, refund, [position for position in positions if left[position] > 0] or positions[:1], left
        )
    else:
        wanted = _wanted(draft, refund, positions)
    quantities = dict(take(wanted, [(position, left[position]) for position in positions])[0])
    if len(quantities) < 2 or refund.amount is None:
        quantities = quantities or {positions[0]: NOTHING}
        return [(position, quantity, refund.amount) for position, quantity in quantities.items()]
    amounts = shares_of(draft, quantities, [refund.amount])
    if not amounts:  # gifts
        amounts = {position: NOTHING for position in quantities} | {next(iter(quantities)): refund.amount}
    return [(position, quantity, amounts[position]) for position, quantity in quantities.items()]


def _meant(draft, refund, positions, left):
    """Return (the lines of one name a refund applies to, the quantity it takes of them).

    With a quantity, the one whose price it says, else the first that has as much left, else all. With money alone, all where
    it is no less than theirs, else the one whose money it is, to the step or without what the platform bore; else none.
    """
    lines = [(position, draft.lines[position]) for position in positions]
    if refund.quantity:
        lines = [(position, line) for position, line in lines if left[position] >= refund.quantity]
        same = [
            position
            for position, line in lines
            if refund.amount is not None and abs(cost_of(line) * refund.quantity / line.quantity - refund.amount) <= draft.step
        ]
        return same[:1] or [position for position, _line in lines][:1] or positions, refund.quantity
    wanted = _wanted(draft, refund, positions)
    if wanted:
        return positions, wanted
    goods = sum(map(cost_of, draft.lines), NOTHING)
    for is_borne in (False, True):
        for position, line in lines:
            cost = cost_of(line) - (borne_of_line(draft, line, goods) if is_borne else NOTHING)
            if refund.amount and cost > 0 and abs(refund.amount - cost) <= draft.step:
                return [position], line.quantity
    return positions[:1], NOTHING


def borne_of_line(draft, line, goods):
    """Return the platform's discount on a LineDraft: its share of the order's, by the cost of all `goods`."""
    return line.platform_discount + (draft.platform_discount * cost_of(line) / goods if goods else NOTHING)


def names_goods(draft, refund):
    """Return whether a refund takes goods of a line it names, regardless of earlier refunds."""
    positions = _positions(draft, refund.line)
    if len(positions) > 1:
        return bool(_meant(draft, refund, positions, {at: draft.lines[at].quantity for at in positions})[1])
    return bool(positions) and bool(_wanted(draft, refund, positions))


def _wanted(draft, refund, positions):
    """Return the quantity a refund takes of these lines: its own, or all if its amount covers the whole cost."""
    if refund.quantity:
        return refund.quantity
    if refund.is_money:
        return NOTHING
    cost = sum((cost_of(draft.lines[position]) for position in positions), NOTHING)
    if refund.amount is None or (refund.amount and refund.amount + draft.step >= cost > 0):
        return sum((draft.lines[position].quantity for position in positions), NOTHING)
    return NOTHING


def _positions(draft, name):
    """Return the positions of the lines with the name used by a refund."""
    return [position for position, line in enumerate(draft.lines) if name and name == line.key]


def shares_of(draft, quantities, amounts):
    """Return {position: its share of the refunded amount}; empty if the refund has no amount."""
    prices = {
        position: cost_of(draft.lines[position]) * quantity / draft.lines[position].quantity
        for position, quantity in quantities.items()
    }
    money, total = sum(amounts, NOTHING), sum(prices.values(), NOTHING)
    if not amounts or total <= 0:
        return {}
    return share(money, prices, draft.step)
