# Part of store_group. License LGPL-3.
from odoo import api, models


class StoreSuccession(models.AbstractModel):
    _inherit = 'store.succession'

    @api.model
    def _handed_over(self, store):
        """Fill the hook: channels deliver their orders to the successor."""
        return [*super()._handed_over(store), self.env['store.channel'].sudo().search([('store_id', '=', store.id)])]
