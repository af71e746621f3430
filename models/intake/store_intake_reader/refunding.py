# Part of store_group. License LGPL-3.
from odoo import models

from ....engine.cleaning.text import fold
from ....engine.intake.payload import code_of, store_name_of
from ....engine.intake.returns import is_return, returned_orders
from ....engine.intake.told import as_refunds
from .reader import is_hidden


class StoreIntakeReader(models.AbstractModel):
    """A return becomes a refund of the order it names, if that has enough left to return."""

    _inherit = 'store.intake.reader'

    # === LANDING ===

    def _find_returned_order(self, document, entry, allowed):
        """Return (order of the return, its content with the refund, orders with a number of the return), or None.

        First with the full number, then without leading letters. If there is no order, or it has
        not enough left to return, the return stays a question.
        """
        numbers = [entry.external_id, *returned_orders(entry.external_id)] if entry.external_id else []
        orders = (
            self.env['store.intake.order']
            .search([('channel_id', '=', document.channel_id.id), ('external_id', 'in', numbers)])
            .filtered(lambda order: not is_hidden(order, allowed))
        )
        name = store_name_of(entry.payload)
        sold = orders.filtered(
            lambda order: not is_return(order.payload) and (not name or fold(name) == fold(store_name_of(order.payload)))
        )  # another store also numbers from 1
        meant = next((number for number in numbers if number in sold.mapped('external_id')), None)
        sold = sold.filtered(lambda order: order.external_id == meant)
        if len({order.store_key for order in sold}) > 1:
            return None  # it may belong to any of their stores
        currency = code_of(entry.payload.get('currency')).upper()
        for order in sold:
            if currency and currency != self._currency_of(order):
                continue  # its money is none of the order's
            base = order.conflict_payload if order.state == 'conflict' else order.payload
            told_at = self._moment_of(entry.payload, order)
            merged = as_refunds(
                entry.payload,
                base or {},
                told_at=told_at.isoformat() if told_at else '',
                of_rows=self._is_of_rows(document),
                tz=order.channel_id._zone_of(order.store_id),
            )
            if merged is not None:
                return order, merged, orders - order
        return None

    def _currency_of(self, order):
        said = code_of((order.payload or {}).get('currency')).upper()
        return said or (order.store_id or order.channel_id).company_id.currency_id.name

    def _make_refund(self, entry, order, merged, others):
        """Turn a return into a refund of its order, and close its open question."""
        same = fold(store_name_of(entry.payload)), fold(store_name_of(order.payload))
        entry.external_id, entry.payload = order.external_id, merged
        entry.issues = [issue for issue in entry.issues if not issue.code.startswith('negative_')]
        asked = others.browse(
            [
                other.id
                for other in others
                if other.state == 'question' and is_return(other.payload) and fold(store_name_of(other.payload)) in same
            ]
        )
        asked.issue_ids.filtered(lambda issue: issue.state == 'open')._close('answered')
        asked.write({'state': 'refused'})
