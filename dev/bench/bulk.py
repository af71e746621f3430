# Part of store_group. License LGPL-3.
"""Confirming many quotations of a channel in the background, beside core's action_confirm on the whole recordset."""

import gc

from odoo import Command
from odoo.tools import SQL

from . import figures

LINES, PRODUCTS = 3, 40
WANTED = 1.5


class BulkCases:
    """Two databases in one process: the same quotations in each, made once; every sample confirms them and rolls back."""

    def __init__(self, session, core_session, asked):
        self.asked, self.notes = asked, []
        self.ours, self.core = session()[1], core_session()[1]
        backends = [env.execute_query(SQL('SELECT pg_backend_pid()'))[0][0] for env in (self.ours, self.core)]
        self.now = figures.processor_time(*backends)
        self.count = asked['orders']
        self.products = {env: self._products(env) for env in (self.ours, self.core)}
        self.intake = self._intake(self.ours)
        self.sales = self.intake.sale_order_id
        self.core_sales = self._sales(self.core)
        for env in (self.ours, self.core):
            env.flush_all()

    def _products(self, env):
        return env['product.product'].create(
            [
                {'name': f'Bulk {number}', 'default_code': f'BULK-{number}', 'is_storable': True, 'list_price': 10}
                for number in range(PRODUCTS)
            ]
        )

    def _lines(self, number):
        return [(number * LINES + at) % PRODUCTS for at in range(LINES)]

    def _intake(self, env):
        """Return the intake orders of quotations that a channel brought."""
        warehouse = env['stock.warehouse'].search([], limit=1)
        store = env['store.store'].create(
            {'name': 'Bulk', 'code': 'BULK', 'tz': 'Asia/Shanghai', 'state': 'open', 'warehouse_id': warehouse.id}
        )
        channel = env['store.channel'].create(
            {
                'name': 'Bulk',
                'code': 'BULK',
                'reader': 'canonical',
                'company_id': store.company_id.id,
                'store_id': store.id,
                'customer_policy': 'collective',
                'tz': 'Asia/Shanghai',
            }
        )
        payloads = [
            {
                'external_id': f'B{100000 + number}',
                'ordered_at': '2026-11-11T10:00:00+08:00',
                'status': 'paid',
                'customer': {'external_id': f'b{number}', 'name': f'Buyer {number}'},
                'lines': [
                    {'external_id': str(product), 'sku': f'BULK-{product}', 'quantity': 2, 'unit_price': 10}
                    for product in self._lines(number)
                ],
            }
            for number in range(self.count)
        ]
        for start in range(0, self.count, 500):
            env['store.intake.document'].submit_orders(channel='BULK', orders=payloads[start : start + 500])
        found = env['store.intake.order'].search([('channel_id', '=', channel.id)], order='id')
        if len(found.sale_order_id) != self.count:
            raise SystemExit(f'{self.count - len(found.sale_order_id)} quotations were not made')
        return found

    def _sales(self, env):
        partner = env['res.partner'].create({'name': 'Bulk'})
        products = self.products[env]
        return env['sale.order'].create(
            [
                {
                    'partner_id': partner.id,
                    'order_line': [
                        Command.create({'product_id': products[at].id, 'product_uom_qty': 2, 'price_unit': 10})
                        for at in self._lines(number)
                    ],
                }
                for number in range(self.count)
            ]
        )

    def _sample(self, env, act, sales):
        def call():
            env.invalidate_all()
            gc.collect()  # garbage of other code must not be collected within the sample
            savepoint = env.cr.savepoint(flush=True)
            try:
                seconds = figures.clock(act, self.now)
                states, moves = set(sales.mapped('state')), len(sales.picking_ids.move_ids)
                if states != {'sale'} or moves != LINES * self.count:
                    raise SystemExit(f'Not all were confirmed: {states}, {moves} moves')
                return seconds
            finally:
                savepoint.close(rollback=True)
                env.invalidate_all()

        return call

    def run(self):
        """Return the cases: beside core without us, and beside core's act on our own quotations."""
        from odoo.addons.store_group.models.intake.store_intake_worker import CONFIRM_CHUNK

        def ours():
            for start in range(0, self.count, CONFIRM_CHUNK):
                self.ours['store.intake.sale']._confirm(self.intake[start : start + CONFIRM_CHUNK])
                self.ours.flush_all()

        def core():
            self.core_sales.action_confirm()
            self.core.flush_all()

        def core_on_ours():
            self.sales.action_confirm()
            self.ours.flush_all()

        def one_by_one():
            for sale in self.core_sales:
                sale.action_confirm()
                self.core.flush_all()

        bulk = self._sample(self.ours, ours, self.sales)
        work, cases = f'confirming quotations in bulk, {CONFIRM_CHUNK} in a savepoint', []
        for beside, env, act, sales in (
            ('`action_confirm` on the whole recordset, in a database without us', self.core, core, self.core_sales),
            ('`action_confirm` on the whole recordset of the same quotations', self.ours, core_on_ours, self.sales),
            ('`action_confirm` one by one, in a database without us', self.core, one_by_one, self.core_sales),
        ):
            call = self._sample(env, act, sales)
            bulk(), call()
            cases.append(
                {
                    'work': work,
                    'beside': beside,
                    'size': f'{self.count:,} orders of {LINES} lines',
                    'wanted': WANTED,
                    'pairs': figures.pairs(bulk, call, self.asked['pairs']),
                }
            )
            print(figures.table(cases[-1:]).splitlines()[-1], flush=True)
        self.notes.append(
            'Ours runs as the background does: elevated, one company, without tracking and mails. Core runs elevated, too, as it '
            'comes.'
        )
        return cases
