# Part of store_group. License LGPL-3.
from odoo import api, fields, models

from ..people.ir_ui_menu import AREAS
from ..people.res_users_binding import DEFAULT_ACCESS


class ResConfigSettings(models.TransientModel):
    """Settings > Store Group: for all stores, set by headquarters. Most are parameters of the database."""

    _inherit = 'res.config.settings'

    store_access_default = fields.Selection(
        [('all', "All documents Odoo shows"), ('member', "Nothing until they get a membership")],
        string="New Internal Users See",
        default='all',
        required=True,
        config_parameter=DEFAULT_ACCESS,
        help="Portal users and administrators are never bound to stores. Existing users keep what they have.",
    )
    store_size_attribute_id = fields.Many2one(
        'product.attribute',
        string="Size Is",
        config_parameter='store_group.size_attribute_id',
        help="The attribute reports show as the size of a product.",
    )
    store_colour_attribute_id = fields.Many2one(
        'product.attribute',
        string="Colour Is",
        config_parameter='store_group.colour_attribute_id',
        help="The attribute reports show as the colour of a product.",
    )
    store_season_attribute_id = fields.Many2one(
        'product.attribute',
        string="Season Is",
        config_parameter='store_group.season_attribute_id',
        help="The attribute reports show as the season of a product.",
    )
    store_brand_attribute_id = fields.Many2one(
        'product.attribute',
        string="Brand Is",
        config_parameter='store_group.brand_attribute_id',
        help="The attribute reports show as the brand of a product.",
    )
    store_dead_stock_days = fields.Integer(
        string="Dead Stock After",
        default=180,
        config_parameter='store_group.dead_stock_days',
        help="Days without a sale and without an arrival at the store after which goods are dead stock.",
    )
    store_competitor_days = fields.Integer(
        string="Competitors' Prices Count For",
        default=30,
        config_parameter='store_group.competitor_days',
        help="Older prices of competitors stay recorded but are no longer compared.",
    )
    store_reporting_company_id = fields.Many2one(
        'res.company',
        string="Rates Of",
        config_parameter='store_group.reporting_company',
        help="The company whose exchange rates count where reports show amounts of several currencies in one. Empty: the company "
        "the reader works in.",
    )
    store_reporting_currency_id = fields.Many2one(
        'res.currency',
        string="Currency of the Group",
        config_parameter='store_group.reporting_currency',
        help="Reports show amounts of several currencies in this one. Empty: the currency of the company whose rates count.",
    )
    # menus shown
    store_area_sales = fields.Boolean(string="Sales")
    store_area_intake = fields.Boolean(string="Orders from Channels")
    store_area_products = fields.Boolean(string="Products")
    store_area_prices = fields.Boolean(string="Prices")
    store_area_stock = fields.Boolean(string="Stock")
    store_area_transfers = fields.Boolean(string="Transfers")
    store_area_competitors = fields.Boolean(string="Competitors")
    store_area_targets = fields.Boolean(string="Targets")
    store_area_papers = fields.Boolean(string="Licences and Leases")
    store_area_profit = fields.Boolean(string="Profit")
    store_area_reports = fields.Boolean(string="Reports")
    # what is missing on this server
    store_printing_missing = fields.Text(compute='_compute_store_printing_missing')
    store_walls_missing = fields.Text(compute='_compute_store_walls_missing')

    # === OVERRIDES ===

    def get_values(self):
        """Override of `base` to read the shown areas, and what later stages keep elsewhere."""
        hidden = self.env['ir.ui.menu']._store_hidden_areas()
        return {**super().get_values(), **self._store_values(), **{f'store_area_{area}': area not in hidden for area in AREAS}}

    def set_values(self):
        """Override of `base`: keep the areas that are not shown, and what later stages keep elsewhere."""
        super().set_values()
        self._store_keep_values()
        Menu = self.env['ir.ui.menu']
        hidden = [area for area in AREAS if not self[f'store_area_{area}']]
        if hidden != Menu._store_hidden_areas():
            Menu._store_hide_areas(hidden)

    # === HOOKS ===

    @api.model
    def _store_values(self):
        """Hook: return {field: value} of settings that are kept neither as a parameter nor as a default."""
        return {}

    def _store_keep_values(self):
        """Hook: keep those settings."""

    # === COMPUTE ===

    def _compute_store_walls_missing(self):
        found = self.env['store.health.bridges'].findings()
        for settings in self:
            settings.store_walls_missing = '\n'.join(item['message'] for item in found)

    def _compute_store_printing_missing(self):
        found = self.env['store.health.printing'].findings()
        for settings in self:
            settings.store_printing_missing = '\n'.join(item['message'] for item in found)
