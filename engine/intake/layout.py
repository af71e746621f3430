# Part of store_group. License LGPL-3.
"""The meaning of a sheet's columns in a canonical order, as data: a new export needs no new code."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from decimal import Decimal, InvalidOperation

from ..cleaning.text import fold
from .vocabulary import PAID_RATE, SUMMABLE, TARGETS

_LISTS = (list, tuple)
EQUAL_ROWS = ('ask', 'keep', 'once')
LATER_FILE = ('ask', 'replace', 'add')
HEADS, ITEMS = 'heads', 'items'
HOLDS = ('orders', HEADS, ITEMS)
GRAINS = ('', 'order', 'row', 'unsure')


@dataclass(frozen=True)
class Column:
    """One declared column.

    `target` is a canonical path ('ordered_at', 'customer.name', 'line.sku', or 'ignore'); `header` the words
    above the column, with `aliases` tried next. An empty header with a `default` is a constant for the whole
    file; of a column that is not in the file it is the value of every row. `is_key` columns together name the order:
    their values, in the order declared, make up its external_id. `part` columns of one target are joined in the same way
    (a product code that is unique only with its name); those of a date are the day and then its time. `required` cells must
    not be empty, unless `default` fills them.
    `values` translates what stands in the cell, as pairs (found, meant); then any other word is an issue, unless '*'
    stands for all others; a meaning of '' says nothing, of '*' what stands there. An empty cell of a `fill_down`
    column means what stands above it, as in a sheet with merged cells. The values of a `summed` column, an amount of
    the order written in parts on its rows, or in several columns, are added. An `otherwise` column is read only where
    the columns before it with the same target say nothing.

    `grain` says of what an amount speaks: of the whole 'order', which every row repeats (then `summed` columns are added side by
    side only), or of its 'row'. 'unsure': the total of each order decides (``grain.decided``), also whether the amount of a
    line is that of one piece. Empty: of the order where it is not `summed`, as a line's is of the line.
    """

    target: str
    header: str = ''
    is_key: bool = False
    required: bool = False
    aliases: tuple = ()
    default: str | None = None
    part: bool = False
    values: tuple = ()
    fill_down: bool = False
    summed: bool = False
    otherwise: bool = False
    grain: str = ''

    @property
    def must_exist(self):
        """Whether a sheet without this column does not match the layout."""
        return bool(self.header) and (self.is_key or self.required) and self.default is None

    def names(self):
        """Return the folded headers of this column, best first."""
        return [fold(name) for name in (self.header, *self.aliases) if fold(name)]


@dataclass(frozen=True)
class Layout:
    """The declared columns of one export and how its values are written.

    `sheet`, `header_row` (from 1) and `encoding` are found out when not given. `line_amount` says whether
    lines carry a unit 'price' or a net 'subtotal'; the latter is rounded half up to `amount_rounding`,
    where that is the usual 0.01 to the digits of a currency that has more.
    `equal_rows` says what rows of one order that say the same, or have the same line number, mean: 'ask' a person,
    'keep' all of them, or take them 'once'. `later_file` says what other lines mean that a later file brings for an
    order: 'ask', 'replace' what is there, or 'add' to it (an order cut over two files). `holds` says what a row speaks of: of
    'orders' with their goods, or of their 'heads' or 'items' alone, where the others stand in another table (``two_tables``).
    `unread` are headers that count for nothing here, beside those of its 'ignore' columns; '*': all others (``unread_rows``).
    """

    columns: tuple
    sheet: str | None = None
    header_row: int | None = None
    date_formats: tuple = ()
    decimal_mark: str = '.'
    amount_rounding: str = '0.01'
    line_amount: str = 'price'
    key_separator: str = '|'
    encoding: str | None = None
    equal_rows: str = 'ask'
    later_file: str = 'ask'
    holds: str = 'orders'
    unread: tuple = ()


def load(data):
    """Return the Layout that `data` (the mapping of a JSON file) describes.

    :raises ValueError: naming the unknown or missing entry
    """
    columns = tuple(_build(Column, column) for column in data.get('columns') or ())
    return _build(Layout, {**data, 'columns': columns})


def dump(layout):
    """Return `layout` as JSON-serialisable data; ``load`` reads it back."""
    return asdict(layout)


def _build(kind, data):
    if not isinstance(data, Mapping):
        raise ValueError(kind.__name__)
    known = {field.name for field in fields(kind)}
    unknown = sorted(set(data) - known)
    if unknown:
        raise ValueError('%s: %s' % (kind.__name__, ', '.join(unknown)))
    frozen = {
        name: tuple(tuple(part) if isinstance(part, list) else part for part in value) if isinstance(value, _LISTS) else value
        for name, value in data.items()
    }
    try:
        return kind(**frozen)
    except TypeError as error:
        raise ValueError('%s: %s' % (kind.__name__, error)) from None


def problems(layout):
    """Return the codes (``vocabulary.LAYOUT_CODES``) of all problems of `layout`."""
    used = [column for column in layout.columns if column.target != 'ignore']
    targets = Counter(column.target for column in used)
    whole = Counter(column.target for column in used if not column.part and not column.otherwise)
    summed = Counter(column.target for column in used if column.summed)
    parts = Counter(column.target for column in used if column.part)
    has_amount = 'line.unit_price' in targets or 'line.subtotal' in targets
    found = {
        'no_columns': not used,
        'no_key': not any(column.is_key for column in used) and 'external_id' not in targets,
        'unknown_target': bool(set(targets) - TARGETS),
        'duplicate_target': {PAID_RATE, 'line.discount_rate'} <= set(targets)
        or any((count > 1 and summed[target] < count) or parts[target] for target, count in whole.items()),
        'single_part': any(count == 1 for count in parts.values()),
        'missing_header': any(not column.header and column.default is None for column in used),
        'price_and_subtotal': {'line.unit_price', 'line.subtotal'} <= set(targets),
        'no_amount': not has_amount and layout.holds != HEADS,
        'line_amount_mismatch': has_amount and _amount_target(layout) not in targets,
        'no_product': not {'line.sku', 'line.barcode', 'line.name'} & set(targets) and layout.holds != HEADS,
        'no_quantity': 'line.quantity' not in targets and layout.holds != HEADS,
        'no_date': 'ordered_at' not in targets and layout.holds != ITEMS,
        'bad_decimal_mark': layout.decimal_mark not in ('.', ','),
        'bad_rounding': not _is_positive(layout.amount_rounding),
        'bad_header_row': layout.header_row is not None and layout.header_row < 1,
        'bad_separator': not layout.key_separator,
        'bad_sum': any(column.summed and (column.target not in SUMMABLE or column.fill_down) for column in used),
        'bad_otherwise': any(
            column.otherwise and (not whole[column.target] or column.is_key or column.part or column.summed) for column in used
        ),
        'bad_grain': any(
            column.grain not in GRAINS
            or (column.grain and column.target not in SUMMABLE)
            or (column.grain == 'unsure' and column.summed)
            for column in used
        ),
        'bad_rule': layout.equal_rows not in EQUAL_ROWS or layout.later_file not in LATER_FILE or layout.holds not in HOLDS,
    }
    return [code for code, wrong in found.items() if wrong]


def _amount_target(layout):
    return {'price': 'line.unit_price', 'subtotal': 'line.subtotal'}.get(layout.line_amount)


def _is_positive(text):
    try:
        return Decimal(text) > 0
    except (InvalidOperation, TypeError, ValueError):
        return False
