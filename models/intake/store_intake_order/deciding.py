# Part of store_group. License LGPL-3.
from odoo import models

from ....engine.intake.answering.causes import CONFLICT_CODES, NUMBER_CODES
from ....engine.intake.entries import Entry
from ....engine.intake.fingerprint import content_hash, costs_the_same, sells_the_same
from ....engine.intake.parts import only_cancels, shifted
from ....engine.intake.separate_returns import known_refunds
from ....exceptions import IntakeRefused


class StoreIntakeOrder(models.Model):
    """Two contents of one order, and a person who chooses: keep ours, take the other, or add it."""

    _inherit = 'store.intake.order'

    # === ACTIONS ===

    def action_keep(self):
        """Answer a conflict: keep our content, reject the other one.

        :raises IntakeRefused: when that would ship a cancelled and fully credited order
        """
        self = self._store_act()
        conflicts = self._unanswered()
        for order in conflicts:
            if order._is_given_up():
                raise IntakeRefused(
                    self.env._(
                        "%(order)s was called off in the channel and %(sale)s is credited in full, so it is not shipped. Take "
                        "the new content; to ship it all the same, invoice it first.",
                        order=order.external_id,
                        sale=order.sale_order_id.name,
                    )
                )
        for order in conflicts:
            order.kept_hashes = [*(order.kept_hashes or ()), order.conflict_hash]
        return conflicts._keep_ours()

    def _keep_ours(self):
        """Keep our content, and apply returns reported meanwhile."""
        conflicts = self
        with_returns = []
        for order in conflicts:
            payload = known_refunds(order.conflict_payload, order.payload, is_newer=False, is_promised=False)
            if payload is not order.payload:
                with_returns.append((order, payload, order.conflict_document_id or order.document_id))
        conflicts.issue_ids.filtered(lambda issue: issue.state == 'open' and issue.code in CONFLICT_CODES)._close('answered')
        conflicts.write({'conflict_payload': False, 'conflict_hash': False, 'stops_delivery': False})
        made = conflicts.filtered('sale_order_id')
        made._set_state('done')
        for order, payload, document in with_returns:
            order._take_returns(payload, document)
        made.document_id._update_counters()
        (conflicts - made)._check_again()
        self.env['store.intake.worker']._wake()
        return True

    def _take_returns(self, payload, document):
        """Use `payload`, our content with returns reported while the question was open, as if it arrived now.

        For a confirmed order that has not left they raise a question; keeping our content again rejects them.
        """
        progress, sale = self.env['store.intake.sale'].sudo(), self.sale_order_id
        if sale.state == 'sale' and progress._calls_off(self.sudo(), payload):
            if content_hash(payload) not in (self.kept_hashes or ()):
                self._ask_for_returns(payload, document)
        elif sale and sale.state not in ('draft', 'sent'):
            kept = self.kept_hashes
            progress._follow(self.channel_id, [(self.sudo(), payload)])
            self.kept_hashes = kept
        else:
            self.write({'payload': payload, 'content_hash': content_hash(payload), 'keeps_lines': False})
            if sale:
                self._check_again()

    def _ask_for_returns(self, payload, document):
        """Store `payload` as the other content, like the reader of `document`, until a user chooses."""
        entry = Entry(0, self.external_id, payload)
        self.env['store.intake.reader']._set_beside(document, self, entry, 'conflict')
        self.env['store.intake.sale'].sudo()._stop_where_called_off(self.sudo(), payload)
        Question = self.env['store.intake.issue']
        Question.create([Question._vals(issue, document_id=document.id, order_id=self.id) for issue in entry.issues])

    def action_take_other(self):
        """Answer a conflict: use the other content, and rewrite the quotation.

        A confirmed order that was cancelled in the channel is cancelled or reduced; one whose goods and amounts
        are unchanged gets the new recipient and texts, as long as nothing has left.

        Where the orders of a day are added up, the difference follows; what is delivered or invoiced gets a further sale order.

        :raises IntakeRefused: when the sale order is confirmed and other things changed, or its goods have left
        """
        for order in self._store_act()._unanswered():
            if order.sale_order_id.state == 'sale' and not order._is_added_up() and order._follow_other():
                order._take_progress()
                continue
            order._check_may_change()
            asked = order.issue_ids.filtered(lambda issue: issue.state == 'open')
            answered = asked.filtered(lambda issue: issue.code in CONFLICT_CODES)
            answered._close('answered')
            # the content does not answer whether the order is one of its own
            (asked - answered).filtered(lambda issue: issue.code not in NUMBER_CODES).unlink()
            order._take_content(order.conflict_payload, order.conflict_hash)
        self.env['store.intake.worker']._wake()
        return True

    def action_add_other(self):
        """Answer a conflict: add the lines of the other content as second part of the order.

        :raises IntakeRefused: when the sale order is confirmed
        """
        for order in self._store_act()._unanswered():
            order._check_may_change()
            order.issue_ids.filtered(lambda issue: issue.state == 'open' and issue.code in CONFLICT_CODES)._close('answered')
            whole, _issues = order._joined(order.conflict_payload, [])
            order._take_content(whole, content_hash(whole), shift=order._count_lines())
        self.env['store.intake.worker']._wake()
        return True

    # === INTAKE ===

    def _unanswered(self):
        """Return the conflicts among these.

        :raises IntakeRefused: there is none; somebody else may have answered it
        """
        conflicts = self.filtered(lambda order: order.state == 'conflict')
        if self and not conflicts:
            raise IntakeRefused(
                self.env._(
                    "The conflict of %(order)s was answered meanwhile. Reload the page to see the answer.",
                    order=', '.join(self.mapped('external_id')[:5]),
                )
            )
        return conflicts

    def _check_may_change(self):
        """:raises IntakeRefused: when the sale order is confirmed or cancelled"""
        for sale in self.sale_order_id:
            if sale.state not in ('draft', 'sent') and not (sale.summary_key and sale.state == 'sale'):
                raise IntakeRefused(
                    self.env._(
                        "%(sale)s is confirmed or cancelled. Set it back to a quotation first, or change it by hand and keep it.",
                        sale=sale.name,
                    )
                )

    def _follow_other(self):
        """Apply the other content of a conflict to the confirmed sale order. Return whether that is possible.

        :raises IntakeRefused: when it cannot be read
        """
        following = self.env['store.intake.sale'].sudo()
        if self._is_called_off():
            following._call_off(self.sudo(), self.conflict_payload)
        elif self._goes_on_only():
            if not following._follow(self.channel_id, [(self.sudo(), self.conflict_payload)]):
                raise IntakeRefused(
                    self.env._(
                        "The new content of %(order)s cannot be read. Keep what we have, and change %(sale)s by hand.",
                        order=self.external_id,
                        sale=self.sale_order_id.name,
                    )
                )
        elif self._changes_words_only():
            following._take_words(self.sudo(), self.conflict_payload)
        else:
            return False
        return True

    def _take_content(self, payload, digest, shift=0):
        """Use the other content from now on, with its reading issues, and check it.

        :param int shift: number of lines before its own
        """
        self.ensure_one()
        questions = self.env['store.intake.issue'].search(
            [
                ('arrival_id.order_id', '=', self.id),
                ('document_id', '=', self.conflict_document_id.id),
                ('order_id', '=', False),
                ('state', '=', 'open'),
                ('severity', '=', 'error'),
            ]
        )
        for issue in questions:
            issue.write({'order_id': self.id, 'from_reading': True, 'field': shifted(issue.field or '', shift)})
        self.write(
            {
                'payload': payload,
                'content_hash': digest,
                'kept_hashes': False,
                'line_count': len(payload.get('lines') or ()),
                'document_id': (self.conflict_document_id or self.document_id).id,
                'source_updated_at': self.env['store.intake.reader']._moment_of(payload, self),
                'conflict_payload': False,
                'conflict_hash': False,
                'stops_delivery': False,
                'keeps_lines': False,
                'redacted_on': self.sale_order_id and self.redacted_on,
            }
        )
        self._check_again()

    def _is_called_off(self):
        """Whether the other content of a conflict differs from ours only in its progress."""
        return self.stops_delivery and (
            sells_the_same(self.payload, self.conflict_payload) or only_cancels(self.payload, self.conflict_payload)
        )

    def _changes_words_only(self):
        """Whether the other content of a conflict changes only recipient, notes or invoice title."""
        return (
            not self.stops_delivery
            and not self.sale_order_id.is_history
            and costs_the_same(self.payload, self.conflict_payload)
            and not self._wants_again()
        )

    def _goes_on_only(self):
        """Whether the other content of a conflict only reports progress that can be applied."""
        return not self.stops_delivery and sells_the_same(self.payload, self.conflict_payload) and not self._wants_again()

    def _wants_again(self):
        """Whether the other content wants goods again that were removed from the order, which no answer here restores."""
        return self.env['store.intake.sale'].sudo()._wants_again(self.sudo(), self.conflict_payload)

    def _is_given_up(self):
        """Whether the delivery was stopped and everything invoiced is credited, so that it must not be shipped."""
        return self.stops_delivery and self.env['store.intake.sale'].sudo()._is_credited(self.sudo().sale_order_id)

    def _confirmed_again(self, payload, updated_at):
        """Our content arrived again, later than the other one, which answers the conflict."""
        moment_of = self.env['store.intake.reader']._moment_of
        other, known = moment_of(self.conflict_payload, self), moment_of(self.payload, self) or self.source_updated_at
        if (
            self.state == 'conflict'
            and self.sale_order_id
            and updated_at
            and other
            and updated_at > other
            and not (self._is_given_up())
        ):
            self.write({'payload': payload, 'source_updated_at': updated_at})
            self._keep_ours()
        elif self.kept_hashes and self.state == 'done' and updated_at and updated_at > (known or updated_at.min):
            # forget rejected contents: if they arrive again, they count as new
            self.write({'payload': payload, 'source_updated_at': updated_at, 'kept_hashes': False})

    def _take_progress(self):
        """Use the other content of a cancelled order; its sale order has been updated already."""
        self.write(
            {
                'payload': self.conflict_payload,
                'content_hash': self.conflict_hash,
                'kept_hashes': False,
                'source_updated_at': self.env['store.intake.reader']._moment_of(self.conflict_payload, self),
                'document_id': (self.conflict_document_id or self.document_id).id,
                'conflict_payload': False,
                'conflict_hash': False,
                'stops_delivery': False,
            }
        )
        self._set_state('done')
        self.issue_ids.filtered(lambda issue: issue.state == 'open' and issue.code in CONFLICT_CODES)._close('answered')
        self.document_id._update_counters()
