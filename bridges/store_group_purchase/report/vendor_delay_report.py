# Part of store_group. License LGPL-3.
from odoo import fields, models
from odoo.tools import SQL


class VendorDelayReport(models.Model):
    """How punctual vendors are; a row is an order line, so it has the line's store."""

    _inherit = 'vendor.delay.report'
    _depends = {'purchase.order.line': ['store_id']}

    store_id = fields.Many2one('store.store', readonly=True)

    @property
    def _table_query(self):
        # Core's view lacks the rate, which is only ever grouped; reading one row would fail.
        return SQL("""
            SELECT delay.*, NULL::float8 AS on_time_rate, line.store_id
            FROM vendor_delay_report delay JOIN purchase_order_line line ON line.id = delay.id
        """)
