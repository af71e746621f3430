# Part of store_group. License LGPL-3.
from odoo import api, fields, models
from odoo.exceptions import ValidationError


class StoreListingComponent(models.Model):
    """One of the products a channel sells together under one number: a bundle.

    A line of the bundle becomes a line of the sale order for each of these, as soon as the order arrives.
    """

    _name = 'store.listing.component'
    _description = 'Product of a Bundle'
    _order = 'listing_id, sequence, id'
    _rec_name = 'product_id'

    listing_id = fields.Many2one('store.listing', string="Bundle", required=True, index=True, ondelete='cascade')
    sequence = fields.Integer(default=10)
    product_id = fields.Many2one('product.product', required=True, index=True, ondelete='restrict')
    quantity = fields.Float(
        default=1.0, required=True, digits='Product Unit', help="How much of the product is in one bundle, in its unit."
    )
    share = fields.Float(
        string="Share of the Price, %",
        digits=(16, 4),
        help="Products without a share take what the others leave, by their list prices, else by their costs, else evenly. Where "
        "the shares of the others come to 100, it is given away with them.",
    )

    _quantity_positive = models.Constraint('CHECK (quantity > 0)', "The quantity in a bundle must be greater than zero.")
    _share_possible = models.Constraint(
        'CHECK (share >= 0 AND share <= 100)', "The share of a bundle's price lies between 0 and 100 per cent."
    )

    # === CONSTRAINTS ===

    @api.constrains('listing_id', 'share')
    def _check_listing(self):
        self.listing_id._check_what_it_is()
        for listing in self.listing_id:
            shares = listing.component_ids.mapped('share')
            if sum(shares) > 100 and not all(shares):
                raise ValidationError(
                    self.env._(
                        "The shares in the bundle %(bundle)s come to more than 100 per cent, and products without a share are "
                        "left. Lower them, or give each product a share.",
                        bundle=listing.external_sku,
                    )
                )
