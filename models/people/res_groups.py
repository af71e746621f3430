# Part of store_group. License LGPL-3.
from odoo import api, models

MEMBERS = {'user_ids', 'implied_ids', 'implied_by_ids'}


class ResGroups(models.Model):
    """Adding users on the form of a group has the same effects and checks as adding the group to a user."""

    _inherit = 'res.groups'

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        Users = self.env['res.users']
        before = Users._store_privileged()
        groups = super().create(vals_list)
        Users._check_not_promoted(before)
        groups.sudo().all_user_ids._bind_by_role()
        return groups

    def write(self, vals):
        Users = self.env['res.users']
        touches = bool(MEMBERS & vals.keys())
        before = Users._store_privileged() if touches else {}
        result = super().write(vals)
        if touches:
            Users._check_not_promoted(before)
            self.sudo().all_user_ids._bind_by_role()
        return result
