# Part of store_group. License LGPL-3.
from decimal import Decimal

from odoo.tests import tagged

from ..engine.transfer import prices
from .billing_common import BillingCommon

NOTHING = {'revenue': 0, 'receivable': 0, 'payable': 0, 'stock': 0, 'cost': 0, 'loss': 0, 'expense': 0}


@tagged('post_install', '-at_install')
class TestMoneyBooks(BillingCommon):
    """The tables of docs/transfers.md: five pieces that cost 10 go for 15 each, four arrive, the sender pays for the fifth."""

    def _history(self, goods, post_after):
        """Play the example; draft documents are posted after the named step, else at once."""
        self._lane(bill_posting='draft' if post_after else 'posted')
        transfer, _goods = self._far(5, products=[goods])
        if post_after == 'shipped':
            self._post(transfer)
        self._set(self.far_taker, transfer, 'received', 4)
        self._set(self.far_taker, transfer, 'lost', 1)
        self._as(self.far_taker, transfer).action_receive()
        if post_after == 'received':
            self._post(transfer)
        item = transfer.sudo().discrepancy_ids
        self._as(self.giver, item).action_agree()
        self._as(self.judge, item).decide('write_off', 'source')
        self._post(transfer)
        self._as(self.far_taker, transfer).action_close()
        return transfer

    def _post(self, transfer):
        for side in self._documents(transfer):
            side.filtered(lambda move: move.state == 'draft').action_post()

    def _check_together(self, transfer, goods, sender, receiver):
        """What the two companies owe and sold each other is nothing in the group's books but the unsold margin."""
        self.assertEqual(sender['receivable'] + receiver['payable'], 0)
        charges = transfer.sudo().charge_ids
        amount, cost, quantity = (Decimal(str(sum(charges.mapped(name)))) for name in ('amount', 'cost', 'quantity'))
        self.assertEqual(-sender['revenue'], float(amount))
        self.assertEqual((float(amount), float(cost), float(quantity)), (60, 40, 4))
        margin = float(prices.unsold_margin(amount, cost, quantity, Decimal(4)))
        self.assertEqual(margin, 20)
        worth = [self._worth(goods, company) for company in (self.company, self.other_company)]
        self.assertEqual(worth, [250, 60])
        self.assertEqual(sum(worth) - margin, 300 - 10, 'at cost the group lost the one piece and nothing else')

    def test_perpetual_whenever_the_invoice_is_posted(self):
        for post_after in (None, 'shipped', 'received', 'decided'):
            with self.subTest(post_after=post_after), self.cr.savepoint() as point:
                goods = self._perpetual(self._goods())
                transfer = self._history(goods, post_after)
                sender, receiver = self._ledger(self.company), self._ledger(self.other_company)
                self.assertEqual(sender, {**NOTHING, 'revenue': -60, 'receivable': 60, 'cost': 40, 'loss': 10, 'stock': -50})
                self.assertEqual(receiver, {**NOTHING, 'payable': -60, 'stock': 60})
                self._check_together(transfer, goods, sender, receiver)
                point.rollback()

    def test_periodic_after_closing(self):
        for post_after in (None, 'decided'):
            with self.subTest(post_after=post_after), self.cr.savepoint() as point:
                goods = self._goods()
                company, other = (
                    self.env['res.company'].sudo().with_company(one).with_context(allowed_company_ids=one.ids).browse(one.id)
                    for one in (self.company, self.other_company)
                )
                company.action_close_stock_valuation(auto_post=True)
                before = self._ledger(self.company)
                self.assertEqual(before['stock'], 300)
                transfer = self._history(goods, post_after)
                for one in (company, other):
                    one.action_close_stock_valuation(auto_post=True)
                after = self._ledger(self.company)
                sender = {name: round(after[name] - before[name], 2) for name in after}
                receiver = self._ledger(self.other_company)
                self.assertEqual(sender, {**NOTHING, 'revenue': -60, 'receivable': 60, 'stock': -50, 'expense': 50})
                self.assertEqual(receiver, {**NOTHING, 'payable': -60, 'stock': 60})
                self._check_together(transfer, goods, sender, receiver)
                point.rollback()

    def test_reversed_whole_nothing_is_left_in_the_books(self):
        goods = self._perpetual(self._goods())
        self._lane()
        transfer, _goods = self._far(5, products=[goods])
        self._as(self.far_taker, transfer).action_receive()
        self._send_back(transfer)
        self.assertEqual((self._ledger(self.company), self._ledger(self.other_company)), (NOTHING, NOTHING))
        self.assertEqual((self._worth(goods, self.company), self._worth(goods, self.other_company)), (300, 0))

    def test_an_invoice_or_bill_made_anew_is_what_a_return_takes_back(self):
        """Reverse and Create Invoice: the new one stands for the goods, at once for a return, and as a draft too."""
        for name, company, mode in (
            ('bill_id', self.other_company, 'ship'),
            ('invoice_id', self.company, 'ship'),
            ('invoice_id', self.company, 'receipt'),
        ):
            for is_posted in (True, False):
                with self.subTest(name=name, mode=mode, is_posted=is_posted), self.cr.savepoint() as point:
                    goods = self._perpetual(self._goods())
                    self._lane(mode)
                    transfer, _goods = self._far(4, products=[goods])
                    self._as(self.far_taker, transfer).action_receive()
                    charge = transfer.sudo().charge_ids
                    first = charge[name]
                    renewed = self._make_anew(first, company)
                    if is_posted:
                        renewed.action_post()
                        self.assertEqual(charge[name], renewed)
                        self.assertEqual(
                            (renewed.invoice_line_ids.store_charge_id, first.line_ids.store_charge_id), (charge, charge.browse())
                        )
                        self.assertEqual(self._worth(goods, self.other_company), 60)
                    back = self._send_back(transfer)
                    self.assertEqual(charge[name], renewed)
                    note = back.sudo().charge_ids[name]
                    self.assertFalse(back.sudo().charge_ids.problem)
                    self.assertEqual((note.reversed_entry_id, note.amount_untaxed), (renewed, 60))
                    if not is_posted:
                        renewed.action_post()
                    self.assertEqual((self._ledger(self.company), self._ledger(self.other_company)), (NOTHING, NOTHING))
                    self.assertEqual((self._worth(goods, self.company), self._worth(goods, self.other_company)), (300, 0))
                    point.rollback()

    def _make_anew(self, document, company):
        """Return the draft that Odoo's Reverse and Create Invoice makes of a posted document."""
        books = self._accountant(f'anew_{company.id}', company)
        wizard = (
            self.env['account.move.reversal']
            .with_user(books)
            .with_context(active_model='account.move', active_ids=document.ids, allowed_company_ids=company.ids)
            .create({'journal_id': document.journal_id.id, 'reason': 'Address'})
        )
        wizard.reverse_moves(is_modify=True)
        renewed = wizard.new_move_ids.with_user(books).with_context(allowed_company_ids=company.ids)
        renewed.invoice_date = document.invoice_date
        return renewed

    def test_a_copy_of_what_stands_takes_nothing_over(self):
        self._lane()
        transfer, _goods = self._far(4)
        invoice = transfer.sudo().charge_ids.invoice_id
        other = invoice.copy()
        other.invoice_date = invoice.invoice_date
        other.action_post()
        self.assertEqual(transfer.sudo().charge_ids.invoice_id, invoice)
        self.assertEqual(invoice.invoice_line_ids.store_charge_id, transfer.sudo().charge_ids)
