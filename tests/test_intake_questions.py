# Part of store_group. License LGPL-3.
from odoo.tests import tagged

from ..exceptions import IntakeRefused
from .intake_common import IntakeCommon


@tagged('post_install', '-at_install')
class TestIntakeQuestions(IntakeCommon):
    def _open(self, channel, code):
        return self.env['store.intake.issue'].search(
            [('channel_id', '=', channel.id), ('code', '=', code), ('state', '=', 'open')]
        )

    def test_one_answer_serves_every_order_that_waits(self):
        line = {'sku': 'FOREIGN-1', 'name': 'T恤', 'quantity': 2, 'unit_price': 6}
        self._submit(*(self._payload(str(n), lines=[line]) for n in range(3)))
        issues = self._open(self.shop, 'unknown_product')
        self.assertEqual(len(issues), 3)
        self.assertIn('T恤', issues[0].message)
        with self.assertRaises(IntakeRefused):
            issues[0].action_answer()
        issues[0].write({'answer_product_id': self.product.id, 'answer_factor': 6})
        issues[0].action_answer()
        self._background()
        self.env.invalidate_all()
        self.assertEqual(set(issues.mapped('state')), {'answered'})
        sales = self.env['sale.order'].search([('store_channel_id', '=', self.shop.id)])
        self.assertEqual(len(sales), 3)
        self.assertEqual((sales[0].order_line.product_uom_qty, sales[0].order_line.price_unit), (12.0, 1.0))
        self.assertEqual(sales[0].amount_total, 12.0)
        listing = self.env['store.listing'].search([('channel_id', '=', self.shop.id)])
        self.assertEqual((listing.external_sku, listing.product_id), ('FOREIGN-1', self.product))

    def test_an_unknown_store_is_learned(self):
        self.Document.submit_orders('T-SHOP', [self._payload(store='Branch 7')])
        issue = self._open(self.shop, 'unknown_store')
        issue.answer_store_id = self.store_2
        issue.action_answer()
        self._background()
        self.assertEqual(self._sale('1').store_id, self.store_2)

    def test_an_unknown_customer_is_learned(self):
        self.shop.customer_policy = 'per_buyer'
        self._submit(self._payload())
        issue = self._open(self.shop, 'unknown_customer')
        issue.answer_partner_id = self.customer
        issue.action_answer()
        self._background()
        self.assertEqual(self._sale('1').partner_id, self.customer)

    def test_two_products_of_one_code_are_ambiguous(self):
        self.product.sudo().copy({'default_code': 'T-SHIRT'})
        (result,) = self._submit(self._payload())
        self.assertEqual(result['issues'][0]['code'], 'ambiguous_product')

    def test_a_wrong_value_is_corrected_here(self):
        self._submit(self._payload(lines=[{'sku': 'T-SHIRT', 'quantity': 'many', 'unit_price': 3}]))
        issue = self._open(self.shop, 'not_a_number')
        self.assertEqual((issue.kind, issue.field, issue.found), ('value', 'lines[0].quantity', 'many'))
        issue.answer_value = '2'
        issue.action_answer()
        self._background()
        self.assertEqual(self._sale('1').amount_total, 6.0)

    def test_sent_again_what_was_missing_may_be_here(self):
        payload = self._payload(lines=[{'sku': 'LATER', 'quantity': 1, 'unit_price': 3}])
        self.assertEqual(self._submit(payload)[0]['state'], 'question')
        self.product.sudo().copy({'default_code': 'LATER'})
        self.assertEqual(self._submit(payload)[0]['state'], 'done')
        self.assertFalse(self._open(self.shop, 'unknown_product'))

    def test_rows_that_disagree_wait_until_somebody_ignores_it(self):
        document = self._upload('T1,A1,2024-03-05,B1,Li,S1,Cap,1,1,', 'T1,A1,2024-03-06,B1,Li,S2,Hat,1,1,')
        self.assertEqual(document.question_count, 1)
        self._take_over(document)
        order = document.order_ids
        order.action_check_again()
        self._background()
        self.env.invalidate_all()
        self.assertEqual(order.state, 'question', "checking again does not decide")
        self._open(self.files, 'inconsistent').action_ignore()
        self._background()
        self.env.invalidate_all()
        self.assertEqual(order.state, 'done')
        self.assertEqual(str(order.sale_order_id.store_day), '2024-03-05', "the first row holds")

    def test_a_refused_order_stays_refused(self):
        payload = self._payload(lines=[{'sku': 'NEVER', 'quantity': 1, 'unit_price': 3}])
        self._submit(payload)
        self.env['store.intake.order'].search([('channel_id', '=', self.shop.id)]).action_refuse()
        self.assertEqual(self._submit(payload)[0]['state'], 'duplicate')
        self.assertFalse(self._sale('1'))

    def test_every_code_has_its_sentence(self):
        from ..engine.intake.vocabulary import ISSUE_CODES, UNREADABLE_CODES

        texts = self.env['store.intake.phrases']._texts()
        self.assertFalse((ISSUE_CODES | UNREADABLE_CODES) - texts.keys())
