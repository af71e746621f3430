# Part of store_group. License LGPL-3.
"""One number, several stores, several programs: who is told what of whose order, and what becomes of each."""

from odoo.tests import new_test_user, tagged

from .intake_common import IntakeCommon


@tagged('post_install', '-at_install')
class TestIntakeNumbers(IntakeCommon):
    """Each of the two stores that share the channel has a program of its own; neither may see the other store."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second_bot = new_test_user(
            cls.env(user=1),
            'store_second_bot',
            'store_group.group_store_integration',
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )
        cls.env['store.member'].create(
            {'user_id': cls.second_bot.id, 'role': 'integration', 'store_id': cls.store_2.id, 'date_from': '2020-01-01'}
        )
        cls.shop.store_map_ids = [(0, 0, {'name': store.code, 'store_id': store.id}) for store in cls.store_1 | cls.store_2]
        cls.SecondDocument = cls.Document.with_user(cls.second_bot).with_context(allowed_company_ids=cls.company.ids)

    def _second(self, *orders, confirm=False):
        answer = self.SecondDocument.submit_orders(channel='T-SHOP', orders=list(orders), confirm=confirm)
        self.env.flush_all()
        self.env.invalidate_all()
        return answer

    def _orders(self, number='1001'):
        return self.env['store.intake.order'].search(
            [('channel_id', '=', self.shop.id), ('external_id', '=', number)], order='id'
        )

    def _names_nothing_of_the_first(self, answer):
        for word in (self.store_1.name, self.store_1.code, self._sale('1001')[:1].name, 'Buyer One', '77'):
            self.assertNotIn(word, str({**answer, 'document_id': 0}))

    def _first(self, **values):
        self._submit(self._payload('1001', store='T1', lines=[{'sku': 'T-SHIRT', 'quantity': 77, 'unit_price': 5}], **values))
        self.assertEqual(self._orders().state, 'done')
        return self._orders().sale_order_id

    def test_the_order_waits_and_the_answer_names_no_store_one_may_not_see(self):
        first = self._first()
        answer = self._second(self._payload('1001', store='T2', customer={'external_id': 'B2', 'name': 'Two'}))
        (result,) = answer['results']
        self.assertEqual(
            (result['state'], result['order_id'], [issue['code'] for issue in result['issues']]),
            ('question', False, ['same_number']),
        )
        self._names_nothing_of_the_first(answer)
        self.assertIn('headquarters', result['issues'][0]['message'])
        self._names_nothing_of_the_first(self.SecondDocument.get_results(answer['document_id']))
        self.assertEqual((first.amount_total, first.store_id), (77 * 5, self.store_1), "untouched")
        second = self._orders()[1]
        self.assertEqual((second.store_id, second.state), (self.store_2, 'question'))
        # whoever may see both, sees both
        for word in (self.store_1.name, '77 × T-SHIRT', first.name, 'T2', '2 × T-SHIRT'):
            self.assertIn(word, second.issue_ids.message)
        second.issue_ids.action_ignore()
        self._background()
        self.env.invalidate_all()
        self.assertEqual((second.state, second.sale_order_id.store_id), ('done', self.store_2))
        (result,) = self._second(self._payload('1001', store='T2', status='paid'), confirm=True)['results']
        self.assertEqual((result['order_id'], second.sale_order_id.state), (second.sale_order_id.id, 'sale'))

    def test_sent_again_while_it_waits_it_is_the_same_order(self):
        self._first()
        for _turn in range(2):
            answer = self._second(self._payload('1001', store='T2'))
            self.assertEqual(answer['results'][0]['state'], 'question')
            self._names_nothing_of_the_first(answer)
        self.assertEqual(len(self._orders()), 2)

    def test_the_channel_has_one_store_and_the_other_program_names_its_own(self):
        """`_payload` names none: the channel's store is meant."""
        self._submit(self._payload('1001'))
        answer = self._second(self._payload('1001', store='T2'))
        self.assertEqual(answer['results'][0]['state'], 'question')
        self._names_nothing_of_the_first(answer)

    def test_an_order_that_names_no_store_is_asked_to(self):
        self.shop.store_id = False
        self._first()
        back = [{'sku': 'T-SHIRT', 'quantity': -1, 'unit_price': 5}]
        for values in ({}, {'lines': back}):
            answer = self._second(self._payload('1001', **values))
            (result,) = answer['results']
            self.assertEqual(
                (result['state'], result['order_id'], [issue['code'] for issue in result['issues']]),
                ('refused', False, ['number_taken']),
            )
            self._names_nothing_of_the_first(answer)
        self.assertEqual((len(self._orders()), self._orders().payload.get('refunds')), (1, None), "untouched")

    def test_whose_store_one_may_not_act_for_stays_refused_in_ones_own_words(self):
        self._first()
        answer = self._second(self._payload('1001', store='T1'))
        (result,) = answer['results']
        self.assertEqual((result['state'], [issue['code'] for issue in result['issues']]), ('refused', ['store_not_yours']))
        self.assertIn('T1', result['issues'][0]['message'])
        self.assertNotIn(self.store_1.name, str(answer))
        self.assertEqual(self._orders().sale_order_id.amount_total, 77 * 5)

    # === ZEROS IN FRONT ===

    def test_a_number_that_lost_its_zeros_before_makes_no_second_order_in_silence(self):
        first = self._first()
        self._submit(self._payload('A7', store='T1'))
        for number in ('001001', '0001001'):
            (result,) = self._submit(self._payload(number, store='T1'))
            self.assertEqual((result['state'], [issue['code'] for issue in result['issues']]), ('question', ['zeros_in_front']))
        for word in ('001001', '1001 · ', first.name, '77 × T-SHIRT', '2 × T-SHIRT'):
            self.assertIn(word, self._orders('001001').issue_ids.message)
        self._orders('0001001').action_refuse()
        self._orders('001001').issue_ids.action_ignore()
        self._background()
        self.assertEqual([self._orders(number).state for number in ('001001', '0001001')], ['done', 'refused'])
        self.assertEqual(
            [self._submit(self._payload(number, store='T1'))[0]['state'] for number in ('001001', '0001001')],
            ['duplicate', 'duplicate'],
        )
        late = self._payload('00001001', store='T1')
        for news in ({}, {'updated_at': '2024-03-07T10:00:00', 'seller_note': 'packed'}):
            (result,) = self._submit({**late, **news})
            self.assertEqual((result['state'], [issue['code'] for issue in result['issues']]), ('question', ['zeros_in_front']))
            self._background()
            self.assertEqual(self._orders('00001001').state, 'question')
        for number in ('0A7', '01002', '000'):
            self.assertEqual(self._submit(self._payload(number, store='T1'))[0]['issues'], [], number)
        answer = self._second(self._payload('01001', store='T2', customer={'external_id': 'B2', 'name': 'Two'}))
        self.assertEqual((answer['results'][0]['state'], answer['results'][0]['issues']), ('done', []), 'it is of another store')

    def test_a_number_whose_zeros_a_sheet_dropped_makes_no_second_order_in_silence(self):
        self._submit(self._payload('0077', store='T1'))
        (result,) = self._submit(self._payload('77', store='T1'))
        self.assertEqual((result['state'], [issue['code'] for issue in result['issues']]), ('question', ['zeros_in_front']))
        self.assertIn('0077 · ', self._orders('77').issue_ids.message)
        (result,) = self._submit(self._payload('00077', store='T1'))
        self.assertEqual((result['state'], [issue['code'] for issue in result['issues']]), ('question', ['zeros_in_front']))
        self.assertEqual(self._submit(self._payload('770', store='T1'))[0]['issues'], [])
        answer = self._second(self._payload('077', store='T2', customer={'external_id': 'B2', 'name': 'Two'}))
        self.assertEqual((answer['results'][0]['state'], answer['results'][0]['issues']), ('done', []), 'it is of another store')

    # === RETURNS ===

    def test_a_return_without_a_store_finds_its_orders_store(self):
        self.shop.store_id = False
        self.Document.submit_orders('T-SHOP', [self._payload('1001', store='T2')], confirm=True)
        sale = self._sale('1001')
        self.assertEqual((sale.store_id, sale.state), (self.store_2, 'sale'))
        sale.picking_ids.move_ids.write({'quantity': 2, 'picked': True})
        sale.picking_ids._action_done()
        back = self._payload('C1001', lines=[{'sku': 'T-SHIRT', 'quantity': -1, 'unit_price': '12.50'}])
        self.Document.submit_orders('T-SHOP', [back])
        self.assertEqual(len(self._orders()), 1)
        self.assertFalse(self._orders('C1001'))
        refund = self.env['store.order.refund'].search([('order_id', '=', sale.id)])
        self.assertEqual((refund.quantity, refund.amount, refund.store_id), (1, 12.5, self.store_2))

    def test_a_return_of_two_stores_number_without_a_store_is_a_question(self):
        self.shop.write({'store_id': False, 'number_scope': 'store'})
        self.Document.submit_orders('T-SHOP', [self._payload('1001', store='T1'), self._payload('1001', store='T2')])
        self.assertEqual(self._orders().mapped('store_id'), self.store_1 | self.store_2)
        back = [{'sku': 'T-SHIRT', 'quantity': -1, 'unit_price': 5}]
        self.Document.submit_orders('T-SHOP', [self._payload('C1001', lines=back)])
        self.assertEqual(self._orders('C1001').state, 'question')
        self.assertFalse(self._orders().filtered(lambda order: order.payload.get('refunds')))

    # === A QUOTATION SOMEBODY DELETED ===

    def test_a_deleted_quotation_is_said_to_be_and_comes_back_when_asked(self):
        self._submit(self._payload('1001'))
        self._orders().sale_order_id.unlink()
        for _turn in range(2):
            (result,) = self._submit(self._payload('1001'))
            self.assertEqual(
                (result['state'], result['order_id'], [issue['code'] for issue in result['issues']]),
                ('refused', False, ['deleted_here']),
            )
            self.assertIn('Take In After All', result['issues'][0]['message'])
        self._orders().action_check_again()
        self._background()
        self.env.invalidate_all()
        self.assertEqual((self._orders().state, self._orders().sale_order_id.amount_total), ('done', 25))
        (result,) = self._submit(self._payload('1001'))
        self.assertEqual((result['state'], result['order_id']), ('duplicate', self._orders().sale_order_id.id))

    def test_other_content_of_a_deleted_quotation_lands(self):
        self._submit(self._payload('1001'))
        self._orders().sale_order_id.unlink()
        (result,) = self._submit(self._payload('1001', lines=[{'sku': 'T-SHIRT', 'quantity': 1, 'unit_price': 9}]))
        self.assertEqual((result['state'], self._sale('1001').amount_total), ('done', 9))
        self._orders().sale_order_id.unlink()
        (result,) = self._submit(self._payload('1001', status='cancelled'))
        self.assertEqual((result['state'], result['order_id']), ('refused', False))
