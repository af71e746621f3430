# Part of store_group. License LGPL-3.
from odoo import models

from ...engine.people.role import HOMES

STEPS_HIDDEN = 'store_group.first_steps_hidden'  # a parameter: nobody needs the first steps any more


class ResUsersHome(models.Model):
    """Where a person's day begins."""

    _inherit = 'res.users'

    # === STRUCTURE ===

    def _store_home(self):
        """Return the action this user lands on after login, or none: then Odoo's own rule holds.

        People bound to stores land on the screen of their role; administrators of the app on Getting Started until a store has
        sold, or somebody hides the first steps, then on the cockpit if there is a store. Nobody else notices.
        """
        self.ensure_one()
        if self._is_store_bound():
            home = next((home for group, home in HOMES if self.has_group(group)), None)
            if home and set(self.sudo().store_ids.mapped('kind')) == {'depot'}:
                home = 'store_my_store_action'  # a depot sells nothing: its day is what to ship and to receive
        else:
            home = self._administrators_home() if self.has_group('store_group.group_store_admin') else None
        return home and self.env.ref(f'store_group.{home}', raise_if_not_found=False)

    def _administrators_home(self):
        if self.env['sale.order'].sudo().search_count([('store_id', '!=', False), ('state', '=', 'sale')], limit=1):
            return 'store_cockpit_action'
        if not self.env['ir.config_parameter'].sudo().get_param(STEPS_HIDDEN):
            return 'store_start_action'
        return 'store_cockpit_action' if self.env['store.store'].sudo().search_count([], limit=1) else None
