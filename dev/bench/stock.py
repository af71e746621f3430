# Part of store_group. License LGPL-3.
"""The stock ledger of a year over generated moves, beside hand-written SQL over the raw tables."""

import time

from odoo.tools import SQL

from . import figures

PRODUCTS = 200
PERIOD = {'store_from': '2026-01-01', 'store_to': '2026-12-31'}
PLACES = """
    SELECT e.store_id, m.product_id, e.sign * l.quantity_product_uom AS quantity, e.other,
           (timezone('Asia/Shanghai', timezone('UTC', m.date)))::date AS day
      FROM stock_move m JOIN stock_move_line l ON l.move_id = m.id
      JOIN stock_location a ON a.id = l.location_id JOIN stock_location b ON b.id = l.location_dest_id
      JOIN product_product p ON p.id = m.product_id JOIN product_template t ON t.id = p.product_tmpl_id AND t.is_storable
     CROSS JOIN LATERAL (VALUES (a.store_id, a.usage, b.usage, -1), (b.store_id, b.usage, a.usage, 1))
           e(store_id, usage, other, sign)
     WHERE m.state = 'done' AND e.usage IN ('internal', 'transit') AND m.company_id = %s
       AND (a.usage, b.usage, COALESCE(a.store_id, 0)) IS DISTINCT FROM (b.usage, a.usage, COALESCE(b.store_id, 0))"""
BEFORE = "day < '2026-01-01'"


