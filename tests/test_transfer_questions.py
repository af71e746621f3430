# Part of store_group. License LGPL-3.
from odoo import Command
from odoo.tests import tagged

from .transfer_common import TransferCommon

FEW, MANY = 10, 60


@tagged('post_install', '-at_install')
class TestTransferQuestions(TransferCommon):
    """Questions to the database do not grow with the lines of a transfer beyond what core asks for every move."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.goods = (
            cls.env['product.product']
            .sudo()
            .with_company(cls.company)
            .create(
                [
                    {'name': f'Many {number}', 'default_code': f'MANY-{number}', 'is_storable': True, 'standard_price': 1}
                    for number in range(MANY)
                ]
            )
        )
        cls.env['stock.quant'].sudo().with_company(cls.company).create(
            [
                {'product_id': product.id, 'location_id': cls.warehouse_1.lot_stock_id.id, 'quantity': 1000}
                for product in cls.goods
            ]
        )
        cls.transit = cls.env['store.transfer.ground'].sudo()._transit_of(cls.company)

    def _questions(self, act):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        act()
        self.env.flush_all()
        return self.cr.sql_log_count - before

    def _growth(self, play):
        """Return {act: questions for many lines beyond those for few}; the first turn warms up."""
        play(2)
        few, many = play(FEW), play(MANY)
        return {act: many[act] - few[act] for act in few}

    def _transfer(self, size):
        """Return {act: questions} of a transfer of so many lines."""
        transfer, counts = self.env['store.transfer'], {}

        def ask():
            nonlocal transfer
            transfer = self._ask(*[2] * size, products=self.goods[:size])[0]

        counts['ask'] = self._questions(ask)
        for act, user, step in (
            ('approve', self.giver_boss, None),
            ('set shipped', self.giver, 'shipped'),
            ('ship', self.giver, None),
            ('set received', self.taker, 'received'),
            ('receive', self.taker, None),
            ('close', self.taker, None),
        ):
            if step:
                counts[act] = self._questions(lambda: self._set(user, transfer, step, *[2] * size))  # noqa: B023
            else:
                counts[act] = self._questions(getattr(self._as(user, transfer), f'action_{act}'))
        self.assertEqual(transfer.sudo().state, 'closed')
        return counts

    def _core(self, size):
        """Return {act: questions} of two plain pickings of core through transit, of the same goods."""
        counts, pickings = {}, self.env['stock.picking']
        for act, type_, location, location_dest in (
            ('ship', self.warehouse_1.out_type_id, self.warehouse_1.lot_stock_id, self.transit),
            ('receive', self.warehouse_3.in_type_id, self.transit, self.warehouse_3.lot_stock_id),
        ):
            before = pickings.move_ids if pickings else [self.env['stock.move']] * size

            def plan(type_=type_, location=location, location_dest=location_dest, before=before):
                nonlocal pickings
                pickings = (
                    self.env['stock.picking']
                    .with_user(self.free)
                    .with_context(allowed_company_ids=self.company.ids)
                    .create(
                        {
                            'picking_type_id': type_.id,
                            'location_id': location.id,
                            'location_dest_id': location_dest.id,
                            'move_ids': [
                                Command.create(
                                    {
                                        'product_id': product.id,
                                        'product_uom_qty': 2,
                                        'location_id': location.id,
                                        'location_dest_id': location_dest.id,
                                        'move_orig_ids': [Command.set(move.ids)],
                                    }
                                )
                                for product, move in zip(self.goods[:size], before, strict=True)
                            ],
                        }
                    )
                )
                pickings.action_confirm()
                pickings.action_assign()

            counts[f'plan {act}'] = self._questions(plan)
            counts[act] = self._questions(lambda: pickings.button_validate())
            self.assertEqual(pickings.state, 'done')
        return counts

    def test_no_act_asks_more_for_a_line_than_core_for_a_move(self):
        ours, core = self._growth(self._transfer), self._growth(self._core)
        told = f'ours {ours}, core {core}, for {MANY - FEW} lines more'
        self.assertLessEqual(ours['approve'] + ours['ship'] + ours['receive'], sum(core.values()), told)
        for act in ('ask', 'set shipped', 'set received', 'close'):
            self.assertLess(ours[act], MANY - FEW, f'{act}: {told}')
