# Part of store_group. License LGPL-3.
from odoo import api, fields, models

from ..people import elevation


class StockLocation(models.Model):
    """Locations belong to the store of their warehouse."""

    _inherit = 'stock.location'

    store_id = fields.Many2one(
        'store.store',
        readonly=True,
        index='btree_not_null',
        ondelete='set null',
        help="The store that owns the warehouse of this location.",
    )

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        if elevation.is_needed(self):  # rules need the store before the warehouse is computed
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

    # === STRUCTURE ===

    def _check_follows(self):
        """:raises AccessError: when a bound user put a location below one of another or no store"""
        if elevation.is_needed(self):
            self.check_access('write')

    def _follow_warehouse(self):
        """Set the store of the locations from their warehouse, and clear the rule cache."""
        for store, locations in self.sudo().grouped(lambda location: location.warehouse_id.store_id).items():
            changed = locations.filtered(lambda location, store=store: location.store_id != store)
            if changed:
                changed.write({'store_id': store.id})
        self.env.registry.clear_cache()
