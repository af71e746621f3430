# Part of store_group. License LGPL-3.
from odoo import api, models

from ..people.store_links_core import STORE


class StoreLinks(models.AbstractModel):
    _inherit = 'store.links'

    @api.model
    def _store_links(self):
        """Fill the hook: targets, competitors and their prices belong to stores."""
        return {
            **super()._store_links(),
            'store.competitor': {'store_ids': STORE},
            'store.competitor.price': {'store_id': STORE},
            'store.target': {'store_id': STORE},
        }
