# Part of store_group. License LGPL-3.
from odoo import api, models


class StoreBought(models.AbstractModel):
    """Purchase prices are costs: stock keepers read orders of their store without prices.

    Buyers and users who enter bills see them.
    """

    _name = 'store.bought'
    _description = 'Prices of Vendors'
    _inherit = 'store.hidden'

    # === STRUCTURE ===

    @api.model
    def _store_lacks(self, capability):
        """Override of `store_group` to show prices to buyers and bookkeepers."""
        return super()._store_lacks(capability) and not any(
            self.env.user.has_group(group)
            for group in ('purchase.group_purchase_user', 'account.group_account_readonly', 'account.group_account_invoice')
        )
