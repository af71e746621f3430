# Part of store_group. License LGPL-3.
"""One row of a sheet -> the values of an order and of one of its lines, in canonical JSON form."""
from dataclasses import dataclass, field
from decimal import Decimal

from ..cleaning.numbers import plain, round_half_up
from ..cleaning.text import fold
from ..cleaning.uncleanable import Uncleanable
from ..cleaning.values import as_json, clean
from .cell import CellError, cell_text, letter
from .issue import Issue
from .price import unit_price
from .vocabulary import ERROR, LINE_FIELDS, ORDER_FIELDS


@dataclass
class Row:
    """What one row says. `key` is None when the row names no order: one of its `key_parts` is None."""

    number: int
    key: str | None = None
    key_parts: tuple = ()
    order: dict = field(default_factory=dict)
    line: dict = field(default_factory=dict)
    columns: dict = field(default_factory=dict)
    issues: list = field(default_factory=list)


class RowReader:
    """Reads the rows below one Header by one Layout; never raises on what stands in a cell.

    A cell that cannot be used stays in the row as the text found, next to its issue.
    """

    def __init__(self, header, layout, sheet):
        self.layout = layout
        self.sheet = sheet
        self.places = header.places
        self.kinds = {**ORDER_FIELDS, **{'line.' + name: kind for name, kind in LINE_FIELDS.items()}}
        self.translations = {
            id(column): {fold(found): meant for found, meant in column.values}
            for column, _index in header.places if column.values
        }
        self.options = {
            'date_formats': layout.date_formats, 'decimal_mark': layout.decimal_mark,
            'allow_serial': not sheet.is_text,
        }
        used = {index for _column, index in header.places}
        self.extras = [(index, label) for index, label in header.labels.items() if index not in used]
        self.width = max(header.labels) + 1
        keys = [column.target for column, _index in header.places if column.is_key]
        self.has_keys = bool(keys)
        self.number_at = keys.index('external_id') if 'external_id' in keys else None

    def read(self, number, cells):
        """Return the Row of `cells`, the list of cells of the row `number`."""
        row = Row(number)
        keys, parts = [], {}
        for column, index in self.places:
            cell = cells[index] if index is not None and index < len(cells) else None
            value = self._value(row, column, index, cell)
            is_key = column.is_key or (not self.has_keys and column.target == 'external_id')
            if is_key:
                broken = any(issue.field == column.target for issue in row.issues)
                keys.append(None if broken else value)
            if value is not None:
                if column.part:
                    parts.setdefault(column.target, []).append(str(value))
                else:
                    self._put(row, column.target, value, index)
        for target, values in parts.items():
            self._put(row, target, self._join(values), None)
        row.key_parts = tuple(keys)
        row.key = None if None in keys else self._join(keys)
        self._add_extras(row, cells)
        self._add_price(row)
        return row

    def _value(self, row, column, index, cell):
        """Return the canonical JSON value of one cell, or None; problems become issues of the row."""
        kind = self.kinds[column.target]
        try:
            if isinstance(cell, CellError):
                raise Uncleanable(cell.code)
            value = clean(kind, cell, **self.options)
            translation = self.translations.get(id(column))
            if value is not None and translation is not None:
                if fold(str(value)) not in translation:
                    raise Uncleanable('unknown_value', ', '.join(translation))
                value = translation[fold(str(value))]
            if value is None and column.default is not None:
                value = clean(kind, column.default, date_formats=self.layout.date_formats)
            if value is None and (column.required or column.is_key):
                raise Uncleanable('missing_value')
            return as_json(value)
        except Uncleanable as problem:
            found = cell_text(cell)
            row.issues.append(Issue(
                problem.code, ERROR, column.target, found, problem.proposed, self.sheet.name, row.number,
                '' if index is None else letter(index),
            ))
            return found or None

    def _put(self, row, target, value, index):
        if target.startswith('line.'):
            row.line[target.removeprefix('line.')] = value
        else:
            row.order[target] = value
            row.columns[target] = '' if index is None else letter(index)

    def _join(self, values):
        separator = self.layout.key_separator
        if len(values) == 1:
            return values[0]
        # a separator inside a value is doubled, so that ('a|b', 'c') and ('a', 'b|c') stay two orders
        return separator.join(str(value).replace(separator, separator * 2) for value in values)

    def _add_extras(self, row, cells):
        extras = {
            label: cell_text(cells[index]) for index, label in self.extras
            if index < len(cells) and cells[index] is not None
        }
        if extras:
            row.line['raw'] = extras
        beyond = [index for index in range(self.width, len(cells)) if cells[index] is not None]
        if beyond and self.sheet.is_text:
            # a delimiter inside a value moved the cells: nothing in this row stands under its header
            row.issues.append(Issue(
                'extra_cells', ERROR, '', cell_text(cells[beyond[0]]), '', self.sheet.name, row.number,
                letter(beyond[0]),
            ))

    def _add_price(self, row):
        line = row.line
        if 'subtotal' not in line or any(issue.field.startswith('line.') for issue in row.issues):
            return
        amount = round_half_up(Decimal(line['subtotal']), self.layout.amount_rounding)
        line['subtotal'] = plain(amount)
        if 'quantity' in line:
            rate = Decimal(line.get('discount_rate', '0'))
            line['unit_price'] = repr(unit_price(amount, Decimal(line['quantity']), rate))
