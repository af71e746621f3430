# Part of store_group. License LGPL-3.
"""Random histories on warehouses of several steps that mix the transfer's methods with whatever Odoo's screens offer.

Beside the law of what is in transit: what the receiver expects, what is planned to leave and to arrive, and what is reserved.
"""

import os
from collections import defaultdict

from odoo import Command
from odoo.tests import tagged

from .history_common import LONG
from .test_transfer_law_history import ACTS, SCREENS, TestTransferLawHistory

# of each ground: '40' for so many, '20:40' for the second half of them
HISTORIES = range(*map(int, (os.environ.get('STORE_GROUP_HISTORIES') or ('30' if LONG else '1')).split(':')))
GROUNDS = [
    ('within the company', 'lot', 'consigned', 'pick_ship', 'two_steps'),
    ('within the company', 'none', 'own', 'pick_pack_ship', 'one_step'),
    ('within the company', 'serial', 'own', 'ship_only', 'three_steps'),
    ('within the company', 'none', 'consigned', 'ship_only', 'one_step'),
    ('owned by the sender', 'lot', 'own', 'pick_ship', 'one_step'),
    ('owned by the sender', 'none', 'own', 'ship_only', 'two_steps'),
    ('owned by the receiver', 'lot', 'own', 'ship_only', 'one_step'),
    ('owned by the receiver', 'none', 'own', 'pick_pack_ship', 'two_steps'),
]
MORE_SCREENS = (
    ('screen drop', 4),
    ('screen delete', 2),
    ('screen less', 2),
    ('screen unreserve', 2),
    ('screen assign', 2),
    ('screen prepare', 4),
    ('screen put_in_pack', 2),
    ('screen return', 2),
    ('screen copy', 1),
    ('screen sell', 2),
    ('screen stray', 2),
    ('screen stock', 1),
    ('refused', 1),
    ('close', 1),
    ('cancel', 1),
)
OPEN = ('assigned', 'partially_available', 'confirmed', 'waiting')
WAYS = ('prepare', 'ship', 'receive')


