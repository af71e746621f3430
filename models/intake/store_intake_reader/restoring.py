# Part of store_group. License LGPL-3.
from odoo import api, models

from ....engine.intake.fingerprint import at, content_hash
from ....engine.intake.returns import is_return
from ....engine.intake.separate_returns import known_refunds
from ....engine.table.cells import Unreadable


class StoreIntakeReader(models.AbstractModel):
    """Gives orders back the content of an earlier document after the one that replaced it was discarded."""

    _inherit = 'store.intake.reader'

    # === LANDING ===

    @api.model
    def _restore(self, document, orders):
        """Give waiting orders the content they have in `document`, which is read again. Return those that change.

        What separate returns told stays. Orders joined from more than two parts stay as they are: one document does not
        tell their content.
        """
        arrivals = self.env['store.intake.arrival'].search(
            [('document_id', '=', document.id), ('order_id', 'in', orders.ids), ('outcome', '=', False)]
        )
        meant, found = {arrival.position: arrival.order_id for arrival in arrivals}, {}
        try:
            entries, _issues, _rows = self._entries(document)
        except Unreadable:
            return orders.browse()  # its layout has changed since
        for position in sorted(meant):
            entry = entries[position] if position < len(entries) else None
            order = meant[position]
            if entry and entry.external_id == order.external_id and not is_return(entry.payload):
                found[order] = entry
        changed = []
        for order, entry in found.items():
            entry.payload = known_refunds(order.payload, entry.payload, is_newer=False, is_promised=False)
            parts = at(order.payload, 'parts') or ()
            if len(parts) <= 2 and content_hash(entry.payload) != order.content_hash:
                changed.append((order, entry, 'update'))
        self._replace(document, changed)
        return orders.browse([order.id for order, _entry, _outcome in changed])
