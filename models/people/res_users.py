# Part of store_group. License LGPL-3.
import time
from datetime import datetime, timezone
from typing import NamedTuple

from odoo import api, fields, models, tools
from odoo.exceptions import AccessError

from ...engine.people import scope
from ...engine.people.role import READ_ONLY
from ...engine.stores import day
from .ir_rule import QUARTER

TEMPLATE_EDITORS = 'mail.group_mail_template_editor'


class Anchors(NamedTuple):
    """Ids of the places, warehouses, teams and journals of a user's stores, for record rules."""

    locations: tuple
    types: tuple
    warehouses: tuple
    journals: tuple


class ResUsers(models.Model):
    """Which stores a user may see and act for: `store_access` says whether memberships limit the user."""

    _inherit = 'res.users'

    store_access = fields.Selection(
        [('all', "All documents Odoo shows"), ('member', "Only the stores of their memberships")],
        default=lambda self: self._default_store_access(),
        required=True,
        help="A user bound to memberships sees their stores and nothing else. Existing users keep all they had.",
    )
    store_member_ids = fields.One2many(
        'store.member', 'user_id', string="Store Memberships", groups='store_group.group_store_admin'
    )
    store_ids = fields.Many2many(
        'store.store',
        compute='_compute_store_ids',
        string="Stores",
        compute_sudo=True,
        help="The stores this user may act for now.",
    )

    # === COMPUTE ===

    def _compute_store_ids(self):
        Store = self.env['store.store'].with_context(active_test=False)
        for user in self:
            reach = user._store_reach()
            if user.share or not user.id:
                user.store_ids = Store
            else:
                user.store_ids = Store.search([]) if reach.act_all else Store.browse(reach.act)

    # === CRUD ===

    def _get_invalidation_fields(self):
        """Override of `base` to clear what is cached when a user is bound, set free or gets another contact."""
        return super()._get_invalidation_fields() | {'store_access', 'partner_id'}

    # === STRUCTURE ===

    @tools.ormcache('self.id')
    def _is_store_bound(self):
        """Whether this user is limited to the stores of their memberships.

        Never bound: portal and public users (their own rules hold), the superuser, system
        administrators and the administrators of the app.
        """
        return bool(self.id) and self.sudo().store_access == 'member' and self._may_be_bound()

    @api.model
    @tools.ormcache()
    def _store_members(self):
        """Return {contact id: user id} of the active users whom memberships may bind, see `_is_store_bound`."""
        return {user.partner_id.id: user.id for user in self.sudo().search([('store_access', '=', 'member')])}

    def _may_be_bound(self):
        """Whether memberships can limit this user at all; see `_is_store_bound`."""
        user = self.sudo()
        return (
            not user.share
            and user.id != api.SUPERUSER_ID
            and not (user.has_group('base.group_system') or user.has_group('store_group.group_store_admin'))
        )

    def _has_group(self, group_ext_id):
        """Override of `base`: users bound to stores write no templates with code, because such code reads every document.

        Odoo gives the group to every internal user if the setting that restricts it is off.
        """
        return super()._has_group(group_ext_id) and not (group_ext_id == TEMPLATE_EDITORS and self._is_store_bound())

    def _store_reach(self):
        """Return the engine's Reach of this user now, cached until something changes."""
        if not self._is_store_bound():
            return scope.UNBOUND
        return self._cached_store_reach(int(time.time()) // QUARTER)

    @tools.ormcache('self.id', 'quarter')
    def _cached_store_reach(self, quarter):
        members = self.sudo().store_member_ids
        return scope.reach([member._membership() for member in members], *self._membership_context(members, quarter))

    def _membership_context(self, members, quarter, groups=None):
        """Return what decides which memberships are current: stores below each group, today at each store and in most."""
        moment = datetime.fromtimestamp(quarter * QUARTER, timezone.utc).replace(tzinfo=None)
        stores = self.env['store.store'].sudo().with_context(active_test=False).search_fetch([], ['tz'])
        below = {group.id: group._stores_below().ids for group in groups or members.group_id}
        today_of_zone = {zone: day.day_of(moment, day.zone_of(zone)) for zone in set(stores.mapped('tz'))}
        return (
            below,
            {store.id: today_of_zone[store.tz] for store in stores},
            day.day_of(moment, day.zone_of(scope.common_zone(stores.mapped('tz')))),
        )

    def _store_scope(
        self, mode, *columns, locations=(), types=(), warehouses=(), journals=(), managed=(), groups=(), everywhere=()
    ):
        """Return the domain of a record rule of ours for this user: literal lists on own columns.

        :param str mode: 'read' for the stores one may see, 'write' for the stores one may act for
        :param columns: columns that hold a store's id; matching one of all named columns is enough
        :param locations: columns that hold a location's id; likewise `types`, `warehouses`, `journals`
        :param managed: columns that hold the id of a store they must manage as a group manager; `groups`: of a group
            below their own
        :param everywhere: columns that are true on what holds at every store: whoever has a store sees it, who acts for
            all of them changes it
        :returns: list; constant true for whoever is not bound, constant false for a bound user where
            no column is named
        """
        reach = self._store_reach()
        if not reach.bound:
            return [(1, '=', 1)]
        anchored = {'locations': locations, 'types': types, 'warehouses': warehouses, 'journals': journals}
        anchors = self._store_anchors(mode) if any(anchored.values()) else None
        terms = self._scope_terms(reach, anchors, mode, columns, anchored)
        if managed or groups:
            own = self._store_managed()
            terms += [(column, '!=', False) if own.every_store else (column, 'in', list(own.stores)) for column in managed]
            terms += [(column, 'in', list(own.groups)) for column in groups]
        if reach.reaches_all(mode) or mode == 'read' and reach.see:
            terms += [(column, '=', True) for column in everywhere]
        return ['|'] * (len(terms) - 1) + terms or [(0, '=', 1)]

    @api.model
    def _scope_terms(self, reach, anchors, mode, columns, anchored):
        """Return the terms, to be joined by OR, that limit a bound Reach to its stores.

        :param anchored: {name in Anchors: columns}
        """
        if reach.reaches_all(mode):
            terms = [(column, '!=', False) for column in columns]
        else:
            terms = [(column, 'in', list(reach.stores(mode))) for column in columns]
        for kind, names in anchored.items():
            terms += [(column, 'in', list(getattr(anchors, kind))) for column in names]
        return terms

    def _store_anchors(self, mode):
        """Return the Anchors of the stores this bound user reaches in `mode`."""
        return self._cached_store_anchors(mode, int(time.time()) // QUARTER)

    @tools.ormcache('self.id', 'mode', 'quarter')
    def _cached_store_anchors(self, mode, quarter):
        return self._anchors_of(self._store_reach(), mode)

    @api.model
    def _anchors_of(self, reach, mode):
        """Return the Anchors of the stores a Reach holds in `mode`."""
        owner = [('store_id', '!=', False)] if reach.reaches_all(mode) else [('store_id', 'in', reach.stores(mode))]
        env = self.env(su=True, context={'active_test': False})
        warehouses = env['stock.warehouse'].search(owner)
        return Anchors(
            tuple(env['stock.location'].search(owner).ids),
            tuple(env['stock.picking.type'].search([('warehouse_id', 'in', warehouses.ids)]).ids),
            tuple(warehouses.ids),
            tuple(env['account.journal'].search(owner).ids),
        )

    def _check_store_caller(self):
        """:raises AccessError: for a bound user, an integration account and whoever is not internal, without a store now"""
        reach = self._store_reach()
        outside = self.has_group('store_group.group_store_integration') or not (self._is_internal() or self._is_superuser())
        if (reach.bound or outside) and not (reach.bound and (reach.see or reach.see_all)):
            raise AccessError(
                self.env._("%(user)s is not a member of any store today. Ask an administrator for a membership.", user=self.name)
            )

    def _default_store(self, company):
        """Return the store new documents of this user belong to in `company`.

        It is the one they have switched to, else their default, else the only one.
        """
        self.ensure_one()
        chosen = self._chosen_store() if self.id else self.env['store.store']
        if chosen and chosen.sudo().company_id == company and chosen in self.store_ids:
            return chosen
        found = self._cached_default_store(company.id, int(time.time()) // QUARTER) if self.id else False
        return self.env['store.store'].browse(found or ())

    @tools.ormcache('self.id', 'company_id', 'quarter')
    def _cached_default_store(self, company_id, quarter):
        members = self.sudo().store_member_ids.filtered(
            lambda member: member.is_current and member.role not in READ_ONLY and member.store_id.company_id.id == company_id
        )
        chosen = (members.filtered('is_default') or members).store_id
        reach = self._store_reach()
        if not chosen and reach.bound and not reach.act_all:  # groups that hold one store there
            chosen = (
                self.env['store.store']
                .sudo()
                .search([('id', 'in', reach.act), ('company_id', '=', company_id), ('state', 'in', ('open', 'paused'))], limit=2)
            )
        return chosen.id if len(chosen) == 1 else False

    def _proposed_store(self, company):
        """Return the store that forms propose to a bound user; none for anybody else."""
        return self._default_store(company) if self._is_store_bound() else self.env['store.store']

    def _stores_in(self, company):
        """Return the stores of a company this user works for when nothing says which: their default one, else all."""
        return self._default_store(company) or self.store_ids.filtered(lambda store: store.company_id == company)
