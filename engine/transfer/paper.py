# Part of store_group. License LGPL-3.
"""Page layout of printed lines: rows per page, each page with its own head."""

ROWS = {'a4': 30, 'a5': 12, 'form': 9}  # a roll has no pages
COLUMNS = 12  # of a matrix on a landscape page
MATRIX_ROWS = 22


def pages(lines, rows):
    """Return the lines by page; one empty page without lines, and one page for all without `rows`.

    >>> pages([1, 2, 3], 2), pages([], 2), pages([1, 2, 3], None)
    ([[1, 2], [3]], [[]], [[1, 2, 3]])
    """
    if not rows:
        return [list(lines)]
    return [lines[first : first + rows] for first in range(0, len(lines), rows)] or [[]]


def tiles(lines, columns, rows=MATRIX_ROWS, across=COLUMNS):
    """Return [(lines of a page, (first, last) column)]: a matrix cut into pages, from left to right, then down.

    >>> tiles(['a', 'b', 'c'], 3, rows=2, across=2)
    [(['a', 'b'], (0, 2)), (['a', 'b'], (2, 3)), (['c'], (0, 2)), (['c'], (2, 3))]
    """
    return [
        (page, (first, min(first + across, columns)))
        for page in pages(lines, rows)
        for first in range(0, max(columns, 1), across)
    ]
