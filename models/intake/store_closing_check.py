# Part of store_group. License LGPL-3.
from odoo import api, models
from odoo.fields import Domain


class StoreClosingCheck(models.AbstractModel):
    _inherit = 'store.closing.check'

    @api.model
    def _orders_of(self, store):
        """Fill the hook: imported history needs no action."""
        return super()._orders_of(store) & Domain('is_history', 'in', [False])
