# Part of store_group. License LGPL-3.
from odoo import api, fields, models


class AccountMoveLine(models.Model):
    """Lines have the store of their entry, and those of income and expenses its analytic account."""

    _inherit = 'account.move.line'

    # An own column, so that rules, reports and lists of one store need no join with the entry.
    store_id = fields.Many2one(related='move_id.store_id', store=True, precompute=True)

    # includes the company so that Odoo counts a list from the index alone
    _store_order_idx = models.Index('(store_id, date DESC, move_name DESC, id) INCLUDE (company_id) WHERE store_id IS NOT NULL')

    # === COMPUTE ===

    @api.depends('move_id.store_id')
    def _compute_analytic_distribution(self):
        """Override of `account` to add the store's analytic account to income and expenses.

        Only for entered lines: core copies it to cost of goods sold, discounts and taxes.
        """
        super()._compute_analytic_distribution()
        known = {}
        for line in self:
            account = line.move_id.store_id.sudo().analytic_account_id
            if not account or line.display_type != 'product':
                continue
            if line.account_id.internal_group not in ('income', 'expense'):
                continue
            key = (account, tuple((line.analytic_distribution or {}).items()))
            if key not in known:
                known[key] = account._store_distribution(line.analytic_distribution)
            line.analytic_distribution = known[key]

    # === CRUD ===

    @api.model
    def default_get(self, fields):
        """Ignore a default store in the context: a line has the store of its entry."""
        defaults = super().default_get(fields)
        defaults.pop('store_id', None)
        return defaults

    # === ACCOUNTING ===

    def _prepare_exchange_difference_move_vals(self, amounts_list, company=None, exchange_date=None, **kwargs):
        """Override of `account` to book an exchange difference on the store of the reconciled documents."""
        values = super()._prepare_exchange_difference_move_vals(
            amounts_list, company=company, exchange_date=exchange_date, **kwargs
        )
        if values:
            stores = self.sudo().store_id
            values['move_values']['store_id'] = stores.id if len(stores) == 1 else False
        return values
