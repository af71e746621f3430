# Part of store_group. License LGPL-3.
"""Sales over generated orders: store.sale.report beside core's sale.report and beside SQL, same filter and zone."""

import time

from odoo.tools import SQL

from . import figures

PRODUCTS = 200
YEAR = [('date', '>=', '2026-01-01'), ('date', '<', '2027-01-01')]


class ReportCase:
    """Generated once and committed: a year of confirmed orders of five lines, or several years, refreshed."""

    def __init__(self, session, asked):
        self.session, self.asked = session, asked
        cursor, env = session()
        with cursor:
            if not env['sale.order'].search_count([('name', '=like', 'BENCH%')], limit=1):
                self._generate(env)
                cursor.commit()
                self._vacuum()
        cursor, env = session()
        with cursor:
            lines = env['sale.order.line'].search_count([('order_id.name', '=like', 'BENCH%')])
            stores = env['store.store'].search_count([('code', '=like', 'BENCH-%')])
            self.size = f'{lines:,} lines, {stores:,} stores'  # a kept database is not filled again
            self.stores = env['store.store'].search([('code', '=like', 'BENCH-%')]).ids
            self.users = {count: self._manager(env, count) for count in (1, min(50, stores))}
            self.users[0] = env.ref('base.user_admin').id
            cursor.commit()
        self._refresh()

    def _manager(self, env, count):
        """The id of a user bound to the first stores."""
        login = f'bench_{count}'
        user = env['res.users'].search([('login', '=', login)])
        if not user:
            user = env['res.users'].create({'name': login, 'login': login})
            env['store.member'].create(
                [{'user_id': user.id, 'role': 'store_manager', 'store_id': store} for store in self.stores[:count]]
            )
        return user.id

    def _vacuum(self):
        """The work of autovacuum in the minutes after a load, or after many refreshes."""
        cursor, _env = self.session()
        with cursor:
            cursor._cnx.autocommit = True  # no transaction can hold it
            for table in (
                'sale_order',
                'sale_order_line',
                'store_sale_invalidation',
                'store_sale_day',
                'store_sale_month',
                'store_sale_product',
                'store_sale_customer',
            ):
                cursor.execute(SQL('VACUUM (ANALYZE) %s', SQL.identifier(table)))
            cursor._cnx.autocommit = False

    def _refresh(self):
        cursor, env = self.session()
        with cursor:
            refreshed = 0
            seconds = 0.0
            while True:
                begun = time.perf_counter()
                done = env['store.sale.fact']._refresh(4000)
                seconds += time.perf_counter() - begun
                cursor.commit()
                refreshed += done
                if not done:
                    break
        self._vacuum()
        return refreshed, seconds

    def _generate(self, env):
        """Copy one real order and its line many times over stores, days and products."""
        company = env.company
        stores = env['store.store'].create(
            [
                {'name': f'Bench {number}', 'code': f'BENCH-{number}', 'tz': 'Asia/Shanghai'}
                for number in range(self.asked['stores'])
            ]
        )
        products = env['product.product'].create(
            [{'name': f'Bench {number}', 'type': 'consu', 'taxes_id': False} for number in range(PRODUCTS)]
        )
        order = env['sale.order'].create(
            {
                'partner_id': env['res.partner'].create({'name': 'Bench'}).id,
                'company_id': company.id,
                'order_line': [(0, 0, {'product_id': products[0].id, 'price_unit': 10})],
            }
        )
        env.flush_all()
        self._copy(
            env,
            order,
            {
                'name': SQL("'BENCH' || n"),
                'state': SQL("'sale'"),
                'store_id': SQL('(%s::int[])[1 + (n / 365) %% %s]', stores.ids, len(stores)),
                'date_order': SQL("moment"),
                'store_day': SQL("(moment + interval '8 hours')::date"),
            },
            SQL(
                "(SELECT n, timestamp '2026-12-31 16:00' - (1 + n::int8 * 7919 %% %s) * interval '1 day' "
                "+ (n %% 23) * interval '1 hour' AS moment FROM generate_series(1, %s) n) AS numbers",
                365 * self.asked['years'],
                self.asked['lines'] // 5,
            ),
        )
        self._copy(
            env,
            order.order_line,
            {
                'order_id': SQL('o.id'),
                'state': SQL('o.state'),
                'store_id': SQL('o.store_id'),
                'store_day': SQL('o.store_day'),
                'product_id': SQL('(%s::int[])[1 + (o.id + k) %% %s]', products.ids, PRODUCTS),
                'price_subtotal': SQL('((o.id * 31 + k * 17) %% 100000) / 100.0'),
            },
            SQL("sale_order o CROSS JOIN generate_series(1, 5) k"),
            SQL("o.name LIKE 'BENCH%%'"),
        )

    def _copy(self, env, record, changed, source, where=None):
        columns = [
            name
            for name, field in record._fields.items()
            if field.store and field.column_type and name != 'id' and name not in changed
        ]
        env.cr.execute(
            SQL(
                'INSERT INTO %s (%s, %s) SELECT %s, %s FROM %s CROSS JOIN %s AS model WHERE model.id = %s AND %s',
                SQL.identifier(record._table),
                SQL(', ').join(SQL.identifier(name) for name in changed),
                SQL(', ').join(SQL.identifier(name) for name in columns),
                SQL(', ').join(changed.values()),
                SQL(', ').join(SQL.identifier('model', name) for name in columns),
                source,
                SQL.identifier(record._table),
                record.id,
                where or SQL('TRUE'),
            )
        )

    def run(self):
        """The rows about sales of the table in the design, fresh and with every store stale on one day."""
        work = 'ordered sales by store and month, one year'
        core, several = '`sale.report`, same filter and zone', min(50, len(self.stores))
        if self.asked['years'] > 1:
            self.notes = []
            work = f"ordered sales by store and year, {self.asked['years']} years"
            return [
                self._case(f'{work}: headquarters', core, 10, 0),
                self._case(f'{work}: user bound to {several} stores', core, 10, several),
            ]
        cases = [
            self._case(f'{work}: headquarters', core, 200, 0),
            self._case(f'{work}: user bound to {several} stores', core, 100, several),
            self._case(f'{work}: user bound to 1 store', core, 10, 1),
            self._totals(),
        ]
        self._make_stale()
        cases += [
            self._case(f'{work}, every store stale on one day: headquarters', core, 60, 0),
            self._case(f'{work}, the same: user bound to {several} stores', core, 40, several),
        ]
        refreshed, seconds = self._refresh()
        self.notes = [f'refreshing: {refreshed} stale pairs of a store and a day in {seconds:.2f} s.']
        return [*cases, self._bulk()]

    def _case(self, work, beside, wanted, bound):
        answers, years = {}, self.asked['years']
        part, first = 'date:month' if years == 1 else 'date:year', 2027 - years

        def ask(name, model, domain, measure):
            def call():
                cursor, env = self.session()
                with cursor:
                    report = env[model].with_user(self.users[bound]).with_context(allowed_company_ids=env.company.ids)
                    env['store.store'].search([]).mapped('name')
                    report._read_group([('id', '=', 0)], ['store_id'], [])  # the rules of this user are known
                    found = []
                    seconds = figures.clock(
                        lambda: found.extend(report._read_group(domain, ['store_id', part], [f'{measure}:sum']))
                    )
                    answers[name] = {(store.id, str(month)[:7]): round(float(amount), 2) for store, month, amount in found}
                    return seconds

            return call

        ours = ask('ours', 'store.sale.report', [('date', '>=', f'{first}-01-01'), ('date', '<', '2027-01-01')], 'amount')
        moments = [('date', '>=', f'{first - 1}-12-31 16:00:00'), ('date', '<', '2026-12-31 16:00:00'), ('state', '=', 'sale')]
        core = ask('core', 'sale.report', moments, 'price_subtotal')
        ours(), core()
        case = {
            'work': work,
            'beside': beside,
            'wanted': wanted,
            'size': self.size,
            'pairs': figures.pairs(ours, core, self.asked['pairs']),
        }
        if answers['ours'] != answers['core']:
            raise SystemExit(f'The two reports differ: {work}.')
        return case

    def _totals(self):
        """Amount and orders of each month, beside hand-written SQL."""
        answers = {}

        def ours():
            cursor, env = self.session()
            with cursor:
                report = env['store.sale.report'].with_user(self.users[0])
                found = []
                seconds = figures.clock(
                    lambda: found.extend(report._read_group(YEAR, ['date:month'], ['amount:sum', 'order_count:sum']))
                )
                answers['ours'] = [(round(float(amount), 2), orders) for _month, amount, orders in found]
                return seconds

        def sql():
            cursor, _env = self.session()
            with cursor:
                seconds = figures.clock(
                    lambda: cursor.execute(
                        SQL(
                            "SELECT date_trunc('month', l.store_day), SUM(l.price_subtotal / s.currency_rate), "
                            "COUNT(DISTINCT l.order_id) FROM sale_order_line l JOIN sale_order s ON s.id = l.order_id "
                            "WHERE l.state = 'sale' AND l.display_type IS NULL AND l.is_downpayment IS NOT TRUE "
                            "AND l.store_day >= '2026-01-01' AND l.store_day < '2027-01-01' GROUP BY 1 ORDER BY 1"
                        )
                    )
                )
                answers['sql'] = [(round(float(amount), 2), orders) for _month, amount, orders in cursor.fetchall()]
                return seconds

        ours(), sql()
        case = {
            'work': 'amount and orders by month, one year',
            'beside': 'hand-written SQL over the raw tables',
            'wanted': 10,
            'size': self.size,
            'pairs': figures.pairs(ours, sql, self.asked['pairs']),
        }
        if answers['ours'] != answers['sql']:
            raise SystemExit('The report and SQL differ.')
        return case

    def _make_stale(self):
        """Change a line of every store on one day, so that fresh facts become stale."""
        cursor, _env = self.session()
        with cursor:
            cursor.execute(SQL("SELECT store_day FROM sale_order_line WHERE store_day IS NOT NULL ORDER BY 1 DESC LIMIT 1"))
            day = cursor.fetchone()[0]
            cursor.execute(SQL('UPDATE sale_order_line SET price_subtotal = price_subtotal + 0.01 WHERE store_day = %s', day))
            cursor.execute(
                SQL('INSERT INTO store_sale_invalidation (store_key, day) SELECT unnest(%s::int[]), %s', self.stores, day)
            )
            cursor.commit()

    def _bulk(self):
        """50,000 lines changed by one statement, triggers on beside off; taken back."""

        def write(triggers):
            def call():
                cursor, _env = self.session()
                with cursor:
                    if not triggers:
                        cursor.execute(SQL('ALTER TABLE sale_order_line DISABLE TRIGGER USER'))
                    seconds = figures.clock(
                        lambda: cursor.execute(
                            SQL(
                                'UPDATE sale_order_line SET price_subtotal = price_subtotal + 1 WHERE id IN ('
                                "SELECT id FROM sale_order_line WHERE state = 'sale' ORDER BY id LIMIT 50000)"
                            )
                        )
                    )
                    cursor.rollback()
                    return seconds

            return call

        write(True)()
        return {
            'work': '50,000 order lines written by one statement, invalidated',
            'beside': 'without our triggers',
            'wanted': 0.5,
            'size': self.size,
            'pairs': figures.pairs(write(True), write(False), self.asked['pairs']),
        }
