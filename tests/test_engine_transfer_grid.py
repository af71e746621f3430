# Part of store_group. License LGPL-3.
from decimal import Decimal

from hypothesis import assume, given
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..engine.table import cells
from ..engine.transfer import grid_block, grid_fill, grid_sheet, size_matrix
from ..engine.transfer.size_matrix import Variant

QUANTITY = st.integers(0, 500).map(Decimal)
WISHES = st.dictionaries(st.sampled_from('ABCDEFGH'), st.integers(0, 200).map(Decimal), min_size=1)
STEP = st.sampled_from([Decimal(1), Decimal(6), Decimal('0.5')])


class TestEngineTransferGrid(BaseCase):
    def assertLawful(self, shares, available, step):
        self.assertLessEqual(sum(shares.values()), available)
        for share in shares.values():
            self.assertGreaterEqual(share, 0)
            self.assertFalse(share % step)

    @given(available=QUANTITY, weights=WISHES, step=STEP)
    def test_shares_are_whole_steps_and_use_all_there_is(self, available, weights, step):
        assume(any(weights.values()))
        shares = grid_fill.by_weight(available, weights, step)
        self.assertLawful(shares, available, step)
        self.assertLess(available - sum(shares.values()), step)
        for store, weight in weights.items():
            fair = available * weight / sum(weights.values())
            self.assertLess(abs(shares[store] - fair), 2 * step)

    @given(available=QUANTITY, wanted=WISHES, step=STEP)
    def test_nobody_gets_a_whole_step_more_than_he_wants(self, available, wanted, step):
        for fill in (grid_fill.up_to, grid_fill.in_turn):
            shares = fill(available, wanted, step)
            self.assertLawful(shares, available, step)
            for store, wish in wanted.items():
                self.assertLess(shares[store] - wish, step)

    @given(more=QUANTITY, wanted=WISHES, step=STEP)
    def test_where_there_is_enough_everybody_gets_it(self, more, wanted, step):
        enough = sum(wanted.values()) + step * len(wanted) + more
        for fill in (grid_fill.up_to, grid_fill.in_turn):
            shares = fill(enough, wanted, step)
            self.assertTrue(all(shares[store] >= wish for store, wish in wanted.items()))

    def test_nobody_without_a_wish_gets_anything(self):
        shares = grid_fill.up_to(Decimal(7), {'A': Decimal(9), 'B': Decimal(0), 'C': Decimal(9)})
        self.assertEqual(shares, {'A': Decimal(4), 'B': Decimal(0), 'C': Decimal(3)})

    def test_cover_counts_what_is_there_and_what_is_on_its_way(self):
        lacking = grid_fill.target_cover(
            10, {'A': Decimal(2), 'B': Decimal(1)}, {'A': Decimal(5), 'B': Decimal(40)}, {'A': Decimal(3)}
        )
        self.assertEqual(lacking, {'A': Decimal(12), 'B': Decimal(0)})

    def test_ratio_as_people_write_it(self):
        self.assertEqual(grid_fill.ratio_pack('1:2:2:1', 2), [Decimal(item) for item in (2, 4, 4, 2)])
        for nonsense in ('', '1-x', '0-0', '1--2'):
            with self.assertRaises(ValueError):
                grid_fill.ratio_pack(nonsense, 1)

    def test_a_block_from_a_spreadsheet(self):
        pasted = grid_block.paste('1,200\t２\r\n\t4 \r\n', 1, 0, 3, 2)
        self.assertEqual(pasted.values, {(1, 0): Decimal(1200), (1, 1): Decimal(2), (2, 0): Decimal(0), (2, 1): Decimal(4)})
        self.assertFalse(pasted.refused)

    def test_one_cell_fills_the_selection(self):
        pasted = grid_block.paste('5', 0, 0, 4, 4, fill=(2, 3))
        self.assertEqual(pasted.values, {(row, column): Decimal(5) for row in range(2) for column in range(3)})

    def test_what_lies_outside_or_is_closed_is_told(self):
        pasted = grid_block.paste('1\t2\t\n3\t4\t5', 0, 0, 2, 2, closed={(1, 0)})
        self.assertEqual(pasted.values, {(0, 0): Decimal(1), (0, 1): Decimal(2), (1, 1): Decimal(4)})
        self.assertEqual([(item.row, item.column, item.code) for item in pasted.refused], [(1, 0, 'closed'), (1, 2, 'outside')])

    @given(st.lists(st.lists(st.integers(0, 99), min_size=1, max_size=5), min_size=1, max_size=5))
    def test_every_block_comes_through(self, block):
        width = max(map(len, block))
        text = '\n'.join('\t'.join(map(str, row + [1] * (width - len(row)))) for row in block)
        pasted = grid_block.paste(text, 0, 0, len(block), width)
        self.assertEqual(len(pasted.values), len(block) * width)
        self.assertEqual([pasted.values[row, 0] for row in range(len(block))], [Decimal(row[0]) for row in block])

    def test_a_sheet_sorted_and_cut_still_finds_its_cells(self):
        rows = {'a': (0, [Decimal(1), Decimal(2)], [False, True]), 'b': (1, [Decimal(0), Decimal(5)], [False, False])}
        lines = [
            (1, ['#', 'Grid', 'T2 Two', 'T1 One', 'Remark']),
            (2, ['b', 'Shirt', 5, '７', 'late']),
            (3, ['a', 'Hat', 4, None, None]),
            (4, ['x', 'Gone', 1, 1]),
            (5, [None, 'Sum', 9, 9]),
            (6, ['b', '', -1, 'x']),
        ]
        changes, refused = grid_sheet.compare(lines, ['T1 One', 'T2 Two'], rows)
        self.assertEqual([(item.row, item.column, item.after) for item in changes], [(1, 0, 7), (0, 0, 0)])
        self.assertEqual(
            [(item.place, item.code) for item in refused],
            [('1', 'unknown_column'), ('3', 'closed'), ('4', 'unknown_row'), ('6', 'negative'), ('6', 'not_a_number')],
        )

    def test_what_is_exported_comes_back_unchanged(self):
        rows = [
            ('a', 'Shirt', [Decimal(3), Decimal(0)], [False, False]),
            ('b', '=Hat', [Decimal('1.5'), Decimal(0)], [False, True]),
        ]
        content = grid_sheet.to_xlsx('Allocation: 上海/One', ['S1 上海', 'S2'], rows)
        lines = [line for page in cells.read_sheets(content) for line in page.rows]
        grid = {key: (place, quantities, closed) for place, (key, _name, quantities, closed) in enumerate(rows)}
        self.assertEqual(grid_sheet.compare(lines, ['S1 上海', 'S2'], grid), ([], []))

    def test_a_foreign_sheet_is_known_as_such(self):
        _changes, refused = grid_sheet.compare([(1, ['Product', 'Quantity'])], ['A'], {})
        self.assertEqual([item.code for item in refused], ['no_header'])

    def test_sizes_stand_in_their_order_with_holes(self):
        variants = [
            Variant(1, 7, ((1, 10), (2, 22))),
            Variant(2, 7, ((1, 10), (2, 20))),
            Variant(3, 8, ((2, 21),)),
            Variant(4, 9),
        ]
        sizes, rows = size_matrix.layout(variants, {20: 0, 21: 1, 22: 2, 10: 0}, 2)
        self.assertEqual(sizes, [None, 20, 21, 22])
        self.assertEqual(
            [(row.style, row.values, row.products) for row in rows],
            [(7, (10,), {22: 1, 20: 2}), (8, (), {21: 3}), (9, (), {None: 4})],
        )
