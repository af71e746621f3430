# Part of store_group. License LGPL-3.
from odoo import fields, models


class StoreIntakeAnsweringComponent(models.TransientModel):
    """One product of the bundle chosen as an answer."""

    _name = 'store.intake.answering.component'
    _description = 'Product of a Bundle Chosen as Answer'
    _order = 'id'

    answering_id = fields.Many2one('store.intake.answering', required=True, index=True, ondelete='cascade')
    product_id = fields.Many2one('product.product', required=True)
    quantity = fields.Float(default=1.0, required=True, digits='Product Unit')
    share = fields.Float(
        string="Share of the Price, %", digits=(16, 4), help="0: what the others leave, by its list price, cost, or evenly."
    )
