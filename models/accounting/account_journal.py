# Part of store_group. License LGPL-3.
from odoo import api, models

from ..people import elevation


class AccountJournal(models.Model):
    """Journals of a store: proposed for its documents; of other stores' journals the dashboard shows the name and no figure."""

    _inherit = 'account.journal'

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        journals = super().create(vals_list)
        if journals.store_id:
            self.env.registry.clear_cache()  # rules on bank statements list the journals
        return journals

    def write(self, vals):
        result = super().write(vals)
        if 'store_id' in vals:
            self.env.registry.clear_cache()
        return result

    # === ACCOUNTING ===

    def set_bank_account(self, acc_number, bank_id=None):
        """Override of `account`: who keeps the books of a store enters the number of its account, on its own journal only.

        An account is the company's contact's, which is headquarters'; customers of other stores are asked to pay to none
        that stands on this journal, see `account.move`.
        """
        if elevation.is_needed(self) and self.store_id:
            self.check_access('write')
            self = elevation.lift(self, self.company_id)
        return super().set_bank_account(acc_number, bank_id)

    def _prefer_store(self, store, company, types, among=None):
        """Return the journal for a document of `store`, given core's choice.

        The store's own first, then one without owner; else core's choice.

        :param store: the store, empty for headquarters
        :param list types: allowed types of journal
        :param among: journals to choose from; default all of the company
        """
        if not self or self.store_id == store:
            return self
        domain = [
            *self._check_company_domain(company),
            ('type', 'in', types),
            ('currency_id', '=', self.currency_id.id),
            *([('id', 'in', among.ids)] if among is not None else []),
        ]
        own = store and self.search([*domain, ('store_id', '=', store.id)], limit=1)
        if own or not self.store_id:
            return own or self
        return self.search([*domain, ('store_id', '=', False)], limit=1) or self

    # Core computes the dashboard in SQL without rules; bound users get the figures of their stores' journals.

    def _of_other_stores(self):
        """Return the journals whose figures this user may not see."""
        if not self.env.user._is_store_bound():
            return self.browse()
        return self - self.filtered_domain(self.env.user._store_scope('read', 'store_id'))

    def _compute_last_bank_statement(self):
        """Override of `account`, which would return statements the user cannot read."""
        others = self._of_other_stores()
        others.last_statement_id = False
        super(AccountJournal, self - others)._compute_last_bank_statement()

    def _get_journal_dashboard_data_batched(self):
        """Override of `account` to leave cards of other stores without figures."""
        data = super()._get_journal_dashboard_data_batched()
        for journal in self._of_other_stores():
            data[journal.id] = {key: data[journal.id][key] for key in ('currency_id', 'show_company', 'company_name')}
        return data

    def _get_journal_dashboard_bank_running_balance(self):
        """Override of `account`, see above."""
        balances = super()._get_journal_dashboard_bank_running_balance()
        return {**balances, **dict.fromkeys(self._of_other_stores().ids, (False, 0.0))}

    def _get_bank_cash_graph_data(self):
        """Override of `account`, see above."""
        return self._without_other_graphs(super()._get_bank_cash_graph_data())

    def _get_sale_purchase_graph_data(self):
        """Override of `account`, see above."""
        return self._without_other_graphs(super()._get_sale_purchase_graph_data())

    def _without_other_graphs(self, graphs):
        nothing = [{'values': [], 'title': '', 'key': '', 'is_sample_data': False}]
        return {**graphs, **dict.fromkeys(self._of_other_stores().ids, nothing)}