@tagged('post_install', '-at_install')
class TestTransferScreensHistory(TestTransferLawHistory):
    """Single moves end, reservations go, goods stray, returns are tried: nothing is promised that nobody brings."""

    acts = (*ACTS, *SCREENS, *MORE_SCREENS)
    must_happen = ('screen ship', 'screen receive', 'screen drop', 'screen prepare')
    length = (8, 16)

    def test_random_acts_at_every_screen(self):
        self._play_all(GROUNDS, HISTORIES)

    def _prepare(self, ground):
        super()._prepare(ground)
        self.warehouse_1.sudo().delivery_steps = ground[3]
        (self.warehouse_b if self.far else self.warehouse_3).sudo().reception_steps = ground[4]
        self.sold = False

    # === PLAYING ===

    def _at_screen(self, transfer, act, quantities):
        what = act.split()[1]
        moves = self._moves(transfer, *OPEN, steps=WAYS)
        if what == 'drop' and moves:
            self.dice.choice(moves)._action_cancel()
        elif what == 'delete' and moves:
            self.dice.choice(moves).unlink()
        elif what == 'less' and moves:
            move = self.dice.choice(moves)
            move.product_uom_qty = self.dice.randint(1, max(int(move.product_uom_qty), 1))
        elif what == 'unreserve' and moves:
            self.dice.choice(moves).picking_id.do_unreserve()
        elif what == 'assign' and moves:
            self.dice.choice(moves).picking_id.action_assign()
        elif what == 'prepare':
            self._validate(self._moves(transfer, *OPEN, steps=('prepare',)), quantities)
        elif what == 'put_in_pack' and moves:
            self.dice.choice(moves).picking_id.action_put_in_pack()
        elif what in {'return', 'copy'}:
            self._once_more(self._moves(transfer, 'done', steps=WAYS).picking_id, what)
        elif what == 'sell':
            self._sell_on()
        elif what in {'stray', 'stock'}:
            self._at_the_sender(what)
        elif what not in {'drop', 'delete', 'less', 'unreserve', 'assign', 'put_in_pack'}:
            super()._at_screen(transfer, act, quantities)

    def _once_more(self, pickings, what):
        if not pickings:
            return
        picking = self.dice.choice(pickings)
        if what == 'copy':
            again = picking.copy()
            again.action_confirm()
        else:
            wizard = self.env['stock.return.picking'].sudo().with_context(active_id=picking.id, active_model='stock.picking')
            wizard = wizard.create({'picking_id': picking.id})
            wizard.product_return_moves.quantity = 1
            again = self.env['stock.picking'].sudo().browse(wizard.action_create_returns()['res_id'])
        for move in again.move_ids:
            move.quantity = move.product_uom_qty
        again.move_ids.picked = True
        again.with_context(skip_backorder=True).button_validate()

    def _sell_on(self):
        """The receiver delivers a piece to a customer."""
        warehouse = self.warehouse_b if self.far else self.warehouse_3
        quant = self._quants(warehouse.lot_stock_id)[:1]
        if not quant:
            return
        ends = {'location_id': quant.location_id.id, 'location_dest_id': self.env.ref('stock.stock_location_customers').id}
        picking = (
            self.env['stock.picking']
            .sudo()
            .with_company(warehouse.company_id)
            .create(
                {
                    **ends,
                    'picking_type_id': warehouse.out_type_id.id,
                    'move_ids': [Command.create({**ends, 'product_id': self.goods.id, 'product_uom_qty': 1})],
                }
            )
        )
        picking.action_confirm()
        picking.action_assign()
        picking.move_ids.picked = True
        picking.with_context(skip_backorder=True).button_validate()
        self.sold = True

    def _at_the_sender(self, what):
        """Goods at the sender's, picked or not, are scrapped, or counted."""
        quants = self._quants(self.warehouse_1.view_location_id)
        if not quants:
            return
        quant = self.dice.choice(quants)
        if what == 'stray':
            self._scrap_one(quant)
        else:
            quant.inventory_quantity = max(quant.quantity + self.dice.choice([-1, 1]), 0)
            quant.action_apply_inventory()

    def _quants(self, place):
        return (
            self.env['stock.quant']
            .sudo()
            .search([('product_id', '=', self.goods.id), ('location_id', 'child_of', place.id), ('quantity', '>', 0)])
        )

    # === JUDGING ===

    def _may_be_negative(self, quant):
        """A receipt corrected to less after its goods were sold on leaves the receiver's stock negative, as always in Odoo."""
        return self.sold and quant.location_id.warehouse_id in self.warehouse_3 | self.warehouse_b

    def _check_law(self, told):
        super()._check_law(told)
        lines = self.env['store.transfer.line'].sudo().search([('product_id', 'in', self.products.ids)])
        for line in lines:
            planned = defaultdict(float)
            for move in line.move_ids.filtered(lambda move: move.state not in {'done', 'cancel'}):
                planned[move.transfer_step] += move.product_uom._compute_quantity(move.product_uom_qty, line.uom_id, round=False)
            now, case = line._quantities(), (told, line.state, line._data(), dict(planned), line.qty_dropped)
            if line.state in {'approved', 'shipped', 'received'}:
                self.assertAlmostEqual(planned['expect'], float(now.to_come), 6, case)
                self.assertAlmostEqual(planned['receive'], float(now.in_transit), 6, case)
                self.assertLessEqual(round(planned['ship'], 6), float(now.to_ship), case)
            else:
                self.assertFalse({step: quantity for step, quantity in planned.items() if quantity}, case)
            if line.state == 'approved':  # nothing was corrected yet: what no operation brings is said
                self.assertAlmostEqual(planned['ship'] + line.qty_dropped, float(now.to_ship), 6, case)
        self._check_reserved(told)

    def _check_reserved(self, told):
        """What is reserved is what open operations hold, piece by piece."""
        held, reserved = defaultdict(float), defaultdict(float)
        for item in (
            self.env['stock.move.line']
            .sudo()
            .search([('product_id', 'in', self.products.ids), ('state', 'not in', ('done', 'cancel', 'draft'))])
        ):
            if item.location_id.usage in {'internal', 'transit'}:
                held[item.location_id, item.product_id, item.lot_id, item.owner_id, item.package_id] += item.quantity_product_uom
        for quant in self.env['stock.quant'].sudo().search([('product_id', 'in', self.products.ids)]):
            if quant.location_id.usage in {'internal', 'transit'}:
                reserved[quant.location_id, quant.product_id, quant.lot_id, quant.owner_id, quant.package_id] += (
                    quant.reserved_quantity
                )

        def some(pieces):
            return {key: round(quantity, 6) for key, quantity in pieces.items() if round(quantity, 6)}

        self.assertEqual(some(reserved), some(held), told)
