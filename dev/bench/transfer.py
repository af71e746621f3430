# Part of store_group. License LGPL-3.
"""A transfer between two stores of a company beside two plain pickings of core in a database without the add-on."""

import time

from odoo import Command

from . import figures
from .pair import Pair

GROUPS = ('base.group_user', 'stock.group_stock_user')
STOCK = 1_000_000
AT_MOST = 1.3
GRID = (300, 50)  # products, stores


class TransferCases:
    """Every sample moves the same goods."""

    def __init__(self, session, core_session, asked):
        self.asked, self.notes = asked, []
        self.pair = pair = Pair(session, core_session)
        self.ours, self.core = pair.both
        self.lines = asked['lines']
        self.goods, self.warehouses, self.users = {}, {}, {}
        for env in pair.both:
            self.goods[env] = env['product.product'].create(
                [{'name': f'Transfer {number}', 'is_storable': True, 'standard_price': 10} for number in range(self.lines)]
            )
            self.warehouses[env] = [self._warehouse(env, number) for number in (1, 2)]
            self._fill(env, self.goods[env], self.warehouses[env][0])
            self.users[env] = [pair.user(env, f'transfer_free_{number}', GROUPS) for number in (1, 2)]
        self._stores()
        pair.settle()

    def _warehouse(self, env, number):
        return env['stock.warehouse'].create({'name': f'Transfer {number}', 'code': f'TB{number:03}'})

    def _fill(self, env, goods, warehouse):
        env['stock.quant'].create(
            [{'product_id': product.id, 'location_id': warehouse.lot_stock_id.id, 'quantity': STOCK} for product in goods]
        )

    def _stores(self):
        env, places = self.ours, ('giver', 'taker')
        group = env['store.group'].create({'name': 'Transfers', 'code': 'TRANSFERS'})
        both = zip(places, self.warehouses[env], strict=True)
        self.stores = [self.pair.store(f'Transfer {place}', warehouse, group_id=group.id) for place, warehouse in both]
        self.members = [self.pair.user(env, f'transfer_{place}', GROUPS) for place in places]
        env['store.member'].create(
            [
                {'user_id': user.id, 'role': 'store_manager', 'store_id': store.id}
                for user, store in zip(self.members, self.stores, strict=True)
            ]
        )

    # === OURS ===

    def _transfer(self):
        return self.ours['store.transfer'].create(
            {
                'source_store_id': self.stores[0].id,
                'dest_store_id': self.stores[1].id,
                'line_ids': [Command.create({'product_id': product.id, 'qty_requested': 2}) for product in self.goods[self.ours]],
            }
        )

    def _submitted(self):
        transfer = self._transfer()
        transfer.action_submit()
        return transfer

    def _approved(self):
        transfer = self._submitted()
        transfer.with_user(self.members[0]).action_approve()
        return transfer

    def _ship_and_receive(self, people):
        def act(transfer):
            transfer.with_user(people[0]).action_ship()
            transfer.with_user(people[1]).action_receive()
            assert transfer.state == 'received', transfer.state

        return act

    def _approve_and_move(self, transfer):
        transfer.with_user(self.members[0]).action_approve()
        self._ship_and_receive(self.members)(transfer)

    # === CORE ===

    def _picking(self, env, type_, location, location_dest, origin=None):
        """A confirmed picking; what follows another takes what that brought."""
        before = origin.move_ids if origin else [env['stock.move']] * self.lines
        picking = env['stock.picking'].create(
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
                    for product, move in zip(self.goods[self.core], before, strict=True)
                ],
            }
        )
        picking.action_confirm()
        picking.action_assign()
        return picking

    def _core_out(self):
        source = self.warehouses[self.core][0]
        return self._picking(self.core, source.out_type_id, source.lot_stock_id, self._transit())

    def _transit(self):
        transit = self.core.company.internal_transit_location_id
        transit.active = True
        return transit

    def _core_ship_and_receive(self, out):
        env = out.env(user=self.users[self.core][0])
        transit, dest = self._transit(), self.warehouses[self.core][1]
        out.with_env(env).button_validate()
        into = self._picking(env, dest.in_type_id, transit, dest.lot_stock_id, out.with_env(env))
        into.button_validate()
        assert (out.state, into.state) == ('done', 'done'), (out.state, into.state)

    # === MEASURING ===

    def run(self):
        """Return the cases; the number of queries of each goes into the notes."""
        self._grid()
        rows = (
            (
                'shipping and receiving',
                'a member of each store',
                self._approved,
                self._ship_and_receive(self.members),
                self._core_out,
                self._core_ship_and_receive,
            ),
            (
                'approving, shipping and receiving',
                'a member of each store',
                self._submitted,
                self._approve_and_move,
                lambda: None,
                lambda _none: self._core_ship_and_receive(self._core_out()),
            ),
            (
                'shipping and receiving',
                'unbound',
                self._approved,
                self._ship_and_receive(self.users[self.ours]),
                self._core_out,
                self._core_ship_and_receive,
            ),
        )
        end, cases = time.monotonic() + 60 * self.asked['minutes'], []
        for row in rows:
            if time.monotonic() < end:
                cases.append(self._case(*row))
        return cases

    def _case(self, act, who, prepare, ours_act, core_prepare, core_act):
        ours, core = self.pair.sample(self.ours, ours_act, prepare), self.pair.sample(self.core, core_act, core_prepare)
        questions = []
        for call in (ours, core):
            call()
            questions.append(self.pair.questions)
        case = {
            'act': f'{act}, {self.lines} lines',
            'model': 'store.transfer',
            'reach': who,
            'slack': 0.0,
            'at_most': AT_MOST,
            'pairs': figures.pairs(ours, core, self.asked['pairs']),
        }
        print(figures.at_most_row(case), flush=True)
        self.notes.append(f'- {act}, {who}: {questions[0]:,} questions to the database, core {questions[1]:,}.')
        return case

    # === THE GRID ===

    def _grid(self):
        """Open a full grid and make its transfers once, then take them back."""
        env, (products, stores) = self.ours, GRID
        savepoint = env.cr.savepoint(flush=True)
        goods = env['product.product'].create([{'name': f'Grid {number}', 'is_storable': True} for number in range(products)])
        self._fill(env, goods, self.warehouses[env][0])
        warehouses = env['stock.warehouse'].create(
            [{'name': f'Grid {number}', 'code': f'G{number:04}'} for number in range(stores)]
        )
        takers = env['store.store'].create(
            [
                {
                    'name': f'Grid {number}',
                    'code': f'GRID-{number}',
                    'tz': 'Asia/Shanghai',
                    'state': 'open',
                    'warehouse_id': warehouse.id,
                }
                for number, warehouse in enumerate(warehouses)
            ]
        )
        grid = (
            env['store.transfer.grid']
            .with_user(self.users[env][0])
            .create(
                {
                    'purpose': 'push',
                    'store_id': self.stores[0].id,
                    'store_ids': [Command.set(takers.ids)],
                    'product_ids': [Command.set(goods.ids)],
                }
            )
        )
        for name, act in (
            ('opens', grid.load),
            ('keeps what is typed', lambda: grid.save({f'{product.id}:{store.id}': 1 for product in goods for store in takers})),
            ('makes its transfers', grid.action_apply),
        ):
            env.flush_all()
            env.invalidate_all()
            before, start = env.cr.sql_log_count, time.perf_counter()
            act()
            env.flush_all()
            self.notes.append(
                f'- a grid of {products} products and {stores} stores, every cell filled, {name}: '
                f'{time.perf_counter() - start:.1f} s, {env.cr.sql_log_count - before:,} questions.'
            )
            print(self.notes[-1], flush=True)
        savepoint.close(rollback=True)
        env.invalidate_all()
