# Part of store_group. License LGPL-3.
"""One EDIFACT order, segment by segment -> a record.

What says something of money, quantities or the state of the order, and is not read, is kept as text under ``UNREAD``: who reads
the record takes no such order (``intake.row_checks``).
"""

from .cell import UNREAD
from .edifact_goods import DELIVERIES, Goods
from .edifact_money import TAX_KINDS, Charge, Totals, at, number_of, shown

_MOMENTS = {
    '102': (8, '{}-{}-{}'), '203': (12, '{}-{}-{} {}:{}'), '204': (14, '{}-{}-{} {}:{}:{}'), '718': (8, '{}-{}-{}'),
}  # fmt: skip
_PLACE = ('street', 'city', 'state', 'zip', 'country')
_OF_CHARGE = ('MOA', 'PCD', 'TAX', 'QTY', 'RNG', 'RTE', 'ALI', 'DTM')  # what may follow an allowance and speak of it
_ENDS_PARTY = ('CUX', 'PAT', 'TDT', 'TOD', 'PAC', 'ALC', 'QTY', 'PRI', 'MOA', 'SCC')
_GROUPS = ('TAX', 'PAT', 'ALC', 'CUX', 'PRI', 'PAC', 'TOD', 'EQD', 'RFF', *DELIVERIES)
_READ = frozenset('BGM DTM RFF CUX FTX NAD CTA COM LIN PIA IMD QTY PRI ALC MOA PCD UNS CNT'.split())
# They say nothing of money, quantities or the state of the order; of a tax the goods know more: prices are without it.
_BESIDE = frozenset('ALI PAI FII DOC LOC PAT PYT TDT TOD MEA PAC PCI HAN GIN GIR EQD SCC DGS CCI CAV RJL TAX'.split())
_ORDERS = ('', '105', '220', '224', '226')  # an order, a purchase order, an urgent one, one that calls off
_FUNCTIONS = ('', '1', '5', '9')  # cancelled, in place of the one before, original
_NOT_TAKEN = ('AJ', 'RE')
_CANCELLED = '1'
_SHOWN = 400


