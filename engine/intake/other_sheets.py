# Part of store_group. License LGPL-3.
"""Sheets of a file that hold rows as the one that is read does: a sheet for each month, or for each store."""

from ..table.beside import MARK
from ..table.cell import Sheet, letter
from .header import locate
from .table import fitting
from .together import agrees, labels_of


def beside(head, sheet, layout, others=()):
    """Return (the names of the sheets of a FileHead that are read together with a SheetHead, those that fit but are not read).

    Read together are those of the same headers that have rows, and whose names say the same of them (``sheet_words``).

    :param Layout layout: without ``layout.problems``
    :param others: Layouts of both tables where heads and goods of orders stand in two: each sheet is read by its own
    """
    if layout.sheet or MARK in sheet.name or sheet.is_text:
        return [], []  # the sheets of JSON, XML and web pages are views of the same
    own = _header(sheet, layout)[0]
    layouts = (layout, *others)
    table = fitting(_as_sheet(sheet), layouts)[0] if others else layout
    together, apart = [], []
    for one in head.sheets:
        if one is sheet or MARK in one.name:
            continue
        header, has_rows = _header(one, layout)
        if others and fitting(_as_sheet(one), layouts)[0] != table:
            continue
        if header is not None and has_rows:
            is_alike = own is not None and agrees(one, header, layout, labels_of(own), sheet.name)
            (together if is_alike else apart).append(one.name)
    return together, apart


def _as_sheet(sheet):
    return Sheet(sheet.name, iter(sheet.rows), sheet.is_text, sheet.datemode)


def _header(sheet, layout):
    """Return (the Header of a sheet that fits `layout`, whether it has rows), (None, False) for one that does not fit."""
    header, rows = locate(_as_sheet(sheet), layout)
    if header is None or not header.matched or header.missing:
        return None, False
    return header, any(cell is not None for _number, cells in rows for cell in cells)


def header_at(head, name, column, layout):
    """Return the header above the `column` (its letter) of the sheet `name` of a FileHead, as `layout` finds it; '' for none."""
    for sheet in head.sheets:
        header = _header(sheet, layout)[0] if sheet.name == name else None
        label = next((label for index, label in header.labels.items() if letter(index) == column), '') if header else ''
        if label:
            return label
    return ''
