# Part of store_group. License LGPL-3.
"""A factory of 500 stores and 5 million order lines, copied in the database from one real document of each kind."""

from odoo import Command
from odoo.tools import SQL

STORES_IN_A_GROUP = 50
NO_STORE = 19  # every 19th document belongs to headquarters; no divisor of the stores, so that each store has some
DAYS = 1095
PRODUCTS = 2000
DAY = SQL(
    "(timestamp '2024-01-01 01:00' + (n.n::bigint * 7919 %% %s) * interval '1 day' + (n.n %% 13) * interval '1 hour')", DAYS
)


class Volume:
    """Made once and committed: stores with warehouses, users, orders, transfers, moves, quants, invoices, leads."""

    def __init__(self, env, stores, lines):
        self.env, self.stores, self.orders = env, stores, lines // 5

    def make(self):
        """Create what is missing; finished steps are kept when a later one fails."""
        env = self.env
        if not env['store.group'].search_count([('code', '=', 'RIGHTS')]):
            self._make_stores()
            self._make_users()
            env.cr.commit()
        parameters = env['ir.config_parameter'].sudo()
        steps = [self._orders, self._transfers, self._quants, self._invoices, self._leads]
        done = (parameters.get_param('store_group_bench.made') or '').split()
        if len(done) == len(steps):
            return
        self._read_ids()
        env.cr.execute("SET session_replication_role = replica")  # the copies point at what exists
        for step in steps:
            if step.__name__ not in done:
                step()
                done.append(step.__name__)
                parameters.set_param('store_group_bench.made', ' '.join(done))
                env.cr.commit()
        env.cr.execute("SET session_replication_role = origin")
        env.invalidate_all()

    # people and places

    def _make_stores(self):
        env = self.env
        head = env['store.group'].create({'name': 'Bench', 'code': 'RIGHTS'})
        groups = env['store.group'].create(
            [
                {'name': f'Region {number}', 'code': f'RIGHTS-{number}', 'parent_id': head.id}
                for number in range(-(-self.stores // STORES_IN_A_GROUP))
            ]
        )
        for start in range(0, self.stores, 25):
            numbers = range(start, min(start + 25, self.stores))
            warehouses = env['stock.warehouse'].create([{'name': f'Rights {n}', 'code': f'{n:05}'} for n in numbers])
            env['store.store'].create(
                [
                    {
                        'name': f'Rights {n}',
                        'code': f'RIGHTS-{n}',
                        'tz': 'Asia/Shanghai',
                        'warehouse_id': warehouse.id,
                        'state': 'open',
                        'group_id': groups[n // STORES_IN_A_GROUP].id,
                    }
                    for n, warehouse in zip(numbers, warehouses, strict=True)
                ]
            )
            env.cr.commit()
            env.invalidate_all()

    def _make_users(self):
        """For every store one bound and one unbound user; one user bound to a region, one to the whole group."""
        env = self.env(context={**self.env.context, 'no_reset_password': True, 'tracking_disable': True})
        groups = [
            env.ref(name).id
            for name in (
                'base.group_user',
                'sales_team.group_sale_salesman_all_leads',
                'stock.group_stock_user',
                'account.group_account_readonly',
            )
        ]
        stores = env['store.store'].search([('code', '=like', 'RIGHTS-%')], order='id')
        head = env['store.group'].search([('code', '=', 'RIGHTS')])
        region = env['store.group'].search([('code', '=', 'RIGHTS-0')])
        names = [f'rights_{kind}_{n}' for kind in ('bound', 'free') for n in range(len(stores))]
        users = env['res.users'].create(
            [
                {'name': name, 'login': name, 'group_ids': [Command.set(groups)]}
                for name in [*names, 'rights_region', 'rights_all']
            ]
        )
        places = [{'store_id': store.id} for store in stores]
        bound = users[: len(stores)] | users[-2:]
        env['store.member'].create(
            [
                {'user_id': user.id, 'role': 'auditor', **place}
                for user, place in zip(bound, [*places, {'group_id': region.id}, {'group_id': head.id}], strict=True)
            ]
        )

    def _read_ids(self):
        env = self.env
        self.store_ids = env['store.store'].search([('code', '=like', 'RIGHTS-%')], order='id').ids
        warehouses = env['store.store'].browse(self.store_ids).warehouse_id
        self.shelf_ids, self.type_ids = warehouses.lot_stock_id.ids, warehouses.out_type_id.ids
        Product, Partner = env['product.product'], env['res.partner']
        self.product_ids = (
            Product.search([('name', '=like', 'Rights %')], order='id')
            or Product.create(
                [{'name': f'Rights {number}', 'is_storable': True, 'taxes_id': False} for number in range(PRODUCTS)]
            )
        ).ids
        self.partner = Partner.search([('name', '=', 'Rights')], limit=1) or Partner.create({'name': 'Rights'})
        self.store = SQL('CASE WHEN n.n %% %s = 0 THEN NULL ELSE %s END', NO_STORE, self._pick(self.store_ids, SQL('n.n')))

    # documents

    def _orders(self):
        order = self.env['sale.order'].create(
            {
                'partner_id': self.partner.id,
                'order_line': [Command.create({'product_id': self.product_ids[0], 'price_unit': 10, 'product_uom_qty': 1})],
            }
        )
        self.env.flush_all()
        self._copy(
            order,
            self.orders,
            {
                'id': self._id(order),
                'name': SQL("'RIGHTS' || n.n"),
                'state': SQL("'sale'"),
                'store_id': self.store,
                'date_order': DAY,
                'store_day': SQL('%s::date', DAY),
                'access_token': SQL('NULL'),
            },
        )
        self._copy(
            order.order_line,
            self.orders * 5,
            {
                'order_id': self._parent(order, 5),
                'state': SQL("'sale'"),
                **self._of_parent(5),
                'product_id': self._pick(self.product_ids, SQL('n.n')),
                'price_subtotal': SQL('(n.n * 31 %% 100000) / 100.0'),
            },
        )

    def _transfers(self):
        warehouse = self.env['stock.warehouse'].browse(self.env['store.store'].browse(self.store_ids[0]).warehouse_id.id)
        picking = self.env['stock.picking'].create(
            {
                'picking_type_id': warehouse.out_type_id.id,
                'location_id': warehouse.lot_stock_id.id,
                'location_dest_id': self.env.ref('stock.stock_location_customers').id,
                'move_ids': [
                    Command.create(
                        {
                            'product_id': self.product_ids[0],
                            'product_uom_qty': 1,
                            'quantity': 1,
                            'picked': True,
                            'location_id': warehouse.lot_stock_id.id,
                            'location_dest_id': self.env.ref('stock.stock_location_customers').id,
                        }
                    )
                ],
            }
        )
        self.env.flush_all()
        move, many = picking.move_ids, self.orders * 3 // 5
        self._copy(
            picking,
            many,
            {
                'id': self._id(picking),
                'name': SQL("'RIGHTS' || n.n"),
                'store_id': self.store,
                'state': SQL("'done'"),
                'scheduled_date': DAY,
                'picking_type_id': self._pick(self.type_ids, SQL('n.n')),
                'location_id': self._pick(self.shelf_ids, SQL('n.n')),
            },
        )
        child = {
            **self._of_parent(5, day=False),
            'state': SQL("'done'"),
            'picking_id': self._parent(picking, 5),
            'product_id': self._pick(self.product_ids, SQL('n.n')),
            'location_id': self._pick(self.shelf_ids, SQL('((n.n - 1) / 5 + 1)')),
        }
        lines = dict(child)
        self._copy(
            move,
            many * 5,
            {
                **child,
                'id': self._id(move),
                'date': DAY,
                'picking_type_id': self._pick(self.type_ids, SQL('((n.n - 1) / 5 + 1)')),
            },
        )
        self._copy(move.move_line_ids, many * 5, {**lines, 'move_id': self._parent(move, 1), 'date': DAY})

    def _quants(self):
        location = self.env['stock.location'].browse(self.shelf_ids[0])
        self.env['stock.quant']._update_available_quantity(self.env['product.product'].browse(self.product_ids[0]), location, 5)
        self.env.flush_all()
        quant = self.env['stock.quant'].search([('location_id', '=', location.id), ('product_id', '=', self.product_ids[0])])
        self._copy(
            quant,
            min(len(self.store_ids) * PRODUCTS, self.orders),
            {
                'location_id': SQL('(%s::int[])[1 + (n.n / %s) %% %s]', self.shelf_ids, PRODUCTS, len(self.shelf_ids)),
                'product_id': self._pick(self.product_ids, SQL('n.n')),
                'in_date': DAY,
            },
        )

    def _invoices(self):
        move = self.env['account.move'].create(
            {
                'move_type': 'out_invoice',
                'partner_id': self.partner.id,
                'invoice_date': '2026-01-01',
                'invoice_line_ids': [Command.create({'name': 'Rights', 'price_unit': 10, 'quantity': 1, 'tax_ids': False})],
            }
        )
        move.action_post()
        self.env.flush_all()
        line, many = move.invoice_line_ids, self.orders * 3 // 10
        self._copy(
            move,
            many,
            {
                'id': self._id(move),
                'name': SQL("'RIGHTS/' || n.n"),
                'store_id': self.store,
                'date': SQL('%s::date', DAY),
                'invoice_date': SQL('%s::date', DAY),
                'sequence_prefix': SQL("'RIGHTS/'"),
                'sequence_number': SQL('n.n'),
                'access_token': SQL('NULL'),
                'payment_reference': SQL('NULL'),
            },
        )
        self._copy(
            line,
            many * 3,
            {
                'move_id': self._parent(move, 3),
                **self._of_parent(3, day=False),
                'move_name': SQL("'RIGHTS/' || (n.n - 1) / 3 + 1"),
                'date': SQL('%s::date', DAY),
                'invoice_date': SQL('%s::date', DAY),
            },
        )

    def _leads(self):
        lead = self.env['crm.lead'].create({'name': 'Rights', 'type': 'opportunity'})
        self.env.flush_all()
        self._copy(lead, self.orders // 5, {'store_id': self.store, 'priority': SQL('(n.n %% 4)::varchar')})

    # SQL

    def _pick(self, ids, number):
        return SQL('(%s::int[])[1 + (%s)::int %% %s]', ids, number, len(ids))

    def _id(self, record):
        return SQL('%s + n.n', record.id)

    def _parent(self, record, each):
        """The parent of child n: its copies have the numbers behind the model's, in order."""
        return SQL('%s + (n.n - 1) / %s + 1', record.id, each)

    def _of_parent(self, each, day=True):
        number = SQL('((n.n - 1) / %s + 1)', each)
        store = SQL('CASE WHEN %s %% %s = 0 THEN NULL ELSE %s END', number, NO_STORE, self._pick(self.store_ids, number))
        return {
            'store_id': store,
            **(
                {'store_day': SQL("(timestamp '2024-01-01' + (%s::bigint * 7919 %% %s) * interval '1 day')::date", number, DAYS)}
                if day
                else {}
            ),
        }

    def _copy(self, record, count, changed):
        """Insert `count` copies of a record with `changed` columns (n.n counts them); indexes are made afterwards."""
        cr, table = self.env.cr, record._table
        columns = [
            name
            for name, field in record._fields.items()
            if field.store and field.column_type and name != 'id' and name not in changed
        ]
        cr.execute(
            SQL(
                "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s AND indexname NOT IN "
                "(SELECT conname FROM pg_constraint)",
                table,
            )
        )
        indexes = cr.fetchall()
        for name, _definition in indexes:
            cr.execute(SQL('DROP INDEX %s', SQL.identifier(name)))
        cr.execute(
            SQL(
                'INSERT INTO %s (%s, %s) SELECT %s, %s FROM generate_series(1, %s) n(n) CROSS JOIN %s AS model WHERE model.id = '
                '%s',
                SQL.identifier(table),
                SQL(', ').join(SQL.identifier(name) for name in changed),
                SQL(', ').join(SQL.identifier(name) for name in columns),
                SQL(', ').join(changed.values()),
                SQL(', ').join(SQL.identifier('model', name) for name in columns),
                count,
                SQL.identifier(table),
                record.id,
            )
        )
        for _name, definition in indexes:
            cr.execute(SQL(definition.replace('%', '%%')))
        cr.execute(SQL("SELECT setval(pg_get_serial_sequence(%s, 'id'), (SELECT max(id) FROM %s))", table, SQL.identifier(table)))
        cr.execute(SQL('ANALYZE %s', SQL.identifier(table)))
