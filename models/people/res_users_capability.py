# Part of store_group. License LGPL-3.
import time

from odoo import models, tools
from odoo.exceptions import AccessError

from ...engine.people import capability as engine
from ...engine.people.role import PEOPLE
from .ir_rule import QUARTER

# The groups core itself checks for users who are not bound.
CORE_GROUPS = {
    'export': 'base.group_allow_export',
    'request': 'stock.group_stock_user',
    'ship': 'stock.group_stock_user',
    'receive': 'stock.group_stock_user',
    'count': 'stock.group_stock_user',
    'correct_stock': 'stock.group_stock_user',
    'decide_differences': 'stock.group_stock_manager',
    'release_orders': 'sales_team.group_sale_manager',
    'manage_prices': 'sales_team.group_sale_manager',
    'manage_members': 'store_group.group_store_admin',
}


class ResUsersCapability(models.Model):
    """What a user may do at which store: the one place to ask.

    Bound users: the profile of each current membership, else the standard profile of its role; the
    strongest membership at a store decides. Everybody else: Odoo's own groups.
    """

    _inherit = 'res.users'

    # === STRUCTURE ===

    def _store_can(self, capability, stores=None):
        """Tell whether this user may do something now.

        :param str capability: name of a yes-or-no capability of `store.role.profile`, or 'see_profit'
        :param stores: `store.store` records: True if allowed in every one; False for a bound user and no store.
            None: True if allowed in at least one store
        :rtype: bool
        :raises KeyError: for a name that is no such capability
        """
        self.ensure_one()
        if capability not in (*engine.ROWS, *engine.DERIVED):
            raise KeyError(capability)
        if self._is_store_bound():
            return self._store_capabilities().may(capability, None if stores is None else stores.ids)
        group = CORE_GROUPS.get(capability)
        return self._acts_for_headquarters() or (self._is_internal() and (not group or self.has_group(group)))

    def _store_limit(self, capability, store):
        """Return how far this user may go at one store.

        :param str capability: 'discount_limit' (percent) or 'approve_up_to' (in the currency of the store's company)
        :param store: one `store.store` record; none: 0 for a bound user
        :rtype: float; infinity where nothing limits them
        :raises KeyError: for a name that is no such capability
        """
        self.ensure_one()
        if capability not in engine.LIMITS:
            raise KeyError(capability)
        if not self._is_store_bound():
            if capability == 'discount_limit' or self._acts_for_headquarters():
                return float('inf')
            return float('inf') if self.has_group('stock.group_stock_manager') else 0.0
        sheet = self._store_capabilities().sheet(store.id)
        if capability == 'discount_limit':
            return sheet.discount_limit
        company = store.sudo().company_id
        Currency = self.env['res.currency'].sudo()
        return max(
            (
                Currency.browse(currency)._convert(amount, company.currency_id, company, store._today())
                for currency, amount in sheet.approvals
            ),
            default=0.0,
        )

    def _check_store_can(self, capability, stores):
        """:raises AccessError: naming user, store, capability and who can help, unless allowed in all these stores"""
        self.ensure_one()
        if self._store_can(capability, stores):
            return
        label = self.env['store.role.profile']._fields[capability]._description_string(self.env)
        missing = stores.sudo().filtered(lambda store: not self._store_can(capability, store))[:1]
        if not missing:
            raise AccessError(
                self.env._(
                    "%(user)s may not do this: %(capability)s. The document belongs to no store, so headquarters decides. "
                    "Ask a headquarters administrator.",
                    user=self.sudo().name,
                    capability=label,
                )
            )
        raise AccessError(
            self.env._(
                "%(user)s may not do this at %(store)s: %(capability)s. Ask %(helpers)s, "
                "or a headquarters administrator for another role.",
                user=self.sudo().name,
                store=missing.name,
                capability=label,
                helpers=self._who_can(missing, lambda user: user._store_can(capability, missing)),
            )
        )

    def _who_can(self, store, may):
        """Return the names of at most three members of the store for whom `may(user)` holds, or whom to ask instead."""
        members_sudo = self.env['store.member'].sudo().search([('role', 'in', PEOPLE)], order='store_id, id')
        near = members_sudo.filtered(lambda member: store in member.store_id | member.group_id._stores_below())
        able = near.user_id.filtered(lambda user: user.active and may(user))
        return ', '.join(able[:3].mapped('name')) or self.env._("the manager of the store")

    def has_group(self, group_ext_id):
        """Override of `base`: the role profile decides whether a bound user may export, also for core's buttons and routes."""
        if group_ext_id == 'base.group_allow_export' and self._is_store_bound():
            return self._store_can('export')
        return super().has_group(group_ext_id)

    def _store_ledger(self):
        """Return the domain of the rule on journal items: cost of goods is for those who see costs or keep books."""
        if (
            not self._is_store_bound()
            or self._store_can('see_cost')
            or (self.has_group('account.group_account_readonly') or self.has_group('account.group_account_invoice'))
        ):
            return [(1, '=', 1)]
        return [('display_type', '!=', 'cogs')]

    def _store_profit(self, column):
        """Return the domain of the rule on store profit: stores the user runs or audits with the right to see margins."""
        if not self._is_store_bound():
            return [(1, '=', 1)]
        known = self._store_capabilities()
        if 'see_profit' in known.everywhere.may:
            return [(column, '!=', False)]
        return [(column, 'in', sorted(store for store, sheet in known.at.items() if 'see_profit' in sheet.may))]

    def _store_banks(self):
        """Return the domain of the rule on bank accounts: of the companies and one's own, where costs are hidden."""
        if not self._is_store_bound() or self._store_can('see_cost'):
            return [(1, '=', 1)]
        companies = self.env['res.company'].sudo().search([])
        return [('partner_id', 'in', (companies.partner_id | self.sudo().partner_id).ids)]

    def _acts_for_headquarters(self):
        """Whether no role profile limits this user: administrators and the superuser."""
        return self._is_superuser() or self.has_group('store_group.group_store_admin') or self._is_system()

    def _store_capabilities(self):
        """Return the engine's Capabilities of this bound user now, cached until something changes."""
        return self._cached_store_capabilities(int(time.time()) // QUARTER)

    @tools.ormcache('self.id', 'quarter')
    def _cached_store_capabilities(self, quarter):
        members = self.sudo().store_member_ids
        standard = {
            profile.role: profile for profile in self.env['store.role.profile'].sudo().search([('is_standard', '=', True)])
        }
        grants = [
            engine.Grant(member._membership(), profile._sheet())
            for member in members
            if (profile := member.profile_id or standard.get(member.role))
        ]
        return engine.gather(grants, *self._membership_context(members, quarter))
