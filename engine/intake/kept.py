# Part of store_group. License LGPL-3.
"""Entries that were read and have not landed yet, as bytes: a later run goes on with them and reads no file again."""

import json
import zlib
from dataclasses import astuple

from .entries import Entry
from .issue import Issue

SLICE = 2000  # entries of one piece: some 100 to 200 KB


def packed(entries):
    """Return a list of entries as bytes.

    >>> entry = Entry(7, 'A1', {'lines': [{'sku': 'X'}]}, (('Sheet', 2),), [Issue('stale', found='x')])
    >>> unpacked(packed([entry])) == [entry]
    True
    """
    said = [(one.position, one.external_id, one.payload, one.rows, [astuple(issue) for issue in one.issues]) for one in entries]
    return zlib.compress(json.dumps(said, ensure_ascii=False).encode('utf-8', 'surrogatepass'), 1)


def unpacked(content):
    """Return the entries that ``packed`` made into bytes."""
    said = json.loads(zlib.decompress(content).decode('utf-8', 'surrogatepass'))
    return [
        Entry(position, number, payload, tuple(map(tuple, rows)), [Issue(*issue) for issue in issues])
        for position, number, payload, rows, issues in said
    ]


def slices(entries, first):
    """Yield (place of the first one, entries) of the `entries` from the place `first` on, at most ``SLICE`` at once."""
    for start in range(first, len(entries), SLICE):
        yield start, list(entries[start : start + SLICE])
