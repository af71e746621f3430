# Part of store_group. License LGPL-3.
from odoo import fields, models


class SaleOrderLine(models.Model):
    """Lines have the channel of their order, to be found and counted by it."""

    _inherit = 'sale.order.line'

    # Own columns, so that reports of one channel and lists without history need no join with the order.
    store_channel_id = fields.Many2one(related='order_id.store_channel_id', store=True, precompute=True)
    is_history = fields.Boolean(related='order_id.is_history', store=True, precompute=True)
