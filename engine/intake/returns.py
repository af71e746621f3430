# Part of store_group. License LGPL-3.
"""Rows with negative quantities: returned goods. They are refunds of their order, never lines of an order: see `told`."""

import re
from decimal import Decimal
from functools import lru_cache

from ..cleaning.numbers import parse_decimal, plain
from ..cleaning.uncleanable import Uncleanable
from .payload import code_of

_PREFIX = re.compile(r'[A-Za-z]{1,3}[-_]?(?=\d)')
_AMOUNTS = ('unit_price', 'subtotal', 'discount_amount')


def quantity_of(line, decimal_mark='.'):
    """Return the quantity of a canonical line, zero if it cannot be read."""
    found = line.get('quantity') if hasattr(line, 'get') else None
    return _known_quantity(found, decimal_mark) if type(found) is str else parsed(found, decimal_mark)


def parsed(found, decimal_mark='.'):
    """Return a number of a canonical order as a Decimal, zero if it cannot be read."""
    try:
        return parse_decimal(found, decimal_mark)
    except (Uncleanable, AttributeError, TypeError, ValueError):
        return Decimal(0)


_known_quantity = lru_cache(maxsize=2**10)(parsed)


def product_of(line):
    """Return the channel's name of the product of a canonical line."""
    return code_of(line.get('sku') or line.get('barcode')) or str(line.get('name') or '').strip()


def with_returns(payload):
    """Return a canonical order with its negative rows turned into refunds of its other rows.

    If one of them has no row that sold as much, all stay as they are: a question. Never changes `payload`.
    """
    lines = lines_of(payload)
    below = [line for line in lines if quantity_of(line) < 0]
    if not below or len(below) == len(lines):
        return payload
    sold = [line for line in lines if quantity_of(line) >= 0]
    refunds, left = refunds_for(below, sold)
    if left or not isinstance(payload.get('refunds') or [], (list, tuple)):
        return payload
    return {**payload, 'lines': sold, 'refunds': [*(payload.get('refunds') or ()), *refunds]}


def is_return(payload):
    """Return whether all rows of a canonical order are negative: it only returns goods of another order."""
    lines = lines_of(payload)
    return bool(lines) and all(quantity_of(line) < 0 for line in lines)


def returned_orders(number):
    """Return the possible order numbers for a return with this number: without its leading letters.

    >>> returned_orders('C536379'), returned_orders('536379'), returned_orders('CR-7')
    (('536379',), (), ('R-7', '-7', '7'))
    """
    found = _PREFIX.match(number)
    return tuple(number[start:] for start in range(1, found.end() + 1)) if found else ()


def refunds_for(below, sold, payload=None):
    """Return (refunds, rows below zero that no sold row covers); `payload`: the return that the rows `below` are of, if any."""
    rest = [quantity_of(line) for line in sold]
    refunds, left, seen = [], [], {}
    for line in below:
        quantity = -quantity_of(line)
        fits = [at for at, other in enumerate(sold) if product_of(other) == product_of(line) and rest[at] >= quantity]
        own, price = code_of(line.get('external_id')), _price(line)
        fits.sort(
            key=lambda at: (not own or code_of(sold[at].get('external_id')) != own, price is None or _price(sold[at]) != price)
        )
        if not fits or not product_of(line):
            left.append(line)
            continue
        rest[fits[0]] -= quantity
        name = code_of(sold[fits[0]].get('external_id')) or product_of(sold[fits[0]])
        moment = line.get('returned_at') or (payload or {}).get('ordered_at')
        # two returns of one day are distinguished by the numbers of their rows, if they have any
        parts = (payload or {}).get('external_id') or 'return', name, plain(quantity), moment, '' if own == name else own
        key = '/'.join(str(part) for part in parts if part)
        seen[key] = seen.get(key, 0) + 1
        refund = {'external_id': key if seen[key] == 1 else f'{key}/{seen[key]}', 'line': name, 'quantity': plain(quantity)}
        amount = _amount(line, quantity)
        if amount is not None:
            refund['amount'] = plain(amount)
        if moment:
            refund['at'] = moment
        refunds.append(refund)
    return refunds, left


def _price(line):
    """Return the unit price of a canonical line, None if it has none."""
    quantity = abs(quantity_of(line))
    money = _amount(line, quantity) if quantity else None
    return None if money is None else money / quantity


def _amount(line, quantity):
    found = {}
    for name in _AMOUNTS:
        try:
            found[name] = abs(parse_decimal(line[name])) if line.get(name) not in (None, '') else None
        except (Uncleanable, TypeError, ValueError):
            return None
    if found['subtotal'] is not None:
        return found['subtotal']
    if found['unit_price'] is None or line.get('discount_rate'):
        return None  # the price of the order holds
    return found['unit_price'] * quantity - (found['discount_amount'] or 0)


def lines_of(payload):
    """Return the lines of a canonical order that are mappings."""
    return [line for line in items_of(payload, 'lines') if hasattr(line, 'get')]


def items_of(payload, name):
    """Return the list at `name` of a canonical order, empty if there is none."""
    items = payload.get(name) if hasattr(payload, 'get') else None
    return items if isinstance(items, (list, tuple)) else []
