# Part of store_group. License LGPL-3.
from odoo import api, models
from odoo.exceptions import AccessError


class StockRule(models.Model):
    """Rules of replenishment: a bound user's are for places of their own stores, and run for these only."""

    _name = 'stock.rule'
    _inherit = ['stock.rule', 'store.setting']

    # === CRUD ===

    def _store_after_write(self):
        """Fill the hook: rules are for own places. Whatever the route, core takes one of no warehouse for every store."""
        super()._store_after_write()
        reach = self.env['store.links']._reach()
        if reach.stores is None:
            return

        def is_own(place):
            return place.store_id.id in reach.stores or place.warehouse_id.id in reach.shared

        for rule in self.sudo():
            brings = rule.action == 'push' or rule.warehouse_id or is_own(rule.location_dest_id)
            if not brings or rule.action in ('push', 'pull_push') and not is_own(rule.location_src_id):
                raise AccessError(
                    self.env._(
                        "Rule %(rule)s would hold for the goods of every store. Give it a warehouse of your store, and places of "
                        "it to bring goods to or take them on from.",
                        rule=rule.name,
                    )
                )

    # === STOCK ===

    @api.model
    def run(self, procurements, raise_user_error=True):
        """Override of `stock`: bound users replenish their own locations only, and not from another store.

        Procurement of orders and the scheduler run elevated: the routes of headquarters apply there.
        """
        if not self.env.su and self.env.user._is_store_bound():
            self.env['store.links']._check_supplied(procurements)
        return super().run(procurements, raise_user_error=raise_user_error)

    def _get_custom_move_fields(self):
        """Override of `stock` to copy the selling store along the chain of moves."""
        return [*super()._get_custom_move_fields(), 'store_id']
