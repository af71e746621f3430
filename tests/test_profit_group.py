# Part of store_group. License LGPL-3.
from odoo.tests import tagged

from .test_transfer_companies import TwoCompanies


@tagged('post_install', '-at_install')
class TestProfitGroup(TwoCompanies):
    """What our companies earn on each other is no profit of the group before a customer has the goods."""

    def _charged(self, quantity, price):
        """Return (receipt, product): goods that cost 10 each, in the other company's stock at `price`."""
        transfer, goods = self._far(quantity)
        self._as(self.far_taker, transfer).action_receive()
        receipt = self.env['stock.move'].sudo().search([
            ('transfer_line_id', '=', transfer.sudo().line_ids.id), ('transfer_step', '=', 'receive'),
            ('company_id', '=', self.other_company.id)])
        receipt.with_context(allowed_company_ids=self.other_company.ids).value_manual = price * quantity
        self.env.flush_all()
        return receipt, goods

    def _delivered(self, goods, quantity):
        env = self.env(su=True, context={'allowed_company_ids': self.other_company.ids})
        order = env['sale.order'].create({
            'partner_id': self.customer.id, 'company_id': self.other_company.id, 'store_id': self.foreign.id,
            'warehouse_id': self.warehouse_b.id,
            'order_line': [(0, 0, {'product_id': goods.id, 'product_uom_qty': quantity, 'price_unit': 50, 'tax_ids': False})]})
        order.action_confirm()
        order.picking_ids.move_ids.quantity = quantity
        order.picking_ids.button_validate()
        return order.picking_ids.move_ids

    def _sums(self, *measures):
        self.env.flush_all()
        companies = self.company | self.other_company
        report = self.env['store.profit.report'].with_user(self.admin).with_context(allowed_company_ids=companies.ids)
        [row] = report._read_group([('store_id', '=', self.foreign.id)], [], [f'{name}:sum' for name in measures])
        return tuple(round(amount or 0.0, 2) for amount in row)

    def test_goods_at_cost_carry_nothing(self):
        transfer, _goods = self._far(3)
        self._as(self.far_taker, transfer).action_receive()
        moves = self.env['stock.move'].sudo().search([('transfer_line_id', 'in', transfer.sudo().line_ids.ids)])
        self.assertEqual(set(moves.mapped('store_markup')), {0.0})

    def test_what_was_earned_is_unsold_until_a_customer_has_the_goods(self):
        receipt, goods = self._charged(10, 14)
        self.assertEqual((receipt.value, receipt.store_markup), (140, 40))
        self.assertEqual(self._sums('amount', 'group_amount', 'unsold_amount'), (0, 0, 40))
        sold = self._delivered(goods, 4)
        self.assertEqual((sold.value, sold.store_markup), (56, 16))
        # by the store's books the four cost 56, to the group 40; 24 of profit still lie in stock
        self.assertEqual(self._sums('amount', 'group_amount', 'unsold_amount'), (-56, -40, 24))
        self._delivered(goods, 6)
        self.assertEqual(self._sums('amount', 'group_amount', 'unsold_amount'), (-140, -100, 0))

    def test_what_a_customer_returns_is_unsold_again(self):
        _receipt, goods = self._charged(10, 14)
        sold = self._delivered(goods, 4)
        wizard = self.env['stock.return.picking'].sudo().with_context(
            active_id=sold.picking_id.id, active_ids=sold.picking_id.ids, active_model='stock.picking',
            allowed_company_ids=self.other_company.ids).create({})
        wizard.product_return_moves.quantity = 1
        back = self.env['stock.picking'].sudo().with_context(allowed_company_ids=self.other_company.ids).browse(
            wizard.action_create_returns()['res_id'])
        back.move_ids.quantity = 1
        back.button_validate()
        self.assertEqual(self._sums('amount', 'group_amount', 'unsold_amount'), (-42, -30, 28))

    def test_a_second_price_mixes_with_the_first(self):
        _receipt, goods = self._charged(6, 14)
        self._delivered(goods, 3)
        transfer, _goods = self._far(3, products=[goods])
        self._as(self.far_taker, transfer).action_receive()
        self.assertEqual(self._sums('unsold_amount'), (12,))
        self._delivered(goods, 3)  # half of what is there
        self.assertEqual(self._sums('unsold_amount'), (6,))
