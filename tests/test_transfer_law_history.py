# Part of store_group. License LGPL-3.
import os
import random
from collections import defaultdict
from contextlib import suppress

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .history_common import LONG
from .test_transfer_companies import TwoCompanies
from .transfer_history_common import TransferHistory

# of each ground: '40' for so many, '20:40' for the second half of them
HISTORIES = range(*map(int, (os.environ.get('STORE_GROUP_HISTORIES') or ('40' if LONG else '1')).split(':')))
LENGTH = (6, 14) if LONG else (5, 9)
GROUNDS = [
    (way, tracking, owner)
    for way in ('within the company', 'owned by the sender', 'owned by the receiver')
    for tracking in ('none', 'lot', 'serial')
    for owner in ('own', 'consigned')
    if owner == 'own' or way == 'within the company'
]
# What people do with the transfer, and what they do in Odoo's own screens.
ACTS = (
    ('ship', 2),
    ('ship all', 2),
    ('received', 3),
    ('receive all', 2),
    ('lost', 2),
    ('damaged', 1),
    ('missing', 1),
    ('return', 2),
    ('write_off source', 1),
    ('to_source', 1),
    ('to_dest', 1),
    ('ship_rest', 2),
    ('pack LAW-A', 1),
    ('ship boxes', 1),
    ('box LAW-A', 1),
)
SCREENS = (
    ('screen ship', 4),
    ('screen receive', 4),
    ('screen lot', 2),
    ('screen owner', 2),
    ('screen place', 2),
    ('screen box', 2),
    ('screen edit', 4),
    ('screen add', 1),
    ('screen move', 1),
    ('screen scrap', 2),
    ('screen count', 2),
    ('screen hand', 2),
    ('screen unpack', 1),
    ('screen cancel', 1),
)


