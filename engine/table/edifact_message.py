# Part of store_group. License LGPL-3.
"""One EDIFACT order, segment by segment -> a record."""

from decimal import Decimal, InvalidOperation

from ..cleaning.numbers import plain

_MOMENTS = {
    '102': (8, '{}-{}-{}'), '203': (12, '{}-{}-{} {}:{}'), '204': (14, '{}-{}-{} {}:{}:{}'), '718': (8, '{}-{}-{}'),
}  # fmt: skip
_PLACE = ('street', 'city', 'state', 'zip', 'country')
_OF_CHARGE = ('MOA', 'PCD', 'TAX', 'QTY', 'RNG', 'RTE')  # what may follow an allowance and speak of it
_ENDS_PARTY = ('CUX', 'PAT', 'TDT', 'TOD', 'PAC', 'ALC', 'QTY', 'PRI', 'MOA')


def at(segment, element, component=0):
    """Return a component of a segment, '' where it has none."""
    parts = segment[element] if element < len(segment) else ()
    return parts[component].strip() if component < len(parts) else ''


class Message:
    """One message, segment by segment: `place` is where the next one belongs, the message, a party, or an item."""

    def __init__(self, decimal_mark):
        self.record, self.mark = {'LIN': []}, decimal_mark
        self.place, self.item = self.record, None
        self.charge, self.told = None, ''

    def is_whole(self):
        """Whether it has as many items as it says."""
        return self.told in ('', str(len(self.record['LIN'])))

    def take(self, tag, segment):
        does = getattr(self, f'_{tag.lower()}', None) if len(tag) == 3 else None
        if tag not in _OF_CHARGE:
            self.charge = None
        if tag in _ENDS_PARTY:
            self.place = self.record if self.item is None else self.item
        if does:
            does(segment)

    def _put(self, name, value, place=None):
        place = self.place if place is None else place
        if value:
            place.setdefault(name, value)

    def _more(self, name, value, separator=' '):
        if value:
            before = self.place.get(name)
            self.place[name] = f'{before}{separator}{value}' if before else value

    def _number(self, text):
        return text.replace(',', '.') if self.mark == ',' or (text.count(',') == 1 and '.' not in text) else text

    def _bgm(self, segment):
        self._put('BGM.number', at(segment, 2))
        self._put('BGM.kind', at(segment, 1))
        self._put('BGM.function', at(segment, 3))

    def _dtm(self, segment):
        self._put(f'DTM+{at(segment, 1)}', _moment(at(segment, 1, 1), at(segment, 1, 2)))

    def _rff(self, segment):
        self._put(f'RFF+{at(segment, 1)}', at(segment, 1, 1))

    def _cux(self, segment):
        self._put('CUX+2', at(segment, 1, 1), self.record)

    def _ftx(self, segment):
        self._more('FTX', ''.join(segment[4]).strip() if len(segment) > 4 else '', '\n')

    def _nad(self, segment):
        party = {'id': at(segment, 2), 'name': _joined(segment, 4) or _joined(segment, 3)}
        party |= {name: _joined(segment, place) for place, name in enumerate(_PLACE, 5)}
        if not party['name'] or not _joined(segment, 4):
            party['street'] = party['street'] or _joined(segment, 3, 1)
            party['name'] = at(segment, 4) or at(segment, 3)
        owner = self.record if self.item is None else self.item
        self.place = owner.setdefault(f'NAD+{at(segment, 1)}', {})
        self.place |= {name: value for name, value in party.items() if value}

    def _cta(self, segment):
        self._put('contact', at(segment, 2, 1))

    def _com(self, segment):
        self._put(f'COM+{at(segment, 1, 1)}', at(segment, 1))

    def _lin(self, segment):
        self.item = self.place = {'number': at(segment, 1)}
        self.record['LIN'].append(self.item)
        self._put(at(segment, 3, 1) or 'EN', at(segment, 3))

    def _pia(self, segment):
        for parts in segment[2:]:
            self._put(f'PIA {parts[1].strip()}' if len(parts) > 1 else 'PIA', parts[0].strip())

    def _imd(self, segment):
        self._more('IMD', ' '.join(filter(None, (at(segment, 3, 3), at(segment, 3, 4)))))

    def _qty(self, segment):
        if self.charge is None:
            self._put(f'QTY+{at(segment, 1)}', self._number(at(segment, 1, 1)))
            self._put('unit', at(segment, 1, 2))

    def _pri(self, segment):
        price, per = self._number(at(segment, 1, 1)), self._number(at(segment, 1, 4))
        self._put(f'PRI+{at(segment, 1)}', _of_one(price, per) if per not in ('', '1') else price)

    def _alc(self, segment):
        self.charge = f'ALC+{at(segment, 1)}'

    def _moa(self, segment):
        amount, kind = self._number(at(segment, 1, 1)), at(segment, 1)
        if self.charge is None:
            self._put(f'MOA+{kind}', amount)
            self._put('CUX+2', at(segment, 1, 2), self.record)
        elif kind in ('8', '23', '204'):
            owner = self.place if self.item is not None else self.record
            owner[self.charge] = _sum(owner.get(self.charge, '0'), amount)

    def _uns(self, segment):
        self.item, self.place = None, self.record

    def _cnt(self, segment):
        if at(segment, 1) == '2':
            self.told = self._number(at(segment, 1, 1)).partition('.')[0].lstrip('0') or '0'


def _joined(segment, element, first=0):
    return ' '.join(filter(None, (at(segment, element, place) for place in range(first, 5))))


def _moment(digits, form):
    """Return a day, or a moment, as other files write it.

    >>> _moment('20230606', '102'), _moment('202306061530', '203'), _moment('230606', '101')
    ('2023-06-06', '2023-06-06 15:30', '230606')
    """
    length, shown = _MOMENTS.get(form, (0, ''))
    if not length or not digits[:length].isdigit() or len(digits) < length:
        return digits
    return shown.format(digits[:4], *(digits[place : place + 2] for place in range(4, length, 2)))


def _of_one(price, per):
    """Return the price of one piece, of a price `per` so many.

    >>> _of_one('27.50', '100'), _of_one('27.50', 'x')
    ('0.275', '27.50 / x')
    """
    try:
        return plain(Decimal(price) / Decimal(per))
    except (InvalidOperation, ArithmeticError):
        return f'{price} / {per}'  # a question


def _sum(one, other):
    try:
        return plain(Decimal(one) + Decimal(other))
    except InvalidOperation:
        return f'{one} + {other}'
