# Part of store_group. License LGPL-3.
"""Rows -> orders. An order with possibly missing rows becomes a question, never an incomplete order."""

import marshal
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from ..table.cell import cell_text
from .equal import equal_groups, once
from .grain import added, decided
from .issue import Issue
from .payload import status_of
from .returns import parsed, quantity_of, with_returns
from .vocabulary import ERROR, INFO

HELD = 6000  # orders that are kept as objects, some 20 MB: a file of more is large
MOST_MISSING = 20  # rows that an order names which it may lack


@dataclass
class TableOrder:
    """The rows of one order. `payload` is canonical JSON; `rows` are its (sheet name, row number) pairs.

    With an issue of severity 'error' the payload keeps the text found in place of the value: it is a question
    for a person and must not become a sale order as it stands.
    """

    external_id: str
    payload: dict
    rows: tuple = ()
    issues: list = field(default_factory=list)

    @property
    def has_error(self):
        return any(issue.severity == ERROR for issue in self.issues)


class Gathering:
    """Collects the orders of one sheet from its rows.

    `number_at` is the place of the order number among the parts of a key, None when no column has it. `add`
    returns the issues of a row without order; all other rows are in exactly one order. `summed`, `unsure`,
    `equal_rows` and `rounding` are rules of the layout.
    """

    def __init__(self, sheet, number_at=None, summed=frozenset(), equal_rows='keep', unsure=frozenset(), rounding='0.01'):
        self.sheet = sheet
        self.number_at = number_at
        self.summed = summed
        self.equal_rows = equal_rows
        self.unsure, self.rounding = unsure, rounding
        self.by_key = {}
        self.loose = []
        self.above = None
        self.last = None

    def add(self, row):
        if row.key is None:
            self.loose.append(row)
            if not row.is_nameless:
                self.above = None  # later rows may belong to the order of this row
            elif self.above is not None and self.above.agrees(row.key_parts):
                self.above.lacks(row)
            return row.issues
        order = self.by_key.get(row.key)
        if order is None:
            order = self.by_key[row.key] = _Gathered(row.key, row.key_parts)
        if order is not self.last:
            if self.last is not None and len(self.by_key) > HELD:
                self.last.pack()
            self.last = order
        self.above = order
        order.add(row, self)
        return ()

    def orders(self):
        """Return the TableOrders, in the order of their first rows; each is created on demand."""
        self._suspect()
        return Orders(self, list(self.by_key.values()))

    def _suspect(self):
        """Block the orders to which a row with a broken key may belong, because the readable parts of the key match."""
        indexes, asked = {}, {}
        for row in self.loose:
            known = tuple(at for at, part in enumerate(row.key_parts) if part is not None)
            if self.number_at not in known and len(known) < 2:
                continue  # a store alone is no match: one bad row must not block all orders of its store
            if known not in indexes:
                indexes[known] = {}
                for order in self.by_key.values():
                    indexes[known].setdefault(tuple(order.key_parts[at] for at in known), []).append(order)
            parts = known, tuple(row.key_parts[at] for at in known)
            asked[parts] = asked.get(parts, 0) + 1
            for order in indexes[known].get(parts[1], ()) if asked[parts] <= MOST_MISSING else ():
                order.lacks(row)


class Orders(Sequence):
    """The orders of a sheet, each created on demand: a large file is never held in memory as objects."""

    def __init__(self, gathering, gathered):
        self._gathering, self._gathered = gathering, gathered

    def __len__(self):
        return len(self._gathered)

    def __getitem__(self, at):
        if isinstance(at, slice):
            return Orders(self._gathering, self._gathered[at])
        return self._gathered[at].finish(self._gathering)

    def keys(self):
        """Return the order numbers, without making the orders."""
        return [order.key for order in self._gathered]


