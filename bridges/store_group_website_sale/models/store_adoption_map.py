# Part of store_group. License LGPL-3.
from dataclasses import replace

from odoo import api, models
from odoo.addons.store_group.sockets import Fact


class StoreAdoptionMap(models.AbstractModel):
    """Websites in a takeover: a website can identify a store, whose orders follow."""

    _inherit = 'store.adoption.map'

    # === HOOKS ===

    @api.model
    def _kinds(self):
        """Override of `store_group` to recognise a store by its website, before team and warehouse."""
        kinds = super()._kinds()
        return {'tag': kinds.pop('tag'), 'website': 'website', **kinds}

    @api.model
    def _anchors(self):
        """Override of `store_group`: a website belongs to its store."""
        return {**super()._anchors(), 'website': 'website'}

    @api.model
    def _sources(self, companies):
        """Override of `store_group` to propose a store for each website."""
        websites = self.env['website'].sudo().search([('company_id', 'in', companies.ids)])
        return {**super()._sources(companies), 'website': websites}

    @api.model
    def _documents(self):
        """Override of `store_group`: orders and their invoices say on which website they were made."""
        website = {'website': Fact('website_id')}
        return [
            replace(document, ruled=tuple({**ruled, **website} for ruled in document.ruled))
            if document.key in ('order', 'invoice')
            else document
            for document in super()._documents()
        ]
