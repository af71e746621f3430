# Part of store_group. License LGPL-3.
"""Rows below zero: goods that came back. They are refunds of the order they belong to, never lines of an order."""
import re
from decimal import Decimal
from functools import lru_cache

from ..cleaning.numbers import parse_decimal, plain
from ..cleaning.uncleanable import Uncleanable
from .payload import code_of

_PREFIX = re.compile(r'[A-Za-z]{1,3}[-_]?(?=\d)')
_AMOUNTS = ('unit_price', 'subtotal', 'discount_amount')


def quantity_of(line, decimal_mark='.'):
    """Return the quantity a canonical line says, zero for none that can be read."""
    found = line.get('quantity') if hasattr(line, 'get') else None
    return _known_quantity(found, decimal_mark) if type(found) is str else _quantity(found, decimal_mark)


def _quantity(found, decimal_mark):
    try:
        return parse_decimal(found, decimal_mark)
    except (Uncleanable, AttributeError, TypeError, ValueError):
        return Decimal(0)


_known_quantity = lru_cache(maxsize=2**10)(_quantity)


def product_of(line):
    """Return what the channel calls the product of a canonical line."""
    return code_of(line.get('sku') or line.get('barcode')) or str(line.get('name') or '').strip()


def with_returns(payload):
    """Return a canonical order whose rows below zero are refunds of its other rows.

    Where one of them finds no row that sold as much, all stay where they are: a question. Never changes `payload`.
    """
    lines = _lines(payload)
    below = [line for line in lines if quantity_of(line) < 0]
    if not below or len(below) == len(lines):
        return payload
    sold = [line for line in lines if quantity_of(line) >= 0]
    refunds, left = _refunds(below, sold)
    if left or not isinstance(payload.get('refunds') or [], (list, tuple)):
        return payload
    return {**payload, 'lines': sold, 'refunds': [*(payload.get('refunds') or ()), *refunds]}


def is_return(payload):
    """Return whether all rows of a canonical order are below zero: it sells nothing, and gives back what another sold."""
    lines = _lines(payload)
    return bool(lines) and all(quantity_of(line) < 0 for line in lines)


def returned_orders(number):
    """Return the numbers of the orders that a return with this number may give back: without the letters before it.

    >>> returned_orders('C536379'), returned_orders('536379'), returned_orders('CR-7')
    (('536379',), (), ('R-7', '-7', '7'))
    """
    found = _PREFIX.match(number)
    return tuple(number[start:] for start in range(1, found.end() + 1)) if found else ()


def as_refunds(payload, original):
    """Return the canonical order `original` with the return `payload` as its refunds, or None where they do not fit.

    They do not where more would come back than was not given back before. What is in it already is not added again.
    """
    below = _lines(payload)
    refunds, left = _refunds(below, [line for line in _lines(original) if quantity_of(line) > 0], payload)
    if left or not refunds or not isinstance(original.get('refunds') or [], (list, tuple)):
        return None
    told = [item for item in _list(original, 'refunds') if hasattr(item, 'get')]
    known = {code_of(item.get('external_id')) for item in told}
    new = [refund for refund in refunds if refund['external_id'] not in known]
    if any(_quantity_left(original, told, refund['line']) < sum(
            quantity_of(other) for other in new if other['line'] == refund['line']) for refund in new):
        return None
    for refund in new:
        refund['told_by'] = str(payload.get('external_id') or '')
    merged = {**original, 'refunds': [*(original.get('refunds') or ()), *new]}
    if payload.get('updated_at'):
        merged['updated_at'] = payload['updated_at']
    return merged


def _quantity_left(original, refunds, name):
    """Return how much was not given back of the lines that refunds call `name`."""
    sold = sum(quantity_of(line) for line in _lines(original) if name in (code_of(line.get('external_id')), product_of(line)))
    return sold - sum(
        quantity_of(item) if item.get('quantity') not in (None, '') else sold if item.get('amount') in (None, '') else 0
        for item in refunds if code_of(item.get('line')) == name)


def known_refunds(known, new, is_newer, from_rows=False, is_promised=True):
    """Return the canonical order `new`, with the refunds of `known` that it does not mention and does not take back.

    What a return of its own told is not the order's to take back. Any other refund is taken back by a newer content
    without it, or by a list of refunds without it; of a promised order never by rows of a file, for what came back is
    often a row of another one. Changes neither.

    :param bool is_newer: both contents say when they were changed, and `new` later
    """
    old = [item for item in _list(known, 'refunds') if hasattr(item, 'get')]
    if not is_promised or (not from_rows and (is_newer or _is_listed(new))):
        old = [item for item in old if item.get('told_by')]
    if not old:
        return new
    said = _list(new, 'refunds')
    names = {code_of(item.get('external_id')) for item in said if hasattr(item, 'get')}
    kept = [item for item in old if item not in said and code_of(item.get('external_id')) not in names]
    return {**new, 'refunds': [*said, *kept]} if kept else new


def _is_listed(payload):
    return hasattr(payload, 'get') and payload.get('refunds') is not None


def _list(payload, name):
    items = payload.get(name) if hasattr(payload, 'get') else None
    return items if isinstance(items, (list, tuple)) else []


def _refunds(below, sold, payload=None):
    """Return (refunds, rows below zero that no sold row covers)."""
    rest = [quantity_of(line) for line in sold]
    refunds, left, seen = [], [], {}
    for line in below:
        quantity = -quantity_of(line)
        fits = [at for at, other in enumerate(sold) if product_of(other) == product_of(line) and rest[at] >= quantity]
        own, price = code_of(line.get('external_id')), _price(line)
        fits.sort(key=lambda at: (
            not own or code_of(sold[at].get('external_id')) != own, price is None or _price(sold[at]) != price))
        if not fits or not product_of(line):
            left.append(line)
            continue
        rest[fits[0]] -= quantity
        name = code_of(sold[fits[0]].get('external_id')) or product_of(sold[fits[0]])
        moment = line.get('returned_at') or (payload or {}).get('ordered_at')
        # two returns of one day are told apart by the number of their rows, where these have one of their own
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
    """Return what one piece of a canonical line costs, None where it does not say."""
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


def _lines(payload):
    return [line for line in _list(payload, 'lines') if hasattr(line, 'get')]
