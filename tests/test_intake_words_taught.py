# Part of store_group. License LGPL-3.
from odoo.tests import tagged

from .intake_common import HEADER, IntakeCommon


@tagged('post_install', '-at_install')
class TestIntakeWordsTaught(IntakeCommon):
    """An answer about a word goes to the column in which the word stands."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Question = cls.env['store.intake.question']

    def _column(self, header, target, words='', **values):
        return self.template.column_ids.create(
            {'template_id': self.template.id, 'header': header, 'target': target, 'value_map': words, **values}
        )

    def _row(self, number, *more):
        return ','.join((f'one,{number},2024-03-05,B1,One,T-SHIRT,Shirt,1,10,0', *more))

    def _questions(self, document):
        return self.Question.search([('document_ids', 'in', document.ids), ('code', '=', 'unknown_value')])

    def test_a_word_for_a_return(self):
        column, header = self._column('Kind', 'line.is_return', 'Return=true;Sale=false'), HEADER + ',Kind'
        document = self._upload(self._row('A1', 'Sale'), self._row('A2', 'Goodwill'), header=header)
        question = self._questions(document)
        self.assertEqual((question.found, question.order_count), ('Goodwill', 1))
        self.Question.answer(question.ids, value='false')
        self.assertEqual(column.value_map, 'Return=true;Sale=false;Goodwill=false')
        self.assertFalse(self._questions(self._upload(self._row('A3', 'Goodwill'), header=header)))
        answer = self.env['store.intake.answer'].search([('channel_id', '=', self.files.id)])
        answer.action_undo()
        self.assertEqual(column.value_map, 'Return=true;Sale=false')

    def test_a_word_for_a_return_where_there_is_no_list(self):
        column, header = self._column('Kind', 'line.is_return'), HEADER + ',Kind'
        document = self._upload(self._row('A1', 'no'), self._row('A2', 'Sold'), header=header)
        self.Question.answer(self._questions(document).ids, value='false')
        self.assertIn(';Sold=false', column.value_map)
        self.assertIn(';no=false', column.value_map)
        self.assertFalse(self._questions(self._upload(self._row('A3', 'Sold'), self._row('A4', 'no'), header=header)))

    def test_a_word_of_the_second_status(self):
        first = self._column('After Sale', 'status', 'None=;Returned=refunded')
        second = self._column('State', 'status', 'Paid=paid', is_otherwise=True)
        header = HEADER + ',After Sale,State'
        document = self._upload(self._row('A1', 'None', 'Zonk'), self._row('A2', 'Blorp', 'Paid'), header=header)
        for word, meant in (('Zonk', 'shipped'), ('Blorp', 'refunded')):
            question = self._questions(document).filtered(lambda one, word=word: one.found == word)
            self.Question.answer(question.ids, value=meant)
        self.assertEqual(first.value_map, 'None=;Returned=refunded;Blorp=refunded')
        self.assertEqual(second.value_map, 'Paid=paid;Zonk=shipped')
        self.assertFalse(
            self._questions(self._upload(self._row('A3', 'None', 'Zonk'), self._row('A4', 'Blorp', 'Paid'), header=header))
        )
        for answer in self.env['store.intake.answer'].search([('channel_id', '=', self.files.id)]):
            answer.action_undo()
        self.assertEqual((first.value_map, second.value_map), ('None=;Returned=refunded', 'Paid=paid'))
