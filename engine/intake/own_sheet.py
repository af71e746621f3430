# Part of store_group. License LGPL-3.
"""The empty sheet of our own layout, to download and fill in."""

import io

import openpyxl
from openpyxl.styles import Font

from .layouts.own import OWN

_TEXT = ('external_id', 'customer.phone', 'line.sku')  # codes that a sheet would turn into numbers


def workbook(in_chinese=False):
    """Return the bytes of the empty sheet.

    :param bool in_chinese: the language of its headers; both are read
    """
    book = openpyxl.Workbook()
    sheet = book.active
    for place, column in enumerate(OWN.layout.columns, 1):
        header = column.aliases[0] if in_chinese else column.header
        cell = sheet.cell(1, place, header)
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = max(12, len(header) * (2 if in_chinese else 1) + 3)
        if column.target in _TEXT:
            for row in range(2, 1000):
                sheet.cell(row, place).number_format = '@'
    sheet.freeze_panes = 'A2'
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()
