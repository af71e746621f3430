# Part of store_group. License LGPL-3.
from odoo import api, models


class StoreCoverage(models.AbstractModel):
    _inherit = 'store.coverage'

    # === HOOKS ===

    @api.model
    def _store_covered_apps(self):
        """Override of `store_group`: orders of websites belong to stores here.

        Not `website`: page editors edit every website.
        """
        return super()._store_covered_apps() | {'website_sale', 'website_sale_stock'}
