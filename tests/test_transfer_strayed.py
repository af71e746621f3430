# Part of store_group. License LGPL-3.
"""Goods of a transfer that went another way before they left: put back, scrapped, counted, picked in part."""

from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_transfer_companies import TwoCompanies


@tagged('post_install', '-at_install')
class TestTransferStrayed(TwoCompanies):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.warehouse_1.sudo().delivery_steps = 'pick_ship'
        cls.output, cls.shelf = cls.warehouse_1.wh_output_stock_loc_id, cls.warehouse_1.lot_stock_id

    def _picked(self, quantity=6, pick=None, **more):
        """Return (transfer, goods) of which the first step is done, without a backorder for the rest."""
        transfer, (goods,) = self._approved(quantity, **more)
        self._pick(transfer, quantity if pick is None else pick)
        return transfer, goods

    def _pick(self, transfer, quantity, backorder=False, kind='pick_type_id'):
        picking = self._as(
            self.giver,
            self._pickings(transfer).filtered(
                lambda picking: picking.picking_type_id == self.warehouse_1[kind] and picking.state == 'assigned'
            ),
        )
        picking.move_ids.quantity = quantity
        picking.move_ids.picked = True
        picking.with_context(skip_backorder=True, picking_ids_not_to_backorder=[] if backorder else picking.ids).button_validate()
        self.assertEqual(picking.state, 'done')

    def _by_hand(self, goods, quantity, source, dest, **line):
        move = (
            self.env['stock.picking']
            .sudo()
            .create(
                {
                    'picking_type_id': self.warehouse_1.int_type_id.id,
                    'location_id': source.id,
                    'location_dest_id': dest.id,
                    'move_ids': [
                        Command.create(
                            {
                                'product_id': goods.id,
                                'product_uom_qty': quantity,
                                'product_uom': goods.uom_id.id,
                                'location_id': source.id,
                                'location_dest_id': dest.id,
                                'move_line_ids': [
                                    Command.create(
                                        {
                                            'product_id': goods.id,
                                            'product_uom_id': goods.uom_id.id,
                                            'quantity': quantity,
                                            'location_id': source.id,
                                            'location_dest_id': dest.id,
                                            **line,
                                        }
                                    )
                                ],
                            }
                        )
                    ],
                }
            )
        )
        move.action_confirm()
        move.move_ids.picked = True
        move.with_context(skip_backorder=True).button_validate()
        self.assertEqual(move.state, 'done')

    def _scrap(self, goods, quantity):
        self.env['stock.scrap'].sudo().create(
            {'product_id': goods.id, 'scrap_qty': quantity, 'location_id': self.output.id}
        ).do_scrap()

    def _count(self, goods, quantity):
        quant = self.env['stock.quant'].sudo().search([('product_id', '=', goods.id), ('location_id', '=', self.output.id)])
        quant.inventory_quantity = quantity
        quant.action_apply_inventory()

    def _stray(self, how, goods):
        """Let goods at output go another way; return how many of six still lie there, and how many there are in all."""
        if how == 'back':
            self._by_hand(goods, 6, self.output, self.shelf)
            return 0, 10
        if how == 'scrap':
            self._scrap(goods, 2)
            return 4, 8
        self._count(goods, 1)
        return 1, 5

    def _lies(self, goods, place):
        self.env.flush_all()
        self.env.invalidate_all()
        quants = self.env['stock.quant'].sudo().search([('product_id', '=', goods.id), ('location_id', 'child_of', place.ids)])
        return sum(quants.mapped('quantity')), sum(quants.mapped('reserved_quantity'))

    def _put_back(self, transfer):
        return (
            self.env['stock.picking']
            .sudo()
            .search(
                [
                    ('origin', '=', transfer.sudo().name),
                    ('location_id', '=', self.output.id),
                    ('location_dest_id', 'child_of', self.shelf.ids),
                ]
            )
        )

    def test_only_what_lies_there_is_put_back(self):
        for how in ('back', 'scrap', 'count'):
            for planned in (False, True):
                with self.subTest(how=how, planned=planned), self.cr.savepoint() as point:
                    transfer, goods = self._picked()
                    if planned:
                        self._as(self.giver_boss, transfer).action_cancel()
                        left, there = self._stray(how, goods)
                    else:
                        left, there = self._stray(how, goods)
                        self._as(self.giver_boss, transfer).action_cancel()
                    self.assertEqual(self._lies(goods, self.output), (left, left))
                    back = self._put_back(transfer)
                    self.assertEqual(sum(back.move_ids.mapped('quantity')), left)
                    if left:
                        self._as(self.giver, back).with_context(skip_backorder=True).button_validate()
                        self.assertEqual(back.state, 'done')
                    self.assertEqual((self._lies(goods, self.output)[0], self._lies(goods, self.shelf)[0]), (0, there))
                    point.rollback()

    def test_more_than_lies_there_is_not_put_back_by_hand(self):
        transfer, goods = self._picked()
        self._as(self.giver_boss, transfer).action_cancel()
        self._scrap(goods, 2)
        back = self._as(self.giver, self._put_back(transfer))
        back.move_ids.quantity = 6
        back.move_ids.picked = True
        with self.assertRaisesRegex(UserError, '6.* wanted, 4'), self.cr.savepoint():
            back.with_context(skip_backorder=True).button_validate()
        self.assertEqual(self._lies(goods, self.output)[0], 4)
        back.move_ids.quantity = 4
        back.with_context(skip_backorder=True).button_validate()
        self.assertEqual((self._lies(goods, self.output)[0], self._lies(goods, self.shelf)[0]), (0, 8))

    def test_goods_of_others_at_output_stay(self):
        goods = self._product()
        transfer, _goods = self._picked(4, products=[goods])
        other, _goods = self._picked(4, products=[goods])
        self._scrap(goods, 2)
        self._as(self.giver_boss, transfer).action_cancel()
        reserved = sum(self._pickings(other).filtered(lambda picking: picking.state == 'assigned').move_ids.mapped('quantity'))
        back = sum(self._put_back(transfer).move_ids.mapped('quantity'))
        self.assertLessEqual(back + reserved, 6)
        self.assertEqual(self._lies(goods, self.output), (6, 6))

    def test_lots_and_boxes_that_lie_there_are_put_back(self):
        goods, lots = self._tracked(quantity=3)
        transfer, _goods = self._picked(6, products=[goods])
        box = self.env['stock.package'].sudo().create({'name': 'STRAY'})
        self._by_hand(goods, 3, self.output, self.output, lot_id=lots[1].id, result_package_id=box.id)
        self._by_hand(goods, 2, self.output, self.shelf, lot_id=lots[0].id)
        self._as(self.giver_boss, transfer).action_cancel()
        back = self._put_back(transfer)
        self.assertEqual(
            sorted((item.lot_id, item.package_id, item.quantity) for item in back.move_line_ids),
            sorted([(lots[0], box.browse(), 1), (lots[1], box, 3)]),
        )
        self._as(self.giver, back).button_validate()
        self.assertEqual((self._lies(goods, self.output)[0], self._lies(goods, self.shelf)[0]), (0, 6))

    def test_picked_in_part_the_rest_is_shipped_later(self):
        transfer, goods = self._picked(6, pick=4)
        self._set(self.giver, transfer, 'shipped', 4)
        self._as(self.giver, transfer).action_ship()
        self.assertEqual(self._booked(transfer), [(4, 0, 0, 0, 0, 4)])
        self._set(self.giver, transfer, 'shipped', 6)
        self._as(self.giver, transfer).action_ship()
        self.assertEqual(self._booked(transfer), [(6, 0, 0, 0, 0, 6)])
        self.assertEqual((self._lies(goods, self.output), self._lies(goods, self.shelf)), ((0, 0), (4, 0)))

    def test_what_strayed_is_picked_anew(self):
        for how in ('back', 'scrap', 'count', 'less'):
            for backorder in (False, True):
                with self.subTest(how=how, backorder=backorder), self.cr.savepoint() as point:
                    goods = self._product()
                    self._receive(self.env(su=True), goods, self.warehouse_1, 10, 10)
                    transfer, _goods = self._approved(7, products=[goods])
                    self._pick(transfer, 6, backorder)
                    there = 20 if how == 'less' else self._stray(how, goods)[1] + 10
                    self._as(self.giver, transfer).action_ship()
                    self.assertEqual(self._booked(transfer), [(7, 0, 0, 0, 0, 7)])
                    self.assertEqual((self._lies(goods, self.output), self._lies(goods, self.shelf)), ((0, 0), (there - 7, 0)))
                    self.assertFalse(
                        self._pickings(transfer).filtered(
                            lambda picking: picking.state not in {'done', 'cancel'} and picking.picking_type_id.code != 'incoming'
                        )
                    )
                    point.rollback()

    def test_three_steps_stray_too(self):
        self.warehouse_1.sudo().delivery_steps = 'pick_pack_ship'
        transfer, (goods,) = self._approved(6)
        self._pick(transfer, 4)
        self._pick(transfer, 3, kind='pack_type_id')
        self._scrap(goods, 1)
        self._set(self.giver, transfer, 'shipped', 5)
        self._as(self.giver, transfer).action_ship()
        self.assertEqual(self._booked(transfer), [(5, 0, 0, 0, 0, 5)])
        self._as(self.giver, transfer).set_quantities('shipped', [{'line_id': transfer.sudo().line_ids.id, 'quantity': 6}])
        self._as(self.giver, transfer).action_ship()
        self.assertEqual(self._booked(transfer), [(6, 0, 0, 0, 0, 6)])
        self.assertEqual(self._lies(goods, self.warehouse_1.view_location_id)[0], 3)

    def test_what_did_not_leave_is_supply_again(self):
        self.warehouse_1.sudo().delivery_steps = 'ship_only'
        transfer, (goods,) = self._shipped(6)

        def forecast():
            self.env.flush_all()
            self.env.invalidate_all()
            return self._as(self.taker, goods).with_context(warehouse_id=self.warehouse_3.id).virtual_available

        self.assertEqual(forecast(), 16)
        sent = self._pickings(transfer).filtered(lambda picking: picking.state == 'done')
        self._as(self.free, sent).move_line_ids.quantity = 5
        self.assertEqual((self._booked(transfer), forecast()), ([(5, 0, 0, 0, 0, 5)], 16))
        self._as(self.taker, transfer).action_receive()
        self.assertEqual(forecast(), 16)
        self._as(self.giver_boss, transfer).action_close()
        self.assertEqual(forecast(), 15)

    def test_other_places_of_transit_are_open(self):
        sea = self.env['stock.location'].sudo().create({'name': 'Ship at sea', 'usage': 'transit', 'company_id': self.company.id})
        nowhere = self.env['stock.location'].sudo().create({'name': 'Far sea', 'usage': 'transit', 'company_id': False})
        self.warehouse_1.sudo().delivery_steps = 'ship_only'
        self._approved(3)
        self._shipped(3)
        self._approved(3, products=[self._goods()], user=self.far_taker, dest=self.foreign)
        goods = self._product()
        for place in (sea, nowhere):
            with self.subTest(place=place.name):
                self._by_hand(goods, 3, self.shelf, place)
                self._by_hand(goods, 1, place, self.shelf)
                self.env['stock.quant'].sudo().with_context(inventory_mode=True).create(
                    {'product_id': goods.id, 'location_id': place.id, 'inventory_quantity': 5}
                ).action_apply_inventory()
                self.assertEqual(self._lies(goods, place)[0], 5)

    def test_goods_on_the_way_stay_in_stock(self):
        self.warehouse_1.sudo().delivery_steps = 'ship_only'
        transfer, (goods,) = self._approved(5)
        self._set(self.giver, transfer, 'shipped', 3)
        self._as(self.giver, transfer).action_ship()
        for record in (goods, goods.product_tmpl_id):
            for vals in ({'is_storable': False}, {'type': 'service'}):
                with (
                    self.subTest(model=record._name, vals=vals),
                    self.assertRaisesRegex(UserError, transfer.name),
                    self.cr.savepoint(),
                ):
                    record.sudo().write(vals)
        goods.sudo().write({'is_storable': True, 'name': 'Still goods'})
        self._as(self.taker, transfer).action_receive()
        self._as(self.giver_boss, transfer).action_close()
        goods.sudo().is_storable = False
        self.assertFalse(goods.is_storable)

    def test_goods_that_wait_for_a_decision_stay_in_stock(self):
        self.warehouse_1.sudo().delivery_steps = 'ship_only'
        transfer, (goods,) = self._shipped(4)
        self._set(self.taker, transfer, 'received', 2)
        self._set(self.taker, transfer, 'lost', 2)
        self._as(self.taker, transfer).action_receive()
        for vals in ({'is_storable': False}, {'type': 'service'}):
            with self.subTest(vals=vals), self.assertRaisesRegex(UserError, transfer.name), self.cr.savepoint():
                goods.sudo().product_tmpl_id.write(vals)
        self.assertEqual(self.env['store.transfer.law']._on_the_way(goods), transfer.sudo().line_ids)
        item = transfer.sudo().discrepancy_ids
        self._as(self.giver, item).action_agree()
        self._as(self.judge, item).decide('write_off', 'source')
        self.assertFalse(self.env['store.transfer.law']._on_the_way(goods))
        goods.sudo().type = 'service'
        self.assertEqual(goods.type, 'service')

    def test_the_place_of_transit_stays_while_goods_go_by_way_of_it(self):
        self.warehouse_1.sudo().delivery_steps = 'ship_only'
        company = self.company.sudo()
        other = company.internal_transit_location_id.copy()
        transfer, _products = self._approved(3)
        for act in (lambda: None, lambda: self._as(self.giver, transfer).action_ship()):
            act()
            with self.subTest(state=transfer.sudo().state), self.assertRaisesRegex(UserError, transfer.name), self.cr.savepoint():
                company.internal_transit_location_id = other
        self._as(self.taker, transfer).action_receive()
        company.internal_transit_location_id = other
        self.assertEqual(self._booked(self._shipped(2)[0]), [(2, 0, 0, 0, 0, 2)])

    def test_quantities_stock_cannot_hold_are_refused_at_once(self):
        self.warehouse_1.sudo().delivery_steps = 'ship_only'
        dozen, unit = self.env.ref('uom.product_uom_dozen'), self.env.ref('uom.product_uom_unit')
        goods = self._product(uom_id=dozen.id)

        def ask(quantity):
            transfer = self._as(self.taker, self.env['store.transfer']).create(
                {
                    'source_store_id': self.store_1.id,
                    'dest_store_id': self.store_3.id,
                    'line_ids': [Command.create({'product_id': goods.id, 'uom_id': unit.id, 'qty_requested': quantity})],
                }
            )
            transfer.action_submit()
            return transfer

        transfer = ask(12)
        self._as(self.giver_boss, transfer).action_approve()
        self._set(self.giver, transfer, 'shipped', 10)
        with self.assertRaisesRegex(UserError, r'10.* cannot be counted; the nearest is 9\.96'), self.cr.savepoint():
            self._as(self.giver, transfer).action_ship()
        self._set(self.giver, transfer, 'shipped', 9)
        self._as(self.giver, transfer).action_ship()
        self._set(self.taker, transfer, 'received', 4)
        with self.assertRaisesRegex(UserError, 'cannot be counted'), self.cr.savepoint():
            self._as(self.taker, transfer).action_receive()
        for total in (3, 9):
            self._set(self.taker, transfer, 'received', total)
            self._as(self.taker, transfer).action_receive()
        self.assertEqual(self._booked(transfer), [(9, 9, 0, 0, 0, 0)])
        with self.assertRaisesRegex(UserError, '10.* cannot be counted'):
            ask(10)

    def test_a_delivery_that_was_cancelled_is_planned_anew(self):
        for is_picked in (False, True):
            with self.subTest(is_picked=is_picked), self.cr.savepoint() as point:
                transfer, (goods,) = self._approved(6)
                if is_picked:
                    self._pick(transfer, 6)
                self._pickings(transfer).filtered(
                    lambda picking: picking.picking_type_id == self.warehouse_1.out_type_id
                ).action_cancel()
                self._as(self.giver, transfer).action_ship()
                self.assertEqual(self._booked(transfer), [(6, 0, 0, 0, 0, 6)])
                self.assertEqual((self._lies(goods, self.output), self._lies(goods, self.shelf)), ((0, 0), (4, 0)))
                point.rollback()

    def test_what_was_corrected_leaves_from_where_it_lies(self):
        transfer, goods = self._picked()
        self._as(self.giver, transfer).action_ship()
        sent = self._pickings(transfer).filtered(
            lambda picking: picking.state == 'done' and picking.picking_type_id == self.warehouse_1.out_type_id
        )
        self._as(self.free, sent).move_line_ids.quantity = 4
        self.assertEqual(self._lies(goods, self.output)[0], 2)
        self._as(self.giver, transfer).set_quantities('shipped', [{'line_id': transfer.sudo().line_ids.id, 'quantity': 6}])
        self._as(self.giver, transfer).action_ship()
        self.assertEqual(self._booked(transfer), [(6, 0, 0, 0, 0, 6)])
        self.assertEqual((self._lies(goods, self.output), self._lies(goods, self.shelf)), ((0, 0), (4, 0)))

    def test_no_correction_takes_more_than_there_is(self):
        transfer, goods = self._picked(6, pick=4)
        self._set(self.giver, transfer, 'shipped', 4)
        self._as(self.giver, transfer).action_ship()
        done = self._pickings(transfer).filtered(lambda picking: picking.state == 'done')
        for kind, quantity in (('pick_type_id', 3), ('out_type_id', 5)):
            items = self._as(
                self.free, done.filtered(lambda picking, kind=kind: picking.picking_type_id == self.warehouse_1[kind])
            ).move_line_ids
            with self.subTest(kind=kind), self.assertRaisesRegex(UserError, '1 of .* would be missing'), self.cr.savepoint():
                items.quantity = quantity
        self.assertEqual((self._lies(goods, self.output)[0], self._lies(goods, self.shelf)[0]), (0, 6))
        items = self._as(
            self.free, done.filtered(lambda picking: picking.picking_type_id == self.warehouse_1.out_type_id)
        ).move_line_ids
        items.quantity = 3
        items.quantity = 4
        self.assertEqual((self._booked(transfer), self._lies(goods, self.output)[0]), ([(4, 0, 0, 0, 0, 4)], 0))

    def test_no_correction_ships_what_was_sold(self):
        self.warehouse_1.sudo().delivery_steps = 'ship_only'
        transfer, (goods,) = self._approved(10)
        self._set(self.giver, transfer, 'shipped', 8)
        self._as(self.giver, transfer).action_ship()
        self._by_hand(goods, 2, self.shelf, self.env.ref('stock.stock_location_customers'))
        sent = self._pickings(transfer).filtered(
            lambda picking: picking.state == 'done' and picking.picking_type_id == self.warehouse_1.out_type_id
        )
        with self.assertRaisesRegex(UserError, '1 of .* would be missing'), self.cr.savepoint():
            self._as(self.free, sent).move_line_ids.quantity = 9
        self.assertEqual((self._booked(transfer), self._lies(goods, self.shelf)[0]), ([(8, 0, 0, 0, 0, 8)], 0))

    def test_the_senders_lock_holds_what_is_handed_over(self):
        self.warehouse_1.sudo().delivery_steps = 'ship_only'
        transfer, _goods = self._far(4)
        self.company.sudo().fiscalyear_lock_date = fields.Date.today()
        with self.assertRaisesRegex(UserError, f'books of {self.company.name} are locked'), self.cr.savepoint():
            self._as(self.far_taker, transfer).action_receive()
        receipt = self._pickings(transfer).filtered(lambda picking: picking.state == 'assigned')
        with self.assertRaisesRegex(UserError, f'books of {self.company.name} are locked'), self.cr.savepoint():
            self._as(self.far_taker, receipt).button_validate()
        self.assertEqual(self._booked(transfer), [(4, 0, 0, 0, 0, 4)])
        self.company.sudo().fiscalyear_lock_date = False
        self._as(self.far_taker, transfer).action_receive()
        self.assertEqual(self._booked(transfer), [(4, 4, 0, 0, 0, 0)])
