# Part of store_group. License LGPL-3.
from odoo import api, models


class AccountAnalyticLine(models.Model):
    """The store of an analytic line: its journal item's, else that of its analytic account, else its creator's."""

    _name = 'account.analytic.line'
    _inherit = ['account.analytic.line', 'store.booked']

    _store_order_idx = models.Index('(store_id, date DESC, id DESC) WHERE store_id IS NOT NULL')

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        """Derive the stores; one query for the lines without journal item."""
        items = self.env['account.move.line'].sudo()
        columns = self._get_plan_fnames()
        booked = [items.browse(vals.get('move_line_id')).store_id for vals in vals_list]
        owners = self._stores_of_accounts(
            {
                vals[column]
                for vals, store in zip(vals_list, booked, strict=True)
                if not store
                for column in columns
                if vals.get(column)
            }
        )
        complete = []
        for vals, store in zip(vals_list, booked, strict=True):
            if not store:
                store = next((owners[vals[column]] for column in columns if vals.get(column) in owners), store)
            company = self.env['res.company'].browse(vals.get('company_id')) or self.env.company
            given = vals if vals.get('move_line_id') else self._with_default_store(vals)
            complete.append(
                {
                    **vals,
                    'store_id': self._choose_store(
                        given, company, {'origin': store}, by_hand=not self.env.su and not vals.get('move_line_id')
                    ),
                }
            )
        self._check_store_chosen(complete)
        return super().create(complete)

    def write(self, vals):
        """Derive the store from the account for lines without journal item."""
        result = super().write(vals)
        columns = [column for column in self._get_plan_fnames() if vals.get(column)]
        if columns and 'store_id' not in vals:
            owners = self._stores_of_accounts({vals[column] for column in columns})
            if owners:
                store = next(owners[vals[column]] for column in columns if vals[column] in owners)
                followers = self.filtered(lambda line: not line.move_line_id.store_id and line.company_id == store.company_id)
                super(AccountAnalyticLine, followers).write({'store_id': store.id})
        if columns or 'store_id' in vals:
            self.check_access('write')  # core checks before a write only
        return result

    # === ACCOUNTING ===

    @api.model
    def _stores_of_accounts(self, account_ids):
        """Return {analytic account id: store}; accounts of no or several stores are left out."""
        owners = {}
        if account_ids:
            stores = (
                self.env['store.store']
                .sudo()
                .with_context(active_test=False)
                .search([('analytic_account_id', 'in', list(account_ids))])
            )
            for account, of_account in stores.grouped('analytic_account_id').items():
                if len(of_account) == 1:
                    owners[account.id] = of_account
        return owners
