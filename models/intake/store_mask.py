# Part of store_group. License LGPL-3.
from odoo import api, models

from ...engine.people import masks


class StoreMask(models.AbstractModel):
    _inherit = 'store.mask'

    @api.model
    def _masked(self):
        """Fill the hook: what a channel sent names its customer, and its hash tells whether a guessed phone is right."""
        contents = ('payload', 'payload_text', 'conflict_payload', 'conflict_text')
        hashes = ('content_hash', 'confirmed_hash', 'conflict_hash', 'kept_hashes')
        return masks.added(super()._masked(), masks.CONTACTS, {'store.intake.order': (*contents, *hashes)})

    @api.model
    def _harmless(self):
        """Fill the hook: the day and the sum of an order name nobody."""
        return [
            *super()._harmless(),
            (
                "is the day, the sum and the currency of an order",
                {'store.intake.order': ('told_day', 'told_total', 'told_currency')},
            ),
        ]
