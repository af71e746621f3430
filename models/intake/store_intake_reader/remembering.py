# Part of store_group. License LGPL-3.
from odoo import models

from ....engine.intake.fingerprint import content_hash
from ....engine.intake.forgetting import forgotten


class StoreIntakeReader(models.AbstractModel):
    """Knows the content of an order again whose people were taken out, so that it makes nobody and nothing anew."""

    _inherit = 'store.intake.reader'

    # === LANDING ===

    def _hash_for(self, document, order, entry):
        """Return the hash of a new content, that of ours where it is the same.

        Of an order that names nobody any more, a content is the same if its hash was kept, or if it differs in people only. Where
        there is a sale order, the new content stays without people; where there is none and it is what was sent, the order is as
        it was, for somebody may take it in yet.
        """
        new_hash = content_hash(entry.payload)
        if not order.redacted_on:
            return new_hash
        left = forgotten(entry.payload)
        is_same = new_hash == order.content_hash or content_hash(left) in (order.content_hash, content_hash(order.payload))
        if order.sale_order_id:
            entry.payload = left
        elif new_hash == order.content_hash:
            order.write({'payload': entry.payload, 'document_id': document.id, 'redacted_on': False})
        return order.content_hash if is_same else new_hash
