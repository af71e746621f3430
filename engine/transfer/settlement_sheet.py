# Part of store_group. License LGPL-3.
"""A settlement list as a workbook in the columns of a tax platform: one row per line, totals below."""

import io
from datetime import date
from decimal import Decimal

import xlsxwriter

from ..table.sheet_title import sheet_title

WIDTHS = {str: 18, date: 12, Decimal: 14}


def to_xlsx(title, headers, rows, totals):
    """Return a workbook with its header frozen; texts stay texts, so that no code loses its zeros.

    :param rows: lists of str, date or Decimal, one value for each header
    :param totals: {place of a column: Decimal} below the last row

    >>> to_xlsx('2026-05', ['Code', 'Amount'], [['007', Decimal(5)]], {1: Decimal(5)})[:2]
    b'PK'
    """
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {'in_memory': True, 'strings_to_numbers': False, 'strings_to_formulas': False, 'strings_to_urls': False}
    )
    head = book.add_format({'bold': True, 'bg_color': '#E7E9ED', 'num_format': '@', 'bottom': 1})
    text, day = book.add_format({'num_format': '@'}), book.add_format({'num_format': 'yyyy-mm-dd'})
    bold = book.add_format({'bold': True, 'top': 1})
    sheet = book.add_worksheet(sheet_title(title))
    sheet.freeze_panes(1, 0)
    for place, header in enumerate(headers):
        sheet.set_column(place, place, max(WIDTHS[type(rows[0][place])] if rows else 12, 2 * len(header) + 2))
        sheet.write_string(0, place, header, head)
    for number, values in enumerate(rows, 1):
        for place, value in enumerate(values):
            if isinstance(value, Decimal):
                sheet.write_number(number, place, value)
            elif isinstance(value, date):
                sheet.write_datetime(number, place, value, day)
            else:
                sheet.write_string(number, place, value, text)
    for place, total in totals.items():
        sheet.write_number(len(rows) + 1, place, total, bold)
    book.close()
    return out.getvalue()
