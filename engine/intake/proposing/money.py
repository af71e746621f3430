# Part of store_group. License LGPL-3.
"""Which column is the price of a piece, which the amount of a line, which the total of the order? Sums decide, never a guess."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from ...cleaning.numbers import paid_share
from .grouping import differs, is_repeated

MONEY = ('line.unit_price', 'line.subtotal', 'total')
_ENOUGH = 0.95
_FEWEST = 3
_CLEARER = 0.3


@dataclass(frozen=True)
class Verdict:
    """`targets` maps the index of a column to its target; `reasons` to pairs (code, detail).

    `question` is '' or a code: 'price' (which of them?), 'amount' (per piece or per line?), 'contradiction' (price, quantity
    and amount do not fit), 'total' (the totals are not the sum of the lines); `asked` are pairs (index, target) to choose from.
    """

    targets: dict
    reasons: dict
    question: str = ''
    asked: tuple = ()


def decide(columns, said, quantity, order, product, discount, is_whole=True):
    """Return the Verdict on the columns of money.

    :param dict columns: {index: Profile} of all that hold numbers
    :param dict said: {index: {target of MONEY: how clearly its header says so}}
    :param quantity, order, product, discount: their Profiles, each may be None
    :param bool is_whole: there are no more rows than these
    """
    prices = _said(said, 'line.unit_price')
    amounts = _said(said, 'line.subtotal')
    totals = _said(said, 'total')
    targets, reasons = {}, {}
    if quantity is not None:
        for price in prices:
            for amount in (*amounts, *(index for index in totals if index not in amounts)):
                share, seen = _product(columns[price], quantity, columns[amount], discount)
                if price != amount and seen >= _FEWEST and share >= _ENOUGH:
                    reasons[price] = ('product', f'{columns[price].label} × {quantity.label} = {columns[amount].label}')
                    targets[price] = 'line.unit_price'
                    return _with_total(targets, reasons, columns, totals, amount, order, quantity)
    rivals = _rivals(prices, columns, said)
    if rivals:
        return Verdict({}, {}, 'price', tuple((index, 'line.unit_price') for index in rivals))
    if prices and not amounts:
        per_line, per_piece = _by_product(columns[prices[0]], quantity, product)
        if per_line and not per_piece:
            targets[prices[0]], reasons[prices[0]] = 'line.subtotal', ('per_line', str(per_line))
            return _with_total(targets, reasons, columns, totals, prices[0], order, quantity)
        targets[prices[0]] = 'line.unit_price'
        return _with_total(targets, reasons, columns, totals, None, order, quantity)
    if prices and amounts and quantity is not None:
        price, amount = prices[0], amounts[0]
        if _product(columns[price], quantity, columns[amount], discount)[1] >= _FEWEST and price != amount:
            if said[price].get('line.unit_price', 0) >= 1 > said[amount].get('line.subtotal', 0) and amount in totals:
                targets[price] = 'line.unit_price'  # the amount may be that of the order
                return _with_total(targets, reasons, columns, totals, None, order, quantity)
            return Verdict({}, {}, 'contradiction', ((price, 'line.unit_price'), (amount, 'line.subtotal')))
        targets[price] = 'line.unit_price'
        return _with_total(targets, reasons, columns, totals, None, order, quantity)
    if amounts:
        alone = _amount_alone(amounts[0], columns, said, quantity, order, product, totals, is_whole)
        if alone.question:
            return alone
        return _with_total(alone.targets, alone.reasons, columns, totals, amounts[0], order, quantity)
    if totals:
        return Verdict({}, {}, 'amount', tuple((totals[0], target) for target in MONEY))
    return Verdict({}, {})


def _said(said, target):
    """Return the indexes of the columns that say `target`, the clearest first."""
    found = [(-clear[target], index) for index, clear in said.items() if clear.get(target)]
    return [index for _clear, index in sorted(found)]


def _rivals(prices, columns, said):
    """Return the indexes of columns of which each may be the price, and whose numbers differ; empty where one is the clearest."""
    clear = [index for index in prices if said[index]['line.unit_price'] >= said[prices[0]]['line.unit_price'] - _CLEARER]
    return clear if any(columns[index].numbers != columns[prices[0]].numbers for index in clear) else []


def _product(price, quantity, amount, discount=None):
    """Return (share of rows whose price times quantity, less a discount, is the amount; how many rows tell)."""
    right = seen = 0
    offs = discount.numbers if discount is not None else (None,) * len(price.numbers)
    for one, many, whole, off in zip(price.numbers, quantity.numbers, amount.numbers, offs, strict=True):
        if one is None or many is None or whole is None or many in (0, 1):
            continue
        seen += 1
        near = [one * many]
        if off:
            near += [one * many - abs(off), one * many * (1 - off), one * many * paid_share(off)]
        right += any(abs(value - whole) <= max(Decimal('0.02'), abs(whole) / 1000) for value in near)
    return right / (seen or 1), seen


def _amount_alone(amount, columns, said, quantity, order, product, totals, is_whole):
    """Decide what the one column of amounts is."""
    column = columns[amount]
    repeated = is_repeated(column, order)
    if not repeated and is_whole and (quantity is None or all(many in (None, 1) for many in quantity.numbers)):
        reason = ('word', column.label) if quantity is None else ('single', '')
        return _settled(amount, 'line.subtotal', reason)  # of one piece it is all the same
    per_line, per_piece = _by_product(column, quantity, product)
    if per_line and not per_piece:
        return _settled(amount, 'line.subtotal', ('per_line', str(per_line)))
    if per_piece and not per_line:
        return _settled(amount, 'line.unit_price', ('per_piece', str(per_piece)))
    if not repeated and said[amount].get('line.subtotal', 0) >= 1:
        return _settled(amount, 'line.subtotal', ('word', column.label))
    choices = ('total', 'line.subtotal', 'line.unit_price') if repeated else ('line.subtotal', 'line.unit_price', 'total')
    return Verdict({}, {}, 'amount', tuple((amount, target) for target in choices if target != 'total' or amount in totals))


def _settled(index, target, reason):
    return Verdict({index: target}, {index: reason})


def _by_product(amount, quantity, product):
    """Return how many products, sold in different quantities, cost (that many times as much, the same)."""
    seen = defaultdict(set)
    if product is None or quantity is None:
        return 0, 0
    for cell, many, whole in zip(product.cells, quantity.numbers, amount.numbers, strict=True):
        if cell is not None and many and whole:
            seen[str(cell)].add((many, whole))
    per_line = per_piece = 0
    for pairs in seen.values():
        if len({many for many, _whole in pairs}) < 2:
            continue
        rates = {whole / many for many, whole in pairs}
        per_line += max(rates) - min(rates) <= max(rates) / 100
        per_piece += len({whole for _many, whole in pairs}) == 1
    return per_line, per_piece


def _with_total(targets, reasons, columns, totals, used, order, quantity):
    """Add the total of the order, where one is said and it is not the amount of the line."""
    price = next(iter(targets))
    for index in totals:
        if index in targets or index == used or differs(columns[index], order):
            continue
        if order is None or quantity is None:
            break
        right, seen = _sums(columns[price], quantity, columns[index], order, targets[price])
        if seen and right / seen >= 0.5:
            targets[index] = 'total'
            reasons[index] = ('adds_up', f'{right}/{seen}')
            break
        if seen:
            return Verdict(targets, reasons, 'total', ((index, 'total'), (index, 'ignore')))
    return Verdict(targets, reasons)


def _sums(price, quantity, total, order, target):
    """Return (orders whose lines add up to the total or to less than a tenth beside it, orders that tell)."""
    sums, told, last = defaultdict(Decimal), {}, None
    for cell, one, many, whole in zip(order.cells, price.numbers, quantity.numbers, total.numbers, strict=True):
        last = cell if cell is not None else last
        if last is None:
            continue
        if one is not None and many is not None:
            sums[str(last)] += one * many if target == 'line.unit_price' else one
        if whole is not None:
            told.setdefault(str(last), whole)
    both = [(sums[key], whole) for key, whole in told.items() if key in sums and whole]
    # shipping and discounts stand beside the lines
    return sum(abs(lines - whole) <= abs(whole) / 5 for lines, whole in both), len(both)
