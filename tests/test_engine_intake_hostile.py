# Part of store_group. License LGPL-3.
import io
import random
import time
import tracemalloc
import zipfile
from dataclasses import replace
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..engine.intake import identify, submitted, table
from ..engine.intake.canonical import check_order
from ..engine.intake.layout import Layout
from ..engine.intake.layouts.known import col, key
from ..engine.intake.parts import summary
from ..engine.table import cells, encodings, sheet_file, xlsx_fast
from ..engine.table.cell import padded, shows_zeros
from ..engine.table.sheet import Column as SheetColumn
from ..engine.table.sheet import SheetSpec
from . import hostile_path
from .hostile_books import FORMATS, xlsx

LAYOUT = Layout(
    (
        key('No'),
        col('ordered_at', 'Date', required=True),
        col('line.sku', 'SKU', required=True),
        col('line.quantity', 'Qty', required=True),
        col('line.unit_price', 'Price', required=True),
        col('customer.name', 'Buyer'),
    ),
    equal_rows='keep',
)
HEADER = b'No,Date,SKU,Qty,Price,Buyer\n'


def problem_of(content):
    """Return the code of the refusal of a file, '' where it is read."""
    try:
        for sheet in cells.read_sheets(content):
            for _row in sheet.rows:
                pass
    except cells.Unreadable as problem:
        return problem.code
    return ''


def seconds_of(content):
    """Return (orders, seconds of processor time) of a text read by LAYOUT."""
    start = time.process_time()
    orders = table.read_orders(content, 'x', LAYOUT).orders
    last = [orders[at] for at in (0, len(orders) - 1)]
    return len(orders), last, time.process_time() - start


