# Part of store_group. License LGPL-3.
"""Processes transfers at random, checks whether the database breaks a rule, and finishes all transfers."""

import json

from odoo.exceptions import UserError

from .world import START, World

OPEN = ('submitted', 'approved', 'shipped', 'received')
STEPS = ('shipped', 'received', 'damaged', 'refused', 'lost')


class Player:
    """One environment, one random generator; the caller commits after each action."""

    def __init__(self, env, dice=None):
        self.env, self.world, self.dice = env, World(env), dice

    # === PLAYING ===

    def act(self):
        """Do one action of a user, allowed or not; returns its name."""
        dice, transfers = self.dice, self.env['store.transfer'].search([('state', 'in', OPEN)])
        if len(transfers) < 2 or dice.random() < 0.15 and len(transfers) < 6:
            return self._try('request', self._request)
        transfer = dice.choice(transfers)
        giver, taker = self._people(transfer)
        choices = {
            'submitted': [('approve', self._as('boss_1', transfer).action_approve)] * 5
            + [('cancel', self._as(taker, transfer).action_cancel)],
            'approved': [
                ('ship', self._as(giver, transfer).action_ship),
                ('ship a part', lambda: self._set(transfer, 'shipped')),
                ('cancel', self._as('boss_1', transfer).action_cancel),
            ],
            'shipped': [
                ('ship', self._as(giver, transfer).action_ship),
                ('receive', self._as(taker, transfer).action_receive),
                ('count', lambda: self._set(transfer, dice.choice(STEPS[1:]))),
                ('count', lambda: self._set(transfer, 'received')),
                ('validate', lambda: self._validate(transfer)),
                ('count final', self._as(taker, transfer).action_count_final),
            ],
            'received': [
                ('decide', lambda: self._decide(transfer)),
                ('close', self._as('boss_1', transfer).action_close),
                ('return', lambda: self._return(transfer)),
            ],
        }
        return self._try(*dice.choice(choices[transfer.state]))

    def _try(self, name, act):
        try:
            with self.env.cr.savepoint():
                act()
        except UserError as error:
            return f'{name}: refused, {str(error).splitlines()[0]}'
        return name

    def _as(self, login, records):
        return self.world.as_user(login, records)

    def _people(self, transfer):
        """(who ships, who receives)."""
        ends = {'RV1': 'giver_1', 'RV2': 'taker_1', 'RV3': 'far_1'}
        return ends[transfer.source_store_id.code], ends[transfer.dest_store_id.code]

    def _request(self):
        dest = self.dice.choice(('RV2', 'RV3'))
        lines = [
            {'product': product.default_code, 'quantity': self.dice.randint(1, 5)}
            for product in self.dice.sample(list(self.world.products), self.dice.randint(1, 4))
        ]
        self._as('taker_1' if dest == 'RV2' else 'far_1', self.env['store.transfer']).request('RV1', dest, lines)

    def _set(self, transfer, step):
        giver, taker = self._people(transfer)
        person = self._as(giver if step == 'shipped' else taker, transfer)
        line = self.dice.choice(list(transfer.line_ids))
        person.set_quantities(step, [{'line_id': line.id, 'quantity': self.dice.randint(0, int(line.qty_approved) + 1)}])
        (person.action_ship if step == 'shipped' else person.action_receive)()

    def _validate(self, transfer):
        """Work on the picking instead of the transfer."""
        moves = self.env['stock.move'].search(
            [('transfer_line_id', 'in', transfer.line_ids.ids), ('state', '=', 'assigned'), ('transfer_step', '=', 'receive')]
        )
        if moves:
            self._as(self._people(transfer)[1], moves[0].picking_id).with_context(skip_backorder=True).button_validate()

    def _decide(self, transfer):
        item = transfer.discrepancy_ids.filtered(lambda item: item.state != 'decided')[:1]
        if item:
            self._as(self._people(transfer)[0], item).action_agree()
            self._as('judge_1', item).decide(
                self.dice.choice(('ship_rest', 'dismiss') if item.bucket == 'over' else ('write_off', 'to_source', 'to_dest')),
                self.dice.choice(('source', 'dest', 'unknown')),
            )

    def _return(self, transfer):
        taker = self._people(transfer)[1]
        back = self.env['store.transfer'].browse(self._as(taker, transfer).action_return()['res_id'])
        self._as(taker, back).action_submit()
        self._as('judge_1', back).action_approve()

    # === JUDGING ===

    def problems(self):
        """Return the broken rules, as texts."""
        env, found = self.env, []
        env.invalidate_all()
        for transfer in env['store.transfer'].search([]):
            for line in transfer.line_ids:
                kept = [line[name] for name in ('qty_shipped', 'qty_received', 'qty_in_transit')]
                if not line._quantities().is_lawful():
                    found.append(f'{transfer.name} {line.product_id.default_code}: {line._data()}')
                line._compute_booked()
                if kept != [line[name] for name in ('qty_shipped', 'qty_received', 'qty_in_transit')]:
                    found.append(f'{transfer.name} {line.product_id.default_code}: kept {kept}, moves say {line._data()}')
        start = json.loads(env['ir.config_parameter'].get_param(START))
        for product in self.world.products:
            found += self._problems_of(product, start[str(product.id)])
        return found

    def _problems_of(self, product, start):
        env, found = self.env, []
        worth = self.world.worth(product)
        if abs(worth[0] - start[0]) > 1e-6 or abs(worth[1] - start[1]) > 1:
            found.append(f'{product.default_code}: {start} units and worth became {worth}')
        transit = dict(
            env['stock.quant']._read_group(
                [('product_id', '=', product.id), ('location_id.usage', '=', 'transit')], ['product_id'], ['quantity:sum']
            )
        )
        lines = env['store.transfer.line'].search([('product_id', '=', product.id)])
        waiting = lines.discrepancy_ids.filtered(lambda item: item.state != 'decided' and item.bucket != 'over')
        expected = sum(lines.mapped('qty_in_transit')) + sum(waiting.mapped('quantity'))
        if abs(transit.get(product, 0.0) - expected) > 1e-6:
            found.append(f'{product.default_code}: {transit.get(product, 0.0)} lie in transit, transfers say {expected}')
        for location, lot, quantity in env['stock.quant']._read_group(
            [('product_id', '=', product.id), ('location_id.usage', '=', 'internal')], ['location_id', 'lot_id'], ['quantity:sum']
        ):
            if quantity < -1e-6:
                found.append(f'{product.default_code} {lot.name or ""}: {quantity} at {location.complete_name}')
        return found

    # === FINISHING ===

    def finish(self):
        """Finish every transfer by allowed actions; returns the texts of those that cannot be finished."""
        stuck = []
        for transfer in self.env['store.transfer'].search([('state', 'in', ('draft', *OPEN))], order='id'):
            giver, taker = self._people(transfer)
            try:
                if transfer.state in {'draft', 'submitted'}:
                    self._as('judge_1', transfer).action_cancel()
                    continue
                transfer.line_ids.write({'is_ship_counted': False, 'is_receipt_counted': False})
                self._as(giver, transfer).action_ship()
                self._as(taker, transfer).action_receive()
                for item in transfer.discrepancy_ids.filtered(lambda item: item.state != 'decided'):
                    self._as(giver, item).action_agree()
                    self._as('judge_1', item).decide('dismiss' if item.bucket == 'over' else 'to_dest')
                self._as('judge_1', transfer).action_close()
            except UserError as error:
                stuck.append(f'{transfer.name} ({transfer.state}): {error}')
        return stuck
