# Part of store_group. License LGPL-3.
"""Numbers of a column that an order repeats on its rows."""

from collections import defaultdict


def is_repeated(column, order):
    """Whether all rows of an order carry the same number, in the orders of several rows that have one."""
    groups = [values for values in groups_of(column, order) if any(values)]
    return bool(groups) and all(len(set(values)) == 1 for values in groups)


def differs(column, order):
    """Whether rows of one order carry different numbers: then the column is not of the order."""
    return any(len(set(values)) > 1 for values in groups_of(column, order))


def groups_of(column, order):
    """Return the numbers of a column for each order of several rows, as lists."""
    if order is None:
        return []
    found, last = defaultdict(list), None
    for cell, value in zip(order.cells, column.numbers, strict=True):
        last = cell if cell is not None else last
        if last is not None and value is not None:
            found[str(last)].append(value)
    return [values for values in found.values() if len(values) > 1]