@tagged('post_install', '-at_install')
class TestTransferLawHistory(TransferHistory, TwoCompanies):
    """Whatever people do, in the transfer or in Odoo's screens: what is in transit is what the lines say, piece by piece."""

    acts = (*ACTS, *SCREENS)
    must_happen = ('screen ship', 'screen receive', 'ship all', 'receive all')
    length = LENGTH

    def test_random_acts_keep_the_law(self):
        self._play_all(GROUNDS, HISTORIES)

    def _play_all(self, grounds, turns):
        done = defaultdict(lambda: [0, 0])
        for ground in grounds:
            for turn in turns:
                with self.subTest(ground=ground, turn=turn), self.cr.savepoint() as point:
                    self._play(ground, random.Random(f'{ground} {turn}'), done)
                    point.rollback()
                self.env.invalidate_all()
        idle = sorted(act for act in self.must_happen if not done[act][0])
        self.assertFalse(idle, f'never went through: {dict(done)}')

    # === THE GROUND ===

    def _prepare(self, ground):
        way, tracking, owner, *_more = ground
        self.far, self.owner = way != 'within the company', self.env['res.partner']
        if way == 'owned by the receiver':
            self._at_ship()
        if owner == 'consigned':
            self.owner = self.env['res.partner'].sudo().create({'name': 'OWNER'})
        self.goods, self.other = self._made('goods', tracking), self._made('other', 'none')
        self.products = self.goods | self.other
        self.env.flush_all()

    def _made(self, name, tracking):
        goods = (
            self.env['product.product']
            .sudo()
            .with_company(self.company)
            .create(
                {'name': name, 'default_code': f'LAW-{name}', 'is_storable': True, 'tracking': tracking, 'standard_price': 10}
            )
        )
        names = {'none': [False], 'lot': ['L1', 'L2'], 'serial': [f'S{number}' for number in range(12)]}[tracking]
        for number, lot_name in enumerate(names):
            lot = self.env['stock.lot'].sudo().create({'name': lot_name, 'product_id': goods.id}) if lot_name else None
            self.env['stock.quant'].sudo().with_company(self.company)._update_available_quantity(
                goods,
                self.warehouse_1.lot_stock_id,
                1 if tracking == 'serial' else 12 / len(names),
                lot_id=lot,
                owner_id=self.owner if number % 2 == 0 else None,
            )
        return goods

    # === PLAYING ===

    def _play(self, ground, dice, done):
        self._prepare(ground)
        self.dice = dice
        transfer = self._as(self.far_taker if self.far else self.taker, self.env['store.transfer']).create(
            {
                'source_store_id': self.store_1.id,
                'dest_store_id': (self.foreign if self.far else self.store_3).id,
                'line_ids': [
                    Command.create({'product_id': self.goods.id, 'qty_requested': dice.randint(1, 5)}) for _number in range(2)
                ],
            }
        )
        transfer.action_submit()
        self._as(self.giver_boss, transfer).action_approve()
        names, weights = zip(*self.acts, strict=True)
        told = []
        for act in dice.choices(names, weights, k=dice.randint(*self.length)):
            quantities = (dice.randint(0, 5), dice.randint(0, 5))
            told.append((act, quantities))
            done[act][1] += 1
            with suppress(UserError), self.cr.savepoint():
                (self._at_screen if act.startswith('screen ') else self._step)(transfer, act, quantities)
                self.env.flush_all()
                done[act][0] += 1
            self.env.invalidate_all()
            self._check_law((ground, told))

    def _moves(self, transfer, *states, steps=('ship', 'receive')):
        lines = (transfer.sudo() | transfer.sudo().return_ids).line_ids
        return (
            self.env['stock.move']
            .sudo()
            .search([('transfer_line_id', 'in', lines.ids), ('transfer_step', 'in', steps), ('state', 'in', states)], order='id')
        )

    def _at_screen(self, transfer, act, quantities):
        """What the superuser does at a screen of Odoo, or somebody's program by RPC."""
        what = act.split()[1]
        is_open, is_done = ('assigned', 'partially_available', 'confirmed', 'waiting'), ('done',)
        if what in {'ship', 'receive'}:
            self._validate(self._moves(transfer, *is_open, steps=(what,)), quantities)
        elif what in {'lot', 'owner', 'place', 'box'}:
            self._change(self._moves(transfer, *is_open, *is_done).move_line_ids, what, quantities)
        elif what == 'edit':
            items = self._moves(transfer, *is_done).move_line_ids
            if items:
                self.dice.choice(items).quantity = self.dice.choice([0, 1, 2, 3, 40])
        elif what == 'add':
            move = self._moves(transfer, *is_done)[:1]
            if move:
                self.env['stock.move.line'].sudo().create(
                    {
                        **move._prepare_move_line_vals(),
                        'move_id': self.dice.choice([False, move.id]),
                        'quantity': 1,
                        'lot_id': self.dice.choice([False, *self._lots()]),
                    }
                )
        elif what == 'cancel':
            self._moves(transfer, *is_open).picking_id[:1].action_cancel()
        else:
            self._in_transit_by_hand(what)

    def _lots(self):
        return self.env['stock.lot'].sudo().search([('product_id', '=', self.goods.id)]).ids

    def _validate(self, moves, quantities):
        picking = moves.picking_id[:1]
        if not picking:
            return
        for move, quantity in zip(picking.move_ids, quantities, strict=False):
            move.quantity = quantity
        picking.move_ids.picked = True
        more = {'picking_ids_not_to_backorder': picking.ids} if self.dice.random() < 0.3 else {}
        picking.with_context(skip_backorder=True, skip_sms=True, **more).button_validate()

    def _change(self, items, what, quantities):
        """Change one dimension of a line; where it is not done, try to get it done."""
        if not items:
            return
        item = self.dice.choice(items)
        places = [
            self.warehouse_1.lot_stock_id,
            self.warehouse_3.lot_stock_id,
            self.warehouse_b.lot_stock_id,
            self.env['store.transfer.ground'].sudo()._transit_of(self.company),
            self.env['store.transfer.ground'].sudo()._intercompany_location(),
            self.env.ref('stock.stock_location_customers'),
        ]
        item.write(
            {
                'lot': lambda: {'lot_id': self.dice.choice([False, *self._lots()])},
                'owner': lambda: {'owner_id': self.dice.choice([False, self.owner.id, self.customer.id])},
                'place': lambda: {self.dice.choice(['location_id', 'location_dest_id']): self.dice.choice(places).id},
                'box': lambda: {'result_package_id': self.env['stock.package'].sudo().create({'name': 'OTHER'}).id},
            }[what]()
        )
        if item.state != 'done':
            item.move_id.picked = True
            item.picking_id.with_context(skip_backorder=True).button_validate()

    def _scrap_one(self, quant):
        self.env['stock.scrap'].sudo().create(
            {
                'product_id': self.goods.id,
                'scrap_qty': 1,
                'location_id': quant.location_id.id,
                'lot_id': quant.lot_id.id,
                'owner_id': quant.owner_id.id,
                'package_id': quant.package_id.id,
            }
        ).do_scrap()

    def _in_transit_by_hand(self, what):
        ground = self.env['store.transfer.ground'].sudo()
        places = ground._transit_of(self.company)  # a place no transfer uses is core's own
        if self.far:
            places |= ground._intercompany_location()
        quants = (
            self.env['stock.quant']
            .sudo()
            .search([('product_id', '=', self.goods.id), ('location_id', 'in', places.ids), ('quantity', '>', 0)])
        )
        quant = quants[:1]
        if what == 'scrap' and quant:
            self._scrap_one(quant)
        elif what == 'count' and quant:
            quant.inventory_quantity = quant.quantity + self.dice.choice([-1, 1])
            quant.action_apply_inventory()
        elif what == 'unpack' and quant.package_id:
            quant.package_id.unpack()
        elif what in {'hand', 'move'}:
            shelf, product = self.warehouse_1.lot_stock_id, self.goods if what == 'hand' else self.other
            ends = self.dice.sample([shelf, self.dice.choice(places)], 2)
            move = (
                self.env['stock.move']
                .sudo()
                .create(
                    {
                        'product_id': product.id,
                        'product_uom_qty': 1,
                        'location_id': ends[0].id,
                        'location_dest_id': ends[1].id,
                        'company_id': self.company.id,
                    }
                )
            )
            move._action_confirm()
            move._action_assign()
            move.quantity = 1
            move.picked = True
            move._action_done()

    # === JUDGING ===

    def _places(self):
        ground = self.env['store.transfer.ground'].sudo()
        return ground._transit_of(self.company) | ground._transit_of(self.other_company) | ground._intercompany_location()

    def _may_be_negative(self, quant):
        return False

    def _check_law(self, told):
        self.env.flush_all()
        places, there, due = self._places(), defaultdict(float), defaultdict(float)
        for quant in self.env['stock.quant'].sudo().search([('product_id', 'in', self.products.ids)]):
            if quant.location_id in places:
                there[quant.location_id, quant.product_id, quant.lot_id, quant.owner_id, quant.package_id] += quant.quantity
            if quant.location_id.usage in {'internal', 'transit'} and not self._may_be_negative(quant):
                self.assertGreaterEqual(round(quant.quantity, 6), 0, (told, quant.location_id.name, quant.lot_id.name))
        lines = self.env['store.transfer.line'].sudo().search([('product_id', 'in', self.products.ids)])
        of_line = defaultdict(float)
        moves = self.env['stock.move'].sudo().search([('transfer_line_id', 'in', lines.ids), ('state', '=', 'done')])
        for item in moves.move_line_ids:
            for place, box, sign in ((item.location_dest_id, item.result_package_id, 1), (item.location_id, item.package_id, -1)):
                if place in places:
                    due[place, item.product_id, item.lot_id, item.owner_id, box] += sign * item.quantity_product_uom
                    of_line[item.move_id.transfer_line_id] += sign * item.quantity_product_uom

        def standing(pieces):
            return {key: round(quantity, 6) for key, quantity in pieces.items() if round(quantity, 6)}

        self.assertEqual(standing(there), standing(due), told)
        for line in lines:
            self.assertLessEqual(line.qty_shipped, line.qty_approved, told)
            self.assertTrue(line._quantities().is_lawful(), (told, line._data()))
            waiting = line.discrepancy_ids.filtered(lambda item: item.state != 'decided' and item.bucket != 'over')
            self.assertAlmostEqual(of_line[line], line.qty_in_transit + sum(waiting.mapped('quantity')), 6, told)
        for move in moves.filtered(lambda move: move.transfer_step in {'ship', 'receive'}):
            transfer = move.transfer_line_id.transfer_id
            store = transfer.dest_store_id if move.transfer_step == 'receive' else transfer.source_store_id
            for item in move.move_line_ids:
                shelf = item.location_dest_id if move.transfer_step == 'receive' else item.location_id
                self.assertEqual(shelf.warehouse_id, store.warehouse_id, told)
