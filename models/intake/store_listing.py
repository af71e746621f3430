# Part of store_group. License LGPL-3.
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...wording import number_text


class StoreListing(models.Model):
    """A channel's product number for one of our products, or for several sold together: a bundle.

    Created by hand, from a sheet, by answering a question, or with a product the channel may create. One unit in the
    channel is `factor` units of the product, or as many bundles. It has priority over codes and barcodes.
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
    product_id = fields.Many2one(
        'product.product', index=True, ondelete='restrict', help="Empty if it is a bundle, which has products of its own."
    )
    component_ids = fields.One2many(
        'store.listing.component',
        'listing_id',
        string="Bundle of",
        copy=True,
        help="Several products sold together under this number. Each becomes a line of the sale order, and they share the price.",
    )
    bundle_text = fields.Char(string="Bundle", compute='_compute_bundle_text')
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

    # === COMPUTE ===

    @api.depends('component_ids.product_id', 'component_ids.quantity', 'component_ids.share')
    @api.depends_context('lang')
    def _compute_bundle_text(self):
        for listing in self:
            listing.bundle_text = listing._bundle_said([(part.product_id, part.quantity) for part in listing.component_ids])

    @api.model
    def _bundle_said(self, parts):
        """Return products and quantities in words, '' for none.

        :param parts: (product.product, quantity)
        """
        return ', '.join(f'{number_text(self.env, quantity, 6)} × {product.display_name}' for product, quantity in parts)

    # === CONSTRAINTS ===

    @api.constrains('external_sku', 'product_id', 'component_ids')  # the number is always given when one is made
    def _check_what_it_is(self):
        for listing in self:
            if bool(listing.product_id) == bool(listing.component_ids):
                raise ValidationError(
                    self.env._(
                        "The channel's product %(number)s is one of our products or a bundle of several, not both. Choose one.",
                        number=listing.external_sku,
                    )
                )
