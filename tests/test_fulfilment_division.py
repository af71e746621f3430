# Part of store_group. License LGPL-3.

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .test_fulfilment_parcels import ParcelCommon

TWO = [
    {'external_id': 'L1', 'sku': 'T-SHIRT', 'quantity': 5, 'unit_price': '12.50'},
    {'external_id': 'L2', 'sku': 'T-COAT', 'quantity': 3, 'unit_price': '99.90'},
]


class DivisionCommon(ParcelCommon):
    """Orders of five shirts and three coats, of which there are enough."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.coat = cls.product.sudo().copy({'name': 'Coat', 'default_code': 'T-COAT'}).with_env(cls.env)
        cls.env['stock.quant'].sudo().with_company(cls.company)._update_available_quantity(
            cls.coat, cls.warehouse_1.lot_stock_id, 100
        )

    def _split(self, picking, user=None, **away):
        """Split by the wizard: {code of a product: quantity that goes}; return the new delivery."""
        own = self._as(user or self.picker, picking)
        before = own.sudo().sale_id.picking_ids
        split = Form.from_action(own.env, own.action_split_delivery())
        for index in range(len(split.line_ids)):
            with split.line_ids.edit(index) as line:
                line.away = away.get(line.product_id.default_code.replace('-', '_'), 0)
        split.save().action_split()
        own.env.invalidate_all()
        return picking.sale_id.picking_ids - before

    def _quantities(self, picking):
        return {
            move.product_id.default_code: move.product_uom_qty
            for move in picking.sudo().move_ids
            if move.state not in ('cancel', 'done')
        }


@tagged('post_install', '-at_install')
class TestFulfilmentDivision(DivisionCommon):
    """Parts of a delivery come to the whole, whatever happens to one of them."""

    def test_by_lines_and_quantities(self):
        order = self._to('1', lines=TWO)
        first = order.picking_ids
        second = self._split(first, T_SHIRT=2, T_COAT=3)
        self.assertEqual(self._quantities(first), {'T-SHIRT': 3})
        self.assertEqual(self._quantities(second), {'T-SHIRT': 2, 'T-COAT': 3})
        self.assertEqual((first | second).mapped('state'), ['assigned', 'assigned'])
        self.assertEqual([self._brings(line) for line in order.order_line], [5, 3])
        self.assertEqual(order.amount_total, 362.2)
        third = self._split(second, T_COAT=1)
        self.assertEqual([self._quantities(part) for part in (second, third)], [{'T-SHIRT': 2, 'T-COAT': 2}, {'T-COAT': 1}])

    def test_what_cannot_be_divided_is_refused(self):
        order = self._to('1', lines=TWO)
        for away, said in (
            ({}, "Nothing goes"),
            ({'T_SHIRT': 5, 'T_COAT': 3}, "All of"),
            ({'T_SHIRT': 6}, "not more"),
            ({'T_SHIRT': -1}, "below 0"),
        ):
            with self.subTest(away=away), self.assertRaisesRegex(UserError, said):
                self._split(order.picking_ids, **away)
        single = self._to('2', lines=[{**TWO[0], 'quantity': 1}])
        with self.assertRaisesRegex(UserError, "cannot be divided"):
            self._as(self.picker, single.picking_ids).action_split_delivery()

    def test_what_is_not_there_yet(self):
        self.env['stock.quant'].sudo().with_company(self.company)._update_available_quantity(
            self.coat, self.warehouse_1.lot_stock_id, -99
        )
        order = self._to('1', lines=TWO)
        own = self._as(self.picker, order.picking_ids)
        split = Form.from_action(own.env, own.action_split_delivery())
        split.kind = 'lacking'
        split.save().action_split()
        first, second = order.picking_ids.sorted('id')
        self.assertEqual((first.state, self._quantities(first)), ('assigned', {'T-SHIRT': 5, 'T-COAT': 1}))
        self.assertEqual((second.state, self._quantities(second)), ('confirmed', {'T-COAT': 2}))

    def test_from_another_warehouse(self):
        cellar = self._warehouse('Cellar', 'TSC')
        cellar.store_id = self.store_1
        order = self._to('1', lines=TWO)
        own = self._as(self.admin, order.picking_ids)
        split = Form.from_action(own.env, own.action_split_delivery())
        split.kind, split.warehouse_id = 'warehouse', cellar
        with split.line_ids.edit(1) as line:
            line.away = 2
        split.save().action_split()
        first, second = order.picking_ids.sorted('id')
        self.assertEqual((second.picking_type_id.warehouse_id, self._quantities(second)), (cellar, {'T-COAT': 2}))
        self.assertEqual(
            (self._quantities(first), [self._brings(line) for line in order.order_line]), ({'T-SHIRT': 5, 'T-COAT': 1}, [5, 3])
        )
        self._to('1', lines=TWO, refunds=[{'external_id': 'R1', 'line': 'L2', 'quantity': 2, 'amount': '199.80'}])
        self._intake('1').action_take_other()
        self.assertEqual([self._brings(line) for line in order.order_line], [5, 1])

    def test_another_stores_warehouse_is_not_named(self):
        order = self._to('1', lines=TWO)
        own = self._as(self.picker, order.picking_ids)
        wizard = own.env['store.delivery.split'].browse(own.action_split_delivery()['res_id'])
        wizard.write({'kind': 'warehouse', 'warehouse_id': self.warehouse_2.id})
        wizard.line_ids[:1].away = 1
        with self.assertRaises(AccessError):
            wizard.action_split()

    def test_from_the_order(self):
        order = self._to('1', lines=TWO)
        second = self._split(order.picking_ids, T_COAT=1)
        action = self._as(self.admin, order).action_split_delivery()
        wizard = self.env['store.delivery.split'].browse(action['res_id'])
        self.assertEqual(wizard.picking_id | wizard.other_ids, order.picking_ids.filtered(lambda item: item._has_parts()))
        self.assertIn(second, order.picking_ids)

    # === THE SUM HOLDS ===

    def test_a_cancelled_part_is_brought_by_the_other(self):
        order = self._to('1', lines=TWO)
        first = order.picking_ids
        second = self._split(first, T_SHIRT=2, T_COAT=1)
        self._as(self.picker, second).action_cancel()
        self.assertEqual((second.state, self._quantities(first)), ('cancel', {'T-SHIRT': 5, 'T-COAT': 3}))
        self.assertEqual(first.state, 'assigned')
        order.sudo()._action_cancel()
        self.assertEqual([self._brings(line) for line in order.order_line], [0, 0])

    def test_what_nobody_else_brings_is_told(self):
        order = self._to('1', lines=TWO)
        first = order.picking_ids
        second = self._split(first, T_SHIRT=2)
        self._as(self.picker, first).action_cancel()
        self.assertEqual(self._quantities(second), {'T-SHIRT': 5})
        said = ' '.join(order.sudo().message_ids.mapped('body'))
        self.assertIn('No delivery brings 3', said)
        self.assertIn('Coat', said)

    def test_a_deleted_part_is_brought_by_the_other(self):
        order = self._to('1', lines=TWO)
        second = self._split(order.picking_ids, T_SHIRT=2, T_COAT=1)
        second.sudo().unlink()
        self.env.invalidate_all()
        self.assertEqual([self._brings(line) for line in order.order_line], [5, 3])

    def test_a_refund_is_taken_off_all_parts(self):
        order = self._to('1', lines=TWO)
        first = order.picking_ids
        second = self._split(first, T_SHIRT=2)
        self._to('1', lines=TWO, refunds=[{'external_id': 'R1', 'line': 'L1', 'quantity': 4, 'amount': '50'}])
        self.assertTrue(self._intake('1').stops_delivery)
        self._intake('1').action_take_other()
        self.assertEqual([self._brings(line) for line in order.order_line], [1, 3])
        self.assertEqual((self._quantities(first), second.state), ({'T-SHIRT': 1, 'T-COAT': 3}, 'cancel'))

    def test_a_part_that_left_stays(self):
        order = self._to('1', lines=TWO)
        first = order.picking_ids
        second = self._split(first, T_SHIRT=2)
        self._as(self.picker, second).button_validate()
        self.assertEqual((second.state, first.state), ('done', 'assigned'))
        self._to('1', lines=TWO, refunds=[{'external_id': 'R1', 'line': 'L1', 'quantity': 3, 'amount': '37.50'}])
        self._intake('1').action_take_other()
        self.assertEqual([self._brings(line) for line in order.order_line], [2, 3])

    def test_in_two_steps(self):
        self.warehouse_1.sudo().delivery_steps = 'pick_ship'
        order = self._to('1', lines=TWO)
        first = order.picking_ids
        second = self._split(first, T_SHIRT=2, T_COAT=2)
        self._as(self.picker, second).button_validate()
        self._to('1', lines=TWO, refunds=[{'external_id': 'R1', 'line': 'L1', 'quantity': 3, 'amount': '37.50'}])
        self._intake('1').action_take_other()
        self.assertEqual(self._quantities(first), {'T-COAT': 1})
        for _step in range(2):
            for part in self._open_of(order):
                self._as(self.picker, part).button_validate()
        self.assertEqual([self._brings(line) for line in order.order_line], [2, 3])
        self.assertEqual(order.order_line.mapped('qty_delivered'), [2, 3])

    # === WHAT IS PICKED ===

    def _pick(self, picking, **quantities):
        """Pick in Odoo's own form: {code of a product: quantity}."""
        for move in picking.sudo().move_ids:
            quantity = quantities.get(move.product_id.default_code.replace('-', '_'))
            if quantity:
                move.write({'quantity': quantity, 'picked': True})

    def _ship_all(self, order):
        """Ship whatever is open, part by part; nothing more than the order sells leaves."""
        for _time in range(4):
            for part in self._open_of(order):
                part.action_assign()
                self._as(self.admin, part).with_context(skip_backorder=True).button_validate()
        self.env.invalidate_all()
        self.assertEqual(order.order_line.mapped('qty_delivered'), order.order_line.mapped('product_uom_qty'))
        self.assertFalse(self._open_of(order))

    def test_what_is_picked_stays(self):
        order = self._to('1', lines=TWO)
        first = order.picking_ids
        self._pick(first, T_SHIRT=3)
        for away in ({'T_SHIRT': 4}, {'T_SHIRT': 3, 'T_COAT': 3}):
            with self.subTest(away=away), self.assertRaisesRegex(UserError, "are picked"):
                self._split(first, **away)
        second = self._split(first, T_SHIRT=2, T_COAT=3)
        self.assertEqual(sum(first.move_ids.mapped('quantity')), 3)
        self.assertEqual(self._quantities(second), {'T-SHIRT': 2, 'T-COAT': 3})
        self._ship_all(order)

    def test_some_of_what_is_reserved_is_picked(self):
        order = self._to('1', lines=TWO)
        move = order.picking_ids.sudo().move_ids.filtered(lambda move: move.product_id == self.product)
        move.move_line_ids.quantity = 2
        move.move_line_ids.picked = True
        move.move_line_ids.copy({'quantity': 3, 'picked': False})
        self.assertEqual(move.quantity, 5)
        self._split(order.picking_ids, T_SHIRT=2)
        self.assertEqual((move.product_uom_qty, move._picked_quantity()), (3, 2))
        self.assertLessEqual(move.quantity, 3)
        self._ship_all(order)

    def test_a_whole_row_takes_along_what_is_picked(self):
        order = self._to('1', lines=TWO)
        self._pick(order.picking_ids, T_SHIRT=3)
        second = self._split(order.picking_ids, T_SHIRT=5)
        self.assertEqual(self._quantities(second), {'T-SHIRT': 5})
        self._ship_all(order)

    def test_what_is_picked_is_sent_from_nowhere_else(self):
        cellar = self._warehouse('Cellar', 'TSC')
        cellar.store_id = self.store_1
        self.env['stock.quant'].sudo()._update_available_quantity(self.product, cellar.lot_stock_id, 50)
        order = self._to('1', lines=TWO)
        first = order.picking_ids.sudo()
        move = first.move_ids.filtered(lambda move: move.product_id == self.product)
        self._pick(first, T_SHIRT=3)
        for quantity in (4, 5):
            with self.subTest(quantity=quantity), self.assertRaisesRegex(UserError, "are picked"):
                first._split_off({move.id: quantity}, cellar.sudo())
        first._split_off({move.id: 2}, cellar.sudo())
        self.assertEqual((move.product_uom_qty, move.quantity), (3, 3))
        self._ship_all(order)

    def test_less_is_taken_from_what_is_not_picked_first(self):
        order = self._to('1', lines=TWO)
        first = order.picking_ids
        second = self._split(first, T_SHIRT=2)
        self._pick(second, T_SHIRT=2)
        order.sudo().order_line[0].product_uom_qty = 4
        self.assertEqual([self._quantities(part)['T-SHIRT'] for part in (first, second)], [2, 2])
        order.sudo().order_line[0].product_uom_qty = 1
        self.assertEqual((self._quantities(first), self._quantities(second)), ({'T-COAT': 3}, {'T-SHIRT': 1}))
        self.assertIn('More was picked', ' '.join(second.message_ids.mapped('body')))
        self._ship_all(order)

    def test_a_refund_of_what_is_picked(self):
        for parts in (1, 2):
            with self.subTest(parts=parts):
                number = str(parts)
                order = self._to(number, lines=TWO)
                if parts > 1:
                    self._split(order.picking_ids, T_SHIRT=2)
                order.picking_ids.sudo().move_ids.picked = True
                self._to(number, lines=TWO, refunds=[{'external_id': 'R1', 'line': 'L1', 'quantity': 4, 'amount': '50'}])
                self._intake(number).action_take_other()
                self.assertEqual([self._brings(line) for line in order.order_line], [1, 3])
                self._ship_all(order)

    def test_what_was_picked_for_a_cancelled_part(self):
        self.env['stock.quant'].sudo().with_company(self.company)._update_available_quantity(
            self.product, self.warehouse_1.lot_stock_id, -95
        )
        order = self._to('1', lines=TWO)
        first = order.picking_ids
        second = self._split(first, T_SHIRT=2)
        self._pick(second, T_SHIRT=2)
        self._as(self.picker, second).action_cancel()
        shirts = first.move_ids.filtered(lambda move: move.product_id == self.product)
        self.assertEqual((shirts.product_uom_qty, shirts.quantity), (5, 5))
        self._ship_all(order)

    def test_a_part_of_a_parcel_leaves_on_its_own(self):
        one, two = self._to('1', lines=TWO), self._to('2')
        group = self._look()
        group.action_accept()
        rest = self._split(one.picking_ids, T_COAT=3)
        self.assertEqual((group.picking_ids.sale_id, rest.delivery_group_id), (one | two, self.Group))
        self._as(self.picker, two.picking_ids).button_validate()
        self.assertEqual((group.state, rest.state), ('shipped', 'assigned'))
