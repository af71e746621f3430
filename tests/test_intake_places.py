# Part of store_group. License LGPL-3.
from odoo.tests import tagged

from ..exceptions import IntakeRefused
from .intake_common import IntakeCommon


@tagged('post_install', '-at_install')
class TestIntakePlaces(IntakeCommon):
    """A district of several cities, named without one, is asked about once in a channel; never where nothing is sent to it."""

    def _order(self, number, street, **values):
        party = {
            'name': '王芳',
            'phone': '13800138000',
            'address': {'street': street, 'country': 'CN'},
            **values.pop('customer', {}),
        }
        line = {'sku': 'T-SHIRT', 'quantity': 1, 'unit_price': '10'}
        return self._payload(number, lines=[line], total='10', customer=party, **values)

    def _questions(self):
        return self.env['store.intake.question'].search([('channel_id', '=', self.shop.id), ('code', '=', 'ambiguous_place')])

    def _orders(self, *numbers):
        orders = self.env['store.intake.order'].search([('channel_id', '=', self.shop.id), ('external_id', 'in', numbers)])
        return orders.sorted('external_id')

    def test_one_answer_serves_the_channel(self):
        self._submit(
            self._order('1', '朝阳区建国路1号'),
            self._order('2', '朝阳区人民大街2号'),
            self._order('3', '海淀区中关村3号'),
            self._order('4', '吉林省长春市朝阳区4号'),
        )
        question = self._questions()
        self.assertEqual((question.found, question.order_count, question.kind), ('朝阳区', 2, 'value'))
        self.assertIn('吉林省 长春市', question.message)
        self.assertEqual([item['key'] for item in question.details['candidates']], ['北京市', '吉林省 长春市', '-'])
        self.assertEqual(self._orders('3', '4').mapped('state'), ['done', 'done'])
        with self.assertRaises(IntakeRefused):
            question._answer({'value': '河北省'})
        self.env['store.intake.question'].answer(question.ids, value='吉林省 长春市')
        self._background()
        self.assertEqual(self._orders('1', '2').mapped('state'), ['done', 'done'])
        self.assertEqual(self.shop.place_words, '朝阳区=吉林省 长春市')
        self._submit(self._order('5', '朝阳区5号'))
        self.assertFalse(self._questions())
        self.assertEqual(self._orders('5').state, 'done')
        self.env['store.intake.answer'].search([('channel_id', '=', self.shop.id)]).action_undo()
        self.assertFalse(self.shop.place_words)

    def test_it_stays_as_it_stands(self):
        self._submit(self._order('1', '鼓楼区中山路1号'))
        self.env['store.intake.question'].answer(self._questions().ids, value='-')
        self._background()
        self.assertEqual(self._orders('1').state, 'done')
        self._submit(self._order('2', '鼓楼区中山路2号'))
        self.assertEqual(self._orders('2').state, 'done')

    def test_nobody_asks_where_nothing_is_sent(self):
        self._submit(
            self._order('1', '朝阳区建国路1号', customer={'phone': '138****8000'}),
            self._order('2', '朝阳区***', customer={'name': '王**'}),
            self._order('3', '朝阳区建国路1号', customer={'recipient_key': 'OAID-1'}),
            self._order('4', '朝阳区建国路1号', status='cancelled'),
        )
        self.assertFalse(self._questions())
        self.shop.shipped_by = 'elsewhere'
        self._submit(self._order('5', '朝阳区建国路1号'))
        self.assertFalse(self._questions())
