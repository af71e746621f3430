# Part of store_group. License LGPL-3.
from odoo import api, models
from odoo.exceptions import UserError

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
        by_code = self.sudo()._by_code(stores)
        unknown = [code for code in stores if code not in by_code]
        if unknown:
            raise UserError(
                self.env._("No store has the code %(codes)s. Correct it and call again.", codes=', '.join(map(str, unknown)))
            )
        Availability = self.env['store.availability']
        named = Availability._products(products)
        askable = Availability._askable()
        asked = self.sudo().union(*by_code.values()) & askable
        free = Availability._free(asked, self.env['product.product'].union(*named.values()))
        return {
            code: {str(name): free[store.id][product.id] for name, product in named.items()}
            for code, store in by_code.items()
            if store in askable
        }
