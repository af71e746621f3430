# Part of store_group. License LGPL-3.
import io
import json
import pathlib
import time
import tracemalloc

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..engine.intake import identify, table
from ..engine.intake.layout import Layout
from ..engine.intake.layouts.known import col, key
from ..engine.intake.proposing.propose import propose
from ..engine.intake.vocabulary import UNREADABLE_CODES
from ..engine.table import cells, head

FOLDER = pathlib.Path(__file__).parent / 'samples' / 'readers'
KNOWN = FOLDER.parent / 'known'
SAMPLES = [path for path in sorted(FOLDER.iterdir()) if path.name != 'expected.json']
QUICK = settings(derandomize=True, deadline=None, max_examples=150)
BOMB = '<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a "aaaaaaaaaa">%s]><orders><order><id>&z;</id></order></orders>'
_SCALARS = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=12), st.just('2026-03-05'))
_KEYS = st.one_of(st.sampled_from(('id', 'items', 'sku', 'qty', 'price', 'key', 'value', 'data')), st.text(max_size=6))
_TREES = st.recursive(
    _SCALARS, lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(_KEYS, inner, max_size=5)), max_leaves=30
)
_NAMES = st.sampled_from(('orders', 'order', 'id', 'items', 'item', 'qty', 'tr', 'td', 'table', 'Row', 'Cell', 'Workbook'))
_TEXTS = st.text(st.characters(exclude_characters='<>&', exclude_categories=('Cc', 'Cs')), max_size=8)
_MARKUP = st.recursive(
    _TEXTS,
    lambda inner: st.builds(lambda name, parts: f'<{name}>{"".join(parts)}</{name}>', _NAMES, st.lists(inner, max_size=5)),
    max_leaves=30,
)


def sheets_of(content, **options):
    return {sheet.name: [[number, *row] for number, row in sheet.rows] for sheet in cells.read_sheets(content, 'x', **options)}


def problem_of(content, **options):
    """Return the code of the refusal of a file, '' where it is read."""
    try:
        sheets_of(content, **options)
    except cells.Unreadable as problem:
        return problem.code
    return ''


def element(order):
    """Return an order as XML."""
    goods = ''.join(
        f'<item>{"".join(f"<{name}>{value}</{name}>" for name, value in item.items())}</item>' for item in order['items']
    )
    buyer = ''.join(f'<name>{order[part]["name"]}</name>' for part in ('buyer',) if part in order)
    values = ''.join(f'<{name}>{order[name]}</{name}>' for name in ('order_no', 'created_at', 'pay_amount'))
    return f'<order>{values}<buyer>{buyer}</buyer><items>{goods}</items></order>'


