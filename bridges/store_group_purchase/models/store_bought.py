# Part of store_group. License LGPL-3.
from odoo import api, models


class StoreBought(models.AbstractModel):
    """What vendors are paid is a cost: stock keepers read an order of their store without its prices.

    Whoever buys, or enters the bills, works with prices and sees them.
    """

    _name = 'store.bought'
    _description = 'Prices of Vendors'
    _inherit = 'store.hidden'

    # === STRUCTURE ===

    @api.model
    def _store_lacks(self, capability):
        """Override of `store_group` to leave buyers and bookkeepers their prices."""
        return super()._store_lacks(capability) and not any(self.env.user.has_group(group) for group in (
            'purchase.group_purchase_user', 'account.group_account_readonly', 'account.group_account_invoice'))
