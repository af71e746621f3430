# Part of store_group. License LGPL-3.
from datetime import timedelta

from odoo import api, fields, models

from ...engine.people.role import GROUPS, highest_role


class StoreMemberEffect(models.AbstractModel):
    """Effects of memberships on users: Odoo groups, allowed companies, and being bound.

    Called whenever a membership changes and every hour, because days begin and end without a write. It
    changes no user who never had a membership, and no administrator.
    """

    _name = 'store.member.effect'
    _description = 'Effect of Store Memberships on Users'

    @api.model
    def _bind(self, users):
        """Bind users who saw everything so far and got their first membership; return them."""
        free = users.sudo().filtered(lambda user: user.store_access == 'all')
        free.write({'store_access': 'member'})
        return free

    @api.model
    def _follow(self, users):
        """Give each user the group of their highest current role and the companies of their stores."""
        groups = {role: self.env.ref(xmlid).id for role, xmlid in GROUPS.items()}
        internal = set(self.env.ref('base.group_user').ids)
        for user in users.sudo().with_context(active_test=False):
            if not user._may_be_bound():
                continue
            user.store_member_ids.invalidate_recordset(['is_current'])  # the day may have changed without a write
            members = user.store_member_ids.filtered('is_current')
            role = highest_role(members.mapped('role'))
            wanted = {groups[role]} if role else set()
            standing = set(user.group_ids.ids) & set(groups.values())
            values = {}
            if wanted != standing:
                values['group_ids'] = [(3, group_id) for group_id in sorted(standing - wanted)]
                # after the last role the user stays internal; a portal user would not be bound
                values['group_ids'] += [(4, group_id) for group_id in sorted(wanted - standing | internal)]
            companies = members._stores().company_id
            if companies and companies != user.company_ids:
                values['company_ids'] = [(6, 0, companies.ids)]
                if user.company_id not in companies:
                    values['company_id'] = companies[0].id
            if values:
                user.write(values)

    @api.model
    def _cron_follow(self):
        """Hourly: apply memberships that began or ended, and check that the store rules are in place."""
        self.env['store.health.bridges']._tell_administrators()
        users = (
            self.env['res.users'].with_context(active_test=False).search([('store_access', '=', 'member'), ('share', '=', False)])
        )
        self._follow(users)
        tomorrow = fields.Date.today() + timedelta(days=1)  # further east it is tomorrow already
        over = (
            self.env['store.member']
            .search([('is_withdrawn', '=', False), ('date_to', '<=', tomorrow)])
            .filtered(lambda member: not member._is_current_or_future())
        )
        self.env['store.withdrawal']._withdraw(over.user_id)
        over.sudo().write({'is_withdrawn': True})
