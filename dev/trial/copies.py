# Part of store_group. License LGPL-3.
"""Three years of orders, copied in the database from a few that Odoo made.

How it works: copy n of an order copies all its rows in every table. A row's new id is the first free id of its table plus
n times the most rows a seed has there, plus the row's place in its seed; what points at a copied row is computed the same
way, so what belonged together belongs together again. Customer, salesperson, team, warehouse and its parts, products become
those of copy n; moments and days are shifted, amounts multiplied by a whole number, numbers and names replaced, so every
stored sum stays right. Only quants are counted anew. Triggers and indexes are away meanwhile. Messages are not copied.
"""

import re

from odoo.tools import SQL

DAYS = 1095
DELIVERED, CANCELLED, HEADQUARTERS = 3, 50, 19  # one order in so many
OF_ALL = ('sale_order', 'sale_order_line')  # tables with rows for every order; the others have them for delivered ones
OF_PLACE = ('crm_team', 'stock_warehouse', 'stock_location', 'stock_picking_type', 'stock_rule')
MONEY = re.compile(r'(price_(unit|subtotal|total|tax|reduce)|amount|untaxed_amount|debit|credit|balance|value$|tax_base)')
NUMBERS = ('numeric', 'double precision')
NO_NAME = '\x01'  # replaced nowhere


