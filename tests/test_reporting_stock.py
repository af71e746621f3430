# Part of store_group. License LGPL-3.
from datetime import date, timedelta

from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from ..engine.reporting.stock_kind import COLUMNS as KINDS
from .stock_report_common import StockReportCommon

INS = ('purchased', 'produced', 'transferred_in', 'customer_return', 'gain')


@tagged('post_install', '-at_install')
class TestReportingStockLedger(StockReportCommon):
    def _assert_closed(self, first=None, last=None):
        """Opening + ins - outs + revaluation = closing, in quantity and value, for every place and product."""
        for part in ('quantity', 'value'):
            names = [f'{kind}_{part}' for kind in KINDS]
            rows = self._sums(
                self._ledger(first, last),
                ['store_id', 'place', 'product_id'],
                f'opening_{part}',
                f'closing_{part}',
                'revaluation_value',
                *names,
            )
            for key, (opening, closing, revaluation, *flows) in rows.items():
                change = sum(flow if kind in INS else -flow for kind, flow in zip(KINDS, flows, strict=True))
                self.assertAlmostEqual(opening + change + (revaluation if part == 'value' else 0), closing, 2, key)

    def _assert_equals_odoo(self):
        self.assertEqual(self._sums(self._ledger(), ['store_id', 'place', 'product_id'], 'closing_quantity'), self._quants())
        closing = self._sums(self._ledger(), ['product_id'], 'closing_value')
        value = self._sums(self._stock(), ['product_id'], 'value')
        for product in self.everything:
            odoo = round(self._valuation(product), 2)
            self.assertAlmostEqual(closing.get(product, 0), odoo, 2, product.name)
            self.assertAlmostEqual(value.get(product, 0), odoo, 2, product.name)
        self._assert_closed()

    def test_every_column_in_quantity_and_value(self):
        average = self.goods[1]
        self._receive(average, 10, value=100)
        self._receive(average, 10, value=200)  # 15 each now
        sold = self._sell(average, 4)
        self._move(average, 1, self.customers, self.shelves[0], origin_returned_move_id=sold.id)
        self._move(average, 2, self.shelves[0], self.suppliers)
        self._move(average, 3, self.losses, self.shelves[0])
        self._move(average, 1, self.shelves[0], self.losses)
        self.env['stock.scrap'].create(
            {'product_id': average.id, 'scrap_qty': 2, 'location_id': self.shelves[0].id, 'company_id': self.home.id}
        ).do_scrap()
        self._move(average, 6, self.shelves[0], self.transit)
        self._move(average, 5, self.transit, self.shelves[1])
        found = self._sums(
            self._ledger(), ['store_id', 'place'], *(f'{kind}_{part}' for kind in KINDS for part in ('quantity', 'value'))
        )
        by_kind = {
            key: {
                kind: figures[2 * place : 2 * place + 2]
                for place, kind in enumerate(KINDS)
                if any(figures[2 * place : 2 * place + 2])
            }
            for key, figures in found.items()
        }
        none = self.env['store.store']
        self.assertEqual(
            by_kind,
            {
                (self.shops[0], 'store'): {
                    'purchased': (20, 300),
                    'customer_return': (1, 15),
                    'gain': (3, 45),
                    'sold': (4, 60),
                    'supplier_return': (2, 30),
                    'loss': (1, 15),
                    'scrapped': (2, 30),
                    'transferred_out': (6, 90),
                },
                (self.shops[1], 'store'): {'transferred_in': (5, 75)},
                (none, 'transit'): {'transferred_in': (6, 90), 'transferred_out': (5, 75)},
            },
        )
        self._assert_equals_odoo()

    def test_equals_quants_and_valuation_for_every_way_of_valuation(self):
        for product in self.everything:
            self._receive(product, 10, value=100)
            self._receive(product, 10, value=200, lot=self.lots[1] if product == self.lotted else None)
            self._move(product, 4, self.shelves[0], self.transit)
            self._move(product, 3, self.transit, self.shelves[1])
            self._sell(product, 5)
            self._sell(product, 1, shop=1)
            self._receive(product, 2, shop=2, value=50)
        for step in (lambda: None, self._refresh):
            step()
            self._assert_equals_odoo()
        self.goods[0].with_company(self.home).standard_price = 17
        self.lots[0].with_company(self.home).standard_price = 19
        self._assert_equals_odoo()

    def test_a_past_day_equals_odoo_on_that_day_and_opens_the_next(self):
        moments = [('2026-01-10', 90), ('2026-02-10', 200), ('2026-03-10', 400)]
        for product in self.goods:
            for day, value in moments:
                self._receive(product, 10, value=value, date=f'{day} 04:00')
                self._sell(product, 2, date=f'{day} 06:00')
                # what was noted, by the trigger and by Odoo, as if it had been that day
                self._sql(
                    'UPDATE store_stock_cost SET date = %s WHERE product_id = %s AND date > %s', day, product.id, '2026-03-31'
                )
                self._sql(
                    "UPDATE product_value SET date = CASE WHEN move_id IS NULL THEN '2025-12-31' ELSE %s::timestamp END "
                    "WHERE date > '2026-03-31'",
                    f'{day} 05:00',
                )
        for step in (lambda: None, self._refresh):
            step()
            for day in ('2026-01-09', '2026-01-10', '2026-02-28', '2026-03-10'):
                after = fields.Date.to_string(date.fromisoformat(day) + timedelta(1))
                closing = self._sums(self._ledger('2026-01-01', day), ['product_id'], 'closing_quantity', 'closing_value')
                opening = self._sums(self._ledger(after, '2026-12-31'), ['product_id'], 'opening_quantity', 'opening_value')
                self.assertEqual(closing, opening)
                for product in self.goods:
                    self.assertAlmostEqual(closing.get(product, (0, 0))[1], self._valuation(product, day), 2, product.name)
        self._assert_closed('2026-02-01', '2026-02-28')

    def test_what_a_lot_is_worth_by_its_layers_beyond_its_cost_is_no_stores(self):
        layered = self.env['product.product'].create(
            {
                'name': "Layered lots",
                'is_storable': True,
                'tracking': 'lot',
                'lot_valuated': True,
                'standard_price': 10,
                'categ_id': self.goods[2].categ_id.id,
            }
        )
        lot = self.env['stock.lot'].create({'name': 'SK-LAYER', 'product_id': layered.id})
        self._receive(layered, 10, lot=lot, value=100)
        self._receive(layered, 10, lot=lot, value=200)
        self._sell(layered, 10, lot=lot)
        self.assertEqual(self._valuation(layered), 200)
        self._refresh()
        rest = {(self.shops[0], 'store'): 150, (self.env['store.store'], 'none'): 50}
        for report, name in ((self._stock(), 'value'), (self._ledger(), 'closing_value')):
            self.assertEqual(self._sums(report, ['store_id', 'place'], name, domain=[('product_id', '=', layered.id)]), rest)
        self._sell(layered, 10, lot=lot)
        self._refresh()
        self.assertFalse(self._sums(self._stock(), ['place'], 'value', domain=[('product_id', '=', layered.id)]))

    def test_moves_within_a_store_count_nothing(self):
        inner = self.env['stock.location'].create({'name': "Back Room", 'location_id': self.shelves[0].id})
        self._receive(self.goods[0], 5)
        self._move(self.goods[0], 5, self.shelves[0], inner)
        self.assertEqual(inner.store_id, self.shops[0])
        found = self._sums(
            self._ledger(), ['store_id'], 'transferred_in_quantity', 'transferred_out_quantity', 'closing_quantity'
        )
        self.assertEqual(found, {self.shops[0]: (0, 0, 5)})

    def test_the_place_of_the_goods_counts_not_the_store_that_sells(self):
        self._receive(self.goods[0], 5, shop=1)
        order = self.env['sale.order'].create(
            {
                'partner_id': self.env['res.partner'].create({'name': "Buyer"}).id,
                'company_id': self.home.id,
                'store_id': self.shops[0].id,
                'warehouse_id': self.warehouses[1].id,
                'order_line': [Command.create({'product_id': self.goods[0].id, 'product_uom_qty': 2, 'price_unit': 30})],
            }
        )
        order.warehouse_id = self.warehouses[1]
        order.action_confirm()
        order.picking_ids.move_ids.write({'quantity': 2, 'picked': True})
        order.picking_ids.button_validate()
        self.assertEqual(order.picking_ids.store_id, self.shops[0])
        self.assertEqual(self._sums(self._ledger(), ['store_id'], 'sold_quantity'), {self.shops[1]: 2})

    def test_goods_of_others_count_and_are_worth_nothing(self):
        owner = self.env['res.partner'].create({'name': "Owner"})
        self._receive(self.goods[0], 5).move_line_ids.owner_id = owner
        self.assertEqual(self._sums(self._ledger(), ['store_id'], 'closing_quantity', 'closing_value'), {self.shops[0]: (5, 0)})
        self.assertEqual(self._sums(self._stock(), ['store_id'], 'on_hand_quantity', 'value'), {self.shops[0]: (5, 0)})

    def test_each_figure_opens_its_moves(self):
        good, lines = self.goods[0], self.env['stock.move.line']
        self._receive(good, 10)
        self._sell(good, 2)
        self._move(good, 1, self.shelves[0], self.losses)
        self._move(good, 3, self.shelves[0], self.transit)
        self._move(good, 3, self.transit, self.shelves[1])
        ledger = self._ledger().search([('product_id', '=', good.id)])
        self.assertEqual(len(ledger), 3)
        for row in ledger:
            for kind in KINDS:
                action = row.with_context(store_kind=kind).action_open_moves()
                found = sum(lines.search(action['domain']).mapped('quantity'))
                self.assertEqual(found, row[f'{kind}_quantity'], (row.place, kind))
            every = lines.search(row.action_open_moves()['domain'])
            self.assertEqual(sum(every.mapped('quantity')), sum(row[f'{kind}_quantity'] for kind in KINDS))

    def test_a_period_is_asked_for(self):
        asked = Form(self.env['store.stock.period'].with_user(self.admin))
        asked.date_from, asked.date_to, asked.by = '2026-01-01', '2026-01-31', 'style'
        asked.store_ids.add(self.shops[0])
        wizard = asked.save()
        action = wizard.action_show()
        self.assertEqual((action['context']['store_from'], action['context']['store_to']), ('2026-01-01', '2026-01-31'))
        self.assertEqual(action['domain'], [('store_id', 'in', self.shops[0].ids)])
        self.assertEqual(action['display_name'], "Stock Ledger 2026-01-01 to 2026-01-31")  # what the screen is called
        wizard.date_to = '2025-01-01'
        with self.assertRaises(UserError):
            wizard.action_show()


