# Part of store_group. License LGPL-3.
from odoo import api, models


class StockPickingType(models.Model):
    """The operation a till sells by: at real places, and no reason to keep a warehouse."""

    _inherit = 'stock.picking.type'

    @api.constrains('active')
    def _check_active(self):
        """Override of `point_of_sale`: an archived till does not prevent archiving its warehouse."""
        if self.env.context.get('store_tills_sleep'):
            self = self.with_context(active_test=True)
        return super()._check_active()

    @api.constrains('default_location_src_id', 'default_location_dest_id', 'return_picking_type_id')
    def _check_till_places(self):
        """Refuse transit locations for tills, because core hides booking errors there."""
        used = (
            self.env['pos.config']
            .sudo()
            .with_context(active_test=False)
            .search(['|', ('picking_type_id', 'in', self.ids), ('picking_type_id.return_picking_type_id', 'in', self.ids)])
        )
        used._check_till_places()
