# Part of store_group. License LGPL-3.
"""A set-up list as a sheet: its columns, its rows, what can be wrong with a row.

How to use: describe the list once as a `SheetSpec`. `sheet_file` writes it, `sheet_read.read()` reads what a
person sends back, `sheet_codes.settle()` checks the codes, `sheet_diff.diff()` compares with what there is.
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
    :param keep_blank: a blank cell leaves what there is instead of clearing it (always so for bool)
    :param default: what a blank cell stands for: 0 where the record knows no empty number
    :param spare: a key column a sheet may do without; each of its rows then stands for `default`
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
        """Return a short mark of what a record looks like; it differs as soon as an editable value differs."""
        text = repr([(column.name, values.get(column.name)) for column in self.editable])
        return 'v' + hashlib.sha256(text.encode()).hexdigest()[:9]


@dataclass(frozen=True)
class Problem:
    """Why a row cannot be taken. `column` is a column name or '', `proposed` what might have been meant."""

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
