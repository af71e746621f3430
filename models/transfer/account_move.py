# Part of store_group. License LGPL-3.
from odoo import models


class AccountMove(models.Model):
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
        sold_sudo = posted.sudo().line_ids.store_charge_id.filtered(lambda charge: charge.invoice_id in posted)
        for invoice, charges in sold_sudo.grouped('invoice_id').items():
            charges._adopt_mirror()
            bills = charges.bill_id.filtered(lambda bill: bill.state == 'draft' or bill in posted)
            bills.ref = invoice.name
            if bills.filtered(lambda bill: bill.state == 'draft'):
                self.env.cr.precommit.add(charges._adopt_mirror)
        return posted

    def _is_taken_back(self):
        """Whether credit notes other than those of returned goods have reversed this document completely."""
        notes = self.search([('reversed_entry_id', '=', self.id), ('state', '=', 'posted')]).filtered(
            lambda note: not note.line_ids.store_charge_id)
        return bool(notes) and not self.currency_id.compare_amounts(sum(notes.mapped('amount_total')), self.amount_total)
