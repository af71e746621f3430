# Part of store_group. License LGPL-3.
"""Combines refunds from separate returns and from later contents of an order: the last content counts, once."""

from decimal import Decimal

from ..cleaning.numbers import parse_decimal, plain
from ..cleaning.uncleanable import Uncleanable
from .payload import changed_at, code_of, status_of
from .returns import items_of, lines_of, product_of, quantity_of, refunds_for


def as_refunds(payload, original, told_at='', of_rows=False, tz='UTC'):
    """Return the canonical order `original` with the return `payload` as its refunds, or None if they do not fit.

    They do not fit if more would come back than other refunds left. Refunds already in it are not added again. A return
    with a number of its own counts as sent last: it replaces its earlier content, unless that has a later time of change.
    Rows of a file replace each other row by row; with other rows while earlier ones are missing, it is ambiguous.

    :param str tz: the zone of its store
    :param str told_at: when the return was changed in its channel, comparable with itself; '' if unknown
    """
    number = code_of(payload.get('external_id'))
    is_own = number != code_of(original.get('external_id'))
    payload = {**payload, 'ordered_at': _moment_as_known(payload.get('ordered_at'), number, original, tz)}
    refunds, left = refunds_for(lines_of(payload), [line for line in lines_of(original) if quantity_of(line) > 0], payload)
    if left or not refunds or not isinstance(original.get('refunds') or [], (list, tuple)):
        return None
    known = [item for item in items_of(original, 'refunds') if hasattr(item, 'get')]
    before = _before(known, refunds, number, is_own)
    if told_at and any(told_at < (item.get('told_at') or '') for item in before):
        return original
    refunds = _replacing(refunds, before, payload, of_rows) if is_own else refunds
    others = [item for item in known if item not in before]
    taken = {code_of(item.get('external_id')) for item in others}
    new = [item for item in refunds or () if item['external_id'] not in taken]
    if refunds is None or not _fit(new, others, original):
        return None
    new = _with_their_origin(new, before, number, told_at) if _content(new) != _content(before) else before
    return {**original, 'refunds': [*(item for item in original.get('refunds') or () if item not in before), *new]}


def _before(known, refunds, number, is_own):
    """Return those of the known refunds that the return `number` made before; one of the order's own number by their names."""
    names = {item['external_id'] for item in refunds}
    return [
        item for item in known if code_of(item.get('told_by')) == number and (is_own or code_of(item.get('external_id')) in names)
    ]


def _replacing(refunds, before, payload, of_rows):
    """Return the refunds of a return with a number of its own as they replace those `before`, or None if that is unclear."""
    if status_of(payload) == 'cancelled':
        # None: it was cancelled before it was received. Else it was received, and nothing came back.
        refunds = [{**item, 'quantity': '0', 'amount': '0'} for item in before] or None
    elif not of_rows:  # a sheet repeats the fields of the order on each row
        _add_others(refunds, payload)
        _keep_names(refunds, before)
    if refunds is None or not (of_rows and before):
        return refunds
    names, known = {item['external_id'] for item in refunds}, {code_of(item.get('external_id')) for item in before}
    if not (names <= known or known <= names):
        return None
    return [*refunds, *({**item} for item in before if code_of(item.get('external_id')) not in names)]


def _fit(new, others, original):
    """Whether no line gives back more than the other refunds have left of it."""
    return all(
        _quantity_left(original, others, name) >= sum(quantity_of(item) for item in new if item['line'] == name)
        for name in {item['line'] for item in new if item['line']}
    )


def _with_their_origin(new, before, number, told_at):
    """Return the changed refunds of the return `number`, each with it, its time, and how often its content has changed."""
    again = 1 + max((item.get('told_again', 0) for item in before), default=-1)
    for item in new:
        item.update(told_by=number, **({'told_again': again} if again else {}), **({'told_at': told_at} if told_at else {}))
    return new


