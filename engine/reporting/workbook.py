# Part of store_group. License LGPL-3.
"""A workbook of figures: a cover that describes them, and one sheet for each dimension.

Numbers are numbers, days are days, what adds up is totalled by a formula (with its value, for whoever opens the file
without counting), what does not (a ratio, a distinct count) by the value that was asked for. Texts stay texts: a
product called "=1+1" is no formula.
"""

import io
from typing import NamedTuple

import xlsxwriter

from ..table.sheet_title import sheet_title

FORMATS = {
    'text': '@',
    'date': 'yyyy-mm-dd',
    'month': 'yyyy-mm',
    'count': '#,##0',
    'number': '#,##0.00',
    'money': '#,##0.00',
    'part': '0.0%',
}
WIDTHS = {'text': 28, 'date': 12, 'month': 12, 'part': 10}
HEADER = 3  # row of the column heads, from 0: title, filter, blank


class Column(NamedTuple):
    """kind: one of FORMATS; adds_up: totalled by a formula; total: else the value to state, None for nothing."""

    label: str
    kind: str = 'text'
    adds_up: bool = False
    total: object = None
    help: str = ''


class Sheet(NamedTuple):
    """rows: lists as long as columns; a cell that is None or False stays empty. has_total: whether a row of totals follows."""

    title: str
    columns: tuple
    rows: list
    note: str = ''
    has_total: bool = True


def write(title, facts, sheets, total_label='Total'):
    """Return the bytes of an .xlsx file.

    :param facts: (label, text) pairs of the cover
    :param sheets: Sheets, in order
    """
    file = io.BytesIO()
    book = xlsxwriter.Workbook(
        file, {'in_memory': True, 'strings_to_formulas': False, 'strings_to_urls': False, 'strings_to_numbers': False}
    )
    bold, head, wrap = (
        book.add_format(style)
        for style in (
            {'bold': True, 'font_size': 14},
            {'bold': True, 'bg_color': '#E7E6E6', 'bottom': 1, 'text_wrap': True, 'valign': 'top'},
            {'text_wrap': True, 'valign': 'top'},
        )
    )
    cells = {kind: book.add_format({'num_format': form}) for kind, form in FORMATS.items()}
    totals = {kind: book.add_format({'num_format': form, 'bold': True, 'top': 1}) for kind, form in FORMATS.items()}
    names = set()
    cover = book.add_worksheet(sheet_title(title, names))
    cover.set_column(0, 0, 24)
    cover.set_column(1, 1, 80, wrap)
    cover.write_string(0, 0, title, bold)
    for number, (label, text) in enumerate(facts, 2):
        cover.write_string(number, 0, label, head)
        cover.write_string(number, 1, str(text), wrap)
    for sheet in sheets:
        page = book.add_worksheet(sheet_title(sheet.title, names))
        page.write_string(0, 0, sheet.title, bold)
        page.write_string(1, 0, sheet.note)
        _fill(page, sheet, head, cells, totals, total_label)
    book.close()
    return file.getvalue()


def _fill(page, sheet, head, cells, totals, total_label):
    first, last = HEADER + 1, HEADER + len(sheet.rows)
    page.freeze_panes(first, 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(HEADER)
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, WIDTHS.get(column.kind, 15))
        page.write_string(HEADER, place, column.label, head)
        if column.help:
            page.write_comment(HEADER, place, column.help, {'x_scale': 2})
        for number, row in enumerate(sheet.rows, first):
            _put(page, number, place, row[place], column.kind, cells)
        if not sheet.has_total:
            continue
        if place == 0:
            page.write_string(last + 1, 0, total_label, totals['text'])
        elif column.adds_up:
            letter = xlsxwriter.utility.xl_col_to_name(place)
            page.write_formula(
                last + 1,
                place,
                f'=SUBTOTAL(109,{letter}{first + 1}:{letter}{max(first, last) + 1})',
                totals[column.kind],
                sum(row[place] or 0 for row in sheet.rows),
            )
        else:
            _put(page, last + 1, place, column.total, column.kind, totals)
    if sheet.rows:
        page.autofilter(HEADER, 0, last, len(sheet.columns) - 1)


def _put(page, row, place, value, kind, formats):
    if value is None or (value is False and kind != 'text'):
        page.write_blank(row, place, None, formats[kind])
    elif kind == 'text':
        page.write_string(row, place, value or '', formats[kind])
    elif kind in ('date', 'month'):
        page.write_datetime(row, place, value, formats[kind])
    else:
        page.write_number(row, place, value, formats[kind])
