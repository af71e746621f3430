# Part of store_group. License LGPL-3.
from odoo import api, models

from ....engine import arguments
from ...people.door import MOST, door


class StoreStore(models.Model):
    """Free quantities of other stores. It only reads, it reserves nothing."""

    _inherit = 'store.store'

    @api.readonly
    @api.model
    @door(stores=arguments.items(arguments.text(), MOST), products=arguments.items(arguments.key(), MOST))
    def available(self, stores, products):
        """Return the free quantities in stores.

        :param list stores: codes of stores
        :param list products: product codes, barcodes or ids; each must match exactly one active product
        :returns: `{store_code: {product: free_quantity}}` in the product's unit, on hand minus reserved on the
            shelves of the store's warehouse. Stores the caller may not ask about are left out.
        :raises UserError: naming unknown store codes, unknown and ambiguous products; or for an
            integration account without membership
        """
        self.env.user._check_store_caller()
        return self._available_in(stores, products)

    # === HOOKS ===

    @api.model
    def _available_in(self, stores, products):
        """Hook: return what `available` answers. The availability stage knows the stock."""
        return {}
