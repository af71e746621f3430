# Part of store_group. License LGPL-3.
"""The orders of one day of a marketplace, taken in twice: a sale order for each of them, and one for the day."""

import random
import time

from odoo import Command
from odoo.tools import SQL

from . import figures

PRODUCTS, CALL = 60, 500
PRICES = ('9.90', '19.90', '3.33', '129.00', '58.80')


class DepthCase:
    """Both depths in one database, each call committed as a program's is; totals must be equal, else the run breaks off."""

    def __init__(self, session, asked):
        self.session, self.count, self.notes = session, asked['orders'], []
        self.mark = f'{int(time.time()):x}'
        cursor, env = session()
        with cursor:
            self.channels = self._set_up(env)
            cursor.commit()

    def _set_up(self, env):
        """Return {depth: code of its channel}; each has a store and goods of its own with 13 % tax in the price."""
        country = env.company.account_fiscal_country_id or env.ref('base.cn')
        group = env['account.tax.group'].create({'name': 'Bench', 'company_id': env.company.id, 'country_id': country.id})
        tax = env['account.tax'].create(
            {
                'name': f'Bench {self.mark}',
                'amount': 13,
                'type_tax_use': 'sale',
                'price_include_override': 'tax_included',
                'country_id': country.id,
                'tax_group_id': group.id,
            }
        )
        warehouse = env['stock.warehouse'].search([('company_id', '=', env.company.id)], limit=1)
        products = env['product.product'].create(
            [
                {
                    'name': f'Depth {number}',
                    'default_code': f'D{self.mark}-{number}',
                    'is_storable': True,
                    'taxes_id': [Command.set(tax.ids)],
                }
                for number in range(PRODUCTS)
            ]
        )
        for product in products:
            env['stock.quant']._update_available_quantity(product, warehouse.lot_stock_id, 10.0**7)
        codes = {}
        for depth in ('day', 'order'):
            codes[depth] = code = f'D{self.mark}-{depth}'
            store = env['store.store'].create(
                {'name': code, 'code': code, 'tz': 'Asia/Shanghai', 'state': 'open', 'warehouse_id': warehouse.id}
            )
            env['store.channel'].create(
                {
                    'name': code,
                    'code': code,
                    'reader': 'canonical',
                    'company_id': store.company_id.id,
                    'store_id': store.id,
                    'customer_policy': 'collective',
                    'shipped_by': 'elsewhere',
                    'price_tax': 'inside',
                    'depth': depth,
                    'tz': 'Asia/Shanghai',
                }
            )
        return codes

    def _orders(self):
        """Yield the orders of the day, the same for each depth: one to three lines, some with shipping or a discount."""
        dice = random.Random(11)
        for number in range(self.count):
            lines = [
                {
                    'sku': f'D{self.mark}-{dice.randrange(PRODUCTS)}',
                    'quantity': dice.choice((1, 1, 1, 2, 3)),
                    'unit_price': dice.choice(PRICES),
                }
                for _line in range(dice.choice((1, 1, 2, 3)))
            ]
            yield {
                'external_id': f'{number:06}',
                'ordered_at': f'2026-11-11T{number * 12 // max(self.count, 1) + 8:02}:{number % 60:02}:00+08:00',
                'status': 'shipped',
                'customer': {'external_id': f'b{number}'},
                'lines': lines,
                'shipping_amount': dice.choice(('0', '0', '8.00')),
                'discount_amount': dice.choice(('0', '0', '0.37', '1.11')),
            }

    def _take_in(self, depth):
        """Submit all orders in calls of 500. Return (seconds of the processor, MB, seconds of the clock)."""
        cursor, env = self.session()
        now = figures.processor_time(env.execute_query(SQL('SELECT pg_backend_pid()'))[0][0])
        orders = list(self._orders())

        def work():
            for start in range(0, self.count, CALL):
                calls = env['store.intake.document']
                answer = calls.submit_orders(channel=self.channels[depth], orders=orders[start : start + CALL], confirm=True)
                if {result['state'] for result in answer['results']} != {'done'}:
                    raise SystemExit(f'Not all were made: {answer["results"][:2]}')
                cursor.commit()
                env.invalidate_all()
                env.transaction.clear()

        with cursor, figures.Memory() as memory:
            clock = time.perf_counter()
            seconds = figures.clock(work, now)
            clock = time.perf_counter() - clock
        return seconds, memory.megabytes, clock

    def _found(self, depth):
        """Return (sums of sale orders, sums of lines by product and day, number of sale orders, of lines, of deliveries)."""
        cursor, env = self.session()
        with cursor:
            channel = env['store.channel'].search([('code', '=', self.channels[depth])])
            query = (
                """SELECT count(*), sum(amount_untaxed), sum(amount_tax), sum(amount_total)
                     FROM sale_order WHERE store_channel_id = %s AND state = 'sale'""",
                """SELECT product_id, store_day, sum(product_uom_qty), round(sum(price_subtotal), 2),
                          round(sum(price_tax::numeric), 2), sum(qty_delivered), count(*)
                     FROM sale_order_line WHERE store_channel_id = %s AND state = 'sale' GROUP BY 1, 2 ORDER BY 1, 2""",
                """SELECT count(*) FROM stock_picking p JOIN sale_order s ON s.id = p.sale_id
                    WHERE s.store_channel_id = %s AND p.state = 'done'""",
            )
            (sums,), lines, ((pickings,),) = (env.execute_query(SQL(text, channel.id)) for text in query)
            proofs = env['store.intake.proof']._sums_between('2026-11-11', '2026-11-11', channel.ids)
            (proof,) = proofs.values()
            if proof.count != self.count or proof.apart:
                raise SystemExit(f'The proof of the day says: {proof}')
        return tuple(map(str, sums[1:])), [row[:-1] for row in lines], sums[0], sum(row[-1] for row in lines), pickings

    def run(self):
        """Return one case: seconds of a day in one sale order beside a sale order each."""
        spent = {depth: self._take_in(depth) for depth in ('day', 'order')}
        found = {depth: self._found(depth) for depth in spent}
        for at, what in enumerate(('totals of sale orders', 'sums by product and day')):
            if found['day'][at] != found['order'][at]:
                raise SystemExit(f"The {what} differ: {found['day'][at]} and {found['order'][at]}")
        untaxed, tax, total = found['day'][0]
        for depth, name in (('day', 'one for each day'), ('order', 'one for each order')):
            seconds, megabytes, clock = spent[depth]
            _sums, _lines, sales, lines, pickings = found[depth]
            self.notes.append(
                f'- {name}: {seconds:,.0f} s of the processor ({clock:,.0f} s by the clock), {megabytes:,} MB on top of what the '
                f'process had, {sales:,} sale orders, {lines:,} lines, {pickings:,} deliveries.'
            )
        self.notes.append(
            f'- both: {self.count:,} orders of the channel, {untaxed} without tax, {tax} tax, {total} in all, equal to the '
            'cent, as are quantity, amount, tax and delivered quantity of each product; the proof of the day has no difference.'
        )
        return [
            {
                'work': 'orders of a day in calls of 500, made, confirmed, their stock taken: one sale order for the day',
                'beside': 'a sale order for each, in the same database',
                'size': f'{self.count:,} orders',
                'wanted': 1,
                'pairs': [(spent['day'][0], spent['order'][0])],
            }
        ]
