# Part of store_group. License LGPL-3.
from odoo import models
from odoo.addons.store_group.sockets import elevation


class MrpProduction(models.Model):
    """Finishing a manufacturing order runs elevated, with all its moves and costs."""

    _inherit = 'mrp.production'

    # === PRODUCTION ===

    def _post_inventory(self, cancel_backorder=False):
        """Override of `mrp`: process the whole order, including hidden moves and costs."""
        if elevation.is_needed(self):
            return elevation.run(self, 'write', '_post_inventory', cancel_backorder=cancel_backorder)
        return super()._post_inventory(cancel_backorder=cancel_backorder)
