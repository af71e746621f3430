# Part of store_group. License LGPL-3.
from odoo import api, models


class SaleReport(models.Model):
    """Core's sales analysis: orders of tills count for their stores."""

    _inherit = 'sale.report'

    @api.model
    def _available_additional_pos_fields(self):
        """Override of `pos_sale`: sales of tills count for their stores."""
        return {**super()._available_additional_pos_fields(), 'store_id': 'l.store_id'}

    def _group_by_pos(self):
        return f'{super()._group_by_pos()},\n            l.store_id'
