# Part of store_group. License LGPL-3.
from odoo import fields, models


class ReportPosOrder(models.Model):
    """Core's analysis of till orders, by store; margins are for those who see them."""

    _name = 'report.pos.order'
    _inherit = ['report.pos.order', 'store.hidden']

    _store_hidden = {'margin': 'see_margin'}

    store_id = fields.Many2one('store.store', readonly=True)

    def _select(self):
        """Override of `point_of_sale`: the store is a column of the line, so that a rule reaches its index."""
        return f'{super()._select()}, l.store_id AS store_id'
