# Part of store_group. License LGPL-3.
from odoo import Command
from odoo.tests import tagged

from .billing_common import BillingCommon
from .test_security_stock_work import NUMBER
from .test_transfer_books import NOTHING


@tagged('post_install', '-at_install')
class TestMoneyCredits(BillingCommon):
    """What comes back is credited as it was invoiced: by each side's own document, as the accountants left it."""

    def _tax(self, percent, kind, company, **vals):
        return (
            self.env['account.tax']
            .sudo()
            .with_company(company)
            .create(
                {
                    'name': f'VAT {percent} {kind} {next(NUMBER)}',
                    'amount': percent,
                    'type_tax_use': kind,
                    'company_id': company.id,
                    **vals,
                }
            )
        )

    def _taxed(self, goods, percent, **vals):
        goods.sudo().write(
            {
                'taxes_id': [Command.set(self._tax(percent, 'sale', self.company, **vals).ids)],
                'supplier_taxes_id': [Command.set(self._tax(percent, 'purchase', self.other_company, **vals).ids)],
            }
        )
        return goods

    def _post(self, transfer):
        for company, side in zip((self.company, self.other_company), self._documents(transfer), strict=True):
            books = self._books(company)
            self._as(books, side.filtered(lambda move: move.state == 'draft')).action_post()

    def _books(self, company):
        login = f'billing_credits_{company.id}'
        return self.env['res.users'].sudo().search([('login', '=', login)]) or self._accountant(f'credits_{company.id}', company)

    def _change(self, transfer, goods=None, **vals):
        """The accountants of either side change the lines of its draft, all or those of these goods."""
        for company, side in zip((self.company, self.other_company), self._documents(transfer), strict=True):
            drafts = side.filtered(lambda move: move.state == 'draft' and move.move_type.endswith('invoice'))
            self._as(self._books(company), drafts).invoice_line_ids.filtered(
                lambda line: not goods or line.product_id == goods
            ).write(vals)

    def _lines_of(self, documents, goods):
        return documents.invoice_line_ids.filtered(lambda line: line.product_id == goods)

    def _left(self):
        return self._ledger(self.company), self._ledger(self.other_company)

    def test_taxes_and_accounts_of_today_do_not_count(self):
        cases = ((0, 7), (7, 0), (13, 10))
        for billing in ('ship', 'receipt'):
            with self.subTest(billing=billing), self.cr.savepoint() as point:
                self._lane(billing)
                goods = [self._taxed(self._goods(), before) if before else self._goods() for before, _after in cases]
                transfer = self._came(goods, 3, 3, 3)
                first = self._documents(transfer)
                for (_before, after), item in zip(cases, goods, strict=True):
                    item.sudo().write({'taxes_id': [Command.clear()], 'supplier_taxes_id': [Command.clear()]})
                    if after:
                        self._taxed(item, after)
                    for company, document in zip(self.companies, first, strict=True):
                        account = self._lines_of(document, item).account_id
                        for name in ('income', 'expense'):
                            item.sudo().with_company(company)[f'property_account_{name}_id'] = account.copy(
                                {'code': f'NEW{name}{company.id}x{item.id}'}
                            )
                self._send_back(transfer, 1, 1, 1)
                self._send_back(transfer)
                for documents, old in zip(self._documents(transfer), first, strict=True):
                    self.assertEqual(len(documents), 3)
                    self.assertAlmostEqual(sum(documents.mapped('amount_total_signed')), 0, 2)
                    for (before, after), item in zip(cases, goods, strict=True):
                        with self.subTest(billing=billing, before=before, after=after):
                            lines, original = self._lines_of(documents, item), self._lines_of(old, item)
                            self.assertEqual(len(lines), 3)
                            self.assertEqual(lines.tax_ids, original.tax_ids)
                            self.assertEqual(lines.account_id, original.account_id)
                self.assertEqual([self._invoiced_of(item, transfer) for item in goods], [[0, 0]] * 3)
                self.assertEqual(self._left(), (NOTHING, NOTHING))
                point.rollback()

    def test_the_price_the_accountants_agreed_is_credited(self):
        cases = ({'price_unit': 14}, {'discount': 10}, {'price_unit': 14.333, 'discount': 3})
        self._lane(bill_posting='draft')
        goods = [self._goods() for _how in cases]
        transfer = self._came(goods, 5, 5, 5)
        for how, item in zip(cases, goods, strict=True):
            self._change(transfer, item, **how)
        self._post(transfer)
        for how, item in zip(cases, goods, strict=True):
            with self.subTest(**how):
                self.assertEqual(self._worth(item, self.other_company), self._invoiced_of(item, transfer)[1])
        for quantities in ((1, 1, 1), (2, 2, 2), ()):
            back = self._send_back(transfer, *quantities)
            self._post(transfer)
            self.assertFalse(any(back.sudo().charge_ids.mapped('problem')))
        self.assertEqual([self._untaxed(side) for side in self._documents(transfer)], [0, 0])
        self.assertEqual([self._invoiced_of(item, transfer) for item in goods], [[0, 0]] * 3)
        self.assertEqual(self._left(), (NOTHING, NOTHING))
        self.assertEqual(back.sudo().charge_ids.mapped('quantity'), [-2] * 3)

    def test_each_side_takes_back_what_its_own_document_says(self):
        self._lane(bill_posting='draft')
        transfer, _goods = self._far(4)
        self._as(self.far_taker, transfer).action_receive()
        _invoice, bill = self._documents(transfer)
        self._as(self._books(self.other_company), bill).invoice_line_ids.price_unit = 16
        self._post(transfer)
        back = self._send_back(transfer, 1)
        charge = back.sudo().charge_ids
        self.assertEqual((charge.invoice_id.amount_untaxed, charge.bill_id.amount_untaxed, charge.amount), (15, 16, -15))

    def test_a_loss_and_a_refusal_too(self):
        self._lane(bill_posting='draft')
        goods = [self._goods() for _outcome in range(2)]
        transfer, _goods = self._ask(5, 5, products=goods, user=self.far_taker, dest=self.foreign)
        self._as(self.giver_boss, transfer).action_approve()
        self._as(self.giver, transfer).action_ship()
        self._change(transfer, price_unit=14)
        self._post(transfer)
        for step, quantity in (('received', 4), ('lost', 1)):
            self._set(self.far_taker, transfer, step, quantity, quantity)
        self._as(self.far_taker, transfer).action_receive()
        for item, outcome in zip(goods, ('write_off', 'to_source'), strict=True):
            difference = transfer.sudo().discrepancy_ids.filtered(lambda found, item=item: found.product_id == item)
            self._as(self.giver, difference).action_agree()
            self._as(self.judge, difference).decide(outcome, 'source')
            with self.subTest(outcome=outcome):
                self.assertEqual(self._invoiced_of(item, transfer), [56, 56])
        self.assertEqual([self._untaxed(side) for side in self._documents(transfer)], [112, 112])

    def test_taxes_leave_no_cent_in_pieces(self):
        cases = ('tax_excluded', 'tax_included')
        self._lane(price_percent=1.1)
        goods = [self._taxed(self._goods(), 7, price_include_override=included) for included in cases]
        transfer = self._came(goods, 3, 3)
        for quantities in ((1, 1), (1, 1), ()):
            self._send_back(transfer, *quantities)
        for side in self._documents(transfer):
            self.assertEqual(side.mapped('state'), ['posted'] * 4)
            self.assertAlmostEqual(sum(side.mapped('amount_untaxed_signed')), 0, 2)
            self.assertAlmostEqual(sum(side.mapped('amount_total_signed')), 0, 2)
            taxes = side.line_ids.filtered('tax_line_id').grouped('tax_line_id')
            self.assertEqual([round(sum(lines.mapped('balance')), 2) for lines in taxes.values()], [0, 0])
        self.assertEqual([self._invoiced_of(item, transfer) for item in goods], [[0, 0]] * 2)
        self.assertEqual(self._left(), (NOTHING, NOTHING))

    def test_a_draft_credit_note_follows_the_invoice_when_that_is_posted(self):
        self._lane(bill_posting='draft')
        goods = self._taxed(self._goods(), 10)
        transfer, _goods = self._far(5, products=[goods])
        self._as(self.far_taker, transfer).action_receive()
        for quantity in (1, None):
            self._send_back(transfer, quantity)
        self._change(transfer, price_unit=14, tax_ids=[Command.clear()])
        self._post(transfer)
        self.assertEqual([self._untaxed(side) for side in self._documents(transfer)], [0, 0])
        self.assertEqual(self._left(), (NOTHING, NOTHING))
        self.assertEqual((transfer | transfer.sudo().return_ids).sudo().charge_ids.sorted('id').mapped('amount'), [75, -14, -56])

    def test_a_discount_on_the_whole_and_a_line_entered_anew(self):
        """Lines may be changed side by side; a discount is a part of the whole document, so it has one of its own."""
        for cases in (('discount',), ('anew', 'split', 'freight', 'removed')):
            with self.subTest(cases=cases), self.cr.savepoint() as point:
                self._lane(bill_posting='draft')
                goods = [self._goods() for _how in cases]
                transfer = self._came(goods, *[5] * len(cases))
                for company, side in zip(self.companies, self._documents(transfer), strict=True):
                    draft, commands = self._as(self._books(company), side), []
                    for how, item in zip(cases, goods, strict=True):
                        line = self._lines_of(draft, item)
                        commands += {
                            'discount': [Command.create({'name': 'Discount', 'quantity': 1, 'price_unit': -5})],
                            'anew': [
                                Command.delete(line.id),
                                Command.create({'product_id': item.id, 'quantity': 5, 'price_unit': 14, 'tax_ids': []}),
                            ],
                            'split': [
                                Command.update(line.id, {'quantity': 3}),
                                Command.create({'product_id': item.id, 'quantity': 2, 'price_unit': 12.5, 'tax_ids': []}),
                            ],
                            'freight': [
                                Command.update(line.id, {'price_unit': 14}),
                                Command.create({'name': 'Freight', 'quantity': 1, 'price_unit': 9}),
                            ],
                            'removed': [
                                Command.delete(line.id),
                                Command.create({'name': 'Freight', 'quantity': 1, 'price_unit': 9}),
                            ],
                        }[how]
                    draft.write({'invoice_line_ids': commands})
                self._post(transfer)
                self._send_back(transfer, *[2] * len(cases))
                self._send_back(transfer)
                self._post(transfer)
                rest = 9 * len({'freight', 'removed'} & set(cases))
                self.assertEqual([self._untaxed(side) for side in self._documents(transfer)], [rest, rest])
                for how, item in zip(cases, goods, strict=True):
                    with self.subTest(how=how):
                        self.assertEqual(self._invoiced_of(item, transfer), [5, 5] if how == 'discount' else [0, 0])
                point.rollback()

    def test_a_list_credits_what_was_invoiced(self):
        self._lane('collected', bill_posting='draft')
        transfer, goods = self._far(5)
        self._as(self.far_taker, transfer).action_receive()
        self._settle()
        self._change(transfer, price_unit=14)
        self._post(transfer)
        goods = self._taxed(goods, 10)
        self._send_back(transfer, 2)
        self._send_back(transfer)
        following = self._settle()
        self.assertEqual(following.sudo().amount, -70)
        self._post(transfer)
        self.assertEqual([self._untaxed(side) for side in self._documents(transfer)], [0, 0])
        self.assertEqual(self._left(), (NOTHING, NOTHING))

    def test_a_discount_on_a_list_with_a_return_is_the_sold_goods_alone(self):
        """The list comes to next to nothing: what is taken off is still a part of what it sells, and never more than that."""
        for discount, credited in ((10, 140), (300, 0)):
            with self.subTest(discount=discount), self.cr.savepoint() as point:
                self._lane('collected', bill_posting='draft')
                first, _goods = self._far(9)
                self._as(self.far_taker, first).action_receive()
                self._settle()
                self._post(first)
                self._send_back(first)
                second, _goods = self._far(10)
                self._as(self.far_taker, second).action_receive()
                self.assertEqual(self._settle().sudo().amount, 15)
                for company, side in zip((self.company, self.other_company), self._documents(second), strict=True):
                    self._as(self._books(company), side).write(
                        {
                            'invoice_line_ids': [
                                Command.create({'name': 'Discount', 'quantity': 1, 'price_unit': -discount, 'tax_ids': []})
                            ]
                        }
                    )
                if discount == 10:
                    self._post(second)
                parts = [self._send_back(second, 4), self._send_back(second)]
                self.assertEqual(sum(sum(back.sudo().charge_ids.mapped('amount')) for back in parts), -credited)
                self.assertTrue(all(back.sudo().charge_ids.amount <= 0 for back in parts), "what comes back is never billed")
                point.rollback()

    def test_two_lines_of_one_product_in_one(self):
        """Accountants put two lines of one product together: both are invoiced, and each takes back its own part."""
        self._lane('collected', bill_posting='draft')
        first, goods = self._far(4)
        second, _goods = self._far(2, products=[goods])
        both = first | second
        for transfer in both:
            self._as(self.far_taker, transfer).action_receive()
        settlement = self._settle().sudo()
        documents = self._documents(both)
        for company, side in zip((self.company, self.other_company), documents, strict=True):
            lines = side.invoice_line_ids.sorted('quantity', reverse=True)
            self._as(self._books(company), side).write(
                {
                    'invoice_line_ids': [
                        Command.update(lines[0].id, {'quantity': 6, 'price_unit': 14}),
                        Command.delete(lines[1].id),
                    ]
                }
            )
        self.assertTrue(settlement.problem)
        self._as(self.giver_boss, both.sudo().charge_ids[:1]).action_bill()
        self.assertEqual(self._documents(both), documents, "nothing is billed twice")
        self.assertFalse(settlement.problem or any(both.sudo().charge_ids.mapped('problem')))
        self._post(both)
        for transfer, worth in ((second, -28), (first, -56)):
            back = self._send_back(transfer)
            self.assertEqual(back.sudo().charge_ids.amount, worth)
        self._settle()
        self._post(both)
        self.assertEqual([self._untaxed(side) for side in self._documents(both)], [0, 0])
        self.assertEqual(self._left(), (NOTHING, NOTHING))

    def test_one_of_two_lines_of_a_product_taken_out_is_billed_again(self):
        """What another line of the product does not hold is billed anew: sold goods, and also what came back."""
        for what in ('sold', 'returned'):
            with self.subTest(what=what), self.cr.savepoint() as point:
                self._lane('collected', bill_posting='draft')
                first, goods = self._far(4)
                self._as(self.far_taker, first).action_receive()
                if what == 'returned':
                    self._settle()
                    self._post(first)
                    self._send_back(first, 1)
                second, _goods = self._far(2, products=[goods])
                self._as(self.far_taker, second).action_receive()
                both = first | second
                self._settle()
                charges = (both | first.sudo().return_ids).sudo().charge_ids
                gone = charges.filtered(lambda charge, lost=2 if what == 'sold' else -1: charge.quantity == lost)
                draft = self._as(self._books(self.company), gone.invoice_id)
                (draft.invoice_line_ids & gone.entry_line_ids).unlink()
                self._as(self.giver_boss, gone).action_bill()
                self.assertNotEqual(gone.invoice_id, draft)
                self.assertFalse(gone.problem)
                self.assertEqual([self._untaxed(side) for side in self._documents(both)], [90 - 15 * (what == 'returned')] * 2)
                point.rollback()

    def test_what_was_deleted_is_billed_again(self):
        """A deleted document of a list, and goods deleted from a draft, are made anew on demand, and nothing else is."""
        for billing in ('collected', 'receipt'):
            for how in ('document', 'line'):
                with self.subTest(billing=billing, how=how), self.cr.savepoint() as point:
                    self._lane(billing, bill_posting='draft')
                    transfer, goods = self._far(6)
                    self._as(self.far_taker, transfer).action_receive()
                    settlement = self._settle() if billing == 'collected' else None
                    invoice, bill = self._documents(transfer)
                    mine = self._as(self._books(self.company), invoice)
                    if how == 'document':
                        mine.unlink()
                    else:
                        mine.invoice_line_ids.unlink()
                    charge = transfer.sudo().charge_ids
                    self._as(self.giver_boss, charge).action_bill()
                    self.assertFalse(charge.problem)
                    self.assertEqual((charge.invoice_id.amount_untaxed, charge.bill_id), (90, bill))
                    self.assertEqual(len(charge.invoice_id.invoice_line_ids), 1)
                    again = charge.invoice_id
                    self._as(self.giver_boss, charge).action_bill()
                    self.assertEqual(charge.invoice_id, again)
                    if settlement:
                        self.assertEqual((settlement.sudo().state, settlement.sudo().invoice_id), ('billed', again))
                    point.rollback()

    def test_goods_that_cost_less_than_the_smallest_coin(self):
        self._lane('receipt')
        category = self._goods().categ_id
        goods = (
            self.env['product.product']
            .sudo()
            .with_company(self.company)
            .create(
                {
                    'name': 'Screw',
                    'default_code': 'SCREW',
                    'is_storable': True,
                    'categ_id': category.id,
                    'taxes_id': [Command.clear()],
                    'supplier_taxes_id': [Command.clear()],
                }
            )
        )
        self._receive(self.env(su=True), goods, self.warehouse_1, 3000, 0.004)
        transfer, _goods = self._far(3000, products=[goods])
        self._as(self.far_taker, transfer).action_receive()
        self.assertEqual([side.amount_untaxed for side in self._documents(transfer)], [18, 18])
        self.assertEqual(transfer.sudo().charge_ids.price_unit, 0.006)
        self.assertEqual(self._worth(goods, self.other_company), 18)
        self._send_back(transfer, 1000)
        self.assertEqual([self._untaxed(side) for side in self._documents(transfer)], [12, 12])

    def _settle(self):
        month = str(self.store_1._today())
        answer = self._as(self.giver_boss, self.env['store.settlement']).propose(month)
        settlement = self.env['store.settlement'].browse([item['id'] for item in answer])
        for user in (self.giver_boss, self.far_boss):
            self._as(user, settlement).action_confirm()
        return settlement
