# Part of store_group. License LGPL-3.
import time

from odoo import models

# Midnight falls on a quarter of an hour in every zone of the world.
QUARTER = 15 * 60


class IrRule(models.Model):
    """Rules of ours call `store_scope(mode, column, ...)` and get a literal domain back.

    The lists are part of the cached rule. Whoever changes a membership, a group or a store clears
    the cache; the end of a membership at midnight is noticed by the quarter of an hour in the key.
    """

    _inherit = 'ir.rule'

    def _eval_context(self):
        """Override of `base` to offer to the rules the stores of the user, and what he may not see of costs."""
        user = self.env.user
        return {
            **super()._eval_context(), 'store_scope': user._store_scope,
            'store_ledger': user._store_ledger, 'store_banks': user._store_banks, 'store_profit': user._store_profit,
        }

    def _compute_domain_context_values(self):
        """Override of `base` to let a bound user's rules end with the day. Others' keys stay as they were."""
        yield from super()._compute_domain_context_values()
        if self.env.user._is_store_bound():
            yield int(time.time()) // QUARTER
