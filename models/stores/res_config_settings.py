# Part of store_group. License LGPL-3.
from odoo import fields, models

from ..people.res_users_binding import DEFAULT_ACCESS


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    store_access_default = fields.Selection(
        [('all', "All documents Odoo shows"), ('member', "Nothing until they get a membership")],
        string="New Internal Users See", default='all', required=True, config_parameter=DEFAULT_ACCESS,
        help="Portal users and administrators are never bound to stores. Users who exist keep what they have.",
    )
    store_size_attribute_id = fields.Many2one(
        'product.attribute', string="Size Is", config_parameter='store_group.size_attribute_id',
        help="The attribute reports show as the size of a product.")
    store_colour_attribute_id = fields.Many2one(
        'product.attribute', string="Colour Is", config_parameter='store_group.colour_attribute_id',
        help="The attribute reports show as the colour of a product.")
    store_season_attribute_id = fields.Many2one(
        'product.attribute', string="Season Is", config_parameter='store_group.season_attribute_id',
        help="The attribute reports show as the season of a product.")
    store_brand_attribute_id = fields.Many2one(
        'product.attribute', string="Brand Is", config_parameter='store_group.brand_attribute_id',
        help="The attribute reports show as the brand of a product.")
    store_dead_stock_days = fields.Integer(
        string="Dead Stock After", default=180, config_parameter='store_group.dead_stock_days',
        help="Goods are dead stock when in so many days nothing of them was sold and nothing arrived at their store.")
    store_competitor_days = fields.Integer(
        string="Competitors' Prices Count For", default=30, config_parameter='store_group.competitor_days',
        help="An older price of a competitor stays recorded and counts in no position any more.")
    store_fast_reports = fields.Boolean(
        string="Fast Reports",
        help="Sums of sales, stock and profit are kept beside the documents, and reports answer at once. Off: every report "
             "counts the documents; what it says is the same.")
    store_printing_missing = fields.Text(compute='_compute_store_printing_missing')
    store_walls_missing = fields.Text(compute='_compute_store_walls_missing')

    # === OVERRIDES ===

    def get_values(self):
        """Override of `base`: what is chosen."""
        return {**super().get_values(), 'store_fast_reports': self.env['store.fast.reports']._is_wanted()}

    def set_values(self):
        """Override of `base`: the triggers follow in the background."""
        super().set_values()
        self.env['store.fast.reports']._choose(self.store_fast_reports)

    # === COMPUTE ===

    def _compute_store_walls_missing(self):
        found = self.env['store.health.bridges'].findings()
        for settings in self:
            settings.store_walls_missing = '\n'.join(item['message'] for item in found)

    def _compute_store_printing_missing(self):
        found = self.env['store.health.printing'].findings()
        for settings in self:
            settings.store_printing_missing = '\n'.join(item['message'] for item in found)
