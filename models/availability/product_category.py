# Part of store_group. License LGPL-3.
from odoo import models

# What says how goods of a category are valued, beside the accounts core names so.
VALUATION = ('property_cost_method', 'property_valuation')


class ProductCategory(models.Model):
    """How goods are valued holds in every store: headquarters says it."""

    _inherit = 'product.category'

    def _store_before_write(self, vals):
        """Fill the hook."""
        super()._store_before_write(vals)
        links = self.env['store.links']
        names = [name for name in vals if name in VALUATION or name.startswith('property_stock_')]
        for name in names if links._reach().stores is not None else ():
            if self._store_would_change(name, vals[name]):
                links._refuse_setting(self, self._fields[name])
