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

    def test_a_contact_of_another_company_is_not_met_by_its_phone(self):
        self.shop.write({'customer_policy': 'per_buyer', 'create_missing': True})
        contacts = self.env['res.partner'].sudo()
        phone = BUYER['phone']
        theirs = contacts.create({'name': 'Secret Client', 'phone': phone, 'company_id': self.other_company.id})
        near = contacts.create({'name': 'Near', 'phone': phone, 'canonical_id': theirs.id})
        self._submit(self._payload('S1', status='paid', customer=BUYER))
        customer = self._sale('S1').partner_id
        self.assertNotIn(customer, theirs | near)
        self.assertFalse(customer.canonical_id)
        self.assertFalse(self.env['store.same.customer'].sudo().search([('partner_id', '=', customer.id)]))
        customer.sudo().canonical_id = near
        domain = self._as(self.free, customer).action_view_same_orders()['domain']
        self.assertNotIn(theirs.id, domain[0][2])

    def test_deliveries_are_put_together_by_actions_only(self):
        delivery = (
            self.env['stock.picking']
            .sudo()
            .create(
                {
                    'picking_type_id': self.warehouse_1.out_type_id.id,
                    'location_id': self.warehouse_1.lot_stock_id.id,
                    'location_dest_id': self.env.ref('stock.stock_location_customers').id,
                }
            )
        )
        for vals in ({'is_grouped': True}, {'delivery_group_id': False}, {'is_apart': True}):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                self._as(self.free, delivery.with_env(self.env)).write(vals)

    def test_a_line_of_a_foreign_transfer_tells_nothing(self):
        transfer = self.env['store.transfer'].create(
            {
                'source_store_id': self.store_1.id,
                'dest_store_id': self.store_2.id,
                'line_ids': [Command.create({'product_id': self.product.id, 'qty_requested': 1})],
            }
        )
        portal = new_test_user(self.env(su=True), 'beside_portal', 'base.group_portal')
        for vals in ({'qty_approved': 9}, {'count_shipped': 1}, {'qty_requested': 1}):
            with self.subTest(vals=vals), self.assertRaises(AccessError) as caught:
                transfer.line_ids.with_env(self.env(user=portal, su=False)).write(vals)
            self.assertNotIn(transfer.name, str(caught.exception))

    def test_whose_order_is_not_shown_its_recipient_is_not_either(self):
        sale = self._waiting('O1')
        sale.user_id = self.env.ref('base.user_admin')
        own = new_test_user(self.env(su=True), 'beside_own', 'sales_team.group_sale_salesman', company_id=self.company.id)
        for model in ('sale.order', 'store.order.details', 'store.order.gate'):
            asked = [('id', '=', sale.id)] if model == 'sale.order' else [('order_id', '=', sale.id)]
            with self.subTest(model=model):
                self.assertFalse(self._as(own, self.env[model]).search(asked))
                self.assertTrue(self._as(self.free, self.env[model]).search(asked))
