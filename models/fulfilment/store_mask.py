# Part of store_group. License LGPL-3.
from odoo import api, models


class StoreMask(models.AbstractModel):
    _inherit = 'store.mask'

    @api.model
    def _harmless(self):
        """Fill the hook: who gets a parcel, as far as its reader may see it."""
        return [
            *super()._harmless(),
            ("says of the recipient only what its reader may see", {'store.delivery.group': ('recipient',)}),
            (
                "says what its reader may do, and tells no amount",
                {
                    'store.delivery.group': ('is_changeable',),
                    'stock.picking': ('is_divisible', 'is_releasable'),
                    'sale.order': ('is_divisible',),
                },
            ),
        ]
