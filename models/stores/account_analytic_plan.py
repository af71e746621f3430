# Part of store_group. License LGPL-3.
from odoo import api, models

from ..people import elevation

PLAN_KEY = 'store_group.analytic_plan_id'


class AccountAnalyticPlan(models.Model):
    _inherit = 'account.analytic.plan'

    # === STRUCTURE ===

    @api.model
    def _store_plan(self):
        """Return the root plan of the stores' accounts; created on first use.

        It never gets an XML id: uninstalling the add-on would drop its column with the history of years.
        """
        parameters = self.env['ir.config_parameter'].sudo()
        plan = self.sudo().browse(int(parameters.get_param(PLAN_KEY) or 0)).exists()
        if not plan:
            plan = elevation.lift(self).create({'name': self.env._("Stores")})
            parameters.set_param(PLAN_KEY, plan.id)
        return plan.root_id
