# Part of store_group. License LGPL-3.
from odoo import fields, models


class ProductPricelistItem(models.Model):
    _inherit = 'product.pricelist.item'

    store_id = fields.Many2one(related='pricelist_id.store_id', string="Store")
    store_group_id = fields.Many2one(related='pricelist_id.store_group_id', string="Store Group")
