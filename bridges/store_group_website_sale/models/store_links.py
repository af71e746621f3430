# Part of store_group. License LGPL-3.
from odoo import api, models
from odoo.addons.store_group.sockets import NAME, PLACE, ROUTE, STORE


class StoreLinks(models.AbstractModel):
    _inherit = 'store.links'

    # === HOOKS ===

    @api.model
    def _store_links(self):
        """Override of `store_group`: a website belongs to a store and is served from its places."""
        links = super()._store_links()
        links['website'] = {'store_id': STORE, 'salesteam_id': NAME, 'crm_default_team_id': NAME, 'warehouse_id': PLACE}
        return links

    @api.model
    def _master_links(self):
        """Override of `store_group`: a carrier's route, and the leads a visitor left, where Odoo's apps for them are there."""
        links = super()._master_links()
        for model, name, kind in (('delivery.carrier', 'route_ids', ROUTE), ('website.visitor', 'lead_ids', NAME)):
            if model in self.env and name in self.env[model]._fields:
                links[model] = {name: kind}
        return links
