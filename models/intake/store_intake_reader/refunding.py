# Part of store_group. License LGPL-3.
from odoo import api, models

from ....engine.cleaning.text import fold
from ....engine.intake.entries import Entry
from ....engine.intake.issue import Issue
from ....engine.intake.parts import summary
from ....engine.intake.payload import code_of, store_name_of
from ....engine.intake.returns import is_return, returned_orders
from ....engine.intake.separate_returns import as_refunds
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
            merged = self._with_refunds(document, order, entry.payload, base or {})
            if merged is not None:
                return order, merged, orders - order
        return None

    def _meet_return(self, document, order, entry):
        """Give the order `entry` the waiting return `order` of the same number as its refund. Return 'update'.

        If the return takes back more than the order sold, the order becomes a question, with both in it.
        """
        entry.issues = [issue for issue in entry.issues if not issue.code.startswith('negative_')]
        currency = code_of(entry.payload.get('currency')).upper()
        merged = None
        if not currency or currency == self._currency_of(order):
            merged = self._with_refunds(document, order, order.payload, entry.payload)
        if merged is None:
            entry.issues.append(Issue('return_too_large', found=summary(order.payload, '')))
        else:
            entry.payload = merged
        return 'update'

    def _with_refunds(self, document, order, payload, original):
        """Return `original` with the return `payload` of `document` as its refunds, or None if they do not fit."""
        told_at = self._moment_of(payload, order)
        return as_refunds(
            payload,
            original,
            told_at=told_at.isoformat() if told_at else '',
            of_rows=self._is_of_rows(document),
            tz=order.channel_id._zone_of(order.store_id),
        )

    @api.model
    def _apply_waiting_returns(self, orders):
        """Turn returns that arrived before these `orders`, about to be made, and wait as questions, into their refunds."""
        numbers = set(orders.mapped('external_id'))
        waiting = orders.search(
            [
                ('channel_id', 'in', orders.channel_id.ids),
                ('state', '=', 'question'),
                ('issue_ids', 'any', [('state', '=', 'open'), ('code', '=like', 'negative_%')]),
            ]
        )
        for back in waiting:
            if not is_return(back.payload) or not numbers.intersection(returned_orders(back.external_id)):
                continue
            document = back.document_id
            entry = Entry(0, back.external_id, back.payload)
            found = self._find_returned_order(document, entry, document._allowed_store_ids())
            if found and found[0] in orders:
                sold, merged, others = found
                self._make_refund(entry, sold, merged, others)
                sold._take_returns(merged, document)
                document._update_counters()

    def _currency_of(self, order):
        own = code_of((order.payload or {}).get('currency')).upper()
        return own or (order.store_id or order.channel_id).company_id.currency_id.name

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
