# Part of store_group. License LGPL-3.
from odoo import api, fields, models
from odoo.exceptions import AccessError

from ...engine.people.role import GROUPS

DEFAULT_ACCESS = 'store_group.default_store_access'


class ResUsersBinding(models.Model):
    """Rules for binding users to stores and setting them free, however their groups are assigned.

    A role without a membership binds: the user sees nothing until a membership names a store. Only an administrator sets a user
    free or makes another administrator; nobody promotes themselves, not even with Odoo's right to edit users.
    """

    _inherit = 'res.users'

    store_awaits_password = fields.Boolean(
        copy=False, readonly=True, help="Added by a sheet; their first password has not been printed yet."
    )

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        before = self._store_privileged()
        users = super().create(vals_list)
        if not self._gives_access():
            default = self._default_store_access()
            free = users.filtered(lambda user: user.sudo().store_access == 'all')
            if default == 'member' and free:
                raise AccessError(
                    self.env._(
                        "New users see their stores only here. Ask a headquarters administrator to let %(user)s see "
                        "everything.",
                        user=free[0].name,
                    )
                )
        self._check_not_promoted(before)
        # Elevated code that sets the access has decided; a form always sends it.
        if any(user.sudo().store_access == 'member' for user in users):
            self.env.registry.clear_cache()
        decided = [bool(self.env.su and 'store_access' in vals) for vals in vals_list]
        users.browse(user.id for user, done in zip(users, decided, strict=True) if not done)._bind_by_role()
        return users

    def write(self, vals):
        """Refuse setting free and promoting without the right; bind users who got a role without a membership."""
        if 'store_access' in vals and not self._gives_access():
            changed = self.filtered(lambda user: user.sudo().store_access != vals['store_access'])
            if changed:
                raise AccessError(
                    self.env._(
                        "Only a headquarters administrator decides whether %(user)s sees everything or their stores only.",
                        user=changed[0].name,
                    )
                )
        touches_groups = 'group_ids' in vals
        before = self._store_privileged() if touches_groups else {}
        newcomers = self - self._with_role() if touches_groups else self
        result = super().write(vals)
        if touches_groups:
            self._check_not_promoted(before)
            newcomers._bind_by_role()
        if vals.get('store_access') == 'all':
            self.env['store.member.effect']._follow(self)
        return result

    # === ACTIONS ===

    def action_store_set_free(self):
        """Set bound users free: they see everything Odoo's own rules show. Their memberships stay.

        :raises AccessError: for anybody but an administrator
        """
        if not self._gives_access():
            raise AccessError(
                self.env._(
                    "Only a headquarters administrator decides whether %(user)s sees everything or their stores only.",
                    user=self[:1].name,
                )
            )
        self.sudo().write({'store_access': 'all'})  # administrators of the app may not edit users otherwise
        return True

    # === STRUCTURE ===

    @api.model
    def _default_store_access(self):
        """Return what new internal users see: `all` unless the settings say otherwise."""
        value = self.env['ir.config_parameter'].sudo().get_param(DEFAULT_ACCESS)
        return 'member' if value == 'member' else 'all'

    @api.model
    def _gives_access(self):
        return self.env.su or self.env.user._acts_for_headquarters()

    @api.model
    def _store_privileged(self):
        """Return {XML id: ids of its users} of the groups whose users are never bound."""
        if self._gives_access():
            return {}
        xmlids = ['store_group.group_store_admin']
        if self.env.user._is_store_bound():
            xmlids.append('base.group_system')
        return {xmlid: set(self.env.ref(xmlid).sudo().all_user_ids.ids) for xmlid in xmlids}

    @api.model
    def _check_not_promoted(self, before):
        """:raises AccessError: when a caller who is no administrator has just made somebody one"""
        for xmlid, standing in before.items():
            group = self.env.ref(xmlid).sudo()
            group.invalidate_recordset(['all_user_ids', 'user_ids'])
            made = group.all_user_ids.filtered(lambda user, standing=standing: user.id not in standing)
            if made:
                error = AccessError(
                    self.env._(
                        "%(user)s would become %(group)s. Ask a headquarters administrator: nobody else may give this group.",
                        user=made[0].name,
                        group=group.full_name,
                    )
                )
                # after a rollback the caller must not keep the new groups in the cache
                self.env.registry.clear_cache('default', 'groups')
                raise error

    def _with_role(self):
        """Return the users in self who hold the Odoo group of one of our roles."""
        roles = [self.env.ref(xmlid, raise_if_not_found=False) for xmlid in GROUPS.values()]  # missing during installation
        return self.sudo(False).browse(
            self.sudo()
            .with_context(active_test=False)
            .search([('id', 'in', self.ids), ('all_group_ids', 'in', [role.id for role in roles if role])])
            .ids
        )

    def _bind_by_role(self):
        """Bind users who hold one of our roles without a membership."""
        self._with_role().sudo().filtered(
            lambda user: user.store_access == 'all' and not user.store_member_ids and user._may_be_bound()
        ).write({'store_access': 'member'})

    def _change_password(self, new_passwd):
        """Override of `base`: a user with a password no longer waits for a first one."""
        if self.store_awaits_password:
            self.sudo().store_awaits_password = False
        return super()._change_password(new_passwd)

    def _end_sessions(self):
        """End every session, forget password and keys; the users cannot log in until they get a new password.

        Callers have checked their right; the users come elevated.
        """
        for user in self:
            user._change_password(self.env['store.staff']._new_password())  # every session token depends on it
        self.env['res.device'].sudo().search([('user_id', 'in', self.ids)])._revoke()
        self.env['res.users.apikeys'].sudo().search([('user_id', 'in', self.ids)]).unlink()
        self.env.registry.clear_cache()  # checked API keys are cached
