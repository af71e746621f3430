# Part of store_group. License LGPL-3.
"""Rows -> orders. An order that may lack one of its rows is a question, never written by half."""
from dataclasses import dataclass, field, replace

from .cell import cell_text
from .issue import Issue
from .vocabulary import ERROR


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
    """The orders of one sheet while its rows come in.

    `number_at` is the place of the order number among the parts of a key, None when no column has it. `add`
    answers with the issues of a row that names no order; all other rows are in exactly one order.
    """

    def __init__(self, sheet, number_at=None):
        self.sheet = sheet
        self.number_at = number_at
        self.by_key = {}
        self.loose = []

    def add(self, row):
        if row.key is None:
            self.loose.append(row)
            return row.issues
        if row.key not in self.by_key:
            self.by_key[row.key] = _Gathered(row.key, row.key_parts, self.sheet)
        self.by_key[row.key].add(row)
        return ()

    def orders(self):
        """Return the TableOrders, in the order of their first rows."""
        self._suspect()
        return [order.finish() for order in self.by_key.values()]

    def _suspect(self):
        """Stop the orders to which a row with a broken key may belong: what is readable of the key agrees."""
        indexes = {}
        for row in self.loose:
            known = tuple(at for at, part in enumerate(row.key_parts) if part is not None)
            if self.number_at not in known and len(known) < 2:
                continue  # a store alone says nothing: one bad row must not stop all orders of its store
            if known not in indexes:
                indexes[known] = {}
                for order in self.by_key.values():
                    indexes[known].setdefault(tuple(order.key_parts[at] for at in known), []).append(order)
            for order in indexes[known].get(tuple(row.key_parts[at] for at in known), ()):
                order.issues.append(
                    Issue('maybe_incomplete', ERROR, 'lines', str(row.number), sheet=self.sheet, row=row.number))


class _Gathered:
    """An order while its rows come in."""

    def __init__(self, key, key_parts, sheet):
        self.key, self.key_parts, self.sheet = key, key_parts, sheet
        self.values, self.lines, self.rows, self.issues, self.first_rows = {}, [], [], [], {}

    def add(self, row):
        position = len(self.lines)
        self.lines.append({**row.line, 'row': row.number})
        self.rows.append((self.sheet, row.number))
        self.issues.extend(_placed(issue, position) for issue in row.issues)
        for target, value in row.order.items():
            if target not in self.values:
                self.values[target], self.first_rows[target] = value, row.number
            elif self.values[target] != value and target != 'external_id':
                self.issues.append(Issue(
                    'inconsistent', ERROR, target, cell_text(str(value)),
                    '%s (%d)' % (cell_text(str(self.values[target])), self.first_rows[target]),
                    self.sheet, row.number, row.columns[target],
                ))

    def finish(self):
        payload = {}
        for target, value in {**self.values, 'external_id': self.key}.items():
            *parents, name = target.split('.')
            place = payload
            for parent in parents:
                place = place.setdefault(parent, {})
            place[name] = value
        payload['lines'] = self.lines
        return TableOrder(self.key, payload, tuple(self.rows), self.issues)


def _placed(issue, position):
    if not issue.field.startswith('line.'):
        return issue
    return replace(issue, field='lines[%d].%s' % (position, issue.field.removeprefix('line.')))
