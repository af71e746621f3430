# Part of store_group. License LGPL-3.
from odoo import api, models


class StoreCoverage(models.AbstractModel):
    _inherit = 'store.coverage'

    # === HOOKS ===

    @api.model
    def _store_covered_apps(self):
        """Override of `store_group`: orders, receipts and bills of vendors belong to stores here."""
        return super()._store_covered_apps() | {'purchase', 'purchase_stock'}
