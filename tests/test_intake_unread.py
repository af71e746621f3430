# Part of store_group. License LGPL-3.
import base64

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from ..engine.intake.layout import problems
from .intake_common import HEADER
from .test_engine_intake_words import book_of
from .test_intake_drop import DropCommon
from .test_intake_upload import TestIntakeUpload as Upload

SOLD = (
    '单据编号,开单日期,会员,商品编码,商品名称,件数,实售价,红包,柜组\n'
    'S001,2026/3/1 10:00,王芳,A-1,衬衫,2,99.00,3.00,南京路\n'
    'S001,2026/3/1 10:00,王芳,B-2,袜,3,5.00,3.00,南京路\n'
    'S002,2026/3/2 11:30,李雷,A-1,衬衫,1,99.00,0,淮海路\n'
    'S003,2026/3/2 12:30,韩梅,B-2,袜,4,5.00,0,南京路\n'
    'S004,2026/3/3 12:30,韩梅,C-3,帽,2,30.00,5.00,淮海路\n'
)
MORE = HEADER + ',Coupon'
ROWS = ('one,A1,2024-03-05,B1,Li,S1,Cap,2,20,,1.50', 'one,A2,2024-03-05,B2,Wu,S1,Cap,1,10,,0')


@tagged('post_install', '-at_install')
class TestIntakeUnread(DropCommon):
    """A column that nobody reads and that may count: a person says once what it means, and no order is made before."""

    dropped, landed = Upload.dropped, Upload.landed

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = cls.dropper

    def _questions(self, document):
        """Return the questions of a document, as the administrator sees them."""
        return self._env()['store.intake.question'].search([('document_ids', 'in', document.ids)])

    def _question(self, document):
        questions = self._questions(document)
        self.assertEqual(len(questions), 1)
        return questions

    def _sent(self, *rows, header=MORE):
        content = base64.b64encode('\n'.join([header, *rows]).encode()).decode()
        sent = self.BotDocument.submit_file(self.files.code, 'rows.csv', content)
        self._background()
        return self.Document.browse(sent['document_id'])

    # === A FILE NOBODY DECLARED ===

    def test_columns_that_may_count_are_asked_first_and_stop_the_file(self):
        form = self.dropped(SOLD.encode(), 'sold.csv')
        form.store_id = self.store_1
        lines = form.save().column_ids
        self.assertEqual(lines.filtered('is_asked').mapped('header'), ['红包', '柜组'])
        self.assertEqual(lines[:2].mapped('target'), ['ask', 'ask'])
        self.assertEqual(lines[0].samples, '3.00 | 0 | 5.00')
        self.assertIn('may be money', lines[0].reason)
        self.assertIn('红包, 柜组', form.question)
        with self.assertRaisesRegex(UserError, '红包, 柜组'):
            self.landed(form)
        with form.column_ids.edit(0) as line:
            line.target = 'discount_amount'
        self.assertIn('柜组', form.question)
        self.assertNotIn('红包', form.question)
        with form.column_ids.edit(1) as line:
            line.target = 'ignore'
        self.assertFalse(form.question)
        self.assertIn('210.00', form.preview)
        document = self.landed(form)
        self.assertEqual((document.state, document.landed_count), ('review', 4))
        order = document.order_ids.filtered(lambda order: order.external_id == 'S001')
        self.assertEqual(order.payload['discount_amount'], '3')

    def test_the_next_file_asks_nothing(self):
        form = self.dropped(SOLD.encode(), 'sold.csv')
        form.store_id = self.store_1
        for at, target in enumerate(('ignore', 'ignore')):
            with form.column_ids.edit(at) as line:
                line.target = target
        channel = self.landed(form).channel_id
        self.assertIn('红包', channel.template_id.column_ids.filtered(lambda c: c.target == 'ignore').mapped('header'))
        again = self.dropped(SOLD.replace('S00', 'S10').encode(), 'sold.csv')
        self.assertEqual((again.channel_id, again.question), (channel, False))
        self.assertEqual(self.landed(again).state, 'review')

    def test_sheets_of_the_same_columns_are_read_together(self):
        rows = [line.split(',') for line in SOLD.splitlines()]
        more = [[cell.replace('S00', 'S10') for cell in row] for row in rows]
        form = self.dropped(book_of(十月=rows, 十一月=more), 'sold.xlsx')
        self.assertIn('十月, 十一月', form.told)
        form.store_id = self.store_1
        for at, target in enumerate(('ignore', 'ignore')):
            with form.column_ids.edit(at) as line:
                line.target = target
        document = self.landed(form)
        self.assertEqual((document.total_count, set(document.order_ids.mapped('sheet'))), (8, {'十月', '十一月'}))
        self.assertIn('sheets_together', document.issue_ids.mapped('code'))
        self.assertNotIn('十一月', self.dropped(book_of(十月=rows), 'sold.xlsx').told)

    def test_sheets_of_other_columns_are_asked_about(self):
        rows = [line.split(',')[:7] for line in SOLD.splitlines()]
        more = [[*row[:7], 'x'] for row in rows]
        content = book_of(十月=rows, 十一月=more)
        form = self.dropped(content, 'sold.xlsx')
        form.store_id = self.store_1
        self.assertIn('Not read: 十月', form.question)
        self.assertTrue(form.asks_sheets)
        with self.assertRaisesRegex(UserError, '十月'):
            self.landed(form)
        form.is_one_sheet = True
        self.assertFalse(form.question)
        document = self.landed(form)
        self.assertEqual((document.total_count, document.other_sheets, document.sheet), (4, 'left', '十一月'))
        self.assertEqual(set(document.order_ids.mapped('sheet')), {'十一月'})
        sent = self.BotDocument.browse().submit_file(document.channel_id.code, 'more.xlsx', base64.b64encode(content).decode())
        self._background()
        again = self.Document.browse(sent['document_id'])
        self.assertEqual((again.state, again.other_sheets), ('failed', 'ask'))
        self.assertIn('十一月 (十月)', again.error)
        again.with_user(self.admin).action_leave_sheets()
        self._background()
        self.assertNotEqual(again.state, 'failed')
        self.assertEqual(again.total_count, 4)

    def test_a_store_that_was_said_not_to_matter_keeps_the_file_from_no_channel(self):
        rows = ['票号,交易日期,款号,商品,件数,单价,门店', 'W1,2026-11-02,T-SHIRT,衬衫,1,10,T2']
        form = self.dropped('\n'.join(rows).encode(), 'sold.csv')
        form.store_id = self.store_1
        with form.column_ids.edit(6) as line:
            line.target = 'ignore'
        channel = self.landed(form).channel_id
        again = self.dropped('\n'.join(rows).replace('W1', 'W2').encode(), 'sold.csv')
        self.assertEqual(again.channel_id, channel)

    # === A DECLARED LAYOUT ===

    def test_a_program_sends_a_new_column(self):
        document = self._sent(*ROWS)
        self.assertEqual((document.state, document.landed_count, document.order_ids.ids), ('asking', 0, []))
        told = self.BotDocument.get_results(document.id)
        self.assertEqual(
            [(issue['code'], issue['severity'], issue['field']) for issue in told['issues']],
            [('unread_column', 'error', 'unread.amount')],
        )
        self.assertIn('Coupon', told['issues'][0]['message'])
        self.assertIn('1.50', told['issues'][0]['message'])
        self.assertEqual((told['state'], told['results']), ('asking', []))
        question = self._question(document)
        self.assertEqual((question.kind, question.stops), ('column', True))
        names = {item['key']: item['name'] for item in question.details['candidates']}
        self.assertEqual((names['ignore'], names['discount_amount']), ('Does not matter', 'Order discount'))
        question.answer(question.ids, meaning='discount_amount')
        self._background()
        self.assertEqual((document.state, document.landed_count), ('done', 2))
        self.assertEqual(self._sale('A1', self.files).amount_untaxed, 18.5)
        later = self._sent(*(row.replace(',A', ',B') for row in ROWS))
        self.assertEqual((later.state, later.landed_count), ('done', 2))

    def test_what_does_not_matter_is_asked_once(self):
        document = self._upload(*ROWS, header=MORE)
        self.assertEqual(document.state, 'asking')
        self._question(document).answer(self._question(document).ids, meaning='ignore')
        self._background()
        self.assertEqual((document.state, document.landed_count), ('review', 2))
        self.assertEqual(self._upload(*(row.replace(',A', ',B') for row in ROWS), header=MORE).state, 'review')

    def test_a_second_column_of_a_header_leaves_the_first_as_it_is(self):
        template = self.files.template_id
        first = template.column_ids.filtered(lambda column: column.target == 'line.quantity')
        document = self._upload(*ROWS, header=f'{HEADER},{first.header}')
        self.assertEqual(document.state, 'asking')
        question = self._questions(document).filtered(lambda asked: asked.kind == 'column')
        with self.assertRaisesRegex(UserError, first.header):
            question.answer(question.ids, meaning='discount_amount')
        question.answer(question.ids, meaning='ignore')
        self._background()
        self.assertEqual((first.target, document.state, document.landed_count), ('line.quantity', 'review', 2))
        plain = [row.rpartition(',')[0].replace(',A', ',B') for row in ROWS]
        self.assertEqual(self._upload(*plain, header=HEADER).landed_count, 2)

    def test_an_answer_that_leaves_no_layout_is_refused(self):
        document = self._upload(*ROWS, header=MORE)
        question = self._question(document)
        for meaning in ('line.quantity', 'line.subtotal', 'external_id'):
            with self.assertRaises(UserError):
                question.answer(question.ids, meaning=meaning)
        self.assertEqual(problems(self.files.template_id._layout()), [])
        self.assertEqual(document.state, 'asking')

    def test_two_amounts_of_the_order_are_added(self):
        document = self._upload(*(f'{row},0.50' for row in ROWS), header=MORE + ',Voucher')
        questions = self._questions(document)
        self.assertEqual(questions.mapped('found'), ['Coupon', 'Voucher'])
        questions[0].answer(questions[0].ids, meaning='discount_amount')
        self.assertEqual(document.state, 'asking', "another one is open")
        questions[1].answer(questions[1].ids, meaning='discount_amount')
        self._background()
        order = document.order_ids.filtered(lambda order: order.external_id == 'A1')
        self.assertEqual((document.state, order.payload['discount_amount']), ('review', '2'))

    def test_zeros_ids_and_remarks_ask_nothing(self):
        header = HEADER + ',Coupon,Tracking No,Remark'
        document = self._upload('one,A1,2024-03-05,B1,Li,S1,Cap,2,20,,0,75001234,be quick', header=header)
        self.assertEqual(document.state, 'review')

    def test_layouts_of_before_ask_nothing_about_what_they_left_out(self):
        document = self._upload(*ROWS, header=MORE)
        self._question(document).answer(self._question(document).ids, meaning='ignore')
        self._background()
        self.template.column_ids.filtered(lambda column: column.target == 'ignore').unlink()
        self.template._keep_left_out()
        self.assertEqual(self.template.column_ids.filtered(lambda c: c.target == 'ignore').mapped('header'), ['Coupon'])
        self.assertEqual(self._upload(*(row.replace(',A', ',B') for row in ROWS), header=MORE).state, 'review')

    def test_a_known_export_with_a_new_column(self):
        header, *lines = self._sample('jd_orders').decode('gb18030').splitlines()
        content = '\n'.join([header + ',新品补贴', *(line + ',2.5' for line in lines if line)]).encode('gb18030')
        form = self.dropped(content, 'jd.csv')
        self.assertEqual(form.fit, 'known')
        form.store_id = self.store_1
        document = self.landed(form)
        self.assertEqual(document.state, 'asking')
        self.assertIn('新品补贴', self._question(document).message)

    def test_it_is_neither_ignored_nor_left_out(self):
        document = self._upload(*ROWS, header=MORE)
        question = self._question(document)
        for act in ('_ignore', '_leave_out'):
            with self.assertRaisesRegex(UserError, 'without an answer'):
                getattr(question, act)('no')
        with self.assertRaisesRegex(UserError, 'without an answer'):
            document.issue_ids.action_ignore()
        with self.assertRaisesRegex(UserError, 'No answer is chosen'):
            question.answer(question.ids, meaning='nonsense')
        document.action_discard()
        self.assertEqual(document.state, 'failed')

    def test_who_may_not_answer_questions_does_not(self):
        document = self._upload(*ROWS, header=MORE)
        question = self._question(document)
        with self.assertRaises(AccessError):
            question.with_user(self.bot).answer(question.ids, meaning='ignore')


