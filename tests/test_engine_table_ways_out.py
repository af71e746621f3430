# Part of store_group. License LGPL-3.
import csv
import io
from datetime import date
from decimal import Decimal

import openpyxl

from odoo.tests import BaseCase

from ..engine.intake import own_sheet
from ..engine.reporting import workbook
from ..engine.table import sheet_file
from ..engine.table.cells import read_sheets
from ..engine.table.sheet import Column, SheetSpec
from ..engine.transfer import grid_sheet, settlement_sheet

# What spreadsheets of all languages take for the beginning of a formula, also behind a tab or a line break.
HOSTILE = (
    '=1+1',
    "=cmd|'/c calc'!A1",
    '+1+1',
    '-1+1',
    '-5',
    '@SUM(A1)',
    '\t=1+1',
    '\r=1+1',
    '\n=1+1',
    '\uff1d1+1',
    '\uff0b1',
    '\uff0d1',
    '\uff20A1',
    '{=1+1}',
    '"=1+1',
)
TRIGGERS = ('=', '+', '-', '@', '\t', '\r', '\n', '\uff1d', '\uff0b', '\uff0d', '\uff20')
SPEC = SheetSpec(
    (
        Column('code', 'Code', 'code', is_key=True),
        Column('name', 'Name'),
        Column('codes', 'Codes', 'codes'),
        Column('kind', 'Kind', 'choice', choices=(('a', '=A'), ('b', 'B'))),
        Column('price', 'Price', 'number'),
        Column('on', 'On', 'date'),
    )
)
RECORDS = [
    {'code': text, 'name': text, 'codes': (text, 'A'), 'kind': 'a', 'price': Decimal('-12.50'), 'on': date(2026, 3, 5)}
    for text in HOSTILE
]


def cells_of(content):
    """Return every filled cell of a workbook, read without the values of its formulas."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [cell for page in book.worksheets for row in page.iter_rows() for cell in row if cell.value is not None]


class TestEngineTableWaysOut(BaseCase):
    """What leaves in a sheet is data: a text never becomes a formula, whoever typed it, and a negative number stays a number."""

    def assert_harmless(self, content, formulas=()):
        cells = cells_of(content)
        self.assertEqual([cell.value for cell in cells if cell.data_type == 'f'], list(formulas))
        texts = [cell.value for cell in cells if cell.data_type in ('s', 'inlineStr')]
        for text in HOSTILE:
            self.assertTrue(any(text.strip() in found for found in texts), text)
        return cells

    def test_a_set_up_list_as_a_workbook(self):
        cells = self.assert_harmless(sheet_file.to_xlsx(SPEC, RECORDS, '=Data', '=Help'))
        self.assertEqual({cell.value for cell in cells if cell.data_type == 'n'}, {-12.5})

    def test_a_set_up_list_as_text(self):
        content = sheet_file.to_csv(SPEC, RECORDS)
        rows = list(csv.reader(io.StringIO(content.decode('utf-8-sig'), newline='')))
        for row in rows[1:]:
            for cell in (*row[:4], *row[6:]):
                self.assertFalse(cell.startswith(TRIGGERS[:4] + TRIGGERS[7:]), cell)
                self.assertFalse(cell[:1] in '\r\n', cell)
            self.assertEqual(row[4:6], ['-12.50', '2026-03-05'], 'a number and a day stay what they are')
        # the tab in front is taken away when the list comes back
        again = [cells[1] for _number, cells in next(read_sheets(content)).rows][1:]
        self.assertEqual([cell.strip() for cell in again], [text.strip() for text in HOSTILE])

    def test_a_workbook_of_figures(self):
        columns = (workbook.Column('=Label', help='=1+1'), workbook.Column('Amount', 'money', adds_up=True))
        page = workbook.Sheet('=Sales', columns, [[text, -12.5] for text in HOSTILE], note='=note')
        cells = self.assert_harmless(
            workbook.write('=Title', [(text, text) for text in HOSTILE], [page], '=Total'),
            [f'=SUBTOTAL(109,B5:B{len(HOSTILE) + 4})'],
        )
        self.assertEqual({cell.value for cell in cells if cell.data_type == 'n'}, {-12.5})

    def test_a_settlement(self):
        rows = [[text, date(2026, 3, 5), Decimal('-12.5')] for text in HOSTILE]
        cells = self.assert_harmless(settlement_sheet.to_xlsx('=2026-05', ['=Code', 'Day', 'Amount'], rows, {2: Decimal(-1)}))
        self.assertEqual({cell.value for cell in cells if cell.data_type == 'n'}, {-12.5, -1})

    def test_a_transfer_grid(self):
        rows = [(text, text, [Decimal(3)], [False]) for text in HOSTILE]
        self.assert_harmless(grid_sheet.to_xlsx('=Grid', ['=A'], rows))

    def test_our_own_sheet(self):
        for in_chinese in (False, True):
            self.assertEqual({cell.data_type for cell in cells_of(own_sheet.workbook(in_chinese))}, {'s'})

    def test_a_sheet_may_be_called_as_people_call_things(self):
        """A spreadsheet takes no name that begins or ends with an apostrophe, is empty, long, or is one of its own."""
        for title in ("'Grid'", '', ' ', '[]:*?/\\', 'x' * 99, 'History', '\u8863' * 40):
            with self.subTest(title=title):
                for content in (
                    grid_sheet.to_xlsx(title, ['A'], [('k', 'Shirt', [Decimal(3)], [False])]),
                    settlement_sheet.to_xlsx(title, ['A'], [['a']], {}),
                    workbook.write(title, [], [workbook.Sheet(title, (workbook.Column('A'),), [['a']])]),
                    sheet_file.to_xlsx(SPEC, RECORDS[:1], title, f'{title} 2'),
                ):
                    self.assertTrue(cells_of(content))
