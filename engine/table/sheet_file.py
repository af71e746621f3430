# Part of store_group. License LGPL-3.
"""A set-up list as bytes: a workbook whose codes are text, or a CSV file Excel and WPS show whole.

CSV has no cell formats. A value a spreadsheet would turn into a number, a date or a formula gets a tab
in front, the custom of the marketplaces: it is shown as it is, and reading takes the tab away.
"""

import csv
import io
import re
from datetime import date
from decimal import Decimal

import xlsxwriter

from .sheet_cell import SAFE_DIGITS
from .sheet_title import sheet_title

BOM = '\ufeff'
# Full-width signs begin a formula too, in spreadsheets set to an Asian language; a line break in front hides none.
FRAGILE = re.compile(r'[\d=+\-@.(¥$＝＋－＠\r\n]|true$|false$|(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)', re.IGNORECASE)
TEXT_KINDS = ('text', 'code', 'codes', 'choice', 'bool')
CHOICE_ROWS = 20000
LONGEST_LIST = 240  # characters a spreadsheet takes in one drop-down list


def shown(spec, column, value):
    """Return `value` as it stands in a cell: str, Decimal, date or ''."""
    if value is None:
        return ''
    if column.kind == 'bool':
        return spec.yes_no[0 if value else 1]
    if column.kind == 'choice':
        return next((labels[0] for known, *labels in column.choices if known == value and labels), value)
    if column.kind == 'codes':
        return ', '.join(value)
    return value


def to_csv(spec, records):
    """Return UTF-8 bytes with a byte order mark.

    :param records: iterable of {column name: value}
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([_header(column) for column in spec.columns] + [spec.stamp_header])
    for values in records:
        cells = [_csv_cell(column, shown(spec, column, values.get(column.name))) for column in spec.columns]
        writer.writerow([*cells, spec.stamp_of(values)])
    return (BOM + out.getvalue()).encode()


def to_xlsx(spec, records, title='Data', help_title='Help'):
    """Return a workbook: the list with its header frozen, and a sheet that says what goes into each column.

    :param records: iterable of {column name: value}
    """
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {'in_memory': True, 'strings_to_numbers': False, 'strings_to_formulas': False, 'strings_to_urls': False}
    )
    text, day = book.add_format({'num_format': '@'}), book.add_format({'num_format': 'yyyy-mm-dd'})
    head = book.add_format({'bold': True, 'bg_color': '#E7E9ED', 'num_format': '@', 'bottom': 1})
    grey = book.add_format({'font_color': '#808080', 'num_format': '@'})
    names = set()
    sheet = book.add_worksheet(sheet_title(title, names))
    sheet.freeze_panes(1, len(spec.keys))
    for place, column in enumerate(spec.columns):
        kind = day if column.kind == 'date' else text if column.kind in TEXT_KINDS else None
        sheet.set_column(place, place, max(12, 2 * len(column.header) + 2), grey if column.read_only else kind)
        sheet.write_string(0, place, _header(column), head)
        words = list(spec.yes_no) if column.kind == 'bool' else [labels[0] for _value, *labels in column.choices]
        if words and sum(map(len, words)) < LONGEST_LIST:
            rule = {'validate': 'list', 'source': words, 'error_type': 'warning'}
            sheet.data_validation(1, place, CHOICE_ROWS, place, rule)
    sheet.set_column(len(spec.columns), len(spec.columns), 12, grey, {'hidden': True})
    sheet.write_string(0, len(spec.columns), spec.stamp_header, head)
    for number, values in enumerate(records, 1):
        for place, column in enumerate(spec.columns):
            _write(sheet, number, place, shown(spec, column, values.get(column.name)), text, day)
        sheet.write_string(number, len(spec.columns), spec.stamp_of(values))
    sheet.autofilter(0, 0, CHOICE_ROWS, len(spec.columns) - 1)
    _write_help(book.add_worksheet(sheet_title(help_title, names)), spec, head)
    book.close()
    return out.getvalue()


def _header(column):
    return f'{column.header} *' if column.required and not column.read_only else column.header


def _csv_cell(column, value):
    if isinstance(value, Decimal):
        return f'{value:f}'
    if isinstance(value, date):
        return value.isoformat()
    return '\t' + value if column.kind in TEXT_KINDS and FRAGILE.match(value) else value


def _write(sheet, number, place, value, text, day):
    if isinstance(value, Decimal):
        if len(value.as_tuple().digits) <= SAFE_DIGITS:
            sheet.write_number(number, place, value)
        else:
            sheet.write_string(number, place, f'{value:f}', text)
    elif isinstance(value, date):
        sheet.write_datetime(number, place, value, day)
    elif value != '':
        sheet.write_string(number, place, value, text)


def _write_help(sheet, spec, head):
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 90)
    for number, column in enumerate(spec.columns):
        sheet.write_string(number, 0, _header(column), head)
        words = ' / '.join(labels[0] for _value, *labels in column.choices)
        sheet.write_string(number, 1, ' '.join(part for part in (column.hint, words) if part))
