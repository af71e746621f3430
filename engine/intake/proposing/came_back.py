# Part of store_group. License LGPL-3.
"""Columns that say of an order that it came back, with a yes or nothing, as a sheet of returns does."""

from ..layouts import header_key

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
