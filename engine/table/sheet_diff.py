# Part of store_group. License LGPL-3.
"""Computes the changes of an uploaded sheet.

How to use: `diff(spec, current, rows)` with the existing records by key; apply `new` and `change`.
How it works: a row is matched by its key. Equal values are no change. A row that was changed by
somebody else after the download (its version mark differs) and that would change something is refused.
Records not in the sheet are listed as `missing` and never changed.
What it costs: time linear in records and cells.
"""

from collections import Counter
from dataclasses import dataclass

from .sheet import Problem

KINDS = ('new', 'change', 'same', 'missing', 'error')


@dataclass(frozen=True)
class Change:
    """One row of the answer. `values` {column name: (old, new)}; `number` is None for a missing record."""

    kind: str
    number: int | None
    key: tuple
    values: dict
    problems: tuple = ()


def diff(spec, current, rows):
    """Compare the existing records with the rows of a sheet.

    :param current: {key: {column name: value}}, see `SheetSpec.key_of`
    :param rows: list of Row, codes settled
    :returns: list of Change: the rows in their order, then the missing records
    """
    times = Counter(spec.key_of(row.values) for row in rows)
    changes = []
    for row in rows:
        key = spec.key_of(row.values)
        problems = list(row.problems)
        if times[key] > 1 and not any(
            problem.column in spec.by_name and spec.by_name[problem.column].is_key for problem in problems
        ):
            others = [str(other.number) for other in rows if other is not row and spec.key_of(other.values) == key]
            problems.append(Problem('duplicate_key', spec.keys[0].name, ', '.join(others)))
        changes.append(_compare(spec, current.get(key), row, key, problems))
    changes += [Change('missing', None, key, {}) for key in current if key not in times]
    return changes


def _compare(spec, old, row, key, problems):
    if old is None:
        values = {name: (None, value) for name, value in row.values.items() if value is not None}
        problems += [
            Problem('required', column.name)
            for column in spec.editable
            if column.required
            and not column.keep_blank
            and row.values.get(column.name) is None
            and not any(problem.column == column.name for problem in problems)
        ]
    else:
        values = {
            name: (old.get(name), value)
            for name, value in row.values.items()
            if not spec.by_name[name].is_key and old.get(name) != value
        }
        if values and row.stamp and row.stamp != spec.stamp_of(old):
            problems.append(Problem('stale'))
    if problems:
        return Change('error', row.number, key, values, tuple(problems))
    return Change('new' if old is None else 'change' if values else 'same', row.number, key, values)
