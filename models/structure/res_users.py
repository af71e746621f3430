# Part of store_group. License LGPL-3.
from odoo import fields, models


class ResUsers(models.Model):
    _inherit = 'res.users'

    store_access = fields.Selection(
        [('all', "All documents Odoo shows"), ('member', "Only the stores of his memberships")],
        default='all', required=True,
        help="A user bound to memberships sees his stores and nothing else. Existing users keep all they had.",
    )
    store_member_ids = fields.One2many('store.member', 'user_id', string="Store Memberships")
    store_ids = fields.Many2many(
        'store.store', compute='_compute_store_ids', string="Stores", compute_sudo=True,
        help="The stores this user may act for now.",
    )

    # === COMPUTE ===

    def _compute_store_ids(self):
        for user in self:
            members = user.store_member_ids.filtered(lambda member: member.is_current and member.role != 'auditor')
            user.store_ids = members._stores()

    # === STRUCTURE ===

    def _default_store(self, company):
        """Return the store new documents of this user belong to in `company`: the default one, else the only one."""
        self.ensure_one()
        if not self.id:
            return self.env['store.store']
        members = self.sudo().store_member_ids.filtered(
            lambda member: member.is_current and member.role != 'auditor' and member.store_id.company_id == company)
        chosen = members.filtered('is_default') or members
        return chosen.store_id if len(chosen.store_id) == 1 else self.env['store.store']
