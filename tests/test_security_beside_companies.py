# Part of store_group. License LGPL-3.
from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .intake_common import IntakeCommon

# Names and settings that tell nothing of a company's business, and what only administrators of all companies read.
OF_NO_COMPANY = {
    'store.adoption.chunk',
    'store.adoption.count',
    'store.adoption.line',
    'store.comparable.line',
    'store.group',
    'store.group.history',
    'store.member',
    'store.range',
    'store.store.mode',
}
BUYER = {'external_id': 'B9', 'name': 'Secret Client', 'phone': '13733334444', 'address': {'street': 'Hidden Lane', 'city': 'X'}}


@tagged('post_install', '-at_install')
class TestBesideCompanies(IntakeCommon):
    """Who is bound to no store is still bound to companies, and a review is passed by nobody who may not release."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.free = new_test_user(
            cls.env(su=True),
            'beside_free',
            'sales_team.group_sale_salesman_all_leads,stock.group_stock_user,account.group_account_invoice',
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )
        cls.clerk = cls._member('beside_clerk', 'staff')
        cls.looker = cls._member('beside_looker', 'auditor')
        cls.foreign.warehouse_id = cls._warehouse('Far', 'TBF', cls.other_company)
        cls.far = cls.env['store.channel'].create(
            {
                'name': 'Far',
                'code': 'T-FAR',
                'reader': 'canonical',
                'company_id': cls.other_company.id,
                'store_id': cls.foreign.id,
                'customer_policy': 'collective',
                'tz': 'Asia/Shanghai',
            }
        )

    @classmethod
    def _member(cls, login, role):
        user = new_test_user(cls.env(su=True), login, company_id=cls.company.id, company_ids=[Command.set(cls.company.ids)])
        cls.env['store.member'].create({'user_id': user.id, 'role': role, 'date_from': '2020-01-01', 'store_id': cls.store_1.id})
        return user.with_env(cls.env)

    def _as(self, user, records):
        return records.with_env(self.env(user=user, su=False, context={'allowed_company_ids': self.company.ids}))

    def _waiting(self, number):
        self.env['store.gate.rule'].create({'channel_id': self.shop.id, 'kind': 'total_above', 'limit': 100})
        lines = [{'sku': 'T-SHIRT', 'quantity': 1, 'unit_price': '200'}]
        self._submit(self._payload(number, lines=lines, status='paid', customer=BUYER), confirm=True)
        return self._sale(number)

    def test_every_model_with_rules_by_store_has_one_by_company(self):
        rules = self.env['ir.rule'].sudo().search([('model_id.model', '=like', 'store.%')])
        by_store = {rule.model_id.model for rule in rules if (rule.domain_force or '').startswith('store_scope(')}
        by_company = {rule.model_id.model for rule in rules if 'company_ids' in (rule.domain_force or '') and rule.perm_read}
        by_company |= {'store.store'} if 'store.store' in by_store else set()  # names of stores are read by everybody
        self.assertEqual(by_store - by_company, OF_NO_COMPANY & by_store)

    def test_orders_of_another_company_are_not_read_beside_their_sale_orders(self):
        self.env['store.gate.rule'].create({'channel_id': self.far.id, 'kind': 'total_above', 'limit': 1})
        lines = [{'sku': 'T-SHIRT', 'quantity': 2, 'unit_price': '4711'}]
        payload = self._payload('F1', lines=lines, status='paid', buyer_note='Secret note', customer=BUYER)
        self.Document.submit_orders('T-FAR', [payload], confirm=True)
        sale = self._sale('F1', self.far)
        self.assertEqual(sale.gate_state, 'rules')
        for model, domain in (
            ('store.order.gate', [('order_id', '=', sale.id)]),
            ('store.order.details', [('order_id', '=', sale.id)]),
            ('store.order.details', [('phone', '=like', '1373%')]),
            ('store.channel', [('company_id', '=', self.other_company.id)]),
        ):
            with self.subTest(model=model, domain=domain):
                self.assertTrue(self.env[model].sudo().search(domain))
                self.assertFalse(self._as(self.free, self.env[model]).search(domain))
        with self.assertRaises(AccessError):
            self._as(self.free, sale.sudo().store_details_ids.with_env(self.env)).read(['recipient'])

    def test_a_cancelled_review_is_passed_by_no_other_state(self):
        for number, states in enumerate((('draft',), ('sent',), ('sale',)), 1):
            for user in (self.clerk, self.free):
                with self.subTest(states=states, user=user.login), self.cr.savepoint() as point:
                    sale = self._waiting(f'{number}')
                    own = self._as(user, sale)
                    own.action_cancel()
                    self.assertEqual((sale.state, sale.gate_state), ('cancel', False))
                    with self.assertRaisesRegex(UserError, 'is not confirmed before it is released'):
                        for state in states:
                            own.write({'state': state})
                        own.action_confirm()
                    point.rollback()
        sale = self._waiting('9')
        own = self._as(self.free, sale)
        own.action_cancel()
        own.write({'store_channel_id': False})
        own.action_draft()
        with self.assertRaisesRegex(UserError, 'is not confirmed before it is released'):
            own.action_confirm()

    def test_the_hash_of_a_content_tells_no_phone(self):
        sale = self._waiting('H1')
        review = self._as(self.looker, self.env['store.order.gate']).search([('order_id', '=', sale.id)])
        self.assertTrue(review.reason)
        entry = self._as(self.looker, sale.sudo().store_intake_ids.with_env(self.env))
        for record, name in (
            (review, 'content_hash'),
            *((entry, name) for name in ('content_hash', 'confirmed_hash', 'conflict_hash', 'kept_hashes')),
        ):
            with self.subTest(model=record._name, name=name), self.assertRaises(AccessError):
                record.read([name])
