# Part of store_group. License LGPL-3.
"""The discount limit, asked on the line as it stands: after every write, and by whoever confirms."""

from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import new_test_user, tagged

from .common import StoreGroupCommon


@tagged('post_install', '-at_install')
class TestOrderingLimit(StoreGroupCommon):
    """A clerk may give 10 % at their store. Every way to sell for less is refused, every ordinary sale goes on."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        su = cls.env(su=True)
        cls.today = cls.store_1._today()
        cls.clerk, cls.chief = cls._person('lim_clerk', 'staff'), cls._person('lim_chief', 'store_manager')
        cls.env.ref('base.group_user').sudo().implied_ids |= cls.env.ref('product.group_product_pricelist')
        su['product.pricelist'].create({'name': 'Public', 'sequence': -1})
        cls.half = su['product.pricelist'].create(
            {
                'name': 'Half',
                'item_ids': [Command.create({'compute_price': 'percentage', 'percent_price': 50, 'applied_on': '3_global'})],
            }
        )
        cls.rebate = su['product.product'].create(
            {'name': 'Rebate', 'type': 'service', 'list_price': 0, 'taxes_id': [Command.clear()]}
        )
        cls.dozen = cls.env.ref('uom.product_uom_dozen')

    @classmethod
    def _person(cls, login, role):
        user = new_test_user(
            cls.env(su=True),
            login,
            'base.group_user',
            tz='Asia/Shanghai',
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )
        cls.env['store.member'].create({'user_id': user.id, 'role': role, 'store_id': cls.store_1.id, 'date_from': cls.today})
        return user

    def _as(self, user, record):
        self.env.invalidate_all()
        return record.with_env(self.env(user=user, su=False, context={'allowed_company_ids': self.company.ids}))

    def _quotation(self, user=None, order=(), **line):
        return self._as(user or self.clerk, self.env['sale.order']).create(
            {
                'partner_id': self.customer.id,
                **dict(order),
                'order_line': [Command.create({'product_id': self.product.id, 'product_uom_qty': 1, **line})],
            }
        )

    # === THE LINE AS IT STANDS ===

    def test_a_unit_changed_after_the_price_is_asked(self):
        order = self._quotation()
        order.order_line.price_unit = 95.0
        with self.assertRaises(ValidationError):
            order.order_line.product_uom_id = self.dozen
        order = self._quotation()
        order.order_line.product_uom_id = self.dozen  # the list's price for a dozen
        self.assertEqual(order.amount_untaxed, 1200)
        order.action_confirm()

    def test_switches_that_say_a_line_has_its_own_price_are_not_believed(self):
        for switch in ('is_expense', 'is_downpayment'):
            with self.assertRaises(ValidationError, msg=switch):
                self._quotation(price_unit=1.0, **{switch: True})
            order = self._quotation()
            with self.assertRaises(ValidationError, msg=switch):
                order.order_line.write({switch: True, 'price_unit': 1.0})
        order = self._quotation(product_uom_qty=0, is_downpayment=True, price_unit=1.0)  # as core makes them: nothing is sold
        with self.assertRaises(ValidationError):
            order.order_line.product_uom_qty = 1
        with self.assertRaises(ValidationError):
            order.order_line.is_downpayment = False

    def test_a_mark_of_a_global_discount_or_of_a_combo_is_not_believed(self):
        with self.assertRaises(ValidationError):
            self._quotation(price_unit=1.0, extra_tax_data={'computation_key': 'global_discount,1'})
        combo = self.env(su=True)['product.combo'].create(
            {'name': 'Set', 'combo_item_ids': [Command.create({'product_id': self.product.id})]}
        )
        with self.assertRaises(ValidationError):
            self._quotation(price_unit=1.0, combo_item_id=combo.combo_item_ids.id)

    def test_items_of_a_combo_sell_at_the_share_core_gives_them(self):
        su = self.env(su=True)
        combo = su['product.combo'].create({'name': 'Set', 'combo_item_ids': [Command.create({'product_id': self.product.id})]})
        whole = su['product.product'].create(
            {
                'name': 'Box',
                'type': 'combo',
                'list_price': 60.0,
                'taxes_id': [Command.clear()],
                'combo_ids': [Command.set(combo.ids)],
            }
        )
        order = self._as(self.clerk, self.env['sale.order']).create(
            {'partner_id': self.customer.id, 'order_line': [Command.create({'product_id': whole.id})]}
        )
        order.order_line = [
            Command.create(
                {'product_id': self.product.id, 'combo_item_id': combo.combo_item_ids.id, 'linked_line_id': order.order_line.id}
            )
        ]
        item = order.order_line.filtered('combo_item_id')
        self.assertEqual((item.price_unit, order.amount_untaxed), (60.0, 60.0))
        item.price_unit = 55.0
        with self.assertRaises(ValidationError):
            item.price_unit = 50.0
        order.action_confirm()

    def test_a_quantity_lowered_afterwards_is_asked(self):
        self.env(su=True)['product.pricelist.item'].create(
            {
                'pricelist_id': self._store_list().id,
                'applied_on': '3_global',
                'min_quantity': 10,
                'compute_price': 'percentage',
                'percent_price': 30,
            }
        )
        order = self._quotation(product_uom_qty=10)
        order.order_line.price_unit = 65.0
        with self.assertRaises(ValidationError):
            order.order_line.product_uom_qty = 1
        order.order_line.product_uom_qty = 20

    def _store_list(self):
        self.store_1.pricelist_id = self.env(su=True)['product.pricelist'].create({'name': 'Street One'})
        return self.store_1.pricelist_id

    def test_another_product_under_the_old_price_is_asked(self):
        dear = self.env(su=True)['product.product'].create(
            {'name': 'Coat', 'type': 'consu', 'list_price': 500.0, 'taxes_id': [Command.clear()]}
        )
        order = self._quotation(price_unit=95.0)
        with self.assertRaises(ValidationError):
            order.order_line.write({'product_id': dear.id, 'price_unit': 95.0})

    def test_nested_commands_and_the_discount_wizard_are_asked(self):
        order = self._quotation()
        with self.assertRaises(ValidationError):
            order.order_line = [Command.update(order.order_line.id, {'price_unit': 1.0})]
        self.company.sudo().sale_discount_product_id = self.rebate
        for kind, more in (
            ('sol_discount', {'discount_percentage': 0.2}),
            ('so_discount', {'discount_percentage': 0.2}),
            ('amount', {'discount_amount': 20.0}),
        ):
            wizard = self._as(self.clerk, self.env['sale.order.discount']).create(
                {'sale_order_id': order.id, 'discount_type': kind, **more}
            )
            with self.assertRaises(ValidationError, msg=kind):
                wizard.action_apply_discount()
        self._as(self.clerk, self.env['sale.order.discount']).create(
            {'sale_order_id': order.id, 'discount_type': 'amount', 'discount_amount': 10.0}
        ).action_apply_discount()
        self.assertEqual(order.amount_untaxed, 90)

    def test_money_taken_off_counts_whichever_line_comes_last(self):
        order = self._quotation(price_unit=150.0)
        order.order_line = [Command.create({'product_id': self.rebate.id, 'price_unit': -60.0})]
        with self.assertRaises(ValidationError):
            order.order_line.filtered(lambda line: line.product_id == self.product).price_unit = 100.0
        order = self._quotation()
        with self.assertRaises(ValidationError):  # less than none of a service
            order.order_line = [Command.create({'product_id': self.rebate.id, 'price_unit': 50.0, 'product_uom_qty': -1})]
        with self.assertRaises(ValidationError):  # goods at less than nothing are no deduction
            order.order_line = [Command.create({'product_id': self.product.id, 'price_unit': -5.0})]
        with self.assertRaises(ValidationError):  # goods that come back for more than they cost
            order.order_line = [Command.create({'product_id': self.product.id, 'price_unit': 180.0, 'product_uom_qty': -1})]
        order.order_line = [Command.create({'product_id': self.product.id, 'product_uom_qty': -1})]  # an exchange

    # === LISTS ===

    def test_a_list_somebody_chose_is_a_discount_he_gives(self):
        with self.assertRaises(ValidationError):
            self._quotation(order={'pricelist_id': self.half.id})
        order = self._quotation()
        order.pricelist_id = self.half  # the price stands as it is
        with self.assertRaises(ValidationError):
            order.action_update_prices()
        with self.assertRaises(ValidationError):
            order.order_line = [Command.create({'product_id': self.product.id, 'product_uom_qty': 1})]

    def test_a_list_given_to_the_customer_needs_manage_prices(self):
        partner = self._as(self.clerk, self.customer)
        for field in ('property_product_pricelist', 'specific_property_product_pricelist'):
            with self.assertRaises(AccessError, msg=field) as refused:
                partner.write({field: self.half.id})
            self.assertIn('Manage Prices', str(refused.exception))
            with self.assertRaises(AccessError, msg=field):
                partner.create({'name': 'Friend', field: self.half.id})
        self.assertTrue(partner.create({'name': 'Ordinary', 'parent_id': False}))
        self.env.ref('store_group.profile_store_manager').sudo().manage_prices = True
        self._as(self.chief, self.customer).write({'specific_property_product_pricelist': self.half.id})
        self.assertEqual(self._quotation().amount_untaxed, 50)  # their own list is what they may ask for
        partner.create({'name': 'Their Buyer', 'parent_id': partner.id})

    def test_a_customers_own_list_is_nobodys_discount_and_goes_to_confirmation(self):
        self.customer.sudo().with_company(self.company).specific_property_product_pricelist = self.half
        order = self._quotation()
        order.action_confirm()
        self.assertEqual((order.state, order.amount_untaxed), ('sale', 50))
        with self.assertRaises(ValidationError):
            order.copy().partner_id = self.env(su=True)['res.partner'].create({'name': 'Somebody Else'})

    def test_another_currency_under_the_old_price_is_asked(self):
        other = self.env(su=True)['res.currency'].create(
            {'name': 'TJP', 'symbol': 'J', 'rate_ids': [Command.create({'rate': 100.0, 'company_id': self.company.id})]}
        )
        order = self._quotation(price_unit=95.0)
        with self.assertRaises(AccessError):
            order.currency_id = other  # it follows from the list
        others_list = self.env(su=True)['product.pricelist'].create(
            {'name': 'In another currency', 'currency_id': other.id, 'company_id': self.company.id}
        )
        with self.assertRaises(ValidationError):
            order.pricelist_id = others_list

    def test_a_day_of_another_price_is_not_believed_but_a_quotation_keeps_its_own(self):
        now = fields.Datetime.now()
        self.env(su=True)['product.pricelist.item'].create(
            {
                'pricelist_id': self._store_list().id,
                'applied_on': '3_global',
                'compute_price': 'percentage',
                'percent_price': 50,
                'date_start': now - timedelta(days=30),
                'date_end': now - timedelta(days=20),
            }
        )
        with self.assertRaises(ValidationError):
            self._quotation(order={'date_order': now - timedelta(days=25)})
        order = self._quotation(self.admin, order={'store_id': self.store_1.id, 'date_order': now - timedelta(days=25)})
        self.assertEqual(order.amount_untaxed, 50)
        order.flush_recordset()
        self.env.cr.execute(
            'UPDATE sale_order_line SET create_date = %s WHERE order_id = %s', (now - timedelta(days=25), order.id)
        )
        self._as(self.clerk, order).action_confirm()
        self.assertEqual(order.state, 'sale')

    # === CONFIRMATION ===

    def test_whoever_confirms_is_asked_his_own_limit(self):
        order = self._quotation(self.chief, discount=25)
        with self.assertRaises(ValidationError) as refused:
            self._as(self.clerk, order).action_confirm()
        self.assertRegex(str(refused.exception), 'lim_clerk .*lim_chief')
        with self.assertRaises(ValidationError):
            self._as(self.clerk, order).write({'state': 'sale'})
        self._as(self.clerk, order).order_line.name = "What a clerk may still note"
        self._as(self.chief, order).action_confirm()
        self.assertEqual(order.state, 'sale')

    def test_an_unbound_colleague_and_an_elevated_flow_are_not_limited(self):
        order = self._quotation(self.admin, order={'store_id': self.store_1.id}, discount=80)
        self._as(self.admin, order).action_confirm()
        other = self._quotation(self.admin, order={'store_id': self.store_1.id}, discount=80)
        self._as(self.clerk, other).sudo().action_confirm()
        self.assertEqual({order.state, other.state}, {'sale'})

    def test_a_channels_own_prices_are_confirmed_by_anybody_and_changed_by_nobody(self):
        channel = self.env['store.channel'].create(
            {
                'name': 'Shop',
                'code': 'T-LIM',
                'store_id': self.store_1.id,
                'reader': 'canonical',
                'company_id': self.company.id,
                'customer_policy': 'collective',
                'tz': 'Asia/Shanghai',
            }
        )
        result = self.env['store.intake.document'].submit_orders(
            'T-LIM',
            [
                {
                    'external_id': 'L-1',
                    'ordered_at': '2026-11-01',
                    'status': 'paid',
                    'customer': {'external_id': 'b1', 'name': 'Li'},
                    'lines': [{'sku': 'T-SHIRT', 'quantity': 1, 'unit_price': 40}],
                }
            ],
        )
        order = self.env['sale.order'].browse(result['results'][0]['order_id'])
        self.assertEqual((order.store_channel_id, order.state, order.amount_untaxed), (channel, 'draft', 40))
        with self.assertRaises(ValidationError):
            self._as(self.clerk, order).order_line.price_unit = 39
        self._as(self.clerk, order).action_confirm()
        self.assertEqual(order.state, 'sale')

    def test_the_question_costs_no_query_per_line(self):
        def confirm(count):
            order = self._as(self.clerk, self.env['sale.order']).create(
                {
                    'partner_id': self.customer.id,
                    'order_line': [
                        Command.create({'product_id': self.product.id, 'product_uom_qty': number + 1}) for number in range(count)
                    ],
                }
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            order.order_line._check_discount_limit()
            return self.env.cr.sql_log_count - before

        confirm(1)
        self.assertEqual(confirm(12), confirm(2))
