# Part of store_group. License LGPL-3.
"""The effect of later content of an order on its lines: same, add, replace, or remove some."""

import re
from collections import Counter
from decimal import Decimal, InvalidOperation

from ..cleaning.numbers import LIMIT, plain, round_half_up
from .currency import step_of
from .fingerprint import LISTS, at, content_hash, line_texts, sells_the_same
from .payload import code_of, status_of
from .vocabulary import SUMMABLE

SHOWN_LINES = 5
_LINE = re.compile(r'^lines\[(\d+)\]')


def decide_lines(rule, old, new, *, is_made, at_cut):
    """Return the effect of the lines of `new` on an order with the content `old`, if neither has a time of change.

    :param str rule: of the layout: 'ask', 'replace' or 'add'
    :param dict old, new: canonical orders
    :param bool is_made: a sale order was made of `old`
    :param bool at_cut: `old` was at the end of its file and `new` at the beginning of its own, or the reverse
    :return: 'update' (nothing is lost, or the rule says so), 'add', 'duplicate' (they are all there), 'ask'

    >>> one, two = ({'lines': [{'sku': sku, 'quantity': 1}]} for sku in 'AB')
    >>> decide_lines('ask', one, two, is_made=False, at_cut=False), decide_lines('add', one, two, is_made=False, at_cut=False)
    ('ask', 'add')
    >>> both = {'lines': one['lines'] + two['lines']}
    >>> decide_lines('ask', one, both, is_made=True, at_cut=True), decide_lines('add', both, two, is_made=True, at_cut=False)
    ('update', 'duplicate')
    """
    was, comes = Counter(line_texts(old)), Counter(line_texts(new))
    if rule == 'replace' or was <= comes or only_cancels(old, new):
        return 'update'
    if rule == 'add':
        return 'duplicate' if comes <= was else 'add'
    # content without a sale order may be corrected by the file, if the file still has its products
    return 'ask' if is_made or at_cut or _products(old) - _products(new) else 'update'


def only_cancels(old, new):
    """Return whether `new` only cancels the order with the content `old`.

    Exports leave quantity and price of cancelled lines empty; values that are there must equal the known ones.

    >>> old = {'status': 'unpaid', 'lines': [{'sku': 'A', 'quantity': '2'}]}
    >>> only_cancels(old, {'status': 'cancelled', 'lines': [{'sku': 'A', 'quantity': ''}]})
    True
    >>> only_cancels(old, {'status': 'cancelled', 'lines': [{'sku': 'A', 'quantity': '1'}]})
    False
    """
    if status_of(new) != 'cancelled':
        return False
    arrived = Counter(line_texts({'lines': [line for line in _lines(new) if not _is_blank(line)]}))
    return arrived <= Counter(line_texts(old)) and _products(new) <= _products(old) | {''}


def goes_on(old, new):
    """Return whether `new` only changes status and progress of the order, without refunds or restored goods.

    >>> old = {'status': 'unpaid', 'lines': [{'sku': 'A'}]}
    >>> [goes_on(old, {**old, **new}) for new in ({'status': 'paid'}, {'status': 'refunded'}, {'refunds': [{}]})]
    [True, False, False]
    """
    return (
        sells_the_same(old, new)
        and 'refunded' not in (status_of(old), status_of(new))
        and len({content_hash({'refunds': at(payload, 'refunds')}) for payload in (old, new)}) == 1
    )


def _is_blank(line):
    return hasattr(line, 'get') and line.get('quantity') in (None, '')


def joined(old, new, summed=frozenset()):
    """Return the canonical order whose lines are those of `old`, then those of `new`; its sources are in 'parts'.

    :param summed: fields of the order of which each part carries its own share

    >>> whole = joined({'fees': '1', 'lines': [{'sku': 'A'}]}, {'fees': '2', 'lines': [{'sku': 'B'}]}, {'fees'})
    >>> [line['sku'] for line in whole['lines']], whole['fees'], len(whole['parts'])
    (['A', 'B'], '3', 2)
    """
    whole = {**new, **{key: value for key, value in old.items() if value not in (None, '')}}
    for name in SUMMABLE & set(summed):
        amounts = [_decimal(at(part, name)) for part in (old, new)]
        if all(amount is not None for amount in amounts):
            whole[name] = plain(sum(amounts))
    whole['lines'] = [*(old.get('lines') or ()), *(new.get('lines') or ())]
    if at(old, 'refunds') and at(new, 'refunds'):
        whole['refunds'] = _both(old['refunds'], new['refunds'])
    whole['parts'] = [*(old.get('parts') or (content_hash(old),)), content_hash(new)]
    return whole


def _both(old, new):
    """Return the refunds of two parts: each is separate, even if the parts use the same name."""
    if not isinstance(old, LISTS) or not isinstance(new, LISTS):
        return old
    names, found = {code_of(at(item, 'external_id')) for item in old}, [*old]
    for item in new:
        base = name = code_of(at(item, 'external_id'))
        number = 1
        while name and name in names:
            number += 1
            name = f'{base}/{number}'
        names.add(name)
        found.append({**item, 'external_id': name} if name != base else item)
    return found


def shifted(path, by):
    """Return the `path` of an issue after `by` lines were put before its line.

    >>> shifted('lines[1].sku', 3), shifted('lines', 3), shifted('total', 3)
    ('lines[4].sku', 'lines', 'total')
    """
    return _LINE.sub(lambda found: 'lines[%d]' % (int(found[1]) + by), path) if by else path


def summary(payload, store=''):
    """Return one line that identifies the order for the user, for the two sides of a question.

    >>> summary({'ordered_at': '2026-11-11T10:00', 'lines': [{'sku': 'A', 'quantity': '3', 'subtotal': '33'}]}, 'North')
    'North · 2026-11-11 · 3 × A · 33'
    """
    lines = _lines(payload)
    shown = ', '.join(
        f"{line.get('quantity') or '?'} × {line.get('sku') or line.get('barcode') or line.get('name') or '?'}"
        for line in lines[:SHOWN_LINES]
    ) + (', …' if len(lines) > SHOWN_LINES else '')
    amounts = [_amount(line, step_of(at(payload, 'currency'))) for line in lines]
    total = plain(sum(amounts)) if amounts and None not in amounts else ''
    parts = (store, str(at(payload, 'ordered_at') or '')[:10], shown, total)
    return ' · '.join(part for part in parts if part)[:300]


def _products(payload):
    return {str(line.get('sku') or line.get('barcode') or line.get('name') or '').strip() for line in _lines(payload)}


def _lines(payload):
    lines = at(payload, 'lines')
    return [line for line in lines if hasattr(line, 'get')] if isinstance(lines, LISTS) else []


def _amount(line, step):
    subtotal = _decimal(line.get('subtotal'))
    if subtotal is not None:
        return subtotal
    price, quantity = _decimal(line.get('unit_price')), _decimal(line.get('quantity'))
    return None if price is None or quantity is None else round_half_up(price * quantity, step)


def _decimal(value):
    try:
        number = Decimal(str(value)) if value not in (None, '') else None
    except InvalidOperation:
        return None
    return number if number is None or (number.is_finite() and abs(number) < LIMIT) else None
