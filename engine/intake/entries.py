# Part of store_group. License LGPL-3.
"""The orders of a document at their places in it."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass
class Entry:
    """One order at its position in a document, before it is compared with existing orders."""

    position: int
    external_id: str | None
    payload: dict
    rows: tuple = ()
    issues: list = field(default_factory=list)
    store_key: str = ''  # distinguishes orders of other stores with the same number
    is_left_behind: bool = False  # read once more, and the order has had later contents since


class TableEntries(Sequence):
    """The entries of a sheet, each created on demand, so that a large file is never held in memory as objects."""

    def __init__(self, orders, first=0):
        self._orders, self._first = orders, first

    def __len__(self):
        return len(self._orders)

    def __getitem__(self, at):
        if isinstance(at, slice):
            start, _stop, _step = at.indices(len(self))
            return TableEntries(self._orders[at], self._first + start)
        at = range(len(self))[at]
        order = self._orders[at]
        return Entry(self._first + at, order.external_id, order.payload, order.rows, order.issues)


def chunks(entries, size):
    """Yield lists of at most `size` entries with different external ids, so that a repetition finds the first as an order."""
    chunk, seen = [], set()
    for entry in entries:
        if len(chunk) == size or entry.external_id in seen:
            yield chunk
            chunk, seen = [], set()
        chunk.append(entry)
        if entry.external_id is not None:
            seen.add(entry.external_id)
    if chunk:
        yield chunk
