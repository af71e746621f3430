# Part of store_group. License LGPL-3.
from odoo import fields, models


class StoreTransferPackLine(models.TransientModel):
    """How much of one line goes into the box."""

    _name = 'store.transfer.pack.line'
    _description = 'Goods for a Box'

    pack_id = fields.Many2one('store.transfer.pack', required=True, ondelete='cascade')
    transfer_line_id = fields.Many2one('store.transfer.line', string="Product", required=True, ondelete='cascade')
    uom_id = fields.Many2one(related='transfer_line_id.uom_id')
    quantity = fields.Float(digits='Product Unit')
