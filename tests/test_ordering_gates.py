# Part of store_group. License LGPL-3.
from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from .intake_common import IntakeCommon


@tagged('post_install', '-at_install')
class TestOrderingGates(IntakeCommon):
    """What a rule of the channel or the books keep back is not confirmed by anybody before it is released."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.boss = cls._member('gate_boss', 'store_manager', store_id=cls.store_1.id)
        cls.clerk = cls._member('gate_clerk', 'staff', store_id=cls.store_1.id)
        cls.other = cls._member('gate_other', 'store_manager', store_id=cls.store_2.id)
        cls.books = cls._member('gate_books', 'staff', store_id=cls.store_1.id)
        cls.books.sudo().group_ids += cls.env.ref('account.group_account_invoice')
        cls._rule('total_above', limit=100)

    @classmethod
    def _member(cls, login, role, **values):
        user = new_test_user(cls.env(su=True), login, company_id=cls.company.id, company_ids=[Command.set(cls.company.ids)])
        cls.env['store.member'].create({'user_id': user.id, 'role': role, 'date_from': '2020-01-01', **values})
        return user.with_env(cls.env)

    @classmethod
    def _rule(cls, kind, **values):
        return cls.env['store.gate.rule'].create({'channel_id': cls.shop.id, 'kind': kind, **values})

    def _one(self, number='1', price='200', confirm=True, **values):
        lines = [{'sku': 'T-SHIRT', 'quantity': 1, 'unit_price': price}]
        self._submit(self._payload(number, **{'lines': lines, 'status': 'paid', **values}), confirm=confirm)
        return self._sale(number)

    def _gate(self, sale, state='waiting'):
        return self.env['store.order.gate'].search([('order_id', 'in', sale.ids), ('state', '=', state)])

    def _as(self, user, records):
        return records.with_env(self.env(user=user, su=False, context={'allowed_company_ids': self.company.ids}))

    # === THE RULES ===

    def test_what_a_rule_catches_waits_with_its_reason(self):
        low, high = self._one('1', '100'), self._one('2', '100.01')
        self.assertEqual((low.state, low.gate_state), ('sale', False))
        self.assertEqual((high.state, high.gate_state, len(high.picking_ids)), ('draft', 'rules', 0))
        self.assertIn('100.01', self._gate(high).reason)
        self.assertFalse(self.env['store.intake.issue'].search([('code', '=', 'confirm_failed')]))

    def test_where_it_goes_is_told_to_whoever_may_see_the_recipient(self):
        self._rule('outside', words='江苏')
        who = {'external_id': 'B1', 'name': 'Li', 'address': {'state': '广东省', 'city': '深圳市', 'district': 'Li 13733334444'}}
        gate = self._gate(self._one('1', customer=who))
        looker = self._member('gate_looker', 'auditor', store_id=self.store_1.id)
        for user, sees in ((self.boss, True), (looker, False)):
            own = self._as(user, gate)
            with self.subTest(user.login):
                self.assertEqual('13733334444' in str(own.read(['reason', 'gate'])), sees)
                self.assertEqual('13733334444' in str(own.read()), sees)
                self.assertIn('200', own.reason)
        with self.assertRaises(AccessError):
            self._as(looker, gate).search([('reasons', '!=', False)])

    def test_each_rule(self):
        self.env['store.gate.rule'].search([]).unlink()
        far = {'external_id': 'B1', 'name': 'Li', 'phone': '13812345678', 'address': {'state': '广东省', 'street': 'Road 1'}}
        near = {'external_id': 'B1', 'name': 'Li', 'phone': '13812345678', 'address': {'state': '江苏省', 'street': 'Road 1'}}
        hidden = {'external_id': 'B1', 'name': '李*', 'phone': '138****5678', 'address': {'state': '江苏省', 'street': '***'}}
        self._one('0', customer=near)  # not the first order of B1
        plain = {'customer': near}
        lines = [{'sku': 'T-SHIRT', 'quantity': 5, 'unit_price': '10', 'discount_rate': '0.3'}]
        cases = (
            ('total_below', {'limit': 10}, {'price': '9.99', **plain}),
            ('discount_above', {'limit': 20}, {'lines': lines, **plain}),
            ('quantity_above', {'limit': 4}, {'lines': lines, **plain}),
            ('note', {}, {'buyer_note': 'red please', **plain}),
            ('masked', {}, {'customer': hidden}),
            ('outside', {'words': '江苏，上海'}, {'customer': far}),
            ('first', {}, {'customer': {'external_id': 'NEW', 'name': 'New'}}),
            ('tag', {'words': 'sample'}, {'tags': ['Sample'], **plain}),
            ('product', {'product_ids': [Command.set(self.product.ids)]}, plain),
        )
        for number, (kind, rule, order) in enumerate(cases, 1):
            made = self._rule(kind, **rule)
            sale = self._one(f'C{number}', **order)
            self.assertEqual([row[0] for row in self._gate(sale).reasons or ()], [kind])
            self.assertTrue(self._gate(sale).reason)
            made.unlink()
            if kind != 'product':
                self._rule(kind, **rule)
                self.assertFalse(self._one(f'P{number}', **plain).gate_state, kind)
                self.env['store.gate.rule'].search([]).unlink()

    # === THE ONE DOOR ===

    def test_nobody_confirms_what_waits(self):
        sale = self._one()
        for act in (
            lambda order: order.action_confirm(),
            lambda order: order.write({'state': 'sale'}),
            lambda order: order.write({'gate_state': False}),
        ):
            for user in (self.boss, self.env.ref('base.user_admin')):
                with self.assertRaises(UserError):
                    act(self._as(user, sale))
        self.assertEqual((sale.state, sale.gate_state), ('draft', 'rules'))
        with self.assertRaisesRegex(UserError, 'above 100'):
            sale.sudo().action_confirm()

    def test_a_batch_and_the_worker_leave_it(self):
        self._submit(
            *(
                self._payload(
                    str(number), status='paid', lines=[{'sku': 'T-SHIRT', 'quantity': 1, 'unit_price': str(90 + number * 5)}]
                )
                for number in range(6)
            ),
            confirm=True,
        )
        states = [self._sale(str(number)).state for number in range(6)]
        self.assertEqual(states, ['sale', 'sale', 'sale', 'draft', 'draft', 'draft'])
        self.env['store.intake.worker']._confirm(self._sale('5').sudo().store_intake_ids.document_id)
        self.assertEqual(self._sale('5').state, 'draft')

    # === WHO RELEASES ===

    def test_release_hold_and_release_in_bulk(self):
        sales = self._one('1') | self._one('2') | self._one('3', confirm=False)
        gates = self._as(self.boss, self._gate(sales))
        self.assertEqual(set(gates.mapped('may_decide')), {True})
        gates.action_hold()
        self.assertEqual(set(sales.mapped('gate_state')), {'held'})
        with self.assertRaises(UserError):
            sales[0].sudo().action_confirm()
        gates.action_release()
        self.assertEqual((sales.mapped('state'), set(sales.mapped('gate_state'))), (['sale', 'sale', 'draft'], {False}))
        self.assertEqual((gates.decided_by_id, set(gates.mapped('state'))), (self.boss, {'released'}))
        with self.assertRaisesRegex(UserError, 'does not wait here any more'):
            gates.action_release()

    def test_who_may(self):
        sale = self._one()
        gate = self._gate(sale)
        self.assertFalse(self._as(self.clerk, gate).may_decide)
        for user in (self.clerk, self.other, self.bot):
            for act in ('action_release', 'action_hold'):
                with self.assertRaises(AccessError) as refused:
                    getattr(self._as(user, gate), act)()
                if user != self.clerk:
                    self.assertNotIn(self.store_1.name, str(refused.exception))
            with self.assertRaises(AccessError):
                self._as(user, gate).write({'state': 'released'})
        self.assertFalse(self._as(self.other, self.env['store.order.gate']).search([]))
        self.env.ref('store_group.profile_staff').sudo().release_orders = True
        self._as(self.clerk, sale).action_release_gate()
        self.assertEqual((sale.state, gate.decided_by_id), ('sale', self.clerk))

    # === FINANCE ===

    def test_finance_comes_second_and_is_another_person(self):
        self.shop.write({'finance_gate': 'above', 'finance_amount': 150, 'two_people': True})
        sale, low = self._one('1', '200'), self._one('2', '120')
        self.boss.sudo().group_ids += self.env.ref('account.group_account_invoice')
        self._as(self.boss, self._gate(sale | low)).action_release()
        self.assertEqual((low.state, sale.state, sale.gate_state), ('sale', 'draft', 'books'))
        books = self._gate(sale)
        self.assertEqual((books.gate, self._as(self.boss, books).may_decide), ('books', False))
        with self.assertRaisesRegex(UserError, 'two people'):
            self._as(self.boss, books).action_release()
        for user in (self.clerk, self.other):
            with self.assertRaises(AccessError):
                self._as(user, books).action_release()
        self._as(self.books, books).action_release()
        self.assertEqual(sale.state, 'sale')
        told = [(gate.gate, gate.decided_by_id) for gate in sale.sudo().store_gate_ids.sorted('id')]
        self.assertEqual(told, [('rules', self.boss), ('books', self.books)])

    def test_finance_alone(self):
        self.shop.write({'finance_gate': 'tag', 'finance_tags': '货到付款'})
        sale = self._one('1', '20', tags=['货到付款'])
        self.assertEqual((sale.gate_state, self._one('2', '20').state), ('books', 'sale'))
        self._as(self.books, sale).action_release_gate()
        self.assertEqual(sale.state, 'sale')

    # === THE CHANNEL GOES ON ===

    def test_a_change_comes_back_and_progress_does_not(self):
        sale = self._one('1', status='unpaid')
        self._as(self.boss, sale).action_release_gate()
        self.assertEqual((sale.state, sale.gate_state), ('draft', False))
        self._one('1', status='paid')
        self.assertEqual((sale.state, len(sale.sudo().store_gate_ids)), ('sale', 1), "only its status moved on")
        other = self._one('2', status='unpaid')
        self._as(self.boss, other).action_release_gate()
        self._one('2', '300', status='paid')
        self.assertEqual((other.state, other.gate_state), ('draft', 'rules'))
        self.assertEqual(other.sudo().store_gate_ids.sorted('id').mapped('state'), ['replaced', 'waiting'])
        self._one('2', '90', status='paid')
        self.assertEqual((other.state, other.gate_state), ('sale', False), "nothing is wrong with it any more")

    def test_first_orders_that_come_together_all_wait(self):
        self._rule('first')
        new = {'external_id': 'NEW', 'name': 'New'}
        lines = [{'sku': 'T-SHIRT', 'quantity': 1, 'unit_price': '20'}]
        payloads = [self._payload(number, lines=lines, status='paid', customer=new) for number in ('1', '2')]
        self._submit(*payloads, confirm=True)
        third = self._one('3', '20', customer=new)
        for sale in (self._sale('1'), self._sale('2'), third):
            self.assertEqual((sale.state, sale.gate_state), ('draft', 'rules'))
        self._as(self.boss, third).action_release_gate()
        self.assertEqual(self._one('4', '20', customer=new).state, 'sale')

    def test_two_people_are_two_whatever_the_channel_says_between(self):
        self.shop.write({'finance_gate': 'all', 'two_people': True})
        both = self._member('gate_both', 'store_manager', store_id=self.store_1.id)
        both.sudo().group_ids += self.env.ref('account.group_account_invoice')
        sale = self._one('1')
        self._one('1', seller_note='x')
        self._as(both, sale).action_release_gate()
        self.assertEqual(sale.gate_state, 'books')
        with self.assertRaisesRegex(UserError, 'the channel wants two people'):
            self._as(both, sale).action_release_gate()

    def test_no_line_leaves_with_another_order(self):
        sale = self._one('1')
        other = self.env['sale.order'].create({'partner_id': sale.partner_id.id, 'store_id': self.store_1.id})
        with self.assertRaisesRegex(UserError, 'is not confirmed before it is released'):
            self._as(self.boss, sale).order_line.write({'order_id': other.id})

    def test_what_a_person_holds_no_other_content_lets_go(self):
        sale = self._one('1')
        self._as(self.boss, sale).action_hold_gate()
        self._one('1', '90')
        self.assertEqual((sale.state, sale.gate_state, self._gate(sale, 'held').gate), ('draft', 'held', 'rules'))
        self._as(self.boss, sale).action_release_gate()
        self.assertEqual((sale.state, sale.amount_total), ('sale', 90))

    def test_a_tag_or_remark_that_comes_later_is_asked_about(self):
        self._rule('tag', words='COD')
        self._rule('note')
        for number, later in (('1', {'tags': ['COD']}), ('2', {'buyer_note': 'Change the size'})):
            with self.subTest(later=later):
                sale = self._one(number, '20', status='unpaid')
                self.assertEqual((sale.state, sale.gate_state), ('draft', False))
                self._one(number, '20', status='paid', **later)
                self.assertEqual((sale.state, sale.gate_state), ('draft', 'rules'))
                self._as(self.boss, sale).action_release_gate()
                self.assertEqual(sale.state, 'sale')
        both = self._one('3', '200', status='unpaid')
        self._one('3', '200', status='unpaid', tags=['COD'])
        self.assertIn('COD', self._gate(both).reason)
        self._as(self.boss, both).action_release_gate()
        self._one('3', '200', status='paid', tags=['COD'])
        self.assertEqual(both.state, 'sale', "what was released is not asked again")

    def test_a_tag_for_finance_that_comes_later_is_asked_about(self):
        self.shop.write({'finance_gate': 'tag', 'finance_tags': 'COD'})
        sale = self._one('1', '20', status='unpaid')
        self._one('1', '20', status='paid', tags=['COD'])
        self.assertEqual((sale.state, sale.gate_state), ('draft', 'books'))

    def test_the_same_content_checked_again_is_not_asked_again(self):
        sale = self._one('1', confirm=False)
        self._as(self.boss, sale).action_release_gate()
        sale.sudo().store_intake_ids.action_check_again()
        self._background()
        self.assertEqual((sale.gate_state, len(sale.sudo().store_gate_ids)), (False, 1))

    def test_cancelling_ends_it_and_setting_back_begins_again(self):
        sale = self._one('1')
        self._one('1', status='cancelled')
        self.assertEqual((sale.state, sale.gate_state, self._gate(sale, 'ended').gate), ('cancel', False, 'rules'))
        other = self._one('2')
        other.sudo().action_cancel()
        self.assertFalse(other.gate_state)
        other.sudo().action_draft()
        self.assertEqual(other.gate_state, 'rules')
        with self.assertRaises(UserError):
            other.sudo().action_confirm()

    def test_what_has_left_and_the_past_do_not_wait(self):
        self.shop.shipped_before = 'book'
        self.env['stock.quant'].sudo()._update_available_quantity(self.product, self.warehouse_1.lot_stock_id, 9)
        self.assertEqual(self._one('1', status='shipped').gate_state, False)
        self.shop.history_until = '2024-12-31'
        self.assertEqual((self._one('2').state, self._one('2').gate_state), ('sale', False))

    def test_channels_that_add_up_have_no_gates(self):
        with self.assertRaises(ValidationError):
            self.shop.write({'shipped_by': 'elsewhere', 'depth': 'day'})
        with self.assertRaises(ValidationError):
            self._rule('tag', words=' , ')

    # === THE BUYER ===

    def test_what_a_buyer_pays_is_registered_and_waits_on(self):
        sale = self._one()
        sale.sudo().user_id = self.boss
        journal = (
            self.env['account.journal']
            .sudo()
            .create({'name': 'Gate Bank', 'code': 'GTB', 'type': 'bank', 'company_id': self.company.id})
        )
        method = self.env['payment.method'].sudo().create({'name': 'Card', 'code': 'gate_card', 'active': True})
        provider = (
            self.env['payment.provider']
            .sudo()
            .create({'name': 'Gate', 'company_id': self.company.id, 'payment_method_ids': [Command.set(method.ids)]})
        )
        account = self.env['account.account'].sudo().create({'name': 'Paid', 'code': 'GTP', 'account_type': 'asset_current'})
        owed = {'name': 'Owed', 'code': 'GTR', 'account_type': 'asset_receivable', 'reconcile': True}
        sale.partner_id.sudo().with_company(self.company).property_account_receivable_id = account.create(owed)
        journal.inbound_payment_method_line_ids[0].write({'payment_provider_id': provider.id, 'payment_account_id': account.id})
        provider.invalidate_recordset(['journal_id'])
        paid = (
            self.env['payment.transaction']
            .sudo()
            .create(
                {
                    'provider_id': provider.id,
                    'payment_method_id': method.id,
                    'reference': 'gate-1',
                    'amount': sale.amount_total,
                    'currency_id': sale.currency_id.id,
                    'partner_id': sale.partner_id.id,
                    'sale_order_ids': [Command.set(sale.ids)],
                }
            )
        )
        paid._set_done()
        paid._post_process()
        self.assertEqual((sale.state, sale.gate_state), ('draft', 'rules'))
        self.assertEqual((paid.is_post_processed, paid.payment_id.amount), (True, sale.amount_total))
        note = sale.message_ids.filtered(lambda message: 'paid' in message.body and self.boss.partner_id in message.partner_ids)
        self.assertEqual((len(note), note.subtype_id), (1, self.env.ref('mail.mt_note')))

    def test_what_a_buyer_signs_waits_on(self):
        sale, free = self._one(), self._one('2', '50', confirm=False)
        (sale | free).sudo()._validate_order()
        self.assertEqual((sale.state, sale.gate_state, free.state), ('draft', 'rules', 'sale'))
        self.assertIn('signed', sale.message_ids[0].body)
