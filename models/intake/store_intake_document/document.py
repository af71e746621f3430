# Part of store_group. License LGPL-3.
from odoo import api, fields, models
from odoo.tools import format_date

from ....engine.intake.answering.causes import COLUMN_CODES
from ....engine.intake.lifecycle import DOCUMENT_TRANSITIONS, may_follow
from ....exceptions import IntakeRefused

COUNTERS = ('new', 'question', 'ready', 'done', 'duplicate', 'conflict', 'refused')
PAST_DAYS = 60  # orders of a file that are all older than this may be the past: a person is asked


class StoreIntakeDocument(models.Model):
    """One raw payload: an uploaded file, or the orders of one call, stored unchanged.

    Life: stored raw, read into orders, reviewed by a user if something is unknown, ordered in the
    background, done. It can be read again at any time, and a load of history can be removed as a whole. It never
    loses a row: unusable rows become questions with sheet, row and column.

    Its parts in this folder: `calls`, `of_file`.
    """

    _name = 'store.intake.document'
    _description = 'Intake Document'
    _rec_name = 'filename'
    _order = 'id desc'
    _store_by_acts = frozenset(('state',))

    # payload
    layout_id = fields.Many2one(
        related='channel_id.template_id',
        string="What the Columns Mean",
        help="The layout that read this file. Where a column means something else, correct it there, then read the file again.",
    )
    channel_id = fields.Many2one('store.channel', required=True, index=True, ondelete='restrict', readonly=True)
    filename = fields.Char(required=True, readonly=True)
    content = fields.Binary(string="Raw Content", attachment=True, readonly=True, help="Until its time is over.")
    parsed = fields.Binary(
        string="Parsed Orders",
        attachment=True,
        readonly=True,
        groups='base.group_system',
        help="What was parsed and has not landed yet, as files; gone when all has.",
    )
    checksum = fields.Char(readonly=True, index=True, help="SHA-256 of the raw content.")
    size = fields.Integer(string="File Size", readonly=True, help="Bytes of the raw content.")
    origin = fields.Selection(
        [('wizard', "Uploaded by hand"), ('file', "File sent by a program"), ('orders', "Orders sent by a program")],
        required=True,
        default='wizard',
        readonly=True,
    )
    user_id = fields.Many2one(
        'res.users', string="Sent by", required=True, readonly=True, ondelete='restrict', default=lambda self: self.env.user
    )
    again_of_id = fields.Many2one(
        'store.intake.document',
        string="Read Again from",
        readonly=True,
        index='btree_not_null',
        ondelete='set null',
        help="The earlier document whose content this is, read once more.",
    )
    is_other_shop = fields.Boolean(
        string="Another Shop's File", readonly=True, help="Somebody said so: its orders are none of those of other channels."
    )
    confirm = fields.Boolean(string="Confirm Orders", readonly=True, help="Orders are confirmed, not left as quotations.")
    # progress
    state = fields.Selection(
        [
            ('new', "Stored"),
            ('reading', "Reading"),
            ('asking', "Columns to Explain"),
            ('review', "To Review"),
            ('ordering', "Making Orders"),
            ('done', "Done"),
            ('failed', "Not Taken In"),  # it could not be read, or was discarded: `error` says which
        ],
        required=True,
        default='new',
        readonly=True,
        index=True,
    )
    error = fields.Text(readonly=True)
    read_on = fields.Datetime(readonly=True)
    finished_on = fields.Datetime(readonly=True)
    removing = fields.Boolean(readonly=True, help="Its history is being removed in the background.")
    removed_on = fields.Datetime(readonly=True)
    # its time is over
    redacted_on = fields.Datetime(string="Raw Content Dropped on", readonly=True)
    redacted_orders = fields.Integer(string="Orders without People", readonly=True)
    redacted_issues = fields.Integer(string="Questions without People", readonly=True)
    redaction = fields.Text(compute='_compute_redaction')
    # content
    row_count = fields.Integer(string="Rows", readonly=True)
    total_count = fields.Integer(string="Orders in It", readonly=True)
    landed_count = fields.Integer(string="Orders Read", readonly=True)
    line_count = fields.Integer(string="Lines", readonly=True)
    new_count = fields.Integer(string="Not Checked Yet", readonly=True)
    question_count = fields.Integer(string="Waiting for an Answer", readonly=True)
    ready_count = fields.Integer(string="Ready", readonly=True)
    done_count = fields.Integer(string="Ordered", readonly=True)
    duplicate_count = fields.Integer(string="Already There", readonly=True)
    conflict_count = fields.Integer(string="Conflicts", readonly=True)
    refused_count = fields.Integer(string="Refused", readonly=True)
    new_product_count = fields.Integer(string="Products to Create", readonly=True)
    new_customer_count = fields.Integer(string="Customers to Create", readonly=True)
    history_count = fields.Integer(string="History Orders", readonly=True)
    issue_count = fields.Integer(string="Open Questions", compute='_compute_issue_count')
    past_until = fields.Date(
        string="Newest Order", compute='_compute_past_until', help="The day of the newest, where that is long ago and no history."
    )
    progress = fields.Float(compute='_compute_progress')
    preview = fields.Html(compute='_compute_preview', sanitize=False)
    order_ids = fields.One2many('store.intake.order', 'document_id', string="Orders", readonly=True)
    arrival_ids = fields.One2many('store.intake.arrival', 'document_id', string="Arrivals", readonly=True)
    issue_ids = fields.One2many('store.intake.issue', 'document_id', string="Questions", readonly=True)

    _work_idx = models.Index("(state, id) WHERE state IN ('new', 'reading', 'ordering')")

    # === COMPUTE ===

    def _compute_issue_count(self):
        groups = self.env['store.intake.issue']._read_group(
            [('document_id', 'in', self.ids), ('state', '=', 'open'), ('severity', '!=', 'info')], ['document_id'], ['__count']
        )
        counts = {document.id: count for document, count in groups}
        for document in self:
            document.issue_count = counts.get(document.id, 0)

    @api.depends('state', 'channel_id.history_until')
    def _compute_past_until(self):
        waiting = self.filtered(lambda document: document.state == 'review')
        newest = dict(
            self.env['store.intake.order']._read_group([('document_id', 'in', waiting.ids)], ['document_id'], ['told_day:max'])
        )
        long_ago = fields.Date.add(fields.Date.context_today(self), days=-PAST_DAYS)
        for document in self:
            day, until = newest.get(document), document.channel_id.history_until
            document.past_until = day if day and day < long_ago and not (until and day <= until) else False

    @api.depends('state', 'total_count', 'landed_count', 'ready_count', 'new_count')
    def _compute_progress(self):
        """Reading is the first half of the progress, creating orders the second."""
        for document in self:
            total = document.total_count or 1
            if document.state in ('done', 'failed'):
                document.progress = 100.0
            elif document.state in ('new', 'reading', 'asking'):
                document.progress = 50.0 * document.landed_count / total
            else:
                document.progress = 100.0 - 50.0 * (document.ready_count + document.new_count) / total

    @api.depends('redacted_on', 'redacted_orders', 'redacted_issues')
    def _compute_redaction(self):
        _ = self.env._
        for document in self:
            told = []
            if document.redacted_on:
                told.append(
                    _(
                        "The raw content was dropped on %(day)s. Its checksum is kept: the same file again makes nothing new.",
                        day=format_date(self.env, document.redacted_on),
                    )
                )
            if document.redacted_orders or document.redacted_issues:
                told.append(
                    _(
                        "Names, phones, mail addresses, addresses, notes, invoice titles and masked buyer numbers were taken "
                        "out of %(orders)s orders and %(issues)s questions. Order numbers, goods, amounts, days and "
                        "fingerprints stay; sale orders, deliveries, invoices and contacts are untouched.",
                        orders=document.redacted_orders,
                        issues=document.redacted_issues,
                    )
                )
            document.redaction = '\n'.join(told) or False

    def _compute_preview(self):
        for document in self:
            document.preview = self.env['store.intake.preview']._render(document)

    # === CRUD ===

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        for document in self:
            if document.done_count or document.state in ('reading', 'ordering'):
                raise IntakeRefused(
                    self.env._(
                        "Document %(document)s has made orders or is at work; it stays as their source. "
                        "Remove its history first, or keep it.",
                        document=document.filename,
                    )
                )

    # === ACTIONS ===

    def action_take_over(self):
        """Create the orders of the reviewed documents, in the background; unclear ones stay questions."""
        self = self._store_act()
        for document in self:
            document._set_state('ordering')
        self.env['store.intake.worker']._wake()
        return True

    def action_show_progress(self):
        """Show how far the work in the background is: the form reads the document again."""
        return True

    def action_read_again(self):
        """Check all waiting orders of these documents again; read the file again if that failed."""
        self = self._store_act()
        for document in self:
            if document.redacted_on and (document.state == 'failed' or document.removed_on):
                raise IntakeRefused(
                    self.env._(
                        "The raw content of %(document)s was dropped when its time was over. Upload the file again.",
                        document=document.filename,
                    )
                )
            if document.state == 'failed' or document.removed_on:
                document.issue_ids.unlink()
                document.arrival_ids.unlink()
                document.write({'error': False, 'landed_count': 0, 'removed_on': False})
                document._set_state('reading')
            else:
                document.order_ids.filtered(lambda order: order.state == 'question')._check_again()
        self.env['store.intake.worker']._wake()
        return True

    def action_discard(self):
        """Discard documents without sale orders. The raw file stays, its intake orders are deleted."""
        self = self._store_act()
        for document in self.filtered(lambda document: document.state in ('new', 'reading', 'asking', 'review')):
            orders = document.order_ids.filtered(lambda order: not order.sale_order_id)
            before = self.env['store.intake.arrival'].search(
                [('order_id', 'in', orders.ids), ('document_id', '!=', document.id), ('document_id.state', '!=', 'failed')],
                order='id',
            )
            counting = before.filtered(lambda arrival: not arrival.outcome)  # the last whose content counted, else any
            kept = {arrival.order_id: arrival.document_id for arrival in (*before, *counting)}
            for earlier, own in before.order_id.grouped(kept.get).items():  # it brought them, too: they wait there as they did
                document._hand_back(own, earlier)
            (orders - before.order_id).unlink()
            document._fail(self.env._("Discarded by %(user)s.", user=self.env.user.name))
        return True

    def action_take_as_history(self):
        """Say that the orders of this document are the past, as are all of its channel up to the newest of them."""
        for document in self.filtered('past_until'):
            document.channel_id.history_until = document.past_until
        return True

    def action_remove_history(self):
        """Remove a load of history in the background: its orders, and unused products and contacts it created."""
        self.filtered(lambda document: document.state in ('done', 'failed', 'review')).removing = True
        self.env['store.intake.worker']._wake()
        return True

    def action_view_orders(self):
        """Open the sale orders of this document."""
        return self._open('sale.action_orders', 'store_intake_ids.document_id')

    def action_view_intake_orders(self):
        """Open the intake orders of this document."""
        return self._open('store_group.store_intake_order_action', 'document_id')

    def action_view_issues(self):
        """Open the questions of this document."""
        return self._open('store_group.store_intake_question_action', 'document_ids')

    # === INTAKE ===

    def _open(self, xmlid, path, **context):
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id(xmlid)
        return dict(action, domain=[(path, 'in', self.ids)], context=context)

    @api.model
    def _counters(self):
        """Return {state of an order: count}, and 'rows', 'lines', 'total'."""
        self.ensure_one()
        counters = {name: self[f'{name}_count'] for name in COUNTERS}
        return dict(counters, rows=self.row_count, lines=self.line_count, total=self.total_count)

    def _set_state(self, state, **values):
        """Change the state; the only place that does.

        :raises IntakeRefused: if the transition is not allowed
        """
        self.ensure_one()
        if not may_follow(DOCUMENT_TRANSITIONS, self.state, state):
            labels = dict(self._fields['state']._description_selection(self.env))
            raise IntakeRefused(
                self.env._(
                    "Document %(document)s is in state %(state)s and cannot become %(new)s. Reload the page.",
                    document=self.filename,
                    state=labels[self.state],
                    new=labels[state],
                )
            )
        self.write({'state': state, **values})

    def _hand_back(self, orders, earlier):
        """Leave orders of this document, which is discarded, to an earlier one, with the content they have there."""
        orders.document_id = earlier
        waiting = orders.filtered(lambda order: order.state in ('new', 'ready', 'question'))
        restored = waiting.browse()
        if waiting and earlier.checksum != self.checksum:
            restored = self.env['store.intake.reader']._restore(earlier, waiting)
        (waiting - restored)._set_state('question' if earlier.state == 'done' else 'new')
        if restored:
            restored._check_again()
            self.env['store.intake.worker']._wake()
        earlier._update_counters()

    def _asks_for_columns(self):
        """Whether it has columns nobody reads and no one has said what they mean: no order of it is read before."""
        self.ensure_one()
        return any(issue.code in COLUMN_CODES and issue.state == 'open' for issue in self.issue_ids)

    def _go_on_reading(self):
        """Read those on which all columns are explained by now, in the background."""
        for document in self.filtered(lambda document: document.state == 'asking' and not document._asks_for_columns()):
            document._set_state('reading')
            self.env['store.intake.worker']._wake()

    def _fail(self, reason):
        self.env['store.intake.reader']._let_go(self)
        self._set_state('failed', error=reason, finished_on=fields.Datetime.now())

    def _update_counters(self):
        """Update the counters of these documents from their orders."""
        self.env['store.intake.worker']._count(self, COUNTERS)
