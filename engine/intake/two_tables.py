# Part of store_group. License LGPL-3.
"""Orders whose heads and goods stand in two tables: two sheets of a workbook, or two files that arrive in any order.

A head has the day, the buyer and what is paid; the items have the goods. Each payload says what it `holds`, and one made of both
keeps the two: so each table may arrive again, alone, and the order is made anew of what is newest of each. Nothing counts twice.
"""

from array import array
from collections.abc import Sequence
from copy import copy
from decimal import Decimal

from ..cleaning.numbers import plain, round_half_up
from .currency import net_step
from .gathered import TableOrder
from .grain import decimal_of
from .issue import Issue
from .layout import HEADS, ITEMS
from .payload import status_of
from .price import subtotal
from .returns import lines_of, quantity_of

BOTH = 'both'
HOLDS, TABLES = 'holds', 'tables'
WAITS = {HEADS: 'waits_for_items', ITEMS: 'waits_for_heads'}
_OWN = (HOLDS, TABLES, 'lines')


class HeldOrders(Sequence):
    """The orders of one table of two, each marked with what it holds when it is asked for."""

    def __init__(self, orders, holds):
        self._orders, self._holds = orders, holds

    def __len__(self):
        return len(self._orders)

    def __getitem__(self, at):
        if isinstance(at, slice):
            return HeldOrders(self._orders[at], self._holds)
        return _marked(self._orders[at], self._holds)

    def keys(self):
        """Yield the order numbers."""
        return self._orders.keys()

    def place_of(self, key):
        """Return the place of the order with the number `key`, or None."""
        return self._orders.place_of(key)


class JoinedOrders(Sequence):
    """The orders of a file that has both tables, each joined when it is asked for: the heads first, then goods without a head."""

    def __init__(self, heads, items):
        self._heads, self._items = heads, items
        self._alone = array('L', (at for at, number in enumerate(items.keys()) if heads.place_of(number) is None))
        self._places = range(len(heads) + len(self._alone))

    def __len__(self):
        return len(self._places)

    def __getitem__(self, at):
        if isinstance(at, slice):
            part = copy(self)
            part._places = self._places[at]
            return part
        place = self._places[at]
        if place >= len(self._heads):
            return self._items[self._alone[place - len(self._heads)]]
        one = self._heads[place]
        goods = self._items.place_of(one.external_id)
        if goods is None:
            return one
        other = self._items[goods]
        payload, found = joined(one.payload, other.payload)
        issues = [issue for issue in (*one.issues, *other.issues) if issue.code not in WAITS.values()]
        issues = [issue for issue in issues if issue in other.issues or not issue.field.startswith('lines')]
        return TableOrder(one.external_id, payload, (*one.rows, *other.rows), [*issues, *found])


def _marked(order, holds):
    order.payload[HOLDS] = holds
    if holds == HEADS and not any(_says_anything(line) for line in order.payload['lines']):
        order.payload['lines'] = []
    if holds == ITEMS or not order.payload['lines']:
        order.issues = [*order.issues, Issue(WAITS[holds], field='lines', sheet=_sheet(order), row=_row(order))]
    return order


def _says_anything(line):
    return any(value not in (None, '') for name, value in line.items() if name not in ('row', 'raw'))


def _sheet(order):
    return order.rows[0][0] if order.rows else ''


def _row(order):
    return order.rows[0][1] if order.rows else 0


def is_of_table(payload):
    """Return whether a content is one table of two, or was made of both."""
    return payload.get(HOLDS) in (HEADS, ITEMS, BOTH) if hasattr(payload, 'get') else False


def is_goods_alone(known, new):
    """Return whether one of two contents of a number is goods without a head, and the other may be their head."""
    kinds = [payload.get(HOLDS) if hasattr(payload, 'get') else None for payload in (known, new)]
    return kinds.count(ITEMS) == 1 and (kinds[1] == ITEMS or kinds[1] in (HEADS, BOTH))


def completes(known, new):
    """Return whether `new` brings the table that `known` lacks.

    >>> head, goods = {'holds': 'heads', 'lines': []}, {'holds': 'items', 'lines': []}
    >>> completes(head, goods), completes(goods, goods), completes(joined(head, goods)[0], head)
    (True, False, False)
    """
    return is_of_table(new) and not set(_tables(new)) <= set(_tables(known))


def joined(known, new):
    """Return (content, issues) of an order of which `new` arrives beside the `known` content; changes neither.

    A content that does not say what it holds is a head for the goods that arrive, and replaces everything when it arrives.
    """
    if not is_of_table(new):
        return new, []
    tables = {**_tables(known), **_tables(new)}
    if set(tables) != {HEADS, ITEMS}:
        return new, []
    return _composed(tables[HEADS], tables[ITEMS])


def _tables(payload):
    if not hasattr(payload, 'get'):
        return {}
    if payload.get(HOLDS) == BOTH:
        return payload.get(TABLES) or {}
    return {payload.get(HOLDS) if payload.get(HOLDS) in (HEADS, ITEMS) else HEADS: payload}


def _composed(head, goods):
    said = {name: value for name, value in head.items() if value not in (None, '', {}, [])}
    whole = {name: value for name, value in {**goods, **said}.items() if name not in _OWN}
    whole |= {'lines': [{**line} for line in lines_of(goods)], HOLDS: BOTH, TABLES: {HEADS: head, ITEMS: goods}}
    if status_of(whole) == 'cancelled' or not lines_of(head):
        return whole, []
    pieces, told = (sum((quantity_of(line) for line in lines_of(one)), Decimal(0)) for one in (goods, head))
    if pieces != told:
        return whole, [Issue('items_do_not_fit', field='lines', found=plain(pieces), proposed=plain(told))]
    return whole, _with_discount(whole, head)


def _with_discount(whole, head):
    """Take what the goods cost above what the head says is due for them as the discount of the order. Return issues."""
    step = net_step('0.01', whole.get('currency'))
    due, cost = ([_amount(line, step) for line in lines_of(one)] for one in (head, whole))
    if None in due or None in cost:
        return []  # the check of the order says what is missing
    above = sum(cost) - sum(due)
    if above < -step * len(cost):
        return [Issue('items_do_not_fit', field='lines', found=plain(sum(cost)), proposed=plain(sum(due)))]
    if above > 0:
        whole['discount_amount'] = plain(above + (decimal_of(head.get('discount_amount')) or 0))
    return []


def _amount(line, step):
    """Return the amount of a line, None where it says none."""
    found = decimal_of(line.get('subtotal'))
    price = decimal_of(line.get('unit_price'))
    if found is None and price is not None:
        found = subtotal(price, quantity_of(line), decimal_of(line.get('discount_rate')) or Decimal(0), step)
        found -= decimal_of(line.get('discount_amount')) or 0
    return None if found is None else round_half_up(found, step)
