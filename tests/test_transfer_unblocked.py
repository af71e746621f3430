# Part of store_group. License LGPL-3.
"""Situations of life in which nobody could go on."""

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .billing_common import BillingCommon


@tagged('post_install', '-at_install')
class TestTransferUnblocked(BillingCommon):
    def _bin(self, warehouse, name='Bin'):
        return (
            self.env['stock.location']
            .sudo()
            .create({'name': name, 'location_id': warehouse.lot_stock_id.id, 'company_id': warehouse.company_id.id})
        )

    def _quants(self, product, warehouse):
        self.env.flush_all()
        self.env.invalidate_all()
        quants = (
            self.env['stock.quant']
            .sudo()
            .search(
                [
                    ('product_id', '=', product.id),
                    ('location_id', 'child_of', warehouse.view_location_id.ids),
                    ('quantity', '!=', 0),
                ]
            )
        )
        return {quant.location_id: quant.quantity for quant in quants}

    def test_a_surplus_comes_out_of_the_bins(self):
        goods = self._goods()
        bins = [self._bin(self.warehouse_1, name) for name in ('A', 'B')]
        shelf = self.warehouse_1.lot_stock_id
        Quant = self.env['stock.quant'].sudo().with_company(self.company)
        Quant._update_available_quantity(goods, shelf, -10)
        for place in bins:
            Quant._update_available_quantity(goods, place, 5)
        transfer, _goods = self._far(4, products=[goods])
        self._set(self.far_taker, transfer, 'received', 8)
        self._as(self.far_taker, transfer).action_receive()
        item = transfer.sudo().discrepancy_ids
        self._as(self.giver, item).action_agree()
        self._as(self.judge, item).decide('ship_rest')
        self.assertEqual(self._booked(transfer), [(8, 8, 0, 0, 0, 0)])
        self.assertEqual((sum(self._quants(goods, self.warehouse_1).values()), self._on_hand(goods, self.warehouse_b)), (2, 8))
        self.assertTrue(all(quantity > 0 for quantity in self._quants(goods, self.warehouse_1).values()))

    def test_an_archived_journal_keeps_no_goods_back(self):
        for kind in ('sale', 'purchase'):
            with self.subTest(kind=kind), self.cr.savepoint() as point:
                self._lane()
                transfer, _goods = self._ask(4, products=[self._goods()], user=self.far_taker, dest=self.foreign)
                self._as(self.giver_boss, transfer).action_approve()
                journals = (
                    self.env['account.journal'].sudo().search([('type', '=', kind), ('company_id', 'in', self.companies.ids)])
                )
                journals.active = False
                self._as(self.giver, transfer).action_ship()
                charge = transfer.sudo().charge_ids
                self.assertEqual(
                    (self._booked(transfer), charge.invoice_id.ids, charge.bill_id.ids), ([(4, 0, 0, 0, 0, 4)], [], [])
                )
                self.assertTrue(charge.problem)
                self._as(self.far_taker, transfer).action_receive()
                journals.active = True
                self._as(self.giver_boss, charge).action_bill()
                self.assertEqual((charge.invoice_id.state, charge.bill_id.state), ('posted', 'posted'))
                point.rollback()

    def test_goods_from_a_vendor_straight_to_a_customer(self):
        vendors, customers = (self.env.ref(f'stock.stock_location_{kind}') for kind in ('suppliers', 'customers'))
        straight = (
            self.env['stock.picking.type']
            .sudo()
            .create(
                {
                    'name': 'Straight',
                    'code': 'incoming',
                    'sequence_code': 'STR',
                    'warehouse_id': False,
                    'company_id': self.company.id,
                    'default_location_src_id': vendors.id,
                    'default_location_dest_id': customers.id,
                }
            )
        )
        goods = self._product()

        def picking(store, place):
            record = (
                self.env['stock.picking']
                .sudo()
                .create(
                    {
                        'picking_type_id': straight.id,
                        'location_id': vendors.id,
                        'location_dest_id': place.id,
                        'store_id': store.id,
                        'company_id': self.company.id,
                        'move_ids': [
                            Command.create(
                                {
                                    'product_id': goods.id,
                                    'product_uom_qty': 2,
                                    'product_uom': goods.uom_id.id,
                                    'store_id': store.id,
                                    'location_id': vendors.id,
                                    'location_dest_id': place.id,
                                    'company_id': self.company.id,
                                }
                            )
                        ],
                    }
                )
            )
            record.action_confirm()
            record.move_ids.quantity = 2
            return record

        own = picking(self.store_1, customers)
        self._as(self.giver, own).button_validate()
        self.assertEqual(own.state, 'done')
        for store, place in ((self.store_3, customers), (self.store_1, self.warehouse_3.lot_stock_id)):
            with self.assertRaises(AccessError):
                self._as(self.giver, picking(store, place)).button_validate()

    def test_put_away_rules_hold_between_companies(self):
        for at_ship in (False, True):
            with self.subTest(at_ship=at_ship), self.cr.savepoint() as point:
                if at_ship:
                    self._at_ship()
                goods = self._goods()
                place = self._bin(self.warehouse_b)
                self.env['stock.putaway.rule'].sudo().create(
                    {
                        'product_id': goods.id,
                        'location_in_id': self.warehouse_b.lot_stock_id.id,
                        'location_out_id': place.id,
                        'company_id': self.other_company.id,
                    }
                )
                transfer, _goods = self._far(4, products=[goods])
                self._set(self.far_taker, transfer, 'received', 5)
                self._as(self.far_taker, transfer).action_receive()
                item = transfer.sudo().discrepancy_ids
                self._as(self.giver, item).action_agree()
                self._as(self.judge, item).decide('ship_rest')
                self.assertEqual(self._quants(goods, self.warehouse_b), {place: 5})
                point.rollback()

    def test_what_was_picked_and_will_not_leave_is_put_back(self):
        self.warehouse_1.sudo().delivery_steps = 'pick_ship'
        for ends in ('cancel', 'close'):
            with self.subTest(ends=ends), self.cr.savepoint() as point:
                transfer, (goods,) = self._approved(5)
                picks = self._pickings(transfer).filtered(
                    lambda picking: picking.picking_type_id == self.warehouse_1.pick_type_id
                )
                self._as(self.giver, picks).button_validate()
                output = self.warehouse_1.wh_output_stock_loc_id
                self.assertEqual(self._quants(goods, self.warehouse_1)[output], 5)
                left = 0
                if ends == 'close':
                    left = 3
                    self._set(self.giver, transfer, 'shipped', left)
                    self._as(self.giver, transfer).action_ship()
                    self._as(self.taker, transfer).action_receive()
                    self._as(self.giver_boss, transfer).action_close()
                else:
                    self._as(self.giver_boss, transfer).action_cancel()
                back = (
                    self.env['stock.picking']
                    .sudo()
                    .search([('origin', '=', transfer.sudo().name), ('location_id', '=', output.id), ('state', '=', 'assigned')])
                )
                self.assertEqual(sum(back.move_ids.mapped('quantity')), 5 - left)
                self._as(self.giver, back).button_validate()
                self.assertEqual(self._quants(goods, self.warehouse_1), {self.warehouse_1.lot_stock_id: 10 - left})
                point.rollback()

    def test_whoever_presses_with_nothing_to_do_is_told(self):
        transfer, _goods = self._approved(5)
        self._set(self.giver, transfer, 'shipped', 3)
        here = self._as(self.giver, transfer)
        self.assertIs(here.with_context(store_on_form=True).action_ship(), True)
        self.assertEqual(here.with_context(store_on_form=True).action_ship()['tag'], 'display_notification')
        self.assertIs(here.action_ship(), True)
        there = self._as(self.taker, transfer)
        self._set(self.taker, transfer, 'received', 2)
        missing = there.with_context(store_on_form=True).action_receive()
        self.assertEqual(missing['res_model'], 'store.transfer.rest', 'what is missing is asked for')
        self.assertEqual(there.with_context(store_on_form=True).action_receive()['tag'], 'display_notification')
        self.assertIs(there.action_receive(), True)
        self.assertEqual(self._booked(transfer), [(3, 2, 0, 0, 0, 1)])
        line = transfer.sudo().line_ids
        board = self._as(self.taker, self.env['store.transfer.board'])
        self.assertFalse(board.finish(transfer.id, 'receive', [{'line_id': line.id, 'counted': 1}])['warning'])
        self.assertTrue(board.finish(transfer.id, 'receive', [])['warning'])

    def test_the_same_lot_number_in_both_companies(self):
        for at_ship in (False, True):
            with self.subTest(at_ship=at_ship), self.cr.savepoint() as point:
                if at_ship:
                    self._at_ship()
                goods, (lot, _other) = self._tracked(quantity=4)
                lot.company_id = self.company
                goods.sudo().with_company(self.other_company).standard_price = 10
                Lot = self.env['stock.lot'].sudo()
                twin = Lot.create({'name': lot.name, 'product_id': goods.id, 'company_id': self.other_company.id})
                self.env['stock.quant'].sudo().with_company(self.other_company)._update_available_quantity(
                    goods, self.warehouse_b.lot_stock_id, 3, lot_id=twin
                )
                transfer, _goods = self._far(4, products=[goods])
                self._as(self.far_taker, transfer).action_receive()
                same = Lot.search([('product_id', '=', goods.id), ('name', '=', lot.name)])
                self.assertEqual((same.company_id.ids, self._on_hand(goods, self.warehouse_b)), ([], 7))
                quants = (
                    self.env['stock.quant']
                    .sudo()
                    .search([('product_id', '=', goods.id), ('location_id', '=', self.warehouse_b.lot_stock_id.id)])
                )
                self.assertEqual((quants.lot_id, sum(quants.mapped('quantity'))), (same, 7))
                self.assertFalse(self._in_transit(goods))
                point.rollback()

    def test_what_is_written_about_the_same_lot_is_kept(self):
        goods, (lot, _other) = self._tracked(quantity=4)
        lot.company_id = self.company
        goods.sudo().with_company(self.other_company).standard_price = 10
        twin = (
            self.env['stock.lot']
            .sudo()
            .create(
                {
                    'name': lot.name,
                    'product_id': goods.id,
                    'company_id': self.other_company.id,
                    'ref': 'VENDOR-7',
                    'note': 'Dented',
                }
            )
        )
        note = twin.message_post(body='Checked by the laboratory')
        paper = (
            self.env['ir.attachment']
            .sudo()
            .create({'name': 'certificate.txt', 'raw': b'good', 'res_model': 'stock.lot', 'res_id': twin.id})
        )
        for record in (lot, twin):
            record.message_subscribe(self.judge.partner_id.ids)
        self.env['ir.model.data'].sudo().create({'module': 'wms', 'name': 'lot_7', 'model': 'stock.lot', 'res_id': twin.id})
        self._far(4, products=[goods])
        self.env.invalidate_all()
        self.assertFalse(twin.exists())
        self.assertEqual((note.exists().res_id, paper.exists().res_id, paper.raw), (lot.id, lot.id, b'good'))
        self.assertEqual(self.env.ref('wms.lot_7').id, lot.id)
        self.assertEqual((lot.ref, 'Dented' in lot.note), ('VENDOR-7', True))
        self.assertEqual(lot.message_partner_ids & self.judge.partner_id, self.judge.partner_id)

    def test_a_serial_is_in_one_place(self):
        goods, (lot, _other) = self._tracked('serial')
        lot.company_id = self.company
        goods.sudo().with_company(self.other_company).standard_price = 10
        twin = (
            self.env['stock.lot'].sudo().create({'name': lot.name, 'product_id': goods.id, 'company_id': self.other_company.id})
        )
        self.env['stock.quant'].sudo().with_company(self.other_company)._update_available_quantity(
            goods, self.warehouse_b.lot_stock_id, 1, lot_id=twin
        )
        with self.assertRaisesRegex(UserError, f'Serial number {lot.name}'):
            self._far(2, products=[goods])

    def test_goods_that_became_tracked_on_the_way_arrive(self):
        for company, dest, taker in (
            (self.company, self.store_3, self.taker),
            (self.other_company, self.foreign, self.far_taker),
        ):
            with self.subTest(company=company.name), self.cr.savepoint() as point:
                transfer, (goods,) = self._ask(4, products=[self._goods()], user=taker, dest=dest)
                self._as(self.giver_boss, transfer).action_approve()
                self._as(self.giver, transfer).action_ship()
                goods.sudo().tracking = 'lot'
                receipt = self._pickings(transfer).filtered(lambda picking: picking.state != 'done')
                items = self._as(taker, receipt).move_line_ids
                items.write({'quantity': 3, 'lot_name': 'NEW-LOT'})
                self._as(taker, receipt).move_ids.picked = True
                self._as(taker, receipt).with_context(skip_backorder=True).button_validate()
                self.assertEqual(self._booked(transfer), [(4, 3, 0, 0, 0, 1)])
                quants = (
                    self.env['stock.quant']
                    .sudo()
                    .search([('product_id', '=', goods.id), ('lot_id.name', '=', 'NEW-LOT'), ('quantity', '>', 0)])
                )
                self.assertEqual((quants.location_id, quants.quantity), (dest.warehouse_id.lot_stock_id, 3))
                self._as(taker, transfer).action_count_final()
                item = transfer.sudo().discrepancy_ids
                self._as(self.giver, item).action_agree()
                self._as(self.judge, item).decide('write_off', 'source')
                self.assertFalse(self._in_transit(goods))
                point.rollback()

    def test_what_one_company_owes_is_billed_before_uninstalling(self):
        module = self.env(su=True)['ir.module.module'].with_user(self.env.ref('base.user_admin'))
        module = module.search([('name', '=', 'store_group')])
        self._lane('collected')
        transfer = self._came([self._goods()], 4)
        with self.assertRaisesRegex(UserError, f'charged and not billed.*\n.*{transfer.name}'):
            module.button_uninstall()
        settlement = self.env['store.settlement'].browse(
            self._as(self.giver_boss, self.env['store.settlement']).propose(str(self.store_1._today()))[0]['id']
        )
        self._as(self.giver_boss, settlement).action_confirm()
        self._as(self.far_boss, settlement).action_confirm()
        self.assertEqual(settlement.sudo().state, 'billed')
        module.button_uninstall()
        self.assertEqual(module.state, 'to remove')
