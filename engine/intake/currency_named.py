# Part of store_group. License LGPL-3.
"""The currency that a file names beside its rows: in a title above the header, in a header of money, in the name of its sheet."""

from dataclasses import replace

from ..cleaning.currencies import named
from .issue import Issue
from .layout import Column
from .vocabulary import INFO, TABLE_FIELDS

_MONEY = ('price', 'money')


def with_currency(header, sheet, currency=''):
    """Return (the Header with the currency that the file names, a note of it or None, the doubt of several or None).

    A column of currencies is stronger than a title, which fills its empty cells. Where the layout says a currency for all rows,
    the file may name others beside it, but not only others.

    :param str currency: three letters, of the company: nothing is said where that is named
    """
    column, at = next(((one, index) for one, index in header.places if one.target == 'currency'), (None, None))
    is_column = column is not None and at is not None
    constant = (column.default or '').upper() if column is not None and not is_column else ''
    found, where = {}, {}
    for text in _texts(header, sheet):
        for codes in named(text):
            found[codes] = found.get(codes, 0) + 1
            where.setdefault(codes, text)
    known = constant or currency.upper()
    found = [codes for codes in found if not (len(codes) > 1 and known in codes)]  # ¥ is the company's own
    if not found or (constant and any(constant in codes for codes in found)):
        return header, None, None
    codes = frozenset().union(*found)
    if len(codes) > 1 or constant:
        if is_column:
            return header, None, None
        listed = ', '.join(sorted(codes | ({constant} - {''})))
        return header, None, Issue('currencies_named', found=listed, proposed=where[found[0]], sheet=sheet.name)
    (code,) = codes
    if code == known and not is_column:
        return header, None, None
    places = [place for place in header.places if place[0] is not column]
    given = Column('currency', default=code) if column is None else replace(column, default=column.default or code)
    note = Issue('currency_named', INFO, 'currency', code, where[found[0]], sheet.name)
    return replace(header, places=(*places, (given, at))), note, None


def _texts(header, sheet):
    """Yield what may name the currency of all rows."""
    yield from header.above
    for column, index in header.places:
        if index is not None and TABLE_FIELDS.get(column.target) in _MONEY:
            yield header.labels[index]
    if not sheet.is_text:  # that of a text file is the file's
        yield sheet.name


def said_in(layout, code):
    """Return `layout` with the currency `code` (three letters) for all rows, unless a column says it.

    >>> from .layout import Layout
    >>> [column.default for column in said_in(Layout((Column('currency', default='CNY'),)), 'USD').columns]
    ['USD']
    """
    own = [column for column in layout.columns if column.target == 'currency']
    if any(column.header for column in own):
        return layout
    others = tuple(column for column in layout.columns if column.target != 'currency')
    return replace(layout, columns=(*others, Column('currency', default=code)))
