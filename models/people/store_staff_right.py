# Part of store_group. License LGPL-3.
from odoo import api, models
from odoo.exceptions import AccessError

from ...engine.people import capability, staffing
from ...engine.people.role import highest_role


class StoreStaffRight(models.AbstractModel):
    """Who may give, change and end which membership, and who may reset or archive which account.

    Used by `store.staff` and by memberships themselves, so every change is checked.
    It only checks; it changes nothing. Administrators are not checked.
    """

    _name = 'store.staff.right'
    _description = 'Right to Manage Members'

    # === STRUCTURE ===

    @api.model
    def _is_free(self):
        """Whether the caller is elevated or an administrator of all memberships."""
        return self.env.su or self.env.user._acts_for_headquarters()

    @api.model
    def _held(self, member):
        """Return (role, Sheet) of the caller at the store or group of `member` now; role None: no role there."""
        mine = self.env.user.sudo().store_member_ids.filtered(
            lambda own: own._membership().holds_on(member._today()) and own._covers(member)
        )
        sheet = capability.NOTHING
        for own in mine:
            sheet |= own._sheet()
        return highest_role(mine.mapped('role')), sheet

    @api.model
    def _check_give(self, members):
        """Refuse memberships beyond the caller's own role, profile and stores.

        :param members: `store.member` records as they are or would be
        :raises AccessError: naming the person, the place and who can help
        """
        if self._is_free():
            return
        for member in members.sudo():
            names = {'user': member.user_id.name, 'place': member._place_name()}
            if member.user_id == self.env.user:
                raise AccessError(
                    self.env._(
                        "Nobody changes their own memberships (%(place)s). Ask your manager or a headquarters administrator.",
                        **names,
                    )
                )
            self._check_person(member.user_id)
            role, sheet = self._held(member)
            if 'manage_members' not in sheet.may:
                raise AccessError(
                    self.env._(
                        "You may not manage the members of %(place)s, so nothing changes for %(user)s there. "
                        "Ask the manager of the store or a headquarters administrator.",
                        **names,
                    )
                )
            if staffing.exceeds_role(role, member.role):
                raise AccessError(
                    self.env._(
                        "%(role)s at %(place)s is above your own role there, so you cannot give or end it for %(user)s. "
                        "Ask a headquarters administrator.",
                        role=member._role_name(),
                        **names,
                    )
                )
            beyond = staffing.exceeding(sheet, member._sheet())
            if beyond:
                fields_of = self.env['store.role.profile']._fields  # derived capabilities are implied by the others
                lacking = dict.fromkeys(fields_of.get(name, fields_of['see_margin']) for name in beyond)
                raise AccessError(
                    self.env._(
                        "Profile %(profile)s lets %(user)s do more at %(place)s than you may yourself: %(capabilities)s. "
                        "Choose another profile, or ask a headquarters administrator.",
                        profile=member._profile().name,
                        capabilities=', '.join(field._description_string(self.env) for field in lacking),
                        **names,
                    )
                )

    @api.model
    def _check_person(self, user):
        """:raises AccessError: for a user only an administrator may change"""
        user = user.sudo()
        if not user._may_be_bound():
            raise AccessError(
                self.env._(
                    "%(user)s is an administrator or no internal user. Only a headquarters administrator decides about them.",
                    user=user.name,
                )
            )
        if user.store_access != 'member':
            raise AccessError(
                self.env._(
                    "%(user)s sees everything so far; a first membership would bind them to stores. "
                    "Ask a headquarters administrator to give it.",
                    user=user.name,
                )
            )

    @api.model
    def _check_account(self, user):
        """Refuse to reset the password of a person with any role the caller may not give.

        :raises AccessError: for themselves, for administrators, for people of other places, and for people with
            rights in Odoo that the caller does not have, since a password grants all of them
        """
        user = user.sudo()
        if user == self.env.user:
            raise AccessError(self.env._("Change your own password in your preferences."))
        if not user._may_be_bound():
            self._check_person(user)
        if self._is_free():
            return
        self._check_person(user)
        members = user.store_member_ids.filtered(lambda member: member._is_current_or_future())
        if not members:
            raise AccessError(
                self.env._("%(user)s is not a member of any of your stores. Ask a headquarters administrator.", user=user.name)
            )
        self._check_give(members)
        foreign = user.all_group_ids.filtered('privilege_id') - self.env.user.sudo().all_group_ids
        foreign -= self.env.ref('store_group.group_store_auditor') | self.env.ref('store_group.group_store_integration')
        if foreign:
            raise AccessError(
                self.env._(
                    "%(user)s has rights in Odoo that you do not have (%(groups)s). Ask a headquarters administrator.",
                    user=user.name,
                    groups=', '.join(sorted(foreign.mapped('full_name'))),
                )
            )
