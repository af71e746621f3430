# Part of store_group. License LGPL-3.
"""Orders of Odoo's own between two companies while a transfer of the same product is on its way between them."""

from contextlib import contextmanager

from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_transfer_companies import TwoCompanies


@tagged('post_install', '-at_install')
class TestTransferBeside(TwoCompanies):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.nobodys = cls.env['store.transfer.ground'].sudo()._intercompany_location()

    def _ordered(self, goods, quantity, company, place, place_to, picking_type, **rule):
        """Return a confirmed move a rule of Odoo asked for, reserved as far as there is something."""
        env = self.env(su=True, context={'allowed_company_ids': company.ids})
        rule = env['stock.rule'].create(
            {
                'name': 'Between',
                'action': 'pull',
                'picking_type_id': picking_type.id,
                'location_src_id': place.id,
                'location_dest_id': place_to.id,
                'company_id': company.id,
                'route_id': env['stock.route'].create({'name': 'Between', 'company_id': company.id}).id,
            }
        )
        move = env['stock.move'].create(
            {
                'product_id': goods.id,
                'product_uom_qty': quantity,
                'product_uom': goods.uom_id.id,
                'rule_id': rule.id,
                'location_id': place.id,
                'location_dest_id': place_to.id,
                'location_final_id': place_to.id,
                'company_id': company.id,
                'picking_type_id': picking_type.id,
            }
        )
        move._action_confirm(merge=False)._action_assign()
        return move

    def _delivery(self, goods, quantity):
        return self._ordered(
            goods, quantity, self.company, self.warehouse_1.lot_stock_id, self.nobodys, self.warehouse_1.out_type_id
        )

    def _receipt(self, goods, quantity):
        return self._ordered(
            goods, quantity, self.other_company, self.nobodys, self.warehouse_b.lot_stock_id, self.warehouse_b.in_type_id
        )

    def _done(self, move, quantity=None):
        if quantity is not None:
            move.quantity = quantity
        move.picked = True
        move.picking_id.with_context(skip_backorder=True).button_validate()
        self.assertEqual(move.state, 'done')

    def _lies(self, goods, place):
        self.env.flush_all()
        self.env.invalidate_all()
        quants = self.env['stock.quant'].sudo().search([('product_id', '=', goods.id), ('location_id', 'child_of', place.ids)])
        return sum(quants.mapped('quantity')), sum(quants.mapped('reserved_quantity'))

    def _planned(self, transfer):
        return (
            self.env['stock.move']
            .sudo()
            .search(
                [
                    ('transfer_line_id', 'in', transfer.sudo().line_ids.ids),
                    ('transfer_step', '=', 'receive'),
                    ('state', 'not in', ['done', 'cancel']),
                ]
            )
        )

    @contextmanager
    def _lane(self, at_ship):
        """Within it goods cross when shipped, or stay the sender's until received."""
        with self.subTest(at_ship=at_ship), self.cr.savepoint() as point:
            if at_ship:
                self._at_ship()
            yield
            point.rollback()
        self.env.invalidate_all()

    def test_an_order_receives_its_own_beside_a_transfer(self):
        for at_ship in (False, True):
            with self._lane(at_ship):
                transfer, goods = self._far(4)
                receipt = self._receipt(goods, 5)
                self.assertEqual((receipt.state, receipt.quantity), ('confirmed', 0), "what is there is the transfer's")
                self._done(self._delivery(goods, 5))
                receipt._action_assign()  # the scheduler, or Check Availability: a delivery does not
                self.assertEqual((receipt.state, receipt.quantity), ('assigned', 5))
                self.assertEqual(self._planned(transfer).quantity, 4)
                self._done(receipt)
                self.assertEqual((self._planned(transfer).state, self._planned(transfer).quantity), ('assigned', 4))
                self._as(self.far_taker, transfer).action_receive()
                self.assertEqual(self._lies(goods, self.nobodys), (0, 0))
                self.assertEqual(self._lies(goods, self.warehouse_b.lot_stock_id), (9, 0))

    def test_a_transfer_receives_its_own_beside_an_order(self):
        for at_ship in (False, True):
            with self._lane(at_ship):
                goods = self._goods()
                receipt = self._receipt(goods, 5)
                transfer, _goods = self._far(4, products=[goods])
                receipt._action_assign()
                self.assertEqual((receipt.state, receipt.quantity), ('confirmed', 0), "what is there is the transfer's")
                self._done(self._delivery(goods, 5))
                self._as(self.far_taker, transfer).action_receive()
                self.assertEqual(self._booked(transfer), [(4, 4, 0, 0, 0, 0)])
                receipt._action_assign()
                self.assertEqual((receipt.state, receipt.quantity), ('assigned', 5))
                self._done(receipt)
                self.assertEqual(self._lies(goods, self.nobodys), (0, 0))
                self.assertEqual(self._lies(goods, self.warehouse_b.lot_stock_id), (9, 0))

    def test_goods_taken_before_anybody_brought_them_leave_the_transfers_plan_alone(self):
        for at_ship in (False, True):
            with self._lane(at_ship):
                transfer, goods = self._far(4)
                receipt = self._receipt(goods, 5)
                self._done(receipt, 5)  # as ever in Odoo
                self.assertEqual((self._planned(transfer).state, self._planned(transfer).quantity), ('assigned', 4))
                self._as(self.far_taker, transfer).action_receive()
                self.assertEqual(self._lies(goods, self.nobodys), (-5, 0))
                self._done(self._delivery(goods, 5))
                self.assertEqual(self._lies(goods, self.nobodys), (0, 0))
                self.assertEqual(self._lies(goods, self.warehouse_b.lot_stock_id), (9, 0))

    def test_a_part_goes_in_and_the_rest_stays_the_transfers(self):
        for at_ship in (False, True):
            with self._lane(at_ship):
                transfer, goods = self._far(4)
                self._done(self._delivery(goods, 5))
                planned = self._planned(transfer)
                self._as(self.far_taker, planned.picking_id).move_ids.write({'quantity': 1, 'picked': True})
                self._as(self.far_taker, planned.picking_id).with_context(skip_backorder=True).button_validate()
                self.assertEqual(self._booked(transfer), [(4, 1, 0, 0, 0, 3)])
                receipt = self._receipt(goods, 5)
                self.assertEqual((receipt.state, receipt.quantity), ('assigned', 5))
                self.assertEqual(self._planned(transfer).quantity, 3)
                self._done(receipt)
                self._as(self.far_taker, transfer).action_receive()
                self.assertEqual(self._lies(goods, self.nobodys), (0, 0))

    def test_a_receipt_somebody_freed_is_planned_anew_with_its_own(self):
        for at_ship in (False, True):
            with self._lane(at_ship):
                goods, lots = self._tracked(quantity=3)
                transfer, _goods = self._far(4, products=[goods])
                self._done(self._delivery(goods, 2))
                planned = self._planned(transfer)
                before = sorted((item.lot_id.id, item.quantity) for item in planned.move_line_ids)
                picking = self._as(self.far_taker, planned.picking_id)
                picking.do_unreserve()
                self.assertFalse(planned.move_line_ids)
                receipt = self._receipt(goods, 2)
                self.assertEqual(receipt.quantity, 2)
                picking.action_assign()
                self.assertEqual(sorted((item.lot_id.id, item.quantity) for item in planned.move_line_ids), before)
                self._done(receipt)
                self._as(self.far_taker, transfer).action_receive()
                self.assertEqual(self._lies(goods, self.nobodys), (0, 0))

    def test_orders_share_what_is_left_beside_the_transfer(self):
        for at_ship in (False, True):
            with self._lane(at_ship):
                goods = self._goods()
                transfer, _goods = self._far(4, products=[goods])
                self._done(self._delivery(goods, 5))
                first, second = self._receipt(goods, 3), self._receipt(goods, 3)
                self.assertEqual((first.quantity, second.quantity, second.state), (3, 2, 'partially_available'))
                self._done(first)
                self._as(self.far_taker, transfer).action_receive()
                self._done(second, 2)
                self.assertEqual(self._lies(goods, self.nobodys), (0, 0))

    def test_a_lot_of_the_transfer_is_not_an_orders(self):
        with self._lane(at_ship=True):
            goods, lots = self._tracked(quantity=3)
            transfer, _goods = self._far(3, products=[goods])
            receipt = self._receipt(goods, 3)
            self.assertFalse(receipt.move_line_ids)
            receipt.move_line_ids = [
                (
                    0,
                    0,
                    {
                        'product_id': goods.id,
                        'quantity': 3,
                        'location_id': self.nobodys.id,
                        'picked': True,
                        'lot_id': self._planned(transfer).move_line_ids.lot_id.id,
                        'company_id': self.other_company.id,
                        'location_dest_id': self.warehouse_b.lot_stock_id.id,
                    },
                )
            ]
            with self.assertRaisesRegex(UserError, 'belong to transfers'), self.cr.savepoint():
                receipt.picking_id.with_context(skip_backorder=True).button_validate()
            self._as(self.far_taker, transfer).action_receive()
