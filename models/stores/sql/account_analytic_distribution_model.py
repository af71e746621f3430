# Part of store_group. License LGPL-3.
from odoo import api, models
from odoo.tools import SQL


class AccountAnalyticDistributionModel(models.Model):
    """Core's rules that propose analytic accounts; most databases have none, and each line of each document asks for them."""

    _inherit = 'account.analytic.distribution.model'

    @api.model
    def _get_applicable_models(self, vals):
        """Override of `analytic`: where there is no rule at all, none applies; a filtered search a line would find as much."""
        if not self.env.execute_query(SQL('SELECT 1 FROM account_analytic_distribution_model LIMIT 1')):
            return self.browse()
        return super()._get_applicable_models(vals)
