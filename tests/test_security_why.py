# Part of store_group. License LGPL-3.
from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import Form, new_test_user, tagged

from .common import StoreGroupCommon


@tagged('post_install', '-at_install')
class TestSecurityWhy(StoreGroupCommon):
    """Whoever gives roles can ask what they do, for a person, for a document, and before they give them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order_1, cls.order_2 = cls._order(store_id=cls.store_1.id), cls._order(store_id=cls.store_2.id)
        cls.order_hq = cls._order(store_id=False)
        cls.today = cls.store_1._today()
        cls.clerk = cls._employee('why_clerk')
        cls._member(cls.clerk)

    @classmethod
    def _employee(cls, login, groups='base.group_user'):
        return new_test_user(
            cls.env(su=True), login, groups, tz='Asia/Shanghai', company_id=cls.company.id, company_ids=[(6, 0, cls.company.ids)]
        )

    @classmethod
    def _member(cls, user, role='staff', **vals):
        place = {} if {'group_id', 'all_stores', 'store_id'} & vals.keys() else {'store_id': cls.store_1.id}
        return cls.env['store.member'].create({'user_id': user.id, 'role': role, 'date_from': cls.today, **place, **vals})

    def _why(self, user, record, mode='read'):
        self.env.invalidate_all()
        return self.env['store.insight']._why(user, record, mode)

    def _reasons(self, user, record):
        self.env.invalidate_all()
        return self.env['store.why'].create({'user_id': user.id, 'record_ref': f'{record._name},{record.id}'}).reasons

    def test_nothing_is_said_before_a_user_is_chosen(self):
        form = Form(self.env['store.why'])
        self.assertFalse(form.status or form.memberships or form.documents or form.reasons)
        form.user_id = self._employee('why_nobody')
        self.assertIn("They have no membership", form.memberships)

    # === ONE DOCUMENT ===

    def test_a_membership_that_decides_is_named(self):
        found = self._why(self.clerk, self.order_1)
        self.assertTrue(found['allowed'])
        self.assertEqual(found['stores'], self.store_1)
        self.assertEqual(found['rule'], self.env.ref('store_group.sale_order_rule_store_read'))
        self.assertEqual([(member.store_id, effect) for member, effect in found['memberships']], [(self.store_1, 'grants')])
        self.assertIn('by membership', self._reasons(self.clerk, self.order_1))
        self.assertIn('Street One', self._reasons(self.clerk, self.order_1))

    def test_a_refusal_names_rule_store_and_what_would_help(self):
        found = self._why(self.clerk, self.order_2)
        self.assertFalse(found['allowed'])
        self.assertEqual(found['rules'], self.env.ref('store_group.sale_order_rule_store_read'))
        text = self._reasons(self.clerk, self.order_2)
        self.assertIn('Sale Order: stores one sees', text)
        self.assertIn('Head / West', text)
        self.assertIn('Auditor', text)
        self.assertIn('headquarters', self._reasons(self.clerk, self.order_hq))

    def test_memberships_that_lack_something_are_told(self):
        self._member(self.clerk, 'auditor', store_id=self.store_2.id)
        self._member(self.clerk, store_id=self.online.id, date_from=self.today + timedelta(days=9))
        found = self._why(self.clerk, self.order_2, 'write')
        self.assertFalse(found['allowed'])
        self.assertIn('read_only', [effect for _member, effect in found['memberships']])
        self.assertIn('only reads', self._reasons(self.clerk, self.order_2))
        online = self._order(store_id=self.online.id)
        self.assertIn('begins later', self._reasons(self.clerk, online))

    def test_places_and_core_are_explained_too(self):
        quant = self.env['stock.quant'].sudo()._update_available_quantity(
            self.product, self.warehouse_2.lot_stock_id, 1
        ) and self.env['stock.quant'].sudo().search([('location_id', '=', self.warehouse_2.lot_stock_id.id)], limit=1)
        found = self._why(self.clerk, quant)
        self.assertEqual((found['allowed'], found['stores']), (False, self.store_2))
        self.assertIn('None of their groups', self._reasons(self._employee('why_desk'), self.order_1))
        free = self._employee('why_free', 'sales_team.group_sale_salesman_all_leads')
        self.assertIn('not bound', self._reasons(free, self.order_1))

    def test_the_explanation_never_contradicts_what_holds(self):
        people = [self.clerk, self._employee('why_free', 'sales_team.group_sale_salesman'), self._employee('why_gm'), self.admin]
        self._member(people[2], 'group_manager', group_id=self.west.id)
        for person in people:
            for order in (self.order_1, self.order_2, self.order_hq):
                for mode in ('read', 'write'):
                    self.env.invalidate_all()
                    mine = order.with_user(person).with_context(allowed_company_ids=person.sudo().company_ids.ids)
                    found = self._why(person, order, mode)
                    self.assertEqual(found['allowed'], mine.has_access(mode))
                    self.assertEqual(found['allowed'], not found['lacks_group'] and not found['rules'])
                    if person._is_store_bound():
                        self.assertEqual(found['allowed'], 'grants' in [effect for _m, effect in found['memberships']])

    # === A PERSON ===

    def test_what_a_person_sees_is_counted_as_himself(self):
        counts = dict(self.env['store.insight']._counts(self.clerk))
        self.assertEqual(counts['sale.order'], 1)
        self.assertEqual(counts['sale.order.line'], 1)
        self.assertEqual(counts['account.payment'], 0)
        why = self.env['store.why'].create({'user_id': self.clerk.id})
        self.assertIn('Bound', why.status)
        for word in ('Street One', 'East', 'Staff', 'Ship Goods', 'Discount Limit'):
            self.assertIn(word, why.memberships)
        self.assertNotIn('See Costs', why.memberships)

    def test_before_a_first_role_one_sees_what_it_would_change(self):
        free = self._employee('why_free', 'sales_team.group_sale_salesman_all_leads')
        form = Form(self.env['store.why'].with_context(default_user_id=free.id))
        self.assertIn('Not bound', form.status)
        self.assertNotIn('With this role alone', form.documents)
        form.role = 'group_manager'
        form.group_id = self.west
        self.assertIn('With this role alone', form.documents)
        why = form.save()
        insight = self.env['store.insight']
        now, then = dict(insight._counts(free)), dict(insight._counts(free, why._supposed()))
        self.assertGreaterEqual(now['sale.order'], 3)
        self.assertEqual(then['sale.order'], 1)
        self.assertFalse(free.sudo().store_member_ids)
        self._member(free, 'group_manager', group_id=self.west.id)
        self.env.invalidate_all()
        real = dict(insight._counts(free))
        self.assertEqual(
            {model: real[model] for model in ('sale.order', 'sale.order.line', 'crm.lead', 'stock.quant')},
            {model: then[model] for model in ('sale.order', 'sale.order.line', 'crm.lead', 'stock.quant')},
        )

    # === NOT COVERED ===

    def test_what_no_wall_covers_is_listed_with_its_readers(self):
        action = self.env['store.uncovered'].action_open()
        rows = {row.model: row for row in self.env['store.uncovered'].search(action['domain'])}
        self.assertIn('sale.order.template', rows)
        self.assertIn('company_id', rows['sale.order.template'].points_at)
        self.assertTrue(rows['product.supplierinfo'].everybody)
        for covered in ('sale.order', 'stock.quant', 'account.move', 'store.store', 'res.partner.bank'):
            if covered != 'res.partner.bank':
                self.assertNotIn(covered, rows)
        self.env['store.uncovered'].action_open()
        self.assertEqual(self.env['store.uncovered'].search_count(action['domain']), len(rows))

    def test_only_administrators_ask(self):
        for model in ('store.why', 'store.uncovered'):
            with self.assertRaises(AccessError):
                self.env[model].with_user(self.clerk).create({'user_id': self.clerk.id} if model == 'store.why' else {})