class _Gathered:
    """An order being collected. Between the rows of a large file it is stored as bytes: far less memory than objects.

    Rows of most orders are adjacent, so few are unpacked twice. Of an order whose rows lie apart only what they repeat is
    unpacked, so that many rows of it take no longer than many orders. Compression would save two thirds of these bytes, for an
    eighth more time.
    """

    __slots__ = (
        'key', 'key_parts', 'packed', 'parts', 'count', 'values', 'first_rows', 'lines', 'returned', 'issues', 'missing'
    )  # fmt: skip

    def __init__(self, key, key_parts):
        self.key, self.key_parts = key, key_parts
        self.packed, self.parts, self.count = None, (), 0
        self.values, self.first_rows, self.lines, self.returned = {}, {}, [], []
        self.issues, self.missing = (), ()  # lists where there is one: most orders have none

    def add(self, row, gathering):
        self._unpack()
        self.lines.append({**row.line, 'row': row.number})
        if row.issues:
            self._ask(_placed(issue, self.count) for issue in row.issues)
        self.count += 1
        if quantity_of(row.line) < 0:
            # returns have their own day, status and amounts, not those of the order
            self.lines[-1].update({'returned_at': row.order['ordered_at']} if 'ordered_at' in row.order else {})
            self.returned.append(row.order)
            return
        for target, value in row.order.items():
            if target not in self.values:
                self.values[target], self.first_rows[target] = value, row.number
            elif target in gathering.summed and (both := added(self.values[target], value)) is not None:
                self.values[target] = both
            elif self.values[target] != value and target != 'external_id' and target not in gathering.unsure:
                known = '%s (%d)' % (cell_text(str(self.values[target])), self.first_rows[target])
                found = cell_text(str(value))
                self._ask([Issue('inconsistent', ERROR, target, found, known, gathering.sheet, row.number, row.columns[target])])

    def _ask(self, issues):
        self.issues = self.issues or []
        self.issues.extend(issues)

    def pack(self):
        part = marshal.dumps((self.lines, self.returned))
        if self.parts:
            self.parts.append(part)
        else:
            self.parts = [part]
        self.packed = marshal.dumps((self.values, self.first_rows))
        self.values = self.first_rows = self.lines = self.returned = None

    def _unpack(self):
        if self.packed is not None:
            self.values, self.first_rows = marshal.loads(self.packed)
            self.lines, self.returned, self.packed = [], [], None

    def _content(self):
        """Return (values, lines, orders of the returned rows)."""
        lines, returned = [], []
        for part in self.parts:
            more, orders = marshal.loads(part)
            lines += more
            returned += orders
        if self.packed is not None:
            return marshal.loads(self.packed)[0], lines, returned
        return self.values, lines + self.lines, returned + self.returned

    def agrees(self, key_parts):
        """Whether the readable parts of another row's key match this order."""
        return all(part is None or part == own for part, own in zip(key_parts, self.key_parts, strict=True))

    def lacks(self, row):
        """Block the order: `row`, which has no key, may be part of it."""
        if row.number not in self.missing and len(self.missing) < MOST_MISSING:
            self.missing = (*self.missing, row.number)

    def finish(self, gathering):
        values, lines, returned = self._content()
        sheet, issues = gathering.sheet, list(self.issues)
        rows = tuple((sheet, line['row']) for line in lines)
        issues += [Issue('maybe_incomplete', ERROR, 'lines', str(number), sheet=sheet, row=number) for number in self.missing]
        payload = {}
        of_returns = {target: value for order in reversed(returned) for target, value in order.items()}
        for target, value in {**of_returns, **values, 'external_id': self.key}.items():
            parents, name = _way(target)
            place = payload
            for parent in parents:
                place = place.setdefault(parent, {})
            place[name] = value
        payload['lines'] = lines
        if gathering.unsure:
            payload, asked = decided({**payload, 'lines': [{**line} for line in lines]}, gathering.unsure, gathering.rounding)
            issues += asked
        issues += self._other_currencies(values, lines, returned, sheet)
        _add_refund(payload)
        payload = _without_equal(payload, gathering, issues)
        settled = with_returns(payload) if returned else payload
        if settled is payload and returned:
            payload['lines'] = [
                {name: value for name, value in line.items() if name != 'returned_at'} for line in payload['lines']
            ]
        return TableOrder(self.key, settled, rows, _issues_left(issues, payload, lines, settled is not payload))

    def _other_currencies(self, values, lines, returned, sheet):
        """Return an issue for each return row in another currency than the rows that sold."""
        rows = [line['row'] for line in lines if quantity_of(line) < 0]
        return [
            Issue('inconsistent', ERROR, 'currency', cell_text(order['currency']), cell_text(values['currency']), sheet, row)
            for order, row in zip(returned, rows, strict=False)
            if order.get('currency') and values.get('currency') and order['currency'] != values['currency']
        ]


def _add_refund(payload):
    """Turn the money that a file says was given back into a refund of the order."""
    given = payload.pop('refunded_amount', None)
    if given and parsed(given) > 0 and not payload.get('refunds') and status_of(payload) != 'cancelled':
        payload['refunds'] = [{'external_id': 'refunded', 'amount': given}]


@lru_cache(maxsize=2**8)
def _way(target):
    """Return (names of the mappings on the way, the last name) of a dotted path."""
    *parents, name = target.split('.')
    return parents, name


def _without_equal(payload, gathering, issues):
    """Raise an issue about equal rows, or merge them, as set in the layout; return the content."""
    lines = payload['lines']
    groups = equal_groups(lines) if gathering.equal_rows != 'keep' and len(lines) > 1 else ()
    if not groups:
        return payload
    named = '; '.join(', '.join(str(line['row']) for line in group) for group in groups)
    code, severity = ('equal_rows', ERROR) if gathering.equal_rows == 'ask' else ('equal_rows_once', INFO)
    issues.append(
        Issue(
            code,
            severity,
            'lines',
            cell_text(named),
            cell_text(groups[0][0].get('external_id')),
            gathering.sheet,
            groups[0][1]['row'],
        )
    )
    return once(payload) if gathering.equal_rows == 'once' else payload


def _issues_left(issues, payload, lines, is_settled):
    """Return the issues without those of refund rows, or irrelevant ones of a cancelled order."""
    if not issues:
        return issues
    if status_of(payload) == 'cancelled':
        return [issue for issue in issues if not issue.field.startswith('lines')]
    if not is_settled:
        return issues
    places = {}  # of a line before and after
    for position, line in enumerate(lines):
        if quantity_of(line) >= 0:
            places[f'lines[{position}]'] = f'lines[{len(places)}]'
    return [
        replace(issue, field=issue.field.replace(line, places.get(line, line), 1))
        for issue in issues
        for line in [issue.field.partition('.')[0]]
        if not line.startswith('lines[') or line in places
    ]


def _placed(issue, position):
    if not issue.field.startswith('line.'):
        return issue
    return replace(issue, field='lines[%d].%s' % (position, issue.field.removeprefix('line.')))
