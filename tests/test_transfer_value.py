# Part of store_group. License LGPL-3.
"""What goods are worth stays what it is, however they cross from one company to another."""

from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .billing_common import BillingCommon
from .test_security_stock_work import NUMBER


@tagged('post_install', '-at_install')
class TestTransferValue(BillingCommon):
    def _lots(self, *costs, quantity=1):
        """Return (product valued by lot, lots): as many of each lot at store 1, each lot at its own cost."""
        number = next(NUMBER)
        category = self.env['product.category'].sudo().create({'name': f'Lots {number}'})
        for company in self.companies:
            category.with_company(company).property_cost_method = 'average'
        product = (
            self.env['product.product']
            .sudo()
            .with_company(self.company)
            .create(
                {
                    'name': f'Lots {number}',
                    'default_code': f'LOTS-{number}',
                    'is_storable': True,
                    'tracking': 'lot',
                    'lot_valuated': True,
                    'categ_id': category.id,
                    'taxes_id': [Command.clear()],
                    'supplier_taxes_id': [Command.clear()],
                }
            )
        )
        lots = (
            self.env['stock.lot']
            .sudo()
            .with_company(self.company)
            .create([{'name': f'{number}-{cost}', 'product_id': product.id} for cost in costs])
        )
        vendors, shelf = self.env.ref('stock.stock_location_suppliers').id, self.warehouse_1.lot_stock_id.id
        for lot, cost in zip(lots, costs, strict=True):
            move = (
                self.env['stock.move']
                .sudo()
                .with_company(self.company)
                .create(
                    {
                        'product_id': product.id,
                        'product_uom': product.uom_id.id,
                        'product_uom_qty': quantity,
                        'location_id': vendors,
                        'location_dest_id': shelf,
                        'company_id': self.company.id,
                        'picked': True,
                        'move_line_ids': [
                            Command.create(
                                {
                                    'product_id': product.id,
                                    'lot_id': lot.id,
                                    'quantity': quantity,
                                    'location_id': vendors,
                                    'location_dest_id': shelf,
                                    'company_id': self.company.id,
                                }
                            )
                        ],
                    }
                )
            )
            move.value_manual = quantity * cost
            move._action_done()
        return product, lots

    def _costs(self, lots, company):
        self.env.flush_all()
        self.env.invalidate_all()
        return [round(lot.sudo().with_company(company).standard_price, 2) for lot in lots]

    # === LOTS ===

    def test_each_lot_keeps_its_value(self):
        for at_ship in (False, True):
            with self.subTest(at_ship=at_ship), self.cr.savepoint() as point:
                self.other_company.sudo().currency_id = self._currency(0.5)
                if at_ship:
                    self._at_ship()
                goods, lots = self._lots(10, 30)
                transfer, _goods = self._far(2, products=[goods])
                self._as(self.far_taker, transfer).action_receive()
                self.assertEqual(self._costs(lots, self.other_company), [5, 15])
                self.assertEqual((self._worth(goods, self.company), self._worth(goods, self.other_company)), (0, 20))
                self.assertEqual(self._booked(transfer), [(2, 2, 0, 0, 0, 0)])
                point.rollback()

    def test_each_lot_keeps_its_value_in_odoos_screens(self):
        for at_ship in (False, True):
            with self.subTest(at_ship=at_ship), self.cr.savepoint() as point:
                if at_ship:
                    self._at_ship()
                goods, lots = self._lots(10, 30, 20)
                transfer, _goods = self._ask(3, products=[goods], user=self.far_taker, dest=self.foreign)
                self._as(self.giver_boss, transfer).action_approve()
                self._as(self.giver, self._pickings(transfer)).button_validate()
                receipt = self._pickings(transfer).filtered(lambda picking: picking.company_id == self.other_company)
                self._as(self.far_taker, receipt).button_validate()
                self.assertEqual(self._costs(lots, self.other_company), [10, 30, 20])
                self.assertEqual(self._booked(transfer), [(3, 3, 0, 0, 0, 0)])
                point.rollback()

    def test_a_lot_that_is_not_picked_is_worth_nothing_there(self):
        self._at_ship()
        goods, lots = self._lots(10, 30, 20)
        transfer, _goods = self._ask(3, products=[goods], user=self.far_taker, dest=self.foreign)
        self._as(self.giver_boss, transfer).action_approve()
        delivery = self._pickings(transfer)
        delivery.move_line_ids.filtered(lambda item: item.lot_id == lots[0]).picked = True
        self._as(self.giver, delivery).with_context(skip_backorder=True).button_validate()
        self.assertEqual(self._booked(transfer), [(1, 0, 0, 0, 0, 1)])
        self.assertEqual(sum(self._moves(transfer, 'ship').filtered(lambda move: move.state == 'done').mapped('value')), 10)
        receipt = self._pickings(transfer).filtered(lambda picking: picking.company_id == self.other_company)
        self._as(self.far_taker, receipt).button_validate()
        self.assertEqual(self._costs(lots[0], self.other_company), [10])

    def test_each_lot_is_billed_at_its_cost(self):
        for billing in ('ship', 'receipt'):
            with self.subTest(billing=billing), self.cr.savepoint() as point:
                self._lane(billing)
                goods, lots = self._lots(10, 30)
                transfer, _goods = self._far(2, products=[goods])
                self._as(self.far_taker, transfer).action_receive()
                invoices, bills = self._documents(transfer)
                self.assertEqual((self._untaxed(invoices), self._untaxed(bills)), (60, 60))
                self.assertEqual(self._costs(lots, self.other_company), [15, 45])
                back = self._send_back(transfer)
                self.assertEqual(self._costs(lots, self.company), [10, 30])
                self.assertEqual((self._worth(goods, self.company), self._worth(goods, self.other_company)), (40, 0))
                invoices, bills = self._documents(transfer | back)
                self.assertEqual((self._untaxed(invoices), self._untaxed(bills)), (0, 0))
                point.rollback()

    def test_a_difference_takes_the_value_of_its_lot(self):
        for at_ship in (False, True):
            for outcome, costs, worth in (
                ('to_source', [10, 30], (40, 40)),
                ('to_dest', [10, 30], (0, 80)),
                ('write_off', [10, 30], (0, 40)),
            ):
                with self.subTest(at_ship=at_ship, outcome=outcome), self.cr.savepoint() as point:
                    if at_ship:
                        self._at_ship()
                    goods, lots = self._lots(10, 30, quantity=2)
                    transfer, _goods = self._far(4, products=[goods])
                    receipt = self._pickings(transfer).filtered(lambda picking: picking.company_id == self.other_company).sudo()
                    for item in receipt.move_ids.move_line_ids:
                        item.quantity = 1  # one of each lot is taken in
                    self._as(self.far_taker, receipt).move_ids.picked = True
                    self._as(self.far_taker, receipt).with_context(skip_backorder=True).button_validate()
                    self.assertEqual(self._booked(transfer), [(4, 2, 0, 0, 0, 2)])
                    self._as(self.far_taker, transfer).action_count_final()
                    item = transfer.sudo().discrepancy_ids
                    self._as(self.giver, item).action_agree()
                    self._as(self.judge, item).decide(outcome, 'source')
                    self.assertEqual(self._costs(lots, self.other_company), costs)
                    self.assertEqual((self._worth(goods, self.company), self._worth(goods, self.other_company)), worth)
                    self.assertFalse(self._in_transit(goods))
                    point.rollback()

    # === STANDARD COST ===

    def test_the_first_goods_bring_a_standard_cost(self):
        for billing, worth in ((None, 10), ('receipt', 15), ('ship', 15)):
            with self.subTest(billing=billing), self.cr.savepoint() as point:
                if billing:
                    self._lane(billing)
                goods = self._goods('standard', cost=0)
                transfer, _goods = self._far(4, products=[goods])
                self._as(self.far_taker, transfer).action_receive()
                self.assertEqual(goods.sudo().with_company(self.other_company).standard_price, worth)
                self.assertEqual(self._worth(goods, self.other_company), 4 * worth)
                self.assertIn('standard cost', transfer.sudo().message_ids[0].body + transfer.sudo().message_ids[1].body)
                point.rollback()

    def test_goods_do_not_become_worth_nothing(self):
        goods = self._goods('standard', cost=0)
        self.env['stock.quant'].sudo().with_company(self.other_company)._update_available_quantity(
            goods, self.warehouse_b.lot_stock_id, 5
        )
        with self.assertRaisesRegex(UserError, 'Enter the cost in that company first'):
            self._ask(4, products=[goods], user=self.far_taker, dest=self.foreign)
        goods.sudo().with_company(self.other_company).standard_price = 8
        transfer, _goods = self._far(4, products=[goods])
        self._as(self.far_taker, transfer).action_receive()
        self.assertEqual(self._worth(goods, self.other_company), 72)

    # === CENTS ===

    def test_pieces_one_by_one_win_no_cent(self):
        for at_ship in (False, True):
            with self.subTest(at_ship=at_ship), self.cr.savepoint() as point:
                self.other_company.sudo().currency_id = self._currency(0.5)
                if at_ship:
                    self._at_ship()
                category = self.env['product.category'].sudo().create({'name': 'Three for ten'})
                for company in self.companies:
                    category.with_company(company).property_cost_method = 'average'
                goods = (
                    self.env['product.product']
                    .sudo()
                    .create(
                        {'name': 'Third', 'default_code': f'THIRD-{next(NUMBER)}', 'is_storable': True, 'categ_id': category.id}
                    )
                )
                self._receive(self.env(su=True), goods, self.warehouse_1, 3, 10 / 3)
                transfer, _goods = self._ask(3, products=[goods], user=self.far_taker, dest=self.foreign)
                self._as(self.giver_boss, transfer).action_approve()
                for total in (1, 2, 3):
                    self._set(self.giver, transfer, 'shipped', total)
                    self._as(self.giver, transfer).action_ship()
                    self._set(self.far_taker, transfer, 'received', total)
                    self._as(self.far_taker, transfer).action_receive()
                self.assertEqual(self._worth(goods, self.other_company), 5)
                point.rollback()

    # === DOCUMENTS ===

    def _credit(self, move, quantity=None):
        """Credit an invoice or bill with Odoo's own window, as its accountant; return the credit note."""
        accountant = self._accountant(f'credit_{move.id}', move.company_id)
        wizard = (
            self._as(accountant, self.env['account.move.reversal'])
            .with_context(active_model='account.move', active_ids=move.ids, allowed_company_ids=move.company_id.ids)
            .create({'journal_id': move.journal_id.id})
        )
        note = self.env['account.move'].browse(wizard.refund_moves()['res_id']).sudo()
        for line in note.invoice_line_ids:
            line.quantity = quantity or line.quantity
        note.invoice_date = note.invoice_date or note.date
        note.action_post()
        return note

    def test_what_was_credited_by_hand_is_the_credit_of_the_return(self):
        for billing in ('ship', 'receipt'):
            with self.subTest(billing=billing), self.cr.savepoint() as point:
                self._lane(billing)
                transfer, goods = self._far(4)
                self._as(self.far_taker, transfer).action_receive()
                (invoice,), (bill,) = self._documents(transfer)
                notes = [self._credit(move, 2) for move in (invoice, bill)]
                back = self._send_back(transfer, 2)
                taken = back.sudo().charge_ids
                self.assertEqual([taken.invoice_id, taken.bill_id], notes)
                invoices, bills = self._documents(transfer)
                self.assertEqual((self._untaxed(invoices), self._untaxed(bills)), (30, 30))
                self.assertEqual(self._worth(goods, self.company), 280)
                point.rollback()

    def test_nothing_is_credited_twice(self):
        self._lane()
        transfer, _goods = self._far(4)
        self._as(self.far_taker, transfer).action_receive()
        (invoice,), (_bill,) = self._documents(transfer)
        note = self._credit(invoice)
        back = self._send_back(transfer, 2)
        taken = back.sudo().charge_ids
        self.assertFalse(taken.invoice_id | taken.bill_id)
        self.assertIn(note.name, taken.problem)
        note.button_draft()
        note.button_cancel()
        self._as(self.giver_boss, taken).action_bill()
        self.assertEqual([move.amount_untaxed for move in (taken.invoice_id, taken.bill_id)], [30, 30])
        self.assertFalse(taken.problem)

    def test_bill_again_after_a_document_was_cancelled(self):
        self._lane()
        transfer, _goods = self._far(4)
        (invoice,), (bill,) = self._documents(transfer)
        charge = transfer.sudo().charge_ids
        invoice.button_draft()
        invoice.button_cancel()
        self._as(self.giver_boss, charge).action_bill()
        self.assertEqual((charge.invoice_id.state, charge.invoice_id.amount_untaxed, charge.bill_id), ('posted', 60, bill))
        self.assertNotEqual(charge.invoice_id, invoice)
        self._as(self.giver_boss, charge).action_bill()
        self.assertEqual(len(self.env['account.move.line'].sudo().search([('store_charge_id', '=', charge.id)])), 2)

    # === LOCKED PERIODS ===

    def test_a_locked_period_names_its_company(self):
        for company in self.companies:
            with self.subTest(company=company.name), self.cr.savepoint() as point:
                transfer, _goods = self._ask(4, products=[self._goods()], user=self.far_taker, dest=self.foreign)
                self._as(self.giver_boss, transfer).action_approve()
                self.env.flush_all()
                company.sudo().fiscalyear_lock_date = fields.Date.today()
                with self.assertRaisesRegex(UserError, f'books of {company.name} are locked'):
                    self._as(self.giver, transfer).action_ship()
                point.rollback()

    # === CORRECTIONS ===

    def _moves(self, transfer, *steps):
        return (
            self.env['stock.move']
            .sudo()
            .search(
                [('transfer_line_id', 'in', transfer.sudo().line_ids.ids), ('transfer_step', 'in', steps), ('state', '=', 'done')]
            )
        )

    def test_what_has_crossed_is_not_corrected(self):
        for billing, ownership in (('none', 'receipt'), ('none', 'ship'), ('ship', 'ship'), ('receipt', 'receipt')):
            with self.subTest(billing=billing, ownership=ownership), self.cr.savepoint() as point:
                self._lane(billing, ownership_point=ownership)
                transfer, (goods,) = self._ask(5, products=[self._goods()], user=self.far_taker, dest=self.foreign)
                self._as(self.giver_boss, transfer).action_approve()
                self._set(self.giver, transfer, 'shipped', 4)
                self._as(self.giver, transfer).action_ship()
                if ownership == 'receipt':
                    self._set(self.far_taker, transfer, 'received', 3)
                    self._as(self.far_taker, transfer).action_receive()
                crossed = self._moves(transfer, *(['receive', 'hand_over'] if ownership == 'receipt' else ['ship']))
                before = [self._worth(goods, company) for company in self.companies], self._booked(transfer)
                for move in crossed:
                    for quantity in (move.quantity - 1, move.quantity + 1):
                        with self.assertRaisesRegex(UserError, 'return|surplus'), self.cr.savepoint():
                            move.move_line_ids.quantity = quantity  # the superuser neither
                            self.env.flush_all()
                self.env.invalidate_all()
                self.assertEqual(([self._worth(goods, company) for company in self.companies], self._booked(transfer)), before)
                point.rollback()

    def test_what_is_still_the_senders_is_corrected_and_followed(self):
        self._lane('receipt')
        transfer, goods = self._far(4)
        self._as(self.free, self._moves(transfer, 'ship').move_line_ids).quantity = 3
        self.assertEqual(self._booked(transfer), [(3, 0, 0, 0, 0, 3)])
        self._as(self.far_taker, transfer).action_receive()
        self.assertEqual((self._worth(goods, self.company), self._worth(goods, self.other_company)), (270, 45))
        (invoice,), (bill,) = self._documents(transfer)
        self.assertEqual((invoice.amount_untaxed, bill.amount_untaxed), (45, 45))

    # === COSTS OF TWO COMPANIES ===

    def test_a_standard_cost_of_one_company_is_no_cost_of_the_other(self):
        self._lane('receipt')
        goods = self._goods()
        goods.categ_id.with_company(self.other_company).property_cost_method = 'standard'
        self._receive(self.env(su=True), goods, self.warehouse_1, 10, 20)
        before = self._worth(goods, self.company)
        transfer, _goods = self._far(4, products=[goods])
        self._as(self.far_taker, transfer).action_receive()
        cost = before / 40
        self.assertAlmostEqual(self._worth(goods, self.company), 36 * cost, 2)
        self.assertAlmostEqual(self._worth(goods, self.other_company), 6 * cost, 2)
        goods.sudo().with_company(self.other_company).standard_price = 99
        self._receive(self.env(su=True), goods, self.warehouse_1, 4, cost)
        self.assertAlmostEqual(self._worth(goods, self.company), 40 * cost, 2)
        yesterday = fields.Datetime.subtract(fields.Datetime.now(), days=1)
        other = goods.sudo().with_company(self.other_company)
        self.assertNotEqual(other._get_standard_price_at_date(yesterday), goods.sudo().standard_price)

    def test_the_cost_of_a_lot_entered_in_a_branch_is_the_branchs(self):
        """The goods are the parent's: its branch still says what its own pieces cost, and the parent hears nothing of it."""
        goods, _lots = self._lots(10)
        goods.sudo().company_id = self.company
        branch = (
            self.env['res.company']
            .sudo()
            .create({'name': 'Branch', 'parent_id': self.company.id, 'currency_id': self.company.currency_id.id})
        )
        shelf = self.env['stock.warehouse'].sudo().search([('company_id', '=', branch.id)], limit=1) or self._warehouse(
            'Branch', 'TBR', company=branch
        )
        goods.categ_id.sudo().with_company(branch).property_cost_method = 'average'
        env = self.env(su=True, context={'allowed_company_ids': branch.ids})
        lots = env['stock.lot'].create({'name': 'Of the Branch', 'product_id': goods.id})
        before = self._costs(lots, self.company)

        def receive(cost):
            place = env.ref('stock.stock_location_suppliers').id, shelf.sudo().lot_stock_id.id
            move = env['stock.move'].create(
                {
                    'product_id': goods.id,
                    'product_uom': goods.uom_id.id,
                    'product_uom_qty': 1,
                    'location_id': place[0],
                    'location_dest_id': place[1],
                    'company_id': branch.id,
                    'picked': True,
                    'move_line_ids': [
                        Command.create(
                            {
                                'product_id': goods.id,
                                'lot_id': lots.id,
                                'quantity': 1,
                                'location_id': place[0],
                                'location_dest_id': place[1],
                                'company_id': branch.id,
                            }
                        )
                    ],
                }
            )
            move.value_manual = cost
            move._action_done()
            self.env.flush_all()
            self.env.cr.execute("UPDATE stock_move SET date = date - interval '1 hour' WHERE product_id = %s", [goods.id])
            self.env.cr.execute("UPDATE product_value SET date = date - interval '1 hour' WHERE product_id = %s", [goods.id])
            self.env.invalidate_all()

        receive(10)
        lots.with_env(env).standard_price = 25
        receive(35)
        self.assertEqual((self._costs(lots, branch), self._costs(lots, self.company)), ([30], before))
