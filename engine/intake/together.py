# Part of store_group. License LGPL-3.
"""Sheets of one kind in a workbook, one for each month or store: read together where their headers agree."""

from bisect import bisect_right
from collections.abc import Sequence
from decimal import Decimal
from itertools import accumulate

from ..cleaning.numbers import plain
from ..cleaning.text import fold
from .issue import Issue
from .proposing.sheet_words import kind_of_name
from .vocabulary import FILE_TOTAL, INFO

TOGETHER, APART, LEFT = 'sheets_together', 'sheets_apart', 'sheet_not_read'


def labels_of(header):
    """Return the folded headers of a sheet, in no order."""
    return frozenset(filter(None, map(fold, header.labels.values())))


def agrees(sheet, header, layout, labels, first):
    """Whether a Sheet with this Header is one more of those whose headers are `labels`, like that of the name `first`.

    Of text they are views of one thing. Those whose names say different things of their rows are not of one kind.
    """
    is_alike = layout.holds == 'orders' and labels_of(header) == labels
    return is_alike and not sheet.is_text and kind_of_name(sheet.name) == kind_of_name(first)


def gives_way(result, sheet):
    """Whether the TableResult of a sheet whose name says that it holds no sales (a template) leaves its place to a Sheet."""
    if sheet.is_text or not kind_of_name(result.sheet):
        return False
    return not result.row_count or not kind_of_name(sheet.name)


class OrdersOfSheets(Sequence):
    """The orders of several sheets, one sheet after the other; each is created on demand."""

    def __init__(self, parts):
        self._parts = parts
        self._ends = list(accumulate(map(len, parts)))

    def __len__(self):
        return self._ends[-1]

    def __getitem__(self, at):
        if isinstance(at, slice):
            return OrdersOfSheets(
                [
                    part[max(0, first) : max(0, last)]
                    for part, end in zip(self._parts, self._ends, strict=True)
                    for first, last in [[edge - end + len(part) for edge in at.indices(len(self))[:2]]]
                ]
            )
        at = range(len(self))[at]
        place = bisect_right(self._ends, at)
        return self._parts[place][at - (self._ends[place - 1] if place else 0)]

    def keys(self):
        """Yield the order numbers; one that stands in two sheets twice."""
        for part in self._parts:
            yield from part.keys()


def joined(results):
    """Return the first of these TableResults, of sheets of one kind, with what all of them say."""
    whole = results[0]
    if len(results) == 1:
        return whole
    whole.orders = OrdersOfSheets([result.orders for result in results])
    whole.row_count = sum(result.row_count for result in results)
    found = [issue for result in results for issue in result.issues]
    footers = [issue for issue in found if issue.code == FILE_TOTAL]
    names = ', '.join(result.sheet for result in results)
    whole.issues = [issue for issue in found if issue.code != FILE_TOTAL]
    whole.issues += [*_footer(footers, len(results)), Issue(TOGETHER, INFO, found=names[:500], proposed=str(len(results)))]
    seen = {}
    for doubt in (doubt for result in results for doubt in result.unread):
        seen.setdefault(fold(doubt.header), doubt)
    whole.unread = tuple(seen.values())
    for name in ('date_doubt', 'currency_doubt'):
        setattr(whole, name, next((doubt for result in results if (doubt := getattr(result, name))), None))
    return whole


def _footer(footers, count):
    """Return the total of all sheets, as a list, where each of them says its own; a part of them says nothing of the file."""
    if len(footers) != count or not footers:
        return []
    totals, counts = [issue.found for issue in footers], [issue.proposed for issue in footers]
    total = plain(sum(map(Decimal, totals))) if all(totals) else ''
    number = str(sum(map(int, counts))) if all(counts) else ''
    last = footers[-1]
    return [Issue(FILE_TOTAL, INFO, 'total', total, number, last.sheet, last.row)] if total or number else []
