# Part of store_group. License LGPL-3.
from odoo import models

from ..people import elevation


class StoreSetting(models.AbstractModel):
    """Settings of a warehouse: after a write they must still belong to a store the user acts for.

    Core checks rules before a write only, but a written location, warehouse or operation type can change the store.
    """

    _name = 'store.setting'
    _description = 'Setting of a Store'

    # === CRUD ===

    def write(self, vals):
        """Override of `base` to check the rules after the write as well."""
        result = super().write(vals)
        if elevation.is_needed(self):
            self.check_access('write')
        return result
