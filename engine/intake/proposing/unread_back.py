# Part of store_group. License LGPL-3.
"""Columns whose headers tell of what was called off or came back: what stands on some rows says so, whatever it is."""

from ...cleaning.text import fold
from ...cleaning.values import TRUE_WORDS
from ..vocabulary import IS_RETURN, REFUNDED
from .returned_rows import means_return
from .statuses import status_meant
from .unread_words import is_nothing_back

_SAID = ('cancelled', 'refunded', 'unpaid')


def is_told(profile, read):
    """Whether a column under such a header says of some rows what nothing that is read, {target: Profile}, says of them."""
    rows = [at for at, cell in enumerate(profile.cells) if cell is not None and not _is_nothing(profile, at, cell)]
    texts = {fold(str(profile.cells[at])) for at in rows}
    is_value = max(profile.share('date'), profile.share('number')) >= 0.8
    if not rows or (len(rows) == len(profile.cells) and (len(texts) == 1 or is_value)):
        return False  # the same is said of all rows
    said = _said(len(profile.cells), read)
    return not all(said[at] for at in rows)


def _is_nothing(profile, at, cell):
    return profile.numbers[at] == 0 or is_nothing_back(fold(str(cell)))


def _said(count, read):
    """Return for each row whether its status, its kind, its quantity or money paid back say already that it is no sale."""
    status, kind, quantity, refunded = (read.get(name) for name in ('status', IS_RETURN, 'line.quantity', REFUNDED))
    found, last = [], ''
    for at in range(count):
        last = str(status.cells[at]) if status is not None and status.cells[at] is not None else last
        word = str(kind.cells[at]) if kind is not None and kind.cells[at] is not None else ''
        found.append(
            status_meant(last) in _SAID
            or means_return(word) == 'true'
            or fold(word) in TRUE_WORDS
            or (quantity is not None and (quantity.numbers[at] or 0) < 0)
            or (refunded is not None and bool(refunded.numbers[at]))
        )
    return found
