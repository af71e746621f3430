# Part of store_group. License LGPL-3.
import time
from typing import NamedTuple

from odoo import models, tools

from ...engine.people import scope
from ...engine.people.role import GROUP_MANAGERS
from .ir_rule import QUARTER


class Managed(NamedTuple):
    """What a group manager manages: the stores of their groups, and the groups below their own."""

    stores: tuple
    groups: tuple
    every_store: bool


class ResUsersManaged(models.Model):
    """Which stores and groups a bound user manages as a group manager, today. Being staff elsewhere adds nothing."""

    _inherit = 'res.users'

    # === STRUCTURE ===

    def _store_reach_as(self, roles):
        """Return the engine's Reach of this bound user by the memberships with one of these roles alone, cached.

        :param roles: tuple of names of `engine/people/role.py`
        """
        return self._cached_store_reach_as(roles, int(time.time()) // QUARTER)

    @tools.ormcache('self.id', 'roles', 'quarter')
    def _cached_store_reach_as(self, roles, quarter):
        members = self.sudo().store_member_ids.filtered(lambda member: member.role in roles)
        return scope.reach([member._membership() for member in members], *self._membership_context(members, quarter))

    def _store_managed(self):
        """Return the Managed of this bound user now, cached until something changes."""
        return self._cached_store_managed(int(time.time()) // QUARTER)

    @tools.ormcache('self.id', 'quarter')
    def _cached_store_managed(self, quarter):
        members = self.sudo().store_member_ids.filtered(lambda member: member.role in GROUP_MANAGERS)
        below, today_of, today = self._membership_context(members, quarter)
        reach = scope.reach([member._membership() for member in members], below, today_of, today)
        held = members.filtered(lambda member: member._membership().holds_on(today))
        domain = [('gives_rights', '=', True)]
        if not any(member.all_stores for member in held):
            domain += [('id', 'child_of', held.group_id.ids), ('id', 'not in', held.group_id.ids)]
        Group = self.env['store.group'].sudo().with_context(active_test=False)
        groups = Group.search(domain) if held.group_id or reach.act_all else Group
        return Managed(reach.act, tuple(groups.ids), reach.act_all)
