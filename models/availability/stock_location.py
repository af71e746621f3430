# Part of store_group. License LGPL-3.
from odoo import api, fields, models

from ..people import elevation


class StockLocation(models.Model):
    """Locations follow their warehouse: its owner is theirs."""

    _inherit = 'stock.location'

    store_id = fields.Many2one(
        'store.store', readonly=True, index='btree_not_null', ondelete='set null',
        help="The store that owns the warehouse of this location.",
    )

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        if elevation.is_needed(self):  # the rule asks for the store before the warehouse can be found
            near = self.env.context.get('default_location_id')
            parents = self.sudo().browse(filter(None, (vals.get('location_id', near) for vals in vals_list)))
            owners = {parent.id: parent.store_id.id for parent in parents}
            vals_list = [{**vals, 'store_id': owners.get(vals.get('location_id', near), False)} for vals in vals_list]
        locations = super().create(vals_list)
        locations._follow_warehouse()
        locations._check_follows()
        return locations

    def write(self, vals):
        result = super().write(vals)
        if 'location_id' in vals:
            self.search([('id', 'child_of', self.ids)])._follow_warehouse()
            self._check_follows()
        return result

    # === AVAILABILITY ===

    def _check_follows(self):
        """:raises AccessError: for whoever is bound and put a place below one of another store, or of nobody"""
        if elevation.is_needed(self):
            self.check_access('write')

    def _follow_warehouse(self):
        """Give the locations the store of their warehouse, and let the rules know."""
        for store, locations in self.sudo().grouped(lambda location: location.warehouse_id.store_id).items():
            changed = locations.filtered(lambda location, store=store: location.store_id != store)
            if changed:
                changed.write({'store_id': store.id})
        self.env.registry.clear_cache()