def _moment_as_known(moment, number, original, tz):
    """Return the `moment` of the return `number` as written before, if it is the same."""
    known = changed_at({'updated_at': moment}, tz)
    return next(
        (
            item['at']
            for item in items_of(original, 'refunds')
            if known
            and hasattr(item, 'get')
            and item.get('told_by') == number
            and changed_at({'updated_at': item.get('at')}, tz) == known
        ),
        moment,
    )


def _add_others(refunds, payload):
    """Add the refunded shipping of a return to its `refunds`, and deduct its discount."""
    for name, sign in (('shipping_amount', 1), ('discount_amount', -1)):
        try:
            money = abs(parse_decimal(payload[name])) if payload.get(name) not in (None, '') else Decimal(0)
        except (Uncleanable, TypeError, ValueError):
            continue  # unreadable values are reported when the order is checked
        if money and sign > 0:
            refunds.append({'external_id': f"{payload['external_id']}/shipping", 'line': '', 'amount': plain(money)})
            refunds[-1].update({'at': refunds[0]['at']} if refunds[0].get('at') else {})
        for item in refunds if money and sign < 0 else ():
            off = min(money, Decimal(item.get('amount') or 0))
            if off:
                item['amount'], money = plain(Decimal(item['amount']) - off), money - off


def _keep_names(refunds, before):
    """Let `refunds` keep the names of those of `before` of the same line, best of the same quantity, whatever was corrected."""
    taken = {item['external_id'] for item in refunds} & {item['external_id'] for item in before}
    for parts in (('line', 'quantity'), ('line',)):
        for item in refunds:
            if item['external_id'] in taken or not item['line']:
                continue
            same = next(
                (
                    known['external_id']
                    for known in before
                    if known['external_id'] not in taken and all(known.get(part) == item.get(part) for part in parts)
                ),
                None,
            )
            if same:
                item['external_id'] = same
                taken.add(same)


def _content(refunds):
    return sorted([str(item.get(name) or '') for name in ('external_id', 'line', 'quantity', 'amount', 'at')] for item in refunds)


def _quantity_left(original, refunds, name):
    """Return the quantity not refunded of the lines with the name `name`."""
    sold = sum(quantity_of(line) for line in lines_of(original) if name in (code_of(line.get('external_id')), product_of(line)))
    return sold - sum(
        quantity_of(item) if item.get('quantity') not in (None, '') else sold if item.get('amount') in (None, '') else 0
        for item in refunds
        if code_of(item.get('line')) == name
    )


def known_refunds(known, new, is_newer, from_rows=False, is_promised=True):
    """Return the canonical order `new`, with the refunds of `known` that it does not mention and does not take back.

    Refunds of a separate return are not revoked by the order. Any other refund is revoked by newer content
    without it, or by a list of refunds without it; of a promised order never by rows of a file, as a return is
    often a row of another file. Changes neither.

    :param bool is_newer: both contents say when they were changed, and `new` later
    """
    old = [item for item in items_of(known, 'refunds') if hasattr(item, 'get')]
    if not is_promised or (not from_rows and (is_newer or _is_listed(new))):
        old = [item for item in old if item.get('told_by')]
    if not old:
        return new
    sent, was, now = items_of(new, 'refunds'), _changes_of(old), _changes_of(items_of(new, 'refunds'))
    # the last content of a return that was sent again
    old = [item for item in old if was.get(item.get('told_by'), 0) >= now.get(item.get('told_by'), 0)]
    sent = [
        item for item in sent if not hasattr(item, 'get') or now.get(item.get('told_by'), 0) >= was.get(item.get('told_by'), 0)
    ]
    names = {code_of(item.get('external_id')) for item in sent if hasattr(item, 'get')}
    kept = [item for item in old if item not in sent and code_of(item.get('external_id')) not in names]
    return {**new, 'refunds': [*sent, *kept]} if kept else new


def _changes_of(refunds):
    """Return {number of a return: how often its content has changed}."""
    found = {}
    for item in refunds:
        if hasattr(item, 'get') and item.get('told_by'):
            found[item['told_by']] = max(found.get(item['told_by'], 0), item.get('told_again', 0))
    return found


def _is_listed(payload):
    return hasattr(payload, 'get') and payload.get('refunds') is not None
