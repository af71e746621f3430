# Part of store_group. License LGPL-3.
from odoo import models


class AccountMove(models.Model):
    _inherit = 'account.move'

    # === ACCOUNTING ===

    def _post(self, soft=True):
        """Override of `account`: a draft bill of ours learns the number of the invoice, or gives way to a mirror of it.

        A module that mirrors invoices may do so before or after us, so it is looked for now, when the transaction ends,
        and once more before a bill of ours is posted.
        """
        own_sudo = self.sudo().line_ids.store_charge_id.filtered(lambda charge: charge.bill_id in self)
        for charges in own_sudo.grouped('invoice_id').values():
            charges._adopt_mirror()
        posted = super(AccountMove, self.exists() if own_sudo else self)._post(soft)
        sold_sudo = posted.sudo().line_ids.store_charge_id.filtered(lambda charge: charge.invoice_id in posted)
        for invoice, charges in sold_sudo.grouped('invoice_id').items():
            charges._adopt_mirror()
            bills = charges.bill_id.filtered(lambda bill: bill.state == 'draft' or bill in posted)
            bills.ref = invoice.name
            if bills.filtered(lambda bill: bill.state == 'draft'):
                self.env.cr.precommit.add(charges._adopt_mirror)
        return posted
