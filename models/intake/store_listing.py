# Part of store_group. License LGPL-3.
from odoo import fields, models


class StoreListing(models.Model):
    """A channel's product number for one of our products.

    Created by hand, from a sheet, by answering a question, or with a product the channel may create. One unit in the
    channel is `factor` units of the product. It has priority over codes and barcodes.
    """

    _name = 'store.listing'
    _description = 'Channel Listing'
    _rec_name = 'external_sku'
    _order = 'channel_id, external_sku, id'

    channel_id = fields.Many2one('store.channel', required=True, ondelete='cascade')
    external_sku = fields.Char(
        string="Product in the Channel",
        required=True,
        help="The channel's product number; its layout may join several columns to make it unique.",
    )
    name = fields.Char(string="Name in the Channel")
    product_id = fields.Many2one('product.product', required=True, index=True, ondelete='restrict')
    factor = fields.Float(
        default=1.0,
        required=True,
        digits=(16, 4),
        help="How many units of the product one unit in the channel is: 6 for a box of six.",
    )
    active = fields.Boolean(default=True)
    made_by_id = fields.Many2one(
        'store.intake.document',
        string="Made by",
        index='btree_not_null',
        ondelete='set null',
        readonly=True,
        help="The document whose orders created the product.",
    )

    _external_uniq = models.UniqueIndex('(channel_id, external_sku)', "The channel has this product number already.")
    _factor_positive = models.Constraint('CHECK (factor > 0)', "The factor of a listing must be greater than zero.")
