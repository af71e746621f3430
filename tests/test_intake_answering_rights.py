# Part of store_group. License LGPL-3.
import contextlib
import json

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .intake_common import IntakeCommon


@tagged('post_install', '-at_install')
class TestIntakeAnsweringRights(IntakeCommon):
    """Bound people read the questions of their stores' orders, counted over these alone; they answer none."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = {}
        for name, role, store in (
            ('boss_one', 'store_manager', cls.store_1),
            ('boss_two', 'store_manager', cls.store_2),
            ('looker', 'auditor', cls.store_1),
            ('clerk', 'staff', cls.store_1),
        ):
            group = {'auditor': 'group_store_auditor', 'staff': 'group_store_staff'}.get(role, 'group_store_manager')
            user = new_test_user(
                cls.env(user=1), name, f'store_group.{group}', company_id=cls.company.id, company_ids=[(6, 0, cls.company.ids)]
            )
            cls.env['store.member'].create({'user_id': user.id, 'role': role, 'store_id': store.id, 'date_from': '2020-01-01'})
            cls.people[name] = user

    def setUp(self):
        super().setUp()
        line = {'sku': 'AB-12', 'quantity': 1, 'unit_price': '10'}
        self.shop.customer_policy = 'per_buyer'
        self.Document.submit_orders(
            'T-SHOP',
            [
                self._payload('1', lines=[line], store='T1'),
                self._payload('2', lines=[line], store='T2'),
                self._payload('3', lines=[line], store='T2'),
                self._payload('4', lines=[{**line, 'sku': 'SECRET'}], store='T2'),
                self._payload('5', lines=[line], store='Nowhere'),
            ],
        )
        self.whole = self.env['store.intake.question'].search([('channel_id', '=', self.shop.id), ('found', '=', 'AB-12')])
        self.assertEqual(self.whole.order_count, 4)

    def _as(self, name):
        return (
            self.env['store.intake.question']
            .with_user(self.people[name])
            .with_context(allowed_company_ids=self.company.ids)
            .with_env(self.env(user=self.people[name], context={'allowed_company_ids': self.company.ids}))
        )

    def test_counts_lie_inside_the_wall(self):
        for name, found, orders, worth in (
            ('boss_one', {'AB-12': 1}, ['1'], 10.0),
            ('looker', {'AB-12': 1}, ['1'], 10.0),
            ('boss_two', {'AB-12': 2, 'SECRET': 1}, ['2', '3'], 20.0),
        ):
            with self.subTest(name):
                Question = self._as(name)
                rows = Question.search_read([('channel_id', '=', self.shop.id)], ['found', 'order_count', 'worth', 'kind'])
                self.assertEqual({row['found']: row['order_count'] for row in rows}, found)
                self.assertEqual({row['kind'] for row in rows}, {'product'}, "nothing about customers or foreign stores")
                mine = Question.search([('found', '=', 'AB-12')])
                self.assertEqual(mine.worth, worth)
                self.assertEqual(mine.order_ids.mapped('external_id'), orders)
                self.assertEqual([sample['order'] for sample in mine.details['samples']], orders)
                told = {cell['name'] for sample in mine.details['samples'] for cell in sample['cells']}
                self.assertFalse({name for name in told if 'ustomer' in name or 'Buyer' in name}, told)
                groups = Question.formatted_read_group(
                    [('channel_id', '=', self.shop.id)], ['kind'], ['order_count:sum', 'worth:sum', '__count']
                )
                self.assertEqual(groups[0]['order_count:sum'], sum(found.values()))
                self.assertEqual(groups[0]['__count'], len(found))
                self.assertEqual(Question.search_count([('order_count', '>', 2)]), 0)

    def test_a_filter_reveals_nothing_beyond(self):
        Question = self._as('boss_one')
        self.assertFalse(Question.search([('found', '=', 'SECRET')]))
        self.assertFalse(Question.search([('order_ids', 'ilike', '4')]))
        foreign = self.env['store.intake.order'].search([('channel_id', '=', self.shop.id), ('external_id', '=', '2')])
        self.assertFalse(Question.search([('order_ids', 'in', foreign.ids)]))
        secret = self.env['store.intake.question'].search([('found', '=', 'SECRET')])
        self.assertFalse(Question.browse(secret.id).exists())
        self.assertFalse(Question.following(secret.id, secret.ids))
        self.assertFalse(Question.browse(secret.id).read(['details', 'message', 'found']))
        self.assertFalse(Question.search([('is_certain', '=', True)]))

    def test_conditions_below_the_orders_of_a_question_are_the_readers(self):
        Question = self._as('boss_one')
        mine = [('found', '=', 'AB-12')]
        self.assertTrue(Question.search_count([*mine, ('order_ids.external_id', '=', '1')]))
        for below in (
            [('order_ids.external_id', '=', '2')],
            [('order_ids', 'any', [('store_id.warehouse_id.store_id.code', '=', 'T2')])],
        ):
            with self.subTest(below), contextlib.suppress(AccessError):
                self.assertFalse(Question.search_count([*mine, *below]))
        with self.assertRaises(AccessError):
            Question.search_count([('document_ids.filename', 'ilike', '%')])

    def test_nothing_about_people_is_shown(self):
        line = {'sku': 'PEOPLE', 'quantity': 1, 'unit_price': '10', 'line_phone': '13800001111', 'note': '13800001111'}
        more = {'store_phone': '13800001111', 'total_paid_by': 'Li Lei 13800001111'}
        self._submit(
            self._payload('9', store='T1', buyer_note={'a': '13800001111'}),
            {**self._payload('10', store='T1', lines=[line]), **more},
        )
        own = [('order_id.external_id', '=', '9'), ('field', '=like', 'buyer_note%')]
        self.assertTrue(self.env['store.intake.issue'].search(own))
        for name in ('boss_one', 'looker'):
            shown = str(self._as(name).search([]).read(['found', 'message', 'details', 'proposed', 'field']))
            self.assertIn('PEOPLE', shown)
            self.assertNotIn('13800001111', shown)

    def test_no_cell_is_quoted_to_whoever_may_not_see_people(self):
        """In a shifted row a name stands where the status belongs, a phone where the number does."""
        who, phone = 'Wang Fang', '13733334444'
        line = {'sku': 'T-SHIRT', 'name': who, 'quantity': 1, 'unit_price': '10'}
        self.Document.submit_orders(
            'T-SHOP',
            [
                self._payload('11', lines=[line], status=f'{who} {phone}'),
                self._payload('12', lines=[{**line, 'quantity': f'{who} {phone}'}]),
                self._payload('13', lines=[{**line, 'unit_price': f'{who} {phone}'}]),
                self._payload('14', lines=[line], ordered_at=f'{who} {phone}'),
                self._payload('15', lines=[line], warehouse=f'{who} {phone}'),
                self._payload('16', lines=[line], currency=f'{who} {phone}'),
                self._payload('17', lines=[{**line, 'tax_included': f'{who} {phone}'}]),
                self._payload('18', lines=[line], total=f'{who} {phone}'),
            ],
        )
        fields = ['code', 'field', 'found', 'proposed', 'message', 'display_name', 'details', 'proposal', 'proposed_value', 'why']
        self.env['store.intake.question'].flush_model()
        own = [('channel_id', '=', self.shop.id)]
        theirs = {}
        for name in ('boss_one', 'looker'):
            rows = self._as(name).search_read(own, fields)
            theirs[name] = {row['code'] for row in rows}
            text = json.dumps(rows, ensure_ascii=False)
            with self.subTest(name):
                (self.assertIn if name == 'boss_one' else self.assertNotIn)(who, text)
                (self.assertIn if name == 'boss_one' else self.assertNotIn)(phone, text)
        self.assertEqual(theirs['boss_one'], theirs['looker'])
        self.assertGreater(theirs['looker'], {'unknown_product', 'bad_status', 'not_a_number', 'not_a_date', 'unknown_warehouse'})
        looker = self._as('looker')
        self.assertFalse(looker.search([*own, ('found', 'ilike', phone)]))
        self.assertTrue(self._as('boss_one').search([*own, ('found', 'ilike', phone)]))
        self.assertNotIn(phone, str(looker.formatted_read_group(own, ['found'], ['__count'])))
        self.assertIn('AB-12', str(looker.search(own).mapped('message')), 'goods are no people')

    def test_an_order_is_read_whole_without_its_questions(self):
        for name in ('boss_one', 'looker'):
            (values,) = self._as(name).env['store.intake.order'].search([('external_id', '=', '1')]).read()
            self.assertEqual(values['external_id'], '1')
            self.assertNotIn('issue_ids', values)
            self.assertEqual(bool(values.get('payload')), name == 'boss_one')

    def test_a_number_of_another_store_is_headquarters_question(self):
        self._submit(self._payload('2', store='T1'))
        issue = self.env['store.intake.issue'].search([('code', '=', 'same_number')])
        self.assertIn('Street Two', issue.message)
        self.assertTrue(self.env['store.intake.question'].search([('code', '=', 'same_number')]))
        self.assertFalse(self._as('boss_one').search([('code', '=', 'same_number')]))

    def test_who_may_not_answer_is_refused_over_rpc(self):
        for name in ('boss_one', 'boss_two', 'looker'):
            Question = self._as(name)
            mine = Question.search([('found', '=', 'AB-12')])
            self.assertFalse(mine.may_answer)
            self.assertFalse(mine.proposal)
            for method in (
                'action_accept',
                'action_accept_certain',
                'action_accept_kind',
                'action_accept_file',
                'action_choose',
                'action_ignore',
                'action_check_again',
                'action_keep_ours',
                'action_take_new',
                'action_view_issues',
            ):
                with self.subTest(f'{name} {method}'), self.assertRaises(AccessError):
                    getattr(mine, method)()
            with self.assertRaises(AccessError):
                Question.answer(self.whole.ids, product=self.product.id)
            with self.assertRaises(AccessError):
                mine.write({'found': 'x'})
            with self.assertRaises(AccessError):
                Question.env['store.intake.answer'].search([])
            with self.assertRaises(AccessError):
                Question.env['store.intake.answering'].create({'asked': self.whole.ids})
        self.assertEqual(self.whole.order_count, 4)

    def test_staff_read_none(self):
        for method, arguments in (('search_read', ([],)), ('formatted_read_group', ([], ['kind'], ['__count']))):
            with self.assertRaises(AccessError):
                getattr(self._as('clerk'), method)(*arguments)

    def test_nobody_writes_an_answer_by_hand(self):
        Answer = self.env['store.intake.answer']
        with self.assertRaises(AccessError):
            Answer.create({'channel_id': self.shop.id, 'code': 'x', 'outcome': 'answered'})
