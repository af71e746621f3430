# Part of store_group. License LGPL-3.
import base64
import copy
import json

from odoo import fields
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import SQL

from ..exceptions import IntakeRefused
from .intake_common import IntakeCommon


@tagged('post_install', '-at_install')
class TestIntakeApi(IntakeCommon):
    def test_orders_are_made_and_answered(self):
        orders = [self._payload('1'), self._payload('2', lines=[])]
        given = copy.deepcopy(orders)
        answer = self.BotDocument.submit_orders('T-SHOP', orders)
        self.assertEqual(orders, given, "the caller's values stay as they are")
        self.assertEqual(set(answer), {'document_id', 'results'})
        good, bad = answer['results']
        self.assertEqual((good['external_id'], good['state'], good['issues']), ('1', 'done', []))
        sale = self.env['sale.order'].browse(good['order_id'])
        self.assertEqual((sale.store_id, sale.state, sale.amount_total), (self.store_1, 'draft', 25.0))
        self.assertEqual(fields.Datetime.to_string(sale.date_order), '2024-03-05 02:00:00')
        self.assertEqual((bad['state'], bad['order_id'], bad['issues'][0]['code']), ('question', False, 'no_lines'))
        self.assertEqual(set(bad['issues'][0]), {'code', 'severity', 'field', 'message'})

    def test_no_call_writes_the_channel(self):
        """All calls of a channel would wait for its row, and one after the other be repeated."""
        self._submit(self._payload('1'))  # makes the collective customer
        where = SQL('SELECT ctid FROM store_channel WHERE id = %s', self.shop.id)
        before = self.env.execute_query(where)
        self._submit(self._payload('2'), self._payload('3'), confirm=True)
        self.env.flush_all()
        self.assertEqual(self.env.execute_query(where), before)
        self.assertEqual(self.shop.last_success, max(self.shop.document_ids.mapped('finished_on')))

    def test_the_same_again_is_the_same_order(self):
        (first,) = self._submit(self._payload())
        (again,) = self._submit(self._payload())
        self.assertEqual((again['state'], again['order_id']), ('duplicate', first['order_id']))
        (confirmed,) = self._submit(self._payload(), confirm=True)
        self.assertEqual(confirmed['order_id'], first['order_id'])
        sale = self._sale('1')
        self.assertEqual(sale.state, 'sale', "confirm is no part of the content")
        self.assertEqual(fields.Datetime.to_string(sale.date_order), '2024-03-05 02:00:00', "the channel's date is kept")
        self.assertEqual(len(sale.picking_ids), 1)

    def test_an_order_of_another_day_than_there_was_is_a_question(self):
        far = fields.Datetime.to_string(fields.Datetime.add(fields.Datetime.now(), days=40))
        (result,) = self._submit(self._payload('1', ordered_at=far))
        self.assertEqual((result['state'], result['issues'][0]['code']), ('question', 'in_the_future'))
        (result,) = self._submit(self._payload('1'))
        self.assertEqual((result['state'], result['issues']), ('done', []))

    def test_twice_in_one_call(self):
        first, second = self._submit(self._payload(), self._payload())
        self.assertEqual((first['state'], second['state']), ('done', 'done'))
        self.assertEqual(first['order_id'], second['order_id'])

    def test_other_content_updates_a_quotation(self):
        self._submit(self._payload())
        (result,) = self._submit(self._payload(lines=[{'sku': 'T-SHIRT', 'quantity': 5, 'unit_price': 3}]))
        sale = self._sale('1')
        self.assertEqual((result['state'], result['order_id'], sale.amount_total), ('done', sale.id, 15.0))
        self.assertEqual(len(sale.order_line), 1)

    def test_other_content_of_a_confirmed_order_is_a_conflict(self):
        self._submit(self._payload(), confirm=True)
        changed = self._payload(lines=[{'sku': 'T-SHIRT', 'quantity': 5, 'unit_price': 3}])
        (result,) = self._submit(changed)
        self.assertEqual((result['state'], result['issues'][0]['code']), ('conflict', 'conflict'))
        self.assertEqual(self._sale('1').amount_total, 25.0)
        order = self.env['store.intake.order'].search([('external_id', '=', '1'), ('channel_id', '=', self.shop.id)])
        with self.assertRaises(IntakeRefused):
            order.action_take_other()
        order.action_keep()
        self.assertEqual(order.state, 'done')

    def test_progress_of_a_confirmed_order_is_no_conflict(self):
        self._submit(self._payload(status='paid'), confirm=True)
        (result,) = self._submit(self._payload(status='shipped'))
        self.assertEqual(result['state'], 'duplicate')
        (result,) = self._submit(self._payload(status='cancelled'))
        self.assertEqual(result['state'], 'conflict')

    def test_older_never_overwrites_newer(self):
        self._submit(self._payload(updated_at='2024-03-06 10:00', lines=[{'sku': 'T-SHIRT', 'quantity': 1, 'unit_price': 9}]))
        (result,) = self._submit(self._payload(updated_at='2024-03-05 10:00'))
        self.assertEqual((result['state'], result['issues'][0]['code']), ('duplicate', 'stale'))
        self.assertEqual(self._sale('1').amount_total, 9.0)

    def test_an_order_outside_the_scope_is_refused(self):
        (result,) = self._submit(self._payload(store='T2'))
        self.assertEqual(
            (result['state'], result['order_id'], result['issues'][0]['code']), ('refused', False, 'store_not_yours')
        )

    def test_an_order_of_another_store_is_not_touched(self):
        self.Document.submit_orders('T-SHOP', [self._payload(store='T2')])
        (result,) = self._submit(self._payload())
        self.assertEqual((result['state'], result['order_id']), ('question', False))
        self.assertEqual(self._sale('1').store_id, self.store_2)

    def test_cancelled_orders_are_not_made_and_cancel_quotations(self):
        (result,) = self._submit(self._payload('9', status='cancelled'))
        self.assertEqual((result['state'], result['order_id']), ('refused', False))
        self._submit(self._payload())
        self._submit(self._payload(status='cancelled'))
        self.assertEqual(self._sale('1').state, 'cancel')

    def test_shipping_and_discount_add_up(self):
        self._submit(self._payload(shipping_amount=4, discount_amount='1.50', total='27.50'))
        self.assertEqual(self._sale('1').amount_total, 27.5)

    def test_whoever_may_not_is_refused(self):
        stranger = new_test_user(self.env(user=1), 'stranger', 'store_group.group_store_integration')
        for caller in (stranger,):
            Document = self.Document.with_user(caller)
            for call in (
                lambda Document=Document: Document.submit_orders('T-SHOP', []),
                lambda Document=Document: Document.submit_file('T-SHOP', 'x.csv', ''),
                lambda Document=Document: Document.get_results(1),
            ):
                with self.assertRaises(IntakeRefused):
                    call()

    def test_calls_nobody_can_serve(self):
        for call in (
            lambda: self.BotDocument.submit_orders('NOPE', []),
            lambda: self.BotDocument.submit_orders('T-SHOP', 'x'),
            lambda: self.BotDocument.submit_orders('T-SHOP', [{}] * 501),
            lambda: self.BotDocument.submit_orders('T-SHOP', [{'lines': [{}] * 2501}] * 2),
            lambda: self.BotDocument.submit_file('T-SHOP', 'x.csv', '%%%'),
            lambda: self.BotDocument.get_results(0),
        ):
            with self.assertRaises(IntakeRefused):
                call()

    def test_a_foreign_document_is_not_shown(self):
        answer = self.Document.submit_orders('T-SHOP', [self._payload()])
        with self.assertRaises(IntakeRefused):
            self.BotDocument.get_results(answer['document_id'])

    def test_nonsense_is_answered(self):
        results = self._submit(7, None, {}, {'external_id': 'n\x00', 'lines': [None], 'total': float('inf')}, self._payload())
        self.assertEqual([result['state'] for result in results], ['refused', 'refused', 'refused', 'question', 'done'])

    def test_a_file_is_answered_at_once_and_read_in_the_background(self):
        content = base64.b64encode(json.dumps([self._payload(str(number)) for number in range(3)]).encode()).decode()
        answer = self.BotDocument.submit_file('T-SHOP', 'orders.json', content, confirm=True)
        self.assertEqual((answer['state'], answer['counters']['total']), ('new', 0))
        self._background()
        page = self.BotDocument.get_results(answer['document_id'], offset=1, limit=1)
        self.assertEqual((page['state'], page['total'], page['counters']['done']), ('done', 3, 3))
        self.assertEqual([result['external_id'] for result in page['results']], ['1'])
        self.assertEqual(self._sale('0').state, 'sale')

    def test_an_unpaid_order_stays_a_quotation(self):
        self._submit(self._payload(status='unpaid'), confirm=True)
        self.assertEqual(self._sale('1').state, 'draft')


