# Part of store_group. License LGPL-3.
import io
import zipfile
from contextlib import suppress
from datetime import date, datetime
from unittest.mock import patch

import openpyxl
import xlwt
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from odoo.tests import BaseCase

from ..engine.intake import extent
from ..engine.intake.layout import Column, Layout
from ..engine.intake.table import read_orders
from ..engine.intake.vocabulary import UNREADABLE_CODES
from ..engine.table import cell, cells, delimited, xls, xlsx, xlsx_fast
from ..engine.table.cell import CellError, limited
from ..engine.table.source import Source


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

    # === DIGITS ===

    def test_a_code_of_which_the_sheet_dropped_digits_is_no_code(self):
        # of what is typed into a sheet 15 digits are kept, the others are 0
        typed = [1234567890123450, 1234567890123456, 123456789012345, -1234567890123450]
        book, table = xlwt.Workbook(), io.BytesIO()
        for place, value in enumerate(typed):
            book.add_sheet(str(place)).write(0, 0, value)
        book.save(table)
        for content in (table.getvalue(), workbook([typed])):
            found = [value for row in self.rows(content) for value in row]
            self.assertEqual(found[1:3], [1234567890123456, 123456789012345])
            self.assertEqual([value.code for value in (found[0], found[3])], ['precision', 'precision'])
        self.assertEqual(cell.number(-1234567890123456.0), -1234567890123456)
        for value in (1e15, -1e15, 2.0**53 + 2, 1e300):
            self.assertEqual(cell.number(value).code, 'precision')

    def test_an_old_sheet_whose_formats_are_damaged_is_read_without_them(self):
        book, table = xlwt.Workbook(), io.BytesIO()
        book.add_sheet('a').write(0, 0, 123, xlwt.easyxf(num_format_str='000000'))
        book.save(table)
        opened = xls.xlrd.open_workbook
        for damage in (xls.xlrd.XLRDError('odd'), IndexError('odd'), AssertionError()):

            def damaged(damage=damage, **options):
                if options.get('formatting_info'):
                    raise damage
                return opened(**options)

            with patch.object(xls.xlrd, 'open_workbook', damaged):
                self.assertEqual(self.rows(table.getvalue()), [[123]])
        self.assertEqual(self.rows(table.getvalue()), [['000123']])

    def test_a_number_is_read_with_the_zeros_it_shows(self):
        rows = (
            (123, '000000', '000123'),
            (45, '00000;@', '00045'),
            (1234567, '000000', 1234567),
            (0.5, '00', 0.5),
            (7, '0', 7),
            (-3, '0000', -3),
            (20240305, '00000000', 20240305),
        )
        book, table = xlwt.Workbook(), io.BytesIO()
        sheet, other = book.add_sheet('A'), openpyxl.Workbook()
        for place, (value, code, _shown) in enumerate(rows):
            sheet.write(0, place, value, xlwt.easyxf(num_format_str=code))
            found = other.active.cell(1, place + 1, value)
            found.number_format = code
        sheet.write(0, len(rows), 'x')
        book.save(table)
        self.assertEqual(self.rows(table.getvalue()), [[*(shown for _value, _code, shown in rows), 'x']])
        table = io.BytesIO()
        other.save(table)
        self.assertEqual(self.rows(table.getvalue())[0], [shown for _value, _code, shown in rows])

    def test_days_of_a_book_that_counts_from_1904(self):
        book, table = openpyxl.Workbook(), io.BytesIO()
        book.epoch = CALENDAR_MAC_1904
        for row in (['Order', 'Date', 'Sku', 'Qty', 'Price'], ['1', 43894, 'A', 1, 10], ['2', datetime(2024, 3, 5), 'A', 1, 10]):
            book.active.append(row)
        book.save(table)
        old = xlwt.Workbook()
        old.dates_1904 = True
        sheet, stream = old.add_sheet('A'), io.BytesIO()
        for place, row in enumerate((['Order', 'Date', 'Sku', 'Qty', 'Price'], ['1', 43894, 'A', 1, 10])):
            for column, value in enumerate(row):
                sheet.write(place, column, value)
        old.save(stream)
        columns = Layout(
            tuple(
                Column(target, header, is_key=header == 'Order')
                for target, header in (
                    ('external_id', 'Order'),
                    ('ordered_at', 'Date'),
                    ('line.sku', 'Sku'),
                    ('line.quantity', 'Qty'),
                    ('line.unit_price', 'Price'),
                )
            )
        )
        for content, count in ((table.getvalue(), 2), (stream.getvalue(), 1)):
            orders = read_orders(content, 'a', columns).orders
            self.assertEqual([order.payload['ordered_at'] for order in orders], ['2024-03-05'] * count)

    def test_a_stray_control_character_makes_no_text_a_picture(self):
        for stray in (b'\x0b', b'\x1c', b'\0', b'\x1e\x1f'):
            self.assertEqual(self.rows(b'Order,Name\n1,a' + stray + b'b\n')[1][0], '1', stray)
        for content in (b'\x01\x02\x03\x04\x05\x06', bytes(range(256)) * 4):
            self.assertEqual(self.refused(content), 'not_spreadsheet')
        for encoding in ('utf-16-le', 'utf-16-be', 'utf-16'):
            self.assertEqual(self.rows('号,量\n一二三四五六七八九十,2\n'.encode(encoding))[1], ['一二三四五六七八九十', '2'])

    # === HOW LONG IT TAKES ===

    def test_a_file_of_many_rows_is_long_in_every_format(self):
        for count, is_long in ((40, False), (extent.MAX_ROWS + 1, True)):
            rows = [['Order', 'Qty']] + [[str(number), number] for number in range(count)]
            text = '\n'.join(','.join(map(str, row)) for row in rows)
            book, table = xlwt.Workbook(), io.BytesIO()
            sheet = book.add_sheet('Sheet')
            for place, row in enumerate(rows):
                for column, value in enumerate(row):
                    sheet.write(place, column, value)
            book.save(table)
            for content in (
                workbook(rows),
                table.getvalue(),
                text.encode(),
                text.encode('utf-16'),
                text.replace('\n', '\r').encode(),
            ):
                self.assertEqual(extent.is_long(content), is_long, content[:8])
        self.assertTrue(extent.is_long(b'x' * (extent.MAX_BYTES + 1)))
        self.assertFalse(extent.is_long(b'PK\x03\x04 broken'))
        far = rezipped(workbook([['a']]), lambda name, data: data + b' ' * (20 << 20) if 'sheet1' in name else data)
        self.assertTrue(extent.is_long(far), 'a small file that unpacks to a large one')

    def test_a_workbook_with_a_text_nobody_wrote_is_refused_before_it_is_held(self):
        for name, tag in (('xl/worksheets/sheet1.xml', b'</t>'), ('xl/worksheets/sheet1.xml', b'</v>'), ('xl/styles.xml', b'</')):
            far = rezipped(
                workbook([['Order', 'Qty'], ['A1', 1]]),
                lambda entry, data, name=name, tag=tag: data.replace(tag, b'7' * (20 << 20) + tag, 1) if entry == name else data,
            )
            self.assertLess(len(far), 100_000)
            self.assertEqual(self.refused(far), 'too_large', (name, tag))
        many = rezipped(
            workbook([['Order', 'Qty']]),
            lambda entry, data: data.replace(b'</sheetData>', b'<row></row>' * (2 << 20) + b'</sheetData>')
            if 'sheet1' in entry
            else data,
        )
        self.assertEqual(len(self.rows(many)[:1]), 1, 'as large, but of many parts')

    # === TWO READERS OF ONE FORMAT ===

    def test_both_readers_of_workbooks_say_the_same(self):
        self.assertTrue(xlsx_fast.calamine, 'The accelerator is not installed: nothing is compared.')
        rows = [
            ['Order', 'At', 'Qty', 'Price'],
            ['0012', datetime(2024, 3, 5, 10, 30), 2, 12.5],
            [None, None, None, None],
            [' ', date(2024, 3, 6), -1, 0.1 + 0.2],
            ["'007", True, 2**52, '="08"'],
        ]
        content = workbook(rows, ('First', 'Second'))
        inside = openpyxl.Workbook()
        inside.active['C4'], inside.active['D6'] = 'Order', 7
        stream = io.BytesIO()
        inside.save(stream)
        self.assertEqual(self.rows(stream.getvalue())[3:], [[None, None, 'Order', None], [None] * 4, [None, None, None, 7]])
        for options in ({}, {'sheet': 'second'}):
            fast = self.rows(content, **options)
            with patch.object(xlsx_fast, 'calamine', None):
                slow = self.rows(content, **options)
            self.assertEqual([row for row in fast if any(row)], [row for row in slow if any(row)])
            self.assertEqual(len(fast), len(slow), 'A blank row counts in both, for places are told by row.')

    def test_what_the_fast_reader_would_lose_is_left_to_the_other(self):
        error = rezipped(
            workbook([['Order', 'Qty'], ['1', 4711]]),
            lambda name, data: data.replace(b'<c r="B2" t="n"><v>4711</v></c>', b'<c r="B2" t="e"><v>#N/A</v></c>'),
        )
        self.assertEqual(self.rows(error)[1], ['1', CellError('cell_error', '#N/A')])
        exact = rezipped(workbook([['Order'], [4711]]), lambda name, data: data.replace(b'4711', b'123456789012345678'))
        self.assertEqual(self.rows(exact)[1], [123456789012345678])
        for number in (b'<![CDATA[4711]]>', b'47&#49;1'):
            odd = rezipped(workbook([['Order'], [4711]]), lambda name, data, number=number: data.replace(b'4711', number))
            self.assert_slow(odd)
            self.assertEqual(self.rows(odd)[1], [4711])
        spans = openpyxl.Workbook()
        spans.active['A1'], spans.active['A1'].number_format = datetime(2024, 3, 5, 10, 30), '[h]:mm'
        stream = io.BytesIO()
        spans.save(stream)
        self.assert_slow(stream.getvalue())
        with patch.object(xlsx_fast, 'MAX_HELD', 10):
            self.assert_slow(workbook([['Order'], ['1']]))

    def assert_slow(self, content):
        """The fast reader is not given `content`: it would take memory that no limit of ours knows."""
        with patch.object(xlsx_fast.calamine, 'CalamineWorkbook', side_effect=AssertionError('given to the fast reader')):
            with suppress(cells.Unreadable):
                self.rows(content)

    def test_a_small_file_that_unpacks_to_a_huge_sheet_is_left_to_the_other(self):
        small = workbook([['Order'], ['1']])
        for place in (b'r="ZZZ2"', b'r="A900000"', b'r = "ZZZ2"', b"r='ZZZ2'", b'r="&#65;A2"', b'r="ZZ9999"'):
            self.assert_slow(rezipped(small, lambda name, data, place=place: data.replace(b'r="A2"', place)))
        many = workbook([['Order'], ['1']], [f'Sheet {number}' for number in range(40)])
        self.assert_slow(rezipped(many, lambda name, data: data.replace(b'r="A2"', b'r="ZZ999"')))

    def test_a_long_text_that_many_cells_name_is_left_to_the_other(self):
        self.assert_slow(workbook([['x' * 30_000]] * 6_000))

    def test_a_zip_that_holds_more_than_it_says_is_not_unpacked(self):
        stream = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(workbook([['Order'], ['1']]))) as old,
            zipfile.ZipFile(stream, 'w', zipfile.ZIP_DEFLATED) as new,
        ):
            for entry in old.infolist():
                new.writestr(entry.filename, old.read(entry))
        with zipfile.ZipFile(stream) as archive:
            given = xlsx_fast._measured(Source(stream), archive.infolist())
        self.assertNotEqual(given, stream.getvalue())
        with zipfile.ZipFile(io.BytesIO(given)) as archive:
            self.assertTrue(
                all(
                    entry.compress_type == zipfile.ZIP_STORED and entry.file_size == entry.compress_size
                    for entry in archive.infolist()
                ),
                'what we have read and measured, not what the sender packed',
            )

    def test_a_long_page_that_names_its_encoding_is_read_to_its_end(self):
        cells_ = ''.join(f'<tr><td>N{at}</td><td>壁虎连衣裙，大号</td></tr>' for at in range(4000))
        for name in ('gb2312', 'gbk', 'utf-8', 'big5'):
            for mark in (f'<meta charset="{name}">', f'<META http-equiv=Content-Type content="text/html; charset={name}">'):
                page = f'<html><head>{mark}</head><body><table><tr><th>单号</th><th>品名</th></tr>{cells_}</table></body></html>'
                for encoding in ('gb18030', 'utf-8'):
                    rows = self.rows(page.encode(encoding))
                    self.assertEqual((len(rows), rows[-1]), (4001, ['N3999', '壁虎连衣裙，大号']), (mark, encoding))

    # === WHAT IS NO SPREADSHEET ===

    def test_what_is_no_spreadsheet_is_named(self):
        for content, code in [
            (b'', 'empty'),
            (b'\xef\xbb\xbf \r\n', 'empty'),
            (b'\xff\xfe', 'empty'),
            (b'\0' * 600, 'empty'),
            (b'%PDF-1.7\n1 0 obj', 'not_spreadsheet'),
            (b'\x89PNG\r\n\x1a\n\0\0', 'not_spreadsheet'),
            (b'\xff\xd8\xff\xe0\0\x10JFIF', 'not_spreadsheet'),
            (b'{\\rtf1 x}', 'not_spreadsheet'),
            (bytes(range(256)) * 40, 'not_spreadsheet'),
            (b'\x7fELF\2\1\1' + b'\0' * 9, 'not_spreadsheet'),
            (b'<html><table><tr><td>1</td></tr></table>', 'html'),
            ('<table><tr><td>订单</td></tr></table>'.encode('utf-16'), 'html'),
            (b'\n <!DOCTYPE html>', 'html'),
            (b'PK\x03\x04' + b'x' * 50, 'truncated'),
            (b'PK\x05\x06' + b'\0' * 18, 'not_spreadsheet'),
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
        absurd = rezipped(
            content,
            lambda name, data: data.replace(b'<row r="1"', b'<row r="90000000"').replace(b'r="A1"', b'r="A90000000"')
            if 'sheet1' in name
            else data,
        )
        with patch.object(cell, 'MAX_CELLS', 1000):
            self.assertEqual(self.refused(absurd), 'too_large')

    def test_entities_in_a_workbook_are_refused(self):
        bomb = rezipped(
            workbook([['a']]),
            lambda name, data: (b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aa">]>' + data if 'sheet1' in name else data),
        )
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
        content = workbook(
            [['x', 20240101.0, 0.5, True, datetime(2020, 1, 5), datetime(2020, 1, 5, 12, 30), None, "'007", '#N/A']]
        )
        self.assertEqual(
            self.rows(content),
            [
                [
                    'x',
                    20240101,
                    0.5,
                    True,
                    date(2020, 1, 5),
                    datetime(2020, 1, 5, 12, 30),
                    None,
                    '007',
                    CellError('cell_error', '#N/A'),
                ]
            ],
        )
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
        content = rezipped(
            workbook([['a', 'b'], ['c', 'd']]),
            lambda name, data: (data.replace(b'<dimension ref="A1:B2"', b'<dimension ref="A1:A1"') if 'sheet1' in name else data),
        )
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
