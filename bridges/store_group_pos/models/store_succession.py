# Part of store_group. License LGPL-3.
from odoo import api, models


class StoreSuccession(models.AbstractModel):
    _inherit = 'store.succession'

    @api.model
    def _owned(self, store):
        """Fill the hook: tills pass with the warehouse, from which they sell."""
        tills = self.env['pos.config'].sudo().with_context(active_test=False).search([('store_id', '=', store.id)])
        return [*super()._owned(store), tills]
