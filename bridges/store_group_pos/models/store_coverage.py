# Part of store_group. License LGPL-3.
from odoo import api, models


class StoreCoverage(models.AbstractModel):
    _inherit = 'store.coverage'

    # === HOOKS ===

    @api.model
    def _store_covered_apps(self):
        """Override of `store_group`: the rights at tills are safe for a bound user."""
        return super()._store_covered_apps() | {'point_of_sale', 'pos_sale'}
