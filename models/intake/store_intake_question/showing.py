# Part of store_group. License LGPL-3.
"""What is shown beside a question: other candidates, sample orders with what the file says, both sides of a conflict."""

from odoo import api, fields, models

from ....engine.intake.answering.causes import NAMING_NOBODY
from ....engine.intake.answering.contents import differences, told
from ....engine.intake.vocabulary import LINE_FIELDS
from .proposing import RECORDS

# What somebody bound to stores reads of an order's content: nothing of its customer.
# by their whole names: a key nobody knows may hold a phone
OPEN = frozenset(('ordered_at', 'store', 'status', 'total', *(f'line.{name}' for name in LINE_FIELDS)))


class StoreIntakeQuestion(models.Model):
    _inherit = 'store.intake.question'

    details = fields.Json(compute='_compute_details')

    # === COMPUTE ===

    @api.depends_context('uid', 'lang')
    def _compute_details(self):
        """What the form draws: {'candidates': [...], 'samples': [...], 'ways': [...]}."""
        found = self._candidates()
        for question, issues in self._samples().items():
            question.details = {
                'candidates': question._candidates_shown(found.get(question.id) or ()),
                'samples': question._samples_shown(issues),
                'more': max(0, question.row_count - len(issues)),
            }

    def _candidates_shown(self, ranked):
        if self.kind not in RECORDS:
            named = self.env['store.intake.template.column']._meanings() if self.kind == 'column' else {}
            return [
                {
                    'key': found.key,
                    'name': named.get(found.key, str(found.key)),
                    'score': found.score,
                    'why': self._reasons_said(found.reasons),
                }
                for found in ranked
            ]
        records = self.env[RECORDS[self.kind]].with_context(active_test=False).browse([found.key for found in ranked])
        return [
            {
                'key': record.id,
                'name': record.display_name,
                'image': f'/web/image/product.product/{record.id}/image_128' if self.kind == 'product' else False,
                'score': found.score,
                'why': self._reasons_said(found.reasons),
            }
            for found, record in zip(ranked, records, strict=True)
        ]

    def _samples_shown(self, issues):
        """Return what the form shows of some questions: the place, the order, what the file says; two contents side by side."""
        labels, whole, quotes = self._labels(), self.may_answer, self._may_quote()
        shown = []
        for issue in issues:
            order, at = issue.order_id, _line_of(issue.field)
            said = [(path, value) for path, value in told(order.payload, at) if path != 'external_id'] if order else []
            said = said if whole else [(path, value) for path, value in said if quotes and path in OPEN]
            sample = {
                'id': issue.id,
                'order_id': order.id or False,
                'order': order.external_id or issue.document_id.filename,
                'place': (issue.place or '') if issue.row else _named(labels, issue.field or ''),
                'file': issue.document_id.filename or '',
                'message': issue.message if quotes or self.code in NAMING_NOBODY else self.message,
                'cells': [{'name': labels.get(path, path), 'value': value} for path, value in said],
            }
            if self.kind == 'conflict' and whole and order.conflict_payload:
                sample['sides'] = [
                    {'name': _named(labels, path), 'ours': ours, 'theirs': theirs}
                    for path, ours, theirs in differences(order.payload, order.conflict_payload)
                ]
                sample['ours'] = order._summary()
                sample['way'] = self._way_out(order)
            shown.append(sample)
        return shown

    @api.model
    def _way_out(self, order):
        """Return what is in the way of taking the new content of a conflict, '' for nothing."""
        sale = order.sale_order_id
        if sale.state == 'cancel':
            return self.env._("%(sale)s is cancelled. Keep ours, or set it back to a quotation to take the new.", sale=sale.name)
        takes = order._is_called_off() or order._goes_on_only() or order._changes_words_only()
        if sale.state == 'sale' and not takes and not order._is_added_up():
            return self.env._(
                "%(sale)s is confirmed. Keep ours and change it by hand, or set it back to a quotation to take the new.",
                sale=sale.name,
            )
        return ''

    @api.model
    def _labels(self):
        """Return {path in the canonical order: words}."""
        return dict(self.env['store.intake.template.column'].sudo()._fields['target']._description_selection(self.env))


def _line_of(field):
    """Return the position of the line a place names, None for another place."""
    step = (field or '').partition('.')[0]
    return int(step[6:-1]) if step.startswith('lines[') and step[6:-1].isdigit() else None


def _named(labels, path):
    """Return the words for a place in a content: 'lines[2].quantity' is the quantity of the third line."""
    at, rest = _line_of(path), path.partition('.')[2]
    if at is None:
        return labels.get(path, path)
    return f"{at + 1}. {labels.get(f'line.{rest}', rest)}".strip()
