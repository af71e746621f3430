# Part of store_group. License LGPL-3.
import contextlib
import os
import random

from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_fulfilment_division import TWO, DivisionCommon


@tagged('post_install', '-at_install')
class TestFulfilmentLives(DivisionCommon):
    """Random lives of orders whose deliveries are merged and split: after every step the sums are asked."""

    def test_random_lives_of_parcels(self):
        """Merges, splits, undone ones, refunds, cancelled parts and orders, partial shipments, changes of the channel."""
        rounds = 60 if os.environ.get('STORE_GROUP_LONG') else 6
        for seed in range(rounds):
            with self.subTest(seed=seed), self.env.cr.savepoint() as savepoint:
                History(self, random.Random(seed)).run(14)
                savepoint.rollback()
                self.env.invalidate_all()


class History:
    """A random life of four orders to one recipient; after every step the sums are asked."""

    def __init__(self, case, chance):
        self.case, self.chance = case, chance
        self.numbers = [str(number) for number in range(1, 5)]
        self.told = {}  # {number: {line: refunded quantity}}
        for number in self.numbers:
            lines = [{**line, 'quantity': chance.randint(1, 6)} for line in TWO]
            case._to(number, lines=lines)
            self.told[number] = {'lines': lines, 'off': dict.fromkeys(('L1', 'L2'), 0), 'cancelled': False}
        self.total = {number: case._sale(number).amount_total for number in self.numbers}
        self.lost = {}  # {line: quantity of deliveries a person cancelled with nobody to bring it}
        self.changed = set()  # numbers of orders a person gave other quantities
        self.cellar = case._warehouse('Cellar', 'TSC')
        self.cellar.store_id = case.store_1

    def run(self, steps):
        acts = [
            self.change,
            self.split_away,
            self.merge,
            self.split,
            self.undo,
            self.refund,
            self.cancel_part,
            self.cancel_order,
            self.ship,
            self.ship_some,
            self.say,
            self.pick,
        ]
        done = []
        for _step in range(steps):
            act = self.chance.choice(acts)
            done.append(act.__name__)
            act()
            self.case.env.flush_all()
            self.case.env.invalidate_all()
            self.check(done)

    def check(self, done):
        case = self.case
        for number in self.numbers:
            order = case._sale(number).sudo()
            for line in order.order_line.filtered(lambda line: line.product_id.type == 'consu'):
                wanted = 0 if order.state == 'cancel' else line.product_uom_qty - self.lost.get(line.id, 0)
                brings = case._brings(line)
                if order.state == 'cancel':
                    brings -= line.qty_delivered
                case.assertEqual(brings, wanted, (done, number, line.product_id.default_code))
                case.assertLessEqual(line.qty_delivered, line.product_uom_qty if order.state != 'cancel' else 99, done)
            told = self.told[number]
            if order.state == 'sale' and number not in self.changed and not told['cancelled'] and not any(told['off'].values()):
                case.assertEqual(case.env.company.currency_id.compare_amounts(order.amount_total, self.total[number]), 0, done)
        groups = case.Group.search([])
        for group in groups:
            numbers = set(group.picking_ids.filtered('is_grouped').mapped('parcel_number'))
            case.assertLessEqual(len(numbers), 1, done)
            still = group.picking_ids.filtered(lambda item: item.state not in ('done', 'cancel'))
            facts = case.env['store.delivery.facts'].sudo()._deliveries(still.sudo())
            bad = {'held', 'question', 'refund', 'cancelled', 'gone'}
            case.assertFalse([item for item in facts if item.facts & bad], done)

    def _open(self):
        return case_open(self.case, self.numbers)

    def merge(self):
        group = self.case._look()[:1]
        if group.is_waiting:
            group.action_accept()
            group.parcel_number = f'P{self.chance.randint(1, 99)}'

    def undo(self):
        group = self.case.Group.search([('state', '=', 'accepted')], limit=1)
        if group:
            group.action_undo()

    def split(self):
        divisible = [item for item in self._open() if item._has_parts()]
        if divisible:
            picking = self.chance.choice(divisible)
            away = {}
            for move in picking._rows_to_divide():
                away[move.product_id.default_code.replace('-', '_')] = self.chance.randint(0, int(move.product_uom_qty))
            with contextlib.suppress(UserError):
                self.case._split(picking, **away)

    def split_away(self):
        divisible = [item for item in self._open() if item._has_parts() and item.picking_type_id.warehouse_id != self.cellar]
        if divisible:
            picking = self.chance.choice(divisible)
            move = self.chance.choice(picking._rows_to_divide())
            with contextlib.suppress(UserError):
                picking._split_off({move.id: self.chance.randint(1, int(move.product_uom_qty))}, self.cellar.sudo())

    def pick(self):
        """Somebody picks some of what is reserved, in Odoo's own form."""
        moves = self._open().move_ids.filtered(lambda move: move.quantity and move.state == 'assigned')
        if moves:
            move = self.chance.choice(moves)
            move.write({'quantity': self.chance.randint(1, int(move.quantity)), 'picked': True})

    def change(self):
        """A person gives a line of an order another quantity."""
        number = self.chance.choice(self.numbers)
        order, told = self.case._sale(number).sudo(), self.told[number]
        if order.state != 'sale' or told['cancelled'] or any(told['off'].values()):
            return
        line = self.chance.choice(order.order_line.filtered(lambda line: line.product_id.type == 'consu'))
        wanted = line.product_uom_qty + self.chance.choice((-2, -1, 1, 2))
        if wanted >= max(line.qty_delivered, 1):
            self.changed.add(number)
            line.product_uom_qty = wanted
            self.lost.pop(line.id, None)

    def cancel_part(self):
        parts = self._open()
        if parts:
            picking = self.chance.choice(parts)
            lines = {move.sale_line_id: move.product_uom_qty for move in picking._rows_to_divide()}
            for line, quantity in lines.items():
                if not line._open_parts() - picking.move_ids:
                    self.lost[line.id] = self.lost.get(line.id, 0) + quantity
            picking.action_cancel()

    def ship(self):
        parts = [item for item in self._open() if item.state == 'assigned' and not self._stopped(item)]
        if parts:
            self.case._as(self.case.picker, self.chance.choice(parts)).with_context(skip_backorder=True).button_validate()

    def ship_some(self):
        parts = [item for item in self._open() if item.state == 'assigned' and item._has_parts() and not self._stopped(item)]
        if parts:
            picking = self.chance.choice(parts)
            move = picking._rows_to_divide()[:1]
            if move.product_uom_qty > 1:
                move.write({'quantity': move.product_uom_qty - 1, 'picked': True})
                self.case._as(self.case.picker, picking).with_context(skip_backorder=True).button_validate()

    def refund(self):
        number = self.chance.choice(self.numbers)
        told = self.told[number]
        order = self.case._sale(number)
        if order.state != 'sale' or any(told['off'].values()) or told['cancelled']:
            return
        if number in self.changed or any(self.lost.get(line.id) for line in order.order_line):
            return
        if not self._open() & order.picking_ids:
            return
        if any(picking.state == 'done' for picking in order.picking_ids):
            return
        line = self.chance.choice(told['lines'])
        quantity = self.chance.randint(1, line['quantity'])
        told['off'][line['external_id']] = quantity
        amount = quantity * float(line['unit_price'])
        self.case._to(
            number,
            lines=told['lines'],
            refunds=[{'external_id': 'R', 'line': line['external_id'], 'quantity': quantity, 'amount': f'{amount:.2f}'}],
        )
        intake = self.case._intake(number)
        if intake.state == 'conflict':
            intake.action_take_other()

    def cancel_order(self):
        number = self.chance.choice(self.numbers)
        order, told = self.case._sale(number), self.told[number]
        if order.state == 'sale' and not any(picking.state == 'done' for picking in order.picking_ids) and not told['cancelled']:
            told['cancelled'] = True
            self.case._to(number, lines=told['lines'], status='cancelled')
            intake = self.case._intake(number)
            if intake.state == 'conflict' and self.chance.random() < 0.5:
                intake.action_take_other()

    def say(self):
        number = self.chance.choice(self.numbers)
        told = self.told[number]
        if not told['cancelled'] and not any(told['off'].values()):
            self.case._to(number, lines=told['lines'], seller_note=f'N{self.chance.random()}')
            intake = self.case._intake(number)
            if intake.state == 'conflict':
                intake.action_take_other()

    def _stopped(self, picking):
        return any(
            self.case._intake(number).stops_delivery for number in self.numbers if self.case._sale(number) == picking.sale_id
        )


def case_open(case, numbers):
    """Return the open deliveries of these orders, as superuser."""
    found = case.env['stock.picking'].sudo()
    for number in numbers:
        found |= case._open_of(case._sale(number))
    return found
