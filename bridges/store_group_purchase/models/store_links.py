# Part of store_group. License LGPL-3.
from odoo import api, models
from odoo.addons.store_group.sockets import ACT, FOLLOW, NAME, PLACE, ROUTE, STORE


class StoreLinks(models.AbstractModel):
    _inherit = 'store.links'

    # === HOOKS ===

    @api.model
    def _store_links(self):
        """Override of `store_group`: a store's purchase may be received at another store's warehouse."""
        links = super()._store_links()
        links['purchase.order'] = {
            'store_id': STORE,
            'picking_type_id': NAME,
            'invoice_ids': ACT,
            'picking_ids': ACT,
            'reference_ids': FOLLOW,
        }
        links['purchase.order.line'] = {
            'order_id': ACT,
            'orderpoint_id': ACT,
            'move_dest_ids': FOLLOW,
            'location_final_id': PLACE,
            'store_id': NAME,
        }
        links['stock.move'].update({'purchase_line_id': FOLLOW, 'created_purchase_line_ids': FOLLOW})
        links['account.move.line']['purchase_line_id'] = ACT
        links['stock.warehouse']['buy_pull_id'] = ROUTE
        links['stock.reference']['purchase_ids'] = ACT
        if 'sale_line_id' in self.env['purchase.order.line']._fields:  # there where services are bought for orders
            links['purchase.order.line']['sale_line_id'] = FOLLOW
        return links
