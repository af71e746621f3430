# Part of store_group. License LGPL-3.
"""Allowances, charges and totals of an EDIFACT order: worked out to the cent, or named."""

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from ..cleaning.numbers import plain

CENT = Decimal('0.01')
TAX_KINDS = ('124', '125', '150', '176', '369')  # of a tax, or what it is taken of
_PART_KINDS = ('8', '23', '204')  # the amount of an allowance or charge
_BASIS = '25'
_TOTALS = ('86', '128', '79')  # of the message, in all, of the goods
_SUMS = ('131', '259', '260')  # of allowances and charges, of charges, of allowances
_SIGNS = ('A', 'C')
_NONE = 'N'
_SETTLED = ('', '2', '6')  # off the invoice, or on it
_OF_PRICE = ('', '12', '13')  # a share of the price, of the value of the invoice
_LARGEST, _FINEST = 12, 40  # digits before the point, behind it


def at(segment, element, component=0):
    """Return a component of a segment, '' where it has none."""
    parts = segment[element] if element < len(segment) else ()
    return parts[component].strip() if component < len(parts) else ''


def shown(segment):
    """Return a segment as it is written, with the usual marks.

    >>> shown([['MOA'], ['204', '2.00']])
    'MOA+204:2.00'
    """
    return '+'.join(':'.join(part.strip() for part in parts) for parts in segment)[:80]


def number_of(text):
    """Return the Decimal of a text, None where it is none or no amount.

    >>> number_of('2.50'), number_of('1e99'), number_of('x'), number_of('NaN')
    (Decimal('2.50'), None, None, None)
    """
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    is_amount = number.is_finite() and number.adjusted() < _LARGEST and number.as_tuple().exponent > -_FINEST
    return number if is_amount else None


def is_same(one, other):
    """Whether two amounts are equal but for how they were rounded."""
    return abs(one - other) < CENT


class Charge:
    """An allowance ('A') or a charge ('C'): its `amount` or its `percent` is None where it is not said."""

    def __init__(self, segment, is_summary=False):
        self.sign, self.step, self.is_summary = at(segment, 1), at(segment, 4), is_summary
        self.amount = self.percent = self.basis = None
        self.broken = self.sign not in _SIGNS or at(segment, 3) not in _SETTLED
        self.counts = self.sign != _NONE
        self.texts = [shown(segment)]

    @property
    def text(self):
        """What stands in the message."""
        return ' '.join(self.texts)[:160]

    def money(self, segment, kind, text):
        """Take an amount (MOA)."""
        number = number_of(text)
        self.texts.append(shown(segment))
        if kind == _BASIS:
            self.basis = number
            self.broken |= number is None
        elif kind in _PART_KINDS and self.amount is None and number is not None and number >= 0:
            self.amount = number
        else:
            self.broken = True

    def share(self, segment, text):
        """Take a percentage (PCD)."""
        number = number_of(text)
        self.texts.append(shown(segment))
        if self.percent is None and number is not None and 0 <= number <= 100 and at(segment, 1, 2) in _OF_PRICE:
            self.percent = number
        else:
            self.broken = True


def worked_out(charges, base):
    """Return (the Decimal of the allowances, that of the charges, texts of those that cannot be worked out).

    :param charges: Charges of one level
    :param base: Decimal of what they are taken of, None where it is not known
    """
    sums, unread, left = {'A': Decimal(0), 'C': Decimal(0)}, [], base
    steps = [charge.step for charge in charges]
    in_turn = all(step.isdecimal() and len(step) < 4 for step in steps) and len(set(steps)) == len(steps)
    for charge in sorted(charges, key=lambda charge: int(charge.step)) if in_turn else charges:
        amount = None if charge.broken else charge.amount
        if not charge.broken and charge.percent is not None:
            is_clear = left is not None and (in_turn or len(charges) == 1)
            share = _share(left, charge.percent) if is_clear else None
            fits_basis = charge.basis is None or (left is not None and is_same(charge.basis, left))
            if amount is None and fits_basis:
                amount = share
            elif amount is not None and share is not None and fits_basis and abs(share - amount) > CENT:
                amount = None
        if amount is None:
            unread.append(charge.text)
            continue
        sums[charge.sign] += amount
        if left is not None:
            left += amount if charge.sign == 'C' else -amount
    return sums['A'], sums['C'], unread


def _share(base, percent):
    try:
        return (base * percent / 100).quantize(CENT, ROUND_HALF_UP)
    except InvalidOperation:
        return None  # larger than any amount


class Totals:
    """The amounts of the whole message. `pieces` is (Decimal of its pieces, segment) where it says them (CNT+1)."""

    def __init__(self):
        self.is_summary, self.pieces, self._found = False, None, {}

    def take(self, kind, text, segment):
        """Take an amount. Return whether it is one that is read or compared."""
        if kind not in _TOTALS + _SUMS or (kind in self._found and self._found[kind][0] != text):
            return False
        self._found[kind] = text, shown(segment)
        return True

    def settle(self, record, charges, nets, pieces):
        """Put discount, charges and total into `record`. Return the texts of what is not read.

        :param charges: Charges of the whole order
        :param nets: Decimal of each of the goods, None where it is not known
        :param pieces: lists of Decimals (or None), the pieces of the goods: each list is one way of counting
        """
        base = None if None in nets else sum(nets, Decimal(0))
        allowed, charged, unread = worked_out(charges, base)
        sums = {'A': allowed, 'C': charged}
        for sign in dict.fromkeys(charge.sign for charge in charges):
            if sums.get(sign):
                record[f'ALC+{sign}'] = plain(sums[sign])
        owed = None if base is None else base - allowed + charged
        unread += [said for kind, (text, said) in self._found.items() if not self._fits(kind, text, base, allowed, charged, owed)]
        for kind, (text, _said) in self._found.items():
            if kind in _TOTALS[:2] or (kind == _TOTALS[2] and not allowed and not charged):
                record[f'MOA+{kind}'] = text
        if self.pieces and not any(None not in counted and sum(counted) == self.pieces[0] for counted in pieces):
            unread.append(self.pieces[1])
        return unread

    def _fits(self, kind, text, base, allowed, charged, owed):
        number = number_of(text)
        if number is None:
            return kind in _TOTALS[:2]  # no number: a question of its own
        if kind in _SUMS:
            wanted = {'131': (charged - allowed, allowed - charged), '259': (charged,), '260': (allowed,)}[kind]
            return any(is_same(number, value) for value in wanted)
        if kind == _TOTALS[2]:
            return base is not None and any(is_same(number, value) for value in (base, owed))
        return owed is None or number >= owed - CENT  # with or without its tax
