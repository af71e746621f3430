# Part of store_group. License LGPL-3.
from odoo import fields, models


class CrmActivityReport(models.Model):
    """Core's analysis of activities on leads, by store."""

    _inherit = 'crm.activity.report'

    store_id = fields.Many2one('store.store', readonly=True)

    def _select(self):
        """Override of `crm`: the store is a column of the lead, so that a rule reaches its index."""
        return f'{super()._select()}, l.store_id'
