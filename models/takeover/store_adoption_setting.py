# Part of store_group. License LGPL-3.
from odoo import api, fields, models

# Odoo settings that matter to a group of stores; other changed settings are listed too.
WATCHED_GROUPS = (
    'stock.group_stock_multi_locations',
    'stock.group_stock_multi_warehouses',
    'stock.group_adv_location',
    'base.group_multi_company',
    'base.group_multi_currency',
    'product.group_product_pricelist',
    'analytic.group_analytic_accounting',
    'uom.group_uom',
)
WATCHED_PARAMETERS = ('sales_team.membership_multi',)
OWNED = [('store_id', '!=', False)]
COUNTED = (
    ('store.store', []),
    ('crm.team', OWNED),
    ('stock.warehouse', []),
    ('stock.warehouse', OWNED),
    ('account.journal', OWNED),
    ('res.users', [('store_access', '=', 'member')]),
)


class StoreAdoptionSetting(models.Model):
    """A setting before and after a takeover: switches for all internal users, parameters, and who owns what."""

    _name = 'store.adoption.setting'
    _description = 'Setting Before and After a Takeover'
    _order = 'is_changed desc, name, id'

    adoption_id = fields.Many2one('store.adoption', required=True, index=True, ondelete='cascade')
    name = fields.Char(required=True)
    value_before = fields.Char(string="Before")
    value_after = fields.Char(string="After")
    is_changed = fields.Boolean(string="Changed")

    # === STRUCTURE ===

    @api.model
    def _snapshot(self, watched_only=False):
        """Return {name: value as text} of every setting a takeover could change."""
        on, off = self.env._("On"), self.env._("Off")
        implied = self.env.ref('base.group_user').sudo().all_implied_ids
        watched = (
            self.env['res.groups']
            .sudo()
            .union(*(group for xmlid in WATCHED_GROUPS if (group := self.env.ref(xmlid, raise_if_not_found=False))))
        )
        found = {
            self.env._("For all internal users: %(group)s", group=group.full_name): on if group in implied else off
            for group in (watched if watched_only else watched | implied)
        }
        parameters = self.env['ir.config_parameter'].sudo()
        found.update((self.env._("Parameter: %(key)s", key=key), parameters.get_param(key) or off) for key in WATCHED_PARAMETERS)
        for model, domain, label in self._counted():
            count = self.env[model].sudo().with_context(active_test=False).search_count(domain)
            found[label] = str(count)
        return found

    def _counted(self):
        """Yield (model, domain, label) of the counted records."""
        labels = (
            self.env._("Stores"),
            self.env._("Sales teams that belong to a store"),
            self.env._("Warehouses"),
            self.env._("Warehouses that belong to a store"),
            self.env._("Journals that belong to a store"),
            self.env._("Users bound to their stores"),
        )
        for (model, domain), label in zip(COUNTED, labels, strict=True):
            yield model, domain, label

    @api.model
    def _compare(self, adoption, before, after):
        """Write one row for each listed or changed setting; replaces earlier rows."""
        adoption.setting_ids.unlink()
        watched = self._snapshot(watched_only=True)
        self.create(
            [
                {
                    'adoption_id': adoption.id,
                    'name': name,
                    'value_before': before.get(name),
                    'value_after': after.get(name),
                    'is_changed': before.get(name) != after.get(name),
                }
                for name in {**before, **after}
                if name in watched or before.get(name) != after.get(name)
            ]
        )
