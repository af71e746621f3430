# Part of store_group. License LGPL-3.
from odoo import api, models
from odoo.fields import Domain


class StoreMonthCheck(models.AbstractModel):
    _inherit = 'store.month.check'

    # === HOOKS ===

    @api.model
    def _of_month(self, company, first, last):
        """Override of `store_group`: add goods received without a vendor bill."""
        waiting = (
            Domain('company_id', '=', company.id)
            & Domain('invoice_status', '=', 'to invoice')
            & Domain('date_approve', '<', self._after(last))
        )
        return [*super()._of_month(company, first, last), self._found('purchases_not_billed', 'purchase.order', waiting)]

    @api.model
    def _words(self):
        """Override of `store_group`: add the text about missing vendor bills."""
        return {
            **super()._words(),
            'purchases_not_billed': (
                self.env._("Received from vendors, not billed"),
                self.env._("Their bills are in no figure. Enter them, or accrue them."),
            ),
        }
