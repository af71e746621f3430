# Part of store_group. License LGPL-3.
from odoo import models

from ...engine.people.role import HOMES


class ResUsersHome(models.Model):
    """Where a person's day begins."""

    _inherit = 'res.users'

    # === STRUCTURE ===

    def _store_home(self):
        """Return the action this user lands on after login, or none: then Odoo's own rule holds.

        People bound to stores land on the screen of their role, administrators of the app on the cockpit once there is a
        store. Nobody else notices.
        """
        self.ensure_one()
        if self._is_store_bound():
            home = next((home for group, home in HOMES if self.has_group(group)), None)
        else:
            is_begun = self.has_group('store_group.group_store_admin') and self.env['store.store'].sudo().search_count(
                [], limit=1
            )
            home = 'store_cockpit_action' if is_begun else None
        return home and self.env.ref(f'store_group.{home}', raise_if_not_found=False)
