# Part of store_group. License LGPL-3.
import operator as compare

from odoo import api, models

from ..people import elevation

COMPARED = {'<': compare.lt, '<=': compare.le, '=': compare.eq, '>=': compare.ge, '>': compare.gt}
# account type: (field, sign of the open amount)
OPEN = {'asset_receivable': ('credit', 1), 'liability_payable': ('debit', -1)}


class ResPartner(models.Model):
    """For bound users a customer's balance counts their own stores only. Core adds without rules."""

    _inherit = 'res.partner'

    # === COMPUTE ===

    @api.depends_context('company', 'uid')
    def _credit_debit_get(self):
        """Override of `account` to add the entries the user may read."""
        if not elevation.is_needed(self):
            return super()._credit_debit_get()
        for kind, (name, sign) in OPEN.items():
            owed = self._open_in_own_stores(kind, self.ids)
            for partner in self:
                partner[name] = sign * owed.get(partner._origin.id, 0.0)
        return None

    # === ACCOUNTING ===

    @api.model
    def _asset_difference_search(self, account_type, operator, operand):
        """Override of `account` to search on entries the user may read, since a filter would reveal the total."""
        if not elevation.is_needed(self):
            return super()._asset_difference_search(account_type, operator, operand)
        if operator not in COMPARED or not isinstance(operand, (int, float)):
            return []
        sign = OPEN[account_type][1]
        owed = self._open_in_own_stores(account_type)
        return [('id', 'in', [partner for partner, amount in owed.items() if COMPARED[operator](sign * amount, operand)])]

    @api.model
    def _open_in_own_stores(self, account_type, partner_ids=None):
        """Return {partner id: open amount in the company's currency} of the entries the user may read. One query."""
        lines = self.env['account.move.line']
        if not lines.has_access('read'):
            return {}
        domain = [
            ('parent_state', '=', 'posted'),
            ('company_id', 'child_of', self.env.company.root_id.id),
            ('account_id.account_type', '=', account_type),
        ]
        if partner_ids is not None:
            domain += [('partner_id', 'in', partner_ids), ('reconciled', '!=', True)]
        return {
            partner.id: amount
            for partner, amount in lines._read_group(domain, ['partner_id'], ['amount_residual:sum'])
            if partner
        }
