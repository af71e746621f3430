# Part of store_group. License LGPL-3.
from odoo import api, models

from ..people.store_links_core import NAME, STORE


class StoreLinks(models.AbstractModel):
    _inherit = 'store.links'

    @api.model
    def _store_links(self):
        """Fill the hook: the channel of an order is for information, as that of a day; it follows from where the order came."""
        links = super()._store_links()
        for model in ('sale.order', 'sale.order.line'):
            links[model] = {**links[model], 'store_channel_id': NAME}
        links['store.intake.proof'] = {'store_id': STORE, 'channel_id': NAME}
        return links
