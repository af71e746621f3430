# Part of store_group. License LGPL-3.
"""A set-up list as a sheet: columns, rows, and problems of rows.

How to use: describe the list as a `SheetSpec`. `sheet_file` writes it, `sheet_read.read()` reads an
uploaded one, `sheet_codes.settle()` checks the codes, `sheet_diff.diff()` compares with the database.
"""

import hashlib
from dataclasses import dataclass, field
from functools import cached_property

from .sheet_cell import PARSERS, fold


@dataclass(frozen=True)
class Column:
    """One column. `header` is shown, `aliases` are accepted beside it.

    :param choices: of (value, label shown, further labels...); for bool what True and False are called, beside yes and no
    :param digits: decimals a number is rounded to; None keeps all
    :param read_only: shown for the reader of the sheet, ignored on upload
    :param keep_blank: a blank cell keeps the value instead of clearing it (always for bool)
    :param default: the value of a blank cell, such as 0 for numbers that cannot be empty
    :param spare: a key column that may be missing in a sheet; its rows then have `default`
    :param vocabulary: for codes of other records, the name of the list they come from
    """

    name: str
    header: str
    kind: str = 'text'
    is_key: bool = False
    required: bool = False
    aliases: tuple = ()
    choices: tuple = ()
    digits: int | None = None
    read_only: bool = False
    keep_blank: bool = False
    default: object = None
    spare: bool = False
    vocabulary: str = ''
    hint: str = ''

    def __post_init__(self):
        if self.kind not in PARSERS:
            raise ValueError(self.kind)


@dataclass(frozen=True)
class SheetSpec:
    """The columns in the order shown, and the words for yes, no and the version mark."""

    columns: tuple
    yes_no: tuple = ('Yes', 'No')
    stamp_header: str = 'Version'
    stamp_aliases: tuple = ('Version', '版本')

    @cached_property
    def by_name(self):
        return {column.name: column for column in self.columns}

    @cached_property
    def keys(self):
        return tuple(column for column in self.columns if column.is_key)

    @cached_property
    def editable(self):
        return tuple(column for column in self.columns if not column.read_only)

    @cached_property
    def headers(self):
        """{folded spelling: Column, or None for the version mark}"""
        result = {fold(word): None for word in (self.stamp_header, *self.stamp_aliases)}
        for column in self.columns:
            result.update((fold(word), column) for word in (column.name, *column.aliases, column.header))
        return result

    def key_of(self, values):
        """Return the key of a row as a tuple in the order of the key columns."""
        return tuple(column.default if values.get(column.name) is None else values[column.name] for column in self.keys)

    def stamp_of(self, values):
        """Return a version mark of a record; it changes when an editable value changes."""
        text = repr([(column.name, values.get(column.name)) for column in self.editable])
        return 'v' + hashlib.sha256(text.encode()).hexdigest()[:9]


@dataclass(frozen=True)
class Problem:
    """Why a row cannot be used. `column` is a column name or '', `proposed` a suggested value."""

    code: str
    column: str = ''
    found: str = ''
    proposed: str = ''


@dataclass
class Row:
    """One row of an upload: its number in the sheet, the values of the columns that are there."""

    number: int
    values: dict
    stamp: str = ''
    problems: list = field(default_factory=list)
