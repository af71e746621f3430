# Part of store_group. License LGPL-3.
import base64
import io

import openpyxl

from odoo.exceptions import UserError
from odoo.tests import tagged

from .transfer_common import TransferCommon


@tagged('post_install', '-at_install')
class TestTransferGrid(TransferCommon):
    """Many transfers as one grid: filled, pasted, edited outside, made once."""

    def _grid(self, user, products, **vals):
        Grid = self._as(user, self.env['store.transfer.grid'])
        return Grid.create({'product_ids': [(6, 0, [product.id for product in products])], **vals})

    def _push(self, products, **vals):
        vals = {'purpose': 'push', 'store_id': self.store_1.id, 'store_ids': [(6, 0, (self.store_2 | self.store_3).ids)], **vals}
        return self._grid(self.judge, products, **vals)

    def _key(self, product, store):
        return f'{product.id}:{store.id}'

    def _typed(self, grid):
        return {cell['key']: cell['quantity'] for row in grid.load()['rows'] for cell in row['cells'] if cell['key']}

    def _made(self, action):
        return self.env['store.transfer'].sudo().search(action['domain'])

    def test_a_store_asks_two_others_at_once(self):
        goods, more = self._product(), self._product()
        grid = self._grid(
            self.taker, [goods, more], store_id=self.store_3.id, store_ids=[(6, 0, (self.store_1 | self.store_2).ids)]
        )
        data = grid.load()
        self.assertEqual([column['code'] for column in data['columns']], ['T1', 'T2'])
        self.assertEqual(data['rows'][0]['cells'][0]['hint'], '10')
        grid.save({self._key(goods, self.store_1): 2, self._key(more, self.store_1): 1, self._key(more, self.store_2): 3})
        made = self._made(grid.action_apply())
        self.assertEqual(
            sorted((item.source_store_id.code, sum(item.line_ids.mapped('qty_requested'))) for item in made),
            [('T1', 3), ('T2', 3)],
        )
        self.assertEqual(set(made.mapped('state')), {'submitted'})
        with self.assertRaisesRegex(UserError, 'No cell has a quantity'):
            grid.action_apply()

    def test_goods_of_one_store_given_out_by_shares(self):
        goods = self._product()
        grid = self._push([goods])
        typed = self._typed(grid)
        self.assertEqual(grid.fill('equal', typed), {key: 5 for key in typed})
        wanted = {self._key(goods, self.store_2): 12, self._key(goods, self.store_3): 6}
        self.assertEqual(list(grid.fill('cut', wanted).values()), [7, 3])
        self.assertEqual(set(grid.fill('none', wanted).values()), {0})
        self.assertEqual(list(grid.fill('equal', typed, {**grid.options, 'step': '4'}).values()), [4, 4])

    def test_sales_share_follows_what_was_sold(self):
        goods = self._product()
        self._sell(self.free, goods, 4, store=self.store_3, warehouse=self.warehouse_3)
        grid = self._push([goods])
        shares = grid.fill('sales', self._typed(grid))
        self.assertEqual(shares[self._key(goods, self.store_3)], 10)
        self.assertEqual(shares[self._key(goods, self.store_2)], 0)

    def test_in_full_from_one_source(self):
        goods = self._product()
        grid = self._grid(self.taker, [goods], store_id=self.store_3.id, store_ids=[(6, 0, (self.store_1 | self.store_2).ids)])
        typed = {self._key(goods, self.store_1): 4, self._key(goods, self.store_2): 5}
        filled = grid.fill('whole', typed)
        self.assertEqual(sorted(filled.values()), [0, 9])

    def test_what_is_on_its_way_stands_beside(self):
        _transfer, (goods,) = self._approved(4)
        grid = self._grid(
            self.giver_boss, [goods], purpose='push', store_id=self.store_1.id, store_ids=[(6, 0, self.store_3.ids)]
        )
        self.assertEqual(grid.load()['rows'][0]['cells'][0]['hint'], '10 +4')

    def test_two_stores_on_one_warehouse_have_a_closed_cell(self):
        goods = self._product()
        shared = self._store('T9', 'Corner', group_id=self.east.id, warehouse_id=self.warehouse_1.id)
        grid = self._push([goods], store_ids=[(6, 0, (shared | self.store_2).ids)])
        cells = grid.load()['rows'][0]['cells']
        self.assertEqual([bool(cell['closed']) for cell in cells], [store == shared for store in grid.store_ids])
        self.assertNotIn(self._key(goods, shared), grid.fill('equal', self._typed(grid)))

    def test_waves_share_the_quantity(self):
        goods = self._product()
        grid = self._push([goods], store_ids=[(6, 0, self.store_3.ids)], waves=2, need_by='2030-01-01', wave_days=7)
        grid.save({self._key(goods, self.store_3): 5})
        made = self._made(grid.action_apply()).sorted('need_by')
        self.assertEqual(
            [(str(item.need_by), item.line_ids.qty_requested) for item in made], [('2030-01-01', 3), ('2030-01-08', 2)]
        )

    def _shirt(self):
        attributes = (
            self.env['product.attribute']
            .sudo()
            .create(
                [
                    {'name': 'Colour', 'sequence': 1, 'value_ids': [(0, 0, {'name': name}) for name in ('Red', 'Blue')]},
                    {
                        'name': 'Size',
                        'sequence': 2,
                        'value_ids': [
                            (0, 0, {'name': name, 'sequence': number}) for number, name in enumerate(('M', 'L', 'XL', 'XXL'))
                        ],
                    },
                ]
            )
        )
        return (
            self.env['product.template']
            .sudo()
            .create(
                {
                    'name': 'Grid Shirt',
                    'is_storable': True,
                    'attribute_line_ids': [
                        (0, 0, {'attribute_id': attribute.id, 'value_ids': [(6, 0, attribute.value_ids.ids)]})
                        for attribute in attributes
                    ],
                }
            )
        )

    def test_sizes_across_and_a_ratio_pack(self):
        style = self._shirt()
        grid = self._push([], style_ids=[(6, 0, style.ids)], store_ids=[(6, 0, self.store_3.ids)], sizes_across=True)
        data = grid.load()
        self.assertEqual([column['name'] for column in data['columns']], ['M', 'L', 'XL', 'XXL'])
        self.assertEqual([row['name'] for row in data['rows']], ['Grid Shirt · Red', 'Grid Shirt · Blue'])
        red = {cell['key']: 0 for cell in data['rows'][0]['cells']}
        filled = grid.fill('ratio', red, {**grid.options, 'ratio': '1-2-2-1', 'packs': '2'})
        self.assertEqual(list(filled.values()), [2, 4, 4, 2])
        with self.assertRaisesRegex(UserError, 'names 3 sizes, the row has 4'):
            grid.fill('ratio', red, {**grid.options, 'ratio': '1-2-1'})

    def test_exported_edited_and_read_back(self):
        goods, more = self._product(), self._product()
        grid = self._push([goods, more])
        grid.save({self._key(goods, self.store_2): 3})
        self.assertIn('/web/content/store.transfer.grid/', grid.export_sheet())
        book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(grid.sheet)))
        sheet = book.active
        sheet.cell(2, 3).value, sheet.cell(3, 4).value, sheet.cell(3, 3).value = None, 7, 'many'
        out = io.BytesIO()
        book.save(out)
        read = grid.import_sheet('grid.xlsx', base64.b64encode(out.getvalue()).decode(), self._typed(grid))
        rows = grid._layout()[1]
        second = self.env['product.product'].browse(rows[1]['products'])
        first = (goods | more) - second
        last = grid.store_ids[1]
        self.assertEqual(
            read['quantities'], {self._key(second, last): 7, **({self._key(goods, self.store_2): 0} if first == goods else {})}
        )
        self.assertEqual(len(read['refused']), 1)
        self.assertFalse(self._made({'domain': [('line_ids.product_id', 'in', (goods | more).ids)]}))

    def test_a_block_is_read_in_the_way_of_the_language(self):
        self.env['res.lang'].sudo()._activate_lang('de_DE')
        block = ('1.200\t1,5', 0, 0, 1, 2, [], [1, 1])
        Grid = self._as(self.judge, self.env['store.transfer.grid'])
        self.assertEqual(Grid.with_context(lang='de_DE').paste(*block)['values'], [[0, 0, 1200.0], [0, 1, 1.5]])
        english = Grid.with_context(lang='en_US').paste(*block)
        self.assertEqual(english['values'], [[0, 0, 1.2]])
        self.assertIn('1,5 (no number)', english['message'])

    def test_paste_tells_what_it_leaves_out(self):
        Grid = self._as(self.taker, self.env['store.transfer.grid'])
        pasted = Grid.paste('1\tx\n2\t3', 0, 0, 2, 2, [[1, 1]], [1, 1])
        self.assertEqual(pasted['values'], [[0, 0, 1.0], [1, 0, 2.0]])
        self.assertIn('x (no number)', pasted['message'])

    def test_a_large_grid_costs_a_handful_of_queries(self):
        def queries(products):
            grid = self._push(products)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            grid.load()
            return self.cr.sql_log_count - before

        products = [self._product() for _number in range(12)]
        queries(products[:2])
        self.assertLessEqual(queries(products), queries(products[:2]) + 2)

    def test_waves_of_unequal_parts(self):
        goods = self._product()
        grid = self._push([goods], store_ids=[(6, 0, self.store_3.ids)], waves=3, wave_ratio='50-30-20')
        grid.save({self._key(goods, self.store_3): 10})
        made = self._made(grid.action_apply())
        self.assertEqual(sorted(made.line_ids.mapped('qty_requested')), [2, 3, 5])
        grid.wave_ratio = '50-50'
        grid.save({self._key(goods, self.store_3): 10})
        with self.assertRaisesRegex(UserError, 'does not divide 3 waves'):
            grid.action_apply()

    def test_shipping_and_receiving_in_the_same_grid(self):
        one, (goods,) = self._approved(4)
        other, _goods = self._approved(3, products=[goods])
        Matrix = self._as(self.giver, self.env['store.transfer.matrix'])
        action = Matrix.open_for((one | other).ids, 'ship')
        self.assertRegex(action['display_name'], '^Ship')  # what the screen is called
        matrix = Matrix.browse(action['params']['grid_id'])
        data = matrix.load()
        self.assertEqual([[cell['hint'] for cell in row['cells']] for row in data['rows']], [['3', '4']])
        keys = [cell['key'] for cell in data['rows'][0]['cells']]
        self.assertEqual(matrix.fill('all', dict.fromkeys(keys, 0)), {f'{goods.id}:{one.id}': 4, f'{goods.id}:{other.id}': 3})
        matrix.save({f'{goods.id}:{one.id}': 2, f'{goods.id}:{other.id}': 3})
        self.assertEqual(matrix._matrix()['sum'], '5')
        matrix.action_apply()
        self.assertEqual((self._booked(one)[0][0], self._booked(other)[0][0]), (2, 3))
        with self.assertRaisesRegex(UserError, 'No cell has a quantity'):
            matrix.action_apply()
        Matrix = self._as(self.taker, self.env['store.transfer.matrix'])
        with self.assertRaisesRegex(UserError, 'to ship or receive'):
            Matrix.open_for(other.ids, 'ship')
        matrix = Matrix.browse(Matrix.open_for(other.ids, 'receive')['params']['grid_id'])
        matrix.save({f'{goods.id}:{other.id}': 4})
        matrix.action_apply()
        self.assertEqual(self._booked(other)[0][:2], (3, 3))
        self.assertEqual(other.sudo().discrepancy_ids.mapped('kind'), ['over'])
