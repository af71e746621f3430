# Part of store_group. License LGPL-3.
from odoo import api, fields, models

from ....engine.intake.answering.causes import COLUMN_CODES, kind_of
from ..sql import questions


class StoreIntakeAnswer(models.Model):
    """What a person answered to all questions of one cause: what, who, when, and what was learned by it.

    Life: made by an act on questions, never by hand; kept. It can be undone once, as long as no order it let through was
    confirmed. It never changes what the channel sent.

    Its parts are in this folder: `teaching`, `words`, `undoing`.
    """

    _name = 'store.intake.answer'
    _description = 'Answer to Questions'
    _order = 'answered_on desc, id desc'
    _rec_name = 'said'

    # the cause
    channel_id = fields.Many2one('store.channel', required=True, index=True, ondelete='cascade', readonly=True)
    document_id = fields.Many2one(
        'store.intake.document',
        string="File",
        index='btree_not_null',
        ondelete='set null',
        readonly=True,
        help="Empty: several files.",
    )
    code = fields.Char(required=True, readonly=True)
    kind = fields.Char(readonly=True)
    field = fields.Char(readonly=True, help="Path in the canonical order.")
    found = fields.Char(readonly=True)
    proposed = fields.Char(readonly=True)
    question = fields.Text(compute='_compute_question')
    # the answer
    outcome = fields.Selection(
        [
            ('answered', "Answered"),
            ('ignored', "Ignored"),
            ('left_out', "Orders Left Out"),
            ('kept', "Kept Ours"),
            ('taken', "Took the New Content"),
            ('accepted', "Carried Out"),
        ],
        required=True,
        readonly=True,
    )
    said = fields.Char(string="Answer", readonly=True)
    reason = fields.Char(readonly=True)
    answered_by_id = fields.Many2one('res.users', string="Answered by", readonly=True, ondelete='set null')
    answered_on = fields.Datetime(readonly=True, index=True)
    order_count = fields.Integer(string="Orders", readonly=True)
    issue_ids = fields.One2many('store.intake.issue', 'answer_id', string="Questions", readonly=True)
    learned = fields.Json(readonly=True, help="What an undo takes back.")
    # taken back
    undone_by_id = fields.Many2one('res.users', string="Undone by", readonly=True, ondelete='set null')
    undone_on = fields.Datetime(readonly=True)
    may_undo = fields.Boolean(compute='_compute_may_undo')

    # === COMPUTE ===

    @api.depends('code', 'found', 'proposed')
    @api.depends_context('lang')
    def _compute_question(self):
        said = self.env['store.intake.phrases']._sentences(
            [(answer.code, answer.found or '…', answer.proposed) for answer in self]
        )
        for answer, sentence in zip(self, said, strict=True):
            answer.question = sentence

    @api.depends('outcome', 'undone_on', 'learned')
    def _compute_may_undo(self):
        for answer in self:
            answer.may_undo = (
                answer.outcome in ('answered', 'ignored', 'left_out')
                and not answer.undone_on
                and not (answer.learned or {}).get('final')
            )

    # === ANSWERING ===

    @api.model
    def _record(self, vals_list):
        """Create the answers of acts that have checked the caller's right; people make none by hand."""
        # the start of this transaction: whatever uses what is learned here is created later
        stamps = {'answered_by_id': self.env.uid, 'answered_on': self.env.cr.now().replace(microsecond=0)}
        return self.sudo().create([{**vals, **stamps} for vals in vals_list]).with_env(self.env)

    @api.model
    def _vals(self, issues, **values):
        """Return the create values of the answer to these questions of one cause."""
        first = issues[:1]
        documents = issues.document_id
        found = {issue.found or '' for issue in issues}
        return {
            'channel_id': first.channel_id.id,
            'document_id': documents.id if len(documents) == 1 else False,
            'code': first.code,
            'kind': kind_of(
                first.code,
                has_order=bool(first.order_id),
                has_place=bool(first.field),
                stops=first.severity == 'error',
                stays=first.stays,
            ),
            'field': first.field,
            'found': first.found if len(found) == 1 else False,
            'proposed': first.proposed if len(found) == 1 else False,
            'order_count': len(issues.order_id),
            **values,
        }

    @api.model
    def _close(self, pairs, state):
        """Close questions with their answers.

        :param list pairs: (store.intake.answer, ids of questions)
        """
        questions.close(self.env, [(answer.id, number) for answer, ids in pairs for number in ids], state)
        columns = [number for answer, ids in pairs if answer.code in COLUMN_CODES for number in ids]
        self._store_act().env['store.intake.issue'].browse(columns).document_id._go_on_reading()

    @api.model
    def _let_through(self, orders):
        """Check the waiting ones among these orders again, in the background."""
        self._go_on(questions.check_again(self.env, orders.ids))

    @api.model
    def _go_on(self, document_ids):
        documents = self._store_act().env['store.intake.document'].browse(document_ids)
        documents._update_counters()
        for document in documents.filtered(lambda document: document.state == 'done'):
            document._set_state('ordering')
        self.env['store.intake.worker']._wake()
