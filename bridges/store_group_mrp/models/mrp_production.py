# Part of store_group. License LGPL-3.
from odoo import models
from odoo.addons.store_group.sockets import elevation


class MrpProduction(models.Model):
    """Whoever may finish a manufacturing order finishes it with all that hangs on it, at the cost they may not see."""

    _inherit = 'mrp.production'

    # === PRODUCTION ===

    def _post_inventory(self, cancel_backorder=False):
        """Override of `mrp`: the whole order is worked, whatever walls hide of its moves and costs."""
        if elevation.is_needed(self):
            return elevation.run(self, 'write', '_post_inventory', cancel_backorder=cancel_backorder)
        return super()._post_inventory(cancel_backorder=cancel_backorder)
