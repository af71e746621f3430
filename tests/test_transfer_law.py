# Part of store_group. License LGPL-3.
from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .test_transfer_companies import TwoCompanies


class LawCommon(TwoCompanies):
    """People work in Odoo's own screens; `free` is bound to no store, and the superuser is nobody's friend either."""

    def _step(self, transfer, step):
        return (
            self.env['stock.move']
            .sudo()
            .search(
                [
                    ('transfer_line_id', 'in', transfer.sudo().line_ids.ids),
                    ('transfer_step', '=', step),
                    ('state', '!=', 'cancel'),
                ],
                order='id',
            )
        )

    def _all(self, user, records):
        """The records as somebody bound to no store has them, or as the superuser where there is no user."""
        if not user:
            return records.sudo().with_context(allowed_company_ids=self.company.ids)
        return self._as(user, records)

    def _refused(self, words, act, *args, **kwargs):
        """The act is refused with these words, and the books are as they were."""
        before = self._books()
        with self.assertRaisesRegex(UserError, words), self.cr.savepoint():
            act(*args, **kwargs)
        self.assertEqual(self._books(), before)

    def _books(self):
        self.env.flush_all()
        self.env.invalidate_all()
        return sorted(
            (quant.product_id.id, quant.location_id.id, quant.lot_id.id, quant.owner_id.id, quant.quantity)
            for quant in self.env['stock.quant'].sudo().search([('quantity', '!=', 0)])
        )

    def _pieces(self, product):
        """[(warehouse or usage, owner, quantity)] of what there is."""
        self.env.flush_all()
        self.env.invalidate_all()
        quants = self.env['stock.quant'].sudo().search([('product_id', '=', product.id), ('quantity', '!=', 0)])
        return sorted(
            (quant.location_id.warehouse_id.code or quant.location_id.usage, quant.owner_id.name or '', quant.quantity)
            for quant in quants
        )

    def _validate_with(self, user, moves, quantity):
        moves.quantity = quantity
        moves.picked = True
        self._all(user, moves.picking_id).with_context(skip_backorder=True).button_validate()

    def _consigned(self, quantity=10, **vals):
        """A product of which warehouse 1 has so many that belong to OWNER, and nobody anything else."""
        product = (
            self.env['product.product']
            .sudo()
            .with_company(self.company)
            .create(
                {
                    'name': 'Consigned',
                    'default_code': f'OWN-{self.env["product.product"].sudo().search_count([])}',
                    'is_storable': True,
                    'standard_price': 10,
                    **vals,
                }
            )
        )
        self.env['stock.quant'].sudo().with_company(self.company)._update_available_quantity(
            product, self.warehouse_1.lot_stock_id, quantity, owner_id=self.owner
        )
        return product

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.owner = cls.env['res.partner'].sudo().create({'name': 'OWNER'})
        cls.transit = cls.env['store.transfer.ground'].sudo()._transit_of(cls.company)


