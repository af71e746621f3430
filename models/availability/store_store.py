# Part of store_group. License LGPL-3.
from odoo import api, models
from odoo.exceptions import UserError


class StoreStore(models.Model):
    _inherit = 'store.store'

    @api.model
    def _available_in(self, stores, products):
        """Fill the hook: the free quantities of the stores the caller may ask about."""
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
            **super()._available_in(stores, products),
            **{
                code: {str(name): free[store.id][product.id] for name, product in named.items()}
                for code, store in by_code.items()
                if store in askable
            },
        }
