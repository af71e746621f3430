# Part of store_group. License LGPL-3.
"""Rows -> orders. An order with possibly missing rows becomes a question, never an incomplete order."""

from collections.abc import Sequence

from ..table.spool import Spool
from .gathered import Gathered, TableOrder  # noqa: F401 (part of the answer)

HELD = 2000  # orders that are kept as objects, some 6 MB: those of a file of more are put away
MOST_MISSING = 20  # rows that an order names which it may lack
_ORDERS = 'CREATE TABLE "order" (number INTEGER PRIMARY KEY, key BLOB UNIQUE, head BLOB, part BLOB)'
_PARTS = 'CREATE TABLE part (number INTEGER, part BLOB)'
_PARTS_OF = 'CREATE INDEX parts_of ON part (number)'


class Gathering:
    """Collects the orders of one sheet from its rows.

    `number_at` is the place of the order number among the parts of a key, None when no column has it. `add`
    returns the issues of a row without order; all other rows are in exactly one order. `summed`, `unsure`,
    `equal_rows` and `rounding` are rules of the layout.

    Memory does not grow with the file: the orders that were met last are held, the others put away, with what they say so far,
    and found again when a row far below belongs to one of them.
    """

    def __init__(self, sheet, number_at=None, summed=frozenset(), equal_rows='keep', unsure=frozenset(), rounding='0.01'):
        self.sheet = sheet
        self.number_at = number_at
        self.summed = summed
        self.equal_rows = equal_rows
        self.unsure, self.rounding = unsure, rounding
        self.count = 0
        self._held, self._numbered, self._away = {}, None, None
        self._has_parts = False  # whether an order was put away twice
        self._missing = {}  # of orders: the rows that may belong to them
        self.loose = []
        self.above = None

    def add(self, row):
        if row.key is None:
            self.loose.append((row.key_parts, row.number))
            if not row.is_nameless:
                self.above = None  # later rows may belong to the order of this row
            elif self.above is not None and self.above.agrees(row.key_parts):
                self._lacks(self.above.number, row.number)
            return row.issues
        order = self._held.get(row.key)
        if order is None:
            order = self._found_again(row.key)
            if order is None:
                order = Gathered(self.count, row.key, row.key_parts)
                self.count += 1
            self._hold(order)
        self.above = order
        order.add(row, self)
        return ()

    def orders(self):
        """Return the TableOrders, in the order of their first rows; each is created on demand."""
        self._suspect()
        return Orders(self, range(self.count))

    # === KEEPING ===

    def _hold(self, order):
        if len(self._held) >= HELD:
            self._put_away(list(self._held.values())[: (HELD + 1) // 2])
        self._held[order.key] = order

    def rest(self):
        """Put away what is held, where that is more than a little."""
        if len(self._held) > HELD // 10:
            self._put_away(list(self._held.values()))
            self._numbered = None

    def _put_away(self, orders):
        if self._away is None:
            self._away = Spool(_ORDERS, _PARTS, _PARTS_OF)
        again = [order for order in orders if order.before]
        self._has_parts = self._has_parts or bool(again)
        self._away.many('UPDATE "order" SET head = ? WHERE number = ?', [(order.head(), order.number) for order in again])
        self._away.many('INSERT INTO part VALUES (?, ?)', [(order.number, order.part()) for order in again])
        self._away.many(
            'INSERT INTO "order" VALUES (?, ?, ?, ?)',
            [(order.number, _bytes(order.key), order.head(), order.part()) for order in orders if not order.before],
        )
        for order in orders:
            del self._held[order.key]

    def _found_again(self, key):
        """Return an order that was put away, without its lines, or None."""
        found = self._away and self._away.one('SELECT number, head FROM "order" WHERE key = ?', _bytes(key))
        return Gathered.of(found[0], key, found[1]) if found else None

    def _heads(self):
        """Yield (number, key, key_parts) of all orders, in no order."""
        if self._away:
            for number, key, head in self._away.run('SELECT number, key, head FROM "order"'):
                yield number, _text(key), Gathered.of(number, '', head).key_parts
        yield from ((order.number, order.key, order.key_parts) for order in self._held.values() if not order.before)

    def order(self, number):
        """Return the TableOrder of the `number` by its first row. Only when all rows were added."""
        order = self._by_number().get(number)
        if order is None:
            key, head, part = self._away.one('SELECT key, head, part FROM "order" WHERE number = ?', number)
            order = Gathered.of(number, _text(key), head)
            order.take([part, *self._parts(number)])
        elif order.before:
            order.take([*self._away.one('SELECT part FROM "order" WHERE number = ?', number), *self._parts(number)])
        return order.finish(self, self._missing.get(number, ()))

    def _parts(self, number):
        if not self._has_parts:
            return []
        return [part for (part,) in self._away.run('SELECT part FROM part WHERE number = ? ORDER BY rowid', (number,))]

    def _by_number(self):
        if self._numbered is None:
            self._numbered = {order.number: order for order in self._held.values()}
        return self._numbered

    def key_of(self, number):
        """Return the key of the order `number`."""
        order = self._by_number().get(number)
        return order.key if order else _text(self._away.one('SELECT key FROM "order" WHERE number = ?', number)[0])

    def number_of(self, key):
        """Return the number of the order with a `key`, or None."""
        order = self._held.get(key) or self._found_again(key)
        return order.number if order else None

    # === ROWS THAT MAY BELONG TO AN ORDER ===

    def _lacks(self, number, row):
        """Block the order `number`: the `row`, which has no key, may be part of it."""
        known = self._missing.get(number, ())
        if row not in known and len(known) < MOST_MISSING:
            self._missing[number] = (*known, row)

    def _suspect(self):
        """Block the orders to which a row with a broken key may belong, because the readable parts of the key match."""
        asked = {}
        for place, (key_parts, row) in enumerate(self.loose):
            known = tuple(at for at, part in enumerate(key_parts) if part is not None)
            if self.number_at not in known and len(known) < 2:
                continue  # a store alone is no match: one bad row must not block all orders of its store
            rows = asked.setdefault(known, {}).setdefault(tuple(key_parts[at] for at in known), [])
            if len(rows) < MOST_MISSING:
                rows.append((place, row))
        if not asked:
            return
        for number, _key, key_parts in self._heads():
            found = [asked[known].get(tuple(key_parts[at] for at in known), ()) for known in asked]
            for _place, row in sorted(row for rows in found for row in rows):
                self._lacks(number, row)


class Orders(Sequence):
    """The orders of a sheet, each created on demand: a large file is never held in memory."""

    def __init__(self, gathering, numbers):
        self._gathering, self._numbers = gathering, numbers

    def __len__(self):
        return len(self._numbers)

    def __getitem__(self, at):
        if isinstance(at, slice):
            return Orders(self._gathering, self._numbers[at])
        return self._gathering.order(self._numbers[at])

    def rest(self):
        """Put away what is held: other orders are read before these are."""
        self._gathering.rest()

    def keys(self):
        """Yield the order numbers, without making the orders."""
        return map(self._gathering.key_of, self._numbers)

    def place_of(self, key):
        """Return the place of the order with the number `key` among all orders of the sheet, or None."""
        return self._gathering.number_of(key)


def _bytes(key):
    return key.encode('utf-8', 'surrogatepass')


def _text(key):
    return key.decode('utf-8', 'surrogatepass')
