# Part of store_group. License LGPL-3.
"""A channel's number that leads to goods this store cannot sell is a question in words; nothing is lost."""

from odoo.tests import tagged

from .intake_common import IntakeCommon

LINES = [{'sku': 'X-900', 'name': 'Ours', 'quantity': 2, 'unit_price': '12.50'}]


@tagged('post_install', '-at_install')
class TestOrderingListed(IntakeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.secret = (
            cls.env['product.product']
            .sudo()
            .create({'name': 'Secret Launch', 'default_code': 'SL-1', 'type': 'consu', 'company_id': cls.other_company.id})
        )

    def _list(self, product, **values):
        return self.env['store.listing'].create(
            {'channel_id': self.shop.id, 'external_sku': 'X-900', 'product_id': product.id, **values}
        )

    def test_a_number_of_another_companys_product_is_a_question(self):
        listing = self._list(self.secret)
        for creates in (False, True):
            self.shop.create_missing = creates
            (result,) = self._submit(self._payload(str(int(creates)), lines=LINES))
            with self.subTest(creates=creates):
                self.assertEqual(result['state'], 'question')
                (issue,) = result['issues']
                self.assertEqual(issue['code'], 'listed_elsewhere')
                for word in ('X-900', self.other_company.name, 'archive'):
                    self.assertIn(word, issue['message'])
                self.assertNotIn('Secret', issue['message'])
        self.assertEqual(listing.product_id, self.secret, 'the other company sells by it')
        listing.product_id = self.product
        self.env['store.intake.order'].search([('channel_id', '=', self.shop.id)]).action_check_again()
        self._background()
        self.env.invalidate_all()
        for number in ('0', '1'):
            self.assertEqual(self._sale(number).order_line.product_id, self.product)

    def test_it_is_answered_with_another_number(self):
        self._list(self.secret)
        self._submit(self._payload('1', lines=LINES))
        Question = self.env['store.intake.question']
        question = Question.search([('channel_id', '=', self.shop.id)])
        self.assertEqual((question.code, question.found), ('listed_elsewhere', 'X-900'))
        Question.answer(question.ids, value='T-SHIRT')
        self._background()
        self.env.invalidate_all()
        self.assertEqual(self._sale('1').order_line.product_id, self.product)

    def test_a_new_product_takes_an_archived_number_back(self):
        listing = self._list(self.product, active=False)
        self.shop.create_missing = True
        (result,) = self._submit(self._payload('1', lines=LINES))
        self.assertEqual(result['issues'][0]['code'], 'similar_product')
        Question = self.env['store.intake.question']
        Question.answer(Question.search([('channel_id', '=', self.shop.id)]).ids, new_product=True)
        self._background()
        self.env.invalidate_all()
        made = self._sale('1').order_line.product_id
        self.assertEqual((made.name, listing.active, listing.product_id), ('Ours', True, made))

    def test_a_barcode_of_another_company_names_nothing(self):
        self.secret.barcode = '4006381333931'
        self.shop.create_missing = True
        (result,) = self._submit(self._payload('1', lines=[{**LINES[0], 'barcode': '4006381333931'}]))
        (issue,) = result['issues']
        self.assertEqual(issue['code'], 'similar_product')
        self.assertIn(self.other_company.name, issue['message'])
        for word in ('Secret', 'SL-1'):
            self.assertNotIn(word, str(result))
        Question = self.env['store.intake.question']
        Question.answer(Question.search([('channel_id', '=', self.shop.id)]).ids, new_product=True)
        self._background()
        self.env.invalidate_all()
        made = self._sale('1').order_line.product_id
        self.assertEqual((made.name, made.barcode), ('Ours', False), 'a barcode is of one product')
