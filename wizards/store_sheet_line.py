# Part of store_group. License LGPL-3.
from datetime import date
from decimal import Decimal

from odoo import fields, models

from ..engine.table.sheet_diff import Change
from ..engine.table.sheet_file import shown


class StoreSheetLine(models.TransientModel):
    """A row of an uploaded sheet in the preview: a change or an error."""

    _name = 'store.sheet.line'
    _description = 'Row of a Set-up List'
    _order = 'sequence, number, id'

    sheet_id = fields.Many2one('store.sheet', required=True, index=True, ondelete='cascade')
    sequence = fields.Integer()
    number = fields.Integer(string="Row")
    state = fields.Selection(
        [('error', "Error"), ('new', "New"), ('change', "Changed"), ('done', "Applied"), ('failed', "Not Applied")], required=True
    )
    name = fields.Char(string="Record")
    text = fields.Text(string="What Changes")
    message = fields.Text(string="What to Do")
    data = fields.Json()

    # === STRUCTURE ===

    def _vals_of(self, spec, change, letters, stamp):
        """Return the values of the line that shows `change`."""
        return {
            'number': change.number,
            'sequence': ('error', 'change', 'new').index(change.kind),
            'state': change.kind,
            'name': ' · '.join(
                self._cell(spec, column, value) for column, value in zip(spec.keys, change.key, strict=True) if value is not None
            ),
            'text': '\n'.join(
                self._difference(spec, name, old, new, change.kind == 'new')
                for name, (old, new) in change.values.items()
                if not spec.by_name[name].is_key
            ),
            'message': '\n'.join(self._sentence(spec, problem, letters) for problem in change.problems),
            'data': {
                'key': [_to_json(value) for value in change.key],
                'values': {name: [_to_json(old), _to_json(new)] for name, (old, new) in change.values.items()},
                'stamp': stamp,
            },
        }

    def _change(self, spec):
        """Return (Change, stamp) at the time of the preview."""
        self.ensure_one()
        key = tuple(_from_json(value, column) for value, column in zip(self.data['key'], spec.keys, strict=True))
        values = {
            name: tuple(_from_json(value, spec.by_name[name]) for value in pair) for name, pair in self.data['values'].items()
        }
        return Change(self.state, self.number, key, values), self.data['stamp']

    def _cell(self, spec, column, value):
        found = shown(spec, column, value)
        return f'{found:f}' if isinstance(found, Decimal) else str(found)

    def _difference(self, spec, name, old, new, is_new):
        column = spec.by_name[name]
        old, new = self._cell(spec, column, old), self._cell(spec, column, new)
        blank = self.env._("(empty)")
        return f'{column.header}: {new}' if is_new else f'{column.header}: {old or blank} → {new or blank}'

    def _sentence(self, spec, problem, letters):
        """Return the problem of a cell and the next step."""
        column = spec.by_name.get(problem.column)
        sentences = {
            'required': self.env._("Something must stand here."),
            'digits_lost': self.env._(
                "The spreadsheet kept only 15 digits of %(found)s. Format the column as text and type it again.",
                found=problem.found,
            ),
            'became_date': self.env._(
                "The spreadsheet made a date of this (%(found)s). Format the column as text and type it again.",
                found=problem.found,
            ),
            'formula_error': self.env._("The formula shows %(found)s. Put the value itself there.", found=problem.found),
            'not_number': self.env._("%(found)s is not a number. Write it like 1234.50.", found=problem.found),
            'not_date': self.env._("%(found)s is not a date. Write it like 2024-03-31.", found=problem.found),
            'not_bool': self.env._("%(found)s is neither yes nor no. Write 1 or 0.", found=problem.found),
            'not_choice': self.env._(
                "%(found)s is not one of: %(choices)s.", found=problem.found, choices=self._some_choices(column)
            ),
            'unknown_code': self.env._("Unknown code %(found)s.", found=problem.found),
            'ambiguous_code': self.env._(
                "More than one product has the code %(found)s. Use the other code or barcode.", found=problem.found
            ),
            'looks_like': self.env._(
                "%(found)s is new, but looks like %(proposed)s. Write the code exactly, or choose a clearly different one.",
                found=problem.found,
                proposed=problem.proposed,
            ),
            'duplicate_key': self.env._("The same record is in row %(found)s too. Keep one of the rows.", found=problem.found),
            'other_name': self.env._(
                "This login belongs to %(proposed)s. Correct the login or the name.", proposed=problem.proposed
            ),
            'one_place': self.env._("Name exactly one place: a store, or a group (or all stores, for a member)."),
            'stale': self.env._(
                "Somebody changed this record after you downloaded the sheet. Download again and repeat your change."
            ),
        }
        sentence = sentences[problem.code]
        if problem.code == 'unknown_code' and problem.proposed:
            sentence += ' ' + self.env._("Did you mean %(proposed)s?", proposed=problem.proposed)
        if column is None:
            return sentence
        letter = letters.get(column.name) or '-'
        place = self.env._("Column %(letter)s (%(header)s):", letter=letter, header=column.header)
        return f'{place} {sentence}'

    def _some_choices(self, column):
        labels = [labels[0] for _value, *labels in column.choices] if column else []
        return ', '.join(labels[:8]) + (' …' if len(labels) > 8 else '')


def _to_json(value):
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _from_json(value, column):
    if value is None:
        return None
    if column.kind == 'number':
        return Decimal(str(value))
    if column.kind == 'date':
        return date.fromisoformat(value)
    return tuple(value) if column.kind == 'codes' else value
