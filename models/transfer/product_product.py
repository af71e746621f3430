# Part of store_group. License LGPL-3.
from odoo import models


class ProductProduct(models.Model):
    _inherit = 'product.product'

    # === TRANSFER ===

    def _label(self):
        """Return what a label of 60 x 40 mm says: {"name", "attributes", "code", "barcode", "bars"}; never a price or cost."""
        self.ensure_one()
        return {
            'bars': self.env['store.transfer.printing']._bars(self.barcode or self.default_code),
            'name': self.product_tmpl_id.name, 'code': self.default_code or '',
            'attributes': ' '.join(self.product_template_attribute_value_ids.mapped('name')),
            'barcode': self.barcode or self.default_code or '',
        }
