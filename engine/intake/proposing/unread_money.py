# Part of store_group. License LGPL-3.
"""Numbers that nobody reads beside those that are read, {target: Profile}: are they amounts, and do sums tell them already?"""

from decimal import Decimal

from ...cleaning.numbers import paid_share
from ...table.cell import cell_text
from . import unread_words as words
from .grouping import differs
from .statuses import status_meant
from .words import TAG_PRICE
from .words import says as contains

_CENT = Decimal('0.02')
_BESIDE = (('shipping_amount', 1), ('discount_amount', -1))


def is_amount(profile, read):
    """Whether a column nobody reads holds amounts, by its header and its numbers."""
    values = [value for value in profile.numbers if value]
    if not values:
        return False
    is_whole = all(value == value.to_integral_value() for value in values)
    if is_whole and words.names_id(profile.label):
        return False
    if words.says(words.MONEY, profile.label):
        return True
    if (
        words.names_id(profile.label)
        or words.says(words.MEASURES, profile.label)
        or (contains(TAG_PRICE, profile.label) and _has_price(read))
    ):
        return False
    if words.ends_as_money(profile.label):
        return True
    is_on_all = len(values) == len(profile.cells)
    if is_whole and is_on_all and words.says(words.HARMLESS, profile.label):
        return False
    return not (is_whole and _is_number_of(profile))


def _has_price(read):
    return bool({'line.unit_price', 'line.subtotal'} & set(read))


def _is_number_of(profile):
    """Whether whole numbers name something: long ones, all of one length, or one after the other."""
    numbered = zip(profile.cells, profile.numbers, strict=True)
    texts = [cell_text(cell).strip() for cell, value in numbered if value is not None]
    if not all(text.isdigit() for text in texts):
        return False  # 20.00 is an amount
    lengths = {len(text) for text in texts}
    if max(lengths) >= 8 or (len(lengths) == 1 and min(lengths) >= 5) or any(text[0] == '0' and len(text) > 1 for text in texts):
        return True
    values = list(dict.fromkeys(value for value in profile.numbers if value is not None))
    return len(values) > 2 and all(after - before == 1 for before, after in zip(values, values[1:], strict=False))


def is_settled(profile, read):
    """Whether columns that are read give these numbers already, or the amount that was paid leaves no room for them."""
    if any(_equal(profile.numbers, other.numbers) for other in read.values()):
        return True
    if not read:
        return False
    net, order = _net(read), read.get('external_id')
    price, quantity = read.get('line.unit_price'), read.get('line.quantity')
    if price and quantity and _equal(profile.numbers, _times(price.numbers, quantity.numbers)):
        return True
    if 'line.subtotal' in read and quantity and _equal(_times(profile.numbers, quantity.numbers), net):
        return True
    if _equal(profile.numbers, net) or (order and not differs(profile, order) and comes_to(read, profile)):
        return True
    total = read.get('total')
    return bool(total) and words.says(words.PAID, total.label) and comes_to(read, total)


def comes_to(read, total):
    """Whether the lines with shipping and discount come to `total` in every order, in one at least."""
    return _comes_to(read, total) or ('shipping_amount' in read and _comes_to(read, total, ('shipping_amount',)))


def is_in_shares(target, read):
    """Whether an amount of the order is written in shares on its rows: only added up it meets the totals that are read."""
    if not {target, 'total'} <= set(read) or target not in ('shipping_amount', 'discount_amount'):
        return False
    return not _comes_to(read, read['total']) and _comes_to(read, read['total'], (target,))


def meets_none(read, total):
    """Whether the lines with shipping and discount come to `total` in no order, of one at least."""
    both = [(lines, whole) for lines, whole in _sums_and_totals(read, total) if whole and lines]
    return bool(both) and all(abs(lines - whole) > _CENT for lines, whole in both)


def _comes_to(read, total, shares=()):
    both = _sums_and_totals(read, total, shares)
    return any(whole for _lines, whole in both) and all(abs(lines - whole) <= _CENT for lines, whole in both)


def _sums_and_totals(read, total, shares=()):
    """Return pairs (what the lines of an order come to with shipping and discount, its total).

    The amounts of `shares`, targets, are added up over the rows of an order.
    """
    order, sums, told, last = read.get('external_id'), {}, {}, None
    if order is None:
        return []
    called_off = _called_off(read)
    beside = [(name, read[name].numbers, sign) for name, sign in _BESIDE if name in read]
    for at, (cell, amount) in enumerate(zip(order.cells, _net(read), strict=True)):
        last = cell if cell is not None else last
        if amount is not None and last not in sums:
            sums[last] = sum((_signed(numbers[at], sign) for name, numbers, sign in beside if name not in shares), Decimal(0))
        if amount is not None:
            sums[last] += amount + sum(
                (_signed(numbers[at], sign) for name, numbers, sign in beside if name in shares), Decimal(0)
            )
        if total.numbers[at] is not None and (total.numbers[at] or not called_off[at]):
            told.setdefault(last, total.numbers[at])
    return [(sums[key], told[key]) for key in told if key in sums]


def _signed(value, sign):
    """Return what an amount beside the lines adds; a discount written below zero is one all the same."""
    return (value or 0) if sign > 0 else -abs(value or 0)


def _called_off(read):
    """Return for each row whether its status says that the order is none: nothing was paid for it."""
    status = read.get('status')
    if status is None:
        return [False] * len(next(iter(read.values())).cells)
    return [status_meant(str(cell)) in ('cancelled', 'refunded', 'unpaid') for cell in status.cells]


def _net(read):
    """Return the amount of each row by what is read, None where it says none."""
    if 'line.subtotal' in read:
        amounts, less = read['line.subtotal'].numbers, read.get('line.discount_amount')
        if less is None:
            return amounts
        return [None if one is None else one - abs(off or 0) for one, off in zip(amounts, less.numbers, strict=True)]
    if not {'line.unit_price', 'line.quantity'} <= set(read):
        return (None,) * len(next((profile.cells for profile in read.values()), ()))
    net = list(_times(read['line.unit_price'].numbers, read['line.quantity'].numbers))
    for target, less in (
        ('line.discount_amount', lambda whole, off: whole - abs(off)),
        ('line.discount_rate', lambda whole, off: whole * (1 - off)),
        ('line.paid_rate', lambda whole, off: whole * paid_share(off)),
    ):
        if target in read:
            offs = read[target].numbers
            net = [less(whole, off) if off and whole is not None else whole for whole, off in zip(net, offs, strict=True)]
    return net


def _times(ones, manies):
    return [None if None in pair else pair[0] * pair[1] for pair in zip(ones, manies, strict=True)]


def _equal(numbers, others):
    """Whether two columns say the same in every row in which the first says something."""
    pairs = [(one, other) for one, other in zip(numbers, others, strict=True) if one is not None]
    return any(one for one, _other in pairs) and all(other is not None and abs(one - other) <= _CENT for one, other in pairs)
