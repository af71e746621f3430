# Part of store_group. License LGPL-3.
from odoo import models

RESULTS = ('store_group.store_profit_statement_menu', 'store_group.store_profit_report_menu')
OWED = 'store_group.store_statement_menu'


class IrUiMenu(models.Model):
    _inherit = 'ir.ui.menu'

    def _load_menus_blacklist(self):
        """Override of `base` to offer a bound user no screen that their sheet would refuse; groups do not know the sheet."""
        hidden = super()._load_menus_blacklist()
        user = self.env.user
        if user._is_store_bound():
            refused = () if user._store_can('see_profit') else RESULTS
            if not (user._store_can('see_cost') and user._store_capabilities().approves()):
                refused = (*refused, OWED)
            hidden.extend(self.env.ref(name).id for name in refused)
        return hidden
