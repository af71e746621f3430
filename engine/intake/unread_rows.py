# Part of store_group. License LGPL-3.
"""The columns of a file that its layout does not read, looked at while its rows go by."""

from .layouts.known import header_key
from .proposing.profile import LOOKED_AT, profile_of
from .proposing.unread import OF_DECLARED, doubts

MOST_VALUES = 12  # different ones of a column, whose rows are looked at wherever they stand
MOST_COLUMNS = 120


class UnreadRows:
    """Keeps the first rows, and later ones in which a column nobody reads says something it did not say before."""

    def __init__(self, header, layout, sheet):
        known = {header_key(name) for column in layout.columns if column.target == 'ignore' for name in column.names()}
        known |= {header_key(name) for name in layout.unread}
        used = {index for _column, index in header.places}
        self._header, self._sheet, self._rows = header, sheet, []
        left = [index for index, label in header.labels.items() if index not in used and header_key(label) not in known]
        left = [] if '*' in layout.unread else left
        self._watched = {index: set() for index in left[:MOST_COLUMNS] if header_key(header.labels[index])}
        self._left = tuple(self._watched)

    def see(self, cells):
        """Look at the cells of one row."""
        is_new, full, width = len(self._rows) < LOOKED_AT, (), len(cells)
        if not self._left or not (is_new or self._watched):
            return
        for index, seen in self._watched.items():
            cell = cells[index] if index < width else None
            if cell is not None and cell not in seen:
                seen.add(cell)
                is_new = True
                if len(seen) > MOST_VALUES:
                    full = (*full, index)
        for index in full:
            del self._watched[index]
        if is_new:
            self._rows.append(cells)

    def doubts(self):
        """Return the ``Doubt`` of each column that may count."""
        if not self._left:
            return ()
        places = {index: column.target for column, index in self._header.places if index is not None}
        labels = {index: self._header.labels[index] for index in (*places, *self._left)}
        profiles = {
            index: profile_of(index, label, self._rows, self._sheet.is_text, self._sheet.datemode, len(self._rows))
            for index, label in labels.items()
        }
        return doubts(places, profiles, OF_DECLARED)
