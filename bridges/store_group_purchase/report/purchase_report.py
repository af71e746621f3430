# Part of store_group. License LGPL-3.
from odoo import fields, models
from odoo.tools import SQL


class PurchaseReport(models.Model):
    """Core's purchase analysis, by store."""

    _inherit = 'purchase.report'
    _depends = {'purchase.order.line': ['store_id']}

    store_id = fields.Many2one('store.store', readonly=True)

    def _select(self) -> SQL:
        """Override of `purchase`: the store is a column of the line, so that a rule reaches its index."""
        return SQL('%s, l.store_id', super()._select())

    def _group_by(self) -> SQL:
        return SQL('%s, l.store_id', super()._group_by())
