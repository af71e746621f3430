# Part of store_group. License LGPL-3.
"""One order while its rows are collected, and what they make of it."""

import marshal
from dataclasses import astuple, dataclass, field, replace
from functools import lru_cache

from ..table.cell import cell_text
from .equal import equal_groups, once
from .grain import added, decided
from .issue import Issue
from .payload import status_of
from .remarks import asked
from .returns import parsed, quantity_of, with_returns
from .vocabulary import ERROR, INFO


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


class Gathered:
    """An order being collected, the one of the `number` in its sheet.

    Of an order whose rows lie apart, and which was put away meanwhile, only what they repeat is held again, so that many rows of
    it take no longer than many orders: `before` says that it has lines which are put away.
    """

    __slots__ = ('number', 'key', 'key_parts', 'count', 'values', 'first_rows', 'lines', 'returned', 'issues', 'before')

    def __init__(self, number, key, key_parts):
        self.number, self.key, self.key_parts, self.count = number, key, key_parts, 0
        self.values, self.first_rows, self.lines, self.returned = {}, {}, [], []
        self.issues, self.before = (), False  # a list where there is one: most orders have none

    def add(self, row, gathering):
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

    def head(self):
        """Return what the rows repeat, as bytes, for ``of``."""
        return marshal.dumps(
            (self.key_parts, self.count, self.values, self.first_rows, [astuple(issue) for issue in self.issues])
        )

    def part(self):
        """Return the lines, as bytes, for ``take``."""
        return marshal.dumps((self.lines, self.returned))

    @classmethod
    def of(cls, number, key, head):
        """Return the order without its lines, from its `head`."""
        key_parts, count, values, first_rows, issues = marshal.loads(head)
        order = cls(number, key, key_parts)
        order.count, order.values, order.first_rows, order.before = count, values, first_rows, True
        order.issues = [Issue(*issue) for issue in issues]
        return order

    def take(self, parts):
        """Put the lines that were put away, as bytes of ``part`` in their order, in front of those that are here."""
        lines, returned = [], []
        for part in parts:
            more, orders = marshal.loads(part)
            lines += more
            returned += orders
        self.lines, self.returned, self.before = lines + self.lines, returned + self.returned, False

    def agrees(self, key_parts):
        """Whether the readable parts of another row's key match this order."""
        return all(part is None or part == own for part, own in zip(key_parts, self.key_parts, strict=True))

    def finish(self, gathering, missing=()):
        """Return the TableOrder of all its rows; it is blocked where rows, those of the numbers `missing`, may belong to it."""
        values, lines, returned = self.values, self.lines, self.returned
        sheet, issues = gathering.sheet, list(self.issues)
        rows = tuple((sheet, line['row']) for line in lines)
        issues += [Issue('maybe_incomplete', ERROR, 'lines', str(number), sheet=sheet, row=number) for number in missing]
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
            payload, unsure = decided({**payload, 'lines': [{**line} for line in lines]}, gathering.unsure, gathering.rounding)
            issues += unsure
        issues += self._other_currencies(values, lines, returned, sheet)
        _add_refund(payload)
        payload = _without_equal(payload, gathering, issues)
        settled = with_returns(payload) if returned else payload
        if settled is payload and returned:
            payload['lines'] = [
                {name: value for name, value in line.items() if name != 'returned_at'} for line in payload['lines']
            ]
        issues += asked(payload, sheet, rows[0][1] if rows else 0) if not returned else []
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
    if given and parsed(given) and not payload.get('refunds') and status_of(payload) != 'cancelled':
        payload['refunds'] = [{'external_id': 'refunded', 'amount': str(given).removeprefix('-')}]


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
