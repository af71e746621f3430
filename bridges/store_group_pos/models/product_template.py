# Part of store_group. License LGPL-3.
from odoo import models
from odoo.addons.store_group.sockets import elevation


class ProductTemplate(models.Model):
    """What a till shows of a product, and products made at it."""

    _inherit = 'product.template'

    def get_product_info_pos(self, price, quantity, pos_config_id, product_variant_id=False):
        """Override of `point_of_sale`, which reads vendors' prices and every warehouse as the cashier.

        Return quantities of the warehouses of the cashier's stores, and vendors only with the right to see costs.
        """
        if not elevation.is_needed(self):
            return super().get_product_info_pos(price, quantity, pos_config_id, product_variant_id=product_variant_id)
        self.env['pos.config'].browse(pos_config_id).check_access('write')
        info = elevation.run(
            self, 'read', 'get_product_info_pos', price, quantity, pos_config_id, product_variant_id=product_variant_id
        )
        Product = self.env['product.product']
        serving = Product._serving_locations()
        warehouses = self.env['stock.warehouse'].search([('view_location_id', 'in', serving)])
        info['warehouses'] = [row for row in info['warehouses'] if row['id'] in warehouses.ids]
        if not self.env.user._store_can('see_cost'):
            info['suppliers'] = []
        return info

    def create_product_variant_from_pos(self, attribute_value_ids, config_id):
        """Override of `point_of_sale` to return the new variant in the format of the till's other products."""
        if not elevation.is_needed(self):
            return super().create_product_variant_from_pos(attribute_value_ids, config_id)
        self.ensure_one()
        values = self.env['product.template.attribute.value'].browse(attribute_value_ids)
        variant = self._create_product_variant(values)
        config = self.env['pos.config'].browse(config_id)
        return {'product.product': variant._load_pos_data_read(variant, config)}
