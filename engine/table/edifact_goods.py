# Part of store_group. License LGPL-3.
"""One item of an EDIFACT order: how many, at which price, for which amount; what cannot be read right is named."""

from decimal import Decimal, InvalidOperation

from ..cleaning.numbers import plain
from .cell import UNREAD
from .edifact_money import at, is_same, number_of, shown, worked_out

DELIVERIES = ('SCC', 'LOC', 'NAD', 'TDT')  # what begins one of several deliveries of an item
_ORDERED, _FREE, _PARTS = '21', '192', ('21', '11', '113')
_OTHER_COUNTS = ('52', '53', '54', '59', '145')  # in a pack, at least, at most, of the consumer, in stock
_NET, _GROSS, _READ_PRICES = 'AAA', 'AAB', ('AAA', 'AAB', 'NTP')
_TOLD_PRICES = ('AAD', 'AAE', 'AAF', 'AAG', 'INF', 'RTP', 'SRP')  # for information
_OF_AMOUNT = '203'
_ACTIONS = ('', '1')  # added
_PIECES = ('PCE', 'PC', 'EA', 'C62', 'H87', 'NAR', 'NMB')
_OF_MONEY = ('QTY', 'PRI', 'ALC')


class Goods:
    """One item, `record`, and what its segments say of its quantity and money. `unread` are texts of what nobody reads."""

    def __init__(self, record, segment, sets):
        """:param sets: {number of an item that is no content: its Goods}, the last one also under None."""
        self.record, self.charges, self.unread = record, [], []
        self.is_content = bool(at(segment, 4) == '1' or at(segment, 4, 1))
        self._holder, self._said = sets.get(at(segment, 4, 1), sets.get(None)), shown(segment)
        self._counts, self._prices, self._amount, self._units = {}, {}, None, {}
        if at(segment, 2) not in _ACTIONS:
            self.unread.append(self._said)

    # === WHAT IS SAID ===

    def count(self, segment, text, group):
        """Take a quantity (QTY)."""
        kind, unit = at(segment, 1), at(segment, 1, 2)
        if kind in _OTHER_COUNTS:
            return
        is_part = group in DELIVERIES and kind in _PARTS
        if not is_part and (kind not in (_ORDERED, _FREE) or group in DELIVERIES):
            self.unread.append(shown(segment))
            return
        self._counts.setdefault('parts' if is_part else kind, []).append((text, shown(segment)))
        self.record.setdefault(f'QTY+{_FREE if kind == _FREE else _ORDERED}', text)
        if unit:
            self.record.setdefault('unit', unit)
            self._units.setdefault(_unit(unit), shown(segment))

    def priced(self, segment, text, per):
        """Take a price (PRI)."""
        kind = at(segment, 1)
        if kind in _TOLD_PRICES or at(segment, 1, 3) in _TOLD_PRICES:
            return
        price = _of_one(text, per) if per not in ('', '1') else text
        if kind not in _READ_PRICES or self._prices.get(kind, (price,))[0] != price:
            self.unread.append(shown(segment))
            return
        self._prices[kind] = price, shown(segment), at(segment, 1, 5)
        self.record[f'PRI+{kind}'] = price

    def amount_is(self, kind, text):
        """Take an amount of the whole item. Return whether it is one that is compared."""
        if kind != _OF_AMOUNT or (self._amount is not None and self._amount != text):
            return False
        self._amount = text
        return True

    # === WHAT IT COMES TO ===

    @property
    def has_money(self):
        """Whether it has a price of its own."""
        return bool(self._prices or self.charges or self._amount is not None)

    def paid(self):
        """Return the pieces that are paid, Decimal, None where it is not known."""
        return Decimal(0) if self._is_free else number_of(self.record.get('QTY+21', ''))

    def pieces(self):
        """Return the pieces with those that are free, Decimal, None where it is not known."""
        free, paid = number_of(self.record.get('QTY+192', '0')), self.paid()
        return None if None in (free, paid) else free + paid

    @property
    def net(self):
        """What it comes to, Decimal, None where it is not known."""
        if self._is_free:
            return Decimal(0)
        gross, discount = self._gross(), number_of(self.record.get('ALC+A', '0'))
        return None if None in (gross, discount) else gross - discount

    def rows(self):
        """Return the rows of the item, dicts: its own, and one of what is free. The content of a set has none."""
        self._settle_quantity()
        if self.is_content:
            if self._holder is not None and self._holder.has_money and not self.has_money and not self.unread:
                return []
            self.unread.append(self._said)
        self._settle_money()
        found = [self.record]
        free = self.record.get('QTY+192')
        if self._is_free:
            self.record |= {'QTY+21': free, 'PRI+AAA': '0', 'free': 'true'}
        elif free and number_of(free) != 0:
            same = {name: value for name, value in self.record.items() if name[:3] not in _OF_MONEY}
            found.append(same | {'number': f"{self.record['number']} +", 'QTY+21': free, 'PRI+AAA': '0', 'free': 'true'})
        if self.unread:
            self.record[UNREAD] = '; '.join(dict.fromkeys((f"LIN+{self.record['number']}", *self.unread)))
        return found

    @property
    def _is_free(self):
        return 'QTY+192' in self.record and not (self._counts.keys() & {_ORDERED, 'parts'}) and not self.has_money

    def _settle_quantity(self):
        parts, own, free = (self._counts.get(name, []) for name in ('parts', _ORDERED, _FREE))
        total = _sum_of(parts)
        if own:
            self.record['QTY+21'] = own[0][0]
            if len(own) > 1 or (parts and total != number_of(own[0][0])):
                self.unread += [said for _text, said in (*own, *parts)]
        elif parts:
            self.record['QTY+21'] = ' + '.join(text for text, _said in parts) if total is None else plain(total)
        if free:
            self.record['QTY+192'] = free[0][0]
            self.unread += [said for _text, said in free[1:]]
        units = set(self._units)
        if len(units) > 1:
            self.unread += self._units.values()
        for _price, said, unit in self._prices.values():
            if unit and _unit(unit) not in (units or {_unit('PCE')}):
                self.unread.append(said)

    def _gross(self, kind=None):
        """Return the Decimal of the pieces at a price, None where it is not known."""
        price = number_of(self._prices[kind or self._kind][0]) if kind or self._kind else None
        pieces = number_of(self.record.get('QTY+21', ''))
        return None if None in (price, pieces) else price * pieces

    @property
    def _kind(self):
        """The price that is read, '' for none."""
        return next((kind for kind in _READ_PRICES if kind in self._prices), '')

    def _settle_money(self):
        """Take allowances off a gross price. A net price holds them, as the amount of the item or its gross price shows."""
        gross, amount = self._gross(), None if self._amount is None else number_of(self._amount)
        if not self.charges and self._amount is None:
            return
        if self._amount is not None and not self._prices and not self.charges:
            return  # without a price there is a question already
        if gross is not None and (amount is not None or self._amount is None):
            before = self._gross(_GROSS) if _GROSS in self._prices and self._kind != _GROSS else None
            allowed, charged, unread = worked_out(self.charges, gross if before is None else before)
            off = (gross if before is None else before) - allowed + charged
            if self._is_settled(gross, amount, before, off if not unread else None):
                return
            if not unread and not charged and before is None and self._is_taken_off(amount, off):
                if allowed:
                    self.record['ALC+A'] = plain(allowed)
                return
        self.unread += [charge.text for charge in self.charges]
        if self._amount is not None:
            self.unread.append(f'MOA+203:{self._amount}')

    def _is_settled(self, gross, amount, before, off):
        """Whether the price that is read holds all allowances and charges."""
        if self._kind == _GROSS:
            return False
        if amount is not None:
            return is_same(amount, gross)
        return None not in (before, off) and is_same(off, gross)

    def _is_taken_off(self, amount, off):
        return is_same(amount, off) if amount is not None else self._kind == _GROSS


def _unit(unit):
    return _PIECES[0] if unit.upper() in _PIECES else unit.upper()


def _sum_of(parts):
    numbers = [number_of(text) for text, _said in parts]
    return None if not parts or None in numbers else sum(numbers)


def _of_one(price, per):
    """Return the price of one piece, of a price `per` so many.

    >>> _of_one('27.50', '100'), _of_one('27.50', 'x')
    ('0.275', '27.50 / x')
    """
    try:
        return plain(Decimal(price) / Decimal(per))
    except (InvalidOperation, ArithmeticError):
        return f'{price} / {per}'  # a question
