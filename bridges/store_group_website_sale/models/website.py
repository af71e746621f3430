# Part of store_group. License LGPL-3.
from odoo import api, fields, models


class Website(models.Model):
    """A website is an anchor: what is ordered on it from now on belongs to its store, older orders keep theirs.

    Every internal user reads its name; only who acts for its store changes it. Visitors are not told whose it is.
    """

    _name = 'website'
    _inherit = ['website', 'store.anchor']

    store_id = fields.Many2one(groups='base.group_user')  # visitors and customers read websites

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        """A website made for a store takes its team and warehouse. The caller's dicts stay untouched."""
        return super().create([self._complete_store_vals(vals) for vals in vals_list])

    def write(self, vals):
        """A website given to a store takes its team and warehouse, and may not be given out of one's reach."""
        if 'store_id' not in vals:
            return super().write(vals)
        result = super().write(self._complete_store_vals(vals))
        self.check_access('write')  # core checks before a write only
        return result

    # === STRUCTURE ===

    @api.model
    def _complete_store_vals(self, vals):
        """Return a copy of `vals` with the team and warehouse of the store where they do not say them."""
        store = self.env['store.store'].browse(vals.get('store_id') or []).sudo()
        defaults = {'salesteam_id': store.team_id.id, 'warehouse_id': store.warehouse_id.id}
        return {**{field: value for field, value in defaults.items() if value}, **vals}