@tagged('post_install', '-at_install')
class TestTransferLaw(LawCommon):
    """The pickings of a transfer may be worked as any other, and keep its law."""

    # === HOW MUCH ===

    def test_no_more_leaves_than_was_approved(self):
        for user in (self.giver, self.free, None):
            with self.subTest(user=user and user.name):
                transfer, (goods,) = self._approved(4)
                move = self._step(transfer, 'ship')
                self._refused('cannot leave: transfer .* has 4 approved', self._validate_with, user, move, 8)
                self._validate_with(user, move, 3)
                self._refused('has 4 approved', self._validate_with, user, self._step(transfer, 'ship')[1], 2)
                self.assertEqual(self._booked(transfer), [(3, 0, 0, 0, 0, 3)])

    def test_no_more_leaves_for_another_company_and_nothing_is_billed(self):
        lane = self.env['store.lane'].create({'dest_store_id': self.foreign.id, 'ownership_point': 'ship'})
        transfer, (goods,) = self._ask(4, products=[self._goods()], user=self.far_taker, dest=self.foreign)
        self.assertEqual(transfer.sudo().lane_id, lane)
        self._as(self.giver_boss, transfer).action_approve()
        self._refused('has 4 approved', self._validate_with, self.giver, self._step(transfer, 'ship'), 9)
        self.assertFalse(transfer.sudo().charge_ids)

    def test_a_done_quantity_is_corrected_within_the_law(self):
        transfer, (goods,) = self._approved(4)
        self._validate_with(self.giver, self._step(transfer, 'ship'), 3)
        line = self._step(transfer, 'ship').filtered(lambda move: move.state == 'done').move_line_ids
        for user in (self.free, None):
            with self.subTest(user=user and user.name):
                self._refused('has 4 approved', self._all(user, line).write, {'quantity': 40})
                self._refused('has 4 approved', self._all(user, line.move_id).write, {'quantity': 40})
        self._all(self.free, line).quantity = 2
        self.assertEqual(self._booked(transfer), [(2, 0, 0, 0, 0, 2)])
        receipt = self._step(transfer, 'receive')
        self.assertEqual(sum(receipt.mapped('product_uom_qty')), 2, 'the receipt follows')
        self._as(self.taker, transfer).action_receive()
        self.assertEqual(self._booked(transfer), [(2, 2, 0, 0, 0, 0)])
        self._refused('gone on', self._all(self.free, line).write, {'quantity': 1})
        received = receipt.move_line_ids
        self._refused('cannot be received', self._all(self.free, received).write, {'quantity': 3})
        self._all(self.free, received).quantity = 1
        self.assertEqual(self._booked(transfer), [(2, 1, 0, 0, 0, 1)])
        self._as(self.taker, transfer).action_receive()
        self.assertEqual((self._booked(transfer), self._in_transit(goods)), ([(2, 2, 0, 0, 0, 0)], 0))

    def test_what_crossed_into_another_company_is_not_corrected(self):
        transfer, _goods = self._far(4)
        self._as(self.far_taker, transfer).action_receive()
        for step, words in (('receive', 'stays as it was received'), ('hand_over', 'was moved by transfer')):
            for quantity in (3, 5):
                with self.subTest(step=step, quantity=quantity):
                    words = 'cannot be received' if (step, quantity) == ('receive', 5) else words
                    self._refused(words, self._step(transfer, step).move_line_ids.write, {'quantity': quantity})

    def test_what_left_stays_on_its_move(self):
        transfer, (goods,) = self._shipped(4)
        line = self._step(transfer, 'ship').move_line_ids
        other = (
            self.env['stock.move']
            .sudo()
            .create(
                {
                    'product_id': goods.id,
                    'product_uom_qty': 1,
                    'quantity': 1,
                    'location_id': self.env.ref('stock.stock_location_suppliers').id,
                    'location_dest_id': self.warehouse_1.lot_stock_id.id,
                }
            )
        )
        other._action_confirm()
        other.quantity, other.picked = 1, True
        other._action_done()
        self._refused('by no other operation', self._all(self.free, line).write, {'move_id': other.id})
        self._refused('by no other operation', self._all(self.free, other.move_line_ids).write, {'move_id': line.move_id.id})
        self.assertEqual(transfer.sudo().line_ids.qty_shipped, 4)

    def test_nothing_is_added_to_what_left(self):
        transfer, (goods,) = self._shipped(4)
        picking = self._step(transfer, 'ship').picking_id
        for product in (goods, self._product()):
            self._refused(
                'on their way between stores',
                self._all(self.free, self.env['stock.move.line']).create,
                {
                    'picking_id': picking.id,
                    'product_id': product.id,
                    'quantity': 2,
                    'product_uom_id': product.uom_id.id,
                    'location_id': picking.location_id.id,
                    'location_dest_id': picking.location_dest_id.id,
                },
            )
            self._refused(
                'has 4 approved|nothing in its place',
                self._all(None, self.env['stock.move.line']).create,
                {
                    'move_id': self._step(transfer, 'ship').id,
                    'product_id': product.id,
                    'quantity': 2,
                    'picking_id': picking.id,
                    'product_uom_id': product.uom_id.id,
                    'location_id': picking.location_id.id,
                    'location_dest_id': picking.location_dest_id.id,
                },
            )

    def test_nothing_is_added_to_what_is_to_leave(self):
        transfer, _goods = self._approved(4)
        move, other = self._step(transfer, 'ship'), self._product()
        self._all(self.free, move.picking_id).move_ids = [
            Command.create(
                {
                    'product_id': other.id,
                    'product_uom_qty': 2,
                    'quantity': 2,
                    'location_id': move.location_id.id,
                    'location_dest_id': move.location_dest_id.id,
                }
            )
        ]
        self._refused('on their way between stores', self._validate_with, self.free, move.picking_id.move_ids, 2)

    def test_what_a_done_move_moved_is_not_written(self):
        transfer, _products = self._shipped(6)
        moves = self._as(self.free, transfer.sudo().line_ids.move_ids.filtered(lambda move: move.state == 'done'))
        self.assertTrue(moves)
        for vals in (
            {'state': 'cancel'},
            {'state': 'draft'},
            {'state': 'done', 'location_dest_id': self.warehouse_1.lot_stock_id.id},
            {'product_id': self._product().id},
            {'location_dest_id': self.warehouse_1.lot_stock_id.id},
        ):
            with self.subTest(**vals), self.assertRaisesRegex(AccessError, 'moved by a transfer'), self.cr.savepoint():
                moves.write(vals)
        self.assertEqual(self._booked(transfer), [(6, 0, 0, 0, 0, 6)])

    def test_what_a_move_is_for_is_not_written(self):
        transfer, (_goods,) = self._shipped(2)
        for vals in ({'transfer_line_id': False}, {'transfer_step': 'prepare'}):
            self._refused('are set by a transfer', self._all(self.free, self._step(transfer, 'ship')).write, vals)

    def test_the_law_asks_no_more_for_many_lines(self):
        counts = []
        for size in (2, 20):
            transfer, _goods = self._shipped(*[2] * size)
            moves = self._step(transfer, 'ship')
            self.env.flush_all()
            for _turn in range(2):  # the second finds everything in the cache
                before = self.cr.sql_log_count
                self.env['store.transfer.law']._after_moves(moves)
                count = self.cr.sql_log_count - before
            counts.append(count)
        self.assertEqual(counts[0], counts[1])
        self.assertLessEqual(counts[1], 2)

    # === WHERE ===

    def test_the_way_is_the_transfers(self):
        shelf_3, shelf_2 = self.warehouse_3.lot_stock_id, self.warehouse_2.lot_stock_id
        bin_3 = self.env['stock.location'].sudo().create({'name': 'Bin', 'location_id': shelf_3.id})
        transfer, (goods,) = self._approved(4)
        ship = self._step(transfer, 'ship')
        nobodys = self.env.ref('stock.stock_location_inter_company')
        for place in (shelf_2, self.env.ref('stock.stock_location_customers'), nobodys):
            with self.subTest(place=place.name):
                ship.move_line_ids.location_dest_id = place
                self._refused('Put the places right', self._validate_with, None, ship, 4)
        ship.move_line_ids.location_dest_id = self.transit
        self._validate_with(None, ship, 4)
        self._refused('Put the places right', ship.move_line_ids.write, {'location_dest_id': shelf_3.id})
        receipt = self._step(transfer, 'receive')
        receipt.move_line_ids.location_dest_id = shelf_2
        self._refused('Put the places right', self._validate_with, self.taker, receipt, 4)
        receipt.move_line_ids.location_dest_id = bin_3
        self._validate_with(self.taker, receipt, 4)
        self._refused('Put the places right', receipt.move_line_ids.write, {'location_dest_id': shelf_2.id})
        receipt.move_line_ids.location_dest_id = shelf_3
        self.assertEqual(self._on_hand(goods, self.warehouse_3), 14)

    def test_a_receipt_from_another_company_ends_at_its_store(self):
        elsewhere = self._warehouse('Foreign Two', 'TSC', company=self.other_company)
        transfer, _goods = self._far(4)
        receipt = self._step(transfer, 'receive')
        receipt.move_line_ids.location_dest_id = elsewhere.lot_stock_id
        self._refused('Put the places right', self._as(self.far_taker, transfer).action_receive)

    # === WHICH PIECES ===

    def test_a_lot_that_never_left_does_not_arrive(self):
        for tracking, far in (('lot', False), ('serial', False), ('lot', True), ('serial', True)):
            with self.subTest(tracking=tracking, far=far):
                goods, lots = self._tracked(tracking)
                ask = {'user': self.far_taker, 'dest': self.foreign} if far else {}
                transfer, _goods = self._ask(1, products=[goods], **ask)
                self._as(self.giver_boss, transfer).action_approve()
                self._as(self.giver, transfer).action_ship()
                gone = self._step(transfer, 'ship').move_line_ids.lot_id
                receipt = self._step(transfer, 'receive')
                self.assertEqual(receipt.move_line_ids.lot_id, gone)
                for lot in (lots - gone, self.env['stock.lot'].sudo().create({'name': f'NEW {far}', 'product_id': goods.id})):
                    receipt.move_line_ids.lot_id = lot
                    self._refused('cannot be taken out|wanted', self._validate_with, None, receipt, 1)
                    receipt.move_line_ids.lot_id = gone
                self._as(self.far_taker if far else self.taker, transfer).action_receive()
                self._refused('cannot be taken out', receipt.move_line_ids.write, {'lot_id': (lots - gone).id})
                self.assertFalse(self._in_transit(goods))

    # === WHOSE GOODS ===

    def test_the_owner_goes_along_within_a_company(self):
        for outcome in ('write_off', 'to_source', 'to_dest'):
            with self.subTest(outcome=outcome):
                goods = self._consigned()
                transfer, _goods = self._shipped(4, products=[goods])
                self._set(self.taker, transfer, 'received', 3)
                self._set(self.taker, transfer, 'lost', 1)
                self._as(self.taker, transfer).action_receive()
                self._as(self.giver, transfer.sudo().discrepancy_ids).action_agree()
                self._as(self.judge, transfer.sudo().discrepancy_ids).decide(outcome, 'source')
                here, there, lost = {'write_off': (6, 3, 1), 'to_source': (7, 3, 0), 'to_dest': (6, 4, 0)}[outcome]
                pieces = [(self.warehouse_1.code, 'OWNER', here), (self.warehouse_3.code, 'OWNER', there)]
                self.assertEqual(self._pieces(goods), sorted([*pieces, *([('inventory', 'OWNER', lost)] if lost else [])]))
                self.assertEqual((self._worth(goods, self.company), transfer.sudo().discrepancy_ids.cost), (0, 0))

    def test_the_owner_of_a_surplus_and_of_a_return(self):
        goods = self._consigned()
        transfer, _goods = self._shipped(4, products=[goods])
        self._set(self.taker, transfer, 'received', 6)
        self._as(self.taker, transfer).action_receive()
        self._as(self.giver, transfer.sudo().discrepancy_ids).action_agree()
        self._as(self.judge, transfer.sudo().discrepancy_ids).decide('ship_rest')
        self.assertEqual(self._pieces(goods), sorted([(self.warehouse_1.code, 'OWNER', 4), (self.warehouse_3.code, 'OWNER', 6)]))
        back = self.env['store.transfer'].browse(self._as(self.taker, transfer).action_return()['res_id'])
        self._as(self.taker, back).action_submit()
        self._as(self.judge, back).action_approve()
        self._as(self.taker, back).action_ship()
        self._as(self.giver, back).action_receive()
        self.assertEqual(self._pieces(goods), [(self.warehouse_1.code, 'OWNER', 10)])
        self.assertEqual(self._worth(goods, self.company), 0)

    def test_goods_of_others_do_not_go_to_another_company(self):
        for at_ship in (False, True):
            with self.subTest(at_ship=at_ship), self.cr.savepoint() as point:
                if at_ship:
                    self._at_ship()
                goods = self._consigned(4)
                transfer, _goods = self._ask(3, products=[goods], user=self.far_taker, dest=self.foreign)
                self._refused('3 wanted, 0 free; 4 belong to others', self._as(self.giver_boss, transfer).action_approve)
                self.env['stock.quant'].sudo().with_company(self.company)._update_available_quantity(
                    goods, self.warehouse_1.lot_stock_id, 3
                )
                self._as(self.giver_boss, transfer).action_approve()
                ship = self._step(transfer, 'ship')
                self.assertFalse(ship.move_line_ids.owner_id, 'its own goods are reserved')
                ship.move_line_ids.owner_id = self.owner
                self._refused('belongs to OWNER', self._validate_with, None, ship, 3)
                ship.move_line_ids.owner_id = False
                self._as(self.giver, transfer).action_ship()
                self._as(self.far_taker, transfer).action_receive()
                self.assertEqual(
                    self._pieces(goods), sorted([(self.warehouse_1.code, 'OWNER', 4), (self.warehouse_b.code, '', 3)])
                )
                point.rollback()
            self.env.invalidate_all()

    def test_another_owner_than_left(self):
        transfer, _goods = self._shipped(4)
        receipt = self._step(transfer, 'receive')
        receipt.move_line_ids.owner_id = self.owner
        self._refused('cannot be taken out', self._validate_with, None, receipt, 4)

    # === BESIDE THE TRANSFER ===

    def _by_hand(self, product, quantity, place, place_to, **vals):
        move = self._all(None, self.env['stock.move']).create(
            {
                'product_id': product.id,
                'product_uom_qty': quantity,
                'location_id': place.id,
                'location_dest_id': place_to.id,
                'company_id': self.company.id,
                **vals,
            }
        )
        move._action_confirm()
        move.quantity = quantity
        move.picked = True
        move._action_done()
        return move

    def test_goods_on_the_way_are_left_alone(self):
        transfer, (goods,) = self._shipped(4)
        shelf, quants = self.warehouse_1.lot_stock_id, self._all(None, self.env['stock.quant'])
        count = quants.search([('product_id', '=', goods.id), ('location_id', '=', self.transit.id)])
        words = 'on their way between stores'
        for user in (self.free, None):
            scrap = self._all(user, self.env['stock.scrap']).create(
                {'product_id': goods.id, 'scrap_qty': 1, 'location_id': self.transit.id}
            )
            self._refused(words, scrap.do_scrap)
        for quantity in (3, 5):
            count.inventory_quantity = quantity
            self._refused(words, count.action_apply_inventory)
        count.action_clear_inventory_quantity()
        self._refused(words, self._by_hand, goods, 1, self.transit, shelf)
        self._refused(words, self._by_hand, goods, 1, shelf, self.transit)
        self._refused(words, count.move_quants, shelf)
        keeper = self._user('keeper', 'stock.group_stock_manager')
        typed = self._all(keeper, count).with_context(allowed_company_ids=self.company.ids)
        for act in (lambda: typed.write({'quantity': 9}), lambda: typed.write({'owner_id': self.owner.id})):
            self._refused(words, act)
        self._as(self.taker, transfer).action_receive()
        self._as(self.taker, transfer).action_close()
        self.assertFalse(self._in_transit(goods))

    def test_what_was_taken_out_before_is_seen_and_mended_by_a_count(self):
        for far in (False, True):
            with self.subTest(far=far):
                transfer, goods = self._far(4) if far else self._shipped(4)
                goods = goods[0]
                taker = self.far_taker if far else self.taker
                self._set(taker, transfer, 'received', 3)
                self._set(taker, transfer, 'lost', 1)
                self._as(taker, transfer).action_receive()
                self.env['stock.quant'].sudo()._update_available_quantity(goods, self.transit, -1)
                item = transfer.sudo().discrepancy_ids
                self._as(self.giver, item).action_agree()
                for outcome in ('write_off', 'to_source', 'to_dest'):
                    self._refused('not in .* any more', self._as(self.judge, item).decide, outcome)
                self._all(None, self.env['stock.quant']).with_context(inventory_mode=True).create(
                    {'product_id': goods.id, 'location_id': self.transit.id, 'inventory_quantity': 1}
                ).action_apply_inventory()
                self.assertEqual(self._in_transit(goods), 1)
                self._as(self.judge, item).decide('write_off')
                self.assertEqual(self._in_transit(goods), 0)

    def test_a_receipt_from_another_company_looks_at_what_is_there(self):
        for at_ship in (False, True):
            with self.subTest(at_ship=at_ship), self.cr.savepoint() as point:
                if at_ship:
                    self._at_ship()
                transfer, goods = self._far(4)
                place = self.env['store.transfer.ground'].sudo()._transit_location(transfer.sudo())
                self.env['stock.quant'].sudo()._update_available_quantity(goods, place, -2)
                self._refused('not in .* any more', self._as(self.far_taker, transfer).action_receive)
                point.rollback()
            self.env.invalidate_all()

    def test_cores_own_supply_goes_on_beside(self):
        self.warehouse_3.sudo().resupply_wh_ids = self.warehouse_1
        route = self.warehouse_3.resupply_route_ids
        transfer, (goods,) = self._shipped(4)
        goods.sudo().route_ids = route
        env = self.env(su=True, context={'allowed_company_ids': self.company.ids})
        env['stock.rule'].run(
            [
                env['stock.rule'].Procurement(
                    goods.with_env(env),
                    3,
                    goods.uom_id,
                    self.warehouse_3.lot_stock_id.with_env(env),
                    'Refill',
                    'Refill',
                    self.company.with_env(env),
                    {'warehouse_id': self.warehouse_3.with_env(env), 'route_ids': route.with_env(env)},
                )
            ]
        )
        out, into = env['stock.move'].search(
            [('product_id', '=', goods.id), ('rule_id', '!=', False), ('transfer_line_id', '=', False)], order='id desc'
        )
        self.assertEqual((out.location_dest_id, into.location_id), (self.transit, self.transit))
        self._validate_with(None, out, 3)
        self.assertEqual(self._in_transit(goods), 7)
        self._refused('on their way between stores', self._validate_with, None, into, 5)
        self._validate_with(None, into, 3)
        self.assertEqual(self._in_transit(goods), 4)
        self._as(self.taker, transfer).action_receive()
        self.assertEqual((self._in_transit(goods), self._on_hand(goods, self.warehouse_3)), (0, 17))

    def test_a_place_no_transfer_uses_is_cores_own(self):
        goods = self._product()
        self._by_hand(goods, 2, self.warehouse_1.lot_stock_id, self.transit)
        self._by_hand(goods, 2, self.transit, self.warehouse_3.lot_stock_id)
        self.assertEqual(self._on_hand(goods, self.warehouse_3), 12)

    # === WHAT WAS SOLD ON ===

    def test_a_receipt_corrected_after_its_goods_were_sold_leaves_the_shelf_short_and_the_transfer_right(self):
        """As ever in Odoo the receiver's shelf is below nothing then; what we do with the rest takes nothing from it."""
        shelf = self.warehouse_3.lot_stock_id
        for outcome, left in (('received', 0), ('write_off', -2), ('to_source', -2), ('to_dest', 0)):
            with self.subTest(outcome=outcome):
                transfer, (goods,) = self._shipped(5)
                self._as(self.taker, transfer).action_receive()
                self._by_hand(goods, 15, shelf, self.env.ref('stock.stock_location_customers'))
                self._all(self.free, self._step(transfer, 'receive').move_line_ids).quantity = 3
                self.assertEqual(self._booked(transfer), [(5, 3, 0, 0, 0, 2)])
                self.assertEqual((self._on_hand(goods, self.warehouse_3), self._in_transit(goods)), (-2, 2))
                if outcome == 'received':
                    self._as(self.taker, transfer).action_receive()
                else:
                    self._set(self.taker, transfer, 'lost', 2)
                    self._as(self.taker, transfer).action_receive()
                    item = transfer.sudo().discrepancy_ids
                    self._as(self.giver, item).action_agree()
                    self._as(self.judge, item).decide(outcome, 'source')
                self.assertEqual((self._on_hand(goods, self.warehouse_3), self._in_transit(goods)), (left, 0))
                back = self.env['store.transfer'].browse(self._as(self.taker, transfer).action_return()['res_id'])
                self._as(self.taker, back).action_submit()
                self._refused('free', self._as(self.judge, back).action_approve)

    # === WAY BACK ===

    def test_a_return_takes_back_what_came(self):
        transfer, (goods,) = self._shipped(5)
        self._set(self.taker, transfer, 'received', 3)
        self._as(self.taker, transfer).action_receive()
        back = self._as(self.taker, self.env['store.transfer'].browse(self._as(self.taker, transfer).action_return()['res_id']))
        self.assertEqual(back.line_ids.qty_requested, 3)
        back.line_ids.qty_requested = 4
        self._refused('4 of .* cannot go back: 3 of it came', back.action_submit)
        back.line_ids.qty_requested = 2
        extra = self._product()
        back.line_ids = [Command.create({'product_id': extra.id, 'qty_requested': 1})]
        self._refused('1 of .* cannot go back: 0 of it came', back.action_submit)
        back.line_ids[1].unlink()
        back.action_submit()
        self._refused('cannot go back', self._over_approved, back, 4)
        self._as(self.judge, back).set_quantities('approved', [{'line_id': back.line_ids.id, 'quantity': 2}])
        self._as(self.judge, back).action_approve()
        second = self._as(self.taker, self.env['store.transfer'].browse(self._as(self.taker, transfer).action_return()['res_id']))
        self.assertEqual(second.line_ids.qty_requested, 1)
        second.line_ids.qty_requested = 2
        self._refused('2 of .* cannot go back: 1 of it came', second.action_submit)
        self._refused('has 2 approved', self._validate_with, self.taker, self._step(back, 'ship'), 3)
        received = self._step(transfer, 'receive').filtered(lambda move: move.state == 'done').move_line_ids
        self._refused('not less came', received.write, {'quantity': 1})

    def _over_approved(self, back, quantity):
        self._as(self.judge, back).set_quantities('approved', [{'line_id': back.sudo().line_ids.id, 'quantity': quantity}])
        self._as(self.judge, back).action_approve()
