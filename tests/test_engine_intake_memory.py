# Part of store_group. License LGPL-3.
import io
import tracemalloc
from unittest.mock import patch

import openpyxl

from odoo.tests import BaseCase

from ..engine.intake import gather
from ..engine.intake.entries import TableEntries, chunks
from ..engine.intake.layout import Column, Layout
from ..engine.intake.table import read_orders
from ..engine.table import cells
from ..engine.table.source import Source
from ..engine.table.spool import Spool, Texts

LAYOUT = Layout(
    columns=(
        Column('external_id', 'Order'),
        Column('ordered_at', 'Day'),
        Column('customer.name', 'Buyer'),
        Column('line.sku', 'SKU'),
        Column('line.quantity', 'Qty'),
        Column('line.unit_price', 'Price'),
    )
)
HEADS = Layout(columns=(Column('external_id', 'Order'), Column('ordered_at', 'Day'), Column('total', 'Total')), holds='heads')
ITEMS = Layout(
    columns=(
        Column('external_id', 'Order'),
        Column('line.sku', 'SKU'),
        Column('line.quantity', 'Qty'),
        Column('line.unit_price', 'Price'),
    ),
    holds='items',
)


def text(rows):
    head = 'Order,Day,Buyer,SKU,Qty,Price\n'
    return (head + ''.join(','.join(map(str, row)) + '\n' for row in rows)).encode()


def workbook(*sheets):
    book = openpyxl.Workbook(write_only=True)
    for at, rows in enumerate(sheets):
        sheet = book.create_sheet(f'Sheet {at}')
        for row in rows:
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


class TestEngineIntakeMemory(BaseCase):
    def rows(self, count):
        """Yield rows of orders of two rows each; those of every tenth lie far apart."""
        for at in range(count):
            number = at // 2 if at // 2 % 10 else (at // 2) % (count // 4)
            yield f'N{number}', '2026-03-05', f'Buyer {number}', f'S{at % 50}', 1 + at % 3, '9.90'

    def assert_same(self, content, layout=LAYOUT, others=()):
        """Read with all orders held, and with two of them; both are the same."""
        with patch.object(gather, 'HELD', 10**9):
            held = read_orders(content, 'a', layout, 'CNY', others)
        with patch.object(gather, 'HELD', 2):
            away = read_orders(io.BytesIO(content), 'a', layout, 'CNY', others)
        self.assertEqual(list(away.orders), list(held.orders))
        self.assertEqual(list(away.orders.keys()) if not others else [], list(held.orders.keys()) if not others else [])
        self.assertEqual((away.issues, away.row_count), (held.issues, held.row_count))
        self.assertEqual(list(away.orders[3:7]), list(held.orders)[3:7])
        self.assertEqual(away.orders[-1], held.orders[-1])
        self.assertEqual(list(away.orders), list(held.orders), 'and once more')
        return held

    # === WHAT IS PUT AWAY IS FOUND AGAIN ===

    def test_orders_that_are_put_away_are_the_same_as_those_held(self):
        held = self.assert_same(text(self.rows(400)))
        self.assertGreater(max(len(order.rows) for order in held.orders), 2)

    def test_so_are_their_questions_and_the_rows_they_may_lack(self):
        rows = [list(row) for row in self.rows(200)]
        for at, row in enumerate(rows):
            if at % 7 == 3:
                row[2] = 'Another'  # inconsistent
            if at % 23 == 5:
                row[0] = ''  # which order?
            if at % 31 == 8:
                row[4] = -1  # came back
            if at % 41 == 8:
                row[5] = 'x'
        held = self.assert_same(text(rows))
        codes = {issue.code for order in held.orders for issue in order.issues}
        self.assertLessEqual({'inconsistent', 'maybe_incomplete', 'not_a_number'}, codes)

    def test_so_are_orders_of_two_tables(self):
        heads = [['Order', 'Day', 'Total'], *([f'N{at}', '2026-03-05', '5.00'] for at in range(40))]
        items = [['Order', 'SKU', 'Qty', 'Price'], *([f'N{at % 45}', f'S{at}', '1', '2.50'] for at in range(90))]
        content = workbook(heads, items)
        held = self.assert_same(content, HEADS, (ITEMS,))
        self.assertEqual(len(held.orders), 45)
        self.assertEqual([order.external_id for order in held.orders][-5:], [f'N{at}' for at in range(40, 45)])

    # === IT DOES NOT GROW ===

    def peak(self, content):
        """Return the peak of the memory of reading and taking the orders of a file, in bytes, once the caches are filled."""
        tracemalloc.start()
        try:
            result = read_orders(io.BytesIO(content), 'a', LAYOUT, 'CNY')
            count = sum(len(chunk) for chunk in chunks(TableEntries(result.orders), 100))
            return count, tracemalloc.get_traced_memory()[1] - len(content)
        finally:
            tracemalloc.stop()

    def test_memory_does_not_grow_with_the_file(self):
        with patch.object(gather, 'HELD', 100):
            self.peak(text(self.rows(20_000)))
            (_count, small), (many, large) = self.peak(text(self.rows(2_000))), self.peak(text(self.rows(20_000)))
        self.assertGreater(many, 9_000)
        self.assertLess(large, 1.3 * small + 500_000, 'caches of cells fill up, and orders do not')

    def test_texts_of_a_workbook_lie_on_disk(self):
        texts = Texts()
        with patch.object(Texts, 'PAGE', 4), patch.object(Texts, 'HELD', 2):
            for at in range(103):
                texts.append(f'text {at}')
            self.assertEqual([texts[at] for at in range(103)], [f'text {at}' for at in range(103)])
            self.assertEqual([texts[at] for at in (102, 0, 50, 49, 3, 101)], [f'text {at}' for at in (102, 0, 50, 49, 3, 101)])
            self.assertLessEqual(len(texts._pages), 2)
            for at in (103, -1, 10**9):
                with self.assertRaises(IndexError):
                    texts[at]

    def test_a_spool_ends_with_its_owner(self):
        spool = Spool('CREATE TABLE a (b)')
        spool.many('INSERT INTO a VALUES (?)', [(b'\0x',), ('y',), (3,)])
        self.assertEqual(spool.run('SELECT b FROM a').fetchall(), [(b'\0x',), ('y',), (3,)])
        self.assertIsNone(spool.one('SELECT b FROM a WHERE b = ?', 9))
        del spool

    # === A FILE ON DISK IS READ AS ITS BYTES ARE ===

    def test_a_file_is_read_like_its_bytes(self):
        rows = [['单号', '品名', '数量'], *([f'N{at}', '外套,蓝色"大"', str(at)] for at in range(50))]
        lines = '\n'.join(','.join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row) for row in rows)
        for content in (
            workbook(rows),
            *(lines.encode(name) for name in ('utf-8', 'utf-8-sig', 'gb18030', 'utf-16', 'utf-16-le')),
            lines.encode('gb18030') + '\n"N9","衣'.encode('gb18030')[:-1],
        ):
            for piece in (7, 64, 1 << 20):
                self.assertEqual(*(self.told(given, piece) for given in (content, io.BytesIO(content))))

    def told(self, given, piece):
        with patch.object(Source.pieces, '__defaults__', (0, piece)):
            try:
                return [(sheet.name, list(sheet.rows)) for sheet in cells.read_sheets(given)]
            except cells.Unreadable as problem:
                return problem.code, problem.detail
