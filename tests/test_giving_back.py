# Part of store_group. License LGPL-3.
"""What a customer gets who brings goods back: what the invoices hold for them, once."""

from odoo import Command
from odoo.tests import tagged

from ..exceptions import Refused
from .transfer_common import TransferCommon


@tagged('post_install', '-at_install')
class TestGivingBack(TransferCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['account.chart.template'].sudo().try_loading('generic_coa', company=cls.company, install_demo=False)

    def setUp(self):
        super().setUp()
        self.goods = self._goods()

    def _goods(self, **values):
        return self._product(**{'list_price': 30, 'taxes_id': [Command.clear()], 'invoice_policy': 'delivery', **values})

    def _sold(self, quantity=3, goods=None):
        answer = self._as(self.giver, self.env['store.quick.sale']).sell(
            self.store_1.id, [{'product': (goods or self.goods).id, 'quantity': quantity}]
        )
        self.assertTrue(answer['delivered'], answer['message'])
        return self.env['sale.order'].sudo().browse(answer['id'])

    def _back(self, order, quantity, back=0):
        line = order.order_line.filtered(lambda line: line.product_id == self.goods)
        return self._as(self.giver, self.env['store.take.back']).take_back(
            order.id, [{'line': line.id, 'quantity': quantity, 'back': back}]
        )

    def _bill(self, order, **changes):
        invoice = order._create_invoices()
        if changes:
            invoice.invoice_line_ids[0].write(changes)
        invoice.action_post()
        return invoice

    def _credits(self, order):
        return order.invoice_ids.filtered(lambda move: move.move_type == 'out_refund')

    def test_what_is_credited_already_is_not_given_back_again(self):
        order = self._sold()
        invoice = self._bill(order)
        credit = invoice._reverse_moves([{'invoice_date': invoice.invoice_date}])
        credit.action_post()
        answer = self._back(order, 2)
        self.assertEqual((answer['amount'], answer['credit'], self._credits(order)), (0, False, credit))
        self.assertIn('credited already', answer['message'])

    def test_my_store_sold_today_less_what_came_back(self):
        def sales():
            self.env.flush_all()
            self.env.invalidate_all()
            found = self._as(self.giver, self.env['store.my.store']).overview()['sales']
            return found['amount'], found['returned'], found['average'], found['orders']

        amount, returned, _average, orders = sales()
        order = self._sold()
        self.assertEqual(sales()[:2], (amount + 90, returned))
        self._back(order, 2)
        self.assertEqual(sales()[:2], (amount + 30, returned + 60))
        self.assertEqual(sales()[3], orders + 1)

    def test_the_invoice_says_what_was_paid(self):
        order = self._sold()
        self._bill(order, price_unit=20)
        answer = self._back(order, 2)
        self.assertEqual((answer['amount'], self._credits(order).amount_total), (40, 40))

    def test_a_deduction_of_the_order_is_shared(self):
        discount = self._goods(name='Discount', type='service', is_storable=False, list_price=0)
        for bills in (True, False):
            with self.subTest(bills=bills):
                order = self._sold(2)
                order.order_line = [
                    Command.create({'product_id': discount.id, 'product_uom_qty': 1, 'qty_delivered': 1, 'price_unit': -12})
                ]
                if bills:
                    self.assertEqual(self._bill(order).amount_total, 48)
                self.assertEqual(self._back(order, 1)['amount'], 24)
                self.assertEqual(self._back(order, 1, back=1)['amount'], 24)
                self.assertEqual(sum(self._credits(order).mapped('amount_total')), 48 if bills else 0)

    def test_one_line_on_two_rows_is_credited_whole(self):
        order = self._sold(5)
        invoice = order._create_invoices()
        row = invoice.invoice_line_ids
        more = {'product_id': self.goods.id, 'quantity': 2, 'price_unit': 30, 'tax_ids': [Command.clear()]}
        invoice.invoice_line_ids = [
            Command.update(row.id, {'quantity': 3}),
            Command.create({**more, 'sale_line_ids': [Command.set(order.order_line.ids)]}),
        ]
        invoice.action_post()
        self.assertEqual(invoice.amount_total, 150)
        self.assertEqual(self._back(order, 3)['amount'], 90)
        self.assertEqual(self._back(order, 2, back=3)['amount'], 60)
        self.assertEqual(sum(self._credits(order).mapped('amount_total')), 150)

    def test_a_draft_invoice_is_lowered(self):
        order = self._sold()
        draft = order._create_invoices()
        answer = self._back(order, 2)
        self.assertEqual((answer['amount'], answer['credit'], draft.amount_total), (60, False, 30))
        self.assertIn('draft invoice is lowered', answer['message'])
        draft.action_post()
        self.assertEqual((order.order_line.qty_invoiced, order.order_line.qty_to_invoice), (1, 0))

    def test_who_invoices_what_was_ordered_is_told(self):
        self.goods = self._goods(invoice_policy='order')
        order = self._sold()
        answer = self._back(order, 3)
        self.assertEqual(answer['amount'], 90)
        self.assertIn('leave it out', answer['message'])

    def test_goods_paid_by_a_deposit(self):
        order = self._sold(4)
        wizard = self.env['sale.advance.payment.inv'].sudo().with_context(active_ids=order.ids, active_model='sale.order')
        wizard.create({'advance_payment_method': 'percentage', 'amount': 50}).create_invoices()
        order.invoice_ids.action_post()
        self.assertEqual(order.invoice_ids.amount_total, 60)
        self.assertEqual(self._back(order, 1)['amount'], 0, "60 were paid, goods of 90 are kept")
        self.assertEqual(self._back(order, 3, back=1)['amount'], 60)

    def test_a_line_is_named_once(self):
        order = self._sold()
        row = {'line': order.order_line.id, 'quantity': 1, 'back': 0}
        with self.assertRaises(Refused):
            self._as(self.giver, self.env['store.take.back']).take_back(order.id, [row, {**row, 'quantity': 2}])

    def test_a_sale_leaves_a_warehouse_of_several_steps(self):
        for steps in ('pick_ship', 'pick_pack_ship'):
            with self.subTest(steps):
                self.warehouse_1.sudo().delivery_steps = steps
                before = self._on_hand(self.goods, self.warehouse_1)
                order = self._sold(2)
                self.assertEqual(order.order_line.qty_delivered, 2)
                self.assertEqual(self._on_hand(self.goods, self.warehouse_1), before - 2)