class Copies:
    """`make` fills the database of a Factory with copies of its seeds until there are `orders`."""

    def __init__(self, made, orders):
        self.made, self.env, self.cr = made, made.env, made.env.cr
        self.count = orders - len(made.seeds)
        self.tables = list(dict.fromkeys(table for seed in made.seeds for table in seed.rows))
        self.base, self.most = {}, {}

    def make(self):
        self.cr.execute("SET session_replication_role = replica")
        self._say_what_changes()
        self._plan()
        self._note_places()
        for table in self.tables:
            self._copy(table)
        for relation in self._relations():
            self._copy_relation(*relation)
        self._count_quants()
        self._check()
        self.cr.execute("SET session_replication_role = origin")
        self.env.invalidate_all()
        self.cr.commit()

    # what is copied

    def _say_what_changes(self):
        """The temporary tables `place`, `worker`, `good`, `buyer`, `seed`: the replacements of each copy."""
        made, rows = self.made, []
        central = [(company, warehouse, False, False) for company, warehouse in zip(made.companies, made.central, strict=True)]
        for number, (company, warehouse, team, online) in enumerate([*made.shops, *central]):
            # an order from a marketplace names no team, only the number it has there
            rows.append(
                (
                    number,
                    list(made.companies).index(company),
                    company.id,
                    team.id if team and not online else None,
                    *made.parts_of(warehouse),
                    f'TB{number // 10}-' if online else None,
                )
            )
        self._fill('place', f"place int, turn int, company int, {' int, '.join(OF_PLACE)} int, prefix text", rows)
        for name, records in (('worker', made.users), ('good', made.products), ('buyer', made.customers)):
            self._fill(name, 'place int, id int', list(enumerate(records.ids)))
        self._fill(
            'seed',
            f"seed int, kind text, company int, res_partner int, res_users int, {' int, '.join(OF_PLACE)} int, "
            'of_order text, of_picking text, of_invoice text, of_payment text',
            [
                (number, seed.kind, seed.company, *seed.own, *(name or NO_NAME for name in seed.names))
                for number, seed in enumerate(made.seeds)
            ],
        )

    def _plan(self):
        """The temporary table `copies`: n counts the orders, g the delivered ones, both from 0."""
        shops, companies = len(self.made.shops), len(self.made.companies)
        self.cr.execute(
            SQL(
                """
            CREATE TEMP TABLE copies AS
            SELECT x.n, s.seed, CASE WHEN x.n %% %(delivered)s = 0 THEN x.n / %(delivered)s END AS g,
                   p.place, b.id AS buyer, w.id AS worker, 1 + x.n %% 7 AS factor,
                   (x.n * %(days)s::bigint / %(count)s - %(days)s)::int AS days, x.n * 7 %% 480 - 240 AS minutes
              FROM (SELECT n, CASE WHEN n %% %(delivered)s = 0 THEN CASE WHEN n %% 2 = 0 THEN 'paid' ELSE 'invoiced' END
                                   WHEN n %% %(cancelled)s = 1 THEN 'cancelled'
                                   WHEN n %% 2 = 0 THEN 'service' ELSE 'service long' END AS kind,
                           CASE WHEN n / 3 %% %(headquarters)s = 7 THEN %(shops)s + n / 57 %% %(companies)s
                                ELSE n / 3 %% %(shops)s END AS place
                      FROM generate_series(0, %(last)s) n) x
              JOIN place p ON p.place = x.place JOIN seed s ON s.kind = x.kind AND s.company = p.company
              JOIN buyer b ON b.place = x.n %% %(buyers)s
              JOIN worker w ON w.place = %(companies)s * (x.n %% %(workers)s) + (p.turn + %(companies)s - 1) %% %(companies)s
             ORDER BY x.n
            """,
                days=DAYS,
                count=self.count,
                last=self.count - 1,
                delivered=DELIVERED,
                cancelled=CANCELLED,
                headquarters=HEADQUARTERS,
                shops=shops,
                companies=companies,
                buyers=len(self.made.customers),
                workers=len(self.made.users) // companies,
            )
        )
        self.cr.execute('ANALYZE copies')

    def _note_places(self):
        """The temporary table `twin`: every row of a seed and its place there; and where the copies' ids begin."""
        rows = []
        for number, seed in enumerate(self.made.seeds):
            for table, ids in seed.rows.items():
                rows += [(table, record_id, number, place) for place, record_id in enumerate(sorted(ids))]
                self.most[table] = max(self.most.get(table, 0), len(ids))
        self._fill('twin', 'of_table text, id int, seed int, place int', rows)
        for table in self.tables:
            self.cr.execute(SQL('SELECT MAX(id) + 1 FROM %s', SQL.identifier(table)))
            self.base[table] = self.cr.fetchone()[0]

    def _new_id(self, table, place):
        return SQL('%s + %s * %s + %s', self.base[table], SQL('c.n' if table in OF_ALL else 'c.g'), self.most[table], place)

    # copying

    def _copy(self, table):
        columns, keys = self._columns(table), self._keys(table)
        seeds = SQL.identifier(f'seed_{table}')
        points = [(column, target) for column, target in keys.items() if target in self.tables]
        self.cr.execute(
            SQL(
                'CREATE TEMP TABLE %s AS SELECT t.*, w.seed AS own_seed, w.place AS own_place%s FROM %s t '
                'JOIN twin w ON w.of_table = %s AND w.id = t.id',
                seeds,
                SQL('').join(
                    SQL(
                        ', (SELECT place FROM twin WHERE of_table = %s AND id = t.%s) AS %s',
                        target,
                        SQL.identifier(column),
                        SQL.identifier(f'place_{column}'),
                    )
                    for column, target in points
                ),
                SQL.identifier(table),
                table,
            )
        )
        values = {name: self._value(table, name, kind, keys.get(name)) for name, kind in columns.items()}
        self._in_particular(table, values)
        goods = (
            SQL(
                'LEFT JOIN good o ON o.id = x.product_id LEFT JOIN good g ON g.place = (o.place + c.n) %% %s',
                len(self.made.products),
            )
            if 'product_id' in columns
            else SQL('')
        )
        self._insert(
            table,
            values,
            SQL(
                'copies c JOIN %s x ON x.own_seed = c.seed JOIN seed s ON s.seed = c.seed JOIN place p ON p.place = c.place %s',
                seeds,
                goods,
            ),
        )
        self.cr.execute(
            SQL("SELECT setval(pg_get_serial_sequence(%s, 'id'), (SELECT MAX(id) FROM %s))", table, SQL.identifier(table))
        )

    def _value(self, table, name, kind, target):
        """The SQL of one column of copy c: the seed is s, its row x, the shop p, the product g."""
        column = SQL.identifier('x', name)
        if name == 'id':
            return self._new_id(table, SQL('x.own_place'))
        if target in self.tables:
            return SQL('COALESCE(%s, %s)', self._new_id(target, SQL.identifier('x', f'place_{name}')), column)
        if target == 'product_product':
            return SQL('COALESCE(g.id, %s)', column)
        if target in ('res_partner', 'res_users'):
            return SQL(
                'CASE WHEN %s = s.%s THEN c.%s ELSE %s END',
                column,
                SQL.identifier(target),
                SQL.identifier('buyer' if target == 'res_partner' else 'worker'),
                column,
            )
        if target in OF_PLACE:
            return SQL('CASE WHEN %s = s.%s THEN p.%s ELSE %s END', column, *[SQL.identifier(target)] * 2, column)
        if kind == 'timestamp without time zone':
            return SQL("%s + c.days * interval '1 day' + c.minutes * interval '1 minute'", column)
        if kind == 'date':
            return SQL('%s + c.days', column)
        if MONEY.match(name) and kind in NUMBERS:
            return SQL('%s * c.factor', column)
        if kind in ('text', 'character varying') and self._says_a_name(table, name):
            return self._renamed(column)
        return column

    def _in_particular(self, table, values):
        """Exceptions from the rules above."""
        if 'access_token' in values:
            values['access_token'] = SQL('NULL')
        if table == 'sale_order':
            values['client_order_ref'] = SQL('p.prefix || c.n')
        elif table == 'account_move':
            values['sequence_prefix'] = SQL("CASE WHEN x.move_type = 'entry' THEN 'TRIAL/PAY/' ELSE 'TRIAL/' END")
            values['sequence_number'] = SQL('c.n')
        elif table == 'account_move_line' and 'account_full_reconcile' in self.tables:
            values['matching_number'] = SQL(
                'COALESCE((%s)::varchar, x.matching_number)',
                self._new_id('account_full_reconcile', SQL('x.place_full_reconcile_id')),
            )

    def _says_a_name(self, table, name):
        self.cr.execute(
            SQL(
                'SELECT EXISTS (SELECT FROM %s x JOIN seed s ON s.seed = x.own_seed WHERE strpos(%s, of_order) > 0 OR '
                'strpos(%s, of_picking) > 0 OR strpos(%s, of_invoice) > 0 OR strpos(%s, of_payment) > 0)',
                SQL.identifier(f'seed_{table}'),
                *[SQL.identifier('x', name)] * 4,
            )
        )
        return self.cr.fetchone()[0]

    def _renamed(self, text):
        for name, new in (
            ('of_order', SQL("'T' || lpad(c.n::text, 8, '0')")),
            ('of_picking', SQL("'TRIAL/OUT/' || c.n")),
            ('of_invoice', SQL("'TRIAL/' || c.n")),
            ('of_payment', SQL("'TRIAL/PAY/' || c.n")),
        ):
            text = SQL('replace(%s, s.%s, %s)', text, SQL.identifier(name), new)
        return text

    # lists of records

    def _relations(self):
        """Return [(table, {column: table it points at})] of the lists that name a copied row."""
        found = {}
        for model in self.env.registry.models.values():
            for field in model._fields.values():
                if field.type == 'many2many' and field.store and field.relation and not model._abstract:
                    sides = {field.column1: model._table, field.column2: self.env[field.comodel_name]._table}
                    if set(sides.values()) & set(self.tables):
                        found.setdefault(field.relation, sides)
        return found.items()

    def _copy_relation(self, table, sides):
        """Copy the rows of a list between two tables, one or both of which are copied."""
        joins, values, seed = [], {}, None
        for number, (column, target) in enumerate(sides.items()):
            if target in self.tables:
                twin = f'twin{number}'
                joins.append(
                    SQL(
                        'JOIN twin %s ON %s = %s AND %s = x.%s',
                        SQL.identifier(twin),
                        SQL.identifier(twin, 'of_table'),
                        target,
                        SQL.identifier(twin, 'id'),
                        SQL.identifier(column),
                    )
                )
                values[column] = self._new_id(target, SQL.identifier(twin, 'place'))
                seed = seed or SQL.identifier(twin, 'seed')
            else:
                values[column] = SQL.identifier('x', column)
        self._insert(
            table, values, SQL('%s x %s JOIN copies c ON c.seed = %s', SQL.identifier(table), SQL(' ').join(joins), seed)
        )

    # tables

    def _fill(self, name, columns, rows):
        self.cr.execute(SQL(f'CREATE TEMP TABLE {name} ({columns})'))
        self.cr.execute_values(f'INSERT INTO {name} VALUES %s', rows)
        self.cr.execute(SQL('ANALYZE %s', SQL.identifier(name)))

    def _columns(self, table):
        self.cr.execute(
            SQL(
                'SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s '
                "AND table_schema = 'public' ORDER BY ordinal_position",
                table,
            )
        )
        return dict(self.cr.fetchall())

    def _keys(self, table):
        """Return {column: table it points at}."""
        self.cr.execute(
            SQL(
                """SELECT a.attname, f.relname FROM pg_constraint k JOIN pg_class f ON f.oid = k.confrelid
                 JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
                WHERE k.contype = 'f' AND k.conrelid = %s::regclass""",
                table,
            )
        )
        return dict(self.cr.fetchall())

    def _insert(self, table, values, source):
        """Insert in the order of the copies; indexes are made afterwards."""
        self.cr.execute(
            SQL(
                "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s AND indexname NOT IN "
                "(SELECT conname FROM pg_constraint)",
                table,
            )
        )
        indexes = self.cr.fetchall()
        for name, _definition in indexes:
            self.cr.execute(SQL('DROP INDEX %s', SQL.identifier(name)))
        self.cr.execute(
            SQL(
                'INSERT INTO %s (%s) SELECT %s FROM %s ORDER BY c.n',
                SQL.identifier(table),
                SQL(', ').join(map(SQL.identifier, values)),
                SQL(', ').join(values.values()),
                source,
            )
        )
        for _name, definition in indexes:
            self.cr.execute(SQL(definition.replace('%', '%%')))
        self.cr.execute(SQL('ANALYZE %s', SQL.identifier(table)))

    def _count_quants(self):
        """Stock is what came in less what went out."""
        goods = self.made.products.ids
        self.cr.execute(SQL('DELETE FROM stock_quant WHERE product_id = ANY(%s)', goods))
        self.cr.execute(
            SQL(
                """
            INSERT INTO stock_quant (product_id, location_id, company_id, quantity, reserved_quantity, in_date,
                                     create_uid, create_date, write_uid, write_date)
            SELECT q.product_id, q.location_id, l.company_id, SUM(q.quantity), 0, MIN(q.date), 1, MIN(q.date), 1, MAX(q.date)
              FROM (SELECT product_id, location_dest_id AS location_id, quantity, date FROM stock_move_line
                     WHERE state = 'done' AND product_id = ANY(%(goods)s)
                    UNION ALL
                    SELECT product_id, location_id, -quantity, date FROM stock_move_line
                     WHERE state = 'done' AND product_id = ANY(%(goods)s)) q
              JOIN stock_location l ON l.id = q.location_id
             GROUP BY q.product_id, q.location_id, l.company_id
            """,
                goods=goods,
            )
        )

    def _check(self):
        """Fail if a sum is wrong or a reference is missing, as triggers were off."""
        sums = {
            'orders that are not the sum of their lines': SQL(
                'SELECT 1 FROM sale_order o JOIN sale_order_line l ON l.order_id = o.id GROUP BY o.id '
                'HAVING ABS(SUM(l.price_subtotal) - MIN(o.amount_untaxed)) > 0.005'
            ),
            'entries that do not balance': SQL(
                'SELECT 1 FROM account_move_line GROUP BY move_id HAVING ABS(SUM(balance)) > 0.005'
            ),
            'moves that are not the sum of what was moved': SQL(
                'SELECT 1 FROM stock_move m JOIN stock_move_line l ON l.move_id = m.id GROUP BY m.id '
                'HAVING ABS(SUM(l.quantity) - MIN(m.quantity)) > 0.005'
            ),
            'deliveries to nobody': SQL("SELECT 1 FROM stock_picking WHERE name LIKE 'TRIAL/%%' AND sale_id IS NULL"),
        }
        for table in self.tables:
            for column, target in self._keys(table).items():
                if target in self.tables:
                    sums[f'{table}.{column} that name nothing'] = SQL(
                        'SELECT 1 FROM %s x WHERE %s IS NOT NULL AND NOT EXISTS (SELECT FROM %s t WHERE t.id = %s)',
                        SQL.identifier(table),
                        SQL.identifier('x', column),
                        SQL.identifier(target),
                        SQL.identifier('x', column),
                    )
        wrong = []
        for name, question in sums.items():
            self.cr.execute(SQL('SELECT COUNT(*) FROM (%s) w', question))
            count = self.cr.fetchone()[0]
            wrong += [f'{count} {name}'] if count else []
        if wrong:
            raise SystemExit(f"The generator is wrong: {'; '.join(wrong)}.")
