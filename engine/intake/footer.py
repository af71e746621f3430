# Part of store_group. License LGPL-3.
"""What a file says of itself below its rows: how many orders it holds, and what they come to."""

import re
from dataclasses import dataclass
from decimal import Decimal

from ..cleaning.numbers import parse_decimal, plain
from ..cleaning.text import fold
from ..cleaning.uncleanable import Uncleanable
from .sums import word

_PART = re.compile('小计|小計|sub-?total')  # of some rows, not of the file
_COUNT = re.compile(r'(\d[\d,]*)\s*(?:单|單|笔|筆|个订单|個訂單|orders?\b)')
_SUM = re.compile(r'(?:金额|金額|[¥$€])\s*:?\s*(-?\d[\d,]*(?:\.\d+)?)|(-?\d[\d,]*(?:\.\d+)?)\s*元')
# Amounts of the order that are no part of its lines: with them the sum of a column of lines is not that of the orders.
_BESIDE = frozenset(('shipping_amount', 'discount_amount', 'platform_discount'))


@dataclass(frozen=True)
class Footer:
    """A file's own totals; `count` and `total` are None where it does not say them, `row` is where it does."""

    count: int | None = None
    total: Decimal | None = None
    row: int = 0

    def texts(self):
        """Return (total, count) as texts, '' for nothing."""
        return ('' if self.total is None else plain(self.total)), ('' if self.count is None else str(self.count))


class FooterReader:
    """Collects the rows of totals that end a sheet; a row of an order after them makes them totals of a part.

    :param list places: (column, index) pairs, as a Header finds them
    :param str decimal_mark: of the layout
    """

    def __init__(self, places, decimal_mark='.'):
        found = {column.target: index for column, index in places if index is not None}
        self._index = found.get('total', None if _BESIDE & found.keys() else found.get('line.subtotal'))
        self._mark = decimal_mark
        self.footer = None

    def total_row(self, number, cells, label):
        """Take a row of totals that was left out; `label` is the word by which it was known."""
        if word(label) != 'alone' or _PART.search(fold(label)):
            return
        count, total = None, self._in_column(cells)
        for cell in cells:
            text = fold(cell) if isinstance(cell, str) else ''
            if count is None and (found := _COUNT.search(text)):
                count = int(found[1].replace(',', ''))
            if total is None and (found := _SUM.search(text)):
                total = Decimal((found[1] or found[2]).replace(',', ''))
        if count is None and total is None:
            return
        known = self.footer or Footer()
        self.footer = Footer(known.count if count is None else count, known.total if total is None else total, number)

    def order_row(self):
        """A row of an order: what came before it were totals of a part."""
        self.footer = None

    def _in_column(self, cells):
        cell = cells[self._index] if self._index is not None and self._index < len(cells) else None
        try:
            return None if cell is None or word(cell) else parse_decimal(cell, self._mark)
        except (Uncleanable, TypeError, ValueError):
            return None
