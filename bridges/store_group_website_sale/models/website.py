# Part of store_group. License LGPL-3.
from odoo import api, fields, models


class Website(models.Model):
    """A website is an anchor: new orders belong to its store, older orders keep theirs.

    Every internal user reads its name; only users who act for its store change it. Visitors do not see the store.
    """

    _name = 'website'
    _inherit = ['website', 'store.anchor']

    store_id = fields.Many2one(groups='base.group_user')  # visitors and customers read websites

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        """A website created for a store takes its team and warehouse. The caller's dicts are not changed."""
        return super().create([self._complete_store_vals(vals) for vals in vals_list])

    def write(self, vals):
        """A website given to a store takes its team and warehouse; the store must be in the user's scope."""
        if 'store_id' not in vals:
            return super().write(vals)
        result = super().write(self._complete_store_vals(vals))
        self.check_access('write')  # core checks before a write only
        return result

    # === STRUCTURE ===

    @api.model
    def _complete_store_vals(self, vals):
        """Return a copy of `vals` with the team and warehouse of the store as defaults."""
        store = self.env['store.store'].browse(vals.get('store_id') or []).sudo()
        defaults = {'salesteam_id': store.team_id.id, 'warehouse_id': store.warehouse_id.id}
        return {**{field: value for field, value in defaults.items() if value}, **vals}
