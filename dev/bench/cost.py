# Part of store_group. License LGPL-3.
"""A receipt under average cost of a product with a long history, beside the same receipt valued by Odoo's own replay."""

from odoo.tools import SQL

from . import figures

SLOW = 20


class CostCases:
    """One database; the history is made by one statement, every receipt is rolled back."""

    def __init__(self, session, asked):
        self.asked, self.notes = asked, []
        self.env = session()[1]
        env = self.env
        self.now = figures.processor_time(env.execute_query(SQL('SELECT pg_backend_pid()'))[0][0])
        self.moves = asked['lines']
        self.supplier = env.ref('stock.stock_location_suppliers')
        self.client = env.ref('stock.stock_location_customers')
        self.warehouse = env['stock.warehouse'].search([('company_id', '=', env.company.id)], limit=1)
        category = env['product.category'].create({'name': 'Cost', 'property_cost_method': 'average'})
        self.goods = env['product.product'].create({'name': 'Cost', 'is_storable': True, 'categ_id': category.id})
        self._history()
        self._receive()  # as in production: the receipt before has replayed the history and stored how far
        self.env.flush_all()

    def _history(self):
        """Alternating receipts and deliveries at changing costs, a minute apart: copies of two real moves."""
        self.env['product.value'].search([('product_id', '=', self.goods.id)]).date = '2020-01-01'  # no later correction
        into = self._receive()
        out = self._move(self.warehouse.lot_stock_id, self.client, 1)
        self.env.flush_all()
        half = (self.moves - 2) // 2
        for move, minutes in ((into, 0), (out, 1)):
            self._copy(move, half, minutes)
        self.env['stock.quant']._update_available_quantity(self.goods, self.warehouse.lot_stock_id, 2 * half)
        self.env.flush_all()
        self.env.invalidate_all()
        for table in ('stock_move', 'stock_move_line'):
            self.env.cr.execute(SQL('ANALYZE %s', SQL.identifier(table)))

    def _copy(self, move, count, minutes):
        """Insert `count` older copies of a done move and its line; 3 pieces each in, 1 out."""
        cr = self.env.cr
        date = SQL("timestamp '2024-01-01' + (2 * n.n + %s) * interval '1 minute'", minutes)
        first = self.env.execute_query(SQL('SELECT max(id) FROM stock_move'))[0][0]
        for record, changed in (
            (move, {'id': SQL('%s + n.n', first), 'date': date, 'value': SQL('(30 + n.n %% 17)::numeric')}),
            (move.move_line_ids, {'move_id': SQL('%s + n.n', first), 'date': date}),
        ):
            columns = [
                name
                for name, field in record._fields.items()
                if field.store and field.column_type and name != 'id' and name not in changed
            ]
            cr.execute(
                SQL(
                    'INSERT INTO %s (%s, %s) SELECT %s, %s FROM generate_series(1, %s) n(n) '
                    'CROSS JOIN %s AS model WHERE model.id = %s',
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
            cr.execute(
                SQL(
                    "SELECT setval(pg_get_serial_sequence(%s, 'id'), (SELECT max(id) FROM %s))",
                    record._table,
                    SQL.identifier(record._table),
                )
            )

    def _move(self, location, location_dest, quantity, value=None):
        move = self.env['stock.move'].create(
            {
                'product_id': self.goods.id,
                'product_uom_qty': quantity,
                'location_id': location.id,
                'location_dest_id': location_dest.id,
            }
        )
        move._action_confirm()
        move.quantity = quantity
        if value is not None:
            move.value_manual = value
        move.picked = True
        move._action_done()
        return move

    def _receive(self):
        return self._move(self.supplier, self.warehouse.lot_stock_id, 3, 40)

    def _sample(self, **context):
        env = self.env

        def call():
            env.invalidate_all()
            savepoint = env.cr.savepoint(flush=True)
            self.env = env(context={**env.context, **context})
            try:

                def clocked():
                    self._receive()
                    self.env.flush_all()

                seconds = figures.clock(clocked, self.now)
                self.cost = self.goods.standard_price
                return seconds
            finally:
                self.env = env
                savepoint.close(rollback=True)
                env.invalidate_all()

        return call

    def run(self):
        """Return the cases; both ways must end on the same cost."""
        ours, core = self._sample(), self._sample(store_cost_by_core=True)
        costs = []
        for call in (ours, core):
            call()
            costs.append(self.cost)
        if costs[0] != costs[1]:
            raise SystemExit(f'Costs differ: {costs[0]!r} by the short way, {costs[1]!r} by core.')
        case = {
            'work': 'a receipt under average cost',
            'beside': 'the same, valued by core',
            'wanted': SLOW,
            'size': f'{self.moves:,} moves of the product',
            'pairs': figures.pairs(ours, core, self.asked['pairs']),
        }
        self.notes.append(f'- the cost after it, by either way: {costs[0]!r}.')
        return [case]
