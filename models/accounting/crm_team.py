# Part of store_group. License LGPL-3.
from odoo import api, fields, models

from ..people import elevation


class CrmTeam(models.Model):
    """Teams are visible to all; the invoiced amount counts only invoices the user may read. Core adds without rules."""

    _inherit = 'crm.team'

    # === COMPUTE ===

    @api.depends_context('uid')
    def _compute_invoiced(self):
        """Override of `sale` to add the invoices the user may read."""
        if not elevation.is_needed(self):
            return super()._compute_invoiced()
        today = fields.Date.today()
        invoices = self.env['account.move']
        invoiced = (
            {
                team.id: amount
                for team, amount in invoices._read_group(
                    [
                        ('move_type', 'in', ('out_invoice', 'out_refund', 'out_receipt')),
                        ('state', '=', 'posted'),
                        ('payment_state', 'in', ('in_payment', 'paid', 'reversed')),
                        ('team_id', 'in', self.ids),
                        ('date', '>=', today.replace(day=1)),
                        ('date', '<=', today),
                    ],
                    ['team_id'],
                    ['amount_untaxed_signed:sum'],
                )
            }
            if invoices.has_access('read')
            else {}
        )
        for team in self:
            team.invoiced = invoiced.get(team._origin.id, 0.0)
        return None
