# Part of store_group. License LGPL-3.
"""The cost of store rules: a bound user beside an unbound one who passes the same domain, and beside core without any.

A sample is as many calls as take a fiftieth of a second; pairs alternate; the cache of records is emptied before each call,
the caches of rules stay, as in a process that has been serving for a while. Counted is the work of Odoo's process and of its
database process (which works alone, without parallel helpers), so that other processes on the machine do not count.
"""

import functools
import time

from odoo.tools import SQL
from odoo.tools.safe_eval import safe_eval

from . import figures
from .volume import Volume

SAMPLE = 0.02
LIST = 80
# model, what it is grouped by
MODELS = (
    ('sale.order', 'state'),
    ('sale.order.line', 'product_id'),
    ('stock.picking', 'state'),
    ('stock.move', 'product_id'),
    ('stock.move.line', 'product_id'),
    ('stock.quant', 'product_id'),
    ('account.move', 'state'),
    ('account.move.line', 'account_id'),
    ('crm.lead', 'priority'),
)
# counts and groupings: of the largest tables; those of everything take seconds, so of few
COUNTED = {
    '1 store': {'sale.order', 'sale.order.line', 'stock.move', 'stock.quant', 'account.move.line'},
    'a region': {'sale.order', 'sale.order.line', 'stock.move', 'stock.quant'},
    'all stores': {'sale.order', 'stock.quant'},
}
IN_TURN = ('sale.order',)


class RightsCases:
    """Runs every row and returns cases; `notes` explain the worst."""

    def __init__(self, session, asked):
        self.session, self.asked, self.notes = session, asked, []
        self.cursor, self.env = session()
        Volume(self.env, asked['stores'], asked['lines']).make()
        self.cursor.execute("SET max_parallel_workers_per_gather = 0")
        self.now = figures.processor_time(self.env.execute_query(SQL('SELECT pg_backend_pid()'))[0][0])
        users = self.env['res.users'].search([('login', '=like', 'rights_%')], order='id')
        login = {user.login: user for user in users}
        self.free = login['rights_free_0']
        self.bound = {'1 store': login['rights_bound_1'], 'a region': login['rights_region'], 'all stores': login['rights_all']}
        self.takers = [(login[f'rights_bound_{n}'], login[f'rights_free_{n}']) for n in range(asked['stores'])]
        self.size = {name: self._rows(name) for name, _by in MODELS}

    def _rows(self, model):
        return self.env.execute_query(SQL('SELECT reltuples::bigint FROM pg_class WHERE relname = %s', self.env[model]._table))[
            0
        ][0]

    # acts

    def _domain(self, user, model):
        """The domain of our rule for this user, to be passed by another user."""
        rule = self.env.ref(f'store_group.{model.replace(".", "_")}_rule_store_read')
        return safe_eval(rule.domain_force, rule.with_user(user).with_context({})._eval_context())

    def _clock(self, call):
        return figures.clock(call, self.now)

    def _list(self, user, model, domain):
        return lambda: self._as(user, model).web_search_read(domain, {'create_date': {}}, limit=LIST, count_limit=10001)

    def _count(self, user, model, domain):
        return lambda: self._as(user, model).search_count(domain)

    def _group(self, user, model, domain, by):
        return lambda: self._as(user, model)._read_group(domain, [by], ['__count'])

    def _as(self, user, model):
        self.env.invalidate_all()
        return self.env[model].with_user(user)

    # rows

    def run(self):
        """Return the cases of the models asked for; rows that would begin too late are left out and named."""
        asked, cases, late = self.asked['models'], [], []
        stop_at = time.monotonic() + 60 * self.asked['minutes']
        models = [(model, by) for model, by in MODELS if not asked or model in asked]
        rows = [row for model, by in models for reach in self.bound for row in self._rows_of(model, by, reach)]
        for name, row in [*rows, ('users in turn', self._turns)]:
            if time.monotonic() < stop_at:
                cases.append(row())
                print(figures.at_most_row(cases[-1]), flush=True)
            else:
                late.append(name)
        if late:
            self.notes.append(f"Not measured, for lack of time: {', '.join(late)}.")
        self._explain_worst(cases)
        return cases

    def _rows_of(self, model, by, reach):
        """Return [(name, call)] of one model and one reach."""
        user, free = self.bound[reach], self.free
        domain = self._domain(user, model)
        acts = [
            (f'list of {LIST}', self._list(user, model, []), self._list(free, model, domain), {}),
            (
                f'list of {LIST}, core without any wall',
                self._list(user, model, []),
                self._list(free, model, []),
                {'slack': 0.005, 'same': False},
            ),
        ]
        if model in COUNTED[reach]:
            acts += [
                ('count', self._count(user, model, []), self._count(free, model, domain), {}),
                (f'grouped by {by}', self._group(user, model, [], by), self._group(free, model, domain, by), {}),
            ]
        return [
            (f'{act} of {model} ({reach})', functools.partial(self._case, act, model, reach, ours, core, **more))
            for act, ours, core, more in acts
        ]

    def _case(self, act, model, reach, ours, core, slack=0.0, same=True):
        found = [ours(), core()]
        if same and found[0] != found[1]:
            raise SystemExit(f'{act} of {model}, {reach}: the two answers differ.')
        repeat = max(1, int(SAMPLE / max(self._clock(ours), self._clock(core), 1e-4)))

        def sample(call):
            return lambda: self._clock(lambda: [call() for _time in range(repeat)]) / repeat

        return {
            'act': act,
            'model': model,
            'reach': reach,
            'rows': self.size[model],
            'slack': slack,
            'pairs': figures.pairs(sample(ours), sample(core), self.asked['pairs']),
        }

    def _turns(self):
        """One list for every user, bound users beside unbound ones who pass the same domains."""
        domains = {user.id: {model: self._domain(user, model) for model in IN_TURN} for user, _free in self.takers}

        def ours():
            for user, _free in self.takers:
                for model in IN_TURN:
                    self._list(user, model, [])()

        def core():
            for user, free in self.takers:
                for model in IN_TURN:
                    self._list(free, model, domains[user.id][model])()

        ours(), core()
        return {
            'act': f'list of {LIST}',
            'model': ', '.join(IN_TURN),
            'rows': self.size['sale.order'],
            'reach': f'{len(self.takers)} users in turn',
            'slack': 0.0,
            'pairs': figures.pairs(lambda: self._clock(ours), lambda: self._clock(core), self.asked['pairs']),
        }

    def _explain_worst(self, cases):
        """The plans of the slowest list and of the row with the largest ratio, of a bound user."""
        lists = [case for case in cases if case['act'].startswith('list') and case['reach'] in self.bound]
        if not lists:
            return
        for title, case in (
            ('The slowest list', max(lists, key=lambda case: figures.middle(case)[0])),
            ('The largest ratio', max(lists, key=lambda case: figures.at_most(case)[1])),
        ):
            user = self.bound[case['reach']]
            Model = self._as(user, case['model'])
            query = Model._search([], limit=LIST, order=Model._order)
            plan = self.env.execute_query(SQL('EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) %s', query.select()))
            lines = '\n'.join(line[:160] for (line,) in plan)
            self.notes.append(f"{title}: {case['act']} of {case['model']}, {case['reach']}:\n\n```\n{lines}\n```\n")
