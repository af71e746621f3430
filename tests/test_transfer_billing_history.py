# Part of store_group. License LGPL-3.
import os
from contextlib import suppress

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from odoo.exceptions import UserError
from odoo.tests import tagged

from .billing_common import BillingCommon

LONG = bool(os.environ.get('STORE_GROUP_LONG'))
QUANTITY = st.integers(0, 6)
STEP = st.one_of(
    st.tuples(st.just('ship'), st.tuples(QUANTITY, QUANTITY)),
    st.tuples(st.sampled_from(['received', 'damaged', 'refused', 'lost']), st.tuples(QUANTITY, QUANTITY)),
    st.tuples(st.sampled_from(['pack HIST-A', 'pack HIST-B']), st.tuples(QUANTITY, QUANTITY)),
    st.tuples(st.sampled_from(['box HIST-A', 'box HIST-B', 'ship boxes']), st.just(())),
    st.tuples(st.sampled_from(['ship all', 'receive all', 'missing', 'cancel', 'close']), st.just(())),
    st.tuples(st.sampled_from(['write_off source', 'write_off dest', 'write_off unknown', 'to_source', 'to_dest',
                               'ship_rest', 'dismiss']), st.just(())),
)


@tagged('post_install', '-at_install')
class TestTransferBillingHistory(BillingCommon):
    """Whatever happens on a lane that bills: what one company owes is what the other has, and what eliminates is zero."""

    @settings(max_examples=200 if LONG else 3, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
              suppress_health_check=list(HealthCheck))
    @given(far=st.booleans(), at_ship=st.booleans(), billing=st.sampled_from(['none', 'ship', 'receipt', 'collected']),
           method=st.sampled_from(['standard', 'average', 'fifo']),
           tracked=st.booleans(), asked=st.tuples(st.integers(1, 5), st.integers(1, 5)),
           steps=st.lists(STEP, min_size=3, max_size=9))
    def test_random_histories_keep_goods_value_and_money(self, far, at_ship, billing, method, tracked, asked, steps):
        with self.cr.savepoint() as point:
            self._play(far, at_ship, billing, method, tracked, asked, steps)
            point.rollback()
        self.env.invalidate_all()

    def _play(self, far, at_ship, billing, method, tracked, asked, steps):
        if far and billing != 'none':
            at_ship = at_ship or billing == 'ship'
            self._lane(billing, ownership_point='ship' if at_ship else 'receipt')
        elif far and at_ship:
            self._at_ship()
        goods = self._tracked(quantity=20)[0] if tracked else self._goods(method)
        if not tracked and method != 'standard':
            self._receive(self.env(su=True), goods, self.warehouse_1, 5, 17)
        if tracked:
            goods.with_company(self.other_company).standard_price = 10
        self.far = far
        self.goods = goods
        self.start = self._totals()
        transfer, _products = self._ask(
            *asked, products=[goods, goods], user=self.far_taker if far else self.taker,
            dest=self.foreign if far else self.store_3)
        self._as(self.giver_boss, transfer).action_approve()
        for step, quantities in steps:
            with suppress(UserError), self.cr.savepoint():
                self._step(transfer, step, quantities)
            self._check(transfer, step)
            if far and billing != 'none':
                self._check_money(transfer, step, billing)

    def _step(self, transfer, step, quantities):
        taker = self.far_taker if self.far else self.taker
        if step == 'ship':
            self._set(self.giver, transfer, 'shipped', *quantities)
            self._as(self.giver, transfer).action_ship()
        elif step == 'ship all':
            transfer.sudo().line_ids.is_ship_counted = False
            self._as(self.giver, transfer).action_ship()
        elif step.startswith('pack '):
            self._as(self.giver, transfer).pack(step[5:], [
                {'line_id': line.id, 'quantity': quantity}
                for line, quantity in zip(transfer.sudo().line_ids, quantities, strict=False)])
        elif step == 'ship boxes':
            self._as(self.giver, transfer).ship_boxes(transfer.sudo().box_ids.package_id.mapped('name'))
        elif step.startswith('box '):
            self._as(taker, transfer).receive_boxes([step[4:]])
        elif step in {'received', 'damaged', 'refused', 'lost'}:
            self._set(taker, transfer, step, *quantities)
            self._as(taker, transfer).action_receive()
        elif step == 'receive all':
            transfer.sudo().line_ids.is_receipt_counted = False
            self._as(taker, transfer).action_receive()
        elif step == 'missing':
            self._as(taker, transfer).action_count_final()
        elif step in {'cancel', 'close'}:
            getattr(self._as(self.giver_boss, transfer), f'action_{step}')()
        else:
            item = transfer.sudo().discrepancy_ids.filtered(lambda item: item.state != 'decided')[:1]
            if item:
                self._as(self.giver, item).action_agree()
                self._as(self.judge, item).decide(*step.split())

    def _totals(self):
        """(units anywhere but lost, worth in both companies, worth lost)."""
        self.env.flush_all()
        self.env.invalidate_all()
        Move = self.env['stock.move'].sudo()
        own = [('product_id', '=', self.goods.id), ('state', '=', 'done')]
        lost = Move.search([*own, ('location_dest_id.usage', '=', 'inventory')])
        out = Move.search([*own, ('is_out', '=', True), ('location_dest_id.usage', '=', 'transit')])
        into = Move.search([*own, ('is_in', '=', True), ('location_id.usage', '=', 'transit')])
        flight = sum(out.mapped('value')) - sum(into.mapped('value'))
        quants = self.env['stock.quant'].sudo().search([
            ('product_id', '=', self.goods.id), ('location_id.usage', 'in', ['internal', 'transit'])])
        self.assertFalse(quants.filtered(lambda quant: quant.quantity < 0), 'negative stock')
        worth = sum(self._worth(self.goods, company) for company in self.company | self.other_company)
        return sum(quants.mapped('quantity')) + sum(lost.mapped('quantity')), worth + flight + sum(lost.mapped('value'))

    def _check(self, transfer, step):
        units, worth = self._totals()
        self.assertAlmostEqual(units, self.start[0], 6, step)
        self.assertAlmostEqual(worth, self.start[1], 1, step)
        lines = transfer.sudo().line_ids
        for line in lines:
            self.assertTrue(line._quantities().is_lawful(), (step, self._booked(transfer)))
        items = transfer.sudo().discrepancy_ids
        waiting = sum(items.filtered(lambda item: item.state != 'decided' and item.bucket != 'over').mapped('quantity'))
        self.assertAlmostEqual(self._in_transit(self.goods), sum(lines.mapped('qty_in_transit')) + waiting, 6, step)
        costs = sum(items.mapped('cost'))
        lost = self.env['stock.move'].sudo().search([
            ('product_id', '=', self.goods.id), ('state', '=', 'done'), ('location_dest_id.usage', '=', 'inventory')])
        self.assertAlmostEqual(sum(lost.mapped('value')), costs, 2, step)

    def _check_money(self, transfer, step, billing):
        """What one company charged the other has bought; what both booked eliminates; cost is what left."""
        charges = transfer.sudo().charge_ids
        amount = sum(charges.mapped('amount'))
        invoices, bills = self._documents(transfer)
        if billing != 'collected':
            self.assertAlmostEqual(self._untaxed(invoices), amount, 2, step)
            self.assertFalse(charges.filtered('problem'))
        self.assertAlmostEqual(self._untaxed(invoices), self._untaxed(bills), 2, step)
        moves = self.env['stock.move'].sudo().search([
            ('transfer_line_id', 'in', transfer.sudo().line_ids.ids), ('state', '=', 'done')])
        bought = moves.filtered(lambda move: move.is_in and move.company_id == self.other_company)
        left = moves.filtered(lambda move: move.is_out and move.company_id == self.company
                              and move.location_dest_id.usage == 'transit')
        back = moves.filtered(lambda move: move.is_in and move.company_id == self.company)
        units = sum(charges.mapped('quantity'))
        if billing == 'ship':
            self.assertAlmostEqual(units, sum(left.mapped('quantity')) - sum(back.mapped('quantity')), 6, step)
            self.assertAlmostEqual(
                sum(charges.mapped('cost')), sum(left.mapped('value')) - sum(back.mapped('value')), 2, step)
        else:
            self.assertAlmostEqual(units, sum(bought.mapped('quantity')), 6, step)
        if self.goods.with_company(self.other_company).cost_method != 'standard' and (
                billing != 'ship' or not self._in_transit(self.goods)):
            self.assertAlmostEqual(sum(bought.mapped('value')), amount, 1, step)
