# Part of store_group. License LGPL-3.
from odoo import models


class StockWarehouse(models.Model):
    _name = 'stock.warehouse'
    _inherit = ['stock.warehouse', 'store.anchor']

    def write(self, vals):
        """The locations follow when the warehouse changes hands."""
        result = super().write(vals)
        if 'store_id' in vals:
            self.env['stock.location'].with_context(active_test=False).search([
                ('warehouse_id', 'in', self.ids)])._follow_warehouse()
        return result
