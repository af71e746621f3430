# Part of store_group. License LGPL-3.
from odoo import models


class ProductTemplate(models.Model):
    _inherit = 'product.template'

    def action_store_elsewhere(self):
        """Show how much of each variant is free at the stores the user may ask about."""
        self.check_access('read')
        return self.env['store.elsewhere']._open(self.product_variant_ids)
