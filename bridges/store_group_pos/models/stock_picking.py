# Part of store_group. License LGPL-3.
from odoo import api, models


class StockPicking(models.Model):
    _inherit = 'stock.picking'

    # === AVAILABILITY ===

    @api.model
    def _create_picking_from_pos_order_lines(self, location_dest_id, lines, picking_type, partner=False):
        """Override of `point_of_sale`: goods sold at a till are the store's, wherever they are taken from."""
        store = lines.order_id.store_id
        if len(store) == 1:
            self = self.with_context(store_of_till=store.id)
        return super()._create_picking_from_pos_order_lines(location_dest_id, lines, picking_type, partner)

    def _prepare_picking_vals(self, partner, picking_type, location_id, location_dest_id):
        """Override of `point_of_sale`, see above."""
        values = super()._prepare_picking_vals(partner, picking_type, location_id, location_dest_id)
        if self.env.context.get('store_of_till'):
            values['store_id'] = self.env.context['store_of_till']
        return values
