# Part of store_group. License LGPL-3.
import json
import pathlib
from decimal import Decimal

from odoo.tests import BaseCase

from ..engine.intake import layout, table
from ..engine.intake.vocabulary import UNREADABLE_CODES
from ..engine.table import cells

SAMPLES = pathlib.Path(__file__).parent / 'samples'
SPREADSHEETS = ('.xls', '.xlsx', '.csv', '.tsv', '.txt')


def read(path):
    """Return what the reader makes of a sample, as its `.expected.json` keeps it."""
    declared = 'superstore_layout.json' if path.name.startswith('superstore') else 'shop_layout.json'
    columns = layout.load(json.loads((SAMPLES / declared).read_text()))
    try:
        result = table.read_orders(path.read_bytes(), path.name, columns)
    except cells.Unreadable as problem:
        return {'unreadable': problem.code}
    return {
        'row_count': result.row_count,
        'orders': [
            {
                'payload': order.payload,
                'rows': [row for _sheet, row in order.rows],
                'issues': [_shown(issue) for issue in order.issues],
            }
            for order in result.orders
        ],
        'issues': [_shown(issue) for issue in result.issues],
    }


def _shown(issue):
    return {name: value for name, value in issue.as_dict().items() if value and name != 'sheet'}


class TestEngineIntakeSamples(BaseCase):
    """Each sample spreadsheet has beside it what is expected of it; formats of one stem say the same."""

    maxDiff = None

    def test_samples_are_read_as_expected(self):
        samples = [path for path in SAMPLES.iterdir() if path.suffix in SPREADSHEETS]
        self.assertGreater(len(samples), 10)
        for path in samples:
            with self.subTest(sample=path.name):
                expected = json.loads((SAMPLES / f'{path.stem}.expected.json').read_text())
                self.assertEqual(read(path), expected)

    def test_no_expectation_is_without_its_sample(self):
        stems = {path.stem for path in SAMPLES.iterdir() if path.suffix in SPREADSHEETS}
        for path in SAMPLES.glob('bad_*.expected.json'):
            self.assertIn(path.name.removesuffix('.expected.json'), stems)

    def test_whatever_is_cut_off_is_noticed(self):
        for name in ('superstore_small.xls', 'superstore_small.xlsx'):
            content = (SAMPLES / name).read_bytes()
            for length in range(0, len(content) - 1, 997):
                with self.subTest(sample=name, length=length), self.assertRaises(cells.Unreadable) as caught:
                    self._rows(content[:length])
                self.assertIn(caught.exception.code, UNREADABLE_CODES)

    def test_a_damaged_byte_never_breaks_the_reader(self):
        for name in ('superstore_small.xls', 'superstore_small.xlsx', 'superstore_small.csv'):
            content = (SAMPLES / name).read_bytes()
            for at in range(0, len(content), 499):
                damaged = content[:at] + bytes([content[at] ^ 0x55]) + content[at + 1 :]
                with self.subTest(sample=name, at=at):
                    try:
                        self._rows(damaged)
                    except cells.Unreadable as problem:
                        self.assertIn(problem.code, UNREADABLE_CODES)

    def _rows(self, content):
        return [list(sheet.rows) for sheet in cells.read_sheets(content, 'x')]

    def test_the_small_superstore_adds_up(self):
        """Counted by hand over the sheet: amounts rounded half up per row, orders by the four declared keys."""
        for suffix in ('xls', 'xlsx', 'csv'):
            result = read(SAMPLES / f'superstore_small.{suffix}')
            lines = [line for order in result['orders'] for line in order['payload']['lines']]
            self.assertEqual(len(result['orders']), 28)
            self.assertEqual(len({order['payload']['store'] for order in result['orders']}), 19)
            self.assertEqual(sum(Decimal(line['subtotal']) for line in lines), Decimal('115240.94'))
            self.assertEqual(sum(int(line['quantity']) for line in lines), 244)
            repeated = [order for order in result['orders'] if '|CN-2017-1973789|' in order['payload']['external_id']]
            self.assertGreater(len(repeated), 1, 'one order id of the sheet names several orders')
            names = {}
            for line in lines:
                names.setdefault(line['sku'], set()).add(line['name'])
            self.assertEqual(max(map(len, names.values())), 1, 'code and name together tell products apart')
