# Part of store_group. License LGPL-3.
from datetime import timedelta

from odoo.exceptions import UserError
from odoo.tests import Form, new_test_user, tagged

from ..exceptions import StoreRefused
from .common import StoreGroupCommon


@tagged('post_install', '-at_install')
class TestOpeningClose(StoreGroupCommon):
    """A store closes when nothing remains; whatever remains is named, counted and shown."""

    def _codes(self, store):
        return {item['code']: item['count'] for item in store._closing_obstacles()}

    def _wizard(self, store, **vals):
        wizard = self.env['store.close.wizard'].with_context(active_id=store.id).create(vals)
        wizard.action_review()
        return wizard

    def _stock(self, warehouse, quantity):
        self.env['stock.quant'].sudo()._update_available_quantity(self.product.sudo(), warehouse.lot_stock_id.sudo(), quantity)

    def test_an_empty_store_closes_and_its_own_things_sleep(self):
        clerk = new_test_user(self.env(su=True), 'close_clerk', 'base.group_user', company_id=self.company.id)
        today = self.store_1._today()
        now, later = self.env['store.member'].create(
            [
                {'user_id': clerk.id, 'role': role, 'store_id': self.store_1.id, 'date_from': today + timedelta(days=days)}
                for role, days in (('staff', -5), ('auditor', 5))
            ]
        )
        activity = self.store_1.activity_schedule('mail.mail_activity_data_todo', summary='Count')
        wizard = self._wizard(self.store_1, reason='Lease ended')
        self.assertFalse(wizard.obstacle_ids)
        wizard.action_apply()
        self.assertEqual((self.store_1.state, self.store_1.closed_on), ('closed', today))
        self.assertEqual(now.date_to, today)
        self.assertFalse(later.exists())
        self.assertFalse(activity.active)
        self.assertFalse(self.warehouse_1.active)
        self.assertIn('Lease ended', self.store_1.message_ids[0].body)
        wizard.action_apply()
        self.assertEqual(self.store_1.state, 'closed', 'a second click does nothing')
        self.store_1.action_open()
        self.assertTrue(self.warehouse_1.active, 'what slept wakes up with the store')
        self.assertFalse(self.store_1.closed_on)

    def test_quotations_are_named(self):
        self._order(store_id=self.store_1.id)
        self.assertEqual(self._codes(self.store_1), {'quotations': 1})
        wizard = self._wizard(self.store_1)
        self.assertIn('quotations: 1', wizard.obstacle_ids.message)
        action = wizard.obstacle_ids.action_show()
        self.assertEqual(self.env[action['res_model']].search(action['domain']).store_id, self.store_1)
        with self.assertRaisesRegex(StoreRefused, 'quotations'):
            wizard.action_apply()
        self.assertEqual(self.store_1.state, 'open')

    def test_confirmed_orders_and_their_deliveries_are_named(self):
        order = self._order(store_id=self.store_1.id)
        order.action_confirm()
        codes = self._codes(self.store_1)
        self.assertEqual((codes.get('undelivered'), codes.get('pickings')), (1, 1))
        self.assertEqual(self._codes(self.store_2), {}, 'the neighbour is free')

    def test_delivered_orders_wait_for_their_invoice(self):
        self.product.sudo().invoice_policy = 'order'
        order = self._order(store_id=self.store_1.id)
        order.action_confirm()
        self._stock(self.warehouse_1, 1)
        picking = order.picking_ids.sudo()
        picking.move_ids.write({'quantity': 1, 'picked': True})
        picking.button_validate()
        self.env.invalidate_all()
        self.assertEqual(self._codes(self.store_1), {'uninvoiced': 1})

    def test_draft_invoices_are_named(self):
        self.env['account.move'].sudo().create(
            {
                'move_type': 'out_invoice',
                'partner_id': self.customer.id,
                'store_id': self.store_1.id,
                'company_id': self.company.id,
                'journal_id': self.env['account.journal']
                .sudo()
                .create({'name': 'Sales', 'code': 'TSAL', 'type': 'sale', 'company_id': self.company.id})
                .id,
            }
        )
        self.assertEqual(self._codes(self.store_1), {'invoices': 1})

    def test_history_and_cancelled_orders_never_stand_in_the_way(self):
        history = self._order(store_id=self.store_1.id)
        history.sudo().is_history = True
        self._order(store_id=self.store_1.id)._action_cancel()
        self.assertEqual(self._codes(self.store_1), {})

    def test_stock_is_named_with_quantity_and_warehouse(self):
        self._stock(self.warehouse_1, 12)
        self.assertEqual(self._codes(self.store_1), {'stock': 1})
        message = self.store_1._closing_obstacles()[0]['message']
        self.assertIn('12 units, products: 1', message)
        self.assertIn(self.warehouse_1.name, message)

    def test_open_operations_are_named(self):
        self.env['stock.picking'].sudo().create(
            {
                'picking_type_id': self.warehouse_1.in_type_id.id,
                'location_id': self.env.ref('stock.stock_location_suppliers').id,
                'location_dest_id': self.warehouse_1.lot_stock_id.id,
            }
        )
        self.assertEqual(self._codes(self.store_1), {'pickings': 1})

    def test_channels_are_named(self):
        self.env['store.channel'].sudo().create(
            {'name': 'Till', 'code': 'T-TILL', 'reader': 'canonical', 'store_id': self.store_1.id}
        )
        self.assertEqual(self._codes(self.store_1), {'channels': 1})

    def test_goods_of_a_shared_warehouse_belong_to_its_owner(self):
        self._stock(self.warehouse_2, 3)
        self.assertEqual(self._codes(self.online), {}, 'the online store only uses it')
        self._wizard(self.online).action_apply()
        self.assertTrue(self.warehouse_2.active)
        self.assertEqual(self.warehouse_2.store_id, self.store_2)

    def test_an_owner_who_closes_hands_a_shared_warehouse_on(self):
        self._stock(self.warehouse_2, 3)
        wizard = self._wizard(self.store_2)
        self.assertFalse(wizard.obstacle_ids)
        self.assertIn(self.online.name, wizard.summary)
        wizard.action_apply()
        self.assertTrue(self.warehouse_2.active)
        self.assertEqual(self.warehouse_2.store_id, self.online)
        self.assertEqual(self._codes(self.online), {'stock': 1})

    def test_a_day_that_has_not_come_is_refused(self):
        with self.assertRaisesRegex(UserError, 'Last day'):
            self._wizard(self.store_1, day=self.store_1._today() + timedelta(days=1))
        with self.assertRaisesRegex(UserError, 'Last day'):
            self._wizard(self.store_1, day=self.store_1.opened_on - timedelta(days=1))

    def test_a_deposit_is_asked_back(self):
        self.env['store.store.paper'].create({'store_id': self.store_1.id, 'kind': 'deposit', 'name': 'D-1'})
        self._wizard(self.store_1).action_apply()
        self.assertIn('D-1', self.store_1.activity_ids.summary)

    def test_pausing_keeps_everything_and_reminds(self):
        day = self.store_1._today() + timedelta(days=14)
        self._order(store_id=self.store_1.id)
        wizard = Form(self.env['store.pause.wizard'].with_context(active_id=self.store_1.id))
        wizard.reason = 'Refit'
        wizard.reopens_on = day
        wizard.save().action_apply()
        store = self.store_1
        self.assertEqual((store.state, store.pause_reason, store.reopens_on), ('paused', 'Refit', day))
        self.assertEqual(store.activity_ids.date_deadline, day)
        store.action_open()
        self.assertEqual((store.state, store.pause_reason), ('open', False))
