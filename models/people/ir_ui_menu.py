# Part of store_group. License LGPL-3.
from odoo import api, models

RESULTS = ('store_group.store_profit_statement_menu', 'store_group.store_profit_report_menu')
OWED = 'store_group.store_statement_menu'
HIDDEN_AREAS = 'store_group.hidden_areas'  # what an administrator switched off, separated by commas
# Areas a factory may do without, and their menus; what lies below a menu goes with it.
AREAS = {
    'sales': ('store_group_menu_sales',),
    'intake': (
        'store_intake_upload_menu',
        'store_intake_document_menu',
        'store_intake_issue_menu',
        'store_intake_order_menu',
        'store_intake_proof_menu',
        'store_group_menu_channels',
    ),
    'products': ('store_group_menu_products',),
    'prices': ('product_pricelist_menu', 'product_pricelist_item_menu'),
    'stock': ('store_group_menu_stock',),
    'transfers': ('store_group_menu_transfers', 'store_transfer_report_menu', 'store_transfer_late_menu', 'store_lane_menu'),
    'competitors': ('store_competitor_menu', 'store_competitor_price_menu', 'store_price_position_menu'),
    'targets': ('store_target_menu',),
    'papers': ('store_store_paper_menu',),
    'profit': ('store_profit_statement_menu', 'store_profit_report_menu', 'store_cost_key_menu', 'store_month_close_menu'),
    'reports': ('store_group_menu_reports',),
}


class IrUiMenu(models.Model):
    """Menus without areas that nobody uses and screens that would only refuse the user; hiding takes no right away."""

    _inherit = 'ir.ui.menu'

    def _load_menus_blacklist(self):
        """Override of `base` to leave out areas nobody uses, and screens that the sheet of a bound user would refuse."""
        hidden = super()._load_menus_blacklist()
        user = self.env.user
        refused = [f'store_group.{menu}' for area in self._store_hidden_areas() for menu in AREAS[area]]
        if user._is_store_bound():
            if not user._store_can('see_profit'):
                refused += RESULTS
            if not (user._store_can('see_cost') and user._store_capabilities().approves()):
                refused.append(OWED)
        menus = [self.env.ref(name, raise_if_not_found=False) for name in refused]
        hidden.extend(menu.id for menu in menus if menu)
        return hidden

    @api.model
    def _store_hidden_areas(self):
        """Return the areas whose menus nobody sees. Only menus: rights, records and links to them stay as they are."""
        named = self.env['ir.config_parameter'].sudo().get_param(HIDDEN_AREAS) or ''
        return [area for area in AREAS if area in named.split(',')]

    @api.model
    def _store_hide_areas(self, areas):
        """Hide the menus of these areas and show those of all others, for everybody. An upgrade keeps it."""
        self.env['ir.config_parameter'].set_param(HIDDEN_AREAS, ','.join(area for area in AREAS if area in areas))
        self.env.registry.clear_cache()  # the menus of each user are kept there
