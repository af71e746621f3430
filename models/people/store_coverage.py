# Part of store_group. License LGPL-3.
from odoo import api, models

# Apps whose documents carry a store and have rules here, or whose groups reach no document at all.
COVERED = frozenset(
    {
        'base',
        'mail',
        'store_group',
        'sales_team',
        'sale',
        'crm',
        'stock',
        'stock_account',
        'account',
        'analytic',
        'product',
        'uom',
        'spreadsheet_dashboard',
    }
)


class StoreCoverage(models.AbstractModel):
    """Which installed apps are covered by store rules, and which rights of users are not.

    In an app that is not covered a bound user is limited by Odoo's own rules only.
    Whoever binds such a user is warned; nothing is refused.
    """

    _name = 'store.coverage'
    _description = 'Apps the Walls between Stores Reach'

    # === STRUCTURE ===

    @api.model
    def _uncovered_groups(self, users):
        """Return {user: [(module, group name)]} of the rights these users hold in apps that are not covered.

        A right is a group a user form offers (one with a privilege); feature switches do not count.
        """
        covered = self._store_covered_apps()
        groups = users.sudo().all_group_ids.filtered('privilege_id')
        module_of = {group: xmlid.partition('.')[0] for group, xmlid in self._xmlids(groups).items() if xmlid}
        return {
            user: [
                (module_of[group], group.full_name)
                for group in user.sudo().all_group_ids
                if module_of.get(group, 'base') not in covered
            ]
            for user in users
        }

    @api.model
    def _uncovered_apps(self, users):
        """Return {user: [app name]} in the user's language, sorted; an empty list where all is covered."""
        found = self._uncovered_groups(users)
        modules = {module for rights in found.values() for module, _group in rights}
        named = {
            module.name: module.shortdesc
            for module in self.env['ir.module.module'].sudo().search([('name', 'in', list(modules))])
        }
        return {user: sorted({named.get(module, module) for module, _group in rights}) for user, rights in found.items()}

    def _xmlids(self, groups):
        found = groups.get_external_id()
        return {group: found[group.id] for group in groups}

    # === HOOKS ===

    @api.model
    def _store_covered_apps(self):
        """Return the technical names of the modules whose rights are safe for a bound user. Bridges add theirs.

        :returns: frozenset of str, for instance `super()._store_covered_apps() | {'purchase'}`
        """
        return COVERED