@tagged('post_install', '-at_install')
class TestIntakeUnreadTour(DropCommon, HttpCase):
    """A person drops a GB18030 export nobody declared, corrects the proposal, answers, and sees orders in the store."""

    def setUp(self):
        super().setUp()
        self.dropper.sudo().password = 'drop_admin'
        self.env['store.intake.issue'].search([]).sudo().unlink()
        for code, name in (('AB-1', 'Shirt One'), ('CD-2', 'Shirt Two')):
            self.env['product.product'].sudo().create({'name': name, 'default_code': code, 'taxes_id': [(5,)]})

    def _background(self):
        self.env.ref('store_group.ir_cron_intake').sudo().method_direct_trigger()  # the registry is in test mode already

    def test_a_file_nobody_declared_becomes_orders(self):
        self.start_tour('/odoo/daily-proof', 'store_unread_file', login='drop_admin', timeout=180)
        self._background()
        document = self.Document.search([('filename', '=', 'sold.csv')])
        self.assertEqual((document.state, document.done_count), ('done', 4), document.issue_ids.mapped('message'))
        sale = self._sale('G001', document.channel_id)
        self.assertEqual((sale.store_id, sale.amount_untaxed), (self.store_1, 210.0))
        self.start_tour(
            '/odoo/action-store_group.store_intake_document_action', 'store_unread_orders', login='drop_admin', timeout=180
        )

    def test_a_new_column_is_explained_by_a_tap(self):
        document = self._upload(*ROWS, header=MORE)
        self.assertEqual(document.state, 'asking')
        self.start_tour(
            '/odoo/action-store_group.store_intake_document_action', 'store_unread_column', login='drop_admin', timeout=180
        )
        self._background()
        self.assertEqual((document.state, document.landed_count), ('review', 2))
