# Part of store_group. License LGPL-3.
from odoo import api, fields, models
from odoo.tools import SQL

from .store_sale_report import NEEDED, TILL_ORDER


class StoreSaleMoment(models.Model):
    _inherit = 'store.sale.moment'
    _depends = NEEDED

    till_order_id = fields.Many2one('pos.order', readonly=True)

    def _columns(self):
        """Override of `store_group` to name the order of a till."""
        return SQL('%s, %s AS till_order_id', super()._columns(), SQL(TILL_ORDER))

    @api.readonly
    def action_open_order(self):
        """Override of `store_group` to open the order of a till."""
        return self.till_order_id._opened_alone() or super().action_open_order()