@tagged('post_install', '-at_install')
class TestIntakeRpc(IntakeCommon, HttpCase):
    def test_through_xmlrpc_and_json2(self):
        db, uid = self.env.cr.dbname, self.bot.id
        answer = self.xmlrpc_object.execute_kw(
            db,
            uid,
            'store_bot',
            'store.intake.document',
            'submit_orders',
            [],
            {'channel': 'T-SHOP', 'orders': [self._payload('x1'), {'external_id': 'x2', 'note': False}]},
        )
        self.assertEqual([result['state'] for result in answer['results']], ['done', 'question'])
        page = self.xmlrpc_object.execute_kw(
            db, uid, 'store_bot', 'store.intake.document', 'get_results', [answer['document_id']]
        )
        self.assertEqual(len(page['results']), 2)
        key = (
            self.env['res.users.apikeys']
            .with_user(self.bot)
            ._generate('rpc', 'test', fields.Datetime.add(fields.Datetime.now(), days=1))
        )
        response = self.url_open(
            '/json/2/store.intake.document/submit_orders',
            headers={'Authorization': f'bearer {key}', 'X-Odoo-Database': db},
            json={'channel': 'T-SHOP', 'orders': [self._payload('x1')], 'confirm': True},
        )
        self.assertEqual(response.status_code, 200, response.text)
        self.assertEqual(response.json()['results'][0]['state'], 'duplicate')
        self.assertEqual(self._sale('x1').state, 'sale')
