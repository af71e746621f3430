# Part of store_group. License LGPL-3.
from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase, tagged

from ..exceptions import TransferRefused
from .billing_common import BillingCommon


@tagged('post_install', '-at_install')
class TestMoneyBilling(BillingCommon):
    def test_a_shipment_is_one_invoice_and_one_bill_each_in_its_own_company(self):
        self._lane()
        transfer, goods = self._far(4)
        invoice, bill = self._documents(transfer)
        self.assertEqual(
            (invoice.move_type, invoice.company_id, invoice.partner_id, invoice.state, invoice.store_id),
            ('out_invoice', self.company, self.other_company.partner_id, 'posted', self.store_1),
        )
        self.assertEqual(
            (bill.move_type, bill.company_id, bill.partner_id, bill.state, bill.store_id, bill.ref),
            ('in_invoice', self.other_company, self.company.partner_id, 'posted', self.foreign, invoice.name),
        )
        self.assertEqual((invoice.amount_untaxed, bill.amount_untaxed), (60, 60))
        for document, store in ((invoice, self.store_1), (bill, self.foreign)):
            line = document.invoice_line_ids
            self.assertEqual((line.store_transfer_line_id, line.quantity, line.price_unit), (transfer.sudo().line_ids, 4, 15))
            self.assertEqual(line.analytic_distribution, {str(store.sudo().analytic_account_id.id): 100})
        self._as(self.far_taker, transfer).action_receive()
        self.assertEqual((self._worth(goods, self.company), self._worth(goods, self.other_company)), (260, 60))
        self.assertEqual(goods.sudo().with_company(self.other_company).standard_price, 15)
        self._as(self.far_taker, transfer).action_close()
        self.assertEqual(self._documents(transfer), (invoice, bill))

    def test_billed_when_received_each_receipt_is_billed_for_what_it_took_in(self):
        for ownership in ('receipt', 'ship'):
            with self.subTest(ownership=ownership), self.cr.savepoint() as point:
                self._lane('receipt', ownership_point=ownership)
                transfer, goods = self._far(4)
                self.assertFalse(self._documents(transfer)[0])
                for total in (1, 4):
                    self._set(self.far_taker, transfer, 'received', total)
                    self._as(self.far_taker, transfer).action_receive()
                invoices, bills = self._documents(transfer)
                self.assertEqual(invoices.mapped('amount_untaxed'), [15, 45])
                self.assertEqual(bills.mapped('amount_untaxed'), [15, 45])
                self.assertEqual((self._worth(goods, self.company), self._worth(goods, self.other_company)), (260, 60))
                self.assertEqual(transfer.sudo().charge_ids.sorted('id').mapped('cost'), [10, 30])
                point.rollback()

    def test_received_in_the_picking_by_the_other_companys_people(self):
        self._lane('receipt')
        transfer, goods = self._far(4)
        receipt = self._pickings(transfer).filtered(lambda picking: picking.company_id == self.other_company)
        self._deliver(self._as(self.far_taker, receipt), 3)
        self.assertEqual(self._untaxed(self._documents(transfer)[1]), 45)
        self.assertEqual(self._worth(goods, self.other_company), 45)

    def test_drafts_wait_for_the_accountants_and_their_price_is_the_value(self):
        self._lane(bill_posting='draft')
        transfer, goods = self._far(4)
        invoice, bill = self._documents(transfer)
        self.assertEqual((invoice.state, bill.state), ('draft', 'draft'))
        self._as(self.far_taker, transfer).action_receive()
        self.assertEqual(self._worth(goods, self.other_company), 60)
        books = self._accountant('far_books', self.other_company)
        bill = self._as(books, bill)
        bill.invoice_line_ids.price_unit = 16
        bill.action_post()
        self.assertEqual(self._worth(goods, self.other_company), 64)
        self._as(self._accountant('books', self.company), invoice).action_post()
        self.assertEqual(invoice.amount_untaxed, 60)

    def test_prices_by_each_basis(self):
        goods = self._goods(list_price=199)
        prices = (
            self.env['product.pricelist']
            .sudo()
            .create(
                {
                    'name': 'Partners',
                    'currency_id': self.company.currency_id.id,
                    'company_id': False,
                    'item_ids': [
                        Command.create(
                            {
                                'product_id': goods.id,
                                'compute_price': 'fixed',
                                'fixed_price': 33,
                                'applied_on': '0_product_variant',
                            }
                        )
                    ],
                }
            )
        )
        for vals, price in (
            ({'price_basis': 'cost', 'price_percent': 0}, 10),
            ({'price_basis': 'cost_plus', 'price_percent': 12.5}, 11.25),
            ({'price_basis': 'tag_discount', 'price_percent': 55}, 89.55),
            ({'price_basis': 'pricelist', 'pricelist_id': prices.id}, 33),
        ):
            with self.subTest(**vals), self.cr.savepoint() as point:
                self._lane(**vals)
                transfer, _goods = self._far(2, products=[goods])
                self._as(self.far_taker, transfer).action_receive()
                self.assertEqual(transfer.sudo().charge_ids.mapped('price_unit'), [price])
                self.assertEqual(self._worth(goods, self.other_company), 2 * price)
                point.rollback()

    def test_each_side_has_its_own_taxes_and_the_same_sum_without_tax(self):
        goods = self._goods(list_price=113)
        taxes = {}
        for kind, company, included in (('sale', self.company, 'tax_included'), ('purchase', self.other_company, 'tax_excluded')):
            taxes[kind] = (
                self.env['account.tax']
                .sudo()
                .with_company(company)
                .create(
                    {
                        'name': f'VAT 13 {kind}',
                        'amount': 13,
                        'type_tax_use': kind,
                        'company_id': company.id,
                        'price_include_override': included,
                    }
                )
            )
        goods.sudo().write(
            {'taxes_id': [Command.set(taxes['sale'].ids)], 'supplier_taxes_id': [Command.set(taxes['purchase'].ids)]}
        )
        for basis, percent, untaxed in (('tag_discount', 50, 100), ('cost_plus', 50, 30)):
            with self.subTest(basis=basis), self.cr.savepoint() as point:
                self._lane(price_basis=basis, price_percent=percent)
                transfer, _goods = self._far(2, products=[goods])
                invoice, bill = self._documents(transfer)
                self.assertEqual(
                    (invoice.invoice_line_ids.tax_ids, bill.invoice_line_ids.tax_ids), (taxes['sale'], taxes['purchase'])
                )
                self.assertEqual((invoice.amount_untaxed, bill.amount_untaxed), (untaxed, untaxed))
                self.assertAlmostEqual(invoice.amount_total, untaxed * 1.13, 2)
                self.assertAlmostEqual(bill.amount_total, untaxed * 1.13, 2)
                point.rollback()

    def test_two_currencies_are_booked_in_the_sellers_at_the_rate_of_the_day(self):
        currency = self._currency(2.0)
        other = self.env['res.company'].sudo().browse(self.other_company.id)
        other.currency_id = currency
        self._lane()
        transfer, goods = self._far(4)
        invoice, bill = self._documents(transfer)
        self.assertEqual((invoice.currency_id, bill.currency_id), (self.company.currency_id,) * 2)
        self.assertEqual((bill.amount_untaxed, bill.amount_untaxed_signed), (60, -120))
        self._as(self.far_taker, transfer).action_receive()
        self.assertEqual(self._worth(goods, self.other_company), 120)

    def test_a_loss_the_sender_pays_is_credited_on_both_sides(self):
        self._lane()
        transfer, goods = self._far(5)
        self._lose(transfer, 1)
        invoices, bills = self._documents(transfer)
        self.assertEqual(invoices.mapped('move_type'), ['out_invoice', 'out_refund'])
        self.assertEqual((self._untaxed(invoices), self._untaxed(bills)), (60, 60))
        self.assertEqual(invoices[1].reversed_entry_id, invoices[0])
        self.assertEqual((self._worth(goods, self.company), self._worth(goods, self.other_company)), (250, 60))

    def test_a_loss_the_receiver_pays_stays_billed_or_is_billed(self):
        for billing in ('ship', 'receipt'):
            with self.subTest(billing=billing), self.cr.savepoint() as point:
                self._lane(billing)
                transfer, _goods = self._far(5)
                item = self._lose(transfer, 1, responsible='dest')
                self.assertEqual([self._untaxed(side) for side in self._documents(transfer)], [75, 75])
                self.assertEqual(item.sudo().cost, 15)
                point.rollback()

    def test_refused_goods_go_home_at_the_cost_they_left_with(self):
        self._lane()
        transfer, goods = self._far(5)
        self._set(self.far_taker, transfer, 'refused', 5)
        self._as(self.far_taker, transfer).action_receive()
        item = transfer.sudo().discrepancy_ids
        self._as(self.giver, item).action_agree()
        self._as(self.judge, item).decide('to_source')
        self.assertEqual([self._untaxed(side) for side in self._documents(transfer)], [0, 0])
        self.assertEqual((self._worth(goods, self.company), self._worth(goods, self.other_company)), (300, 0))

    def test_whoever_decides_learns_that_a_surplus_may_be_what_was_lost(self):
        for responsible, words in (('dest', 'nothing is to be booked, and let .* count'), ('source', 'count them in first')):
            with self.subTest(responsible=responsible), self.cr.savepoint() as point:
                self._lane('receipt')
                transfer, goods = self._far(5)
                lost = self._lose(transfer, 2, responsible=responsible)
                self._set(self.far_taker, transfer, 'received', 5)
                self._as(self.far_taker, transfer).action_receive()
                over = transfer.sudo().discrepancy_ids - lost
                self.assertRegex(self._as(self.judge, over).note, f'^2 were written off.*{words}')
                shelf = self.warehouse_b if responsible == 'dest' else self.warehouse_1
                self.env['stock.quant'].sudo().with_context(inventory_mode=True).create(
                    {
                        'product_id': goods.id,
                        'location_id': shelf.lot_stock_id.id,
                        'inventory_quantity': self._on_hand(goods, shelf) + 2,
                    }
                ).action_apply_inventory()
                self._as(self.giver, over).action_agree()
                self._as(self.judge, over).decide('dismiss' if responsible == 'dest' else 'ship_rest', 'source')
                self.assertEqual((self._on_hand(goods, self.warehouse_1), self._on_hand(goods, self.warehouse_b)), (5, 5))
                self.assertEqual([self._untaxed(side) for side in self._documents(transfer)], [75, 75])
                point.rollback()

    def test_an_agreed_surplus_is_billed(self):
        for billing in ('ship', 'receipt'):
            with self.subTest(billing=billing), self.cr.savepoint() as point:
                self._lane(billing)
                transfer, goods = self._far(4)
                self._set(self.far_taker, transfer, 'received', 5)
                self._as(self.far_taker, transfer).action_receive()
                item = transfer.sudo().discrepancy_ids
                self._as(self.giver, item).action_agree()
                self._as(self.judge, item).decide('ship_rest')
                self.assertEqual([self._untaxed(side) for side in self._documents(transfer)], [75, 75])
                self.assertEqual((self._worth(goods, self.company), self._worth(goods, self.other_company)), (250, 75))
                point.rollback()

    def test_a_price_list_in_money_without_a_rate_is_refused(self):
        franc = self.env['res.currency'].sudo().create({'name': 'FRN', 'symbol': 'F'})
        lists = self.env['product.pricelist'].sudo().create({'name': 'Francs', 'currency_id': franc.id})
        self._lane('ship', price_basis='pricelist', pricelist_id=lists.id)
        with self.assertRaisesRegex(TransferRefused, 'knows no rate of FRN'):
            self._far(4)
        self.env['res.currency.rate'].sudo().create({'currency_id': franc.id, 'rate': 2, 'company_id': False})
        transfer, _goods = self._far(4)
        self.assertEqual(self._documents(transfer)[0].currency_id, franc)

    def test_what_is_returned_sent_again_and_returned_leaves_nothing_charged(self):
        for billing in ('ship', 'receipt', 'collected'):
            with self.subTest(billing=billing), self.cr.savepoint() as point:
                self._lane(billing)
                transfer, goods = self._far(4)
                self._as(self.far_taker, transfer).action_receive()
                back = self._send_back(transfer)
                again = self.env['store.transfer'].browse(self._as(self.giver, back).action_return()['res_id'])
                self._as(self.giver, again).action_submit()
                self._as(self.giver_boss, again).action_approve()
                self._as(self.giver, again).action_ship()
                self._as(self.far_taker, again).action_receive()
                self.assertEqual(sum((transfer | back | again).sudo().charge_ids.mapped('quantity')), 4)
                last = self._send_back(again)
                charges = (transfer | back | again | last).sudo().charge_ids
                self.assertEqual((sum(charges.mapped('quantity')), sum(charges.mapped('amount'))), (0, 0))
                self.assertEqual(self._on_hand(goods, self.warehouse_b), 0)
                point.rollback()

    def test_a_return_takes_the_money_back_at_the_old_price_and_cost(self):
        for billing in ('ship', 'receipt'):
            with self.subTest(billing=billing), self.cr.savepoint() as point:
                lane = self._lane(billing)
                transfer, goods = self._far(4)
                self._as(self.far_taker, transfer).action_receive()
                lane.price_percent = 80
                self._receive(self.env(su=True), goods, self.warehouse_1, 26, 20)
                back = self._send_back(transfer, 3)
                invoices, bills = self._documents(transfer)
                self.assertEqual(invoices.mapped('move_type'), ['out_invoice', 'out_refund'])
                self.assertEqual([self._untaxed(side) for side in (invoices, bills)], [15, 15])
                self.assertEqual(back.sudo().charge_ids.mapped('cost'), [-30])
                self.assertEqual((self._worth(goods, self.company), self._worth(goods, self.other_company)), (810, 15))
                self._send_back(transfer)
                self.assertEqual([self._untaxed(side) for side in self._documents(transfer)], [0, 0])
                self.assertEqual(self._worth(goods, self.company), 820)
                point.rollback()

    def test_a_return_of_what_was_never_charged_charges_nothing(self):
        transfer, _goods = self._far(4)
        self._as(self.far_taker, transfer).action_receive()
        self.env['store.lane'].create({'source_store_id': self.foreign.id, 'billing': 'receipt'})
        self._send_back(transfer)
        self.assertFalse(self._documents(transfer)[0])

    def test_nothing_is_billed_twice(self):
        self._lane()
        transfer, _goods = self._far(4)
        documents = self._documents(transfer)
        for _time in range(2):
            self._as(self.giver, transfer).action_ship()
            self._as(self.far_taker, transfer).action_receive()
            self._as(self.far_boss, transfer.sudo().charge_ids).action_bill()
        self.assertEqual(self._documents(transfer), documents)
        self.assertEqual(len(transfer.sudo().charge_ids), 1)
        copied = documents[0].copy()
        self.assertFalse(copied.line_ids.store_charge_id)

    def test_within_a_company_nothing_is_billed(self):
        self.env['store.lane'].create({'source_store_id': self.store_1.id, 'billing': 'ship'})
        transfer, _products = self._shipped(3)
        self._as(self.taker, transfer).action_receive()
        self.assertFalse(transfer.sudo().charge_ids)

    def test_where_the_books_are_closed_goods_go_on_and_the_bill_follows(self):
        self._lane('receipt')
        transfer, goods = self._far(4)
        journal = (
            self.env['account.journal'].sudo().search([('company_id', '=', self.other_company.id), ('type', '=', 'purchase')])
        )
        journal.active = False
        self._as(self.far_taker, transfer).action_receive()
        self.assertEqual((transfer.sudo().state, self._worth(goods, self.other_company)), ('received', 60))
        charge = transfer.sudo().charge_ids
        self.assertTrue(charge.problem)
        self.assertFalse(charge.invoice_id, 'both or none')
        with self.assertRaises(AccessError):
            self._as(self.far_taker, charge).action_bill()
        journal.active = True
        self._as(self.far_boss, charge).action_bill()
        self.assertEqual([self._untaxed(side) for side in self._documents(transfer)], [60, 60])
        self.assertFalse(charge.problem)

    def test_a_module_that_mirrors_invoices_leaves_one_bill(self):
        self._lane()
        self._mirror()
        transfer, goods = self._far(4)
        invoice, bill = self._documents(transfer)
        bills = self._bills(invoice)
        self.assertEqual(bills, bill)
        self.assertEqual(bill.invoice_line_ids.store_transfer_line_id, transfer.sudo().line_ids)
        self._as(self.far_taker, transfer).action_receive()
        self.assertEqual(self._worth(goods, self.other_company), 60)

    def test_a_draft_of_ours_gives_way_to_the_mirror_of_the_posted_invoice(self):
        self._lane(bill_posting='draft')
        transfer, _goods = self._far(4)
        invoice, draft = self._documents(transfer)
        self._mirror()
        invoice.action_post()
        self.env.cr.precommit.run()
        self.assertFalse(draft.exists())
        self.assertEqual(self._bills(invoice), self._documents(transfer)[1])

    def test_a_list_whose_draft_bill_gave_way_to_a_mirror_has_no_problem(self):
        self._lane('collected', bill_posting='draft')
        transfer, _goods = self._far(4)
        self._as(self.far_taker, transfer).action_receive()
        answer = self._as(self.giver_boss, self.env['store.settlement']).propose(str(self.store_1._today()))
        settlement = self.env['store.settlement'].browse(answer[0]['id'])
        for user in (self.giver_boss, self.far_boss):
            self._as(user, settlement).action_confirm()
        invoice, draft = self._documents(transfer)
        self._mirror()
        self._as(self._accountant('mirrored', self.company), invoice).action_post()
        self.env.cr.precommit.run()
        self.assertFalse(draft.exists())
        self.assertFalse(settlement.sudo().problem or transfer.sudo().charge_ids.problem)
        self.assertEqual(settlement.sudo().bill_id, self._bills(invoice))

    def test_a_deleted_draft_is_made_again_on_demand_and_the_other_is_not(self):
        self._lane(bill_posting='draft')
        transfer, _goods = self._far(4)
        invoice, bill = self._documents(transfer)
        bill.unlink()
        self._as(self.far_taker, transfer).action_receive()
        self.assertFalse(self._documents(transfer)[1])
        for _time in range(2):
            self._as(self.far_boss, transfer.sudo().charge_ids).action_bill()
        self.assertEqual(self._documents(transfer)[0], invoice)
        self.assertEqual(self._untaxed(self._documents(transfer)[1]), 60)

    def test_a_list_is_asked_with_the_quantity_of_the_line_however_it_goes(self):
        prices = (
            self.env['product.pricelist']
            .sudo()
            .create(
                {
                    'name': 'Steps',
                    'item_ids': [
                        Command.create(
                            {'compute_price': 'fixed', 'fixed_price': price, 'min_quantity': least, 'applied_on': '3_global'}
                        )
                        for price, least in ((20, 0), (15, 8))
                    ],
                }
            )
        )
        for billing, step in (('receipt', 'received'), ('ship', 'shipped')):
            with self.subTest(billing=billing), self.cr.savepoint() as point:
                self._lane(billing, price_basis='pricelist', pricelist_id=prices.id)
                transfer, (goods,) = self._ask(10, products=[self._goods()], user=self.far_taker, dest=self.foreign)
                self._as(self.giver_boss, transfer).action_approve()
                for quantity in (4, 10):
                    if step == 'shipped' or quantity == 4:
                        self._set(self.giver, transfer, 'shipped', quantity if step == 'shipped' else 10)
                        self._as(self.giver, transfer).action_ship()
                    self.assertEqual(
                        transfer.sudo()._waiting_value(),
                        {('shipped', 4): 90, ('shipped', 10): 0, ('received', 4): 150, ('received', 10): 90}[step, quantity],
                    )
                    self._set(self.far_taker, transfer, 'received', quantity)
                    self._as(self.far_taker, transfer).action_receive()
                self.assertEqual([self._untaxed(side) for side in self._documents(transfer)], [150, 150])
                self.assertEqual(self._worth(goods, self.other_company), 150)
                point.rollback()

    def test_a_line_deleted_from_an_invoice_is_said_and_billed_again(self):
        self._lane()
        transfer, _goods = self._far(5)
        invoice, bill = self._documents(transfer)
        accountant = self._accountant('lines', self.company)
        mine = self._as(accountant, invoice)
        mine.button_draft()
        mine.invoice_line_ids.unlink()
        self.assertIn(invoice.name, transfer.sudo().charge_ids.problem)
        self._as(self.giver_boss, transfer.sudo().charge_ids).action_bill()
        self.assertEqual((self._untaxed(transfer.sudo().charge_ids.invoice_id), self._documents(transfer)[1]), (75, bill))
        self.assertNotEqual(transfer.sudo().charge_ids.invoice_id, invoice)
        self.assertFalse(transfer.sudo().charge_ids.problem)

    def test_a_draft_bill_learns_the_number_of_the_posted_invoice(self):
        self._lane(bill_posting='draft')
        transfer, _goods = self._far(4)
        invoice, draft = self._documents(transfer)
        self.assertEqual(draft.ref, transfer.sudo().name)
        invoice.action_post()
        self.assertEqual(draft.ref, invoice.name)

    # === LANES ===

    def test_a_lane_that_bills_needs_books_in_both_companies(self):
        for company, kind, words in (
            (self.company, 'sale', 'no sales journal'),
            (self.other_company, 'purchase', 'no purchase journal'),
        ):
            with self.subTest(kind=kind), self.cr.savepoint() as point:
                self.env['account.journal'].sudo().search([('company_id', '=', company.id), ('type', '=', kind)]).active = False
                with self.assertRaisesRegex(ValidationError, f'{company.name} has {words}'), self.cr.savepoint():
                    self._lane()
                self._lane('none')
                point.rollback()
        journal = self.env['account.journal'].sudo().search([('company_id', '=', self.company.id), ('type', '=', 'sale')])
        journal.default_account_id = False
        self.company.sudo().income_account_id = False
        with self.assertRaisesRegex(ValidationError, 'has no income account'):
            self._lane('receipt')

    def test_a_company_that_came_later_without_books_is_named_when_asked(self):
        lane = self._lane()
        self.env['account.journal'].sudo().search(
            [('company_id', '=', self.other_company.id), ('type', '=', 'purchase')]
        ).active = False
        with self.assertRaisesRegex(UserError, 'has no purchase journal'):
            self._ask(1, user=self.far_taker, dest=self.foreign, products=[self._goods()])
        self.assertTrue(lane)

    def test_goods_billed_when_shipped_are_the_receivers(self):
        self.assertEqual(self._lane().ownership_point, 'ship')
        with self.assertRaisesRegex(ValidationError, 'from then on'):
            self.env['store.lane'].create({'billing': 'ship', 'ownership_point': 'receipt'})

    def test_a_lane_with_goods_under_way_keeps_its_billing(self):
        lane = self._lane('receipt')
        transfer, _goods = self._far(2)
        with self.assertRaisesRegex(ValidationError, transfer.sudo().name):
            lane.billing = 'none'
        lane.price_percent = 60
        self._as(self.far_taker, transfer).action_receive()
        self._as(self.far_taker, transfer).action_close()
        lane.billing = 'none'

    def test_percentages_and_lists_are_checked(self):
        for vals in (
            {'price_percent': -1},
            {'price_basis': 'tag_discount', 'price_percent': 101},
            {'price_basis': 'pricelist'},
            {'order_cost': -1},
        ):
            with self.subTest(**vals), self.assertRaises(ValidationError), self.cr.savepoint():
                self._lane(**vals)

    def test_prices_of_a_lane_are_for_managers(self):
        lane = self._lane()
        self.assertEqual(self._as(self.giver_boss, lane).read(['price_percent', 'price_basis'])[0]['price_percent'], 50)
        for name in ('price_basis', 'price_percent', 'pricelist_id', 'order_cost', 'unit_cost', 'sale_journal_id'):
            with self.subTest(name=name), self.assertRaises(AccessError):
                self._as(self.giver, lane).read([name])

    def test_either_side_reads_its_charges_and_nobody_the_others_cost(self):
        self._lane()
        transfer, _goods = self._far(4)
        charge = transfer.sudo().charge_ids
        stranger = self._member('charge_stranger', 'store_manager', store_id=self.store_2.id)
        for user, sees in ((self.giver_boss, True), (self.far_boss, True), (stranger, False), (self.giver, False)):
            with self.subTest(user=user.name):
                Charge = self._as(user, self.env['store.transfer.charge'])
                found = Charge.search([('id', '=', charge.id)]) if Charge.has_access('read') else Charge
                self.assertEqual(bool(found), sees)
        for user in (self.far_boss, self.giver_boss):
            with self.assertRaises(AccessError):
                self._as(user, charge).read(['cost'])
            with self.assertRaises(AccessError):
                self._as(user, charge).write({'price_unit': 1})

    def test_the_cost_of_the_way_is_an_estimate(self):
        self._lane('none', carrier='SF', order_cost=12, unit_cost=0.5)
        transfer, _goods = self._far(4)
        self.assertEqual(self._as(self.giver_boss, transfer).way_cost, 14)
        with self.assertRaises(AccessError):
            self._as(self.giver, transfer).read(['way_cost'])

    # === TOOLS ===

    def _bills(self, invoice):
        return (
            self.env['account.move'].sudo().search([('company_id', '=', self.other_company.id), ('move_type', '=', 'in_invoice')])
        )

    def _mirror(self):
        """Do what a module that mirrors invoices between companies does: a bill for each posted invoice."""
        Move = type(self.env['account.move'])
        post = Move._post

        def _post(self, soft=True):
            posted = post(self, soft)
            for invoice in posted.filtered(lambda move: move.move_type == 'out_invoice'):
                buyer = self.env['res.company'].sudo().search([('partner_id', '=', invoice.partner_id.id)])
                if buyer:
                    self.sudo().with_context(allowed_company_ids=buyer.ids).create(
                        {
                            'move_type': 'in_invoice',
                            'partner_id': invoice.company_id.partner_id.id,
                            'ref': invoice.name,
                            'company_id': buyer.id,
                            'invoice_date': invoice.invoice_date,
                            'invoice_line_ids': [
                                Command.create(
                                    {'product_id': line.product_id.id, 'quantity': line.quantity, 'price_unit': line.price_unit}
                                )
                                for line in invoice.invoice_line_ids
                            ],
                        }
                    )
            return posted

        self.patch(Move, '_post', _post)


@tagged('post_install', '-at_install')
class TestTransferBillingRpc(BillingCommon, HttpCase):
    def test_by_programs_of_one_company_each(self):
        self._lane()
        goods = self._goods()

        def call(user, method, *args, **kwargs):
            return [
                self.xmlrpc_object.execute_kw(
                    self.env.cr.dbname, user.id, user.sudo().login, 'store.transfer', method, list(args), kwargs
                )
                for _time in range(2)
            ][0]

        asked = call(
            self.far_taker,
            'request',
            source='T1',
            destination='T4',
            external_id='B-1',
            lines=[{'product': goods.default_code, 'quantity': 3}],
        )
        call(self.giver_boss, 'action_approve', [asked['id']])
        call(self.giver, 'action_ship', [asked['id']])
        call(self.far_taker, 'action_receive', [asked['id']])
        transfer = self.env['store.transfer'].browse(asked['id'])
        self.assertEqual([self._untaxed(side) for side in self._documents(transfer)], [45, 45])
        self.assertEqual(self._worth(goods, self.other_company), 45)
