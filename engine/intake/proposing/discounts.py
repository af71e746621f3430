# Part of store_group. License LGPL-3.
"""Is a column of discounts money or a share, a share taken off or one that is paid, of the line or of the order? Sums decide."""

from dataclasses import replace
from decimal import Decimal

from ...cleaning.numbers import paid_share
from ..vocabulary import PAID_RATE
from .grouping import is_repeated
from .unread_money import comes_to
from .unread_words import says
from .words import said_by

RATE, AMOUNT, OF_ORDER = 'line.discount_rate', 'line.discount_amount', 'discount_amount'
_ENOUGH = 0.95
_PAID_WORDS = ('折扣', '折率', '折')  # 8.5折 is what is paid
_SHARE_WORDS = ('率', 'rate', 'percent', 'pct', '%')
# An amount of the line with one of these is what is left after the discount.
_NET = ('折后', '优惠后', '实付', '实收', '实售', '应付', '成交', '净', 'net', 'paid', 'after')


def settle(profiles, targets):
    """Settle in `targets` what columns of discounts mean; return the pairs (index, target) to choose from, for each unclear one.

    Beside a net amount of the line a discount changes nothing that is paid: see `beside_amount`.
    """
    places = {target: index for index, target in targets.items()}
    if 'line.unit_price' not in places:
        return []
    price, quantity, order = (profiles.get(places.get(target)) for target in ('line.unit_price', 'line.quantity', 'external_id'))
    amounts = [
        profile
        for index, profile in profiles.items()
        if {'line.subtotal', 'total'} & said_by(profile.label).keys() and targets.get(index, 'total') == 'total'
    ]
    asked = []
    for index in [index for index, target in targets.items() if target in (RATE, AMOUNT)]:
        target, choices = decide(profiles[index], price, quantity, amounts, order)
        if choices == (AMOUNT, OF_ORDER) and (meant := _by_totals(index, profiles, targets, amounts)):
            target, choices = meant, ()
        if target or choices:
            targets.pop(index)
        if target:
            targets[index] = target
        if choices:
            asked.append(tuple((index, choice) for choice in choices))
    return asked


def beside_amount(profiles, targets):
    """Settle in `targets` the discounts beside an amount of the line without a price; return the indexes of those that are in it.

    A share stays one. Money is taken off where the totals of the orders say so; where neither they nor the header of the amount
    do, nobody reads it, and it is asked about.
    """
    read = {target: profiles[index] for index, target in targets.items() if target != AMOUNT}
    amount, inside = read.get('line.subtotal'), set()
    if amount is None or 'line.unit_price' in read:
        return inside
    for index in [index for index, target in targets.items() if target in (RATE, AMOUNT)]:
        profile, label = profiles[index], profiles[index].label.casefold()
        if any(word in label for word in _SHARE_WORDS) or _says_percent(profile):
            targets[index] = RATE
        if targets[index] == RATE or not any(profile.numbers):
            continue
        net = _meets(read, amount.numbers)
        gross = _meets(read, _less(amount.numbers, profile.numbers))
        if gross and not net:
            continue
        targets.pop(index)
        if net or says(_NET, amount.label):
            inside.add(index)
    return inside


def _meets(read, numbers):
    """Whether these amounts of the lines come to the totals that are read, less what the platform gives."""
    platform = read.get('platform_discount')
    ways = [numbers, *([_less(numbers, platform.numbers)] if platform else [])]
    amount = read['line.subtotal']
    return 'total' in read and any(
        comes_to({**read, 'line.subtotal': replace(amount, numbers=tuple(way))}, read['total']) for way in ways
    )


def _less(wholes, offs):
    return [whole - abs(off or 0) if whole is not None else None for whole, off in zip(wholes, offs, strict=True)]


def _by_totals(index, profiles, targets, amounts):
    """Return whether a discount is of the line or of the order by the one reading that meets every total, '' where none does."""
    read = {target: profiles[at] for at, target in targets.items() if at != index}
    ways = [
        way
        for way in (AMOUNT, OF_ORDER)
        if way not in read and any(comes_to({**read, way: profiles[index]}, total) for total in amounts)
    ]
    return ways[0] if len(ways) == 1 else ''


def decide(profile, price, quantity, amounts, order):
    """Return (target, choices) of a column of discounts beside a price of a piece: choices to ask for where nothing decides.

    :param Profile profile: of the discounts
    :param price, quantity, order: Profiles, each may be None
    :param amounts: Profiles of columns that may be the amount of the line, after the discount
    """
    label = profile.label.casefold()
    for amount in amounts:
        if target := _by_sums(profile, price, quantity, amount):
            return target, ()
    given = [abs(value) for value in profile.numbers if value]
    if not given:
        return '', ()
    if any(label.startswith(word) for word in _PAID_WORDS) and not label.endswith(('额', '金额')):
        return '', (PAID_RATE, RATE, AMOUNT) if max(given) > 1 else (PAID_RATE, RATE)
    if any(word in label for word in _SHARE_WORDS) or _says_percent(profile):
        return RATE, ()
    if max(given) <= 1:
        return '', (RATE, AMOUNT)
    return ('', (AMOUNT, OF_ORDER)) if is_repeated(profile, order) else (AMOUNT, ())


def _by_sums(profile, price, quantity, amount):
    """Return the meaning by which price, quantity and discount give the amount in nearly every row, '' where none does."""
    if price is None or quantity is None:
        return ''
    right, seen = {RATE: 0, PAID_RATE: 0, AMOUNT: 0}, 0
    for off, one, many, whole in zip(profile.numbers, price.numbers, quantity.numbers, amount.numbers, strict=True):
        if not off or None in (one, many, whole):
            continue
        gross, seen = one * many, seen + 1
        for target, value in ((RATE, gross * (1 - off)), (PAID_RATE, gross * paid_share(off)), (AMOUNT, gross - abs(off))):
            right[target] += abs(value - whole) <= max(Decimal('0.02'), abs(whole) / 1000)
    best = max(right, key=right.get)
    is_one = list(right.values()).count(right[best]) == 1
    return best if seen and is_one and right[best] / seen >= _ENOUGH else ''


def _says_percent(profile):
    return any(isinstance(cell, str) and cell.strip().endswith(('%', '％')) for cell in profile.cells)
