# Part of store_group. License LGPL-3.
"""One column of a sheet, as a layout reads it."""

from ..cleaning.text import fold
from ..cleaning.uncleanable import Uncleanable
from ..cleaning.values import FALSE_WORDS, SIMPLE, TRUE_WORDS, as_json, clean
from ..table.cell import CellError, letter
from .vocabulary import IS_RETURN, PAID_RATE, TABLE_FIELDS

REMEMBERED_CELLS = 2048  # of a column
YES_OR_NO = TRUE_WORDS | FALSE_WORDS
ANY = '*'  # among the words of a column: all that is not listed; as its meaning: what stands there


class Place:
    """One column a layout uses, at its place in a sheet: what its cells mean.

    A sheet says the same store, day and product again and again: what a cell means is `known` after the first, as
    {cell: (its type, value)}, for 1 and True are two cells. `known_below` is for rows that continue an order above. `number` is
    the kind by which ordinary numbers are read without a look at anything else, '' where nothing is as simple.
    """

    __slots__ = (
        'column',
        'index',
        'at',
        'letter',
        'name',
        'kind',
        'is_key',
        'number',
        'known',
        'known_below',
        '_words',
        '_options',
    )

    def __init__(self, column, index, width, is_key, options):
        self.column, self.index, self.is_key = column, index, is_key
        self.at = width if index is None else index  # a constant, read from after the last column
        self.letter = '' if index is None else letter(index)
        self.name = 'discount_rate' if column.target == PAID_RATE else column.target.removeprefix('line.')
        self.kind = TABLE_FIELDS[column.target]
        self.known, self.known_below = {}, {}
        self._words = {fold(found): meant for found, meant in column.values} if column.values else None
        self.number = self.kind if self._words is None and self.kind in SIMPLE else ''
        self._options = options

    def value(self, cell, continues):
        """Return the canonical JSON value of a cell, or None.

        :raises Uncleanable: the cell cannot be used
        """
        known = self.known_below if continues else self.known
        found = known.get(cell)
        if found is None or found[0] is not type(cell):
            found = type(cell), self._clean(cell, continues)
            if len(known) >= REMEMBERED_CELLS:
                known.clear()
            known[cell] = found
        return found[1]

    def _clean(self, cell, continues):
        column = self.column
        if isinstance(cell, CellError):
            raise Uncleanable(cell.code)
        value = clean(self.kind, cell, **self._options)
        if value is not None and self._words is not None:
            meant = self._words.get(fold(str(value)), self._words.get(ANY))
            if meant is None:
                raise Uncleanable('unknown_value', ', '.join(self._words))
            value = value if meant == ANY else meant or None
        elif value is not None and column.target == IS_RETURN and fold(str(value)) not in YES_OR_NO:
            raise Uncleanable('unknown_value', 'true, false')
        if value is None and column.default is not None:
            value = clean(self.kind, column.default, date_formats=self._options['date_formats'])
        if value is None and (column.is_key or (column.required and not (continues and not column.target.startswith('line.')))):
            raise Uncleanable('missing_value')
        return as_json(1 - value if column.target == PAID_RATE and value is not None else value)
