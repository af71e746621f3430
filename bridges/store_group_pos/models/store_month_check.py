# Part of store_group. License LGPL-3.
from odoo import api, models
from odoo.fields import Domain


class StoreMonthCheck(models.AbstractModel):
    _inherit = 'store.month.check'

    # === HOOKS ===

    @api.model
    def _of_month(self, company, first, last):
        """Override of `store_group`: add sessions that are not closed, and so not in the ledger."""
        going_on = (
            Domain('company_id', '=', company.id) & Domain('state', '!=', 'closed') & Domain('start_at', '<', self._after(last))
        )
        return [*super()._of_month(company, first, last), self._found('open_tills', 'pos.session', going_on)]

    @api.model
    def _words(self):
        """Override of `store_group`: add the text about open sessions."""
        return {
            **super()._words(),
            'open_tills': (
                self.env._("Open tills"),
                self.env._("Sessions begun before the month ended are not closed: their sales are in no entry. Close them."),
            ),
        }
