# Part of store_group. License LGPL-3.
"""Columns whose words say which rows are returns, and columns that count what came back."""

from .words import RETURN_WORDS, says

_FEW_WORDS = 8  # of a column that says what kind of document a row is of


def is_said_of_rows(profile):
    """Return whether a column has few words, and some of them say that the row is a return while others do not."""
    words = {cell for cell in profile.cells if isinstance(cell, str)}
    told = sum(says(RETURN_WORDS, word) for word in words)
    return 1 < len(words) <= _FEW_WORDS and 0 < told < len(words) and profile.share('number') < 0.1


def is_left_out(profile, target):
    """Return whether a column that nobody reads counts what came back, and something did."""
    return target in (None, 'ignore') and says(('退', 'refund', 'return'), profile.label) and any(profile.numbers)
