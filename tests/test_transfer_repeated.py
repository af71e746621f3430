# Part of store_group. License LGPL-3.
from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_transfer_companies import TwoCompanies

KEPT = {
    'store.transfer': [
        'state',
        'approver_id',
        'shipper_ids',
        'receiver_ids',
        'refusal',
        'shipped_on',
        'received_on',
        'write_date',
    ],
    'store.transfer.line': ['qty_approved', 'qty_shipped', 'qty_received', 'qty_damaged', 'qty_refused', 'qty_lost'],
    'store.transfer.discrepancy': ['state', 'answer', 'outcome', 'responsible', 'cost', 'quantity'],
    'stock.move': ['state', 'product_uom_qty', 'quantity', 'value', 'transfer_step'],
    'stock.picking': ['state'],
    'stock.quant': ['quantity', 'reserved_quantity'],
    'account.analytic.line': ['amount'],
    'account.move': ['state', 'amount_total'],
    'mail.activity': ['user_id', 'summary'],
    'product.product': ['standard_price'],
}


@tagged('post_install', '-at_install')
class TestTransferRepeated(TwoCompanies):
    """Every call may come twice: the second changes nothing, anywhere. What another act made impossible is refused."""

    def _everything(self):
        self.env.flush_all()
        self.env.invalidate_all()
        env = self.env(su=True)
        return {name: env[name].search([], order='id').read(fields) for name, fields in KEPT.items()}

    def _twice(self, call):
        """Call it, and again: the same answer, and nothing changed; returns the answer."""
        answer = call()
        before = self._everything()
        self.assertEqual(call(), answer)
        after = self._everything()
        for name in KEPT:
            self.assertEqual(after[name], before[name], name)
        return answer

    def _do(self, user, records, method, *arguments, **named):
        return self._twice(lambda: getattr(self._as(user, records), method)(*arguments, **named))

    def test_every_act_of_a_transfer_with_differences(self):
        for dest, taker in ((self.store_3, self.taker), (self.foreign, self.far_taker)):
            with self.subTest(dest=dest.name):
                goods, other = self._goods(), self._product()
                number = f'T-{dest.code}'
                answer = self._do(
                    taker,
                    self.env['store.transfer'],
                    'request',
                    self.store_1.code,
                    dest.code,
                    [{'product': goods.default_code, 'quantity': 8}],
                    external_id=number,
                )
                transfer = self.env['store.transfer'].browse(answer['id'])
                line = transfer.sudo().line_ids

                def total(step, quantity, line=line):
                    return step, [{'line_id': line.id, 'quantity': quantity}]

                self._do(taker, transfer, 'action_submit')
                self._do(self.giver_boss, transfer, 'share')
                self._do(self.giver_boss, transfer, 'set_quantities', *total('approved', 7))
                self._do(self.giver_boss, transfer, 'action_approve')
                self._do(self.giver, transfer, 'set_quantities', *total('shipped', 4))
                self._do(self.giver, transfer, 'action_ship')
                self._do(self.giver, transfer, 'set_quantities', *total('shipped', 7))
                self._do(self.giver, transfer, 'action_ship')
                for step, quantity in (('received', 3), ('damaged', 1), ('refused', 1)):
                    self._do(taker, transfer, 'set_quantities', *total(step, quantity))
                self._do(taker, transfer, 'action_receive')
                self._do(taker, transfer, 'report_wrong_product', line.id, other.default_code, 2)
                self._do(taker, transfer, 'action_count_final')
                items = transfer.sudo().discrepancy_ids
                self.assertEqual(sorted(items.mapped('kind')), ['damaged', 'refused', 'short', 'wrong_product'])
                outcomes = {'damaged': 'write_off', 'refused': 'to_source', 'short': 'to_dest', 'wrong_product': 'dismiss'}
                for item in items:
                    self._do(self.giver, item, 'action_contest')
                    self._do(self.giver, item, 'action_agree')
                    self._do(self.judge, item, 'decide', outcomes[item.kind], 'source', note='looked at')
                self._do(taker, transfer, 'action_close')
                self._do(taker, transfer, 'action_return')

    def test_giving_up(self):
        transfer, _products = self._ask(2)
        self._do(self.giver_boss, transfer, 'action_reject', 'sold out')
        self._do(self.taker, transfer, 'action_cancel')
        self.assertEqual(transfer.sudo().state, 'cancelled')
        for user, act in (
            (self.taker, 'submit'),
            (self.giver_boss, 'approve'),
            (self.giver_boss, 'reject'),
            (self.giver, 'ship'),
            (self.taker, 'receive'),
            (self.taker, 'count_final'),
            (self.taker, 'close'),
        ):
            with self.subTest(act=act), self.assertRaisesRegex(UserError, 'is Cancelled and cannot'):
                getattr(self._as(user, transfer), f'action_{act}')()

    def test_what_was_approved_is_not_rejected_and_what_was_rejected_not_shipped(self):
        transfer, _products = self._approved(2)
        with self.assertRaisesRegex(UserError, 'is Approved and cannot become Rejected'):
            self._as(self.giver_boss, transfer).action_reject()
        other, _products = self._ask(2)
        self._as(self.giver_boss, other).action_reject()
        with self.assertRaisesRegex(UserError, 'is Rejected and cannot be shipped'):
            self._as(self.giver, other).action_ship()

    def test_reserved_goods_that_are_gone_by_the_books_do_not_leave(self):
        transfer, (goods,) = self._approved(10)
        self.env['stock.quant'].sudo().search(
            [('product_id', '=', goods.id), ('location_id', '=', self.warehouse_1.lot_stock_id.id)]
        ).quantity = 9
        with self.assertRaisesRegex(UserError, 'By the books these goods are gone'):
            self._as(self.giver, transfer).action_ship()
        self._set(self.giver, transfer, 'shipped', 9)
        self._as(self.giver, transfer).action_ship()
        self.assertEqual(self._on_hand(goods, self.warehouse_1), 0)
