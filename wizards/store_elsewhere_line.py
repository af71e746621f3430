# Part of store_group. License LGPL-3.
from odoo import fields, models


class StoreElsewhereLine(models.TransientModel):
    _name = 'store.elsewhere.line'
    _description = 'Stock of One Store'
    _order = 'is_mine desc, quantity desc, id'

    elsewhere_id = fields.Many2one('store.elsewhere', required=True, ondelete='cascade', index=True)
    store_id = fields.Many2one('store.store', required=True, ondelete='cascade')
    product_id = fields.Many2one('product.product', required=True, ondelete='cascade')
    quantity = fields.Float(string="Free", digits='Product Unit', help="On hand minus reserved, now. Nothing is reserved.")
    uom_id = fields.Many2one(related='product_id.uom_id')
    is_mine = fields.Boolean(string="My Store")
