# Part of store_group. License LGPL-3.
from odoo import api, models


class ProductPricelistItem(models.Model):
    """After a change of our prices, competitors' price positions are recomputed in the background."""

    _inherit = 'product.pricelist.item'

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        items = super().create(vals_list)
        items._check_priced()
        self.env['store.price.position']._refresh_later()
        return items

    def write(self, vals):
        self._check_priced()
        result = super().write(vals)
        self._check_priced()
        self.env['store.price.position']._refresh_later()
        return result

    def unlink(self):
        self._check_priced()
        result = super().unlink()
        self.env['store.price.position']._refresh_later()
        return result
