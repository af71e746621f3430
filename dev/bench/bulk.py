# Part of store_group. License LGPL-3.
"""Confirming many quotations of a channel in the background, beside core's action_confirm on the whole recordset."""

from odoo import Command

from . import figures
from .pair import Pair

LINES, PRODUCTS = 3, 40
WANTED = 1.5


class BulkCases:
    """The same quotations in both databases, made once; every sample confirms them."""

    def __init__(self, session, core_session, asked):
        self.asked, self.notes = asked, []
        self.pair = pair = Pair(session, core_session)
        self.ours, self.core = pair.both
        self.count = asked['orders']
        self.products = {env: self._products(env) for env in pair.both}
        self.intake = self._intake(self.ours)
        self.sales = self.intake.sale_order_id
        self.core_sales = self._sales(self.core)
        pair.settle()

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
        store = self.pair.store('Bulk', warehouse)
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
        def check(_none):
            states, moves = set(sales.mapped('state')), len(sales.picking_ids.move_ids)
            if states != {'sale'} or moves != LINES * self.count:
                raise SystemExit(f'Not all were confirmed: {states}, {moves} moves')

        return self.pair.sample(env, act, check=check)

    def run(self):
        """Return the cases: beside core without us, and beside core's act on our own quotations."""
        from odoo.addons.store_group.models.intake.store_intake_worker import CONFIRM_CHUNK

        def ours(_none):
            for start in range(0, self.count, CONFIRM_CHUNK):
                self.ours['store.intake.sale']._confirm(self.intake[start : start + CONFIRM_CHUNK])
                self.ours.flush_all()

        def core(_none):
            self.core_sales.action_confirm()

        def core_on_ours(_none):
            self.sales.action_confirm()

        def one_by_one(_none):
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
            cases.append(
                {
                    'work': work,
                    'beside': beside,
                    'size': f'{self.count:,} orders of {LINES} lines',
                    'wanted': WANTED,
                    'pairs': self.pair.pairs(bulk, call, self.asked['pairs']),
                }
            )
            print(figures.table(cases[-1:]).splitlines()[-1], flush=True)
        self.notes.append(
            'Ours runs as the background does: elevated, one company, without tracking and mails. Core runs elevated, too, as it '
            'comes.'
        )
        return cases
