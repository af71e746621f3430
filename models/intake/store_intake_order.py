# Part of store_group. License LGPL-3.
import json
from dataclasses import replace

from odoo import api, fields, models

from ...engine.intake.answering.causes import CONFLICT_CODES, NUMBER_CODES
from ...engine.intake.entries import Entry
from ...engine.intake.fingerprint import at, content_hash, costs_the_same, sells_the_same
from ...engine.intake.lifecycle import ORDER_TRANSITIONS, may_follow
from ...engine.intake.parts import joined, only_cancels, shifted, summary
from ...engine.intake.separate_returns import known_refunds
from ...engine.intake.told import told, told_of
from ...exceptions import IntakeRefused


class StoreIntakeOrder(models.Model):
    """One order of a channel, in canonical form, and the sale order created from it.

    Life: checked on arrival; ready, or a question; then done. It exists once for each number
    of its channel, however often it arrives. Newer content replaces it until it is confirmed; then both
    contents are kept and a user chooses. It never overwrites newer content with older.
    """

    _name = 'store.intake.order'
    _description = 'Intake Order'
    _rec_name = 'external_id'
    _order = 'id'
    _store_by_acts = frozenset(
        ('state', 'payload', 'content_hash', 'sale_order_id', 'external_id', 'channel_id', 'conflict_payload', 'kept_hashes')
    )

    # identity
    document_id = fields.Many2one(
        'store.intake.document',
        string="File",
        required=True,
        ondelete='restrict',
        readonly=True,
        help="The document with the current content.",
    )
    channel_id = fields.Many2one('store.channel', required=True, ondelete='restrict', readonly=True)
    external_id = fields.Char(string="Order in the Channel", required=True, readonly=True)
    store_key = fields.Char(readonly=True, help="Set if another store of the channel has an order with this number.")
    # content
    payload = fields.Json(readonly=True)
    payload_text = fields.Text(string="Content", compute='_compute_texts')
    content_hash = fields.Char(readonly=True)
    source_updated_at = fields.Datetime(string="Changed in the Channel", readonly=True)
    ordered_at = fields.Datetime(readonly=True)
    line_count = fields.Integer(string="Lines", readonly=True)
    customer_name = fields.Char(string="Customer", readonly=True)
    store_id = fields.Many2one('store.store', index='btree_not_null', ondelete='restrict', readonly=True)
    told_day = fields.Date("Day in the Channel", compute='_compute_told', store=True, help="In the zone of the channel.")
    told_total = fields.Float("Total in the Channel", digits=(16, 4), compute='_compute_told', store=True, aggregator=None)
    told_currency = fields.Char(compute='_compute_told', store=True)
    # position in the file
    sheet = fields.Char(readonly=True)
    row_from = fields.Integer(string="First Row", readonly=True)
    row_to = fields.Integer(string="Last Row", readonly=True)
    # result
    state = fields.Selection(
        [
            ('new', "To Check"),
            ('question', "Question"),
            ('ready', "Ready"),
            ('done', "Done"),
            ('duplicate', "Already There"),
            ('conflict', "Conflict"),
            ('refused', "Refused"),
        ],
        required=True,
        default='new',
        readonly=True,
        index=True,
    )
    sale_order_id = fields.Many2one('sale.order', readonly=True, index='btree_not_null', ondelete='set null')
    refused_by_id = fields.Many2one('res.users', string="Refused by", readonly=True, ondelete='set null')
    # the other content of a conflict
    conflict_payload = fields.Json(readonly=True)
    conflict_text = fields.Text(string="New Content", compute='_compute_texts')
    conflict_hash = fields.Char(readonly=True)
    keeps_lines = fields.Boolean(
        readonly=True, help="Content since the quotation was written only has progress, so the quotation does not change."
    )
    stops_delivery = fields.Boolean(
        string="Stops the Delivery",
        readonly=True,
        help="Cancelled in the channel before it left: nothing is shipped until a user chooses.",
    )
    redacted_on = fields.Datetime(
        string="People Taken Out on",
        readonly=True,
        help="The time to keep its raw content was over: nobody is named in it any more.",
    )
    kept_hashes = fields.Json(readonly=True, help="Contents a user rejected; they raise no question again.")
    conflict_document_id = fields.Many2one('store.intake.document', readonly=True, ondelete='set null')
    issue_ids = fields.One2many('store.intake.issue', 'order_id', string="Questions", readonly=True)

    _external_uniq = models.UniqueIndex(
        "(channel_id, external_id, COALESCE(store_key, ''))", "This order of the channel exists already."
    )
    _document_state_idx = models.Index('(document_id, state, id)')
    _told_idx = models.Index('(channel_id, told_day)')

    # === COMPUTE ===

    @api.depends('payload', 'conflict_payload')
    def _compute_texts(self):
        for order in self:
            order.payload_text = order.payload and json.dumps(order.payload, ensure_ascii=False, indent=2)
            order.conflict_text = order.conflict_payload and json.dumps(order.conflict_payload, ensure_ascii=False, indent=2)

    @api.depends('payload')
    def _compute_told(self):
        """Depends on nothing but the content: a changed zone counts from then on."""
        for order in self:
            order.update(self._told(order.payload, order.channel_id, order.store_id))

    # === CRUD ===

    @api.ondelete(at_uninstall=False)
    def _unlink_except_made(self):
        for order in self:
            if order.sale_order_id and not self.env.su:
                raise IntakeRefused(
                    self.env._(
                        "Order %(order)s was made into %(sale)s, and is what keeps it from being made twice. "
                        "Remove the history of its file instead, or keep it.",
                        order=order.external_id,
                        sale=order.sale_order_id.name,
                    )
                )

    # === ACTIONS ===

    def action_check_again(self):
        """Check these orders again; those without an open question are created in the background."""
        self = self._store_act()
        for order in self:
            if order.redacted_on:
                raise IntakeRefused(
                    self.env._(
                        "Order %(order)s names nobody any more: the time to keep its content was over. Send it again, then take "
                        "it in.",
                        order=order.external_id,
                    )
                )
        self._check_again()
        self.env['store.intake.worker']._wake()
        return True

    def action_refuse(self):
        """Decide not to create sale orders for these."""
        self = self._store_act()
        for order in self:
            if order.sale_order_id:
                raise IntakeRefused(
                    self.env._(
                        "Order %(order)s is already %(sale)s. Cancel that order instead.",
                        order=order.external_id,
                        sale=order.sale_order_id.name,
                    )
                )
        self._set_state('refused')
        self.refused_by_id = self.env.user
        self.issue_ids.filtered(lambda issue: issue.state == 'open')._close('ignored')
        self.document_id._update_counters()
        return True

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

        :raises IntakeRefused: when the sale order is confirmed and other things changed, or its goods have left
        """
        for order in self._store_act()._unanswered():
            if order.sale_order_id.state == 'sale' and order._is_called_off():
                self.env['store.intake.sale'].sudo()._call_off(order.sudo(), order.conflict_payload)
                order._take_progress()
                continue
            if order.sale_order_id.state == 'sale' and order._goes_on_only():
                if not self.env['store.intake.sale'].sudo()._follow(order.channel_id, [(order.sudo(), order.conflict_payload)]):
                    raise IntakeRefused(
                        self.env._(
                            "The new content of %(order)s cannot be read. Keep what we have, and change %(sale)s by hand.",
                            order=order.external_id,
                            sale=order.sale_order_id.name,
                        )
                    )
                order._take_progress()
                continue
            if order.sale_order_id.state == 'sale' and order._changes_words_only():
                self.env['store.intake.sale'].sudo()._take_words(order.sudo(), order.conflict_payload)
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

    def action_view_sale_order(self):
        """Open the sale order."""
        self.ensure_one()
        return {'type': 'ir.actions.act_window', 'res_model': 'sale.order', 'res_id': self.sale_order_id.id, 'view_mode': 'form'}

    # === INTAKE ===

    @api.model
    def _told(self, payload, channel, store, draft=None):
        """Return the values of a content's day and sum; `draft`: of this content, where it was checked already."""
        zones, company = {'tz': channel._zone_of(store), 'day_tz': channel.tz}, (store or channel).company_id
        is_read = draft and draft.status != 'cancelled'
        found = told_of(draft, channel.tz) if is_read else told(payload, default_currency=company.currency_id.name, **zones)
        return {'told_day': found[0] or False, 'told_total': float(found[1] or 0), 'told_currency': found[2] or False}

    def _unanswered(self):
        """Return the conflicts among these.

        :raises IntakeRefused: there is none; somebody else may have answered it
        """
        conflicts = self.filtered(lambda order: order.state == 'conflict')
        if self and not conflicts:
            raise IntakeRefused(
                self.env._(
                    "%(order)s is no conflict any more: it was answered meanwhile. Reload the page to see the answer.",
                    order=', '.join(self.mapped('external_id')[:5]),
                )
            )
        return conflicts

    def _check_may_change(self):
        """:raises IntakeRefused: when the sale order is confirmed or cancelled"""
        for sale in self.sale_order_id:
            if sale.state not in ('draft', 'sent'):
                raise IntakeRefused(
                    self.env._(
                        "%(sale)s is confirmed or cancelled. Set it back to a quotation first, or change it by hand and keep it.",
                        sale=sale.name,
                    )
                )

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

    def _count_lines(self):
        lines = (self.payload or {}).get('lines')
        return len(lines) if isinstance(lines, list) else 0

    def _joined(self, payload, issues):
        """Return (content of this order with the lines of `payload` added, `issues` of `payload` at their new positions)."""
        self.ensure_one()
        columns = self.channel_id.template_id.column_ids
        summed = {column.target for column in columns if column.grain == 'row' or (column.is_sum and column.grain != 'order')}
        moved = [replace(issue, field=shifted(issue.field, self._count_lines())) for issue in issues]
        return joined(self.payload, payload, summed), moved

    def _summary(self):
        """Return a one-line summary of this order."""
        self.ensure_one()
        text = summary(self.payload, self.store_id.name or str(at(self.payload, 'store') or ''))
        return ' · '.join(filter(None, (self.sale_order_id.name, text)))

    def _set_state(self, state):
        """Change the state; the only place that does.

        :raises IntakeRefused: if the transition is not allowed
        """
        for order in self:
            if not may_follow(ORDER_TRANSITIONS, order.state, state):
                labels = dict(self._fields['state']._description_selection(self.env))
                raise IntakeRefused(
                    self.env._(
                        "Order %(order)s is in state %(state)s and cannot become %(new)s. Reload the page.",
                        order=order.external_id,
                        state=labels[order.state],
                        new=labels[state],
                    )
                )
        self.write({'state': state})

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

    def _check_again(self):
        """Give these orders to the maker again, which checks them."""
        self._set_state('new')
        for document in self.document_id:
            document._update_counters()
            if document.state == 'done':
                document._set_state('ordering')

    def _note_issues(self, found):
        """Replace the open questions of these orders by `found`; keep decisions of users and issues from reading.

        :param dict found: {intake order id: [engine Issue]}
        """
        Issue = self.env['store.intake.issue']
        vals_list, stale = [], Issue
        for order in self:
            wanted = {(issue.code, issue.field, issue.found): issue for issue in found.get(order.id, ())}
            for record in order.issue_ids:
                known = wanted.pop((record.code, record.field or '', record.found or ''), None)
                still = record.from_reading or record.stays or (order.keeps_lines and record.code == 'total_mismatch')
                if known is None and record.state == 'open' and not still:
                    stale |= record
                elif known is not None and record.state != 'open':
                    record.state = 'open'
            vals_list += [Issue._vals(issue, order) for issue in wanted.values()]
        stale.unlink()
        Issue.create(vals_list)

    def _note_one(self, code, issue=None):
        """Replace the open questions with the code of `issue` (an engine Issue, or none) by it; others stay."""
        self.ensure_one()
        Issue = self.env['store.intake.issue']
        self.issue_ids.filtered(lambda known: known.code == code and known.state == 'open').unlink()
        Issue.create([Issue._vals(issue, self)] if issue else [])

    def _keep_reading_issues(self, issues):
        """Keep issues from reading the file; checking the order again cannot raise them."""
        Issue = self.ensure_one().env['store.intake.issue']
        Issue.create([Issue._vals(issue, self, from_reading=True) for issue in issues])
