# Part of store_group. License LGPL-3.
"""The orders of one day of a marketplace, taken in twice: a sale order for each of them, and one for the day."""

import itertools
import random
import time
from decimal import Decimal

from odoo import Command
from odoo.tools import SQL

from . import figures

PRODUCTS, CALL = 60, 500
DAY_LONGER = 5  # times the minutes of a sale order for each
PRICES = ('9.90', '19.90', '3.33', '129.00', '58.80')


class DepthCase:
    """Both depths in one database, each call committed as a program's is; totals must be equal, else the run breaks off.

    A sale order for each order takes in what it can in the minutes given. The same orders are added up, and compared; then the
    rest of the day is added up as well, and compared with the plain sum of its orders.
    """

    def __init__(self, session, asked):
        self.session, self.count, self.minutes, self.notes = session, asked['orders'], asked['minutes'], []
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

    def _take_in(self, depth, first=0, last=None, minutes=None):
        """Submit the orders from `first` to before `last` in calls of 500, begin none after so many `minutes`.

        Return (seconds of the processor, MB, seconds of the clock, orders taken in).
        """
        cursor, env = self.session()
        now = figures.processor_time(env.execute_query(SQL('SELECT pg_backend_pid()'))[0][0])
        orders, taken = list(itertools.islice(self._orders(), first, last)), 0

        def work():
            nonlocal taken
            ends = time.monotonic() + minutes * 60 if minutes else None
            for start in range(0, len(orders), CALL):
                if ends and start and time.monotonic() > ends:
                    break
                call = orders[start : start + CALL]
                answer = env['store.intake.document'].submit_orders(channel=self.channels[depth], orders=call, confirm=True)
                if {result['state'] for result in answer['results']} != {'done'}:
                    raise SystemExit(f'Not all were made: {answer["results"][:2]}')
                cursor.commit()
                env.invalidate_all()
                env.transaction.clear()
                taken += len(call)
                if not start or not (start // CALL + 1) % 10:
                    print(f'{depth}: {first + taken:,} orders, {now() - begun:,.0f} s of the processor', flush=True)

        with cursor, figures.Memory() as memory:
            clock, begun = time.perf_counter(), now()
            seconds = figures.clock(work, now)
            clock = time.perf_counter() - clock
        return seconds, memory.megabytes, clock, taken

    def _found(self, depth, count):
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
            if proof.count != count or proof.apart:
                raise SystemExit(f'The proof of the day says: {proof}')
        return tuple(map(str, sums[1:])), [row[:-1] for row in lines], sums[0], sum(row[-1] for row in lines), pickings

    def run(self):
        """Return one case: seconds of the orders of a day in one sale order beside a sale order each."""
        each = self._take_in('order', minutes=self.minutes)
        both = each[-1]
        day = self._take_in('day', last=both)
        found = {depth: self._found(depth, both) for depth in ('day', 'order')}
        for at, what in enumerate(('totals of sale orders', 'sums by product and day')):
            if found['day'][at] != found['order'][at]:
                raise SystemExit(f"The {what} differ: {found['day'][at]} and {found['order'][at]}")
        untaxed, tax, total = found['day'][0]
        self._note('one for each order', each, found['order'])
        self._note('one for the day', day, found['day'])
        self.notes.append(
            f'- both: {both:,} orders of the channel, {untaxed} without tax, {tax} tax, {total} in all, equal to the '
            'cent, as are quantity, amount, tax and delivered quantity of each product; the proof of the day has no difference.'
        )
        if both < self.count:
            self._whole_day(day)
        return [
            {
                'work': 'orders of a day in calls of 500, made, confirmed, their stock taken: one sale order for the day',
                'beside': 'a sale order for each, in the same database',
                'size': f'{both:,} orders',
                'wanted': 1,
                'pairs': [(day[0], each[0])],
            }
        ]

    def _whole_day(self, day):
        """Add up the orders that a sale order for each had no time for, too, in five times its minutes; compare the plain sum."""
        rest = self._take_in('day', first=day[-1], minutes=DAY_LONGER * self.minutes)
        count = day[-1] + rest[-1]
        found = self._found('day', count)
        untaxed, tax, total = found[0]
        if Decimal(total) != self._sum(count):
            raise SystemExit(f'The sale orders come to {total}, the orders of the channel to {self._sum(count)}')
        self._note('one for the day', (day[0] + rest[0], max(day[1], rest[1]), day[2] + rest[2], count), found)
        self.notes.append(
            f'- all of them, {count:,} orders of the channel: {untaxed} without tax, {tax} tax, {total} in all, to the cent what '
            'they come to; the proof of the day has no difference.'
        )

    def _note(self, name, spent, found):
        (seconds, megabytes, clock, count), (_sums, _lines, sales, lines, pickings) = spent, found
        self.notes.append(
            f'- {name}: {count:,} orders, {seconds:,.0f} s of the processor ({seconds / count * 1000:.1f} ms each; {clock:,.0f} '
            f's by the clock), {megabytes:,} MB on top of what the process had, {sales:,} sale orders, {lines:,} lines, '
            f'{pickings:,} deliveries.'
        )

    def _sum(self, count):
        """What the first orders of the day come to, as their buyers paid it."""
        return sum(
            sum(Decimal(line['unit_price']) * line['quantity'] for line in order['lines'])
            + Decimal(order['shipping_amount'])
            - Decimal(order['discount_amount'])
            for order in itertools.islice(self._orders(), count)
        )
