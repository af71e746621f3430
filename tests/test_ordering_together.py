# Part of store_group. License LGPL-3.
import re
from unittest.mock import patch

from freezegun import freeze_time

from odoo import Command
from odoo.tests import tagged
from odoo.tools import SQL

from .intake_common import IntakeCommon

# what is made by a confirmation, parents first
MADE = ('stock.reference', 'stock.picking', 'stock.move', 'stock.move.line', 'mail.message', 'mail.followers', 'mail.activity')
TIES = ('stock_reference_move_rel', 'stock_reference_sale_rel', 'stock_move_move_rel')
# differ from run to run
OWN = {'create_date', 'write_date', 'message_id'}


@tagged('post_install', '-at_install')
class TestOrderingTogether(IntakeCommon):
    """Orders confirmed together bring what core brings when it confirms them, column by column."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        root = cls.env(user=1)
        cls.service = root['product.product'].create({'name': 'Advice', 'default_code': 'T-ADVICE', 'type': 'service'})
        cls.scarce = root['product.product'].create({'name': 'Scarf', 'default_code': 'T-SCARF', 'is_storable': True})
        root['stock.quant']._update_available_quantity(cls.scarce, cls.warehouse_1.lot_stock_id, 3)

    def _orders(self, count=6, **more):
        """Return intake orders with their quotations: goods there are, goods there are few of, advice alone, and all of them."""
        lines = (
            [{'sku': 'T-SHIRT', 'quantity': 2, 'unit_price': '12.50'}],
            [{'sku': 'T-SCARF', 'quantity': 2, 'unit_price': '5'}],
            [{'sku': 'T-ADVICE', 'quantity': 1, 'unit_price': '30'}],
            [{'sku': sku, 'quantity': 2, 'unit_price': '7'} for sku in ('T-SCARF', 'T-ADVICE', 'T-SHIRT')],
        )
        numbers = [str(number) for number in range(count)]
        self._submit(*(self._payload(number, lines=lines[int(number) % len(lines)], **more) for number in numbers))
        found = self.env['store.intake.order'].search([('channel_id', '=', self.shop.id)], order='id').sudo()
        self.assertEqual(len(found.sale_order_id), count)
        return found

    # === MEASURING ===

    def _last(self, model):
        table = SQL.identifier(self.env[model]._table)
        return self.env.execute_query(SQL('SELECT coalesce(max(id), 0) FROM %s', table))[0][0]

    def _rows(self, table, where):
        self.env.cr.execute(SQL('SELECT * FROM %s %s', SQL.identifier(table), where))
        return self.env.cr.dictfetchall()

    def _brought(self, sales, act):
        """Return what `act` makes and changes, with places instead of ids and numbers; take it back."""
        last = {model: self._last(model) for model in MADE}
        with self.env.cr.savepoint() as savepoint:
            act()
            self.env.flush_all()
            rows = {model: self._rows(self.env[model]._table, SQL('WHERE id > %s ORDER BY id', last[model])) for model in MADE}
            places = {model: {row['id']: place for place, row in enumerate(rows[model])} for model in MADE}
            numbers = {row['name']: f'<{place}>' for place, row in enumerate(rows['stock.picking'])}
            rows['sale.order'] = self._rows('sale_order', SQL('WHERE id IN %s ORDER BY id', tuple(sales.ids)))
            lines = tuple(sales.order_line.ids)
            rows['sale.order.line'] = self._rows('sale_order_line', SQL('WHERE id IN %s ORDER BY id', lines))
            goods = tuple(sales.order_line.product_id.ids)
            rows['stock.quant'] = self._rows('stock_quant', SQL('WHERE product_id IN %s ORDER BY id', goods))
            found = {
                model: [
                    {name: self._plain(model, name, value, row, places, numbers) for name, value in row.items()} for row in of
                ]
                for model, of in rows.items()
            }
            for table in TIES:
                if self.env.execute_query(SQL("SELECT to_regclass(%s)", table))[0][0]:
                    ties = [
                        {name: self._place(name, value, places) for name, value in row.items()}
                        for row in self._rows(table, SQL(''))
                    ]
                    found[table] = sorted(map(str, ties))
            savepoint.rollback()
        self.env.invalidate_all()
        return found

    def _plain(self, model, name, value, row, places, numbers):
        field = self.env[model]._fields.get(name)
        if name in OWN:
            return None
        if name == 'id':
            return places.get(model, {}).get(value, value)
        if name == 'res_id':
            target = row.get('model') or row.get('res_model')
            return places.get(target, {}).get(value, value)
        if field is not None and field.type == 'many2one':
            return places.get(field.comodel_name, {}).get(value, value)
        if isinstance(value, str):
            for number, place in numbers.items():
                value = re.sub(rf'{re.escape(number)}\b', place, value)
            return value
        return str(value)

    def _place(self, name, value, places):
        model = {'reference_id': 'stock.reference', 'move_id': 'stock.move'}.get(name, 'stock.move' if 'move' in name else '')
        return places.get(model, {}).get(value, value)

    def _both(self, orders, prepare=None):
        """Return (what our confirmation brings, what core's does)."""
        maker, sales = self.env['store.order.maker'].sudo(), orders.sale_order_id
        if prepare:
            prepare(sales)
            self.env.flush_all()

        def ours():
            maker._confirm(orders)

        def core():
            maker._in_company(self.company)['sale.order'].browse(sales.ids).action_confirm()

        with freeze_time('2024-03-05 12:00:00'):
            brought = [self._brought(sales, act) for act in (ours, core)]
        for part in brought:
            self.assertEqual({row['state'] for row in part['sale.order']}, {'sale'})
        return brought

    def _assert_same(self, ours, core):
        self.maxDiff = None
        for name in core:
            self.assertEqual(ours[name], core[name], name)

    # === TESTS ===

    def test_what_comes_is_the_same(self):
        ours, core = self._both(self._orders())
        self._assert_same(ours, core)
        self.assertEqual(len(core['stock.picking']), 5, "advice needs no delivery")
        self.assertEqual(len(core['mail.message']), 5, "each delivery says what it was made from")
        self.assertTrue(core['stock.move.line'], "some goods are there, and reserved")

    def test_deliveries_in_two_steps(self):
        self.warehouse_1.delivery_steps = 'pick_ship'
        self._assert_same(*self._both(self._orders()))

    def test_goods_ordered_for_each_order(self):
        """A rule that fetches goods for an order makes chains: core makes those."""
        buffer = self.env['stock.location'].create({'name': 'Buffer', 'location_id': self.warehouse_1.view_location_id.id})
        route = self.env['stock.route'].create(
            {
                'name': 'Fetch',
                'rule_ids': [
                    Command.create(
                        {
                            'name': name,
                            'action': 'pull',
                            'procure_method': method,
                            'picking_type_id': kind.id,
                            'location_src_id': source.id,
                            'location_dest_id': dest.id,
                        }
                    )
                    for name, method, kind, source, dest in (
                        (
                            'Out',
                            'make_to_order',
                            self.warehouse_1.out_type_id,
                            buffer,
                            self.env.ref('stock.stock_location_customers'),
                        ),
                        ('Fetch', 'make_to_stock', self.warehouse_1.int_type_id, self.warehouse_1.lot_stock_id, buffer),
                    )
                ],
            }
        )
        self.scarce.route_ids = route
        ours, core = self._both(self._orders())
        self._assert_same(ours, core)
        self.assertGreater(len(core['stock.picking']), 5)

    def test_products_that_are_reordered(self):
        self.env['stock.warehouse.orderpoint'].create(
            {
                'product_id': self.scarce.id,
                'location_id': self.warehouse_1.lot_stock_id.id,
                'trigger': 'auto',
                'product_min_qty': 5,
                'product_max_qty': 10,
            }
        )
        asked = []
        Point = type(self.env['stock.warehouse.orderpoint'])

        def note(this, **kwargs):
            asked.append((this.ids, this.env.context.get('origins')))

        with patch.object(Point, '_procure_orderpoint_confirm', note):
            self._assert_same(*self._both(self._orders()))
        self.assertEqual({tuple(ids) for ids, _origins in asked}, {tuple(asked[0][0])})

    def test_orders_with_a_delivery_before(self):
        def prepare(sales):
            own = self.env['store.order.maker'].sudo()._in_company(self.company)['sale.order'].browse(sales.ids)
            own.action_confirm()
            own._action_cancel()
            own.action_draft()
            own.store_intake_ids.confirmed_hash = False  # else the intake confirms nothing that a person set back

        self._assert_same(*self._both(self._orders(), prepare))

    def test_notes_that_somebody_reads_are_written_by_core(self):
        Thread, told = type(self.env['stock.picking']), []
        original = Thread._notify_get_recipients

        def recipients(this, message, **kwargs):
            told.append(this.id)
            return original(this, message, **kwargs)

        read = patch.object(type(self.env['store.order.together']), '_is_told', lambda this, pickings: True)
        with patch.object(Thread, '_notify_get_recipients', recipients), read:
            self._assert_same(*self._both(self._orders()))
        self.assertEqual(len(told), 10)

    def test_a_caller_brings_no_object(self):
        """The key in a context is nothing by itself."""
        sales = self._orders(2).sale_order_id.with_context(store_together={'pickings': {}})
        sales.action_confirm()
        self.assertEqual(len(sales.picking_ids), 2)
        self.assertNotIn('draft', sales.picking_ids.mapped('state'))
        self.assertEqual({len(picking.message_ids) for picking in sales.picking_ids}, {1})
