# Part of store_group. License LGPL-3.
"""One row of a sheet -> the values of an order and of one of its lines, in canonical JSON form."""

from dataclasses import dataclass, field
from operator import itemgetter

from ..cleaning.numbers import parse_decimal, plain
from ..cleaning.text import fold
from ..cleaning.uncleanable import Uncleanable
from ..cleaning.values import simple
from ..table.cell import cell_text, letter
from .currency import net_step
from .grain import ORDER, OWN, ROW, UNSURE, added
from .issue import Issue
from .place import Place
from .price import add_price
from .row_checks import DISCOUNTS, check_currency, refuse_unread, turn_discounts, turn_return, unread_at
from .row_parts import looked_up, moment, moments_in_parts
from .vocabulary import ERROR

_NUMBERS = frozenset((int, float))
_BELOW_ZERO = ('negative_quantity', 'negative_price')


@dataclass
class Row:
    """What one row says. `key` is None when the row names no order: one of its `key_parts` is None.

    `continues`: its order number stands in a row above; `is_nameless`: it has none, and the layout takes none from above.
    """

    number: int
    key: str | None = None
    key_parts: tuple = ()
    order: dict = field(default_factory=dict)
    line: dict = field(default_factory=dict)
    columns: dict = field(default_factory=dict)
    issues: list = field(default_factory=list)
    continues: bool = False
    is_nameless: bool = False


