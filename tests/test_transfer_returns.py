# Part of store_group. License LGPL-3.
from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .billing_common import BillingCommon
from .test_security_stock_work import NUMBER


@tagged('post_install', '-at_install')
class TestTransferReturns(BillingCommon):
    """What goes back by a return is what came by its transfer, piece by piece."""

    def _tracked_goods(self, tracking='lot', valuated=True):
        number = next(NUMBER)
        category = self.env['product.category'].sudo().create({'name': f'Pieces {number}'})
        for company in self.companies:
            category.with_company(company).property_cost_method = 'average'
        return (
            self.env['product.product']
            .sudo()
            .with_company(self.company)
            .create(
                {
                    'name': f'Pieces {number}',
                    'default_code': f'PIECES-{number}',
                    'is_storable': True,
                    'tracking': tracking,
                    'lot_valuated': valuated,
                    'categ_id': category.id,
                    'taxes_id': [Command.clear()],
                    'supplier_taxes_id': [Command.clear()],
                }
            )
        )

    def _bought(self, goods, cost, quantity=1, company=None, warehouse=None, lot=None):
        """Return a lot that was bought at this cost, on the shelf of store 1 unless another place is named."""
        company, warehouse = company or self.company, warehouse or self.warehouse_1
        lot = lot or self.env['stock.lot'].sudo().create(
            {'name': f'{goods.default_code}-{cost}', 'product_id': goods.id, 'company_id': company.id}
        )
        vendors, shelf = self.env.ref('stock.stock_location_suppliers').id, warehouse.lot_stock_id.id
        where = {'product_id': goods.id, 'location_id': vendors, 'location_dest_id': shelf, 'company_id': company.id}
        move = (
            self.env['stock.move']
            .sudo()
            .with_company(company)
            .create(
                {
                    **where,
                    'product_uom': goods.uom_id.id,
                    'product_uom_qty': quantity,
                    'picked': True,
                    'move_line_ids': [Command.create({**where, 'lot_id': lot.id, 'quantity': quantity})],
                }
            )
        )
        move.value_manual = quantity * cost
        move._action_done()
        return lot

    def _went(self, transfer):
        moves = (
            self.env['stock.move']
            .sudo()
            .search([('transfer_line_id', 'in', transfer.sudo().line_ids.ids), ('transfer_step', '=', 'ship')])
        )
        return {item.lot_id: item.quantity for item in moves.move_line_ids}

    def _ready_to_return(self, transfer, quantity=None):
        back = self.env['store.transfer'].browse(self._as(self.far_taker, transfer).action_return()['res_id'])
        if quantity is not None:
            self._as(self.far_taker, back).line_ids[0].qty_requested = quantity
        self._as(self.far_taker, back).action_submit()
        self._as(self.far_boss, back).action_approve()
        return back

    def test_the_lot_that_came_goes_back_and_not_an_older_one(self):
        kinds = [
            (tracking, quantity, valuated) for tracking, quantity in (('serial', 1), ('lot', 4)) for valuated in (True, False)
        ]
        quantities = [quantity for _tracking, quantity, _valuated in kinds]
        for billing in ('receipt', 'ship', 'none'):
            with self.subTest(billing=billing), self.cr.savepoint() as point:
                if billing != 'none':
                    self._lane(billing)
                goods = [self._tracked_goods(tracking, valuated) for tracking, _quantity, valuated in kinds]
                older = [self._bought(item, 10, quantity) for item, quantity in zip(goods, quantities, strict=True)]
                self._came(goods, *quantities)
                newer = [self._bought(item, 40, quantity) for item, quantity in zip(goods, quantities, strict=True)]
                transfer = self._came(goods, *quantities)
                charged = {item: self._invoiced_of(item, transfer)[0] for item in goods}
                back = self._send_back(transfer)
                self.assertEqual(self._went(back), dict(zip(newer, quantities, strict=True)))
                self.assertEqual(self._untaxed(self._documents(transfer | back)[0]), 0)
                for (tracking, quantity, valuated), item, first, second in zip(kinds, goods, older, newer, strict=True):
                    with self.subTest(billing=billing, tracking=tracking, valuated=valuated):
                        self.assertEqual(self._invoiced_of(item, transfer | back), [0, 0])
                        if valuated:
                            self.assertEqual(charged[item], quantity * 60 if billing != 'none' else 0)
                            self.assertEqual(second.with_company(self.company).standard_price, 40)
                            self.assertEqual(
                                first.with_company(self.other_company).standard_price, 10 if billing == 'none' else 15
                            )
                with self.assertRaisesRegex(UserError, 'returned already'):
                    self._as(self.far_taker, transfer).action_return()
                point.rollback()

    def test_another_lot_named_by_hand_does_not_go_back(self):
        self._lane('receipt')
        goods = [self._tracked_goods(tracking) for tracking in ('serial', 'lot')]
        older = [self._bought(item, 10) for item in goods]
        self._came(goods, 1, 1)
        newer = [self._bought(item, 100) for item in goods]
        back = self._ready_to_return(self._came(goods, 1, 1))
        picking = self._as(self.far_taker, self._pickings(back))
        self.assertEqual(picking.move_line_ids.lot_id, newer[0] | newer[1])
        for item, first, second in zip(goods, older, newer, strict=True):
            with self.subTest(tracking=item.tracking):
                own = picking.move_line_ids.filtered(lambda line, item=item: line.product_id == item)
                own.lot_id = first
                with self.assertRaisesRegex(UserError, f'1 of .*{first.name} cannot go back: 0 of it came'), self.cr.savepoint():
                    self._deliver(picking)
                with self.assertRaisesRegex(UserError, 'cannot go back'), self.cr.savepoint():
                    self._as(self.far_taker, back).action_ship()
                own.lot_id = second
        self._as(self.far_taker, back).action_ship()
        self._as(self.giver, back).action_receive()
        self.assertEqual(self._went(back), dict.fromkeys(newer, 1))

    def test_no_more_of_a_lot_goes_back_than_came(self):
        goods = self._tracked_goods()
        first = self._bought(goods, 10, 4)
        second = self._bought(goods, 40, 4)
        transfer = self._came(goods, 8)
        self._bought(goods, 10, 6, self.other_company, self.warehouse_b, first)
        back = self._ready_to_return(transfer, 6)
        self.assertEqual(sum(self._went(back).values()), 6)
        self.assertLessEqual(max(self._went(back).values()), 4)
        items = self._pickings(back).move_line_ids
        items[1:].unlink()
        items[0].write({'lot_id': first.id, 'quantity': 6})
        with self.assertRaisesRegex(UserError, '6 of .* cannot go back: 4 of it came'), self.cr.savepoint():
            self._deliver(self._as(self.far_taker, self._pickings(back)))
        items[0].quantity = 4
        self._set(self.far_taker, back, 'shipped', 6)
        self._as(self.far_taker, back).action_ship()
        self._as(self.giver, back).action_receive()
        self.assertEqual(self._went(back), {first: 4, second: 2})
        rest = self._send_back(transfer)
        self.assertEqual(self._went(rest), {second: 2})

    def test_what_was_sold_since_is_not_replaced_by_others(self):
        goods = self._tracked_goods()
        self._bought(goods, 10, 4)
        second = self._bought(goods, 40, 4)
        transfer, _goods = self._ask(4, products=[goods], user=self.far_taker, dest=self.foreign)
        self._as(self.giver_boss, transfer).action_approve()
        self._pickings(transfer).move_line_ids.lot_id = second
        self._as(self.giver, transfer).action_ship()
        self._as(self.far_taker, transfer).action_receive()
        self._came(goods, 4)
        shelf = self.warehouse_b.lot_stock_id
        self.env['stock.quant'].sudo().with_company(self.other_company)._update_available_quantity(
            goods, shelf, -3, lot_id=second
        )
        back = self.env['store.transfer'].browse(self._as(self.far_taker, transfer).action_return()['res_id'])
        self._as(self.far_taker, back).action_submit()
        with self.assertRaisesRegex(UserError, '4 wanted, 1 free'), self.cr.savepoint():
            self._as(self.far_boss, back).action_approve()
        self._as(self.far_boss, back).set_quantities('approved', [{'line_id': back.sudo().line_ids.id, 'quantity': 1}])
        self._as(self.far_boss, back).action_approve()
        self._as(self.far_taker, back).action_ship()
        self.assertEqual(self._went(back), {second: 1})

    def test_the_warehouse_picks_in_two_steps(self):
        self.warehouse_b.sudo().delivery_steps = 'pick_ship'
        goods = self._tracked_goods()
        first = self._bought(goods, 10, 2)
        self._came(goods, 2)
        second = self._bought(goods, 40, 2)
        transfer = self._came(goods, 2)
        back = self._ready_to_return(transfer)
        pick = self._pickings(back).filtered(lambda picking: picking.state == 'assigned')
        self.assertEqual(pick.move_line_ids.lot_id, second)
        pick.move_line_ids.lot_id = first
        with self.assertRaisesRegex(UserError, 'cannot go back'), self.cr.savepoint():
            self._deliver(self._as(self.far_taker, pick))
        pick.move_line_ids.lot_id = second
        self._as(self.far_taker, back).action_ship()
        self._as(self.giver, back).action_receive()
        self.assertEqual(self._went(back), {second: 2})

    def test_a_lot_named_since_stands_for_goods_that_came_without(self):
        transfer, goods = self._far(4)
        self._as(self.far_taker, transfer).action_receive()
        goods.sudo().tracking = 'lot'
        lot = self.env['stock.lot'].sudo().create({'name': 'SINCE', 'product_id': goods.id})
        Quant = self.env['stock.quant'].sudo().with_company(self.other_company)
        Quant._update_available_quantity(goods, self.warehouse_b.lot_stock_id, -4)
        Quant._update_available_quantity(goods, self.warehouse_b.lot_stock_id, 4, lot_id=lot)
        back = self._ready_to_return(transfer)
        self._as(self.far_taker, back).action_ship()
        self.assertEqual(self._went(back), {lot: 4})

    def test_what_was_refused_and_went_home_goes_back_another_time(self):
        self._lane('ship')
        goods = [self._goods(), self._tracked_goods()]
        self._bought(goods[1], 10, 6)
        transfer = self._came(goods, 6, 6)
        back = self._ready_to_return(transfer)
        self._as(self.far_taker, back).action_ship()
        for step, quantity in (('received', 2), ('damaged', 1), ('refused', 1), ('lost', 2)):
            self._set(self.giver, back, step, quantity, quantity)
        self._as(self.giver, back).action_receive()
        refused = back.sudo().discrepancy_ids.filtered(lambda item: item.kind == 'refused')
        self.assertEqual(refused.product_id, goods[0] | goods[1])
        with self.assertRaisesRegex(UserError, 'returned already'):
            self._as(self.far_taker, transfer).action_return()
        for item in refused:
            self._as(self.far_taker, item).action_agree()
            self._as(self.judge, item).decide('to_source', 'source')
        self.assertEqual([self._on_hand(item, self.warehouse_b) for item in goods], [1, 1])
        before = [self._invoiced_of(item, transfer) for item in goods]
        again = self._send_back(transfer)
        self.assertEqual(again.sudo().line_ids.mapped('qty_received'), [1, 1])
        for item, invoiced in zip(goods, before, strict=True):
            with self.subTest(tracking=item.tracking):
                self.assertEqual(self._invoiced_of(item, transfer), [part - 15 for part in invoiced])

    def test_what_was_decided_to_be_the_receivers_goes_back_too(self):
        transfer, goods = self._far(5)
        self._lose(transfer, 2, outcome='to_dest')
        self.assertEqual(self._on_hand(goods, self.warehouse_b), 5)
        back = self.env['store.transfer'].browse(self._as(self.far_taker, transfer).action_return()['res_id'])
        self.assertEqual(back.sudo().line_ids.qty_requested, 5)

    def test_the_rest_that_is_proposed_is_what_is_left(self):
        goods = self._goods(uom_id=self.env.ref('uom.product_uom_kgm').id)
        transfer, _goods = self._far(1, [goods])
        self._as(self.far_taker, transfer).action_receive()
        for quantity in (0.5, 0.49):
            self._send_back(transfer, quantity)
        back = self.env['store.transfer'].browse(self._as(self.far_taker, transfer).action_return()['res_id'])
        self.assertEqual(back.sudo().line_ids.qty_requested, 0.01)
        self._as(self.far_taker, back).action_submit()
