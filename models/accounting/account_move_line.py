# Part of store_group. License LGPL-3.
from odoo import api, fields, models


class AccountMoveLine(models.Model):
    _inherit = 'account.move.line'

    # A column of its own: rules, reports and lists of one store never join the entry.
    store_id = fields.Many2one(related='move_id.store_id', store=True, precompute=True)

    # the company is in it so that Odoo counts a list up to its limit without touching the table
    _store_order_idx = models.Index('(store_id, date DESC, move_name DESC, id) INCLUDE (company_id) WHERE store_id IS NOT NULL')

    # === COMPUTE ===

    @api.depends('move_id.store_id')
    def _compute_analytic_distribution(self):
        """Override of `account` to book income and expenses on the store's analytic account beside what core finds.

        Only where they are entered: core itself hands them on to cost of goods sold, discounts and taxes.
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
        """A line has the store of its entry, whatever the context proposes for new documents."""
        defaults = super().default_get(fields)
        defaults.pop('store_id', None)
        return defaults

    # === ACCOUNTING ===

    def _prepare_exchange_difference_move_vals(self, amounts_list, company=None, exchange_date=None, **kwargs):
        """Override of `account` to book a difference on the store whose documents were matched."""
        values = super()._prepare_exchange_difference_move_vals(
            amounts_list, company=company, exchange_date=exchange_date, **kwargs)
        if values:
            stores = self.sudo().store_id
            values['move_values']['store_id'] = stores.id if len(stores) == 1 else False
        return values
