# Part of store_group. License LGPL-3.
from odoo import fields, models


class SaleReport(models.Model):
    """Core's sales analysis, by store; margins are for those who see them."""

    _name = 'sale.report'
    _inherit = ['sale.report', 'store.hidden']

    _store_hidden = {'margin': 'see_margin'}  # there with Odoo's margin app

    store_id = fields.Many2one('store.store', readonly=True)

    def _select_additional_fields(self):
        """Override of `sale`: the store is a column of the order, so that a rule reaches its index."""
        return {**super()._select_additional_fields(), 'store_id': 's.store_id'}

    def _group_by_sale(self):
        return f'{super()._group_by_sale()},\n            s.store_id'
