# Part of store_group. License LGPL-3.
from odoo import api, fields, models
from odoo.tools import SQL

NEEDED = {
    'pos.order': [
        'account_move',
        'company_id',
        'currency_rate',
        'date_order',
        'partner_id',
        'session_id',
        'state',
        'store_day',
        'store_hour',
        'store_id',
        'user_id',
    ],
    'pos.order.line': [
        'discount',
        'order_id',
        'price_subtotal',
        'price_subtotal_incl',
        'price_unit',
        'product_id',
        'qty',
        'sale_order_line_id',
        'total_cost',
    ],
    'pos.session': ['move_id'],
}
TILL_ORDER = 'CASE WHEN r.order_key < 0 THEN (-r.order_key)::int4 END'


class StoreSaleReport(models.Model):
    """Adds tills to the sales: paid lines count as ordered and shipped, goods taken back as returned, on their day."""

    _inherit = 'store.sale.report'
    _depends = NEEDED

    till_order_id = fields.Many2one('pos.order', readonly=True)

    def _made(self):
        """Override of `store_group` to name the order of a till."""
        return {**super()._made(), 'till_order_id': lambda: SQL(TILL_ORDER)}

    @api.readonly
    def action_open_order(self):
        """Override of `store_group` to open the order of a till."""
        return self.till_order_id._opened_alone() or super().action_open_order()