class TestEngineTableReaders(BaseCase):
    """Every format is read by an object of its own; each has a sample, and beside it the cells read from it."""

    maxDiff = None

    def test_samples_are_read_as_expected(self):
        expected = json.loads((FOLDER / 'expected.json').read_text())
        self.assertEqual([path.name for path in SAMPLES], sorted(expected))
        for path in SAMPLES:
            with self.subTest(sample=path.name):
                content = path.read_bytes()
                found = {
                    name: [[cell if cell is None or type(cell) in (int, str) else str(cell) for cell in row] for row in rows]
                    for name, rows in sheets_of(content).items()
                }
                self.assertEqual(
                    {'reader': cells.reader_of(content).kind, 'sheets': found}, expected[path.name], 'as in expected.json'
                )
                self.assertEqual(head.read_head(content).kind, expected[path.name]['reader'])

    def test_one_sheet_alone_is_read_by_its_name(self):
        content = (FOLDER / 'answer.json').read_bytes()
        self.assertEqual(list(sheets_of(content, sheet='ITEMS')), ['items'])
        self.assertEqual(problem_of(content, sheet='lines'), 'sheet_missing')
        self.assertEqual(problem_of((FOLDER / 'orders.xml').read_bytes(), sheet='lines'), 'sheet_missing')

    def test_every_encoding_of_json_and_xml_says_the_same(self):
        answer, orders = ((FOLDER / name).read_text() for name in ('answer.json', 'orders.xml'))
        for encoding in ('utf-8-sig', 'utf-16', 'utf-16-le', 'gb18030'):
            self.assertEqual(sheets_of(answer.encode(encoding)), sheets_of(answer.encode()), encoding)
        for encoding, declared in (('utf-16', 'utf-16'), ('gb18030', 'gb2312'), ('latin-1', 'iso-8859-1')):
            again = orders.replace('encoding="utf-8"', f'encoding="{declared}"').encode(encoding)
            self.assertEqual(sheets_of(again), sheets_of(orders.encode()), encoding)

    def test_codes_and_cents_keep_their_digits(self):
        rows = sheets_of(b'[{"id": 12345678901234567890, "a": 0.10, "b": 1e2, "c": 1E+400, "d": "007", "e": NaN}]')['']
        self.assertEqual(rows[1], [2, '12345678901234567890', '0.10', '100', '1E+400', '007', None])

    # === EDIFACT ===

    def test_edifact_with_other_marks_and_line_ends_says_the_same(self):
        content = (FOLDER / 'orders.edi').read_bytes()
        expected = sheets_of(content)
        body = content.decode('latin-1')
        for changed in (
            body.replace('\n', ''),
            body.replace('\n', '\r\n'),
            body.replace('UNOC', 'UNOY').encode().decode('latin-1'),
            body.replace("UNA:+,? '\n", '').replace('12,50', '12.50').replace('27,50', '27.50').replace('4,90', '4.90')
            .replace('1,10', '1.10').replace('79,2', '79.2'),
        ):  # fmt: skip
            self.assertEqual(sheets_of(changed.encode('latin-1')), expected)

    def test_edifact_that_is_not_whole_or_no_order_is_refused(self):
        content = (FOLDER / 'orders.edi').read_bytes()
        for changed, code in (
            (content[:-20], 'truncated'),
            (content.replace(b"QTY+21:3'\n", b''), 'damaged'),
            (content.replace(b'CNT+2:2', b'CNT+2:3'), 'damaged'),
            (content.replace(b'+ORDERS:', b'+INVOIC:'), 'not_spreadsheet'),
            (b"UNB+UNOA:1'" + b'X' + b'+a:b' * 300 + b"'", 'too_large'),
            (b"UNA++++++UNB+a'", 'damaged'),
            (b"UNB+'UNH++\x00'", 'not_spreadsheet'),
        ):
            self.assertEqual(problem_of(changed), code)
        self.assertTrue(head.read_head(content[:-20]).problem, 'its head alone tells')

    # === WHAT IS REFUSED ===

    def test_a_document_type_is_refused_in_every_disguise(self):
        harmless = '<?xml version="1.0"?><!DOCTYPE orders SYSTEM "http://example.com/o.dtd"><orders><order id="1"/></orders>'
        outside = (
            '<?xml version="1.0"?><!DOCTYPE o [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
            '<orders><order><id>&x;</id></order></orders>'
        )
        bomb = BOMB % ''.join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip('abcdefghy', 'bcdefghyz', strict=True))
        padded = f'<!-- {"x" * 70_000} -->{harmless[21:]}'
        for text in (harmless, outside, bomb, padded):
            for encoding in ('utf-8', 'utf-16', 'utf-8-sig'):
                with self.subTest(text=text[:60], encoding=encoding):
                    self.assertEqual(problem_of(text.encode(encoding)), 'doctype')
        self.assertEqual(identify.identify(bomb.encode()).head.problem, 'doctype')

    def test_damage_is_named(self):
        for content, code in (
            (b'{"a": 1, "b": ', 'truncated'),
            (b'[{"a": 1}, {"a"', 'damaged'),
            (b'[{"a": 1}, {"a": 2}', 'truncated'),
            (b'[{"a": 1}, nonsense]', 'damaged'),
            (b'<orders><order><id>1</id></order>', 'truncated'),
            (b'<orders><order><id>1</order></orders>', 'damaged'),
            (b'<orders><order>&nothing;</order></orders>', 'damaged'),
            (b'<?xml version="1.0" encoding="nonsense"?><a><b id="1"/></a>', 'encoding'),
            (b'<html><body>Session expired</body></html>', 'html'),
        ):
            with self.subTest(content=content):
                self.assertEqual(problem_of(content), code)

    def test_depth_width_and_number_are_bounded(self):
        deep = b'[' * 50_000
        self.assertIn(problem_of(b'[{"a":' + deep), ('too_large', 'damaged', 'truncated'))
        self.assertEqual(problem_of(b'[{"a":' * 60 + b'1' + b'}]' * 60), 'too_large')
        self.assertEqual(problem_of(b'<a><id>1</id>' + b'<b>' * 300 + b'</b>' * 300 + b'</a>'), 'too_large')
        self.assertIn(problem_of(b'<a>' * 100_000), ('too_large', 'truncated', 'damaged'))
        wide = json.dumps([{f'k{at}': at for at in range(5000)}]).encode()
        self.assertEqual(problem_of(wide), 'too_large')
        table_in_table = b'<table><tr><td>' * 5000
        self.assertIn(problem_of(table_in_table), ('too_large', 'html'))
        spans = b'<table><tr><td colspan=999999 rowspan=999999>a</td><td>b</td></tr><tr><td>c</td></tr></table>'
        self.assertEqual([len(row) for row in sheets_of(spans)['']], [1002, 1002])
        self.assertEqual(problem_of(b'<table><tr>' + b'<td colspan=1000>a' * 5000 + b'</table>'), 'too_large')
        self.assertEqual(
            problem_of(b'<table>' + b'<tr><td colspan=1000 rowspan=1000>a</td></tr>' * 500 + b'</table>'), 'too_large'
        )
        space = 'urn:schemas-microsoft-com:office:spreadsheet'
        merged = '<Cell s:MergeAcross="99999"/>' * 5000
        sheet = f'<Worksheet s:Name="a"><Table><Row>{merged}</Row></Table></Worksheet>'
        self.assertEqual(problem_of(f'<Workbook xmlns="{space}" xmlns:s="{space}">{sheet}</Workbook>'.encode()), 'too_large')
        lines = ''.join(f'<x{number}line a="1"/>' for number in range(3000))
        self.assertEqual(problem_of(f'<orders><id>1</id>{lines}</orders>'.encode()), 'too_large')
        many = b'[' + b','.join([b'{"x":[{"a":1},{"a":2}],"y":[{"b":1}]}'] * 300) + b']'
        self.assertEqual({name: len(rows) for name, rows in sheets_of(many).items()}, {'': 301, 'x': 601, 'y': 301})

    def test_hostile_text_takes_no_time(self):
        for content in (
            b'[{"a": "' + b'\\' * 2_000_000,
            b'{"a": ' * 200_000,
            b'[' + b'{},' * 300_000,
            b'<a ' + b'x="1" ' * 100_000 + b'>',
            b'<' * 1_000_000,
            b'<!--' * 300_000,
            b'<table>' + b'<tr>' * 100_000,
            b'<td>' * 200_000,
        ):
            start = time.process_time()
            self.assertIn(problem_of(content), {*UNREADABLE_CODES, ''}, content[:20])
            identify.identify(content)
            self.assertLess(time.process_time() - start, 20, content[:20])

    def test_memory_is_that_of_one_record(self):
        record = {'id': 1, 'name': 'x' * 200, 'items': [{'sku': 'A' * 50, 'qty': at} for at in range(10)]}
        for content in (
            b'[' + b','.join([json.dumps(record).encode()] * 8000) + b']',
            b'<orders>' + b'<order id="1"><i sku="AAAAAAAAAAAAAAA" qty="1"/><i sku="B" qty="2"/></order>' * 60_000 + b'</orders>',
        ):
            peaks = []
            for part in (content[: len(content) // 4], content):
                tracemalloc.start()
                for sheet in cells.read_sheets(part, 'x', is_sample=True):
                    for _row in sheet.rows:
                        pass
                    break
                peaks.append(tracemalloc.get_traced_memory()[1] - len(part) * 2)
                tracemalloc.stop()
            self.assertLess(peaks[1] - peaks[0], len(content), 'no more than the text itself')

    @QUICK
    @given(_TREES)
    def test_no_json_breaks_it(self, tree):
        content = json.dumps(tree).encode()
        self.assertIn(problem_of(content), {*UNREADABLE_CODES, ''})
        propose(identify.identify(content).head)

    @QUICK
    @given(_MARKUP, st.sampled_from(('', '<?xml version="1.0"?>', '<html>', '<orders>')))
    def test_no_markup_breaks_it(self, text, start):
        content = (start + text).encode()
        self.assertIn(problem_of(content), {*UNREADABLE_CODES, ''})
        propose(identify.identify(content).head)

    @QUICK
    @given(st.data())
    def test_no_damage_breaks_it(self, data):
        path = data.draw(st.sampled_from([*SAMPLES, KNOWN / 'woocommerce_json.json', KNOWN / 'ubl_order.xml']))
        content = bytearray(path.read_bytes())
        for _time in range(data.draw(st.integers(1, 4))):
            content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
        content = bytes(content[: data.draw(st.integers(1, len(content)))])
        self.assertIn(problem_of(content), {*UNREADABLE_CODES, ''})
        found = identify.identify(content)
        for candidate in found.candidates:
            if candidate.is_readable:
                try:
                    table.read_orders(content, 'x', candidate.layout)
                except cells.Unreadable as problem:
                    self.assertIn(problem.code, UNREADABLE_CODES)

    # === ORDERS ===

    def test_the_same_orders_as_json_xml_and_text(self):
        """Nested or flat: one layout each, the same orders."""
        plain = (
            'order_no,created_at,pay_amount,name,sku,item,qty,price\n'
            'D-1001,2026-03-05 10:00:00,25.50,王**,A-1,衬衫,2,10.00\n'
            'D-1001,2026-03-05 10:00:00,25.50,王**,B-2,袜,1,5.50\n'
            'D-1003,2026-03-06,7.00,,C-3,帽,1,7\n'
        )
        orders = [
            {
                'order_no': 'D-1001',
                'created_at': '2026-03-05 10:00:00',
                'pay_amount': 25.5,
                'buyer': {'name': '王**'},
                'items': [
                    {'sku': 'A-1', 'item': '衬衫', 'qty': 2, 'price': '10.00'},
                    {'sku': 'B-2', 'item': '袜', 'qty': 1, 'price': 5.5},
                ],
            },
            {
                'order_no': 'D-1003',
                'created_at': '2026-03-06',
                'pay_amount': 7,
                'items': [{'sku': 'C-3', 'item': '帽', 'qty': 1, 'price': 7}],
            },
        ]

        def layout(sheet, buyer, item):
            return Layout(
                (
                    key('order_no'),
                    col('ordered_at', 'created_at', required=True),
                    col('total', 'pay_amount'),
                    col('customer.name', buyer),
                    col('line.sku', item % 'sku', required=True),
                    col('line.name', item % 'item'),
                    col('line.quantity', item % 'qty', required=True),
                    col('line.unit_price', item % 'price', required=True),
                ),
                sheet=sheet,
            )

        xml = f'<orders>{"".join(map(element, orders))}</orders>'.encode()
        found = [
            [order.payload for order in table.read_orders(content, 'x', one, 'CNY').orders]
            for content, one in (
                (plain.encode(), layout(None, 'name', '%s')),
                (json.dumps(orders).encode(), layout('items', 'buyer.name', 'items.%s')),
                (b'\n'.join(json.dumps(order).encode() for order in orders), layout('items', 'buyer.name', 'items.%s')),
                (json.dumps({'data': {'list': orders}}).encode(), layout('items', 'buyer.name', 'items.%s')),
                (xml, layout('items/item', 'buyer/name', 'items/item/%s')),
            )
        ]
        for other in found[1:]:
            self.assertEqual(other, found[0])

    def test_an_answer_nobody_declared_is_proposed(self):
        proposal = propose(identify.identify((FOLDER / 'answer.json').read_bytes()).head)
        chosen = {column.header: column.target for column in proposal.columns if column.target != 'ignore'}
        self.assertEqual(proposal.sheet, 'items')
        self.assertEqual(
            {name: chosen.get(name) for name in ('order_no', 'created_at', 'buyer.name', 'items.sku', 'items.qty', 'items.name')},
            {
                'order_no': 'external_id',
                'created_at': 'ordered_at',
                'buyer.name': 'customer.name',
                'items.sku': 'line.sku',
                'items.qty': 'line.quantity',
                'items.name': 'line.name',
            },
        )

    def test_readers_take_streams(self):
        for path in SAMPLES:
            reader = cells.reader_of(path.read_bytes())
            self.assertTrue(reader.identify(path.read_bytes()[:4096]))
            self.assertTrue(list(reader.read(io.BytesIO(path.read_bytes()))))
