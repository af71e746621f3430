# Part of store_group. License LGPL-3.
from odoo import api, models
from odoo.addons.store_group.sockets import elevation


class MrpUnbuild(models.Model):
    """Sets are taken apart where they were made, or at the user's own store; core proposes the company's first warehouse."""

    _inherit = 'mrp.unbuild'

    # === COMPUTE ===

    @api.depends('company_id', 'mo_id')
    def _compute_location_id(self):
        """Override of `mrp`: propose a location of the user's stores if core proposes another store's."""
        if self.env.user._is_store_bound():  # core computes stored fields as superuser, for the same user
            for order in self.filtered('company_id'):
                shelf = self.env.user._stores_in(order.company_id)[:1].sudo().warehouse_id.lot_stock_id
                if order.location_id.sudo().company_id != order.company_id:
                    order.location_id = order.mo_id.location_dest_id or shelf
                if order.location_dest_id.sudo().company_id != order.company_id:
                    order.location_dest_id = order.mo_id.location_src_id or shelf
        return super()._compute_location_id()

    # === UNBUILD ===

    def action_unbuild(self):
        """Override of `mrp`: elevated, like finishing a manufacturing order."""
        if elevation.is_needed(self):
            return elevation.run(self, 'write', 'action_unbuild')
        return super().action_unbuild()
