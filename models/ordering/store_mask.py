# Part of store_group. License LGPL-3.
from odoo import api, models

from ...engine.people import masks

# The key is derived from name, phone and street, and could be guessed.
RECIPIENT = (
    'recipient',
    'phone',
    'email',
    'street',
    'district',
    'zip',
    'recipient_key',
    'address_id',
    'address_key',
    'invoice_tax_no',
)


class StoreMask(models.AbstractModel):
    _inherit = 'store.mask'

    @api.model
    def _masked(self):
        """Fill the hook: the recipient of an order, where it goes as a rule found it, and what such a guess is checked by."""
        return masks.added(
            super()._masked(), masks.CONTACTS, {'store.order.details': RECIPIENT, 'store.order.gate': ('reasons', 'content_hash')}
        )

    @api.model
    def _harmless(self):
        """Fill the hook: the note on an order and its delivery."""
        return [
            *super()._harmless(),
            (
                "says of the recipient only what its reader may see",
                {'sale.order': ('store_order_note',), 'stock.picking': ('store_order_note',), 'store.order.gate': ('reason',)},
            ),
        ]
