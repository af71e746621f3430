# Part of store_group. License LGPL-3.
from odoo import models

from .store_transfer_charge.crediting import Seen


class AccountMove(models.Model):
    """Invoices and bills between companies of ours: as they are posted, corrected or reversed, charges of transfers follow."""

    _inherit = 'account.move'

    # === ACCOUNTING ===

    def _post(self, soft=True):
        """Override of `account`: set the invoice number on our draft bill, or replace the bill by a mirrored one.

        A module that mirrors invoices may run before or after us, so search for its bill now, when the transaction ends,
        and once more before a bill of ours is posted.
        """
        self.sudo().line_ids.store_copied_charge_id._follow_replaced()
        own_sudo = self.sudo().line_ids.store_charge_id.filtered(lambda charge: charge.bill_id in self)
        for charges in own_sudo.grouped('invoice_id').values():
            charges._adopt_mirror()
        own_sudo._credit_anew((self.exists() if own_sudo else self).sudo())
        posted = super(AccountMove, self.exists() if own_sudo else self)._post(soft)
        posted._store_follow_lines()
        sold_sudo = posted.sudo().line_ids.store_charge_id.filtered(lambda charge: charge.invoice_id in posted)
        for invoice, charges in sold_sudo.grouped('invoice_id').items():
            charges._adopt_mirror()
            bills = charges.bill_id.filtered(lambda bill: bill.state == 'draft' or bill in posted)
            bills.ref = invoice.name
            if bills.filtered(lambda bill: bill.state == 'draft'):
                self.env.cr.precommit.add(charges._adopt_mirror)
        return posted

    def _store_follow_lines(self):
        """Value goods by merged or re-entered lines of posted bills, and clear problems that are solved."""
        documents = self.filtered(lambda move: move.is_invoice())
        charges_sudo = (
            self.env['store.transfer.charge']
            .sudo()
            .search(['|', ('invoice_id', 'in', documents.ids), ('bill_id', 'in', documents.ids)])
            if documents
            else ()
        )
        if not charges_sudo:
            return
        seen = {}
        charges_sudo.filtered(
            lambda charge: charge.problem
            and charge.invoice_id
            and charge.bill_id
            and not any(charge._is_taken_out(company, seen) for company in (charge.seller_company_id, charge.buyer_company_id))
        )._has_no_problem()
        bought_sudo = (charges_sudo - documents.sudo().line_ids.store_charge_id).filtered(
            lambda charge: charge.bill_id in documents
        )
        for company, charges in bought_sudo.grouped('buyer_company_id').items():
            moves_sudo = charges.move_id | charges.move_id.search([('transfer_out_move_id', 'in', charges.move_id.ids)])
            moves_sudo.filtered(lambda move, company=company: move.company_id == company and move.is_in).with_context(
                allowed_company_ids=company.ids
            )._set_value()

    def _get_anglo_saxon_price_ctx(self):
        """Override of `stock_account`: read an invoice of charges once for all its lines."""
        context = super()._get_anglo_saxon_price_ctx()
        if not self.env['store.transfer.charge'].sudo().search_count([('invoice_id', 'in', self.ids)], limit=1):
            return context
        return {**context, 'store_documents': Seen()}

    def _is_taken_back(self):
        """Whether credit notes other than those of returned goods have reversed this document completely."""
        notes = self.search([('reversed_entry_id', '=', self.id), ('state', '=', 'posted')]).filtered(
            lambda note: not note.line_ids.store_charge_id
        )
        return bool(notes) and not self.currency_id.compare_amounts(sum(notes.mapped('amount_total')), self.amount_total)