class Message:
    """One message, segment by segment: `place` is where the next one belongs, the message, a party, or an item."""

    def __init__(self, decimal_mark, test=''):
        self.record, self.mark = {'LIN': []}, decimal_mark
        self.place, self.item = self.record, None
        self.charge, self.told, self.group = None, '', ''
        self.goods, self.charges, self.totals = [], [], Totals()
        self.unread, self._test, self._sets = [], test, {}

    def is_whole(self):
        """Whether it has as many items as it says."""
        return self.told in ('', str(len(self.goods)))

    def take(self, tag, segment):
        if tag not in _OF_CHARGE:
            self.charge = None
        if tag in _GROUPS and not (self.charge and tag in _OF_CHARGE):
            self.group = tag
        if tag in _ENDS_PARTY:
            self.place = self.record if self.item is None else self.item
        if tag in _READ:
            getattr(self, f'_{tag.lower()}')(segment)
        elif tag not in _BESIDE:
            self._refuse(segment)

    def finished(self):
        """Return the record: what is left of money and quantities is worked out, what cannot be is said under ``UNREAD``."""
        items = [row for goods in self.goods for row in goods.rows()]
        sold = [goods for goods in self.goods if not goods.is_content]
        pieces = [[counted(goods) for goods in some] for some in (self.goods, sold) for counted in (Goods.paid, Goods.pieces)]
        self.unread += self.totals.settle(self.record, self.charges, [goods.net for goods in sold], pieces)
        if self.record.get('BGM.function') == _CANCELLED:
            items = [{name: value for name, value in item.items() if name != UNREAD} for item in items]
            self.unread = []  # it sells nothing
        if self._test:
            self.unread.insert(0, self._test)
        if self.unread and items:
            items[0][UNREAD] = '; '.join(filter(None, ('; '.join(self.unread), items[0].get(UNREAD))))
        for item in items:
            if UNREAD in item:
                item[UNREAD] = item[UNREAD][:_SHOWN]
        self.record['LIN'] = items
        return self.record

    def _refuse(self, segment):
        (self.unread if self.item is None else self.goods[-1].unread).append(shown(segment))

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
        kind, function = at(segment, 1), at(segment, 3)
        if kind not in _ORDERS or function not in _FUNCTIONS or at(segment, 4) in _NOT_TAKEN or 'BGM.number' in self.record:
            self._refuse(segment)
        self._put('BGM.number', at(segment, 2))
        self._put('BGM.kind', kind)
        self._put('BGM.function', function)

    def _dtm(self, segment):
        if not self.charge:
            self._put(f'DTM+{at(segment, 1)}', _moment(at(segment, 1, 1), at(segment, 1, 2)))

    def _rff(self, segment):
        self._put(f'RFF+{at(segment, 1)}', at(segment, 1, 1))

    def _cux(self, segment):
        self._currency(at(segment, 1, 1), segment)

    def _currency(self, code, segment):
        self._put('CUX+2', code, self.record)
        if code and code != self.record['CUX+2']:
            self._refuse(segment)

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
        self.goods.append(Goods(self.item, segment, self._sets))
        if not self.goods[-1].is_content:
            self._sets[self.item['number']] = self._sets[None] = self.goods[-1]
        self.group = ''
        self._put(at(segment, 3, 1) or 'EN', at(segment, 3))

    def _pia(self, segment):
        for parts in segment[2:]:
            self._put(f'PIA {parts[1].strip()}' if len(parts) > 1 else 'PIA', parts[0].strip())

    def _imd(self, segment):
        self._more('IMD', ' '.join(filter(None, (at(segment, 3, 3), at(segment, 3, 4)))))

    def _qty(self, segment):
        if self.charge:
            self.charge.broken = True
            self.charge.texts.append(shown(segment))
        elif self.item is None:
            self._refuse(segment)
        else:
            self.goods[-1].count(segment, self._number(at(segment, 1, 1)), self.group)

    def _pri(self, segment):
        if self.item is None:
            self._refuse(segment)
        else:
            self.goods[-1].priced(segment, self._number(at(segment, 1, 1)), self._number(at(segment, 1, 4)))

    def _alc(self, segment):
        self.charge = Charge(segment, self.totals.is_summary)
        owner = self.charges if self.item is None else self.goods[-1].charges
        if self.charge.counts and owner and owner[0].is_summary != self.charge.is_summary:
            self._refuse(segment)  # the same once more, or others
        elif self.charge.counts:
            owner.append(self.charge)

    def _pcd(self, segment):
        if self.charge:
            self.charge.share(segment, self._number(at(segment, 1, 1)))
        elif self.group != 'PAT':  # of a discount for paying early
            self._refuse(segment)

    def _moa(self, segment):
        amount, kind = self._number(at(segment, 1, 1)), at(segment, 1)
        self._currency(at(segment, 1, 2), segment)
        if kind in TAX_KINDS:
            return
        if self.charge:
            self.charge.money(segment, kind, amount)
        elif self.item is not None:
            if not self.goods[-1].amount_is(kind, amount) and self.group not in ('TAX', 'PAT'):
                self._refuse(segment)
        elif not self.totals.take(kind, amount, segment) and self.group not in ('TAX', 'PAT'):
            self._refuse(segment)

    def _uns(self, segment):
        self.item, self.place, self.group = None, self.record, ''
        self.totals.is_summary = True

    def _cnt(self, segment):
        value = self._number(at(segment, 1, 1))
        if at(segment, 1) == '2':
            self.told = value.partition('.')[0].lstrip('0') or '0'
        elif at(segment, 1) == '1':
            self.totals.pieces = number_of(value), shown(segment)


def _joined(segment, element, first=0):
    return ' '.join(filter(None, (at(segment, element, place) for place in range(first, 5))))


def _moment(digits, form):
    """Return a day, or a moment, as other files write it.

    >>> _moment('20230606', '102'), _moment('202306061530', '203'), _moment('230606', '101')
    ('2023-06-06', '2023-06-06 15:30', '230606')
    """
    length, written = _MOMENTS.get(form, (0, ''))
    if not length or not digits[:length].isdigit() or len(digits) < length:
        return digits
    return written.format(digits[:4], *(digits[place : place + 2] for place in range(4, length, 2)))
