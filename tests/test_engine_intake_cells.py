# Part of store_group. License LGPL-3.
import io
import zipfile
from datetime import date, datetime
from unittest.mock import patch

import openpyxl
import xlwt

from odoo.tests import BaseCase

from ..engine.intake import cell, cells, delimited, xlsx
from ..engine.intake.cell import CellError, limited
from ..engine.intake.vocabulary import UNREADABLE_CODES


def workbook(rows, titles=('Sheet',)):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title in titles:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def rezipped(content, change):
    """Return the zip `content` with `change(name, data)` applied to each entry; None drops it."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, 'w', zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            data = change(entry.filename, old.read(entry))
            if data is not None:
                new.writestr(entry.filename, data)
    return stream.getvalue()


class TestEngineIntakeCells(BaseCase):

    def rows(self, content, **options):
        return [row for sheet in cells.read_sheets(content, 'upload.xls', **options) for _number, row in sheet.rows]

    def refused(self, content, **options):
        with self.assertRaises(cells.Unreadable) as caught:
            self.rows(content, **options)
        self.assertIn(caught.exception.code, UNREADABLE_CODES)
        return caught.exception.code

    # === WHAT IS NO SPREADSHEET ===

    def test_what_is_no_spreadsheet_is_named(self):
        for content, code in [
            (b'', 'empty'), (b'\xef\xbb\xbf \r\n', 'empty'), (b'\xff\xfe', 'empty'), (b'\0' * 600, 'empty'),
            (b'%PDF-1.7\n1 0 obj', 'not_spreadsheet'), (b'\x89PNG\r\n\x1a\n\0\0', 'not_spreadsheet'),
            (b'\xff\xd8\xff\xe0\0\x10JFIF', 'not_spreadsheet'), (b'{\\rtf1 x}', 'not_spreadsheet'),
            (bytes(range(256)) * 40, 'not_spreadsheet'), (b'\x7fELF\2\1\1' + b'\0' * 9, 'not_spreadsheet'),
            (b'<html><table><tr><td>1</td></tr></table>', 'html'),
            (b'\xef\xbb\xbf<?xml version="1.0"?><Workbook/>', 'html'),
            ('<table><tr><td>订单</td></tr></table>'.encode('utf-16'), 'html'), (b'\n <!DOCTYPE html>', 'html'),
            (b'PK\x03\x04' + b'x' * 50, 'truncated'), (b'PK\x05\x06' + b'\0' * 18, 'not_spreadsheet'),
            (b'\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1' + b'\0' * 40, 'truncated'),
            (b'a,b\n1,\xff\xff\xff\n2,3\n', 'encoding'),
        ]:
            with self.subTest(content=content[:20]):
                self.assertEqual(self.refused(content), code)

    def test_a_zip_that_is_no_workbook_is_no_spreadsheet(self):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, 'w') as archive:
            archive.writestr('orders.csv', 'a,b')
        self.assertEqual(self.refused(stream.getvalue()), 'not_spreadsheet')

    def test_a_zip_bomb_is_refused_before_it_unpacks(self):
        content = workbook([['a']])
        with patch.object(xlsx, 'MAX_UNPACKED', 100):
            self.assertEqual(self.refused(content), 'too_large')
        absurd = rezipped(content, lambda name, data: data.replace(b'<row r="1"', b'<row r="90000000"')
                          .replace(b'r="A1"', b'r="A90000000"') if 'sheet1' in name else data)
        with patch.object(cell, 'MAX_CELLS', 1000):
            self.assertEqual(self.refused(absurd), 'too_large')

    def test_entities_in_a_workbook_are_refused(self):
        bomb = rezipped(workbook([['a']]), lambda name, data: (
            b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aa">]>' + data if 'sheet1' in name else data))
        self.assertEqual(self.refused(bomb), 'not_spreadsheet')

    def test_a_workbook_without_one_of_its_parts_is_truncated(self):
        content = workbook([['a', 'b'], ['c', 'd']])
        for part in ('sheet1', 'workbook.xml.rels', '[Content_Types]'):
            broken = rezipped(content, lambda name, data, part=part: None if part in name else data)
            self.assertEqual(self.refused(broken), 'truncated', part)

    def test_more_cells_than_a_sheet_may_have_are_refused(self):
        with self.assertRaises(cells.Unreadable):
            list(limited(iter([(1, [1, 2]), (2, [3, 4])]), limit=3))

    # === CELLS ===

    def test_cells_of_a_workbook_keep_their_types(self):
        content = workbook([[
            'x', 20240101.0, 0.5, True, datetime(2020, 1, 5), datetime(2020, 1, 5, 12, 30), None, "'007", '#N/A',
        ]])
        self.assertEqual(self.rows(content), [[
            'x', 20240101, 0.5, True, date(2020, 1, 5), datetime(2020, 1, 5, 12, 30), None, '007',
            CellError('cell_error', '#N/A'),
        ]])
        content = workbook([[123456789012345678.0]])
        self.assertEqual(self.rows(content)[0][0].code, 'precision')

    def test_cells_of_an_old_workbook_keep_their_types_in_both_date_systems(self):
        for mode_1904 in (False, True):
            book = xlwt.Workbook()
            book.dates_1904 = mode_1904
            sheet = book.add_sheet('A')
            style = xlwt.easyxf(num_format_str='yyyy-mm-dd hh:mm:ss')
            for column, value in enumerate(['x', 20240101.0, 0.5, True, 1e17]):
                sheet.write(0, column, value)
            sheet.write(0, 5, datetime(2020, 1, 5, 12, 30), style)
            sheet.write(0, 6, datetime(2020, 1, 5), style)
            stream = io.BytesIO()
            book.save(stream)
            found = self.rows(stream.getvalue())[0]
            self.assertEqual(found[:4], ['x', 20240101, 0.5, True])
            self.assertEqual(found[4].code, 'precision')
            self.assertEqual(found[5:], [datetime(2020, 1, 5, 12, 30), date(2020, 1, 5)])

    def test_the_declared_range_of_a_sheet_is_not_believed(self):
        content = rezipped(workbook([['a', 'b'], ['c', 'd']]), lambda name, data: (
            data.replace(b'<dimension ref="A1:B2"', b'<dimension ref="A1:A1"') if 'sheet1' in name else data))
        self.assertIn(b'A1:A1', zipfile.ZipFile(io.BytesIO(content)).read('xl/worksheets/sheet1.xml'))
        self.assertEqual(self.rows(content), [['a', 'b'], ['c', 'd']])

    def test_one_sheet_can_be_asked_for_by_name(self):
        content = workbook([['a']], titles=('订单 ', '退货'))
        names = [sheet.name for sheet in cells.read_sheets(content)]
        self.assertEqual(names, ['订单 ', '退货'])
        self.assertEqual([sheet.name for sheet in cells.read_sheets(content, sheet='退货')], ['退货'])
        self.assertEqual(self.refused(content, sheet='客户'), 'sheet_missing')

    # === TEXT ===

    def test_text_is_read_in_the_encodings_of_exports(self):
        text = '订单号,金额\r\n"=""00123""","1,5"\r\n'
        for encoding in ('utf-8', 'utf-8-sig', 'utf-16', 'utf-16-le', 'utf-16-be', 'gb18030'):
            with self.subTest(encoding=encoding):
                self.assertEqual(self.rows(text.encode(encoding)), [['订单号', '金额'], ['00123', '1,5']])
        self.assertEqual(self.rows('Größe,x\n'.encode('latin-1'), encoding='latin-1'), [['Größe', 'x']])
        self.assertEqual(self.refused('订单'.encode(), encoding='no-such'), 'encoding')
        self.assertEqual(self.refused('订单,号'.encode('gb18030'), encoding='utf-8'), 'encoding')
        self.assertEqual(self.refused('订单,客户'.encode()[:-1]), 'truncated')

    def test_the_delimiter_is_found(self):
        for delimiter in delimited.DELIMITERS:
            text = delimiter.join(('id', 'name', 'price')) + '\n' + delimiter.join(('1', 'a b', '2.5')) + '\n'
            self.assertEqual(self.rows(text.encode()), [['id', 'name', 'price'], ['1', 'a b', '2.5']])
        self.assertEqual(self.rows(b'sep=;\nid;name\n1;a,b\n'), [['id', 'name'], ['1', 'a,b']])
        self.assertEqual(self.rows(b'one\ntwo\n'), [['one'], ['two']])

    def test_rows_are_numbered_as_a_spreadsheet_shows_them(self):
        sheet = next(cells.read_sheets(b'a,b\n\n"x\ny",1\nlast,2'))
        self.assertEqual(list(sheet.rows), [(1, ['a', 'b']), (2, []), (3, ['x\ny', '1']), (4, ['last', '2'])])

    def test_a_quote_that_is_never_closed_swallows_no_row(self):
        content = b'id,name\n1,"broken\n2,fine\n3,"a, b"\n'
        self.assertEqual(self.rows(content), [['id', 'name'], ['1', '"broken'], ['2', 'fine'], ['3', 'a, b']])
        many = b'id,name\n' + b''.join(b'%d,"x\n' % number for number in range(2001))
        self.assertEqual(len(self.rows(many)), 2002)
        self.assertEqual(self.rows(b'a,b\n"1"2,x\n'), [['a', 'b'], ['12', 'x']])
        long = b'id,name\n1,"broken\n' + b'2,fine\n' * 30000
        self.assertEqual(len(self.rows(long)), 30002)

    def test_a_hundred_thousand_rows_of_text_are_streamed(self):
        content = '订单号,名称,金额\n'.encode() + '00001,红茶,12.50\n'.encode() * 100_000
        self.assertEqual(sum(1 for _row in next(cells.read_sheets(content)).rows), 100_001)
