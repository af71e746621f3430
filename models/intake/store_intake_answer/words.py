# Part of store_group. License LGPL-3.
from odoo import api, models

from ....engine.cleaning.places import LEFT
from ....engine.cleaning.text import fold
from ....engine.intake.answering.contents import target_of, words_taken
from ....exceptions import IntakeRefused


class StoreIntakeAnswer(models.Model):
    """What a word of a column means, learned by the column in which it stands: a status may be written in several."""

    _inherit = 'store.intake.answer'

    @api.model
    def _teach_word(self, channel, issues, value):
        """Note what a word of the channel's files means, so that the next file is read without a question."""
        found, learned = issues[:1].found, []
        if channel.reader != 'table' or {';', '='} & {*found, *value}:
            return {}
        for column in self._columns_of(channel, issues):
            was = column.value_map or ''
            # a column with a list takes nothing else: what it took until now stays in it
            known = was.strip('; ') or ';'.join(f'{word}={meant}' for word, meant in words_taken(column.target))
            if known:
                column.value_map = f'{known};{found}={value}'
                learned.append([column.id, was, column.value_map])
        return {'words': learned} if learned else {}

    def _columns_of(self, channel, issues):
        """Return the columns of the layout in which the words of these questions stand."""
        template = channel.template_id
        columns = (template | template.beside_id).column_ids
        fitting = columns.filtered(lambda column: column.target == target_of(issues[:1].field))
        if len(fitting) < 2:
            return fitting
        found = fitting.browse()
        places = {(issue.document_id, issue.sheet or '', issue.column or '') for issue in issues}
        for document, sheet, letter in places:
            label = fold(self.env['store.intake.reader']._header_at(document, sheet, letter))
            found |= fitting.filtered(lambda column, label=label: label and label in column._column().names())[:1]
        return found

    @api.model
    def _teach_place(self, channel, issue, value):
        """Note in which city a district lies that addresses of the channel name alone.

        :raises IntakeRefused: it lies in no such place
        """
        options = (issue.proposed or '').split(' | ')
        if value not in (*options, LEFT):
            raise IntakeRefused(
                self.env._(
                    "%(district)s lies in none of that name. Choose one of: %(options)s, or - to leave such addresses as they "
                    "stand.",
                    district=issue.found,
                    options=', '.join(options),
                )
            )
        line = f'{issue.found}={value}'
        channel.place_words = '\n'.join(filter(None, (channel.place_words, line)))
        return {'place': line}
