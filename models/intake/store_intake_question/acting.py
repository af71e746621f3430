# Part of store_group. License LGPL-3.
"""Answering questions of one cause together."""

from odoo import api, models
from odoo.fields import Domain

from ....engine import arguments
from ....exceptions import IntakeRefused
from ...people.door import CELLS, MOST, door
from ..sql import questions

ANSWERED = ('product', 'store', 'customer', 'rows', 'column', 'value')  # with a choice
PIECES = 100  # products of one bundle
NAMES = {'product': 'product', 'store': 'store', 'customer': 'partner', 'value': 'value'}


class StoreIntakeQuestion(models.Model):
    _inherit = 'store.intake.question'

    # === ACTIONS ===

    def action_accept(self):
        """Take what is proposed as the answer to each of these; a delivery or return that is proposed is carried out.

        :raises IntakeRefused: one has no proposal
        """
        self._check_may_answer()
        acts = self.filtered(lambda question: question.kind == 'progress')
        answered = self - acts
        for question in answered.filtered(lambda question: not question.proposal):
            raise IntakeRefused(
                self.env._("Nothing is proposed for: %(question)s Choose an answer, or ignore it.", question=question.message)
            )
        answered._accept_proposals()
        return acts._carry_out() if acts else True

    def action_accept_certain(self):
        """Accept those of these whose proposal is certain; the others stay."""
        self._check_may_answer()
        certain = self.filtered('is_certain')
        if not certain:
            raise IntakeRefused(
                self.env._("None of these %(count)s questions has a certain proposal. Look at each one.", count=len(self))
            )
        orders = sum(certain.mapped('order_count'))
        left = len(self) - len(certain)
        certain._accept_proposals()
        return self._tell(
            self.env._(
                "%(count)s questions of %(orders)s orders are answered, %(left)s are left.",
                count=len(certain),
                orders=orders,
                left=left,
            )
        )

    def action_accept_kind(self):
        """Accept every certain proposal for questions of this kind in this channel."""
        return self.search(
            Domain.OR([('kind', '=', item.kind), ('channel_id', '=', item.channel_id.id)] for item in self)
        ).action_accept_certain()

    def action_accept_file(self):
        """Accept every certain proposal in the files of these questions."""
        documents = self.env['store.intake.issue'].browse([row[1] for row in questions.members(self.env, self.ids)]).document_id
        return self._of_files(documents).action_accept_certain()

    def action_check_again(self):
        """Check the orders of these questions again, for what was mended elsewhere."""
        self._check_may_answer()
        issues = self._issues()
        orders = issues.order_id.filtered(lambda order: order.state in ('question', 'refused'))
        self.env['store.intake.answer']._go_on(questions.check_again(self.env, orders.ids, ('question', 'refused')))
        return True

    @api.model
    @door(question=arguments.ident(), others=arguments.items(arguments.anything(), CELLS))
    def following(self, question, others):
        """Return the id of the question to show after `question`: itself while it is open, else the next open one of `others`.

        :param int question: id of a question; :param list others: ids in the order of the screen
        :return: id, or False if none is left
        """
        ids = [int(number) for number in others if isinstance(number, int)][:1000]
        still = set(self.search([('id', 'in', [question, *ids])]).ids)
        if question in still:
            return question
        at = ids.index(question) if question in ids else 0
        return next((number for number in (*ids[at:], *ids[:at]) if number in still), False)

    # === INTAKE ===

    @api.model
    @door(
        ids=arguments.items(arguments.ident(), MOST),
        product=arguments.maybe(arguments.ident()),
        store=arguments.maybe(arguments.ident()),
        partner=arguments.maybe(arguments.ident()),
        factor=arguments.maybe(arguments.number()),
        new_product=arguments.flag(),
        rows=arguments.maybe(arguments.text()),
        meaning=arguments.maybe(arguments.text()),
        value=arguments.maybe(arguments.text()),
        components=arguments.maybe(
            arguments.rows(PIECES, product=arguments.ident(), quantity=arguments.number(), share_=arguments.number())
        ),
    )
    def answer(
        self,
        ids,
        product=False,
        store=False,
        partner=False,
        factor=False,
        new_product=False,
        rows=False,
        meaning=False,
        value=False,
        components=False,
    ):
        """Answer the questions of these causes with one choice; what fits the kind is used.

        :param list ids: of questions
        :param int product, store, partner: ids
        :param float factor: units of the product in one of the channel
        :param bool new_product: whether it is a new one
        :param str rows: 'keep' or 'once'
        :param str meaning: a target of a layout, or 'ignore'
        :param str value: what the order should have said
        :param list components: of a bundle: {'product': id, 'quantity': units of it in one}, with 'share' (per cent of its price)
            where it has one
        :return: True
        :raises IntakeRefused: nothing that fits was chosen, or somebody else answered meanwhile
        """
        choice = {'factor': factor, 'new_product': new_product, 'rows': rows, 'meaning': meaning, 'value': value}
        for name, model, number in (
            ('product', 'product.product', product),
            ('store', 'store.store', store),
            ('partner', 'res.partner', partner),
        ):
            choice[name] = number and self.env[model].with_context(active_test=False).browse(number).exists()
        ids_of = [row['product'] for row in components or ()]
        parts = self.env['product.product'].with_context(active_test=False).browse(ids_of).exists()
        choice['components'] = len(parts) == len(set(ids_of)) and [
            (parts.browse(row['product']), row['quantity'], row.get('share') or 0.0) for row in components or ()
        ]
        choice = {name: chosen for name, chosen in choice.items() if chosen}
        return self.browse(ids)._answer(choice)

    def _answer(self, choice):
        """Answer these with one choice of records and words."""
        self._check_may_answer()
        self = self._store_act()
        Answer, vals_list, closed = self.env['store.intake.answer'], [], []
        for question, issues in self._issues_of().items():
            taught = Answer._teach(issues, choice)
            if not taught:
                raise IntakeRefused(
                    self.env._("No answer is chosen for: %(question)s Choose one that fits.", question=question.message)
                )
            vals_list.append(Answer._vals(issues, outcome='answered', said=taught[0], learned=taught[1]))
            closed.append(issues)
        self._close(vals_list, closed, 'answered')
        return True

    def _accept_proposals(self):
        """Answer these with their proposals. Products of one channel are learned together."""
        self = self._store_act()
        of_question = self._issues_of()
        Answer, vals_list, closed = self.env['store.intake.answer'], [], []
        products = self.filtered(lambda question: question.kind == 'product')
        for channel, own in products.grouped('channel_id').items():
            chosen = {
                question.found: (
                    question.proposed_product_id,
                    1.0,
                    question.proposed if question.code == 'unknown_product' else False,
                )
                for question in own
            }
            learned = Answer._teach_products(channel, chosen)
            for question in own:
                said = Answer._product_said(question.proposed_product_id, 1.0)
                vals_list.append(
                    Answer._vals(of_question[question], outcome='answered', said=said, learned=learned[question.found])
                )
                closed.append(of_question[question])
        for question in self - products:
            issues = of_question[question]
            said, learned = Answer._teach(issues, question._proposed_choice())
            vals_list.append(Answer._vals(issues, outcome='answered', said=said, learned=learned))
            closed.append(issues)
        self._close(vals_list, closed, 'answered')

    def _proposed_choice(self):
        return {'store': self.proposed_store_id, 'partner': self.proposed_partner_id, 'value': self.proposed_value}

    def _close(self, vals_list, closed, state):
        """Record the answers, close the questions of each, and let their orders through."""
        Answer = self.env['store.intake.answer']
        answers = Answer._record(vals_list)
        Answer._close([(answer, issues.ids) for answer, issues in zip(answers, closed, strict=True)], state)
        orders = self.env['store.intake.order'].union(*(issues.order_id for issues in closed))
        Answer._let_through(orders)
        self.env['store.intake.question'].invalidate_model(flush=False)

    def _issues(self):
        """Return all open rows of these causes."""
        return self.env['store.intake.issue'].browse([row[1] for row in questions.members(self.env, self.ids)])

    def _issues_of(self):
        """Return {question: its open rows}.

        :raises IntakeRefused: one was answered meanwhile
        """
        found = {}
        questions.lock(self.env, self.ids)
        for head, number, _order in questions.members(self.env, self.ids):
            found.setdefault(head, []).append(number)
        gone = self.filtered(lambda question: question.id not in found)
        if gone:
            by = self.env['store.intake.issue'].browse(gone.ids).exists().answered_by_id.sudo()
            raise IntakeRefused(
                self.env._(
                    "This was answered meanwhile by %(user)s. Reload the page to see the answer.",
                    user=', '.join(by.mapped('name')[:5]) or self.env._("somebody else"),
                )
            )
        Issue, every = self.env['store.intake.issue'], [number for ids in found.values() for number in ids]
        return {question: Issue.browse(found[question.id]).with_prefetch(every) for question in self}

    def _of_files(self, documents):
        return self.search([('document_ids', 'in', documents.ids)]) if documents else self.browse()

    def _check_may_answer(self):
        """:raises AccessError: whoever may read questions only"""
        self.env['store.intake.issue'].check_access('write')

    def _tell(self, message):
        """Return an action that shows what was done and loads the screen again."""
        return {
            'type': 'ir.actions.client',
            'tag': 'display_notification',
            'params': {'message': message, 'type': 'success', 'next': {'type': 'ir.actions.client', 'tag': 'soft_reload'}},
        }
