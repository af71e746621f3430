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
        return _opened(self.till_order_id) or super().action_open_order()


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
        return _opened(self.till_order_id) or super().action_open_order()


class StoreSaleDifference(models.Model):
    _inherit = 'store.sale.difference'

    till_order_id = fields.Many2one('pos.order', readonly=True, help="Of a session that is not closed yet.")

    def _columns(self):
        """Override of `store_group` to name the order of a till that has no entry."""
        return SQL('%s, CASE WHEN d.order_key < 0 THEN (-d.order_key)::int4 END AS till_order_id', super()._columns())

    @api.readonly
    def action_open_document(self):
        """Override of `store_group` to open the order of a till."""
        return _opened(self.till_order_id) or super().action_open_document()


def _opened(order):
    return order and {'type': 'ir.actions.act_window', 'res_model': 'pos.order', 'res_id': order.id, 'views': [(False, 'form')]}