class StockCase:
    """Generated once and committed: a year of receipts, sales and transfers of every store, refreshed."""

    def __init__(self, session, asked):
        self.session, self.asked = session, asked
        cursor, env = session()
        with cursor:
            if not env['store.store'].search_count([('code', '=like', 'STOCK-%')], limit=1):
                self._generate(env)
                cursor.commit()
        cursor, env = session()
        with cursor:
            self.company = env.company.id
            self.stores = env['store.store'].search([('code', '=like', 'STOCK-%')]).ids
            cursor.execute(SQL("SELECT COUNT(*) FROM stock_move WHERE state = 'done'"))
            self.size = f'{cursor.fetchone()[0]:,} moves, {len(self.stores):,} stores'
            self.users = {count: self._manager(env, count) for count in (1, min(50, len(self.stores)))}
            self.users[0] = env.ref('base.user_admin').id
            cursor.commit()
        self.notes = []
        refreshed, seconds = self._refresh()
        if refreshed:
            self.notes.append(f'refreshing everything from nothing: {refreshed} pairs of a product and a day in {seconds:.0f} s.')

    def _manager(self, env, count):
        user = env['res.users'].search([('login', '=', f'stock_{count}')])
        if not user:
            user = env['res.users'].create({'name': f'stock_{count}', 'login': f'stock_{count}'})
            env['store.member'].create(
                [{'user_id': user.id, 'role': 'store_manager', 'store_id': store} for store in self.stores[:count]]
            )
        return user.id

    def _refresh(self):
        cursor, env = self.session()
        with cursor:
            refreshed, begun = 0, time.perf_counter()
            while done := env['store.stock.fact']._refresh(4000):
                refreshed += done
                cursor.commit()
            seconds = time.perf_counter() - begun
            for table in (
                'stock_move',
                'stock_move_line',
                'store_stock_invalidation',
                'store_stock_product',
                'store_stock_month',
                'store_stock_balance',
                'store_stock_cost',
            ):
                cursor.execute(SQL('ANALYZE %s', SQL.identifier(table)))
            cursor.commit()
        return refreshed, seconds

    def _generate(self, env):
        """Copy one real move and its line many times: a place of each store, 200 products, a receipt for seven sales."""
        company = env.company
        company.partner_id.tz = 'Asia/Shanghai'
        stores = env['store.store'].create(
            [
                {'name': f'Stock {number}', 'code': f'STOCK-{number}', 'tz': 'Asia/Shanghai'}
                for number in range(self.asked['stores'])
            ]
        )
        parent = env['stock.warehouse'].search([('company_id', '=', company.id)], limit=1).view_location_id
        shelves = env['stock.location'].create(
            [{'name': store.code, 'location_id': parent.id, 'usage': 'internal'} for store in stores]
        )
        for store, shelf in zip(stores, shelves, strict=True):
            shelf.store_id = store
        products = env['product.product'].create(
            [
                {'name': f'Stock {number}', 'is_storable': True, 'taxes_id': False, 'standard_price': 10}
                for number in range(PRODUCTS)
            ]
        )
        suppliers, customers = (env.ref(f'stock.stock_location_{name}') for name in ('suppliers', 'customers'))
        move = env['stock.move'].create(
            {
                'product_id': products[0].id,
                'product_uom_qty': 1,
                'product_uom': products[0].uom_id.id,
                'location_id': suppliers.id,
                'location_dest_id': shelves[0].id,
                'company_id': company.id,
                'move_line_ids': [
                    (
                        0,
                        0,
                        {
                            'product_id': products[0].id,
                            'product_uom_id': products[0].uom_id.id,
                            'quantity': 1,
                            'location_id': suppliers.id,
                            'location_dest_id': shelves[0].id,
                            'company_id': company.id,
                            'picked': True,
                        },
                    )
                ],
            }
        )
        move.picked = True
        move._action_done()
        env.flush_all()
        shelf = '(%s::int[])[1 + ({n} / 3) %% %s]'
        own, other = (SQL(shelf.format(n=n), shelves.ids, len(shelves)) for n in ('n.n', '(n.n + 30)'))
        place = {
            'location_id': SQL('CASE WHEN n.n %% 8 = 0 THEN %s WHEN n.n %% 8 = 1 THEN %s ELSE %s END', suppliers.id, other, own),
            'location_dest_id': SQL('CASE WHEN n.n %% 8 <= 1 THEN %s ELSE %s END', own, customers.id),
        }
        moment = SQL(
            "timestamp '2025-12-31 16:00' + (n.n::bigint * 7919 %% 365) * interval '1 day' + (n.n %% 23) * interval '1 hour'"
        )
        quantity = SQL('CASE WHEN n.n %% 8 = 0 THEN 7 ELSE 1 END')
        product = SQL('(%s::int[])[1 + (n.n * 31) %% %s]', products.ids, PRODUCTS)
        cursor, count = env.cr, self.asked['lines']
        for record, changed in (
            (
                move,
                {
                    'id': SQL('%s + n.n', move.id),
                    'date': moment,
                    'product_id': product,
                    'quantity': quantity,
                    'value': SQL('10 * %s', quantity),
                    'is_in': SQL('n.n %% 8 = 0'),
                    'is_out': SQL('n.n %% 8 > 1'),
                    **place,
                },
            ),
            (
                move.move_line_ids,
                {
                    'id': SQL('%s + n.n', move.move_line_ids.id),
                    'move_id': SQL('%s + n.n', move.id),
                    'product_id': product,
                    'quantity': quantity,
                    'quantity_product_uom': quantity,
                    **place,
                },
            ),
        ):
            columns = [
                name
                for name, field in record._fields.items()
                if field.store and field.column_type and name not in ('id', *changed)
            ]
            cursor.execute(SQL('ALTER TABLE %s DISABLE TRIGGER USER', SQL.identifier(record._table)))
            cursor.execute(
                SQL(
                    'INSERT INTO %s (%s, %s) SELECT %s, %s FROM generate_series(1, %s) n(n) CROSS JOIN %s AS model '
                    'WHERE model.id = %s',
                    SQL.identifier(record._table),
                    SQL(', ').join(SQL.identifier(name) for name in changed),
                    SQL(', ').join(SQL.identifier(name) for name in columns),
                    SQL(', ').join(changed.values()),
                    SQL(', ').join(SQL.identifier('model', name) for name in columns),
                    count,
                    SQL.identifier(record._table),
                    record.id,
                )
            )
            cursor.execute(SQL('ALTER TABLE %s ENABLE TRIGGER USER', SQL.identifier(record._table)))
            cursor.execute(
                SQL(
                    "SELECT setval(pg_get_serial_sequence(%s, 'id'), (SELECT max(id) FROM %s))",
                    record._table,
                    SQL.identifier(record._table),
                )
            )
            cursor.execute(SQL('ANALYZE %s', SQL.identifier(record._table)))
        env['store.stock.fact'].rebuild()

    def run(self):
        """Questions that name no product, and one that does, fresh and with every product stale on one day."""
        sold = SQL("SUM(CASE WHEN other = 'customer' THEN -quantity ELSE 0 END)")
        quantity = SQL(
            'SELECT store_id, SUM(CASE WHEN %s THEN quantity ELSE 0 END), %s, SUM(quantity) FROM (%s) r WHERE day <= %s '
            'GROUP BY 1',
            SQL(BEFORE),
            sold,
            SQL(PLACES, self.company),
            '2026-12-31',
        )
        value = SQL(
            "SELECT store_id, SUM(CASE WHEN %s THEN quantity * k.cost ELSE 0 END), %s, SUM(quantity * k.cost) FROM (%s) r "
            "JOIN (SELECT id, (standard_price ->> %s)::numeric AS cost FROM product_product) k ON k.id = r.product_id "
            'WHERE day <= %s GROUP BY 1',
            SQL(BEFORE),
            sold,
            SQL(PLACES, self.company),
            str(self.company),
            '2026-12-31',
        )
        names = ('opening_quantity', 'sold_quantity', 'closing_quantity')
        worth = ('opening_value', 'sold_quantity', 'closing_value')
        work = 'ledger of a year by store'
        cases = [
            self._case(f'{work}, quantities: headquarters', 0, names, quantity),
            self._case(f'{work}, opening and closing value: headquarters', 0, worth, value),
            self._case(
                f'{work}, quantities: user bound to {min(50, len(self.stores))} stores',
                min(50, len(self.stores)),
                names,
                quantity,
                wanted=1,
            ),
        ]
        cursor, _env = self.session()
        with cursor:
            cursor.execute(
                SQL("INSERT INTO store_stock_invalidation (product_id, day) SELECT id, '2026-11-20' FROM product_product")
            )
            cursor.commit()
        cases += [
            self._case(f'{work}, quantities, every product stale on one day: headquarters', 0, names, quantity),
            self._case(f'{work}, opening and closing value, the same', 0, worth, value),
        ]
        refreshed, seconds = self._refresh()
        self.notes.append(f'refreshing: {refreshed} stale pairs of a product and a day in {seconds:.2f} s.')
        return cases

    def _case(self, work, bound, names, query, wanted=10):
        answers = {}

        def ours():
            cursor, env = self.session()
            with cursor:
                report = (
                    env['store.stock.ledger']
                    .with_user(self.users[bound])
                    .with_context(allowed_company_ids=[self.company], **PERIOD)
                )
                env['store.store'].search([]).mapped('name')
                report._read_group([('id', '=', 0)], ['store_id'], [])  # the rules of this user are known
                found = []
                seconds = figures.clock(
                    lambda: found.extend(
                        report._read_group([('store_id', 'in', self.stores)], ['store_id'], [f'{name}:sum' for name in names])
                    )
                )
                answers['ours'] = {store.id: [round(float(figure), 2) for figure in rest] for store, *rest in found}
                return seconds

        def sql():
            cursor, _env = self.session()
            with cursor:
                seconds = figures.clock(lambda: cursor.execute(query))
                answers['sql'] = {store: [round(float(figure), 2) for figure in rest] for store, *rest in cursor.fetchall()}
                return seconds

        ours(), sql()
        case = {
            'work': work,
            'beside': 'hand-written SQL over the raw tables',
            'wanted': wanted,
            'size': self.size,
            'pairs': figures.pairs(ours, sql, self.asked['pairs']),
        }
        if any(answers['sql'][store] != row for store, row in answers['ours'].items()):
            raise SystemExit(f'The ledger and SQL differ: {work}.')
        return case
