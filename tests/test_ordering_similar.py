# Part of store_group. License LGPL-3.
from odoo import Command
from odoo.tests import tagged

from .intake_common import IntakeCommon


@tagged('post_install', '-at_install')
class TestOrderingSimilar(IntakeCommon):
    """Before a second product is made, whoever knows the first is asked; a store without a warehouse is asked for."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shop.create_missing = True

    def _ask(self, sku, number='1', code='similar_product'):
        (result,) = self._submit(self._payload(number, lines=[{'sku': sku, 'quantity': 1, 'unit_price': 3}]))
        self.assertEqual((result['state'], [issue['code'] for issue in result['issues']]), ('question', [code]), sku)
        return self.env['store.intake.issue'].search([('channel_id', '=', self.shop.id), ('state', '=', 'open')])

    def _products(self):
        return self.env['product.product'].sudo().with_context(active_test=False).search([('default_code', '=ilike', '%shirt%')])

    def test_other_spellings_are_asked(self):
        before = self._products()
        for number, sku in enumerate(('t-shirt', 'T-Shirt ', 'ｔ－ｓｈｉｒｔ', 'T - SHIRT', '00T-SHIRT')):
            (result,) = self._submit(self._payload(str(number), lines=[{'sku': sku, 'quantity': 1, 'unit_price': 3}]))
            self.assertEqual((result['state'], result['issues'][0]['code']), ('question', 'similar_product'), sku)
            self.assertIn('T-SHIRT', result['issues'][0]['message'])
        self.assertEqual(self._products(), before, "no second product")

    def test_codes_here_may_be_the_odd_ones(self):
        self.product.sudo().default_code = 'ｔ－Shirt　０'
        self._ask('T-SHIRT0')
        self.product.sudo().write({'default_code': '00042', 'barcode': False})
        self._ask('42', '2')

    def test_archived_products_are_asked_and_sold_again(self):
        self.product.sudo().active = False
        issue = self._ask('T-SHIRT')
        self.assertIn('archived', issue.message)
        issue.answer_product_id = self.product
        issue.action_answer()
        self._background()
        self.env.invalidate_all()
        self.assertTrue(self.product.active)
        self.assertEqual(self._sale('1').order_line.product_id, self.product)
        self.assertEqual(len(self._products()), 1)

    def test_products_of_other_companies_are_asked(self):
        self.product.sudo().write({'company_id': self.other_company.id})
        issue = self._ask('T-SHIRT')
        self.assertIn(self.other_company.name, issue.message)

    def test_it_may_be_a_new_product(self):
        issue = self._ask('t-shirt')
        issue.answer_new_product = True
        issue.action_answer()
        self._background()
        self.env.invalidate_all()
        made = self._sale('1').order_line.product_id
        self.assertEqual((made.default_code, made != self.product), ('t-shirt', True))
        (result,) = self._submit(self._payload('2', lines=[{'sku': 't-shirt', 'quantity': 1, 'unit_price': 3}]))
        self.assertEqual(result['state'], 'done', "asked once")

    def test_two_spellings_in_one_file_are_one_product_or_a_question(self):
        results = self._submit(
            *(
                self._payload(str(number), lines=[{'sku': sku, 'quantity': 1, 'unit_price': 3}])
                for number, sku in enumerate(('NEW-9', 'new-9', 'NEW-9', 'OTHER'))
            )
        )
        self.assertEqual([result['state'] for result in results], ['done', 'question', 'done', 'done'])
        self.assertIn('NEW-9', results[1]['issues'][0]['message'])

    def test_what_nothing_resembles_is_made(self):
        results = self._submit(
            *(
                self._payload(str(number), lines=[{'sku': f'ALL-NEW-{number}', 'quantity': 1, 'unit_price': 3}])
                for number in range(3)
            )
        )
        self.assertEqual([result['state'] for result in results], ['done'] * 3)

    # === THE WAREHOUSE ===

    def test_a_store_without_a_warehouse_is_a_question(self):
        store = self.env['store.store'].create(
            {
                'name': 'Pop-up',
                'code': 'T-POP',
                'company_id': self.company.id,
                'tz': 'Asia/Shanghai',
                'group_id': self.store_1.group_id.id,
            }
        )
        store.warehouse_id = False
        (result,) = self.Document.submit_orders('T-SHOP', [self._payload(store='T-POP')])['results']
        self.assertEqual((result['state'], result['issues'][0]['code']), ('question', 'no_warehouse'))
        self.assertIn('Pop-up', result['issues'][0]['message'])
        (result,) = self.Document.submit_orders('T-SHOP', [self._payload('2', store='T-POP', warehouse=self.warehouse_1.code)])[
            'results'
        ]
        self.assertEqual(result['state'], 'done')
        self.shop.history_until = '2024-12-31'
        (result,) = self.Document.submit_orders('T-SHOP', [self._payload('3', store='T-POP')])['results']
        self.assertEqual(result['state'], 'done', "the past needs none")
        self.shop.history_until = False
        service = self.product.sudo().create(
            {'name': 'Fitting', 'default_code': 'FIT', 'type': 'service', 'taxes_id': [Command.clear()]}
        )
        (result,) = self.Document.submit_orders(
            'T-SHOP', [self._payload('4', store='T-POP', lines=[{'sku': service.default_code, 'quantity': 1, 'unit_price': 3}])]
        )['results']
        self.assertEqual(result['state'], 'done', "a service leaves no warehouse")
