# Part of store_group. License LGPL-3.
from odoo import models

from ....engine.intake.answering.causes import CONFLICT_CODES
from ....engine.intake.fingerprint import at, content_hash, costs_the_same, sells_the_same
from ....engine.intake.issue import Issue
from ....engine.intake.lifecycle import decide_replay, goes_back
from ....engine.intake.parts import decide_lines, summary
from ....engine.intake.payload import status_of, store_name_of
from ....engine.intake.recipient import known_recipient
from ....engine.intake.returns import is_return
from ....engine.intake.separate_returns import known_refunds
from ....engine.intake.two_tables import WAITS, completes, is_of_table, joined
from ..sql import landed


class StoreIntakeReader(models.AbstractModel):
    """What a content means for the order of the same number: nothing, an update, progress, or a question which counts."""

    _inherit = 'store.intake.reader'

    # === LANDING ===

    def _compare(self, document, order, entry):
        """Decide what new content means for an existing order: an outcome, 'update', or False for "see the order".

        Or 'progress': the order is confirmed, and the new content, not stored yet, has progress only.
        """
        if is_return(order.payload) and not is_return(entry.payload):
            return self._meet_return(document, order, entry)
        is_deleted = order.state == 'done' and not order.sale_order_id
        state = order.sale_order_id.state or ('' if is_deleted else order.state)
        completes = self._join_tables(order, entry)
        entry.payload = known_recipient(order.payload, entry.payload)
        updated_at = self._moment_of(entry.payload, order)
        known_at = self._moment_of(order.payload, order) or order.source_updated_at
        self._keep_refunds(document, order, entry, state == 'sale', bool(known_at and updated_at and updated_at > known_at))
        if order.state == 'conflict':
            state = 'conflict'
        new_hash = self._hash_for(document, order, entry)
        if state == 'sale' and new_hash != order.content_hash and order._is_added_up():
            # the others of its day go on without what it brought, as long as that is possible
            state = 'sale' if self.env['store.intake.sale']._is_settled(order) else 'draft'
        if entry.is_left_behind and new_hash != order.content_hash:
            entry.issues = [Issue('stale', 'info', 'updated_at')]
            return 'duplicate'
        outcome = self._outcome_without_news(order, entry, new_hash, state, is_deleted)
        if outcome:
            return outcome
        decision = decide_replay(
            order.content_hash,
            known_at or None,
            new_hash,
            updated_at,
            state,
            is_back=goes_back(status_of(order.payload), status_of(entry.payload)),
        )
        if decision == 'duplicate':
            return self._arrived_again(document, order, entry, updated_at)
        if decision == 'stale':
            entry.issues = [Issue('stale', 'info', 'updated_at')]
            return 'duplicate'
        if decision == 'update' and self.env['store.intake.sale']._is_called_off_late(order, entry.payload):
            decision = 'conflict'
        if decision == 'conflict':
            return self._ask_which(document, order, entry, state)
        if decision == 'update' and not completes and self._is_of_rows(document) and not (known_at and updated_at):
            return self._compare_lines(document, order, entry)
        return decision

    def _mark_left_behind(self, document, known, entries):
        """Mark the entries of a content that was here before whose order has arrived later, too: it has moved on from them.

        That is a document that is read again, and a file that is, byte for byte, one that was read. A program that sends the same
        once more means it. What never got to its order and says when it was changed, or is one of two tables that are joined, is
        compared as ever.
        """
        earlier = known and (document.again_of_id or self._same_file_before(document))
        if not earlier:
            return
        met = landed.moved_on(self.env, document, earlier, [order.id for order in known.values()])
        for entry in entries:
            order = known.get(entry.external_id)
            if order and order.id in met:
                is_joined = is_of_table(entry.payload) or at(entry.payload, 'updated_at')
                entry.is_left_behind = met[order.id] or not is_joined

    def _same_file_before(self, document):
        """Return the last earlier document of the channel with the bytes of this file, none for the orders of a call."""
        if document.origin == 'orders':
            return document.browse()
        same = [('checksum', '=', document.checksum), ('channel_id', '=', document.channel_id.id), ('id', '<', document.id)]
        return document.search([*same, ('state', '!=', 'failed')], order='id desc', limit=1)

    def _join_tables(self, order, entry):
        """Join the head of an order with its goods, where `entry` is one of the two. Return whether it brings what lacked."""
        known = order.conflict_payload if order.state == 'conflict' and is_of_table(order.conflict_payload) else order.payload
        if not is_of_table(entry.payload):
            return False
        brings = completes(known, entry.payload)
        whole, issues = joined(known, entry.payload)
        if whole is not entry.payload:
            entry.payload = whole
            entry.issues = [issue for issue in entry.issues if issue.code not in WAITS.values()] + issues
        return brings

    def _keep_refunds(self, document, order, entry, is_promised, is_newer):
        """Add to the content the refunds we know and it does not mention, also those of a content that waits beside ours."""
        entry.payload = known_refunds(
            order.payload, entry.payload, from_rows=self._is_of_rows(document), is_promised=is_promised, is_newer=is_newer
        )
        if order.state == 'conflict':  # a separate return may have arrived meanwhile
            entry.payload = known_refunds(order.conflict_payload, entry.payload, is_newer=False, is_promised=False)

    def _outcome_without_news(self, order, entry, new_hash, state, is_deleted):
        """Return the outcome of a content that was here before and was answered, '' for any other."""
        if state == 'conflict':
            if new_hash == order.conflict_hash:
                return 'conflict'
            if self._is_behind(order, order.conflict_payload, entry.payload):
                entry.issues = [Issue('stale', 'info', 'updated_at')]
                return 'duplicate'  # an older export: open questions do not change
        if is_deleted and new_hash in (order.content_hash, *(at(order.payload, 'parts') or ())):
            entry.issues = [Issue('deleted_here', 'info')]
            return 'refused'  # the quotation was deleted on purpose; only changed content is accepted
        if state == 'sale' and new_hash in (order.kept_hashes or ()):
            entry.issues = [Issue('set_aside', 'info')]
            return 'duplicate'
        if new_hash in (at(order.payload, 'parts') or ()):
            return 'duplicate'  # one of the parts it was joined from
        return ''

    def _arrived_again(self, document, order, entry, updated_at):
        """Our content arrived again: return 'duplicate', or False where the order is checked again."""
        order._confirmed_again(entry.payload, updated_at)
        if order.state in ('new', 'question', 'ready', 'refused') and not (order.refused_by_id or order.redacted_on):
            # no sale order yet: missing records may exist now
            order.write({'document_id': document.id, 'state': 'new'})
            return False
        return 'duplicate'

    def _ask_which(self, document, order, entry, state):
        """Return 'progress' where the content has progress only; else keep it beside ours and ask which counts."""
        if state != 'conflict' and self._is_progress(order, entry):
            return 'progress'
        code, words = self._conflict_words(order, entry)
        self._set_beside(document, order, entry, code, **words)
        self.env['store.intake.sale']._stop_where_called_off(order, entry.payload)
        return 'conflict'

    def _compare_lines(self, document, order, entry):
        """Decide what different lines mean if the newer content is unknown: 'update', 'add', or an outcome."""
        template = document.channel_id.template_id
        decision = decide_lines(
            template.later_file,
            order.payload,
            entry.payload,
            is_made=bool(order.sale_order_id),
            at_cut=self._is_at_cut(document, order, entry),
        )
        if decision == 'ask':
            self._set_beside(document, order, entry, 'second_part')
            return 'conflict'
        return decision

    def _is_of_rows(self, document):
        return document.origin != 'orders' and document.channel_id.reader == 'table'

    def _is_at_cut(self, document, order, entry):
        """Whether the order is last in one file and first in the other, as if split between them."""
        arrival = self.env['store.intake.arrival'].search(
            [('document_id', '=', order.document_id.id), ('order_id', '=', order.id)], limit=1
        )
        last_there, last_here = order.document_id.total_count - 1, document.total_count - 1
        return (arrival.position == last_there and entry.position == 0) or (arrival.position == 0 and entry.position == last_here)

    def _set_beside(self, document, order, entry, code, **words):
        """Store the other content of a confirmed or incomplete order until a user chooses; both are shown."""
        # a third content replaces the second and its question
        order.issue_ids.filtered(lambda issue: issue.state == 'open' and issue.code in CONFLICT_CODES).unlink()
        order.write(
            {
                'conflict_payload': entry.payload,
                'conflict_hash': content_hash(entry.payload),
                'conflict_document_id': document.id,
                'state': 'conflict',
            }
        )
        question = Issue(
            code,
            **(
                words
                or {'field': 'lines', 'found': order._summary(), 'proposed': summary(entry.payload, store_name_of(entry.payload))}
            ),
        )
        entry.issues = [question, *entry.issues]

    def _is_progress(self, order, entry):
        """Whether the new content of a confirmed order sells the same and only has progress."""
        sale, status = order.sale_order_id, status_of(entry.payload)
        if self._is_behind(order, order.payload, entry.payload):
            return False
        if sale.state == 'cancel' and status == 'cancelled':
            return True  # nothing is left to decide
        if order._is_added_up() and sale.state == 'sale':  # nobody here sends anything to its buyer
            return status != 'cancelled' and costs_the_same(order.payload, entry.payload)
        if not sells_the_same(order.payload, entry.payload):
            return False
        if sale.state == 'cancel':
            return status == 'refunded'
        if sale.state != 'sale' or (status_of(entry.payload) == 'cancelled' and not sale.is_history):
            return False
        if status_of(entry.payload) != 'refunded' and entry.payload.get('refunds') == order.payload.get('refunds'):
            return True
        progress = self.env['store.intake.sale']
        return not progress._calls_off(order, entry.payload) and not progress._wants_again(order, entry.payload)

    def _is_behind(self, order, known, new):
        """Whether a content has less progress than ours without being newer."""
        older, newer = self._moment_of(known, order), self._moment_of(new, order)
        return goes_back(status_of(known), status_of(new)) and not (older and newer and newer >= older)

    def _conflict_words(self, order, entry):
        """Return (code, values) of the question which of two contents to use."""
        known, new = status_of(order.payload), status_of(entry.payload)
        if goes_back(known, new):
            return 'goes_back', {'field': 'status', 'found': new, 'proposed': known}
        if new in ('cancelled', 'refunded') and new != known:
            late = self.env['store.intake.sale']._is_called_off_late(order, entry.payload)
            return 'left_and_called_off' if late else 'called_off', {'field': 'status', 'found': new}
        return 'conflict', {}
