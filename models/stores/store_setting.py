# Part of store_group. License LGPL-3.
from odoo import models

from ..people import elevation


class StoreSetting(models.AbstractModel):
    """Settings of a warehouse: after a change they must still belong to a store one acts for.

    Core asks the rules before a write only, and a written place, warehouse or operation type carries the wall.
    """

    _name = 'store.setting'
    _description = 'Setting of a Store'

    # === CRUD ===

    def write(self, vals):
        """Override of `base` to ask the rules of what is written, too."""
        result = super().write(vals)
        if elevation.is_needed(self):
            self.check_access('write')
        return result
