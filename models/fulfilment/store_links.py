# Part of store_group. License LGPL-3.
from odoo import api, models

from ..people.store_links_core import ACT, NAME, STORE


class StoreLinks(models.AbstractModel):
    _inherit = 'store.links'

    @api.model
    def _store_links(self):
        """Fill the hook: the parcel a delivery shares."""
        links = super()._store_links()
        return {
            **links,
            'stock.picking': {**links['stock.picking'], 'delivery_group_id': ACT},
            'store.delivery.group': {'store_id': STORE, 'picking_type_id': NAME},
        }
