# Part of store_group. License LGPL-3.
"""Parallel sales while reports are read and facts are refreshed: answers must be exact, refreshing must keep up."""

import random
import threading
import time

from psycopg2 import errors

from odoo.tools import SQL

from .report import YEAR, ReportCase

WRITERS, ORDERS_PER_SECOND, SECONDS = 4, 50, 60
RAW = (
    'SELECT l.store_id, SUM(l.price_subtotal / s.currency_rate) FROM sale_order_line l JOIN sale_order s ON s.id = l.order_id '
    "WHERE l.state = 'sale' AND l.display_type IS NULL AND l.is_downpayment IS NOT TRUE "
    "AND l.store_day >= '2026-01-01' AND l.store_day < '2027-01-01' GROUP BY 1"
)


class ParallelCase(ReportCase):
    """Writers add, change, move and delete orders in SQL at a given pace; another refreshes; a reader compares snapshots."""

    def run(self):
        """Return no ratios: `notes` hold the observations. Fails at the first answer that differs."""
        self.stop, self.failures, self.written, self.late, self.reads = threading.Event(), [], [0], [0.0], []
        self.lock, self.columns = threading.Lock(), self._plain_columns()
        threads = [threading.Thread(target=self._guarded, args=(self._write, number)) for number in range(WRITERS)]
        threads += [
            threading.Thread(target=self._guarded, args=(self._refresh_on, 0)),
            threading.Thread(target=self._guarded, args=(self._read_on, 0)),
        ]
        begun = time.monotonic()
        for thread in threads:
            thread.start()
        time.sleep(SECONDS)
        self.stop.set()
        for thread in threads:
            thread.join()
        seconds = time.monotonic() - begun
        if self.failures:
            raise SystemExit('\n'.join(map(str, self.failures[:3])))
        cursor, env = self.session()
        with cursor:
            left = env['store.sale.fact']._count_invalidations()
        refreshed, refreshing = self._refresh()
        cursor, env = self.session()
        with cursor:
            differences = env['store.sale.fact'].check()
        if differences:
            raise SystemExit(f'Facts and documents differ: {differences[:3]}')
        self.notes = [
            f'- {WRITERS} writers, one refresher, one reader for {seconds:.0f} s on {self.size}: {self.written[0]:,} changes '
            f'of orders ({self.written[0] / seconds:.0f} a second, of {ORDERS_PER_SECOND}; at most {self.late[0]:.1f} s late).',
            f'- {len(self.reads)} answers of the report by store, each equal to SQL over the documents in one snapshot to the '
            f'cent, between {min(self.reads):.2f} and {max(self.reads):.2f} s.',
            f'- Invalidations as the writers stopped: {left:,}; refreshed in {refreshing:.1f} s ({refreshed} pairs of store and '
            'day). Afterwards the check of all facts found no difference.',
        ]
        return []

    def _guarded(self, work, number):
        try:
            work(number)
        except BaseException as error:  # a failing thread fails the run
            self.failures.append(error)
            self.stop.set()

    def _write(self, number):
        dice, pause = random.Random(number), WRITERS / ORDERS_PER_SECOND
        due = time.monotonic()
        while not self.stop.wait(max(0.0, due - time.monotonic())):
            due += pause
            self._one_change(dice)
            with self.lock:
                self.written[0] += 1
                self.late[0] = max(self.late[0], time.monotonic() - due)

    def _one_change(self, dice):
        """A new order of five lines mostly; else another price, day or store, or a line deleted. Lost races are dropped."""
        cursor, _env = self.session()
        with cursor:
            cursor.execute(SQL("SELECT MIN(id), MAX(id) FROM sale_order WHERE name LIKE 'BENCH%%'"))
            order, store, kind = dice.randint(*cursor.fetchone()), dice.choice(self.stores), dice.random()
            lines = SQL('sale_order_line WHERE order_id = %s', order)
            try:
                if kind < 0.7:
                    self._copy_order(cursor, order, store)
                elif kind < 0.8:
                    cursor.execute(
                        SQL('UPDATE sale_order_line SET price_subtotal = price_subtotal + 0.07 WHERE order_id = %s', order)
                    )
                elif kind < 0.9:
                    cursor.execute(SQL('UPDATE sale_order_line SET store_day = store_day + 1 WHERE order_id = %s', order))
                elif kind < 0.95:
                    cursor.execute(SQL('UPDATE sale_order_line SET store_id = %s WHERE order_id = %s', store, order))
                else:
                    cursor.execute(SQL('DELETE FROM sale_order_line WHERE id IN (SELECT MIN(id) FROM %s)', lines))
                cursor.commit()
            except errors.SerializationFailure:
                cursor.rollback()

    def _copy_order(self, cursor, order, store):
        """Sell the same again in another store."""
        cursor.execute(
            SQL(
                'INSERT INTO sale_order (store_id, %s) SELECT %s, %s FROM sale_order WHERE id = %s RETURNING id',
                self.columns['sale_order'],
                store,
                self.columns['sale_order'],
                order,
            )
        )
        for (new,) in cursor.fetchall():
            cursor.execute(
                SQL(
                    'INSERT INTO sale_order_line (order_id, store_id, %s) SELECT %s, %s, %s FROM sale_order_line WHERE order_id '
                    '= %s',
                    self.columns['sale_order_line'],
                    new,
                    store,
                    self.columns['sale_order_line'],
                    order,
                )
            )

    def _plain_columns(self):
        """What a copy takes over as it is, for both tables."""
        _cursor, env = self.session()
        with _cursor:
            return {
                env[model]._table: SQL(', ').join(
                    SQL.identifier(name)
                    for name, field in env[model]._fields.items()
                    if field.store and field.column_type and name not in ('id', 'store_id', 'order_id')
                )
                for model in ('sale.order', 'sale.order.line')
            }

    def _refresh_on(self, _number):
        while not self.stop.wait(0.2):
            cursor, env = self.session()
            with cursor:
                try:
                    env['store.sale.fact']._refresh()
                    cursor.commit()
                except errors.SerializationFailure:
                    cursor.rollback()

    def _read_on(self, _number):
        """The report and SQL, in one snapshot: REPEATABLE READ holds it."""
        while not self.stop.wait(0.5):
            cursor, env = self.session()
            with cursor:
                begun = time.perf_counter()
                rows = env['store.sale.report'].with_user(self.users[0])._read_group(YEAR, ['store_id'], ['amount:sum'])
                self.reads.append(time.perf_counter() - begun)
                cursor.execute(SQL(RAW))
                raw = {store: round(float(amount), 2) for store, amount in cursor.fetchall()}
                mine = {store.id or None: round(float(amount), 2) for store, amount in rows if amount is not None}
                if mine != raw:
                    different = [
                        (key, mine.get(key), raw.get(key)) for key in mine.keys() | raw.keys() if mine.get(key) != raw.get(key)
                    ]
                    raise AssertionError(f'The report and SQL differ in one snapshot: {different[:3]}')
