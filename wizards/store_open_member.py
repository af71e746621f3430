# Part of store_group. License LGPL-3.
from odoo import api, fields, models

from ..models.people.store_role_profile import ROLES


class StoreOpenMember(models.TransientModel):
    """One member of a store to open."""

    _name = 'store.open.member'
    _description = 'Member of a Store to Open'

    wizard_id = fields.Many2one('store.open.wizard', required=True, ondelete='cascade')
    user_id = fields.Many2one('res.users', required=True, domain="[('share', '=', False)]")
    role = fields.Selection(ROLES, required=True, default='staff')
    profile_id = fields.Many2one('store.role.profile', domain="[('role', '=', role)]")
    date_from = fields.Date(string="From", help="Empty: the day the store opens.")

    @api.onchange('role')
    def _onchange_role(self):
        if self.profile_id.role != self.role:
            self.profile_id = False
