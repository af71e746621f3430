# Part of store_group. License LGPL-3.
from functools import partial

from odoo import fields, models
from odoo.tools import SQL

# the parameter with the attribute of each trait
PARAMETERS = {trait: f'store_group.{trait}_attribute_id' for trait in ('size', 'colour', 'season', 'brand')}
TRAITS = frozenset(f'{trait}_value_id' for trait in PARAMETERS)


class StoreProductTraits(models.AbstractModel):
    """Size, colour, season and brand of a product in every report by product: values of the attributes set in the settings.

    A value comes from the variant; where the attribute makes no variants, from the product if it has only one value.
    Without a setting a trait is empty and adds nothing to the query.
    """

    _name = 'store.product.traits'
    _inherit = 'store.fact.reader'
    _description = 'Traits of Products in Reports'

    colour_value_id = fields.Many2one(
        'product.attribute.value', string="Colour", readonly=True, help="Value of the attribute set as colour in the settings."
    )
    size_value_id = fields.Many2one(
        'product.attribute.value', string="Size", readonly=True, help="Value of the attribute set as size in the settings."
    )
    season_value_id = fields.Many2one(
        'product.attribute.value', string="Season", readonly=True, help="Value of the attribute set as season in the settings."
    )
    brand_value_id = fields.Many2one(
        'product.attribute.value', string="Brand", readonly=True, help="Value of the attribute set as brand in the settings."
    )

    def _traits(self):
        """SQL: the columns of all traits, of rows `r` with a product."""
        return SQL(', ').join(SQL('%s AS %s', self._trait(trait), SQL.identifier(f'{trait}_value_id')) for trait in PARAMETERS)

    def _made(self):
        """Return {field: function that returns its SQL}, of rows `r`: for columns joined to them or computed from them."""
        return {f'{trait}_value_id': partial(self._trait, trait) for trait in PARAMETERS}

    def _trait(self, trait):
        """SQL: the value the product of row `r` has of one trait."""
        chosen = self.env['ir.config_parameter'].sudo().get_param(PARAMETERS[trait])
        if not chosen:
            return SQL('NULL::int4')
        return SQL(
            'COALESCE((SELECT MIN(v.product_attribute_value_id) FROM product_variant_combination pc '
            'JOIN product_template_attribute_value v ON v.id = pc.product_template_attribute_value_id '
            'WHERE pc.product_product_id = r.product_id AND v.attribute_id = %(attribute)s), '
            '(SELECT MIN(v.product_attribute_value_id) FROM product_template_attribute_value v '
            'JOIN product_product o ON o.product_tmpl_id = v.product_tmpl_id '
            'WHERE o.id = r.product_id AND v.attribute_id = %(attribute)s AND v.ptav_active HAVING COUNT(*) = 1))',
            attribute=int(chosen),
        )
