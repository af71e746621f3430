# Part of store_group. License LGPL-3.
from contextlib import suppress

from hypothesis import Phase, given
from hypothesis import strategies as st

from odoo.exceptions import UserError
from odoo.tests import tagged

from .billing_common import BillingCommon
from .history_common import histories
from .transfer_history_common import TransferHistory

QUANTITY = st.integers(0, 6)
STEP = st.one_of(
    st.tuples(st.just('ship'), st.tuples(QUANTITY, QUANTITY)),
    st.tuples(st.sampled_from(['received', 'damaged', 'refused', 'lost']), st.tuples(QUANTITY, QUANTITY)),
    st.tuples(st.sampled_from(['pack HIST-A', 'pack HIST-B']), st.tuples(QUANTITY, QUANTITY)),
    st.tuples(st.sampled_from(['box HIST-A', 'box HIST-B', 'ship boxes']), st.just(())),
    st.tuples(st.sampled_from(['ship all', 'receive all', 'missing', 'cancel', 'close']), st.just(())),
    st.tuples(
        st.sampled_from(
            ['write_off source', 'write_off dest', 'write_off unknown', 'to_source', 'to_dest', 'ship_rest', 'dismiss']
        ),
        st.just(()),
    ),
)


@tagged('post_install', '-at_install')
class TestTransferBillingHistory(TransferHistory, BillingCommon):
    """Whatever happens on a lane that bills: what one company owes is what the other has, and what eliminates is zero."""

    @histories(3, 200, phases=[Phase.generate])
    @given(
        far=st.booleans(),
        at_ship=st.booleans(),
        billing=st.sampled_from(['none', 'ship', 'receipt', 'collected']),
        method=st.sampled_from(['standard', 'average', 'fifo']),
        tracked=st.booleans(),
        asked=st.tuples(st.integers(1, 5), st.integers(1, 5)),
        steps=st.lists(STEP, min_size=3, max_size=9),
    )
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
        self.goods = self.products = goods
        self.start = self._totals()
        transfer, _products = self._ask(
            *asked,
            products=[goods, goods],
            user=self.far_taker if far else self.taker,
            dest=self.foreign if far else self.store_3,
        )
        self._as(self.giver_boss, transfer).action_approve()
        for number, (step, quantities) in enumerate(steps):
            with suppress(UserError), self.cr.savepoint():
                self._step(transfer, step, quantities)
            self._check(steps[: number + 1])
            if far and billing != 'none':
                self._check_money(transfer, step, billing)

    def _check_money(self, transfer, step, billing):
        """What one company charged the other has bought; what both booked eliminates; cost is what left."""
        charges = transfer.sudo().charge_ids
        amount = sum(charges.mapped('amount'))
        invoices, bills = self._documents(transfer)
        if billing != 'collected':
            self.assertAlmostEqual(self._untaxed(invoices), amount, 2, step)
            self.assertFalse(charges.filtered('problem'))
        self.assertAlmostEqual(self._untaxed(invoices), self._untaxed(bills), 2, step)
        moves = (
            self.env['stock.move']
            .sudo()
            .search([('transfer_line_id', 'in', transfer.sudo().line_ids.ids), ('state', '=', 'done')])
        )
        bought = moves.filtered(lambda move: move.is_in and move.company_id == self.other_company)
        left = moves.filtered(
            lambda move: move.is_out and move.company_id == self.company and move.location_dest_id.usage == 'transit'
        )
        back = moves.filtered(lambda move: move.is_in and move.company_id == self.company)
        units = sum(charges.mapped('quantity'))
        if billing == 'ship':
            self.assertAlmostEqual(units, sum(left.mapped('quantity')) - sum(back.mapped('quantity')), 6, step)
            self.assertAlmostEqual(sum(charges.mapped('cost')), sum(left.mapped('value')) - sum(back.mapped('value')), 2, step)
        else:
            self.assertAlmostEqual(units, sum(bought.mapped('quantity')), 6, step)
        if self.goods.with_company(self.other_company).cost_method != 'standard' and (
            billing != 'ship' or not self._in_transit(self.goods)
        ):
            self.assertAlmostEqual(sum(bought.mapped('value')), amount, 1, step)
