# Part of store_group. License LGPL-3.
from odoo import api, models
from odoo.models import fix_import_export_id_paths

PLACES = ('location_id', 'location_src_id', 'location_dest_id', 'warehouse_id', 'picking_type_id')  # lead to a store


class StoreExport(models.AbstractModel):
    """Checks that the user may export from every store whose records an export contains, related columns included.

    Exporting an order can export its lines, and a customer its orders: every document on the path is checked.
    """

    _name = 'store.export'
    _description = 'Stores of an Export'

    @api.model
    def _check(self, records, paths):
        """:raises AccessError: when a column leads to a document of a store in which the user may not export

        :param records: what is exported, as the user has it
        :param paths: the columns as core has them, 'order_line/product_id/name'
        """
        user = self.env.user
        seen = self.env['store.store'].with_context(active_test=False).search([])
        if all(user._store_can('export', store) for store in seen):
            return
        stores = self._stores(records)
        for path in {tuple(fix_import_export_id_paths(path)) for path in paths}:
            reached = records
            for name in path:
                field = reached._fields.get(name)
                if field is None or not field.relational or name == path[-1] and field.type == 'many2one':
                    break
                reached = reached[name]
                stores |= self._stores(reached)
        if stores:
            user._check_store_can('export', stores)

    @api.model
    def _is_known_to_all(self, records):
        """Whether these are masters (places, teams, journals, tills) rather than documents."""
        return records._name in ('stock.location', 'stock.picking.type') or isinstance(records, self.env.registry['store.anchor'])

    @api.model
    def _stores(self, records):
        """Return the stores of documents of one model: their own, or those of the place they are at."""
        if self._is_known_to_all(records):
            return self.env['store.store'].sudo()
        field = records._fields.get('store_id')
        if field is not None and field.comodel_name == 'store.store':
            return records.sudo().store_id
        stores = self.env['store.store'].sudo()
        if not self.env['store.links']._scope_rules(records._name):
            return stores
        for name in PLACES:
            field = records._fields.get(name)
            if field is not None and field.type == 'many2one':
                place = records.sudo()[name]
                stores |= place.store_id if 'store_id' in place._fields else place.warehouse_id.store_id
        return stores