@tagged('post_install', '-at_install')
class TestReportingStockNow(StockReportCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = cls.env['store.stock.report']._today()

    def _ago(self, days):
        return f'{self.today - timedelta(days)} 04:00'

    def test_now_and_what_is_reserved_and_free(self):
        self._receive(self.goods[0], 10)
        self._move(self.goods[0], 4, self.shelves[0], self.transit)
        self.env['stock.quant']._update_reserved_quantity(self.goods[0], self.shelves[0], 2)
        names = ('on_hand_quantity', 'reserved_quantity', 'free_quantity', 'transit_quantity', 'value')
        self.assertEqual(
            self._sums(self._stock(), ['store_id', 'place'], *names),
            {(self.shops[0], 'store'): (6, 2, 4, 0, 60), (self.env['store.store'], 'transit'): (0, 0, 0, 4, 40)},
        )
        row = self._stock().search([('store_id', '=', self.shops[0].id), ('product_id', '=', self.goods[0].id)])
        self.assertEqual((row.on_hand_quantity, row.value), (6, 60))
        quants = self.env['stock.quant'].search(row.action_open_quants()['domain'])
        self.assertEqual(sum(quants.mapped('quantity')), 6)

    def test_ratios_of_the_period(self):
        good = self.goods[0]
        self._receive(good, 100, date=self._ago(200))
        self._sell(good, 20, date=self._ago(100))
        self._sell(good, 20, date=self._ago(10))
        self._move(good, 4, self.customers, self.shelves[0], date=self._ago(5))
        for step in (lambda: None, self._refresh):
            step()
            found = self._sums(
                self._stock(),
                ['store_id'],
                'sold_quantity',
                'sold_value',
                'average_value',
                'sell_through',
                'cover_days',
                'turnover_days',
                'sell_rate',
                'stocked_count',
            )
            average = (800 + 640) / 2
            self.assertEqual(
                found, {self.shops[0]: (16, 160, average, round(16 / 80, 4), 64 * 90 / 16, average * 90 / 160, 1, 1)}
            )
        self._receive(self.goods[1], 1)
        self.assertEqual(self._sums(self._stock(), [], 'sell_rate', 'stocked_count', 'moving_count').get((), ()), (0.5, 2, 1))

    def test_age_goes_by_layers_what_came_first_has_left_first(self):
        good = self.goods[0]
        for days, quantity in ((400, 10), (100, 10), (20, 10)):
            self._receive(good, quantity, date=self._ago(days))
        self._sell(good, 15, date=self._ago(10))
        self.assertEqual(
            self._sums(self._stock(), ['age_bucket'], 'on_hand_quantity', 'value'), {'030': (10, 100), '180': (5, 50)}
        )
        self.assertAlmostEqual(self._sums(self._stock(), ['store_id'], 'age_days')[self.shops[0]], (10 * 20 + 5 * 100) / 15, 3)
        self.env['stock.quant']._update_available_quantity(good, self.shelves[0], 20)
        self.assertEqual(
            self._sums(self._stock(), ['age_bucket'], 'on_hand_quantity'), {'030': 10, '180': 10, 'old': 10, 'unknown': 5}
        )

    def test_dead_stock_neither_sold_nor_arrived(self):
        self._receive(self.goods[0], 10, date=self._ago(300))
        self._receive(self.goods[1], 10, date=self._ago(300))
        self._sell(self.goods[1], 1, date=self._ago(100))
        self._receive(self.goods[2], 10, date=self._ago(100))
        self.assertEqual(self._sums(self._stock(), ['product_id'], 'dead_quantity', 'dead_value'), {self.goods[0]: (10, 100)})
        self.env['ir.config_parameter'].sudo().set_param('store_group.dead_stock_days', '60')
        self.assertEqual(self._sums(self._stock(), [], 'dead_quantity', domain=[('is_dead', '=', True)]), {(): 29})

    def test_abc_by_cost_of_goods_sold(self):
        for product, sold in zip(self.goods, (80, 15, 5), strict=True):
            self._receive(product, 200, date=self._ago(60))
            self._sell(product, sold, date=self._ago(5))
        self._receive(self.lotted, 5)
        self.assertEqual(self._sums(self._stock(), ['abc'], 'on_hand_quantity'), {'a': 120, 'b': 185, 'c': 200})

    def test_margin_over_average_stock(self):
        good = self.goods[0]
        self._receive(good, 10, date=self._ago(300))
        order = self.env['sale.order'].create(
            {
                'partner_id': self.env['res.partner'].create({'name': "Buyer"}).id,
                'company_id': self.home.id,
                'store_id': self.shops[0].id,
                'order_line': [Command.create({'product_id': good.id, 'product_uom_qty': 4, 'price_unit': 25})],
            }
        )
        order.action_confirm()
        order.picking_ids.move_ids.write({'quantity': 4, 'picked': True})
        order.picking_ids.button_validate()
        self.assertEqual(
            self._sums(self._stock(), ['store_id'], 'margin', 'average_value', 'gmroi'), {self.shops[0]: (60, 80, 0.75)}
        )
        self.env['store.sale.fact']._refresh()
        order.order_line.price_unit = 30  # not written yet
        self.assertEqual(self._sums(self._stock(), ['store_id'], 'margin'), {self.shops[0]: 80})

    def test_broken_sizes(self):
        attribute, colour = self.env['product.attribute'].create([{'name': "Report Size"}, {'name': "Report Colour"}])
        sizes = self.env['product.attribute.value'].create([{'name': name, 'attribute_id': attribute.id} for name in ('S', 'M')])
        colours = self.env['product.attribute.value'].create(
            [{'name': name, 'attribute_id': colour.id} for name in ('Red', 'Blue')]
        )
        for key, chosen in (('size', attribute), ('colour', colour)):
            self.env['ir.config_parameter'].sudo().set_param(f'store_group.{key}_attribute_id', str(chosen.id))
        style = self.env['product.template'].create(
            {
                'name': "Style",
                'is_storable': True,
                'attribute_line_ids': [
                    Command.create({'attribute_id': line.id, 'value_ids': [Command.set(values.ids)]})
                    for line, values in ((attribute, sizes), (colour, colours))
                ],
            }
        )
        variants = style.product_variant_ids  # red S, blue S, red M, blue M in some order
        red = variants.filtered(lambda one: colours[0] in one.product_template_attribute_value_ids.product_attribute_value_id)
        for product in red | (variants - red)[:1]:
            self._receive(product, 1)
        self.assertEqual(
            self._sums(self._stock(), ['store_id'], 'style_count', 'broken_count', 'broken_rate'), {self.shops[0]: (2, 1, 0.5)}
        )
        self.assertEqual(self._sums(self._stock(), ['colour_value_id'], 'broken_count'), {colours[1]: 1})
        self.assertEqual(
            self._sums(self._stock(), ['size_value_id'], 'on_hand_quantity'),
            {
                size: sum(
                    1
                    for product in red | (variants - red)[:1]
                    if size in (product.product_template_attribute_value_ids.product_attribute_value_id)
                )
                for size in sizes
            },
        )
