# Part of store_group. License LGPL-3.
from odoo import Command
from odoo.tests import tagged

from .test_transfer_law import LawCommon


@tagged('post_install', '-at_install')
class TestTransferUnit(LawCommon):
    """A transfer counts in the unit of its line, stock in the product's: both say the same, whoever moves the goods."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dozen, cls.unit = cls.env.ref('uom.product_uom_dozen'), cls.env.ref('uom.product_uom_unit')
        cls.warehouse_1.sudo().delivery_steps = 'ship_only'

    def _dozens(self, quantity, approve=True):
        """Return (transfer, product): so many dozens of a product kept in pieces are approved; 40 pieces are there."""
        goods = self._product()
        self.env['stock.quant'].sudo()._update_available_quantity(goods, self.warehouse_1.lot_stock_id, 30)
        transfer = self._as(self.taker, self.env['store.transfer']).create(
            {
                'source_store_id': self.store_1.id,
                'dest_store_id': self.store_3.id,
                'line_ids': [Command.create({'product_id': goods.id, 'uom_id': self.dozen.id, 'qty_requested': quantity})],
            }
        )
        transfer.action_submit()
        if approve:
            self._as(self.giver_boss, transfer).action_approve()
        return transfer, goods

    def _move_pieces(self, user, moves, quantity):
        """Validate so many pieces, at Odoo's screen, of moves that are planned in dozens."""
        items = self._all(user, moves.move_line_ids)
        items[1:].unlink()
        items[0].write({'product_uom_id': self.unit.id, 'quantity': quantity})
        self._all(user, moves).picked = True
        self._all(user, moves.picking_id).with_context(skip_backorder=True).button_validate()

    # === WHERE GOODS MOVE ===

    def test_pieces_a_dozen_cannot_count_do_not_move(self):
        for user, other in ((self.free, None), (None, self.free)):
            with self.subTest(user=user):
                transfer, goods = self._dozens(1)
                self._refused(f'7 Units.*{transfer.name}.*Dozens', self._move_pieces, user, self._step(transfer, 'ship'), 7)
                self._move_pieces(user, self._step(transfer, 'ship'), 6)
                self._as(self.giver, transfer).action_ship()
                self.assertEqual(self._booked(transfer), [(1, 0, 0, 0, 0, 1)])
                self._refused('7 Units', self._move_pieces, other, self._step(transfer, 'receive')[:1], 7)
                self._as(self.taker, transfer).action_receive()
                self.assertEqual((self._on_hand(goods, self.warehouse_3), self._in_transit(goods)), (22, 0))
                self._as(self.giver_boss, transfer).action_close()

    def test_nor_are_they_picked_or_corrected_to(self):
        transfer, _goods = self._dozens(1)
        self._as(self.giver, transfer).action_ship()
        item = self._all(self.free, self._step(transfer, 'ship').move_line_ids)
        self._refused('7 Units', item.write, {'product_uom_id': self.unit.id, 'quantity': 7})
        item.write({'product_uom_id': self.unit.id, 'quantity': 9})
        self.assertEqual(self._booked(transfer), [(0.75, 0, 0, 0, 0, 0.75)])
        self.warehouse_1.sudo().delivery_steps = 'pick_ship'
        transfer, _goods = self._dozens(1)
        self._refused('7 Units', self._move_pieces, self.free, self._step(transfer, 'prepare'), 7)

    # === ANOTHER UNIT FOR THE PRODUCT ===

    def test_the_unit_stays_while_a_transfer_is_open(self):
        transfer, (goods,) = self._ask(4)
        for act in (
            lambda: None,
            lambda: self._as(self.giver_boss, transfer).action_approve(),
            lambda: self._as(self.giver, transfer).action_ship(),
            lambda: self._as(self.taker, transfer).action_receive(),
        ):
            act()
            with self.subTest(state=transfer.sudo().state):
                self._refused(f'{transfer.name}.*(Close|cancel)', goods.sudo().product_tmpl_id.write, {'uom_id': self.dozen.id})
        self._as(self.giver_boss, transfer).action_close()

    def test_it_changes_once_all_are_over_and_everything_says_the_same(self):
        transfer, (goods,) = self._shipped(4)
        self._set(self.taker, transfer, 'received', 3)
        self._set(self.taker, transfer, 'lost', 1)
        self._as(self.taker, transfer).action_receive()
        item = transfer.sudo().discrepancy_ids
        self._as(self.giver, item).action_agree()
        self._as(self.judge, item).decide('write_off', 'source')
        self._as(self.giver_boss, transfer).action_close()
        cancelled, _goods = self._ask(2, products=[goods])
        self._as(self.giver_boss, cancelled).action_reject('No')
        self._all(None, goods.product_tmpl_id).uom_id = self.dozen
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual((transfer | cancelled).sudo().line_ids.uom_id, self.dozen)
        self.assertEqual(self._booked(transfer), [(4, 3, 0, 0, 1, 0)])
        moves = transfer.sudo().line_ids.move_ids
        self.assertEqual((moves.product_uom, moves.move_line_ids.product_uom_id), (self.dozen, self.dozen))
        for record in moves.move_line_ids:
            self.assertEqual(record.quantity_product_uom, record.quantity)
        self.assertEqual((self._on_hand(goods, self.warehouse_3), self._in_transit(goods)), (13, 0))
        back = self.env['store.transfer'].browse(self._as(self.taker, transfer).action_return()['res_id'])
        self._as(self.taker, back).action_submit()
        self._as(self.judge, back).action_approve()
        self._as(self.taker, back).action_ship()
        self._as(self.giver, back).action_receive()
        self.assertEqual(self._booked(back), [(3, 3, 0, 0, 0, 0)])
        self.assertEqual((self._on_hand(goods, self.warehouse_1), self._on_hand(goods, self.warehouse_3)), (9, 10))

    def test_between_companies_it_changes_in_both(self):
        transfer, goods = self._far(4)
        self._as(self.far_taker, transfer).action_receive()
        self._as(self.far_taker, transfer).action_close()
        self._all(None, goods.product_tmpl_id).uom_id = self.dozen
        self.assertEqual(self._booked(transfer), [(4, 4, 0, 0, 0, 0)])
        self.assertEqual(transfer.sudo().line_ids.move_ids.product_uom, self.dozen)

    def test_who_knows_the_name_of_our_key_relabels_nothing(self):
        transfer, _products = self._shipped(4)
        self._as(self.taker, transfer).action_receive()
        self._as(self.giver_boss, transfer).action_close()
        items = self._all(self.free, self._step(transfer, 'ship').move_line_ids)
        self._refused('Closed', items.with_context(store_relabels=True).write, {'product_uom_id': self.dozen.id})
