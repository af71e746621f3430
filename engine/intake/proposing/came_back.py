# Part of store_group. License LGPL-3.
"""Columns that say of an order that it came back, with a yes or nothing, as a sheet of returns does."""

from ..layouts import header_key
from .words import RETURN_WORDS, says

_FEW_WORDS = 8  # of a column that says what kind of document a row is of

_RETURNED = frozenset(('退回', '是否退回', '是否退货', '退货', 'returned', 'isreturned'))
YES = ('是', 'yes', 'y', 'true', '1', '已退', '已退回', '已退货', 'returned')


def is_of_returns(label):
    """Return whether a header is that of such a column.

    >>> is_of_returns('退回'), is_of_returns('Returned'), is_of_returns('Qty Returned')
    (True, True, False)
    """
    return header_key(label) in _RETURNED


def says_yes(cells):
    """Return whether all that stands in `cells` is a yes.

    >>> says_yes([None, '是', 1]), says_yes([2]), says_yes([])
    (True, False, True)
    """
    return all(str(cell).strip().casefold() in YES for cell in cells if cell is not None)


def is_said_of_rows(profile):
    """Return whether a column has few words, and some of them say that the row is a return while others do not."""
    words = {cell for cell in profile.cells if isinstance(cell, str)}
    told = sum(says(RETURN_WORDS, word) for word in words)
    return 1 < len(words) <= _FEW_WORDS and 0 < told < len(words) and profile.share('number') < 0.1


def is_left_out(profile, target):
    """Return whether a column that nobody reads counts what came back, and something did."""
    return target in (None, 'ignore') and says(('退', 'refund', 'return'), profile.label) and any(profile.numbers)
