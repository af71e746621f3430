# Part of store_group. License LGPL-3.
from datetime import timedelta

from odoo import Command
from odoo.tests import tagged

from .billing_common import BillingCommon
from .test_transfer_books import NOTHING


@tagged('post_install', '-at_install')
class TestMoneyMerged(BillingCommon):
    """Accountants put lines of one product together, split them or enter them anew: the goods stay worth what they were."""

    def setUp(self):
        super().setUp()
        self._lane('ship', bill_posting='draft')
        self.books = [self._accountant(f'merged_{company.id}', company) for company in self.companies]

    def _two_lots(self):
        """Return (transfer, goods) of ten pieces that cost 10 and five that cost 30: two charges, 150 and 225."""
        goods, lots = self._tracked(
            lot_valuated=True,
            categ_id=self._perpetual(self._goods()).categ_id.id,
            taxes_id=[Command.clear()],
            supplier_taxes_id=[Command.clear()],
        )
        for lot, cost in zip(lots, (10, 30), strict=True):
            lot.with_company(self.company).standard_price = cost
        transfer, _goods = self._far(15, products=[goods])
        self._as(self.far_taker, transfer).action_receive()
        return transfer, goods

    def _revalue(self, goods, cost):
        """Set another cost, a minute after the goods have moved: within one second core's average leaves their order open."""
        for move in self.env['stock.move'].sudo().search([('product_id', '=', goods.id), ('state', '=', 'done')]):
            move.date -= timedelta(minutes=1)
        goods.sudo().with_company(self.company).standard_price = cost

    def _drafts(self, transfer):
        return [
            self._as(user, side.filtered(lambda move: move.state == 'draft'))
            for user, side in zip(self.books, self._documents(transfer), strict=True)
        ]

    def _post(self, transfer):
        for drafts in self._drafts(transfer):
            drafts.action_post()

    def _merge(self, document, kept, price=0):
        """Put the two lines of a draft together, at the same sum or another price."""
        lines = document.invoice_line_ids.sorted('id')
        quantity, total = sum(lines.mapped('quantity')), sum(lines.mapped('price_subtotal'))
        document.write(
            {
                'invoice_line_ids': [
                    Command.update(lines[kept].id, {'quantity': quantity, 'price_unit': price or total / quantity}),
                    Command.delete(lines[1 - kept].id),
                ]
            }
        )

    def _cost(self, transfer):
        lines = self._documents(transfer)[0].line_ids.filtered(
            lambda line: line.display_type == 'cogs' and line.account_id.internal_group == 'expense'
        )
        return round(sum(lines.mapped('balance')), 2)

    def _nothing_is_left(self, transfer, goods):
        while transfer.sudo()._returnable():
            self._send_back(transfer)
            self._post(transfer)
        self.assertEqual((self._ledger(self.company), self._ledger(self.other_company)), (NOTHING, NOTHING))
        self.assertEqual(self._worth(goods, self.other_company), 0)

    def test_put_together_they_cost_and_are_worth_what_they_were(self):
        for kept in (0, 1):
            with self.subTest(kept=kept), self.cr.savepoint() as point:
                transfer, goods = self._two_lots()
                for draft in self._drafts(transfer):
                    self._merge(draft, kept)
                self._post(transfer)
                self.assertEqual(self._cost(transfer), 250)
                self.assertEqual(self._worth(goods, self.other_company), 375)
                self.assertFalse(any(transfer.sudo().charge_ids.mapped('problem')))
                self._send_back(transfer, 3)
                self._post(transfer)
                self._nothing_is_left(transfer, goods)
                point.rollback()

    def test_split_or_entered_anew_too(self):
        for how in ('split', 'anew', 'more'):
            with self.subTest(how=how), self.cr.savepoint() as point:
                transfer, goods = self._far(6, products=[self._perpetual(self._goods())])
                self._as(self.far_taker, transfer).action_receive()
                self._revalue(goods, 17)
                for draft in self._drafts(transfer):
                    line, own = draft.invoice_line_ids, {'product_id': goods.id, 'price_unit': 14, 'tax_ids': []}
                    draft.write(
                        {
                            'invoice_line_ids': {
                                'split': [Command.update(line.id, {'quantity': 2}), Command.create({**own, 'quantity': 4})],
                                'anew': [Command.delete(line.id), Command.create({**own, 'quantity': 6})],
                                'more': [Command.create({**own, 'quantity': 1})],
                            }[how]
                        }
                    )
                self._post(transfer)
                self.assertEqual(self._cost(transfer), 60 + 17 * (how == 'more'))
                self.assertEqual(self._worth(goods, self.other_company), {'split': 86, 'anew': 84, 'more': 90}[how])
                if how != 'more':
                    self._nothing_is_left(transfer, goods)
                point.rollback()

    def test_fewer_invoiced_are_worth_what_was_invoiced(self):
        transfer, goods = self._far(6, products=[self._perpetual(self._goods())])
        self._as(self.far_taker, transfer).action_receive()
        for draft in self._drafts(transfer):
            draft.invoice_line_ids.quantity = 4
        self._post(transfer)
        self.assertEqual((self._cost(transfer), self._worth(goods, self.other_company)), (60, 60))
        self._nothing_is_left(transfer, goods)

    def test_a_draft_credit_note_follows_lines_that_were_put_together(self):
        for kept in (0, 1):
            for merged in (False, True):
                with self.subTest(kept=kept, merged=merged), self.cr.savepoint() as point:
                    transfer, goods = self._two_lots()
                    invoices = [side.id for side in self._drafts(transfer)]
                    self._send_back(transfer, 12)
                    notes = [side.filtered(lambda move, own=invoices: move.id not in own) for side in self._drafts(transfer)]
                    self.assertEqual(sorted(notes[0].invoice_line_ids.mapped('quantity')), [2, 10])
                    for user, invoice, note in zip(self.books, invoices, notes, strict=True):
                        self._merge(self._as(user, self.env['account.move'].browse(invoice)), kept, price=20)
                        if merged:
                            self._merge(note, kept)
                    self._post(transfer)
                    for note in notes:
                        self.assertEqual((sum(note.invoice_line_ids.mapped('quantity')), note.amount_untaxed), (12, 240))
                    self.assertEqual(sum(transfer.sudo().return_ids.charge_ids.mapped('amount')), -240)
                    self.assertEqual(self._cost(transfer), 90)  # the oldest first: ten at 10 and two at 30 came back
                    self._nothing_is_left(transfer, goods)
                    point.rollback()

    def test_a_draft_credit_note_that_was_split_follows_once(self):
        transfer, goods = self._far(6, products=[self._perpetual(self._goods())])
        self._as(self.far_taker, transfer).action_receive()
        self._send_back(transfer, 5)
        for draft in self._drafts(transfer):
            note = draft.filtered(lambda move: move.move_type.endswith('refund'))
            note.write(
                {
                    'invoice_line_ids': [
                        Command.update(note.invoice_line_ids.id, {'quantity': 2}),
                        Command.create({'product_id': goods.id, 'quantity': 3, 'price_unit': 15, 'tax_ids': []}),
                    ]
                }
            )
            (draft - note).invoice_line_ids.price_unit = 14
        self._post(transfer)
        self.assertEqual([self._untaxed(side) for side in self._documents(transfer)], [14, 14])
        self._nothing_is_left(transfer, goods)
