# Part of store_group. License LGPL-3.
from odoo import models
from odoo.exceptions import AccessError

from ...engine.people.role import MANAGERS, PROGRAMS

DECLARERS = (*MANAGERS, *PROGRAMS)


class ResUsers(models.Model):
    """Who says what a platform counts: whoever manages the store, its program, and headquarters."""

    _inherit = 'res.users'

    # === INTAKE ===

    def _stores_sent_for(self):
        """Return the ids of the stores this user sends orders of now: those of its memberships as an integration account.

        People make orders by hand, where prices, discounts and rights are theirs; headquarters sends for every store.
        """
        self.ensure_one()
        if not self._is_store_bound():
            return set()
        reach = self._store_reach_as(PROGRAMS)
        stores = set(self.sudo().store_ids.ids)
        return stores if reach.act_all else stores & set(reach.act)

    def _may_declare(self, store):
        """Whether this user declares days of `store`; of orders without a store headquarters does."""
        self.ensure_one()
        if self._is_superuser() or self.has_group('store_group.group_store_admin'):
            return True
        if not store or not self._is_store_bound():
            return False
        reach = self._store_reach_as(DECLARERS)
        return reach.act_all or store.id in reach.act

    def _check_may_declare(self, store):
        """:raises AccessError: where this user does not declare days of `store`, naming who does"""
        if self._may_declare(store):
            return
        if not store:
            raise AccessError(
                self.env._(
                    "Orders without a store belong to headquarters. Ask a headquarters administrator to declare their day."
                )
            )
        raise AccessError(
            self.env._(
                "%(user)s may not say what the platform counts for %(store)s: its managers and its program do. Ask %(helpers)s.",
                user=self.sudo().name,
                store=store.sudo().name,
                helpers=self._who_can(store, lambda user: user._may_declare(store)),
            )
        )
