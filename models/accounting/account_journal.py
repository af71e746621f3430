# Part of store_group. License LGPL-3.
from odoo import models


class AccountJournal(models.Model):
    _inherit = 'account.journal'

    # === ACCOUNTING ===

    def _prefer_store(self, store, company, types, among=None):
        """Return the journal a document of `store` is made in, where core by itself would take this one.

        The store's own first, then one that nobody owns; core's choice where there is neither.

        :param store: the store, empty for headquarters
        :param list types: the types of journal that may be taken
        :param among: journals to choose from; default all of the company
        """
        if not self or self.store_id == store:
            return self
        domain = [
            *self._check_company_domain(company), ('type', 'in', types), ('currency_id', '=', self.currency_id.id),
            *([('id', 'in', among.ids)] if among is not None else []),
        ]
        own = store and self.search([*domain, ('store_id', '=', store.id)], limit=1)
        if own or not self.store_id:
            return own or self
        return self.search([*domain, ('store_id', '=', False)], limit=1) or self
