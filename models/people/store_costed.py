# Part of store_group. License LGPL-3.
from odoo import models

from . import elevation


class StoreCosted(models.AbstractModel):
    """Goods with a cost: core gives new ones their first cost, also where their maker may not see it."""

    _name = 'store.costed'
    _description = 'Goods with a Cost'
    _inherit = 'store.hidden'

    _store_first_cost = ('read',)  # what core does with the cost of what it has just made

    # === STRUCTURE ===

    def _as_made_by_core(self):
        """Return the model as core works on what it makes. RPC cannot send such a context."""
        return self.with_context(store_new_cost=elevation.OURS)

    def _is_made_by_core(self):
        return self.env.context.get('store_new_cost') is elevation.OURS

    def _has_field_access(self, field, operation):
        """Override of `store.hidden`: the first cost is core's."""
        if field.name == 'standard_price' and operation in self._store_first_cost and self._is_made_by_core():
            return True
        return super()._has_field_access(field, operation)
