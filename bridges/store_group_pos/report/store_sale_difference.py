# Part of store_group. License LGPL-3.
from odoo import api, fields, models
from odoo.tools import SQL


class StoreSaleDifference(models.Model):
    _inherit = 'store.sale.difference'

    till_order_id = fields.Many2one('pos.order', readonly=True, help="Of a session that is not closed yet.")

    def _columns(self):
        """Override of `store_group` to name the order of a till that has no entry."""
        return SQL('%s, CASE WHEN d.order_key < 0 THEN (-d.order_key)::int4 END AS till_order_id', super()._columns())

    @api.readonly
    def action_open_document(self):
        """Override of `store_group` to open the order of a till."""
        return self.till_order_id._opened_alone() or super().action_open_document()
