# Part of store_group. License LGPL-3.
from odoo import api, models


class StoreMask(models.AbstractModel):
    _inherit = 'store.mask'

    @api.model
    def _harmless(self):
        """Fill the hook: how many lines a settlement has, and which next steps are whose."""
        return [
            *super()._harmless(),
            ("counts, and tells no amount", {'store.settlement': ('line_count',)}),
            (
                "says whose step is next and what its reader may do, and tells no amount",
                {
                    'store.serving': ('is_agreeable', 'is_answerable', 'is_withdrawable'),
                    'store.transfer': (
                        'is_approvable',
                        'is_cancellable',
                        'is_closable',
                        'is_receivable',
                        'is_rejectable',
                        'is_returnable',
                        'is_shippable',
                        'is_submittable',
                        'waits_for',
                    ),
                },
            ),
        ]
