# Part of store_group. License LGPL-3.
from odoo import api, models
from odoo.exceptions import AccessError

from ..people import elevation


class StockWarehouse(models.Model):
    """A warehouse may belong to a store, and its locations with it. Several stores may be served by one."""

    _name = 'stock.warehouse'
    _inherit = ['stock.warehouse', 'store.anchor']

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        """Create a warehouse with its locations, all of its store. Bound users create warehouses of their own stores only.

        Elevated: core creates the locations before their warehouse exists, and switches settings on.
        """
        if elevation.is_needed(self):
            vals_list = [self._with_own_store(vals) for vals in vals_list]
            company = self.env['res.company'].browse(vals_list[0]['company_id']) if vals_list else self.env.company
            parts = [elevation.split(self, vals) for vals in vals_list]
            made = elevation.run(  # copies: core adds the new locations to the values
                self.with_company(company), 'create', 'create', [dict(seen) for seen, _own in parts]
            )
            self.env['store.links']._after_create(made, vals_list)
            for warehouse, (_seen, own) in zip(made, parts, strict=True):
                if own:
                    warehouse.write(own)
            return made
        warehouses = super().create(vals_list)
        owned = warehouses.filtered('store_id')
        if owned:
            owned._give_locations()
        return warehouses

    def write(self, vals):
        """Update the store of the locations when the warehouse changes its store."""
        result = super().write(vals)
        if 'store_id' in vals:
            self._give_locations()
        return result

    # === STRUCTURE ===

    def _create_or_update_route(self):
        """Override of `stock`: other steps of one's own warehouse, of which apps tell routes that all stores share."""
        if elevation.is_needed(self):
            return elevation.run(self, 'write', '_create_or_update_route')
        return super()._create_or_update_route()

    def _give_locations(self):
        """Give the locations of these warehouses the store of the warehouse."""
        self.env['stock.location'].with_context(active_test=False).search([('warehouse_id', 'in', self.ids)])._follow_warehouse()

    @api.model
    def _with_own_store(self, vals):
        """Return a copy of the values of a new warehouse with the bound user's store and its company.

        :raises AccessError: when the user does not act for the store
        """
        company = self.env['res.company'].browse(vals.get('company_id')) or self.env.company
        store = self.env['store.store'].browse(vals.get('store_id') or []) or (
            self.env['store.store'] if 'store_id' in vals else self.env.user._default_store(company)
        )
        if not store or store not in self.env.user.store_ids or store.company_id not in self.env.companies:
            raise AccessError(
                self.env._(
                    "Warehouse %(warehouse)s needs a store you act for. Choose one of your stores, or ask headquarters to "
                    "create it.",
                    warehouse=vals.get('name') or '',
                )
            )
        return {**vals, 'store_id': store.id, 'company_id': store.company_id.id}
