# Part of store_group. License LGPL-3.
from odoo import api, models


class ProductReplenish(models.TransientModel):
    _inherit = 'product.replenish'

    # === CRUD ===

    @api.model
    def default_get(self, fields):
        """Override of `stock`, which proposes the company's first warehouse: propose a bound user's own one."""
        values = super().default_get(fields)
        user = self.env.user
        if 'default_warehouse_id' not in self.env.context and 'warehouse_id' in values and user._is_store_bound():
            company = self.env['res.company'].browse(values.get('company_id')) or self.env.company
            values['warehouse_id'] = user._stores_in(company).sudo().warehouse_id[:1].id or values['warehouse_id']
        return values
