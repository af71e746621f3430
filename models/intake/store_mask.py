# Part of store_group. License LGPL-3.
from odoo import api, models

from ...engine.people import masks


class StoreMask(models.AbstractModel):
    _inherit = 'store.mask'

    @api.model
    def _masked(self):
        """Fill the hook: what a channel sent names its customer."""
        return masks.added(
            super()._masked(),
            masks.CONTACTS,
            {'store.intake.order': ('payload', 'payload_text', 'conflict_payload', 'conflict_text')},
        )
