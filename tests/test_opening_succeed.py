# Part of store_group. License LGPL-3.
from datetime import timedelta

from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged

from ..exceptions import StoreRefused
from .common import StoreGroupCommon


@tagged('post_install', '-at_install')
class TestOpeningSucceed(StoreGroupCommon):
    """A successor continues a store in another company or mode; goods never move by themselves."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = new_test_user(
            cls.env(su=True),
            'succeed_manager',
            'base.group_user',
            company_id=cls.company.id,
            company_ids=[(6, 0, (cls.company | cls.other_company).ids)],
        )
        cls.today = cls.store_1._today()
        cls.old = cls.store_1
        cls.old.write({'phone': '0571-1', 'area_m2': 88, 'opened_on': cls.today - timedelta(days=100)})
        cls.env['store.member'].create(
            {
                'user_id': cls.manager.id,
                'role': 'store_manager',
                'store_id': cls.old.id,
                'is_default': True,
                'date_from': cls.today - timedelta(days=50),
            }
        )
        cls.env['store.range'].create({'store_id': cls.old.id, 'product_id': cls.product.id})

    def _wizard(self, **vals):
        wizard = self.env['store.succeed.wizard'].with_context(active_id=self.old.id).create(vals)
        wizard.action_review()
        return wizard

    def _stock(self, quantity):
        self.env['stock.quant'].sudo()._update_available_quantity(
            self.product.sudo(), self.warehouse_1.lot_stock_id.sudo(), quantity
        )

    def _on_hand(self):
        quants = self.env['stock.quant'].sudo().search([('product_id', '=', self.product.id)])
        return {quant.location_id: quant.quantity for quant in quants}

    def test_a_franchise_takes_warehouse_and_goods_over(self):
        self._stock(5)
        before = self._on_hand()
        lease = self.env['store.store.paper'].create({'store_id': self.old.id, 'kind': 'lease', 'name': 'L-1'})
        channel = (
            self.env['store.channel']
            .sudo()
            .create({'name': 'Till', 'code': 'T-TILL', 'reader': 'canonical', 'store_id': self.old.id})
        )
        wizard = self._wizard(operation_mode='franchise')
        self.assertFalse(wizard.obstacle_ids)
        new = self.env['store.store'].browse(wizard.action_apply()['res_id'])
        self.assertEqual((self.old.state, self.old.closed_on), ('closed', self.today - timedelta(days=1)))
        self.assertEqual((new.state, new.opened_on, new.operation_mode), ('open', self.today, 'franchise'))
        self.assertEqual((new.predecessor_id, new.group_ids), (self.old, self.old.group_ids))
        self.assertEqual((new.phone, new.area_m2, new.tz), ('0571-1', 88, self.old.tz))
        self.assertEqual((new.warehouse_id, self.warehouse_1.store_id), (self.warehouse_1, new))
        self.assertTrue(self.warehouse_1.active)
        self.assertEqual(self._on_hand(), before)
        self.assertEqual((new.member_ids.user_id, new.member_ids.date_from), (self.manager, self.today))
        self.assertEqual(self.old.member_ids.date_to, self.today - timedelta(days=1))
        self.assertEqual(new.range_ids.product_id, self.product)
        self.assertEqual((lease.store_id, channel.store_id), (new, new))
        self.assertEqual(wizard.action_apply()['res_id'], new.id, 'a second click shows the same successor')

    def test_goods_go_on_under_the_same_conditions(self):
        Lane = self.env['store.lane'].sudo()
        lane = Lane.create(
            {'source_store_id': self.store_2.id, 'dest_store_id': self.old.id, 'billing': 'receipt', 'price_percent': 5}
        )
        own = Lane.create({'source_store_id': self.old.id, 'dest_group_id': self.old.group_ids[:1].id, 'lead_days': 4})
        self.old.sudo().write(
            {
                'operation_mode': 'franchise',
                'credit_policy': 'block',
                'credit_limit': 100,
                'franchise_deposit': 50,
                'return_allowance': 30,
                'return_months': 3,
            }
        )
        new = self.env['store.store'].browse(self._wizard(operation_mode='consignment').action_apply()['res_id']).sudo()
        self.assertFalse((lane | own).filtered('active'), 'transfers of the past keep them')
        followed = Lane._nearest(self.store_2, new)
        self.assertEqual((followed.billing, followed.price_percent), ('receipt', 5))
        self.assertEqual(Lane.search([('source_store_id', '=', new.id)]).lead_days, 4)
        self.assertEqual((new.credit_policy, new.credit_limit, new.franchise_deposit), ('block', 100, 50))
        self.assertEqual((new.return_allowance, new.return_months), (30, 3))

    def test_another_company_gets_a_warehouse_of_its_own(self):
        new = self.env['store.store'].browse(self._wizard(company_id=self.other_company.id).action_apply()['res_id'])
        self.assertEqual(new.company_id, self.other_company)
        self.assertNotEqual(new.warehouse_id, self.warehouse_1)
        self.assertEqual((new.warehouse_id.company_id, new.warehouse_id.store_id), (self.other_company, new))
        self.assertFalse(self.warehouse_1.active)
        self.assertEqual(new.member_ids.user_id, self.manager)
        self.assertEqual(new.range_ids.product_id, self.product)

    def test_goods_stand_in_the_way_of_another_company(self):
        self._stock(5)
        wizard = self._wizard(company_id=self.other_company.id)
        self.assertEqual(wizard.obstacle_ids.mapped('code'), ['stock'])
        with self.assertRaisesRegex(StoreRefused, '5 units'):
            wizard.action_apply()

    def test_open_orders_stand_in_the_way_even_with_the_warehouse(self):
        self._order(store_id=self.old.id).action_confirm()
        codes = self._wizard(operation_mode='franchise').obstacle_ids.mapped('code')
        self.assertIn('undelivered', codes)
        self.assertNotIn('pickings', codes)

    def test_a_shared_warehouse_stays_with_its_owner(self):
        self.old = self.online
        self.online.opened_on = self.today - timedelta(days=9)
        new = self.env['store.store'].browse(self._wizard(operation_mode='franchise').action_apply()['res_id'])
        self.assertEqual((new.warehouse_id, self.warehouse_2.store_id), (self.warehouse_2, self.store_2))

    def test_on_the_same_day_both_have_sales(self):
        wizard = self._wizard(operation_mode='franchise', day=self.today, first_day_choice='same')
        new = self.env['store.store'].browse(wizard.action_apply()['res_id'])
        self.assertEqual((self.old.closed_on, new.opened_on), (self.today, self.today))

    def test_what_is_wrong_is_named(self):
        stranger = new_test_user(
            self.env(su=True),
            'succeed_stranger',
            'base.group_system',
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        self.env['store.member'].create({'user_id': stranger.id, 'role': 'staff', 'store_id': self.old.id})
        with self.assertRaisesRegex(UserError, 'nothing changes'):
            self._wizard()
        with self.assertRaisesRegex(UserError, 'succeed_stranger'):
            self._wizard(company_id=self.other_company.id)
        with self.assertRaisesRegex(UserError, 'T2 is taken'):
            self._wizard(operation_mode='franchise', code='T2')
