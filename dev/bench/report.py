# Part of store_group. License LGPL-3.
"""Sales by store and month over generated orders: store.sale.report beside core's sale.report, same filter and zone."""
from odoo.tools import SQL

from . import figures

PRODUCTS = 200
YEAR = [('date', '>=', '2026-01-01'), ('date', '<', '2027-01-01')]


class ReportCase:
    """Generated once and committed: three years of confirmed orders of five lines."""

    def __init__(self, session, asked):
        self.session, self.asked = session, asked
        cursor, env = session()
        with cursor:
            if not env['sale.order'].search_count([('name', '=like', 'BENCH%')], limit=1):
                self._generate(env)
                cursor.commit()
        cursor, env = session()
        with cursor:
            lines = env['sale.order.line'].search_count([('order_id.name', '=like', 'BENCH%')])
            stores = env['store.store'].search_count([('code', '=like', 'BENCH-%')])
            self.size = f'{lines:,} lines, {stores:,} stores'  # a kept database has what it has
            cursor.execute(SQL('ANALYZE sale_order'))
            cursor.execute(SQL('ANALYZE sale_order_line'))
            cursor.commit()

    def _generate(self, env):
        """Copy one real order and its line many times over stores, days and products."""
        company = env.company
        stores = env['store.store'].create([
            {'name': f'Bench {number}', 'code': f'BENCH-{number}', 'tz': 'Asia/Shanghai'}
            for number in range(self.asked['stores'])])
        products = env['product.product'].create([
            {'name': f'Bench {number}', 'type': 'consu', 'taxes_id': False} for number in range(PRODUCTS)])
        order = env['sale.order'].create({
            'partner_id': env['res.partner'].create({'name': 'Bench'}).id, 'company_id': company.id,
            'order_line': [(0, 0, {'product_id': products[0].id, 'price_unit': 10})]})
        env.flush_all()
        self._copy(env, order, {
            'name': SQL("'BENCH' || n"), 'state': SQL("'sale'"),
            'store_id': SQL('(%s::int[])[1 + n %% %s]', stores.ids, len(stores)),
            'date_order': SQL("moment"), 'store_day': SQL("(moment + interval '8 hours')::date"),
        }, SQL("(SELECT n, timestamp '2024-01-01 00:00' + (n * 7919 %% 1095) * interval '1 day' + (n %% 15) * interval '1 hour' "
               "AS moment FROM generate_series(1, %s) n) AS numbers", self.asked['lines'] // 5))
        self._copy(env, order.order_line, {
            'order_id': SQL('o.id'), 'state': SQL('o.state'), 'store_id': SQL('o.store_id'), 'store_day': SQL('o.store_day'),
            'product_id': SQL('(%s::int[])[1 + (o.id + k) %% %s]', products.ids, PRODUCTS),
            'price_subtotal': SQL('((o.id * 31 + k * 17) %% 100000) / 100.0'),
        }, SQL("sale_order o CROSS JOIN generate_series(1, 5) k"), SQL("o.name LIKE 'BENCH%%'"))

    def _copy(self, env, record, changed, source, where=None):
        columns = [
            name for name, field in record._fields.items()
            if field.store and field.column_type and name != 'id' and name not in changed]
        env.cr.execute(SQL(
            'INSERT INTO %s (%s, %s) SELECT %s, %s FROM %s CROSS JOIN %s AS model WHERE model.id = %s AND %s',
            SQL.identifier(record._table), SQL(', ').join(SQL.identifier(name) for name in changed),
            SQL(', ').join(SQL.identifier(name) for name in columns), SQL(', ').join(changed.values()),
            SQL(', ').join(SQL.identifier('model', name) for name in columns), source,
            SQL.identifier(record._table), record.id, where or SQL('TRUE')))

    def run(self):
        answers = {}

        def ask(name, model, domain, measure):
            def call():
                cursor, env = self.session()
                with cursor:
                    report = env[model].with_user(env.ref('base.user_admin'))
                    env['store.store'].search([]).mapped('name')
                    found = []
                    seconds = figures.clock(
                        lambda: found.extend(report._read_group(domain, ['store_id', 'date:month'], [f'{measure}:sum'])))
                    answers[name] = {(store.id, str(month)[:7]): round(float(amount), 2) for store, month, amount in found}
                    return seconds
            return call

        ours = ask('ours', 'store.sale.report', YEAR, 'amount')
        moments = [('date', '>=', '2025-12-31 16:00:00'), ('date', '<', '2026-12-31 16:00:00'), ('state', '=', 'sale')]
        core = ask('core', 'sale.report', moments, 'price_subtotal')
        ours(), core()
        case = {
            'work': 'ordered sales by store and month, one year', 'beside': '`sale.report`, same filter and zone', 'wanted': 1,
            'size': self.size,
            'pairs': figures.pairs(ours, core, self.asked['pairs'])}
        if answers['ours'] != answers['core']:
            raise SystemExit('The two reports differ.')
        return case
