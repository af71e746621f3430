# Part of store_group. License LGPL-3.
from odoo import api, models


class ProductProduct(models.Model):
    """Costs of a variant are for those who see costs."""

    _name = 'product.product'
    _inherit = ['product.product', 'store.costed']

    # The last ones come with other apps.
    _store_hidden = {
        'standard_price': 'see_cost',
        'avg_cost': 'see_cost',
        'total_value': 'see_cost',
        'purchase_avg_price': 'see_cost',
        'normal_cost': 'see_cost',
        'total_cost': 'see_cost',
        'total_margin': 'see_margin',
        'expected_margin': 'see_margin',
        'total_margin_rate': 'see_margin',
        'expected_margin_rate': 'see_margin',
    }

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `stock_account`, which looks at the cost of what it has made: also where its maker may not see it."""
        if not self._store_hides('standard_price'):
            return super().create(vals_list)
        return super(ProductProduct, self._as_made_by_core()).create(vals_list).with_env(self.env)
