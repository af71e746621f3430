# Part of store_group. License LGPL-3.
"""One canonical order (JSON) -> a checked draft, with all problems reported together."""

import re
from datetime import timedelta

from .check import Check
from .currency import step_of
from .draft import OrderDraft, PartyDraft, RefundDraft, ShipmentDraft
from .fields import ORDER, REFUND, SHIPMENT
from .fingerprint import at
from .lines import amount, check_lines
from .recipient import placed
from .total import missing
from .vocabulary import MAX_LINES, ORDER_FIELDS, STATUSES, WARNING

DAY = timedelta(days=1)
_CURRENCY = re.compile('[A-Z]{3}')
# fields that must be mappings; a text there would be lost
_MAPPINGS = tuple(dict.fromkeys(path[:at] for path in ORDER_FIELDS for at in range(len(path)) if path[at] == '.'))
_PARTY = {path: path.rpartition('.')[2] for path in ORDER_FIELDS if 'customer.' in path}
_INVOICE = {path: path.replace('_request.', '_') for path in ORDER_FIELDS if '_request.' in path}


def check_order(payload, *, tz, default_currency, is_taxed_later=False, places=None):
    """Check one canonical order; never changes `payload`, tolerates None anywhere in it.

    :param dict payload: the order, in the keys of ``vocabulary``; unknown keys are ignored
    :param str tz: zone of the store, for times without an offset; a date without time means 12:00
        there
    :param str default_currency: three letters, for an order that names none
    :param bool is_taxed_later: tax is added to the prices later, so the lines do not equal the total yet
    :param dict places: what was said of districts of several cities (``recipient.placed``)
    :return: (OrderDraft, issues), or (None, issues) when one of the issues is an error
    """
    check = Check(tz)
    if not hasattr(payload, 'get'):
        check.refuse('not_an_order', found=payload)
        return None, check.issues
    draft = _order(check, payload, default_currency, places)
    if draft and draft.total is not None and not is_taxed_later and not any(line.tax_included is False for line in draft.lines):
        _compare_total(check, draft)
    return (None if check.has_error else draft), check.issues


def _order(check, payload, default_currency, places):
    values = check.fields(ORDER, payload)
    said = check.said
    for path in ('external_id', 'ordered_at'):
        check.require(values, path)
    for path in _MAPPINGS:
        found = at(payload, path)
        if type(found) is not dict and found not in (None, '') and not hasattr(found, 'get'):
            check.refuse('bad_type', path, found)
    currency = values.pop('currency', default_currency or '').upper()
    if not _CURRENCY.fullmatch(currency) and not check.refused('currency'):
        check.refuse('bad_currency', 'currency', currency)
    status = values.pop('status', '').lower()
    if status and status not in STATUSES:
        check.refuse('bad_status', 'status', status, ', '.join(STATUSES))
    party = {name: values.pop(path) for path, name in _PARTY.items() if path in values}
    invoice = {name: values.pop(path) for path, name in _INVOICE.items() if path in values}
    lines = check_lines(check, payload, step_of(currency))
    if status == 'cancelled':
        # cancelled orders sell nothing, and exports often leave quantity and price empty
        check.issues = [issue for issue in check.issues if not issue.field.startswith('lines')]
    elif not check.has_error:
        _check_discount(check, lines, values)
    complete = not check.has_error and status != 'cancelled'  # a refused line is not an unknown line
    refunds = shipments = ()
    names = None
    if complete and (payload.get('refunds') is not None or payload.get('shipments') is not None):
        names = {line.key for line in lines}
    if payload.get('refunds') is not None and check.few(payload, 'refunds', MAX_LINES, 'too_many_refunds'):
        refunds = _once(_refunds(check, payload, names, lines))
    if payload.get('shipments') is not None and check.few(payload, 'shipments', MAX_LINES, 'too_many_parcels'):
        shipments = tuple(_shipments(check, payload, names))
    if complete and refunds:
        _check_refunds(check, refunds, lines, values)
    if check.has_error:
        return None
    return OrderDraft.of(
        {
            'currency': currency,
            'status': status,
            'lines': lines,
            'customer': PartyDraft.of(placed(party, places)),
            'refunds': refunds,
            'shipments': shipments,
            'content_hash': check.content_hash(payload, said),
            **invoice,
            **values,
        }
    )


def _check_discount(check, lines, values):
    """Refuse an order with a negative total."""
    discount = values.get('discount_amount')
    if not discount:
        return
    gross = sum(map(amount, lines)) + values.get('shipping_amount', 0)
    if discount > gross:
        check.refuse('discount_too_large', 'discount_amount', discount, str(gross))


def _refunds(check, payload, names, lines):
    for path, item in check.mappings(payload, 'refunds'):
        values = check.fields(REFUND, item, path + '.')
        check.parts['refunds'].append(check.said)
        if values.get('line') and names is not None and values['line'] not in names:
            check.refuse('unknown_line', path + '.line', values['line'])
        if values.get('quantity') and not values.get('line') and names is not None:
            if len(lines) == 1:
                values['line'] = lines[0].key
            elif not values.get('amount'):
                check.refuse('missing_value', path + '.line')  # so much of what?
        yield RefundDraft(**values)


def _check_refunds(check, refunds, lines, values):
    """Refuse a refund dated before the order, and warn if more is refunded than was paid."""
    for refund in refunds:
        ordered = values.get('ordered_at')
        if refund.at and ordered and (ordered - refund.at) >= DAY:
            check.refuse('refund_before_order', 'refunds', refund.at.date(), str(ordered.date()))
    given = sum(refund.amount or 0 for refund in refunds)
    paid = sum(map(amount, lines)) + values.get('shipping_amount', 0) - values.get('discount_amount', 0)
    if given > max(paid, values.get('total') or 0):
        check.refuse('refund_too_large', 'refunds', given, str(paid), severity=WARNING)


def _once(refunds):
    """Return the RefundDrafts without repetitions of the same number."""
    found, seen = [], set()
    for refund in refunds:
        if not refund.external_id or refund not in seen:
            found.append(refund)
            seen.add(refund)
    return tuple(found)


def _shipments(check, payload, names):
    for path, item in check.mappings(payload, 'shipments'):
        values = check.fields(SHIPMENT, item, path + '.')
        check.parts['shipments'].append(check.said)
        for name in values.get('lines', ()):
            if names is not None and name not in names:
                check.refuse('unknown_line', path + '.lines', name)
        yield ShipmentDraft(**values)


def _compare_total(check, draft):
    """Warn when the total is neither the amount due nor the amount paid after the platform's share."""
    owed = sum(map(amount, draft.lines)) + draft.shipping_amount - draft.discount_amount
    if abs(missing(draft)) > draft.step * len(draft.lines):
        check.refuse('total_mismatch', 'total', draft.total, str(owed), severity=WARNING)
