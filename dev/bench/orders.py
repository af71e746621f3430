# Part of store_group. License LGPL-3.
"""Importing a workbook into orders, beside core's load() of the same rows and the same orders."""

import json
import pathlib

from odoo.tools import SQL

from . import figures, workbook
from .pair import Pair

LAYOUT = pathlib.Path(__file__).resolve().parents[2] / 'tests' / 'samples' / 'superstore_layout.json'
# cases of orders made of clean drafts: name, ratio wanted, the channel's date of history
KINDS = {'history': ('history orders', 3, '2030-01-01'), 'drafts': ('sale orders from clean drafts', 1.5, False)}
ORDER_CHUNK = 200  # as the background makes them
ROW_MODEL = 'x_bench_row'
LARGE = 100_000  # rows of the file whose memory is measured
PARTNER_COLUMN, PRODUCT_COLUMN = 1, 3
ORDER_COLUMNS = [
    'client_order_ref',
    'partner_id/.id',
    'date_order',
    'order_line/product_id/.id',
    'order_line/name',
    'order_line/product_uom_qty',
    'order_line/price_unit',
    'order_line/discount',
]


class OrderCases:
    """Set up once and committed: stores, channel, products, customers; the same goods and buyers in the database without us.

    Each run is rolled back.
    """

    def __init__(self, session, core_session, asked):
        self.session, self.core_session, self.asked, self.notes = session, core_session, asked, []
        path = asked['workbook']
        self.raw = pathlib.Path(path).read_bytes() if path else workbook.content()
        self.rows = workbook.read(self.raw)
        cursor, env = session()
        with cursor:
            self.channel_id = self._channel(env).id
            self._row_model(env)
            cursor.commit()
            self.document_id = self._landed(env)
            cursor.commit()
            self._core_rows(env)
            cursor.rollback()

    # set-up

    def _channel(self, env):
        channel = env['store.channel'].search([('code', '=', 'BENCH')])
        if channel:
            return channel
        self._stores(env)
        layout = json.loads(LAYOUT.read_text(encoding='utf-8'))
        template = env['store.intake.template'].create(
            {
                'name': 'Bench',
                'sheet': layout['sheet'],
                'line_amount': layout['line_amount'],
                'column_ids': [
                    (
                        0,
                        0,
                        {
                            'target': column['target'],
                            'header': column.get('header', ''),
                            'is_key': column.get('is_key', False),
                            'is_part': column.get('part', False),
                            'required': column.get('required', False),
                            'sequence': number,
                            **({'default': column['default']} if 'default' in column else {}),
                        },
                    )
                    for number, column in enumerate(layout['columns'])
                ],
            }
        )
        currency = env.ref('base.CNY')
        currency.active = True
        env.company.currency_id = currency
        return env['store.channel'].create(
            {
                'name': 'Bench',
                'code': 'BENCH',
                'template_id': template.id,
                'create_missing': True,
                'history_until': '2030-01-01',
                'tz': 'Asia/Shanghai',
            }
        )

    def _stores(self, env):
        stores = {(row['地区'], row['省/自治区']) for row in self.rows}
        groups = {
            name: env['store.group'].create({'name': name, 'code': f'B-{name}'})
            for name in sorted({region for region, _store in stores})
        }
        warehouse = env['stock.warehouse'].search([('company_id', '=', env.company.id)], limit=1)
        env.company.account_sale_tax_id = False  # as core's side of the comparison, whose products have none
        env['store.store'].create(
            [
                {
                    'name': store,
                    'code': store,
                    'group_id': groups[region].id,
                    'tz': 'Asia/Shanghai',
                    'state': 'open',
                    'warehouse_id': warehouse.id,
                }
                for region, store in sorted(stores)
            ]
        )

    def _row_model(self, env):
        """The plain model: one column for each of the workbook's, of its own kind."""
        if env['ir.model']._get_id(ROW_MODEL):
            return
        kinds = {name: 'float' for name in ('销售额', '数量', '折扣', '利润')}
        kinds.update(订单日期='datetime', 发货日期='datetime')
        env['ir.model'].create(
            {
                'name': 'Row',
                'model': ROW_MODEL,
                'field_id': [
                    (0, 0, {'name': f'x_c{number}', 'ttype': kinds.get(header, 'char'), 'field_description': header})
                    for number, header in enumerate(self.rows[0])
                ],
            }
        )

    def _document(self, env):
        channel = env['store.channel'].browse(self.channel_id)
        return env['store.intake.worker']._keep_raw(
            channel, self.raw, filename='bench', origin='file', confirm=False, user=env.user
        )

    def _landed(self, env):
        """Import the file, create unknown records, keep the requested number of orders; return the document's id."""
        document = env['store.intake.document'].search([('channel_id', '=', self.channel_id)], limit=1)
        if not document:
            document = self._document(env)
            env['store.intake.worker']._read_document(document)
            if document.state != 'ordering':
                raise SystemExit(f'The workbook could not be read: {document.error}')
            everything = document.order_ids
            for start in range(0, len(everything), 500):
                chunk = everything[start : start + 500]
                matches = env['store.order.matcher']._match(document.channel_id, [order.payload for order in chunk])
                broken = [issue for match in matches for issue in match.issues if issue.severity == 'error']
                if broken:
                    raise SystemExit(f'Orders are not clean: {broken[:3]}')
                env['store.missing.maker']._make(document, matches)
                env.flush_all()
        return document.id

    def _orders(self, env):
        wanted = self.asked['orders'] or None
        return env['store.intake.order'].search([('document_id', '=', self.document_id)], order='id', limit=wanted)

    def _core_rows(self, env):
        """The same orders as rows of a file for load(): ids, quantities, prices, discounts; drafts, without store."""
        from odoo.addons.store_group.engine.intake.price import discount_percent

        orders = self._orders(env)
        channel = env['store.channel'].browse(self.channel_id)
        self.core_rows, self.order_count = [], len(orders)
        for match in env['store.order.matcher']._match(channel, [order.payload for order in orders]):
            head = [match.draft.external_id, match.partner.id, str(match.ordered_at)]
            for line, _key, product, factor in match.lines:
                self.core_rows.append(
                    [
                        *head,
                        product.id,
                        line.name,
                        float(line.quantity) * factor,
                        float(line.unit_price) / factor,
                        discount_percent(line.discount_rate),
                    ]
                )
                head = ['', '', '']
        self.core_rows = [[str(value) if value != '' else '' for value in row] for row in self.core_rows]
        self.products, self.partners = (
            sorted({int(row[at]) for row in self.core_rows if row[at]}) for at in (PRODUCT_COLUMN, PARTNER_COLUMN)
        )
        self.size = f'{self.order_count:,} orders, {len(self.core_rows):,} lines'

    # runs

    def _run(self, work):
        """Return a call that does `work(env)` in a transaction of its own, rolls it back, and returns the seconds."""

        def call():
            cursor, env = self.session()
            try:
                env['store.store'].search([]).mapped('name')
                self._forget_orders(env)
                now = figures.processor_time(env.execute_query(SQL('SELECT pg_backend_pid()'))[0][0])
                return figures.clock(lambda: (work(env), env.flush_all()), now)
            finally:
                cursor.rollback()
                cursor.close()

        return call

    def _forget_orders(self, env):
        """Drop what landed, in this transaction: else each order that lands is asked about, for another channel has it."""
        for table in ('store_intake_order', 'store_intake_document'):
            env.cr.execute(SQL('DELETE FROM %s WHERE channel_id = %s', SQL.identifier(table), self.channel_id))
        env.invalidate_all()

    def _case(self, work, beside, size, wanted, ours, core):
        for call in (ours, core):
            call()  # warm
        return {
            'work': work,
            'beside': beside,
            'size': size,
            'wanted': wanted,
            'pairs': figures.pairs(ours, core, self.asked['pairs']),
        }

    def land(self):
        """Reading, cleaning and landing the file, beside load() of its rows into the plain model."""
        columns = [f'x_c{number}' for number in range(len(self.rows[0]))]
        values = [['' if value is None else str(value) for value in row.values()] for row in self.rows]

        def ours(env):
            document = self._document(env)
            document.channel_id = self._twin(env, document.channel_id)
            env['store.intake.worker']._read_document(document)
            self._check_landed(document)

        def core(env):
            result = env[ROW_MODEL].with_context(import_file=True, tracking_disable=True).load(columns, values)
            if not result['ids'] or len(result['ids']) != len(values):
                raise SystemExit(f"load() failed: {result['messages'][:2]}")

        return self._case(
            'landing and cleaning a file',
            '`load()` of its rows into a plain model',
            f'{len(values):,} rows',
            1,
            self._run(ours),
            self._run(core),
        )

    def large(self):
        """The memory used by importing a large file, beyond that of the process before."""
        cursor, env = self.session()
        content, small = workbook.content(LARGE), self.raw
        self.raw = content
        try:
            self._forget_orders(env)
            document = self._document(env)
            document.channel_id = self._twin(env, document.channel_id)
            env.flush_all()
            env.invalidate_all()
            del content
            self.raw = None
            with figures.Memory() as memory:
                env['store.intake.worker']._read_document(document)
            self._check_landed(document)
            self.notes.append(
                f'Landing a workbook of {LARGE:,} rows ({document.total_count:,} orders) took '
                f'{memory.megabytes:,} MB on top of what the process had.'
            )
        finally:
            self.raw = small
            cursor.rollback()
            cursor.close()

    def _check_landed(self, document):
        """:raises SystemExit: not all orders landed, or there are questions: then another work was measured"""
        if document.ready_count != document.total_count or document.issue_ids:
            codes = set(document.issue_ids.mapped('code'))
            raise SystemExit(f'{document.ready_count} of {document.total_count} orders are ready; questions: {codes}')

    def _twin(self, env, channel):
        """A second channel that knows none of the orders."""
        return channel.copy({'code': 'BENCH-TWIN'})

    # orders, beside a database without us

    def _twins(self, pair):
        """Make the goods and buyers of the orders in the database without us; return the rows of load() that name them."""
        env, twins = pair.core, []
        currency = env.ref('base.CNY')
        currency.active = True
        env.company.currency_id = currency
        for model, ids, names, more in (
            ('res.partner', self.partners, ('name', 'phone', 'street', 'city'), ('country_id', 'state_id')),
            ('product.product', self.products, ('name', 'default_code', 'type', 'is_storable', 'list_price'), ()),
        ):
            records = pair.ours[model].browse(ids)
            made = env[model].create(
                [
                    {
                        **{name: record[name] for name in names},
                        **{name: env.ref(record[name].get_external_id()[record[name].id]).id for name in more if record[name]},
                        **({'taxes_id': False} if model == 'product.product' else {}),
                    }
                    for record in records
                ]
            )
            twins.append({str(record.id): str(twin.id) for record, twin in zip(records, made, strict=True)})
        buyers, goods = twins
        at = {PARTNER_COLUMN: buyers, PRODUCT_COLUMN: goods}
        return [
            [at[column].get(value, '') if column in at else value for column, value in enumerate(row)] for row in self.core_rows
        ]

    def make(self, names):
        """Return the cases of these names: history orders and quotations made of clean drafts, beside load() of the same."""
        pair = Pair(self.session, self.core_session)
        twins, cases = self._twins(pair), []
        pair.settle()
        for name in names:
            work, wanted, history_until = KINDS[name]
            cases += self._make(pair, twins, work, wanted, history_until)
        for env in pair.both:
            env.cr.close()
        return cases

    def _make(self, pair, twins, work, wanted, history_until):
        totals = {}

        def ours(_none):
            env = pair.ours
            document = env['store.intake.document'].browse(self.document_id)
            document.channel_id.history_until = history_until
            orders = self._orders(env)
            for start in range(0, len(orders), ORDER_CHUNK):
                env['store.order.maker']._make(document, orders[start : start + ORDER_CHUNK])
            if len(orders.sale_order_id) != len(orders):
                raise SystemExit(f'{len(orders) - len(orders.sale_order_id)} orders were not made')

        def core(env, rows):
            def act(_none):
                importer = env['sale.order'].with_context(import_file=True, tracking_disable=True)
                result = importer.load(ORDER_COLUMNS, rows)
                if not result['ids']:
                    raise SystemExit(f"load() failed: {result['messages'][:2]}")

            return act

        def sample(name, env, act):
            def check(_none):
                sums = env['sale.order']._read_group([('client_order_ref', '!=', False)], [], ['amount_untaxed:sum', '__count'])
                totals[name] = (round(sums[0][0], 2), sums[0][1])

            return pair.sample(env, act, check=check)

        cases, made = [], sample('ours', pair.ours, ours)
        for beside, env, rows, asked in (
            ('`load()` of the same orders, in a database without us', pair.core, twins, wanted),
            ('`load()` of the same orders, in the same database', pair.ours, self.core_rows, None),
        ):
            call = sample('core', env, core(env, rows))
            case = {'work': work, 'beside': beside, 'size': self.size, 'wanted': asked}
            cases.append({**case, 'pairs': pair.pairs(made, call, self.asked['pairs'])})
            print(figures.table(cases[-1:]).splitlines()[-1], flush=True)
            (amount, count), (core_amount, _count) = totals['ours'], totals['core']
            same = 'equal to the cent' if totals['ours'] == totals['core'] else 'DIFFERENT'
            self.notes.append(f'{work}, beside {beside}: {count:,} orders, {amount:,.2f} beside {core_amount:,.2f}: {same}.')
        return cases
