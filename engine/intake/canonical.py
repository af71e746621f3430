# Part of store_group. License LGPL-3.
"""One canonical order (JSON) -> a checked draft, with all that is wrong reported at once."""
import re

from .check import Check
from .draft import OrderDraft, PartyDraft, RefundDraft, ShipmentDraft
from .lines import TOLERANCE, amount, check_lines
from .vocabulary import ORDER_FIELDS, REFUND_FIELDS, SHIPMENT_FIELDS, STATUSES, WARNING

_CURRENCY = re.compile('[A-Z]{3}')


def check_order(payload, *, tz, default_currency):
    """Check one canonical order; never changes `payload`, tolerates None anywhere in it.

    :param dict payload: the order, in the keys of ``vocabulary``; unknown keys are ignored
    :param str tz: zone of the store, in which moments without an offset are meant; a bare date means 12:00
        there
    :param str default_currency: three letters, for an order that names none
    :return: (OrderDraft, issues), or (None, issues) when one of the issues is an error
    """
    check = Check(tz)
    if not hasattr(payload, 'get'):
        check.refuse('not_an_order', found=payload)
        return None, check.issues
    draft = _order(check, payload, default_currency)
    return (None if check.has_error else draft), check.issues


def _order(check, payload, default_currency):
    values = check.fields(ORDER_FIELDS, payload)
    for path in ('external_id', 'ordered_at'):
        check.require(values, path)
    currency = values.pop('currency', default_currency or '').upper()
    if not _CURRENCY.fullmatch(currency) and not check.refused('currency'):
        check.refuse('bad_currency', 'currency', currency)
    status = values.pop('status', '').lower()
    if status and status not in STATUSES:
        check.refuse('bad_status', 'status', status, ', '.join(STATUSES))
    party = {path.rpartition('.')[2]: values.pop(path) for path in list(values) if 'customer.' in path}
    invoice = {
        path.replace('_request.', '_'): values.pop(path) for path in list(values) if '_request.' in path
    }
    lines = check_lines(check, payload)
    names = {line.external_id for line in lines if line.external_id}
    complete = not check.has_error  # a line that was refused is not an unknown line
    refunds = tuple(_refunds(check, payload, names if complete else None))
    shipments = tuple(_shipments(check, payload, names if complete else None))
    if check.has_error:
        return None
    draft = OrderDraft(
        currency=currency, status=status, lines=lines, customer=PartyDraft(**party), refunds=refunds,
        shipments=shipments, **invoice, **values,
    )
    _compare_total(check, draft)
    return draft


def _refunds(check, payload, names):
    for path, item in check.mappings(payload, 'refunds'):
        values = check.fields(REFUND_FIELDS, item, path + '.')
        if values.get('line') and names is not None and values['line'] not in names:
            check.refuse('unknown_line', path + '.line', values['line'])
        yield RefundDraft(**values)


def _shipments(check, payload, names):
    for path, item in check.mappings(payload, 'shipments'):
        values = check.fields(SHIPMENT_FIELDS, item, path + '.')
        for name in values.get('lines', ()):
            if names is not None and name not in names:
                check.refuse('unknown_line', path + '.lines', name)
        yield ShipmentDraft(**values)


def _compare_total(check, draft):
    """Warn when the total is neither what the buyer owes us nor what he paid after the platform's share."""
    if draft.total is None:
        return
    owed = sum(map(amount, draft.lines)) + draft.shipping_amount - draft.discount_amount
    platform = draft.platform_discount + sum(line.platform_discount for line in draft.lines)
    if min(abs(owed - draft.total), abs(owed - platform - draft.total)) > TOLERANCE * len(draft.lines):
        check.refuse('total_mismatch', 'total', draft.total, str(owed), severity=WARNING)
