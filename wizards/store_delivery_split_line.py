# Part of store_group. License LGPL-3.
from odoo import fields, models


class StoreDeliverySplitLine(models.TransientModel):
    """One row of a delivery that is divided. It holds copies, so that it tells nobody more than the delivery does."""

    _name = 'store.delivery.split.line'
    _description = 'Goods of a Split Delivery'
    _order = 'id'

    split_id = fields.Many2one('store.delivery.split', required=True, ondelete='cascade', index=True)
    move_id = fields.Many2one('stock.move', required=True, readonly=True, ondelete='cascade')
    product_id = fields.Many2one('product.product', readonly=True)
    uom_id = fields.Many2one('uom.uom', string="Unit", readonly=True)
    quantity = fields.Float(digits='Product Unit', readonly=True, string="In This Delivery")
    reserved = fields.Float(digits='Product Unit', readonly=True, string="There Now")
    away = fields.Float(digits='Product Unit', string="Into the Other")
