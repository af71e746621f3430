# Part of store_group. License LGPL-3.
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .test_transfer_companies import TwoCompanies


@tagged('post_install', '-at_install')
class TestTransferBoxes(TwoCompanies):
    """What lies in which box, on Odoo's own packages, within a company and between two."""

    def _pack(self, transfer, box, *quantities, user=None):
        lines = transfer.sudo().line_ids
        return self._as(user or self.giver, transfer).pack(
            box,
            [
                {'line_id': line.id, 'quantity': quantity}
                for line, quantity in zip(lines, quantities, strict=False)
                if quantity is not None
            ],
        )

    def _package(self, name):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env['stock.package'].sudo().search([('name', '=', name)])

    def _content(self, name):
        quants = self._package(name).quant_ids.filtered(lambda quant: quant.quantity > 0)
        return sorted((quant.location_id.usage, quant.quantity) for quant in quants)

    def _two_boxes(self, **more):
        transfer, products = self._approved(5, 4, **more)
        self._pack(transfer, 'BOX-1', 3, 4)
        self._pack(transfer, 'BOX-2', 2)
        return transfer, products

    def test_goods_travel_in_their_boxes_and_stay_in_what_arrives_whole(self):
        transfer, (first, _second) = self._two_boxes()
        self._as(self.giver, transfer).action_ship()
        self.assertEqual(self._content('BOX-1'), [('transit', 3), ('transit', 4)])
        self.assertEqual(self._content('BOX-2'), [('transit', 2)])
        self._as(self.taker, transfer).receive_boxes(['BOX-1'])
        self.assertEqual(self._booked(transfer), [(5, 3, 0, 0, 0, 2), (4, 4, 0, 0, 0, 0)])
        self.assertEqual(self._content('BOX-1'), [('internal', 3), ('internal', 4)])
        self.assertEqual(self._content('BOX-2'), [('transit', 2)])
        self._as(self.taker, transfer).receive_boxes(['BOX-1'])
        self.assertEqual(self._booked(transfer)[0], (5, 3, 0, 0, 0, 2), 'a box arrives once')
        self.assertEqual(self._on_hand(first, self.warehouse_3), 13)

    def test_the_second_box_can_come_first(self):
        transfer, _products = self._two_boxes()
        self._as(self.giver, transfer).action_ship()
        self._as(self.taker, transfer).receive_boxes(['BOX-2'])
        self.assertEqual((self._content('BOX-1'), self._content('BOX-2')), ([('transit', 3), ('transit', 4)], [('internal', 2)]))

    def test_a_box_that_does_not_come_is_a_difference(self):
        transfer, (goods, _second) = self._two_boxes()
        self._as(self.giver, transfer).action_ship()
        self._as(self.taker, transfer).receive_boxes(['BOX-1'])
        self._as(self.taker, transfer).action_count_final()
        difference = transfer.sudo().discrepancy_ids
        self.assertEqual([(item.kind, item.quantity) for item in difference], [('short', 2)])
        self._as(self.giver, difference).action_agree()
        self._as(self.judge, difference).decide('write_off', 'source')
        self.assertEqual((self._content('BOX-2'), self._in_transit(goods)), ([], 0))
        self._as(self.taker, transfer).action_close()
        self.assertEqual(transfer.sudo().state, 'closed')

    def test_lines_of_a_received_box_may_still_differ(self):
        transfer, (goods, _second) = self._two_boxes()
        self._as(self.giver, transfer).action_ship()
        taker = self._as(self.taker, transfer).with_context(transfer_boxes=self._package('BOX-1').ids)
        for step, count in (('damaged', 1), ('received', 2)):
            taker.set_quantities(step, [{'line_id': transfer.sudo().line_ids[0].id, 'quantity': count}])
        taker.action_receive()
        self.assertEqual(self._booked(transfer)[0], (5, 2, 1, 0, 0, 2))
        self.assertEqual(self._content('BOX-2'), [('transit', 2)])
        self.assertEqual(self._on_hand(goods, self.warehouse_3), 12)

    def test_shipping_a_box_ships_what_lies_in_it_and_nothing_else(self):
        transfer, _products = self._two_boxes()
        for _twice in range(2):
            self._as(self.giver, transfer).ship_boxes(['BOX-2'])
            self.assertEqual([row[0] for row in self._booked(transfer)], [2, 0])
        self.assertEqual(self._content('BOX-1'), [])
        self._as(self.giver, transfer).ship_boxes(['BOX-1'])
        self.assertEqual(self._content('BOX-1'), [('transit', 3), ('transit', 4)])

    def test_boxes_go_through_every_step_of_a_warehouse(self):
        self.warehouse_1.sudo().delivery_steps = 'pick_pack_ship'
        transfer, _products = self._two_boxes()
        self._as(self.giver, transfer).action_ship()
        self.assertEqual(self._content('BOX-1'), [('transit', 3), ('transit', 4)])

    def test_lots_keep_to_their_boxes(self):
        goods, _lots = self._tracked(quantity=3)
        transfer, _goods = self._approved(5, products=[goods])
        self._pack(transfer, 'BOX-L', 4)
        self._as(self.giver, transfer).action_ship()
        self.assertEqual(self._content('BOX-L'), [('transit', 1), ('transit', 3)])
        self._as(self.taker, transfer).receive_boxes(['BOX-L'])
        self.assertEqual(self._content('BOX-L'), [('internal', 1), ('internal', 3)])

    def test_what_was_put_into_packs_in_the_picking_shows(self):
        transfer, _products = self._approved(5, 4)
        picking = self._pickings(transfer).filtered(lambda picking: picking.state == 'assigned')
        self._as(self.giver, picking).action_put_in_pack()
        self._as(self.giver, transfer).action_ship()
        boxes = self._as(self.giver, transfer).boxes()['boxes']
        self.assertEqual([[line['qty_shipped'] for line in box['lines']] for box in boxes], [[5, 4]])
        self._as(self.taker, transfer).receive_boxes([boxes[0]['box']])
        self.assertEqual([row[1] for row in self._booked(transfer)], [5, 4])

    def test_boxes_cross_into_another_company(self):
        for at_ship in (False, True):
            with self.subTest(at_ship=at_ship):
                if at_ship:
                    self._at_ship()
                goods = self._goods()
                transfer, _goods = self._ask(5, products=[goods], user=self.far_taker, dest=self.foreign)
                self._as(self.giver_boss, transfer).action_approve()
                names = [f'FAR-{at_ship}-{number}' for number in range(2)]
                self._pack(transfer, names[0], 3)
                self._pack(transfer, names[1], 2)
                self._as(self.giver, transfer).action_ship()
                self._as(self.far_taker, transfer).receive_boxes(names[1:])
                self.assertEqual((self._content(names[0]), self._content(names[1])), ([('transit', 3)], [('internal', 2)]))
                self.assertEqual(self._package(names[1]).company_id, self.other_company)
                self._as(self.far_taker, transfer).action_count_final()
                self._as(self.giver, transfer.sudo().discrepancy_ids).action_agree()
                self._as(self.judge, transfer.sudo().discrepancy_ids).decide('write_off', 'dest')
                self.assertEqual((self._content(names[0]), self._in_transit(goods)), ([], 0))
                self.assertEqual(self._worth(goods, self.other_company), 20)

    def test_more_than_is_approved_fits_in_no_box(self):
        transfer, _products = self._two_boxes()
        with self.assertRaisesRegex(UserError, '5 is approved, 5 is in other boxes'):
            self._pack(transfer, 'BOX-3', 3)
        with self.assertRaisesRegex(UserError, 'no line 999999999'):
            self._as(self.giver, transfer).pack('BOX-3', [{'line_id': 999999999, 'quantity': 1}])
        with self.assertRaises(UserError):
            self._as(self.giver, transfer).pack('BOX-3', [{'line_id': 0, 'quantity': 1}])

    def test_a_box_with_other_goods_is_refused(self):
        self._two_boxes()
        other, _products = self._approved(1)
        with self.assertRaisesRegex(UserError, 'holds other goods'):
            self._pack(other, 'BOX-1', 1)

    def test_each_side_works_on_its_own_boxes_only(self):
        transfer, _products = self._two_boxes()
        with self.assertRaises(AccessError):
            self._pack(transfer, 'BOX-1', 1, user=self.taker)
        with self.assertRaises(AccessError):
            self._as(self.taker, transfer).ship_boxes(['BOX-1'])
        self._as(self.giver, transfer).action_ship()
        with self.assertRaises(AccessError):
            self._as(self.giver, transfer).receive_boxes(['BOX-1'])
        elsewhere = self._member('box_elsewhere', 'staff', store_id=self.store_2.id)
        self.assertFalse(self._as(elsewhere, self.env['stock.package']).search([('name', 'like', 'BOX-')]))
        self.assertFalse(self._as(elsewhere, self.env['store.transfer.box']).search([]))
        self.assertEqual(len(self._as(self.taker, self.env['stock.package']).search([('name', 'like', 'BOX-')])), 2)
        with self.assertRaisesRegex(UserError, 'Check the label'):
            self._as(self.taker, transfer).receive_boxes(['BOX-9'])

    def test_no_line_is_made_out_of_a_foreign_box(self):
        """What names a box on a line shows the box: only one of the own goods, or one that another own line names."""
        transfer, _products = self._two_boxes()
        self._as(self.giver, transfer).action_ship()
        theirs = self.env['stock.package'].sudo().create({'name': 'THEIRS', 'store_id': self.store_2.id})
        receipt = self._as(
            self.taker,
            self.env['stock.move']
            .sudo()
            .search([('transfer_line_id', 'in', transfer.sudo().line_ids.ids), ('transfer_step', '=', 'receive')])[:1],
        )
        values = {'move_id': receipt.id, 'product_id': receipt.product_id.id, 'quantity': 1}
        for box in (theirs, self.env['stock.package'].sudo().create({'name': 'NOBODY'})):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                receipt.env['stock.move.line'].create({**values, 'transfer_box_id': box.id})
            self.env.invalidate_all()

    def test_without_boxes_a_validation_costs_few_queries_more(self):
        moves = self._pickings(self._approved(1)[0]).move_ids
        moves.picked = True
        boxes = self.env['store.transfer.boxes'].sudo()
        boxes._before_done(moves)
        with self.assertQueryCount(3):
            boxes._before_done(moves)

    def test_the_board_packs_ships_and_receives_by_box(self):
        transfer, _products = self._approved(5, 4)
        first, second = transfer.sudo().line_ids
        board = self._as(self.giver, self.env['store.transfer.board'])
        box = board.new_box(transfer.id, 'BOARD-1')['box']
        board.finish(
            transfer.id,
            'ship',
            [{'line_id': first.id, 'counted': 3, 'boxes': {box: 2}}, {'line_id': second.id, 'counted': 4, 'boxes': {box: 4}}],
        )
        self.assertEqual(self._content('BOARD-1'), [('transit', 2), ('transit', 4)])
        self.assertEqual(self._booked(transfer)[0][0], 3)
        board = self._as(self.taker, self.env['store.transfer.board'])
        sheet = board.sheet(transfer.id, 'receive')
        self.assertEqual(sheet['boxes'], [{'box': 'BOARD-1', 'lines': {str(first.id): 2, str(second.id): 4}}])
        board.finish(
            transfer.id,
            'receive',
            [{'line_id': first.id, 'counted': 2}, {'line_id': second.id, 'counted': 3, 'damaged': 1}],
            boxes=['BOARD-1'],
        )
        self.assertEqual(self._booked(transfer), [(3, 2, 0, 0, 0, 1), (4, 3, 1, 0, 0, 0)])

    def test_the_form_puts_the_rest_into_a_new_box(self):
        transfer, _products = self._two_boxes()
        self._pack(transfer, 'BOX-2', 0)
        Wizard = self._as(self.giver, self.env['store.transfer.pack']).with_context(active_id=transfer.id)
        wizard = Wizard.create(Wizard.default_get(['line_ids', 'transfer_id']))
        self.assertEqual(wizard.line_ids.mapped('quantity'), [2])
        wizard.action_pack()
        self.assertEqual(
            [[line['quantity'] for line in box['lines']] for box in self._as(self.taker, transfer).boxes()['boxes']],
            [[3, 4], [2]],
        )
