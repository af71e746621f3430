# Part of store_group. License LGPL-3.
"""What is approved for a store is supply: its forecast and its reordering rules count it until it has come."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_transfer_companies import TwoCompanies


@tagged('post_install', '-at_install')
class TestTransferSupply(TwoCompanies):
    def _forecast(self, user, product, warehouse):
        """Return (coming, forecast) as this user reads them."""
        self.env.flush_all()
        self.env.invalidate_all()
        product = self._as(user, product).with_context(warehouse_id=warehouse.id, allowed_company_ids=warehouse.company_id.ids)
        return product.incoming_qty, product.virtual_available

    def _rule(self, product, warehouse, quantity):
        return (
            self.env['stock.warehouse.orderpoint']
            .sudo()
            .create(
                {
                    'product_id': product.id,
                    'location_id': warehouse.lot_stock_id.id,
                    'warehouse_id': warehouse.id,
                    'product_min_qty': quantity,
                    'product_max_qty': quantity,
                    'trigger': 'manual',
                    'company_id': warehouse.company_id.id,
                }
            )
        )

    def _to_order(self, rule):
        self.env.flush_all()
        self.env.invalidate_all()
        return rule.qty_to_order

    def test_within_a_company(self):
        transfer, (goods,) = self._ask(5)
        rule = self._rule(goods, self.warehouse_3, 15)
        self.assertEqual((self._forecast(self.taker, goods, self.warehouse_3), self._to_order(rule)), ((0, 10), 5))
        self._as(self.giver_boss, transfer).action_approve()
        self.assertEqual((self._forecast(self.taker, goods, self.warehouse_3), self._to_order(rule)), ((5, 15), 0))
        for total in (2, 5):
            self._set(self.giver, transfer, 'shipped', total)
            self._as(self.giver, transfer).action_ship()
            self.assertEqual((self._forecast(self.taker, goods, self.warehouse_3), self._to_order(rule)), ((5, 15), 0))
        self._as(self.taker, transfer).action_receive()
        self.assertEqual((self._forecast(self.taker, goods, self.warehouse_3), self._to_order(rule)), ((0, 15), 0))

    def test_between_companies(self):
        for at_ship in (False, True):
            with self.subTest(at_ship=at_ship), self.cr.savepoint() as point:
                if at_ship:
                    self._at_ship()
                transfer, (goods,) = self._ask(5, products=[self._goods()], user=self.far_taker, dest=self.foreign)
                rule = self._rule(goods, self.warehouse_b, 5)
                self.assertEqual((self._forecast(self.far_taker, goods, self.warehouse_b), self._to_order(rule)), ((0, 0), 5))
                self._as(self.giver_boss, transfer).action_approve()
                self.assertEqual((self._forecast(self.far_taker, goods, self.warehouse_b), self._to_order(rule)), ((5, 5), 0))
                self._set(self.giver, transfer, 'shipped', 3)
                self._as(self.giver, transfer).action_ship()
                self.assertEqual(self._forecast(self.far_taker, goods, self.warehouse_b), (5, 5))
                self._as(self.far_taker, transfer).action_receive()
                self.assertEqual(self._forecast(self.far_taker, goods, self.warehouse_b), (2, 5))
                self._as(self.far_boss, transfer).action_close()
                self.assertEqual(self._forecast(self.far_taker, goods, self.warehouse_b), (0, 3))
                self.assertEqual(self._to_order(rule), 2)
                point.rollback()

    def test_goods_worked_in_odoos_screens(self):
        transfer, (goods,) = self._approved(5)
        self._as(self.giver, self._pickings(transfer)).button_validate()
        self.assertEqual(self._forecast(self.taker, goods, self.warehouse_3), (5, 15))
        receipt = self._pickings(transfer).filtered(lambda picking: picking.state != 'done')
        self._as(self.taker, receipt).button_validate()
        self.assertEqual(self._forecast(self.taker, goods, self.warehouse_3), (0, 15))
        self.assertFalse(
            self.env['stock.move']
            .sudo()
            .search([('transfer_line_id', 'in', transfer.sudo().line_ids.ids), ('state', '!=', 'done')])
        )

    def test_what_is_given_up_is_no_supply(self):
        transfer, (goods,) = self._approved(5)
        self._as(self.giver_boss, transfer).action_cancel()
        self.assertEqual(self._forecast(self.taker, goods, self.warehouse_3), (0, 10))
        self.assertEqual(self._forecast(self.giver, goods, self.warehouse_1), (0, 10))

    def test_nobody_works_what_is_only_expected(self):
        transfer, (goods,) = self._approved(5)
        self.env['stock.rule'].sudo().run_scheduler()
        expected = (
            self.env['stock.move']
            .sudo()
            .search([('transfer_line_id', 'in', transfer.sudo().line_ids.ids), ('transfer_step', '=', 'expect')])
        )
        self.assertEqual((expected.state, expected.quantity, expected.picking_id.ids), ('waiting', 0, []))
        self.assertEqual(self._booked(transfer), [(0, 0, 0, 0, 0, 0)])

    def test_nothing_stays_in_the_forecast_after_the_end(self):
        for finding, outcome in (('lost', 'write_off'), ('refused', 'to_source'), ('damaged', 'to_dest')):
            with self.subTest(outcome=outcome), self.cr.savepoint() as point:
                transfer, (goods,) = self._approved(5)
                self._set(self.giver, transfer, 'shipped', 4)
                self._as(self.giver, transfer).action_ship()
                self._set(self.taker, transfer, 'received', 3)
                self._set(self.taker, transfer, finding, 1)
                self._as(self.taker, transfer).action_receive()
                item = transfer.sudo().discrepancy_ids
                self._as(self.giver, item).action_agree()
                self._as(self.judge, item).decide(outcome, 'source')
                self._as(self.giver_boss, transfer).action_close()
                for warehouse in (self.warehouse_1, self.warehouse_3):
                    coming, forecast = self._forecast(self.free, goods, warehouse)
                    self.assertEqual((coming, forecast), (0, self._on_hand(goods, warehouse)))
                point.rollback()


@tagged('post_install', '-at_install')
class TestTransferUninstall(TwoCompanies):
    def _module(self, name):
        return self.env(su=True)['ir.module.module'].with_user(self.env.ref('base.user_admin')).search([('name', '=', name)])

    def test_goods_on_the_way_have_to_arrive_first(self):
        transfer, _goods = self._shipped(3)
        for name in ('store_group', 'stock'):
            with self.assertRaisesRegex(UserError, transfer.name):
                self._module(name).button_uninstall()
        self._set(self.taker, transfer, 'received', 2)
        self._set(self.taker, transfer, 'lost', 1)
        self._as(self.taker, transfer).action_receive()
        with self.assertRaisesRegex(UserError, transfer.name):
            self._module('store_group').button_uninstall()
        item = transfer.sudo().discrepancy_ids
        self._as(self.giver, item).action_agree()
        self._as(self.judge, item).decide('write_off', 'source')
        self._module('store_group').button_uninstall()
        self.assertEqual(self._module('store_group').state, 'to remove')

    def test_approved_goods_have_to_leave_or_stay_first(self):
        approved, _goods = self._approved(3)
        partly, _goods = self._approved(3)
        self._set(self.giver, partly, 'shipped', 2)
        self._as(self.giver, partly).action_ship()
        self._as(self.taker, partly).action_receive()
        with self.assertRaisesRegex(UserError, f'{approved.name}.*\n.*{partly.name}.*\nCancel or close'):
            self._module('store_group').button_uninstall()
        self._as(self.giver_boss, approved).action_cancel()
        with self.assertRaisesRegex(UserError, partly.name):
            self._module('store_group').button_uninstall()
        self._as(self.giver_boss, partly).action_close()
        self._module('store_group').button_uninstall()
        self.assertEqual(self._module('store_group').state, 'to remove')
