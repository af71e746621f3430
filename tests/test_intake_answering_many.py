# Part of store_group. License LGPL-3.
import os

from odoo.tests import tagged

from .intake_common import IntakeCommon

MANY = 20_000 if os.environ.get('STORE_GROUP_LONG') else 3_000


@tagged('post_install', '-at_install')
class TestIntakeAnsweringMany(IntakeCommon):
    """Thousands of questions are read, counted and answered with a constant number of queries."""

    def _many(self, count, causes):
        """Land `count` orders, each with an unknown product, one of `causes` numbers. Return their questions."""
        orders = [
            self._payload(
                f'{causes}-{number}', lines=[{'sku': f'code {number % causes}', 'quantity': 1, 'unit_price': 10}], total=10
            )
            for number in range(count)
        ]
        for at in range(0, count, 500):
            self.Document.submit_orders('T-SHOP', orders[at : at + 500])
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env['store.intake.question'].search([('channel_id', '=', self.shop.id)])

    def _known(self, count):
        self.env['product.product'].sudo().create(
            [{'name': f'P {number}', 'default_code': f'CODE{number}', 'taxes_id': [(5,)]} for number in range(count)]
        )

    def test_a_page_costs_the_same_however_many_there_are(self):
        self._known(80)
        counts = []
        for causes, more in ((5, 200), (80, MANY)):
            self._many(more, causes)
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            page = self.env['store.intake.question'].web_search_read(
                [('channel_id', '=', self.shop.id)],
                {name: {} for name in ('message', 'order_count', 'worth', 'score', 'proposal', 'is_certain')},
                limit=80,
            )
            counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual(len(page['records']), causes)
            self.assertTrue(all(record['is_certain'] for record in page['records']))
        self.assertLessEqual(counts[1], counts[0] + 2)
        self.assertLessEqual(counts[1], 20)

    def test_one_answer_to_thousands_is_a_handful_of_queries(self):
        counts = []
        for causes, more in ((1, 100), (2, MANY)):
            question = self._many(more, causes)[:1]
            self.assertGreaterEqual(question.order_count, more / causes)
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env['store.intake.question'].answer(question.ids, product=self.product.id)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
            self.assertFalse(question.exists())
            self.env['store.listing'].search([('channel_id', '=', self.shop.id)]).unlink()
        documents = MANY // 500
        self.assertLessEqual(counts[1], counts[0] + 8 * documents)
        self.assertLessEqual(counts[0], 48)

    def test_all_certain_ones_at_once_cost_queries_by_the_channel(self):
        self._known(200)
        counts = []
        for causes in (20, 200):
            questions = self._many(causes, causes)
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            questions.action_accept_certain()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
            self.assertFalse(questions.exists())
            self.env['store.listing'].search([('channel_id', '=', self.shop.id)]).unlink()
        self.assertLessEqual(counts[1], counts[0] + 15)
