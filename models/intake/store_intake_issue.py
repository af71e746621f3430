# Part of store_group. License LGPL-3.
import re

from odoo import api, fields, models

from ...engine.intake.answering.causes import PLACE, PROPOSALS, kind_of
from ...exceptions import IntakeRefused

OTHERS = 200  # questions of its file one goes on to from a question
KINDS = ('product', 'store', 'customer', 'rows', 'column', 'value')  # answered with a choice


class StoreIntakeIssue(models.Model):
    """A question for a user: what was found, where, why it cannot be used, and a proposal.

    Life: open, then answered (the channel learns it, and every order waiting for the same answer is
    checked again) or ignored. It never changes the raw content.
    """

    _name = 'store.intake.issue'
    _description = 'Intake Question'
    _order = 'document_id desc, severity, sheet, row, id'
    _store_by_acts = frozenset(('state',))
    _rec_name = 'code'

    # where
    document_id = fields.Many2one(
        'store.intake.document', string="File", required=True, index=True, ondelete='cascade', readonly=True
    )
    channel_id = fields.Many2one(related='document_id.channel_id', store=True, index=True)
    order_id = fields.Many2one('store.intake.order', index='btree_not_null', ondelete='cascade', readonly=True)
    arrival_id = fields.Many2one('store.intake.arrival', index='btree_not_null', ondelete='cascade', readonly=True)
    sheet = fields.Char(readonly=True)
    row = fields.Integer(readonly=True)
    column = fields.Char(readonly=True)
    # what
    code = fields.Char(required=True, index=True, readonly=True)
    severity = fields.Selection(
        [('error', "Question"), ('warning', "Warning"), ('info', "Note")], required=True, default='error', readonly=True
    )
    field = fields.Char(readonly=True, help="Path in the canonical order.")
    found = fields.Char(readonly=True)
    proposed = fields.Char(readonly=True)
    message = fields.Text(compute='_compute_message')
    place = fields.Char(compute='_compute_place')
    from_reading = fields.Boolean(readonly=True, help="Raised when the file was read; checking the order again cannot raise it.")
    stays = fields.Boolean(readonly=True, help="About an order that has been created already; it stays until it is answered.")
    kind = fields.Selection(
        [
            ('product', "Product"),
            ('store', "Store"),
            ('customer', "Customer"),
            ('rows', "Equal Rows"),
            ('column', "Column"),
            ('value', "Value"),
            ('other', "Other"),
        ],
        compute='_compute_kind',
    )
    is_proposal = fields.Boolean(compute='_compute_kind', help="It has a proposal that can be accepted.")
    # the answer
    state = fields.Selection(
        [('open', "Unanswered"), ('answered', "Answered"), ('ignored', "Ignored")],
        required=True,
        default='open',
        readonly=True,
        index=True,
    )
    answer_product_id = fields.Many2one('product.product', string="It Is This Product", ondelete='set null')
    answer_new_product = fields.Boolean(string="It Is a New Product")
    answer_factor = fields.Float(string="Units per Unit", default=1.0, digits=(16, 4))
    answer_store_id = fields.Many2one('store.store', string="It Is This Store", ondelete='set null')
    answer_partner_id = fields.Many2one('res.partner', string="It Is This Customer", ondelete='set null')
    answer_rows = fields.Selection(
        [('keep', "Sold that often: keep all"), ('once', "Written twice: keep one")], string="The Equal Rows Are"
    )
    answer_value = fields.Char(string="Right Value")
    answer_id = fields.Many2one(
        'store.intake.answer', string="Answer", readonly=True, index='btree_not_null', ondelete='set null'
    )
    answered_by_id = fields.Many2one('res.users', readonly=True, ondelete='set null')
    answered_on = fields.Datetime(readonly=True)

    # === COMPUTE ===

    @api.depends('code', 'found', 'proposed', 'field')
    @api.depends_context('lang')
    def _compute_message(self):
        said = self.env['store.intake.phrases']._sentences([(issue.code, issue.found, issue.proposed) for issue in self])
        for issue, sentence in zip(self, said, strict=True):
            issue.message = sentence

    @api.depends('sheet', 'row', 'column', 'field', 'document_id.filename')
    @api.depends_context('lang')
    def _compute_place(self):
        for issue in self:
            cell = (
                f"{issue.column or ''}{issue.row or ''}"
                if issue.column
                else (self.env._("row %(row)s", row=issue.row) if issue.row else issue.field)
            )
            # the only sheet of a text file has the file's name
            sheet = issue.sheet if issue.sheet != issue.document_id.filename else False
            issue.place = ' · '.join(part for part in (sheet, cell, issue.column and issue._header()) if part)

    def _header(self):
        """Return the header of the column this is about, as the layout of its channel reads it; '' where it names none."""
        target = re.sub(PLACE, '', self.field or '').replace('lines.', 'line.')
        columns = self.channel_id.sudo().template_id.column_ids
        return columns.filtered(lambda column: column.target == target)[:1].header or ''

    @api.depends('code', 'field', 'order_id', 'severity', 'stays')
    def _compute_kind(self):
        for issue in self:
            issue.is_proposal = issue.code in PROPOSALS
            kind = kind_of(
                issue.code,
                has_order=bool(issue.order_id),
                has_place=bool(issue.field),
                stops=issue.severity == 'error',
                stays=issue.stays,
            )
            issue.kind = kind if kind in KINDS else 'other'

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        """Tell the deliveries of made orders that something is open about them."""
        issues = super().create(vals_list)
        asked = issues.filtered(
            lambda issue: issue.order_id and issue.state == 'open' and (issue.severity == 'error' or issue.stays)
        )
        asked.order_id.sale_order_id._after_store_doubt()
        return issues

    # === ACTIONS ===

    def action_answer(self):
        """Store the answer on the channel, and check every order waiting for it again.

        :raises IntakeRefused: no answer is chosen, or all are answered already
        """
        self = self._store_act()
        questions = self.filtered(lambda issue: issue.state == 'open')
        if self and not questions:
            raise IntakeRefused(
                self.env._(
                    "This was answered meanwhile by %(user)s. Reload the page to see the answer.",
                    user=', '.join(self.answered_by_id.sudo().mapped('name')[:5]),
                )
            )
        Answer = self.env['store.intake.answer']
        for issue in questions:
            waiting = issue._same_question() if issue.state == 'open' else issue.browse()
            if not waiting:
                continue  # the answer before served it too
            taught = Answer._teach(waiting, issue._choice())
            if not taught:
                raise IntakeRefused(
                    self.env._(
                        "No answer is chosen for: %(question)s Choose the product, store or customer, or give the right value.",
                        question=issue.message,
                    )
                )
            said, learned = taught
            answer = Answer._record([Answer._vals(waiting, outcome='answered', said=said, learned=learned)])
            Answer._close([(answer, waiting.ids)], 'answered')
            Answer._let_through(waiting.order_id)
        self.env['store.intake.worker']._wake()
        return True

    def _choice(self):
        """Return what was chosen on this row."""
        self.ensure_one()
        return {
            'product': self.answer_product_id,
            'factor': self.answer_factor,
            'new_product': self.answer_new_product,
            'store': self.answer_store_id,
            'partner': self.answer_partner_id,
            'rows': self.answer_rows,
            'value': self.answer_value,
            'meaning': self.answer_value,
        }

    def action_open(self):
        """Open where this is answered: the open question of its cause, with all others of the file to go on to; else this row."""
        self.ensure_one()
        Question = self.env['store.intake.question']
        question = Question.search(Question._with_issues('id', 'in', self.ids), limit=1)
        if not question:
            return {'type': 'ir.actions.act_window', 'res_model': self._name, 'res_id': self.id, 'views': [(False, 'form')]}
        others = Question.search([('document_ids', 'in', self.document_id.ids)], limit=OTHERS)
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Questions"),
            'res_model': Question._name,
            'res_id': question.id,
            'views': [(False, 'form')],
            'params': {'ids': (question | others).ids},
        }

    def action_accept(self):
        """Carry out the proposals: book the delivery of shipped goods, or create the return of refunded ones.

        :returns: True, or the action of the created return
        :raises IntakeRefused: nothing is proposed, or the goods are not there
        """
        self = self._store_act()
        action = True
        for issue in self.filtered(lambda issue: issue.state == 'open'):
            if issue.code not in PROPOSALS:
                raise IntakeRefused(
                    self.env._("Nothing is proposed for: %(question)s Answer it, or ignore it.", question=issue.message)
                )
            action = self.env['store.intake.sale'].sudo()._accept(issue.sudo()) or action
        return action

    def action_read_again(self):
        """Check the orders of these questions again."""
        self = self._store_act()
        self.order_id.filtered(lambda order: order.state in ('question', 'refused')).action_check_again()
        return True

    def action_ignore(self):
        """Ignore these questions. Orders they blocked are checked again without them."""
        self = self._store_act()
        for issue in self.filtered(lambda issue: issue.kind == 'column' and issue.state == 'open'):
            raise IntakeRefused(
                self.env._(
                    "The file cannot be read without an answer to: %(question)s Answer it, or discard the file.",
                    question=issue.message,
                )
            )
        self._close('ignored')
        self.order_id.filtered(lambda order: order.state == 'question').action_check_again()
        return True

    # === INTAKE ===

    @api.model
    def _vals(self, issue, order=None, **values):
        """Return the create values of an engine Issue."""
        return {
            'document_id': order.document_id.id if order else False,
            'order_id': order.id if order else False,
            'code': issue.code,
            'severity': issue.severity,
            'field': issue.field,
            'found': issue.found,
            'proposed': issue.proposed,
            'sheet': issue.sheet or (order.sheet if order else False),
            'row': issue.row or (order.row_from if order else 0),
            'column': issue.column,
            **values,
        }

    def _as_result(self, allowed=None):
        """Return the issue for the sender, without None values and without details of orders they may not see.

        :param allowed: set of the ids of the stores the sender acts for; None: all
        """
        message = self.message
        if self.code == 'other_channel' and allowed is not None:
            message = self.env['store.intake.phrases']._texts()['number_elsewhere']
        if (
            self.code == 'same_number'
            and allowed is not None
            and self.order_id.search_count(
                [
                    ('channel_id', '=', self.channel_id.id),
                    ('external_id', '=', self.order_id.external_id),
                    ('id', '!=', self.order_id.id),
                    ('store_id', 'not in', list(allowed)),
                ],
                limit=1,
            )
        ):
            message = self.env['store.intake.phrases']._texts()['number_taken']
        message = f'{self.place}: {message}' if self.sheet and self.row else message
        return {'code': self.code, 'severity': self.severity, 'field': self.field or '', 'message': message}

    def _close(self, state):
        self.write({'state': state, 'answered_by_id': self.env.uid, 'answered_on': fields.Datetime.now()})

    def _same_question(self):
        """Return the open questions of the channel that have the same answer as this one."""
        self.ensure_one()
        if self.kind in ('value', 'other') or (self.kind == 'store' and not self.found and self._orders_may_name_store()):
            return self
        if self.kind == 'rows':
            return self.search([('document_id', '=', self.document_id.id), ('code', '=', self.code), ('state', '=', 'open')])
        return self.search(
            [
                ('channel_id', '=', self.channel_id.id),
                ('code', '=', self.code),
                ('found', '=', self.found),
                ('state', '=', 'open'),
            ]
        )

    def _make_new_product(self):
        """Create the product of this question although a similar one exists.

        :raises IntakeRefused: its order cannot be read
        """
        (match,) = self.env['store.intake.sale']._match(self.channel_id, [self.order_id.payload])
        lines = {key: line for line, key, _product, _factor in match.lines if key == self.found}
        if not lines:
            raise IntakeRefused(
                self.env._(
                    "Order %(order)s has other open questions, so product %(product)s cannot be made yet. Answer them first.",
                    order=self.order_id.external_id,
                    product=self.found,
                )
            )
        self.env['store.intake.sale'].sudo()._make_products(self.document_id.sudo(), lines)

    def _orders_may_name_store(self):
        """Whether orders of the channel can name a store: then one without store is handled individually."""
        channel = self.channel_id
        return channel.reader != 'table' or 'store' in channel.template_id.column_ids.mapped('target')