class RowReader:
    """Reads the rows below one Header by one Layout; never raises on what stands in a cell.

    A cell that cannot be used stays in the row as the text found, next to its issue; what is below zero as a number, for it
    may be a return. Rows of one order mostly follow
    each other and say the same of it: what the row above said in the same words is taken from there.
    """

    def __init__(self, header, layout, sheet, currency=''):
        self.layout = layout
        self.currency, self._currency_above = currency, (None, None)
        self.sheet = sheet
        options = {
            'date_formats': layout.date_formats,
            'decimal_mark': layout.decimal_mark,
            'allow_serial': not sheet.is_text,
            'datemode': sheet.datemode,
        }
        used = {index for _column, index in header.places}
        self.extras = [(index, label) for index, label in header.labels.items() if index not in used]
        self.width, self.unread_at = max(header.labels) + 1, unread_at(header)
        keys = [column.target for column, _index in header.places if column.is_key]
        self.number_at = keys.index('external_id') if 'external_id' in keys else None
        used_columns = [column for column, _index in header.places]
        self.summed = frozenset(
            column.target for column in used_columns if column.grain == ROW or (column.summed and column.grain != ORDER)
        )
        targets = [column.target for column in used_columns]
        self.discounts, self.signs = [target for target in DISCOUNTS if targets.count(target) == 1], {}
        self.unsure = frozenset(column.target for column in used_columns if column.grain == UNSURE)
        places = [
            Place(column, index, self.width, column.is_key or (not keys and column.target == 'external_id'), options)
            for column, index in header.places
        ]
        self.columns = {place.column.target: '' if place.column.part else place.letter for place in places}
        self._ranks = {(place.column.target, place.letter): rank for rank, place in enumerate(places)}
        self._texts = {place.name for place in places if place.kind in ('text', 'note')}
        self._moments = moments_in_parts(places)
        self.of_money = [place for place in places if place.kind in ('price', 'money')]
        self._of_order = looked_up(place for place in places if not place.column.target.startswith('line.'))
        self._of_line = looked_up(place for place in places if place.column.target.startswith('line.'))
        key_targets = {place.column.target for place in places if place.is_key}
        self._of_key = [place for place in places if place.column.target in key_targets]
        at = sorted({place.at for place in (*(found[0] for found in self._of_order), *self._of_key)})
        self._cells_of_order = itemgetter(at[0], *at)  # of two places or more it gives a tuple
        self._downward = [place.index for place in places if place.column.fill_down and place.index is not None]
        self._number_places = [
            place.index for place in places if place.is_key and (self.number_at is None or place.column.target == 'external_id')
        ]
        self.key_places = [(place.column, place.index) for place in places if place.is_key]
        self._number_indexes = [index for column, index in self.key_places if column.target == 'external_id']
        self._kept = {index for index in (*self._downward, *(index for _column, index in self.key_places)) if index is not None}
        self._above, self._above_before = {}, {}
        self._same = (None, None), None, None, None

    def read(self, number, cells):
        """Return the Row of `cells`, the list of cells of the row `number`."""
        row = Row(number, None, (), {}, {}, self.columns, [])
        width, beyond = self.width, ()
        if len(cells) > width:
            cells, beyond = cells[:width], cells[width:]
        cells = [*cells, *[None] * (width + 1 - len(cells))]
        if self._downward:
            row.continues = self._fill_down(cells)
        self._read_order(row, cells)
        row.line = self._values(row, self._of_line, cells)
        if len(row.issues) > 1:
            row.issues.sort(key=lambda issue: self._ranks[issue.field, issue.column])
        row.is_nameless = self._is_nameless(cells)
        self._add_extras(row, cells)
        if beyond and self.sheet.is_text:
            self._refuse_moved(row, beyond)
        if self.discounts:
            turn_discounts(self, row)
        if self.unsure:
            said = {**row.order, **{f'line.{name}': value for name, value in row.line.items()}}
            row.line[OWN] = {target: said[target] for target in self.unsure if target in said}
        check_currency(self, row, cells)
        if self.unread_at is not None:
            refuse_unread(self, row, cells)
        self._add_price(row)
        turn_return(self, row)
        return row

    def forget(self):
        """Forget the values of the last row for later rows, because it was not an ordinary one."""
        self._above = self._above_before

    def _is_nameless(self, cells):
        """Whether the order number is empty: the row may belong to the order above."""
        return all(index is None or cells[index] is None for index in self._number_places)

    def _fill_down(self, cells):
        """Fill empty `cells` with those from above. Return whether the row continues the order above."""
        nameless = self._is_nameless(cells)
        self._above_before, self._above = self._above, dict(self._above)
        if nameless and self._is_elsewhere(cells):
            for index in self._number_indexes:
                self._above.pop(index, None)  # the number above does not apply to this row or later ones
        for index in self._downward:
            if cells[index] is None:
                cells[index] = self._above.get(index)
        self._above.update((index, cells[index]) for index in self._kept if cells[index] is not None)
        return nameless and not self._is_nameless(cells)

    def _is_elsewhere(self, cells):
        """Whether another part of the key, such as the store, differs from the order above."""
        return any(
            index is not None
            and None not in (cells[index], self._above.get(index))
            and fold(cell_text(cells[index])) != fold(cell_text(self._above[index]))
            for _column, index in self.key_places
        )

    def _read_order(self, row, cells):
        """Read the order values of the row, unless equal to the row above, which had no issue."""
        content = self._cells_of_order(cells)
        content = content, tuple(map(type, content)), row.continues
        if self._same[0] == content:
            row.order, row.key_parts, row.key = self._same[1:]
            return
        row.order = self._values(row, self._of_order, cells)
        row.key_parts = self._key_parts(row, cells)
        row.key = None if None in row.key_parts else self._join(row.key_parts)
        self._same = (None, None) if row.issues else content, row.order, row.key_parts, row.key

    def _key_parts(self, row, cells):
        parts, broken = [], set()
        for place in self._of_key:
            try:
                value = place.value(cells[place.at], row.continues)
            except Uncleanable:
                broken.add(place.column.target)
            if place.is_key:
                parts.append(None if place.column.target in broken else value)
        return tuple(parts)

    def _values(self, row, places, cells):
        """Return {name: canonical JSON value} of what stands at `places`; problems become issues of the row."""
        values, parts, continues = {}, {}, row.continues
        for place, at, remembered, name, is_part, number, is_plain in places:
            if not is_plain and place.column.otherwise and name in values:
                continue
            cell = cells[at]
            value = simple(number, cell) if number and type(cell) in _NUMBERS else None
            if value is None:
                known = None if continues else remembered.get(cell)
                value = known[1] if known is not None and known[0] is type(cell) else self._value(row, place, cells, continues)
            if value is not None:
                if is_plain:
                    values[name] = value
                elif is_part:
                    parts.setdefault(name, []).append(str(value))
                elif place.column.summed and name in values:
                    values[name] = added(values[name], value) or value
                else:
                    values[name] = value
        for name, found in parts.items():
            if name in self._moments:
                values[name] = moment(row, self._moments[name], found, self.sheet.name)
                continue
            values[name] = self.layout.key_separator.join(found) if name in self._texts else self._join(found)
        return values

    def _value(self, row, place, cells, continues):
        cell = cells[place.at]
        try:
            return place.value(cell, continues)
        except Uncleanable as problem:
            found = cell_text(cell)
            row.issues.append(
                Issue(
                    problem.code, ERROR, place.column.target, found, problem.proposed, self.sheet.name, row.number, place.letter
                )
            )
            if problem.code in _BELOW_ZERO and self.layout.decimal_mark != '.':
                return plain(parse_decimal(cell, self.layout.decimal_mark))  # later code does not know the layout's marks
            return found or None

    def _join(self, values):
        separator = self.layout.key_separator
        if len(values) == 1:
            return values[0]
        # a separator inside a value is doubled, so that ('a|b', 'c') and ('a', 'b|c') stay two orders
        return separator.join([str(value).replace(separator, separator * 2) for value in values])

    def _add_extras(self, row, cells):
        extras = {label: cell_text(cells[index]) for index, label in self.extras if cells[index] is not None}
        if extras:
            row.line['raw'] = extras

    def _refuse_moved(self, row, beyond):
        """A delimiter inside a value moved the cells: nothing in this row stands under its header."""
        index, cell = next(((index, cell) for index, cell in enumerate(beyond, self.width) if cell is not None), (0, None))
        if cell is not None:
            row.issues.append(Issue('extra_cells', ERROR, '', cell_text(cell), '', self.sheet.name, row.number, letter(index)))

    def _add_price(self, row):
        line = row.line
        if 'subtotal' not in line or (row.issues and any(issue.field.startswith('line.') for issue in row.issues)):
            return
        currency = row.order.get('currency')
        if currency is None:  # rows of one order may say it once
            currency = self._currency_above[1] if row.key == self._currency_above[0] else self.currency
        self._currency_above = row.key, currency
        add_price(line, net_step(self.layout.amount_rounding, currency))
