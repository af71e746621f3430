# Part of store_group. License LGPL-3.
from odoo import api, models


class ProductSupplierinfo(models.Model):
    _inherit = 'product.supplierinfo'

    # === COMPUTE ===

    @api.depends_context('uid')
    def _compute_display_name(self):
        """Override of `purchase_stock`, whose display name has the price. Names are read as superuser."""
        super()._compute_display_name()
        if 'price' in self.env['store.mask']._unseen(self, elevated=True):
            for offer in self:
                offer.display_name = f'{offer.partner_id.display_name} ({offer.min_qty} {offer.product_uom_id.name})'
