# Part of store_group. License LGPL-3.
from odoo import api, models
from odoo.tools import SQL

NONE = 'store_no_distribution_models'  # kept until the cursor is flushed, committed or rolled back


class AccountAnalyticDistributionModel(models.Model):
    """Core's rules that propose analytic accounts; most databases have none, and each line of each document asks for them."""

    _inherit = 'account.analytic.distribution.model'

    @api.model
    def _get_applicable_models(self, vals):
        """Override of `analytic`: where there is no rule at all, none applies; that is asked once for many lines."""
        if self._are_none():
            return self.browse()
        return super()._get_applicable_models(vals)

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `base`: from now on there are rules."""
        self.env.cr.precommit.data.pop(NONE, None)
        return super().create(vals_list)

    @api.model
    def _are_none(self):
        known = self.env.cr.precommit.data
        if NONE not in known:
            known[NONE] = not self.env.execute_query(SQL('SELECT 1 FROM account_analytic_distribution_model LIMIT 1'))
        return known[NONE]
