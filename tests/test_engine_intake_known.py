# Part of store_group. License LGPL-3.
import doctest
import html
import io
import json
import pathlib
from decimal import Decimal

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..engine.intake import canonical, identify, layout, table
from ..engine.intake.layouts import BY_CODE, KNOWN, known
from ..engine.table import cells, delimited, head

FOLDER = pathlib.Path(__file__).parent / 'samples' / 'known'
SAMPLES = {path.stem: path for path in FOLDER.iterdir() if path.name != 'expected.json'}
QUICK = settings(derandomize=True, deadline=None, max_examples=60)


def rows_of(path):
    """Return the rows of a sample; of JSON and XML those of the list its layout reads."""
    name = BY_CODE[path.stem].kinds and BY_CODE[path.stem].layout.sheet
    sheet = next(cells.read_sheets(path.read_bytes(), path.name, sheet=name or None))
    return [row for _number, row in sheet.rows]


def as_text(rows, delimiter=',', encoding='utf-8'):
    lines = [delimiter.join('"%s"' % str('' if cell is None else cell).replace('"', '""') for cell in row) for row in rows]
    return '\n'.join([*lines, '']).encode(encoding)


def as_page(rows):
    """Return the rows as the web page that back offices save under the name .xls."""
    cells = (''.join(f'<td>{html.escape(str("" if cell is None else cell))}</td>' for cell in row) for row in rows)
    body = ''.join(f'<tr>{row}</tr>' for row in cells)
    return f'<html><head><meta charset="gb2312"></head><body><table border=1>{body}</table></body></html>'.encode('gb18030')


def as_xml_book(rows):
    cell = '<Cell><Data ss:Type="String">%s</Data></Cell>'
    body = ''.join(
        '<Row>%s</Row>' % ''.join('<Cell/>' if cell_ is None else cell % html.escape(str(cell_)) for cell_ in row) for row in rows
    )
    space = 'urn:schemas-microsoft-com:office:spreadsheet'
    book = f'<?xml version="1.0"?><Workbook xmlns="{space}" xmlns:ss="{space}"><Worksheet ss:Name="订单"><Table>'
    return f'{book}{body}</Table></Worksheet></Workbook>'.encode()


def as_json(rows):
    heads = [str(label) for label in rows[0]]
    return json.dumps([dict(zip(heads, row, strict=False)) for row in rows[1:]], ensure_ascii=False, default=str).encode()


def as_json_lines(rows):
    return b'\n'.join(json.dumps(one).encode('utf-8') for one in json.loads(as_json(rows)))


