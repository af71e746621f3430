# Part of store_group. License LGPL-3.
"""What a closed store had bought from another company goes back from the store that continues it, with its credit."""

from datetime import timedelta

from odoo.tests import tagged

from ..exceptions import TransferRefused
from .billing_common import BillingCommon


@tagged('post_install', '-at_install')
class TestTransferHeirs(BillingCommon):
    def _succeed(self, store):
        """Return the store that continues `store` in its company, with its warehouse and people."""
        store.sudo().opened_on = store._today() - timedelta(days=100)
        mode = 'franchise' if store.operation_mode == 'consignment' else 'consignment'
        wizard = self.env['store.succeed.wizard'].with_context(active_id=store.id).create({'operation_mode': mode})
        wizard.action_review()
        self.assertFalse(wizard.obstacle_ids.mapped('message'))
        return self.env['store.store'].browse(wizard.action_apply()['res_id'])

    def _closed(self, transfer):
        self._as(self.far_taker, transfer).action_close()
        return transfer

    def _back(self, transfer, quantity):
        """Return the return, begun by headquarters, who sees both stores, and sent by the people of the successor."""
        Transfer = self.env['store.transfer'].with_user(self.admin).with_context(allowed_company_ids=self.companies.ids)
        self.assertTrue(Transfer.browse(transfer.id).is_returnable)
        back = Transfer.browse(Transfer.browse(transfer.id).action_return()['res_id'])
        self._as(self.far_boss, back).line_ids.qty_requested = quantity
        self._as(self.far_taker, back).action_submit()
        self._as(self.far_boss, back).action_approve()
        self._as(self.far_taker, back).action_ship()
        return back

    def test_a_return_of_the_successor_is_credited_to_it(self):
        for billing in ('ship', 'receipt'):
            with self.subTest(billing=billing), self.cr.savepoint() as point:
                self._lane(billing)
                goods = self._goods()
                transfer = self._closed(self._came([goods], 4))
                heir = self._succeed(self.foreign)
                self.assertEqual((self.foreign.state, heir.warehouse_id), ('closed', self.warehouse_b))
                back = self._back(transfer, 3)
                self.assertEqual((back.sudo().source_store_id, back.sudo().dest_store_id), (heir, self.store_1))
                self._as(self.giver, back).action_receive()
                self.assertEqual(self._invoiced_of(goods, transfer), [15, 15])
                charges = back.sudo().charge_ids
                self.assertEqual((charges.quantity, charges.amount, charges.buyer_store_id), (-3, -45, heir))
                self.assertEqual((charges.invoice_id.move_type, charges.bill_id.move_type), ('out_refund', 'in_refund'))
                self.assertEqual((charges.invoice_id.store_id, charges.bill_id.store_id), (self.store_1, heir))
                self.assertEqual((self._worth(goods, self.company), self._worth(goods, self.other_company)), (290, 15))
                point.rollback()

    def test_after_two_successions_and_with_another_seller(self):
        self._lane('receipt')
        goods = self._goods()
        transfer = self._closed(self._came([goods], 4))
        heir = self._succeed(self._succeed(self.foreign))
        seller = self._succeed(self.store_1)
        back = self._back(transfer, 4)
        self.assertEqual((back.sudo().source_store_id, back.sudo().dest_store_id), (heir, seller))
        self._as(self.giver, back).action_receive()
        self.assertEqual(self._invoiced_of(goods, transfer), [0, 0])
        self.assertEqual(back.sudo().charge_ids.seller_store_id, seller)

    def test_a_successor_may_send_back_what_its_allowance_leaves_of_both(self):
        self._lane('receipt')
        self.foreign.sudo().write({'operation_mode': 'franchise', 'return_allowance': 50, 'return_months': 3})
        goods = self._goods()
        transfer = self._closed(self._came([goods], 4))
        self._succeed(self.foreign).sudo().operation_mode = 'franchise'
        with self.assertRaisesRegex(TransferRefused, 'may send back 50'):
            self._back(transfer, 3)
        back = self._back(transfer, 2)
        self.assertEqual(back.sudo().state, 'shipped')

    def test_a_return_goes_from_and_to_no_third_company(self):
        self._lane('receipt')
        transfer = self._came([self._goods()], 4)
        back = self.env['store.transfer'].browse(self._as(self.far_taker, transfer).action_return()['res_id'])
        back = back.with_user(self.admin).with_context(allowed_company_ids=self.companies.ids)
        back.source_store_id = self.store_3
        with self.assertRaisesRegex(TransferRefused, 'so its return goes from a store of'):
            back.action_submit()
