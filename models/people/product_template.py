# Part of store_group. License LGPL-3.
from odoo import api, models

from . import elevation


class ProductTemplate(models.Model):
    """The cost of a product is for those who see costs."""

    _name = 'product.template'
    _inherit = ['product.template', 'store.hidden']

    _store_hidden = {'standard_price': 'see_cost'}

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `product`, which writes the cost of a new product after it has made its variant.

        Who sees costs may say that of a new product; writing it is refused later, see `store.hidden`.
        """
        if not elevation.is_needed(self) or self._store_hides('standard_price'):
            return super().create(vals_list)
        others = [{name: value for name, value in vals.items() if name != 'standard_price'} for vals in vals_list]
        templates = super().create(others)
        for template, vals in zip(templates, vals_list, strict=True):
            if vals.get('standard_price'):
                template.sudo().standard_price = vals['standard_price']
        return templates
