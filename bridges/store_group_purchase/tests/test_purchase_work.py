# Part of store_group. License LGPL-3.
import os

from odoo import fields
from odoo.tests import tagged

from .common_purchase import PurchaseCommon

METHODS = (('standard', 'none'), ('average', 'none'), ('fifo', 'none'), ('average', 'lot'), ('fifo', 'lot'))
# The long run plays every script under every method.
SOME = METHODS if os.environ.get('STORE_GROUP_LONG') else (('average', 'none'), ('fifo', 'lot'))


class PurchaseWorkCommon(PurchaseCommon):
    def _same(self, script, store=None, warehouse=None, methods=SOME):
        """Play the script as both users; everything it leaves behind is the same.

        For FIFO core itself counts the goods of all companies (superuser, or several ticked): what the bound user does
        beside another company's goods is compared with what is right, the work where there are none.

        :param script: function(user's order, product) that does the work
        """
        store, warehouse = store or self.store_1, warehouse or self.warehouse_1
        both = self.company | self.other_company
        for method, tracking in methods:
            results = []
            players = [(self.free, self.company), (self.bound, both)]
            if method == 'average' and tracking == 'none':
                players.append((self.bound, self.company))
            for user, companies in players:
                goods = self._goods(method, tracking, abroad=user == self.bound or method != 'fifo')
                order = self._order_of(
                    self._at(user, self.env['purchase.order'], companies).env,
                    goods,
                    10,
                    16,
                    store_id=store.id,
                    picking_type_id=warehouse.in_type_id.id,
                )
                script(order, goods)
                results.append(self._snapshot(order, goods))
            for result, (_user, companies) in zip(results[1:], players[1:], strict=True):
                with self.subTest(method=method, tracking=tracking, ticked=len(companies)):
                    self.maxDiff = None
                    self.assertEqual(results[0], result)
        return results[0]


@tagged('post_install', '-at_install')
class TestPurchaseWork(PurchaseWorkCommon):
    """The same work by a bound and an unbound buyer at the store's own warehouse leaves the same numbers."""

    def test_confirmed_raised_received_lowered_billed(self):
        def script(order, _goods):
            order.button_confirm()
            order.order_line.product_qty = 12
            self._receive(order.picking_ids, 5)
            order.order_line.product_qty = 14
            order.order_line.product_qty = 9
            self._bill(order)
            self._receive(order.picking_ids)
            self._bill(order)

        result = self._same(script, methods=METHODS)
        self.assertEqual(result['lines'], [(9, 9, 9, 0)])
        self.assertEqual(result['order'][:3], ('purchase', 'full', 'invoiced'))

    def test_cancelled_after_a_part_was_received(self):
        def script(order, _goods):
            order.button_confirm()
            self._receive(order.picking_ids, 4)
            order.button_cancel()

        result = self._same(script)
        self.assertEqual(result['order'][0], 'cancel')
        self.assertEqual(sorted({move[0] for move in result['moves']}), ['cancel', 'done'])
        self.assertEqual(result['lines'][0][1], 4)

    def test_returned_and_refunded(self):
        def script(order, _goods):
            order.button_confirm()
            self._receive(order.picking_ids)
            bill = self._bill(order)
            self._return(order.picking_ids, 3)
            wizard = self._refund_wizard(bill)
            wizard.reverse_moves()
            self.env.invalidate_all()

        result = self._same(script)
        self.assertEqual(result['lines'][0][1], 7)

    def test_billed_at_another_price_than_ordered(self):
        def script(order, _goods):
            order.button_confirm()
            self._receive(order.picking_ids)
            order.action_create_invoice()
            bill = order.invoice_ids
            bill.invoice_line_ids.price_unit = 20
            bill.invoice_date = fields.Date.today()
            bill.action_post()

        result = self._same(script)
        self.assertEqual(result['values'], [200])

    def test_price_changed_after_a_part_was_received(self):
        def script(order, _goods):
            order.button_confirm()
            self._receive(order.picking_ids, 4)
            order.order_line.price_unit = 18
            self._receive(order.picking_ids)

        self._same(script)

    def test_a_line_added_to_a_confirmed_order_is_received(self):
        def script(order, goods):
            order.button_confirm()
            self._receive(order.picking_ids, 4)
            order.write({'order_line': [(0, 0, {'product_id': goods.id, 'product_qty': 2, 'price_unit': 5})]})
            self._receive(order.picking_ids)

        result = self._same(script)
        self.assertEqual(sum(line[1] for line in result['lines']), 12)

    def _refund_wizard(self, bill):
        return (
            bill.env['account.move.reversal']
            .with_context(active_model='account.move', active_ids=bill.ids)
            .create({'journal_id': bill.journal_id.id, 'reason': 'back', 'date': fields.Date.today()})
        )
