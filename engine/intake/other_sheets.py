# Part of store_group. License LGPL-3.
"""Sheets of a file that hold rows as the one that is read does: a sheet for each month, or for each store."""

from ..table.beside import MARK
from ..table.cell import Sheet
from .header import locate


def not_read(head, sheet, layout):
    """Return the names of the sheets of a FileHead that fit `layout` and have rows, beside the SheetHead that is read.

    :param Layout layout: without ``layout.problems``
    """
    if layout.sheet or MARK in sheet.name:
        return []
    return [one.name for one in head.sheets if one is not sheet and MARK not in one.name and _fits(one, layout)]


def _fits(sheet, layout):
    header, rows = locate(Sheet(sheet.name, iter(sheet.rows), sheet.is_text, sheet.datemode), layout)
    if header is None or not header.matched or header.missing:
        return False
    return any(cell is not None for _number, cells in rows for cell in cells)
