# Part of store_group. License LGPL-3.
from odoo import fields, models


class StoreStore(models.Model):
    """What a store sells and at which prices: its range, its own pricelist."""

    _inherit = 'store.store'

    _price_owner = 'store_id'
    _price_parent = 'group_id'

    range_policy = fields.Selection(
        [('all', "All Products"), ('listed', "Listed Products Only")],
        required=True,
        default='all',
        tracking=True,
        help="Whether this store sells everything, or only the products listed in its range.",
    )
    range_ids = fields.One2many('store.range', 'store_id', string="Product Range")

    # === STRUCTURE ===

    def _in_range(self, products, day=None):
        """Return those of `products` this store sells on `day`. One query.

        :param products: `product.product` records
        :param date day: default today in the store's zone
        """
        self.ensure_one()
        if self.range_policy == 'all' or not products:
            return products
        day = day or self._today()
        listed = (
            self.env['store.range']
            .search(
                [
                    ('store_id', '=', self.id),
                    ('product_id', 'in', products.ids),
                    '|',
                    ('date_from', '=', False),
                    ('date_from', '<=', day),
                    '|',
                    ('date_to', '=', False),
                    ('date_to', '>=', day),
                ]
            )
            .product_id
        )
        return products & listed

    def _effective_pricelist(self):
        """Return the store's own pricelist, else the nearest group's above it, else none."""
        self.ensure_one()
        return self.pricelist_id or self._pricelist_above().sudo(self.env.su)
