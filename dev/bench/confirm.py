# Part of store_group. License LGPL-3.
"""The cost of an order with the add-on, beside the same order in a database without it."""

from odoo import Command

from . import figures
from .pair import Pair

LINES = 5
GROUPS = ('base.group_user', 'sales_team.group_sale_salesman_all_leads', 'stock.group_stock_user')


class ConfirmCases:
    """Every sample creates and confirms an order."""

    def __init__(self, session, core_session, asked):
        self.asked, self.notes = asked, []
        self.pair = pair = Pair(session, core_session)
        self.free = {env: pair.user(env, 'confirm_free', GROUPS) for env in pair.both}
        self.vals = {env: self._vals(env) for env in pair.both}
        self.store = pair.store('Confirm', pair.ours['stock.warehouse'].search([], limit=1))
        self.bound = pair.user(pair.ours, 'confirm_bound', GROUPS)
        pair.ours['store.member'].create({'user_id': self.bound.id, 'role': 'staff', 'store_id': self.store.id})
        pair.settle()

    def _vals(self, env):
        products = env['product.product'].create(
            [{'name': f'Confirm {number}', 'is_storable': True, 'list_price': 10} for number in range(LINES)]
        )
        return {
            'partner_id': env['res.partner'].create({'name': 'Confirm'}).id,
            'order_line': [Command.create({'product_id': product.id, 'product_uom_qty': 2}) for product in products],
        }

    def _sample(self, env, user, vals):
        return self.pair.sample(env, lambda _none: env['sale.order'].with_user(user).create({**vals}).action_confirm())

    def run(self):
        """Return the cases: who creates and confirms."""
        pair = self.pair
        core = self._sample(pair.core, self.free[pair.core], self.vals[pair.core])
        cases = []
        for who, user, more in (
            ('an unbound user, no store', self.free[pair.ours], {}),
            ('an unbound user, for a store', self.free[pair.ours], {'store_id': self.store.id}),
            ('a member of the store', self.bound, {'store_id': self.store.id}),
        ):
            ours = self._sample(pair.ours, user, {**self.vals[pair.ours], **more})
            case = {
                'act': f'create and confirm an order of {LINES} lines',
                'model': 'sale.order',
                'reach': who,
                'slack': 0.0,
                'pairs': pair.pairs(ours, core, self.asked['pairs']),
            }
            print(figures.at_most_row(case), flush=True)
            cases.append(case)
        return cases
