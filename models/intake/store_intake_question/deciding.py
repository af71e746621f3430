# Part of store_group. License LGPL-3.
"""The other ways out of a question: ignore it, leave its orders out, keep or take one of two contents, carry out a delivery."""

from odoo import fields, models
from odoo.exceptions import UserError

from ....exceptions import IntakeRefused


class StoreIntakeQuestion(models.Model):
    _inherit = 'store.intake.question'

    # === ACTIONS ===

    def action_choose(self):
        """Open the dialog to choose another answer."""
        return self._open_answering('answer', self.env._("Answer"))

    def action_ignore(self):
        """Open the dialog to ignore these, or to leave their orders out, with a reason."""
        leaves_out = any(question._stops_whatever_is_ignored() for question in self)
        return self._open_answering('leave_out' if leaves_out else 'ignore', self.env._("Ignore"))

    def action_keep_ours(self):
        """Answer two contents: keep ours in each of their orders."""
        return self._decide('action_keep', 'kept')

    def action_take_new(self):
        """Answer two contents: use the new one in each of their orders."""
        return self._decide('action_take_other', 'taken')

    def action_add_new(self):
        """Answer two contents: the new one is a second part of each order."""
        return self._decide('action_add_other', 'taken')

    def action_view_issues(self):
        """Open the rows of these questions."""
        self._check_may_answer()
        action = self.env['ir.actions.act_window']._for_xml_id('store_group.store_intake_issue_action')
        return dict(action, domain=[('id', 'in', self._issues().ids)], context={})

    def action_view_orders(self):
        """Open the orders of these questions."""
        self._check_may_answer()
        action = self.env['ir.actions.act_window']._for_xml_id('store_group.store_intake_order_action')
        return dict(action, domain=[('id', 'in', self._issues().order_id.ids)], context={})

    # === INTAKE ===

    def _open_answering(self, act, name):
        self._check_may_answer()
        return {
            'type': 'ir.actions.act_window',
            'name': name,
            'res_model': 'store.intake.answering',
            'views': [(False, 'form')],
            'target': 'new',
            'context': {'default_asked': self.ids, 'default_act': act},
        }

    def _stops_whatever_is_ignored(self):
        """Whether its orders cannot be made without an answer: each check asks again."""
        self.ensure_one()
        return self.kind == 'column' or (self.stops and self.is_asked_again and self.kind not in ('conflict', 'progress', 'file'))

    def _ignore(self, reason):
        """Ignore these; orders they blocked are made without an answer.

        :raises IntakeRefused: their orders cannot be made without one
        """
        self._check_may_answer()
        self = self._store_act()
        for question in self:
            if question._stops_whatever_is_ignored():
                raise IntakeRefused(
                    self.env._(
                        "Orders cannot be made without an answer to: %(question)s Answer it, or leave these orders out.",
                        question=question.message,
                    )
                )
            if question.kind == 'conflict':
                raise IntakeRefused(
                    self.env._(
                        "One of two contents has to hold: %(question)s Keep ours or take the new one.", question=question.message
                    )
                )
        Answer, of_question = self.env['store.intake.answer'], self._issues_of()
        said = self.env._("Ignored")
        vals_list = [Answer._vals(issues, outcome='ignored', said=said, reason=reason) for issues in of_question.values()]
        self._close(vals_list, list(of_question.values()), 'ignored')

    def _leave_out(self, reason):
        """Make no sale orders of the orders of these questions; all their questions are closed.

        :raises IntakeRefused: one of them has a sale order
        """
        self._check_may_answer()
        self = self._store_act()
        Answer = self.env['store.intake.answer']
        for question in self.filtered(lambda question: question.kind == 'column'):
            raise IntakeRefused(
                self.env._(
                    "The file cannot be read without an answer to: %(question)s Answer it, or discard the file.",
                    question=question.message,
                )
            )
        for question, issues in self._issues_of().items():
            orders = issues.order_id.filtered(lambda order: order.state != 'refused')
            made = orders.sale_order_id
            if made:
                raise IntakeRefused(
                    self.env._(
                        "%(count)s of these orders have a sale order already, such as %(sale)s. Cancel those instead, "
                        "for: %(question)s",
                        count=len(made),
                        sale=made[0].name,
                        question=question.message,
                    )
                )
            said = self.env._("Left out")
            answer = Answer._record([Answer._vals(issues, outcome='left_out', said=said, reason=reason)])
            asked = orders.issue_ids.filtered(lambda issue: issue.state == 'open') | issues
            Answer._close([(answer, asked.ids)], 'ignored')
            orders._set_state('refused')
            orders.refused_by_id = self.env.user
            orders.document_id._update_counters()
        self.env['store.intake.question'].invalidate_model(flush=False)

    def _decide(self, method, outcome):
        """Call an act of the orders of these conflicts, each alone; what is refused stays and is told."""
        self._check_may_answer()
        self = self._store_act()
        return self._each(outcome, lambda issue: getattr(issue.order_id, method)(), lambda question: question.kind == 'conflict')

    def _carry_out(self):
        """Book the deliveries or prepare the returns these propose, each alone."""
        self = self._store_act()
        return self._each('accepted', lambda issue: issue.action_accept(), lambda question: question.kind == 'progress')

    def _each(self, outcome, act, fits):
        Answer, Issue, failed, done = self.env['store.intake.answer'], self.env['store.intake.issue'], [], 0
        labels = dict(Answer._fields['outcome']._description_selection(self.env))
        for question, issues in self._issues_of().items():
            if not fits(question):
                raise IntakeRefused(
                    self.env._("This does not answer: %(question)s Choose one that fits.", question=question.message)
                )
            vals, served = Answer._vals(issues, outcome=outcome, said=labels[outcome]), Issue
            for issue in issues:
                if issue.exists() and issue.state == 'open':
                    try:
                        with self.env.cr.savepoint():
                            act(issue)
                            self.env.flush_all()
                    except UserError as error:
                        self.env.invalidate_all()
                        failed.append(str(error))
                        continue
                served |= issue.exists()
            done += len(served.order_id)
            if served:
                Answer._record([{**vals, 'order_count': len(served.order_id)}]).sudo().issue_ids = served
                served.filtered(lambda issue: not issue.answered_on).write(
                    {'answered_by_id': self.env.uid, 'answered_on': fields.Datetime.now()}
                )
        self.env['store.intake.question'].invalidate_model(flush=False)
        if failed and not done:
            raise IntakeRefused(failed[0])
        if failed:
            return self._tell(
                self.env._("%(done)s orders are done, %(left)s are left: %(why)s", done=done, left=len(failed), why=failed[0])
            )
        return True
