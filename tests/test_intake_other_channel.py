# Part of store_group. License LGPL-3.
"""A file that another channel has, dropped into a new one or into the wrong one, makes no order a second time unasked."""

import base64

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .intake_common import HEADER, IntakeCommon

DAY = '2024-03-05'


def row(number, amount=25, day=DAY):
    return f'one,{number},{day},B1,Buyer,T-SHIRT,Shirt,2,{amount},'


@tagged('post_install', '-at_install')
class TestOtherChannel(IntakeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second = cls.files.copy({'name': 'Second', 'code': 'T-SECOND'})
        cls.second.store_map_ids = [(0, 0, {'name': 'one', 'store_id': cls.store_1.id})]

    def _raw(self, *rows):
        return '\n'.join([HEADER, *rows]).encode()

    def _form(self, *rows, **values):
        form = Form(self.env['store.intake.upload'].with_context(default_filename='rows.csv'))
        form.content = base64.b64encode(self._raw(*rows))
        for name, value in values.items():
            form[name] = value
        return form

    def _orders(self, channel):
        return self.env['store.intake.order'].search([('channel_id', '=', channel.id)])

    # === IN THE UPLOAD ===

    def test_the_same_file_is_asked_about_wherever_it_is_dropped(self):
        self._take_over(self._upload(row('F1'), row('F2')))
        form = self._form(row('F1'), row('F2'))
        self.assertFalse(form.channel_id, 'two channels read it')
        self.assertTrue(form.asks_shop)
        self.assertIn('in a channel already: Files', form.question)
        form.store_id = self.store_1
        upload = form.save()
        with self.assertRaisesRegex(UserError, 'in a channel already: Files'):
            upload.action_read()
        upload.channel_id = self.second
        with self.assertRaisesRegex(UserError, 'in a channel already: Files'):
            upload.action_read()
        upload.channel_id = self.files
        document = self.Document.browse(upload.action_read()['res_id'])
        self.assertEqual((document.duplicate_count, document.channel_id), (2, self.files))

    def test_orders_of_the_channel_are_known_in_another_file(self):
        self._take_over(self._upload(row('F1'), row('F2'), row('F3')))
        form = self._form(row('F2'), row('F3', 30), row('F4'), channel_id=self.second)
        self.assertIn('in a channel already: Files', form.question)
        form = self._form(row('F1', 7, '2024-05-05'), row('F2', 8), channel_id=self.second)
        self.assertFalse(form.asks_shop, 'numbers of a shop that counts from 1')

    def test_where_several_fit_one_is_chosen_or_said_to_be_none(self):
        form = self._form(row('N1'))
        self.assertIn('can read this file', form.question)
        form.store_id = self.store_1
        with self.assertRaisesRegex(UserError, 'can read this file'):
            form.save().action_read()
        form = self._form(row('N1'))
        form.store_id = self.store_1
        form.is_other_shop = True
        self.assertFalse(form.question and 'can read this file' in form.question)
        upload = form.save()
        upload.column_ids.filtered(lambda column: column.header == 'Amount').target = 'line.subtotal'
        document = self.Document.browse(upload.action_read()['res_id'])
        self.assertNotIn(document.channel_id, self.files | self.second)

    def test_another_shops_file_is_taken_in_where_somebody_says_so(self):
        self._take_over(self._upload(row('F1')))
        upload = self._form(row('F1'), channel_id=self.second).save()
        upload.is_other_shop = True
        document = self.Document.browse(upload.action_read()['res_id'])
        self._take_over(document)
        self.assertEqual((document.is_other_shop, document.done_count), (True, 1))
        self.assertFalse(document.issue_ids.filtered(lambda issue: issue.code == 'other_channel'))

    # === BY ANOTHER DOOR ===

    def _send(self, *rows):
        raw = base64.b64encode(self._raw(*rows)).decode()
        document = self.Document.browse(self.BotDocument.submit_file('T-SECOND', 'rows.csv', raw)['document_id'])
        self._background()
        self.env.invalidate_all()
        return document

    def test_a_file_sent_by_a_program_waits_for_an_answer(self):
        self._take_over(self._upload(row('F1'), row('F2')))
        document = self._send(row('F1'), row('F2'))
        orders = self._orders(self.second)
        self.assertEqual((orders.mapped('state'), len(orders.sale_order_id)), (['question'] * 2, 0))
        question = self.env['store.intake.question'].search([('document_ids', 'in', document.ids)])
        self.assertEqual((len(question), question.code, question.order_count), (1, 'other_channel', 2))
        self.assertIn('in another channel already, with this number and day: Files', question.message)
        told = self.BotDocument.get_results(document.id)['results'][0]['issues'][0]
        self.assertNotIn('Files', told['message'], 'a program is not told of what it may not see')
        question._leave_out('the same')
        self.assertEqual(orders.mapped('state'), ['refused'] * 2)

    def test_ignored_it_is_an_order_of_its_own(self):
        self._take_over(self._upload(row('F1')))
        document = self._send(row('F1'))
        self.env['store.intake.question'].search([('document_ids', 'in', document.ids)])._ignore('two shops')
        self._background()
        self.env.invalidate_all()
        self.assertEqual(self._orders(self.second).sale_order_id.amount_total, 25.0)

    def test_other_orders_and_other_days_are_not_asked_about(self):
        self._take_over(self._upload(row('F1'), row('F2')))
        self._send(row('F1', 30), row('F2', 25, '2024-03-15'), row('F3'))
        orders = self._orders(self.second)
        self.assertEqual((orders.mapped('state'), len(orders.sale_order_id)), (['done'] * 3, 3))

    def test_a_discarded_file_is_known_nowhere(self):
        self._upload(row('F1')).action_discard()
        self._send(row('F1'))
        self.assertEqual(self._orders(self.second).state, 'done')
