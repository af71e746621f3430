# Part of store_group. License LGPL-3.
from odoo import models

from . import together


class StockRule(models.Model):
    """Rules asked for many orders at once."""

    _inherit = 'stock.rule'

    # === ORDERING ===

    def _search_rule_for_warehouses(self, route_ids, packaging_uom_id, product_id, warehouse_ids, domain):
        """Override of `stock`: while orders are confirmed together, what was asked is not asked again."""
        known = together.of(self)
        if known is None:
            return super()._search_rule_for_warehouses(route_ids, packaging_uom_id, product_id, warehouse_ids, domain)
        asked = [records and records.ids for records in (route_ids, packaging_uom_id, product_id, warehouse_ids)]
        key = (self.env.company, *map(tuple, (ids or () for ids in asked)), repr(domain))
        if key not in known.rules:
            known.rules[key] = super()._search_rule_for_warehouses(route_ids, packaging_uom_id, product_id, warehouse_ids, domain)
        return known.rules[key]
