# Part of store_group. License LGPL-3.
import base64

from odoo.exceptions import UserError
from odoo.tests import tagged

from .intake_common import HEADER
from .test_intake_drop import DropCommon
from .test_intake_upload import TestIntakeUpload as Upload

TURNED = ('one,A1,11/05/2024,B1,Li,S1,Cap,2,20,', 'one,A2,11/13/2024,B2,Wu,S1,Cap,1,10,')


@tagged('post_install', '-at_install')
class TestIntakeDates(DropCommon):
    """A file with day and month the other way round is not read before somebody says so."""

    dropped, landed = Upload.dropped, Upload.landed

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = cls.dropper
        cls.template.date_formats = '%d/%m/%Y'

    def _sent(self, *rows):
        content = base64.b64encode('\n'.join([HEADER, *rows]).encode()).decode()
        sent = self.BotDocument.submit_file(self.files.code, 'rows.csv', content)
        self._background()
        return self.Document.browse(sent['document_id'])

    def test_a_program_sends_the_other_order(self):
        document = self._sent(*TURNED)
        self.assertEqual((document.state, document.date_order, document.order_ids.ids), ('failed', 'ask', []))
        self.assertIn('11/13/2024, C3', document.error)
        said = document.with_user(self.admin)
        said.action_month_first()
        self._background()
        self.assertNotEqual(document.state, 'failed', document.error)
        days = document.order_ids.sorted('external_id').mapped('payload')
        self.assertEqual([day['ordered_at'] for day in days], ['2024-11-05', '2024-11-13'])
        self.assertEqual(self.template.date_formats, '%d/%m/%Y', 'the next file is read as ever')
        self.assertEqual(self._sent('one,A3,13/11/2024,B1,Li,S1,Cap,2,20,').order_ids.payload['ordered_at'], '2024-11-13')

    def test_what_is_said_of_another_file_counts_for_nothing(self):
        document = self._sent('one,A3,13/11/2024,B1,Li,S1,Cap,2,20,')
        document.with_user(self.admin).action_month_first()
        self.assertFalse(document.date_order)

    def test_the_dialog_asks_before(self):
        form = self.dropped('\n'.join([HEADER, *TURNED]).encode(), 'rows.csv')
        form.channel_id = self.files
        self.assertIn('11/13/2024', form.question)
        self.assertTrue(form.asks_date_order)
        form.date_order = 'month'
        self.assertFalse(form.question)
        document = self.landed(form)
        self.assertEqual(sorted(order.payload['ordered_at'] for order in document.order_ids), ['2024-11-05', '2024-11-13'])


@tagged('post_install', '-at_install')
class TestIntakeCurrencyNamed(DropCommon):
    """A file that names a currency beside its rows is read in it; where it names several, somebody is asked."""

    dropped, landed = Upload.dropped, Upload.landed

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = cls.dropper
        cls.env.ref('base.GBP').sudo().active = True

    def _book(self, title):
        rows = ['W1,2026-11-02,T-SHIRT,衬衫,1,10', 'W2,2026-11-03,CAP,帽,2,7']
        return ('%s,,,,,\n票号,交易日期,款号,商品,件数,单价\n' % title + '\n'.join(rows)).encode()

    def test_one_is_used(self):
        form = self.dropped(self._book('in GBP'), 'sold.csv')
        form.store_id = self.store_1
        self.assertFalse(form.question)
        document = self.landed(form)
        self.assertEqual(set(document.order_ids.mapped(lambda order: order.payload['currency'])), {'GBP'})
        self.assertIn('currency_named', document.issue_ids.mapped('code'))

    def test_several_are_asked(self):
        form = self.dropped(self._book('GBP / EUR'), 'sold.csv')
        form.store_id = self.store_1
        self.assertIn('EUR, GBP', form.question)
        self.assertTrue(form.asks_currency)
        with self.assertRaisesRegex(UserError, 'EUR, GBP'):
            self.landed(form)
        form.currency_id = self.env.ref('base.GBP')
        self.assertFalse(form.question)
        document = self.landed(form)
        self.assertEqual(set(document.order_ids.mapped(lambda order: order.payload['currency'])), {'GBP'})
        again = self.dropped(self._book('EUR').replace(b'W', b'V'), 'sold.csv')
        self.assertEqual(again.channel_id, document.channel_id)
        self.assertIn('EUR, GBP', again.question)
