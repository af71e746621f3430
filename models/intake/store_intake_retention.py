# Part of store_group. License LGPL-3.
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ...engine.intake.answering.causes import NAMING_NOBODY
from ...engine.intake.forgetting import forgotten

CHUNK = 500
FINAL = ('done', 'refused', 'duplicate')
WAITING = ('new', 'question', 'ready', 'conflict')
QUESTION, ANSWER = ('found', 'proposed', 'answer_value'), ('found', 'proposed', 'said')  # what quotes a file
TOLD = ('told_day', 'told_total', 'told_currency')


class StoreIntakeRetention(models.AbstractModel):
    """Ends the life of raw content whose time is over: the file or call is dropped, people are taken out of its orders.

    How it works: a channel says how many days (*Keep Raw Content*; 0: for ever). What waits for a person, or is a quotation
    yet, keeps its content until it is decided. Checksum, number and fingerprint stay, so that the same file or order makes
    nothing again. It never touches sale orders, deliveries, invoices, contacts or what they say.
    Cost: chunks of 500 orders, each committed; interrupted work goes on with the next run.
    """

    _name = 'store.intake.retention'
    _description = 'Life of Raw Content'

    # === INTAKE ===

    @api.model
    def _cron_forget(self):
        """Drop what is due, channel by channel."""
        channels = self.env['store.channel'].with_context(active_test=False).search([('keep_days', '>', 0)])
        self.env['ir.cron']._commit_progress(remaining=len(channels))
        for channel in channels:
            before = fields.Datetime.now() - timedelta(days=channel.keep_days)
            if not (self._forget_orders(channel, before) and self._drop_documents(channel, before)):
                return
            self.env['ir.cron']._commit_progress(1)

    def _forget_orders(self, channel, before):
        """Take the people out of the orders whose content arrived before a moment. Return whether all are done."""
        Order = self.env['store.intake.order']
        decided = Domain('sale_order_id', '=', False) | Domain('sale_order_id.state', 'in', ('sale', 'cancel'))
        asked = Domain('state', '=', 'open') & (Domain('severity', '=', 'error') | Domain('stays', '=', True))
        due = (
            Domain('channel_id', '=', channel.id)
            & Domain('redacted_on', '=', False)
            & Domain('state', 'in', FINAL)
            & Domain('document_id.create_date', '<', before)
            & decided
            & Domain('issue_ids', 'not any', asked)
        )
        while orders := Order.search(due, limit=CHUNK, order='id'):
            self._forget(orders)
            if not self.env['store.intake.worker']._checkpoint():
                return False
        return True

    def _forget(self, orders):
        now = fields.Datetime.now()
        with self.env.protecting([orders._fields[name] for name in TOLD], orders):  # a day stays what it was
            for order in orders:
                order.write({'payload': forgotten(order.payload), 'customer_name': False, 'redacted_on': now})
        quoting = self._forget_questions(Domain('order_id', 'in', orders.ids) & Domain('state', '!=', 'open'))
        for document, own in orders.grouped('document_id').items():
            document.redacted_orders += len(own)
            document.redacted_issues += len(quoting.filtered(lambda issue, document=document: issue.document_id == document))
        self.env.flush_all()
        orders.invalidate_recordset()

    def _drop_documents(self, channel, before):
        """Drop the raw content that arrived before a moment. Return whether all is done."""
        self._forget_left_answers(channel, before)
        due = (
            Domain('channel_id', '=', channel.id)
            & Domain('redacted_on', '=', False)
            & Domain('state', 'in', ('done', 'failed'))
            & Domain('removing', '=', False)
            & Domain('create_date', '<', before)
            & Domain('order_ids', 'not any', [('state', 'in', WAITING)])
        )
        while documents := self.env['store.intake.document'].search(due, limit=CHUNK, order='id'):
            for document in documents:
                quoting = self._forget_questions(Domain('document_id', '=', document.id) & Domain('order_id', '=', False))
                document.write(
                    {
                        'content': False,
                        'redacted_on': fields.Datetime.now(),
                        'redacted_issues': document.redacted_issues + len(quoting),
                    }
                )
            if not self.env['store.intake.worker']._checkpoint():
                return False
        return True

    def _forget_left_answers(self, channel, before):
        """Empty the answers given before a moment whose questions have forgotten whom they quoted, ask again, or are gone."""
        redacted = Domain('order_id.redacted_on', '!=', False) | (
            Domain('order_id', '=', False) & Domain('document_id.redacted_on', '!=', False)
        )
        left = (
            Domain('undone_on', '!=', False)
            | Domain('issue_ids', '=', False)
            | (Domain('issue_ids', 'any', redacted) & Domain('issue_ids', 'not any', self._quoting(QUESTION)))
        )
        given = Domain('channel_id', '=', channel.id) & Domain('answered_on', '<', before)
        self._forget_answers(self.env['store.intake.answer'].search(given & left & self._quoting(ANSWER) & self._about_people()))

    def _forget_questions(self, domain):
        """Empty what those questions quote of people. Return the ones that quoted something."""
        quoting = self.env['store.intake.issue'].search(domain & self._about_people() & self._quoting(QUESTION))
        answers = quoting.answer_id
        quoting.write(dict.fromkeys(QUESTION, False))
        self._forget_answers(answers)
        return quoting

    def _quoting(self, names):
        """Return the domain of the rows with a value in one of these fields."""
        return Domain.OR(Domain(name, '!=', False) for name in names)

    @api.model
    def _about_people(self):
        """Return the domain of questions, or answers, that may quote people: in a shifted row any cell does."""
        return ~Domain('code', 'in', NAMING_NOBODY)

    def _forget_answers(self, answers):
        """Empty what answers quote of people once none of their questions does any more; they cannot be undone then.

        Who answered, when and how many orders stay; a reason is what a person wrote about it, and stays.
        """
        still = answers.issue_ids.filtered(lambda issue: any(issue[name] for name in QUESTION)).answer_id
        (answers - still).write({**dict.fromkeys(ANSWER, False), 'learned': {'final': True}})