class TestEngineIntakeHostile(BaseCase):
    """Whatever a file is, it becomes orders, questions, or a refusal. `dev/hostile/run` tries 100,000 of them, with limits.

    Below are the small forms of what it has found.
    """

    @settings(derandomize=True, deadline=None, max_examples=240)
    @given(st.sampled_from(sorted(hostile_path.MAKERS)), st.integers(0, 10**6))
    def test_no_file_breaks_the_way_to_an_order(self, name, seed):
        dice = random.Random(f'{name}:{seed}')
        content, _notes = hostile_path.MAKERS[name](dice)
        hostile_path.tried(name, content, **hostile_path.ways(dice))

    def test_the_same_seed_makes_the_same_file(self):
        for name, maker in hostile_path.MAKERS.items():
            self.assertEqual(maker(random.Random(7)), maker(random.Random(7)), name)

    # === WHAT WAS FOUND ===

    def test_a_document_type_that_is_never_closed_ends_no_process(self):
        """libxml2 2.10 frees it twice."""
        for text in (b'<!DOCTYPE html', b'<!doctype HTML []', b'<!DOCTYPE html PUBLIC "', b'<!DOCTYPE html [<!ENTITY x "y'):
            self.assertIn(problem_of(text), ('html', 'damaged'), text)
            identify.identify(text)
        table_of_page = b'<!DOCTYPE html><html><table><tr><td>a</td><td>b<!DOCTYPE x></td></tr></table></html>'
        self.assertEqual([len(row) for _number, row in next(cells.read_sheets(table_of_page)).rows], [2])

    def test_what_a_file_calls_its_encoding_is_one_of_text(self):
        rows = '<table><tr><td>a</td><td>\u8863</td></tr></table>'.encode()
        for name in ('zip', 'bz2', 'hex', 'base64', 'rot13', 'punycode', 'idna', 'undefined', 'unicode_escape', 'no such'):
            self.assertFalse(encodings.is_of_text(name), name)
            self.assertEqual(problem_of(f'<html><meta charset="{name}">'.encode() + rows), '', name)
            self.assertEqual(problem_of(f'<?xml version="1.0" encoding="{name}"?><a><b id="1"/></a>'.encode()), 'encoding', name)

    def test_a_number_beyond_all_numbers_stays_as_it_is_written(self):
        for written in ('1e99999999999999999999', '-1E-99999999999999999999', '1.' + '0' * 400 + 'e5'):
            sheet = next(cells.read_sheets(f'[{{"id": 1, "n": {written}}}]'.encode()))
            self.assertEqual(list(sheet.rows)[1][1][1], written)

    def test_an_amount_that_may_be_of_a_piece_stands_beside_a_quantity_nobody_can_read(self):
        layout = Layout(
            tuple(
                replace(column, target='line.subtotal', grain='unsure') if column.target == 'line.unit_price' else column
                for column in LAYOUT.columns
            ),
            line_amount='subtotal',
        )
        for quantity, price in (('1E', '10'), ('', '10'), ('1', '1e999999'), ('1e999999', '1e9'), ('0', '10')):
            row = f'N1,2026-03-05,A,{quantity},{price},Mei\nN1,2026-03-05,B,1,5.00,Mei\n'.encode()
            (order,) = table.read_orders(HEADER + row, 'x', layout).orders
            self.assertIsNone(check_order(order.payload, tz='UTC', default_currency='CNY')[0], (quantity, price))
            self.assertLess(len(str(order.payload)), 1000, 'no number grows')

    def test_a_book_in_an_encoding_nobody_knows_is_refused(self):
        parts = sheet_file.to_xlsx(SheetSpec((SheetColumn('code', 'Code', 'code', is_key=True),)), [{'code': 'A'}])
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(parts)) as book, zipfile.ZipFile(out, 'w') as anew:
            for name in book.namelist():
                anew.writestr(name, book.read(name).replace(b'encoding="UTF-8"', b'encoding="UTF-8-10.00"'))
        with patch.object(xlsx_fast, 'calamine', None):
            self.assertEqual(problem_of(out.getvalue()), 'truncated')

    def test_a_book_of_texts_or_styles_without_end_is_refused_before_they_are_held(self):
        """Some kilobytes that unpack to hundreds of megabytes, and become objects many times as large."""
        whole = sheet_file.to_xlsx(SheetSpec((SheetColumn('code', 'Code', 'code', is_key=True),)), [{'code': 'A'}])
        for name, mark, more in (
            ('xl/sharedStrings.xml', b'</sst>', b'<si><t>a</t></si>' * 5_100_000),
            ('xl/styles.xml', b'</cellXfs>', b'<xf numFmtId="0"/>' * 500_000),
            ('xl/workbook.xml', b'</sheets>', b'<sheet name="a" sheetId="1" r:id="rId1"/>' * 5000),
            ('xl/_rels/workbook.xml.rels', b'</Relationships>', b'<Relationship Id="a" Type="b" Target="c"/>' * 500_000),
            ('[Content_Types].xml', b'</Types>', b'<Default Extension="a" ContentType="b"/>' * 1_000_000),
        ):
            out = io.BytesIO()
            with zipfile.ZipFile(io.BytesIO(whole)) as book, zipfile.ZipFile(out, 'w', zipfile.ZIP_DEFLATED) as anew:
                for part in book.namelist():
                    anew.writestr(part, book.read(part).replace(mark, more + mark) if part == name else book.read(part))
            start = time.process_time()
            with patch.object(xlsx_fast, 'calamine', None):
                self.assertEqual(problem_of(out.getvalue()), 'too_large', name)
            self.assertLess(time.process_time() - start, 5, name)

    def test_a_sheet_keeps_no_row_and_nothing_behind_them(self):
        """Not the height of a row, nor merged ranges: some of what is packed a thousand times as small."""
        whole = sheet_file.to_xlsx(SheetSpec((SheetColumn('code', 'Code', 'code', is_key=True),)), [{'code': 'A'}])
        row = b'<row ht="15" customHeight="1"><c t="inlineStr"><is><t>a</t></is></c></row>'
        for old, new, code in (
            (b'</sheetData>', row * 60_000 + b'</sheetData>', ''),
            (b'</sheetData>', b'</sheetData><mergeCells>' + b'<mergeCell ref="A1:B2"/>' * 200_000 + b'</mergeCells>', ''),
            (b'</sheetData>', b'<row>' + b'<c><v>1</v></c>' * 300_000 + b'</row></sheetData>', 'too_large'),
            (b'</sheetData>', b'<row><c><is>' * 30_000 + b'</sheetData>', 'too_large'),
        ):
            out = io.BytesIO()
            with zipfile.ZipFile(io.BytesIO(whole)) as book, zipfile.ZipFile(out, 'w', zipfile.ZIP_DEFLATED) as anew:
                for part in book.namelist():
                    text = book.read(part)
                    anew.writestr(part, text.replace(old, new) if part == 'xl/worksheets/sheet1.xml' else text)
            tracemalloc.start()
            with patch.object(xlsx_fast, 'calamine', None):
                self.assertEqual(problem_of(out.getvalue()), code, new[:40])
            peak = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
            self.assertLess(peak, (120 if code else 6) << 20, new[:40])

    def test_a_book_that_names_one_sheet_many_times_is_read_so_far(self):
        spec = SheetSpec(tuple(SheetColumn(f'c{at}', f'C{at}', 'code', is_key=not at) for at in range(50)))
        whole = sheet_file.to_xlsx(spec, [{f'c{at}': 'A' for at in range(50)}] * 40)
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(whole)) as book, zipfile.ZipFile(out, 'w') as anew:
            for part in book.namelist():
                more = b''.join(b'<sheet name="n%d" sheetId="9" r:id="rId1"/>' % at for at in range(200)) + b'</sheets>'
                anew.writestr(part, book.read(part).replace(b'</sheets>', more) if part == 'xl/workbook.xml' else book.read(part))
        with patch.object(cells, 'MAX_CELLS', 50_000):
            self.assertEqual((problem_of(whole), problem_of(out.getvalue())), ('', 'too_large'))

    def test_a_currency_that_is_no_text_is_a_question(self):
        for currency in ({'a': 1}, [1], 5, True):
            payload = {'external_id': '1', 'currency': currency, 'lines': [{'sku': 'A', 'quantity': 1, 'unit_price': 1}]}
            self.assertIn('1', summary(payload))
            self.assertIsNone(check_order(payload, tz='UTC', default_currency='CNY')[0])

    def test_what_is_submitted_is_a_list_of_orders_or_refused(self):
        for raw in (b'', b'{', b'{}', b'\xff', b'[' * 100_000, b'[' + b'9' * 5000 + b']'):
            with self.assertRaises(cells.Unreadable) as refused:
                submitted.read(raw)
            self.assertEqual(refused.exception.code, 'not_json')
        entries, _issues, count = submitted.read(b'[5, {"external_id": {}}, {}, {"external_id": "\\ud800\\u0000N"}]')
        self.assertEqual(([entry.external_id for entry in entries], count), ([None, None, None, 'N'], 4))
        self.assertEqual(
            [[issue.code for issue in entry.issues] for entry in entries], [['not_an_order'], ['bad_type'], ['missing_value'], []]
        )

    def test_many_rows_of_one_order_take_no_longer_than_many_orders(self):
        """Also where each row contradicts the first, has no number, or lies between rows of another order."""
        plain = b''.join(b'N%d,2026-03-05,A,1,10.00,Mei\n' % at for at in range(12_000))
        usual = max(seconds_of(HEADER + plain)[2], 0.3)
        differing = b''.join(b'N0,2026-03-05,A,1,10.00,Mei %d\n' % at for at in range(12_000))
        count, (order, _last), seconds = seconds_of(HEADER + differing)
        self.assertEqual((count, len(order.rows), len(order.issues)), (1, 12_000, 11_999))
        self.assertLess(seconds, 6 * usual)
        nameless = HEADER + b'N0,2026-03-05,A,1,10.00,Mei\n' + b',2026-03-05,A,1,10.00,Mei\n' * 12_000
        count, (order, _last), seconds = seconds_of(nameless)
        self.assertEqual(count, 1)
        self.assertTrue(order.has_error)
        self.assertLess(seconds, 6 * usual)
        in_turn = HEADER + plain[: plain.index(b'N7000,')] + b'N1,2026-03-05,A,1,10.00,Mei\nN2,2026-03-05,A,1,10.00,Mei\n' * 3000
        count, (_first, _last), seconds = seconds_of(in_turn)
        self.assertEqual(count, 7000)
        self.assertLess(seconds, 6 * usual)
        self.assertEqual([len(table.read_orders(in_turn, 'x', LAYOUT).orders[at].rows) for at in (0, 1, 2)], [1, 3001, 3001])

    def test_attributes_without_end_are_refused_before_they_are_compared(self):
        start = time.process_time()
        for text in (
            '<o %s/>' % ' '.join(f'a{at}="1"' for at in range(40_000)),
            '<o %s/>' % ' '.join(f'a{at}=">"' for at in range(40_000)),
            '<table><tr><td %s>a<td>b</table>' % ' '.join(f'a{at}' for at in range(40_000)),
            '<table><tr><td x=y" %s>a<td>b</table>' % ' '.join(f'a{at}="<td>"' for at in range(40_000)),
        ):
            for encoding in ('utf-8', 'utf-16', 'utf-16-le', 'utf-32-be'):
                self.assertIn(problem_of(text.encode(encoding)), ('too_large', 'not_spreadsheet', 'html'), (text[:40], encoding))
        self.assertLess(time.process_time() - start, 8)
        picture = '<table><tr><td><img src="data:image/png;base64,%s"></td><td>b</td></tr></table>' % ('iVBORw0KGgo/+' * 9000)
        self.assertEqual(problem_of(picture.encode()), '')

    def test_blank_rows_are_counted_not_kept(self):
        content = HEADER + b'\n' * 300_000 + b'N1,2026-03-05,A,1,10.00,Mei\n'
        tracemalloc.start()
        result = table.read_orders(content, 'x', LAYOUT)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        self.assertEqual([(issue.code, issue.found, issue.row) for issue in result.issues], [('blank_rows', '300000', 2)])
        self.assertLess(peak, 4 * len(content) + (2 << 20))

    def test_a_number_format_is_long_or_absurd_and_takes_no_time(self):
        start = time.process_time()
        for form in FORMATS:
            shows_zeros(form), padded(123, form)
        self.assertLess(time.process_time() - start, 1)

    def test_a_book_is_broken_in_every_part(self):
        """Each change of a part alone, many times over: orders, or a refusal."""
        words = set()
        for seed in range(60):
            content, _notes = xlsx(random.Random(f'book {seed}'))
            words.add(hostile_path.tried('xlsx', content))
        self.assertIn('truncated', words)
