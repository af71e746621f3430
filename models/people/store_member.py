# Part of store_group. License LGPL-3.
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from ...engine.people import capability, scope
from .store_role_profile import ROLES

_BEGUN = ('user_id', 'date_from')  # fixed once a membership has begun
_PAST = (*_BEGUN, 'date_to', 'role', 'store_id', 'group_id', 'all_stores')  # fixed once it is over


class StoreMember(models.Model):
    """A dated role of one user at one store, at one group with everything below it, or at all stores.

    Life: it begins on a day and may end on a day (both inclusive, in the store's zone), and it
    stays as a record of who acted where. It grants what the profile of its role allows.
    """

    _name = 'store.member'
    _description = 'Store Member'
    _inherit = ['store.traced']
    _order = 'user_id, role, date_from desc, id'
    _store_by_acts = frozenset(('is_withdrawn', 'revoked_at', 'substitutes_id'))

    user_id = fields.Many2one(
        'res.users', required=True, index=True, ondelete='restrict', tracking=True, domain="[('share', '=', False)]"
    )
    role = fields.Selection(ROLES, required=True, default='staff', tracking=True)
    profile_id = fields.Many2one(
        'store.role.profile',
        domain="[('role', '=', role)]",
        tracking=True,
        help="A variant of the role. Empty: the standard profile of the role.",
    )
    store_id = fields.Many2one('store.store', index='btree_not_null', ondelete='restrict', tracking=True)
    group_id = fields.Many2one(
        'store.group',
        index='btree_not_null',
        ondelete='restrict',
        tracking=True,
        domain="[('gives_rights', '=', True)]",
        help="The role holds at every store below this group.",
    )
    all_stores = fields.Boolean(tracking=True, help="The role holds at every store there is.")
    company_id = fields.Many2one(related='store_id.company_id', store=True)
    date_from = fields.Date(required=True, default=fields.Date.context_today, tracking=True)
    date_to = fields.Date(tracking=True, help="Last day; empty: until further notice.")
    is_default = fields.Boolean(
        string="Default Store", tracking=True, help="New documents of this user belong to this store, in its company."
    )
    revoked_at = fields.Datetime(
        readonly=True,
        copy=False,
        tracking=True,
        help="Ended at this moment, whatever the last day is. Empty: it ends with its last day.",
    )
    is_withdrawn = fields.Boolean(
        copy=False, help="It is over, and its user's subscriptions and activities there have been removed."
    )
    substitutes_id = fields.Many2one(
        'store.member',
        string="Substitute for",
        readonly=True,
        copy=False,
        ondelete='set null',
        tracking=True,
        help="The membership of the absent person whose days this one covers.",
    )
    is_current = fields.Boolean(compute='_compute_is_current', search='_search_is_current')
    uncovered_apps = fields.Char(
        compute='_compute_uncovered_apps', compute_sudo=True, help="Apps in which this user has rights and no store rules apply."
    )
    walls_missing = fields.Char(
        compute='_compute_walls_missing', help="Installed apps whose store rules are missing for everybody, and what to do."
    )

    _one_place = models.Constraint(
        'CHECK ((store_id IS NOT NULL)::int + (group_id IS NOT NULL)::int + (all_stores IS TRUE)::int = 1)',
        "A membership names one store, or one group, or all stores.",
    )
    _dates = models.Constraint('CHECK (date_to IS NULL OR date_to >= date_from)', "A membership cannot end before it begins.")
    _default_needs_store = models.Constraint(
        'CHECK (is_default IS NOT TRUE OR store_id IS NOT NULL)', "Only a membership of one store can be the default."
    )
    _default_uniq = models.UniqueIndex(
        '(user_id, company_id) WHERE is_default AND date_to IS NULL', "A user has one default store in each company."
    )
    _no_overlap = models.Constraint(
        "EXCLUDE USING gist (int4range(user_id, user_id, '[]') WITH &&, "
        "int4range(coalesce(store_id, 0), coalesce(store_id, 0), '[]') WITH &&, "
        "int4range(coalesce(group_id, 0), coalesce(group_id, 0), '[]') WITH &&, "
        "int4range(hashtext(role), hashtext(role), '[]') WITH &&, daterange(date_from, date_to, '[]') WITH &&) "
        "WHERE (revoked_at IS NULL)",
        "This user already has this role at this place on some of these days. Change the dates of the existing membership.",
    )

    # === COMPUTE ===

    @api.depends('user_id', 'role', 'store_id', 'group_id', 'all_stores')
    def _compute_display_name(self):
        labels = dict(self._fields['role']._description_selection(self.env))
        for member in self:
            member.display_name = f'{member.user_id.name or ""} · {labels.get(member.role, "")} · {member._place_name()}'

    @api.depends('date_from', 'date_to', 'revoked_at')
    def _compute_is_current(self):
        for member in self:
            today = member._today()
            member.is_current = (
                bool(member.date_from)
                and not member.revoked_at
                and member.date_from <= today
                and (not member.date_to or member.date_to >= today)
            )

    def _search_is_current(self, operator, value):
        if operator != 'in':
            return NotImplemented
        today = fields.Date.context_today(self)
        domain = [('revoked_at', '=', False), ('date_from', '<=', today), '|', ('date_to', '=', False), ('date_to', '>=', today)]
        current = self._search(domain)
        wants = {bool(item) for item in value}
        if wants == {True, False}:
            return []
        return [('id', 'in' if True in wants else 'not in', current)]

    @api.depends('user_id')
    def _compute_uncovered_apps(self):
        apps = self.env['store.coverage']._uncovered_apps(self.user_id)
        for member in self:
            member.uncovered_apps = ', '.join(apps.get(member.user_id, ())) or False

    def _compute_walls_missing(self):
        self.walls_missing = ' '.join(item['message'] for item in self.env['store.health.bridges'].findings()) or False

    # === CONSTRAINTS ===

    @api.constrains('profile_id', 'role')
    def _check_profile(self):
        for member in self:
            if member.profile_id and member.profile_id.role != member.role:
                raise ValidationError(
                    self.env._(
                        "Profile %(profile)s belongs to another role than the membership of %(user)s. "
                        "Choose a profile of the role.",
                        profile=member.profile_id.name,
                        user=member.user_id.name,
                    )
                )

    @api.constrains('group_id')
    def _check_group(self):
        for member in self:
            if member.group_id and not member.group_id.tree_id.gives_rights:
                raise ValidationError(
                    self.env._(
                        "Group %(group)s stands in tree %(tree)s, which gives no rights. "
                        "Choose a group of the management tree.",
                        group=member.group_id.name,
                        tree=member.group_id.tree_id.name,
                    )
                )

    @api.constrains('user_id')
    def _check_user(self):
        for member in self:
            if member.user_id.share:
                raise ValidationError(
                    self.env._(
                        "User %(user)s is a portal or public user and cannot be a member of a store. "
                        "Give an internal user the role.",
                        user=member.user_id.name,
                    )
                )

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        self._check_first_membership([vals.get('user_id') for vals in vals_list])
        self.flush_model()  # flush ended memberships first, so that they do not conflict with new ones
        members = super().create(vals_list)
        self.env['store.staff.right']._check_give(members)
        members._check_days({'date_from', 'date_to'})
        bound = self.env['store.member.effect']._bind(members.user_id)
        members._take_effect(members.user_id)
        self.env['store.withdrawal']._withdraw(bound)
        members._warn_of_uncovered_apps()
        return members

    def write(self, vals):
        """The caller must be allowed to give the membership as it was and as it becomes."""
        if vals.keys() == {'is_withdrawn'} and self.env.su:
            return super().write(vals)
        users = self.user_id
        Right = self.env['store.staff.right']
        Right._check_give(self)
        self._check_first_membership([vals.get('user_id')])
        stood = {member: {name: member[name] for name in _PAST} for member in self}
        self._check_past(vals)
        result = super().write(vals)
        Right._check_give(self)
        for member, values in stood.items():
            member._check_days({name for name, value in values.items() if member[name] != value})
        self._take_effect(users | self.user_id)
        self.env['store.withdrawal']._withdraw(users | self.user_id)
        return result

    def unlink(self):
        users = self.user_id
        self.env['store.staff.right']._check_give(self)
        self._trace_end()
        result = super().unlink()
        self._take_effect(users)
        self.env['store.withdrawal']._withdraw(users)
        return result

    # === STRUCTURE ===

    def _place_name(self):
        return self.store_id.name or self.group_id.complete_name or self.env._("All Stores")

    def _role_name(self):
        return dict(self._fields['role']._description_selection(self.env)).get(self.role, '')

    def _uncovered_warning(self):
        """Return a warning that names the apps without store rules for this member, or ''."""
        self.ensure_one()
        return ' '.join(
            sentence
            for sentence in (
                self.walls_missing,
                self.uncovered_apps
                and self.env._(
                    "%(user)s also has rights in %(apps)s. None of our bridges covers that, so there they see records of all "
                    "stores. Take these rights away, or install the bridge.",
                    user=self.user_id.sudo().name,
                    apps=self.uncovered_apps,
                ),
            )
            if sentence
        )

    def _trace_end(self):
        """Log a deleted membership on its store or group."""
        for member in self.sudo():
            place = member.store_id or member.group_id or self.env['store.group.tree'].sudo()._management()
            place._trace(
                self.env._(
                    "Membership deleted: %(user)s, %(role)s, %(place)s, from %(date_from)s to %(date_to)s.",
                    user=member.user_id.name,
                    role=member._role_name(),
                    place=member._place_name(),
                    date_from=member.date_from,
                    date_to=member.date_to or self.env._("further notice"),
                )
            )

    def _warn_of_uncovered_apps(self):
        """Post the warning on the membership."""
        for member in self:
            warning = member._uncovered_warning()
            if warning:
                member._message_log(body=warning)

    def _take_effect(self, users):
        """Update rules, groups and companies of the users at once, in every process."""
        self.env.registry.clear_cache()
        users.invalidate_recordset(['store_member_ids', 'store_ids'])
        self.env['store.member.effect']._follow(users)

    @api.model
    def _check_first_membership(self, user_ids):
        """:raises AccessError: when anybody but an administrator would bind a free user"""
        if self.env.su or self.env.user.has_group('store_group.group_store_admin'):
            return
        users = self.env['res.users'].sudo().browse([user_id for user_id in user_ids if user_id])
        free = users.filtered(lambda user: user.store_access == 'all')
        if free:
            raise AccessError(
                self.env._(
                    "%(user)s sees everything so far; a first membership would bind them to stores. "
                    "Ask a headquarters administrator to give it.",
                    user=free[0].name,
                )
            )

    def _check_past(self, vals):
        """Memberships are the record of who acted where: what has been stays as it was.

        :raises AccessError: when anybody but an administrator changes a membership that is over, or since when and whose a
            running one is
        """
        if self.env['store.staff.right']._is_free():
            return
        for member in self:
            is_over = not member._is_current_or_future()
            if not is_over and member.date_from > member._today():
                continue
            fixed = _PAST if is_over else _BEGUN
            if any(name in vals and member._store_would_change(name, vals[name]) for name in fixed):
                raise AccessError(
                    self.env._(
                        "The membership of %(user)s at %(place)s has begun or is over, and stays as the record of who acted "
                        "there. Set its last day and give a new one, or ask a headquarters administrator.",
                        user=member.user_id.sudo().name,
                        place=member._place_name(),
                    )
                )

    def _check_days(self, changed):
        """:raises AccessError: when anybody but an administrator gives a role for days that are over"""
        if self.env['store.staff.right']._is_free():
            return
        for member in self:
            yesterday = member._today() - timedelta(days=1)  # a form proposes today in its user's zone
            days = [member[name] for name in ('date_from', 'date_to') if name in changed and member[name]]
            if any(day < yesterday for day in days):
                raise AccessError(
                    self.env._(
                        "%(user)s cannot be given a role at %(place)s for days that are over. Choose today or a later day.",
                        user=member.user_id.sudo().name,
                        place=member._place_name(),
                    )
                )

    def _membership(self):
        """Return the membership for the engine; a revoked one is current on no day."""
        self.ensure_one()
        return scope.Membership(
            self.role,
            self.store_id.id or None,
            self.group_id.id or None,
            self.all_stores,
            self.date_from,
            self.date_from - timedelta(days=1) if self.revoked_at else self.date_to or None,
        )

    def _today(self):
        """Return today at the store; for a group or all stores in the zone of most stores."""
        if self.store_id:
            return self.store_id._today()
        stores = self.env['store.store'].sudo().with_context(active_test=False).search_fetch([], ['tz'])
        return fields.Date.context_today(self.with_context(tz=scope.common_zone(stores.mapped('tz'))))

    def _is_current_or_future(self):
        """Whether this membership holds today or on a later day."""
        self.ensure_one()
        return not self.revoked_at and (not self.date_to or self.date_to >= self._today())

    def _covers(self, other):
        """Whether the store or group of this membership is that of `other` or above it."""
        self.ensure_one()
        if self.all_stores:
            return True
        if other.all_stores:
            return False
        if self.store_id or other.store_id:
            return bool(other.store_id) and other.store_id in self._stores()
        return bool(self.group_id.search_count([('id', 'child_of', self.group_id.ids), ('id', '=', other.group_id.id)], limit=1))

    def _profile(self):
        """Return the profile of this membership, else the standard one of its role."""
        self.ensure_one()
        return self.profile_id or self.env['store.role.profile'].search(
            [('role', '=', self.role), ('is_standard', '=', True)], limit=1
        )

    def _sheet(self):
        """Return the capabilities of this membership for the engine."""
        profile = self._profile()
        return profile._sheet() if profile else capability.NOTHING

    def _revoke(self):
        """End the memberships at once; those already over stay as they are."""
        for member in self.filtered(lambda member: member._is_current_or_future()):
            member._store_act().write(
                {'revoked_at': fields.Datetime.now(), 'date_to': max(member.date_from, member._today()), 'is_default': False}
            )

    def _stores(self):
        """Return the stores these memberships reach today, closed and archived ones included."""
        Store = self.env['store.store'].with_context(active_test=False)
        if any(member.all_stores for member in self):
            return Store.search([])
        return self.store_id | self.group_id._stores_below()