def as_workbook(rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


IN = {'ebay_orders': 'USD'}  # its amounts say so


class TestEngineIntakeKnown(BaseCase):
    """Each known export has a small sample, and beside it the orders that are read from it."""

    maxDiff = None

    def read(self, content, name='x', currency='CNY'):
        best = identify.identify(content, name).best
        self.assertIsNotNone(best, identify.identify(content, name).candidates)
        result = table.read_orders(content, name, best.layout, currency)
        return {
            'code': best.code,
            'orders': [
                {'payload': _without_rows(order.payload), 'issues': [issue.code for issue in order.issues]}
                for order in result.orders
            ],
            'issues': [issue.code for issue in result.issues],
        }

    def test_every_known_export_has_its_sample(self):
        self.assertEqual(set(SAMPLES), set(BY_CODE))
        self.assertEqual(len(BY_CODE), len(KNOWN), 'a code is used once')
        for one in KNOWN:
            self.assertEqual(layout.problems(one.layout) if one.layout else [], [], one.code)

    def test_every_sample_is_recognised_and_read(self):
        expected = json.loads((FOLDER / 'expected.json').read_text())
        self.assertEqual(set(expected), {one.code for one in KNOWN if one.layout})
        for code, path in SAMPLES.items():
            with self.subTest(code=code):
                found = identify.identify(path.read_bytes(), 'export')
                self.assertEqual(found.best.code, code, found.candidates)
                if BY_CODE[code].layout:
                    self.assertEqual(self.read(path.read_bytes(), currency=IN.get(code, 'CNY')), {'code': code, **expected[code]})

    def test_totals_of_the_samples_agree(self):
        """What is read adds up to what the platform says the buyer pays."""
        for code in expected_totals():
            result = table.read_orders(SAMPLES[code].read_bytes(), 'x', BY_CODE[code].layout, IN.get(code, 'CNY'))
            for order in result.orders:
                draft, issues = canonical.check_order(order.payload, tz='Asia/Shanghai', default_currency='CNY')
                with self.subTest(code=code, order=order.external_id):
                    self.assertEqual([issue.code for issue in issues if issue.code == 'total_mismatch'], [])
                    self.assertIsNotNone(draft, issues)

    def test_other_encodings_delimiters_and_workbooks_say_the_same(self):
        for code, path in SAMPLES.items():
            if not BY_CODE[code].layout or BY_CODE[code].kinds:
                continue
            rows, expected = rows_of(path), self.read(path.read_bytes())
            for content in (
                as_text(rows, ';'),
                as_text(rows, '\t', 'utf-16'),
                as_text(rows, '|', 'utf-8-sig'),
                as_workbook(rows),
                as_page(rows),
                as_xml_book(rows),
                *(() if _is_ragged(rows) else (as_json(rows), as_json_lines(rows))),
            ):
                with self.subTest(code=code, head=content[:4]):
                    self.assertEqual(self.read(content), expected)

    def test_columns_may_move_be_more_be_fewer_and_be_spelled_differently(self):
        for code, path in SAMPLES.items():
            one = BY_CODE[code]
            if not one.layout or one.kinds or code == 'ebay_orders':
                continue
            rows = rows_of(path)
            moved = [[*reversed(row)] for row in rows]
            more = [[*row, 'x', None] for row in rows]
            more[0][-2:] = ['我们自己的列', 'Our own column']
            needed = {name for column in one.layout.columns for name in column.names()}
            fewer_at = [at for at, label in enumerate(rows[0]) if label and identify.compact(label).casefold() in needed]
            fewer = [[row[at] for at in fewer_at] for row in rows]
            spelled = [[f' {str(label or "").upper().replace("-", "_")} ' for label in rows[0]], *rows[1:]]
            for name, changed in {'moved': moved, 'more': more, 'fewer': fewer, 'spelled': spelled}.items():
                with self.subTest(code=code, change=name):
                    found = identify.identify(as_text(changed))
                    self.assertTrue(found.candidates, code)
                    best = found.best or found.candidates[0]
                    self.assertEqual((best.code, best.missing), (code, ()), found.candidates)

    def test_a_column_that_must_be_there_is_named(self):
        rows = rows_of(SAMPLES['jd_orders'])
        at = rows[0].index('京东价')
        found = identify.identify(as_text([row[:at] + row[at + 1 :] for row in rows]))
        self.assertEqual((found.candidates[0].code, found.candidates[0].missing), ('jd_orders', ('京东价',)))
        self.assertFalse(found.candidates[0].is_readable)

    def test_two_exports_that_are_as_likely_are_both_named(self):
        rows = rows_of(SAMPLES['wechat_orders'])
        rows[0].append('商品价格')
        for row in rows[1:]:
            row.append('50')
        codes = [candidate.code for candidate in identify.identify(as_text(rows)).candidates]
        self.assertIn('wechat_orders', codes)
        self.assertIn('wechat_orders_old', codes)

    def test_documents_that_are_no_tables_are_named(self):
        for content, document in (
            (b'[{"id": 726, "reason": "", "refunded_by": 1, "line_items": []}]', 'woocommerce_refunds'),
            (b'<?xml version="1.0"?><Invoice xmlns="urn:oasis"/>', 'ubl_invoice'),
            ('<?xml version="1.0" encoding="UTF-16"?><Invoice/>'.encode('utf-16'), 'ubl_invoice'),
            (b'<c:Catalogue xmlns:c="x"/>', 'ubl_catalogue'),
            (b"UNB+UNOA:2+5'UNH+1+INVOIC:D:96A'", 'edifact'),
        ):
            self.assertEqual(identify.identify(content, 'x.csv').document, document)

    def test_a_time_in_a_column_of_its_own_is_that_of_the_day(self):
        columns = (
            known.key('No'),
            known.col('ordered_at', 'Day', part=True, required=True),
            known.col('ordered_at', 'Time', part=True),
            known.col('line.sku', 'SKU'),
            known.col('line.quantity', 'Qty'),
            known.col('line.unit_price', 'Price'),
        )
        one = layout.Layout(columns, date_formats=('%d.%m.%Y',))
        rows = [['No', 'Day', 'Time', 'SKU', 'Qty', 'Price'], *([str(at), *said, 'A', '1', '1'] for at, said in enumerate((
            ('05.03.2026', '14:30'), ('2026-03-05', None), ('2026年3月5日', '9时5分'), ('2026-03-05 00:00:00', '23:59:59Z'),
            ('05.03.2026', 'noon'),
        )))]  # fmt: skip
        expected = ['2026-03-05T14:30:00', '2026-03-05', '2026-03-05T09:05:00', '2026-03-05T23:59:59+00:00', '2026-03-05 noon']
        for content in (as_text(rows), as_workbook(rows), as_page(rows)):
            orders = table.read_orders(content, 'x', one, 'CNY').orders
            self.assertEqual([order.payload['ordered_at'] for order in orders], expected)
            self.assertEqual([[issue.code for issue in order.issues] for order in orders], [[], [], [], [], ['not_a_date']])

    def test_only_the_beginning_is_read(self):
        rows = rows_of(SAMPLES['shopify_orders'])
        text = as_text([rows[0]] + rows[1:2] * 40_000)
        self.assertGreater(len(text), 8 << 20)
        found = identify.identify(text + b'\xff\xfe\xfd')
        self.assertEqual(found.best.code, 'shopify_orders')
        self.assertEqual(len(found.head.sheets[0].rows), head.MAX_ROWS)
        self.assertFalse(found.head.sheets[0].is_whole)
        wide = identify.identify(as_text([rows[0]] + rows[1:2] * 4000, encoding='utf-16'))
        self.assertEqual((wide.best.code, wide.head.encoding), ('shopify_orders', 'utf-16'))

    @QUICK
    @given(
        st.binary(max_size=400),
        st.sampled_from([b'', b'PK\x03\x04', b'\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', b'\xff\xfe', b'<', b'{"', b'UNB+']),
    )
    def test_no_bytes_break_it(self, content, start):
        identify.identify(start + content, 'x.xlsx')

    @QUICK
    @given(st.data())
    def test_no_damage_breaks_it(self, data):
        content = bytearray(data.draw(st.sampled_from(sorted(SAMPLES.values()))).read_bytes())
        for _time in range(data.draw(st.integers(1, 5))):
            content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
        identify.identify(bytes(content[: data.draw(st.integers(0, len(content)))]), 'x')

    def test_examples_in_the_engine(self):
        for module in (known, head, identify, delimited):
            self.assertEqual(doctest.testmod(module).failed, 0, module.__name__)


def _is_ragged(rows):
    """Whether rows have cells without a header, or two of one: as records they would be lost."""
    return None in rows[0] or len(set(rows[0])) < len(rows[0]) or any(len(row) > len(rows[0]) for row in rows)


def expected_totals():
    return [one.code for one in KNOWN if one.layout and any(column.target == 'total' for column in one.layout.columns)]


def _without_rows(payload):
    lines = [{name: value for name, value in line.items() if name not in ('row', 'raw')} for line in payload['lines']]
    return {**payload, 'lines': lines}


class TestEngineIntakeColumns(BaseCase):
    """Columns that stand in for each other, that add up, and words that stand for all others."""

    def read(self, text, *columns):
        base = (
            known.key('no'),
            known.col('ordered_at', default='2026-01-01'),
            known.col('line.sku', 'sku'),
            known.col('line.quantity', default='1'),
            known.col('line.unit_price', 'price'),
        )
        plan = layout.Layout((*base, *columns))
        self.assertEqual(layout.problems(plan), [])
        return [order.payload for order in table.read_orders(text.encode(), 'x', plan).orders]

    def test_a_column_is_read_where_those_before_it_say_nothing(self):
        orders = self.read(
            'no,sku,price,refund,state\n1,A,1,done,sent\n2,A,1,-,sent\n3,A,1,,\n',
            known.col('status', 'refund', words='done=refunded; *='),
            known.col('status', 'state', words='sent=shipped', otherwise=True),
        )
        self.assertEqual([order.get('status') for order in orders], ['refunded', 'shipped', None])

    def test_amounts_in_several_columns_are_added(self):
        orders = self.read(
            'no,sku,price,off,coupon\n1,A,9,1.50,0.25\n1,B,9,,2\n2,A,9,,\n',
            known.col('discount_amount', 'off', summed=True),
            known.col('discount_amount', 'coupon', summed=True),
        )
        self.assertEqual([Decimal(order.get('discount_amount', 0)) for order in orders], [Decimal('3.75'), 0])

    def test_what_cannot_stand_in_is_refused(self):
        plan = layout.Layout((known.key('no'), known.col('tags', 'a', otherwise=True)))
        self.assertIn('bad_otherwise', layout.problems(plan))
        plan = layout.Layout((known.key('no'), known.col('tags', 'a'), known.col('tags', 'b')))
        self.assertIn('duplicate_target', layout.problems(plan))
