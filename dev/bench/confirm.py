# Part of store_group. License LGPL-3.
"""The cost of an order with the add-on, beside the same order in a database without it."""

import gc

from odoo import Command
from odoo.tools import SQL

from . import figures

LINES = 5
IN_A_SAMPLE = 1
GROUPS = ('base.group_user', 'sales_team.group_sale_salesman_all_leads', 'stock.group_stock_user')


class ConfirmCases:
    """Two databases in one process; every sample creates and confirms some orders and rolls them back."""

    def __init__(self, session, core_session, asked):
        self.asked, self.notes = asked, []
        self.ours, self.core = session()[1], core_session()[1]
        backends = [env.execute_query(SQL('SELECT pg_backend_pid()'))[0][0] for env in (self.ours, self.core)]
        self.now = figures.processor_time(*backends)
        self.free = {env: self._user(env, 'confirm_free') for env in (self.ours, self.core)}
        self.vals = {env: self._vals(env) for env in (self.ours, self.core)}
        self.store = self.ours['store.store'].create(
            {
                'name': 'Confirm',
                'code': 'CONFIRM',
                'tz': 'Asia/Shanghai',
                'state': 'open',
                'warehouse_id': self.ours['stock.warehouse'].search([], limit=1).id,
            }
        )
        self.bound = self._user(self.ours, 'confirm_bound')
        self.ours['store.member'].create({'user_id': self.bound.id, 'role': 'staff', 'store_id': self.store.id})
        for env in (self.ours, self.core):
            env.flush_all()

    def _user(self, env, login):
        env = env(context={**env.context, 'no_reset_password': True})
        groups = [env.ref(name).id for name in GROUPS]
        return env['res.users'].create({'name': login, 'login': login, 'group_ids': [Command.set(groups)]})

    def _vals(self, env):
        products = env['product.product'].create(
            [{'name': f'Confirm {number}', 'is_storable': True, 'list_price': 10} for number in range(LINES)]
        )
        return {
            'partner_id': env['res.partner'].create({'name': 'Confirm'}).id,
            'order_line': [Command.create({'product_id': product.id, 'product_uom_qty': 2}) for product in products],
        }

    def _sample(self, env, user, vals):
        def orders():
            for _time in range(IN_A_SAMPLE):
                order = env['sale.order'].with_user(user).create({**vals})
                order.action_confirm()
                env.flush_all()

        def call():
            env.invalidate_all()
            gc.collect()  # garbage of other code must not be collected within the sample
            savepoint = env.cr.savepoint(flush=True)
            try:
                return figures.clock(orders, self.now) / IN_A_SAMPLE
            finally:
                savepoint.close(rollback=True)
                env.invalidate_all()

        return call

    def run(self):
        """Return the cases: who creates and confirms."""
        core = self._sample(self.core, self.free[self.core], self.vals[self.core])
        cases = []
        for who, user, more in (
            ('an unbound user, no store', self.free[self.ours], {}),
            ('an unbound user, for a store', self.free[self.ours], {'store_id': self.store.id}),
            ('a member of the store', self.bound, {'store_id': self.store.id}),
        ):
            ours = self._sample(self.ours, user, {**self.vals[self.ours], **more})
            ours(), core()
            case = {
                'act': f'create and confirm an order of {LINES} lines',
                'model': 'sale.order',
                'reach': who,
                'slack': 0.0,
                'pairs': figures.pairs(ours, core, self.asked['pairs']),
            }
            print(figures.at_most_row(case), flush=True)
            cases.append(case)
        return cases
