# Part of store_group. License LGPL-3.
from odoo import models


class StoreStore(models.Model):
    _inherit = 'store.store'

    # === HOOKS ===

    def _closing_obstacles(self, warehouse_goes_on=False):
        """Override of `store_group`: a store with a selling website cannot close."""
        return super()._closing_obstacles(warehouse_goes_on=warehouse_goes_on) + (
            self.env['store.closing.check']._of_websites(self)
        )
