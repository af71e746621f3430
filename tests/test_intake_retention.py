# Part of store_group. License LGPL-3.
"""The life of raw content: kept as long as set, then people are taken out; what came in once makes nothing a second time."""

from odoo import fields
from odoo.tests import tagged

from ..exceptions import IntakeRefused
from .intake_common import IntakeCommon

SECRET = ('Zhang San', '13800138000', 'Rose Lane 7', 'ring twice')


@tagged('post_install', '-at_install')
class TestIntakeRetention(IntakeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shop.write({'customer_policy': 'per_buyer', 'create_missing': True, 'keep_days': 30})
        cls.files.keep_days = 30

    def _order_of(self, number, channel=None):
        return self.env['store.intake.order'].search(
            [('external_id', '=', number), ('channel_id', '=', (channel or self.shop).id)]
        )

    def _personal(self, number='1', **values):
        name, phone, street, note = SECRET
        customer = {
            'external_id': 'B7',
            'name': name,
            'phone': phone,
            'address': {'city': 'Paris', 'street': street, 'country': 'FR'},
        }
        return self._payload(number, **{'customer': customer, 'buyer_note': note, 'odd key': name, 'total': '25', **values})

    def _age(self, days=31):
        """Let everything that came in be so many days old, and the daily work run."""
        documents = self.Document.search([('channel_id', 'in', (self.shop | self.files).ids)]).sudo()
        self.env.flush_all()
        self.env.cr.execute(
            'UPDATE store_intake_document SET create_date = %s WHERE id = ANY(%s) AND redacted_on IS NULL',
            (fields.Datetime.subtract(fields.Datetime.now(), days=days), documents.ids),
        )
        self.env.invalidate_all()
        with self.enter_registry_test_mode():
            self.env.ref('store_group.ir_cron_intake_retention').sudo().method_direct_trigger()
        self.env.invalidate_all()

    def _made(self):
        """Return what the books hold: counts, and every text of the order and its papers."""
        self.env.flush_all()
        sale = self._sale('1').sudo()
        own = {
            model: self.env[model].sudo().with_context(active_test=False).search_count([])
            for model in ('sale.order', 'sale.order.line', 'res.partner', 'stock.picking', 'stock.move', 'product.product')
        }
        return own, [
            records.read(list(self._stored(records)))
            for records in (
                sale,
                sale.order_line,
                sale.partner_id,
                sale.partner_shipping_id,
                sale.picking_ids,
                sale.store_details_ids,
            )
        ]

    def _stored(self, records):
        changing = ('write_date', 'write_uid', '__last_update')
        return [
            name for name, field in records._fields.items() if field.store and name not in changing and field.type != 'binary'
        ]

    def test_answers_forget_what_they_quoted(self):
        wrong, right, beside = 'li-si-at-rose-lane@' + 'x' * 300, 'li.si@right.example', 'Rose Lane 9 phone 13733334444'
        self._submit(self._payload('1', customer={'external_id': 'B7', 'name': 'Li Si', 'email': wrong}))
        self._take_over(self._upload(f'one,F1,2024-03-05,B1,Buyer,T-SHIRT,Shirt,2,25,0,{beside}'))
        Question = self.env['store.intake.question']
        mail = Question.search([('channel_id', '=', self.shop.id)])
        Question.answer(mail.ids, value=right)
        Question.search([('channel_id', '=', self.files.id)])._ignore('typed twice')
        self._background()
        self.env.invalidate_all()
        answers = self.env['store.intake.answer'].search([('channel_id', 'in', (self.shop | self.files).ids)])
        self.assertEqual(len(answers), 2)
        for sale in (self._sale('1'), self._sale('F1', self.files)):
            sale.action_confirm()
        self._age()
        told = str(answers.read(['found', 'said', 'proposed', 'learned', 'question']))
        for secret in (wrong[:30], right, beside):
            self.assertNotIn(secret, told)
        self.assertEqual((answers.mapped('may_undo'), len(answers.answered_by_id)), ([False, False], 1))

    def test_answers_left_over_forget_too(self):
        """Their questions were emptied before answers were, or are gone with the file that was read again."""
        line = {'sku': 'T-SHIRT', 'quantity': ' '.join(SECRET[:2]), 'unit_price': '12.50'}
        for number in ('1', '2', '3', '4'):
            self._submit(self._payload(number, lines=[line]))
        Question, Issue = self.env['store.intake.question'], self.env['store.intake.issue']
        own = [('channel_id', '=', self.shop.id), ('code', '=', 'not_a_number')]
        answers = {}
        for number in ('1', '2', '3', '4'):
            issue = Issue.search([*own, ('order_id.external_id', '=', number), ('state', '=', 'open')])
            Question.answer(Question.search([*own, ('order_ids', 'in', issue.order_id.ids)]).ids, value='2')
            self._background()
            answers[number] = issue.answer_id
            self.assertIn(SECRET[1], str(answers[number].read(['found', 'question'])))
        orders = self.env['store.intake.order'].search([('channel_id', '=', self.shop.id)])
        quoting = {number: answers[number].issue_ids for number in answers}
        self.env.flush_all()
        self.env.cr.execute('UPDATE store_intake_order SET redacted_on = now() WHERE id = ANY(%s)', (quoting['1'].order_id.ids,))
        emptied = quoting['1'].ids
        self.env.cr.execute(
            'UPDATE store_intake_issue SET found = NULL, proposed = NULL, answer_value = NULL WHERE id = ANY(%s)', (emptied,)
        )
        self.env.cr.execute('DELETE FROM store_intake_issue WHERE id = ANY(%s)', (quoting['2'].ids,))
        every = orders.browse().env['store.intake.answer'].union(*answers.values())
        self.env.cr.execute(
            "UPDATE store_intake_answer SET answered_on = answered_on - interval '40 days' WHERE id = ANY(%s)",
            ((every - answers['4']).ids,),
        )
        self.env.invalidate_all()
        self.env['store.intake.retention'].sudo()._forget_left_answers(
            self.shop.sudo(), fields.Datetime.subtract(fields.Datetime.now(), days=30)
        )
        for number, known in (('1', False), ('2', False), ('3', True), ('4', True)):
            with self.subTest(number):
                self.assertEqual(SECRET[1] in str(answers[number].read(['found', 'proposed', 'said', 'learned'])), known)

    def test_a_shifted_cell_is_forgotten_whatever_its_column(self):
        self._submit(self._payload('1', status='Zhang San 13800138000'))
        question = self.env['store.intake.question'].search([('channel_id', '=', self.shop.id)])
        self.env['store.intake.question'].answer(question.ids, value='paid')
        self._background()
        self.env.invalidate_all()
        self._sale('1').action_confirm()
        self._age()
        answers = self.env['store.intake.answer'].search([('channel_id', '=', self.shop.id)])
        told = str(answers.read(['found', 'said', 'learned'])) + str(answers.issue_ids.read(['found', 'message']))
        self.assertNotIn('13800138000', told)

    def test_what_is_kept_for_ever_is_kept(self):
        self.shop.keep_days = 0
        self._submit(self._personal())
        self._age(9000)
        order = self._order_of('1')
        self.assertTrue(order.document_id.content and order.payload['customer']['name'])

    def test_people_go_and_the_books_stay(self):
        self._submit(self._personal(), confirm=True)
        before, order = self._made(), self._order_of('1')
        kept = order.content_hash, order.told_day, order.told_total
        checksum = order.document_id.checksum
        self._age(29)
        self.assertTrue(order.document_id.content, 'its time is not over')
        self._age()
        self.assertEqual(self._made(), before)
        self.assertEqual((order.content_hash, order.told_day, order.told_total), kept)
        self.assertFalse(order.document_id.content)
        self.assertEqual(order.document_id.checksum, checksum)
        for word in SECRET:
            self.assertNotIn(word, f'{order.payload} {order.payload_text} {order.customer_name}')
        self.assertEqual(order.payload['lines'][0]['sku'], 'T-SHIRT')
        self.assertEqual((order.document_id.redacted_orders, bool(order.document_id.redacted_on)), (1, True))
        self.assertIn('taken out of 1 orders', order.document_id.redaction)
        self.assertIn('was dropped on', order.document_id.redaction)
        attachments = (
            self.env['ir.attachment']
            .sudo()
            .search(
                [
                    ('res_model', '=', 'store.intake.document'),
                    ('res_id', '=', order.document_id.id),
                    ('res_field', '=', 'content'),
                ]
            )
        )
        self.assertFalse(attachments)

    def test_the_same_order_again_makes_nobody_and_nothing(self):
        self._submit(self._personal(), confirm=True)
        self._age()
        before = self._made()
        hidden = {'external_id': 'B7', 'name': 'Zhang**', 'phone': '138****8000', 'address': {'street': '***'}}
        for content in (self._personal(), self._personal(customer=hidden), self._personal(buyer_note='other words')):
            (result,) = self._submit(content, confirm=True)
            self.assertEqual((result['state'], result['order_id']), ('duplicate', self._sale('1').id))
            self.assertEqual(self._made(), before)
        order = self._order_of('1')
        self.assertNotIn('Zhang', str(order.payload))
        self._age()
        self.assertFalse(self.Document.search([('channel_id', '=', self.shop.id), ('redacted_on', '=', False)]))

    def test_the_same_file_again_makes_nobody_and_nothing(self):
        rows = ['one,F1,2024-03-05,B1,Zhang San,T-SHIRT,Shirt,2,25,', 'one,F2,2024-03-05,B2,Li Si,T-NEW,Cap,1,9,']
        first = self._upload(*rows, confirm=True)
        self._take_over(first)
        orders = self._order_of('F1', self.files) | self._order_of('F2', self.files)
        self.assertEqual(set(orders.sale_order_id.mapped('state')), {'sale'})
        self._age()
        self.assertTrue(first.redacted_on)
        counted = self._made()[0]
        again = self._upload(*rows, confirm=True)
        self._take_over(again)
        self.assertEqual((again.checksum, again.duplicate_count, again.total_count), (first.checksum, 2, 2))
        self.assertEqual(self._made()[0], counted)
        with self.assertRaisesRegex(IntakeRefused, 'was dropped'):
            first.sudo().state = 'failed'
            first.action_read_again()

    def test_progress_is_followed_and_names_nobody(self):
        self._submit(self._personal(), confirm=True)
        self._age()
        details = self._sale('1').store_details_ids
        told = details.recipient, details.phone, details.street, details.buyer_note
        self.assertEqual(told[0], 'Zhang San')
        (result,) = self._submit(self._personal(status='paid', paid_at='2024-03-06', seller_note='Rose Lane 7'))
        self.assertEqual(result['state'], 'duplicate')
        order = self._order_of('1')
        self.assertEqual((order.payload['status'], details.source_status), ('paid', 'paid'))
        self.assertEqual((details.recipient, details.phone, details.street, details.buyer_note), told)
        for word in SECRET:
            self.assertNotIn(word, str(order.payload))
        (again,) = self._submit(self._personal(status='paid', paid_at='2024-03-06', seller_note='Rose Lane 7'))
        self.assertEqual((again['state'], again['issues']), ('duplicate', []))

    def test_other_goods_are_a_question_as_ever(self):
        self._submit(self._personal(), confirm=True)
        self._age()
        (result,) = self._submit(self._personal(total='37.5', lines=[{'sku': 'T-SHIRT', 'quantity': 3, 'unit_price': '12.50'}]))
        self.assertEqual(result['state'], 'conflict')
        order = self._order_of('1')
        self.assertNotIn('Zhang', str(order.conflict_payload))
        self.assertEqual(self._sale('1').amount_total, 25)

    def test_what_waits_keeps_its_content(self):
        self._submit(self._personal('1'), self._personal('2', lines=[]))
        self._age()
        for number in '12':  # a quotation, and a question
            self.assertIn('Zhang San', str(self._order_of(number).payload), number)
        self.assertTrue(self._order_of('2').document_id.content)
        self._order_of('2').action_refuse()
        self._sale('1').action_confirm()
        self._age()
        for number in '12':
            self.assertNotIn('Zhang San', str(self._order_of(number).payload), number)
        self.assertFalse(self._order_of('2').document_id.content)

    def test_what_was_refused_may_come_back_as_it_is_sent_again(self):
        self._submit(self._personal('2', lines=[]))
        order = self._order_of('2')
        order.action_refuse()
        self._age()
        self.assertTrue(order.redacted_on)
        with self.assertRaisesRegex(IntakeRefused, 'names nobody any more'):
            order.action_check_again()
        (result,) = self._submit(self._personal('2', lines=[]))
        self.assertEqual((result['state'], order.state, order.redacted_on), ('duplicate', 'refused', False))
        self.assertIn('Zhang San', str(order.payload))
        (result,) = self._submit(self._personal('2'))
        self.assertEqual((result['state'], order.sale_order_id.partner_id.name), ('done', 'Zhang San'))

    def test_a_deleted_quotation_does_not_come_back(self):
        self._submit(self._personal())
        self._sale('1').sudo().unlink()
        self._age()
        self.assertTrue(self._order_of('1').redacted_on)
        masked = self._personal(customer={'external_id': 'B7', 'name': 'Zh**'})
        for content in (masked, self._personal()):
            (result,) = self._submit(content)
            self.assertEqual((result['state'], [issue['code'] for issue in result['issues']]), ('refused', ['deleted_here']))
        self.assertFalse(self._sale('1'))

    def test_questions_forget_whom_they_quoted(self):
        self.shop.create_missing = False
        self._submit(self._personal())
        (issue,) = self._order_of('1').issue_ids
        self.assertEqual((issue.code, issue.proposed), ('unknown_customer', 'Zhang San'))
        issue.answer_partner_id = self.customer
        issue.action_answer()
        self._background()
        self._sale('1').action_confirm()
        self._age()
        self.assertEqual((issue.found, issue.proposed), (False, False))
        self.assertEqual(self._order_of('1').document_id.redacted_issues, 1)

    def test_a_day_stays_proven_and_its_file_cannot_be_read_again(self):
        self._submit(self._personal(), confirm=True)
        Proof = self.env['store.intake.proof']
        Proof.declare('T-SHOP', '2024-03-05', 1, total=25, orders=['1'])
        proof = Proof.search([('channel_id', '=', self.shop.id)])
        self._age()
        self.shop.tz = 'America/New_York'
        self.assertEqual(proof.state, 'green')
        self.assertEqual(proof.action_read_again()['res_model'], 'store.intake.upload')
