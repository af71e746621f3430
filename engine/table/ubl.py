# Part of store_group. License LGPL-3.
"""What is an order among the documents of UBL, and what an order says beside what is read of it."""

from .cell import UNREAD, Unreadable
from .edifact_money import CENT, number_of

SPACE = 'urn:oasis:names:specification:ubl:schema:xsd:'
ORDER = f'{SPACE}Order-2'
_OF_ALL = f'{{{SPACE}'
_PARTS = (f'{{{SPACE}Common', f'{{{SPACE}Unqualified', f'{{{SPACE}Qualified')
# Documents with the goods of an order that are none, where they name no name space.
_NEAR = frozenset(('OrderChange', 'OrderCancellation', 'OrderResponse', 'OrderResponseSimple'))
_TYPES = ('', '105', '220', '224', '226')  # a purchase order, an order, an urgent one, one that calls off
_STATES = ('', '1', 'added', 'nostatus')
_TOTALS = 'AnticipatedMonetaryTotal'


def refuse_others(tag, depth):
    """Refuse an XML document that is one of UBL, but no order.

    :param str tag: of an element, with its name space
    :raises Unreadable: 'not_spreadsheet', with the name of the document
    """
    name = tag.rpartition('}')[2]
    is_document = tag.startswith(_OF_ALL) and not tag.startswith(_PARTS)
    if (is_document and name != 'Order') or (depth == 1 and tag in _NEAR):
        raise Unreadable('not_spreadsheet', f'ubl {name[:40]}')


def told(tag, record):
    """Put into the `record` (dict) of an order what it says of money or its state and nobody reads; others stay as they are."""
    lines = record.get('OrderLine')
    if tag != f'{{{ORDER}}}Order' or not isinstance(lines, list) or not lines or not isinstance(lines[0], dict):
        return record
    unread = [f'{name}: {record[name]}' for name, usual in (('OrderTypeCode', _TYPES),) if _text(record, name) not in usual]
    if _text(record, 'CopyIndicator').casefold() in ('true', '1'):
        unread.append('CopyIndicator')
    items = [_inner(line, 'LineItem') for line in lines]
    unread += [
        f'LineStatusCode: {state}'
        for item in items
        if (state := _text(item, 'LineStatusCode')).casefold().replace(' ', '') not in _STATES
    ]
    totals = _inner(record, _TOTALS)
    charges = _listed(record, 'AllowanceCharge')
    for name, is_charge in (('AllowanceTotalAmount', 'false'), ('ChargeTotalAmount', 'true')):
        found = [_text(charge, 'Amount') for charge in charges if _text(charge, 'ChargeIndicator').casefold() == is_charge]
        if found and not _adds_up(found, _text(totals, name) or '0'):
            unread.append(f"AllowanceCharge: {', '.join(found)}")
    whole = _text(totals, 'LineExtensionAmount')
    if whole and not _adds_up([_text(item, 'LineExtensionAmount') for item in items], whole):
        unread.append(f'{_TOTALS}/LineExtensionAmount: {whole}')
    if unread:
        lines[0][UNREAD] = '; '.join(dict.fromkeys(unread))[:400]
    return record


def _inner(record, name):
    """Return the mapping `name` of a record, the first of several, {} for none."""
    found = _listed(record, name)
    return found[0] if found else {}


def _listed(record, name):
    found = record.get(name) if isinstance(record, dict) else None
    return [one for one in (found if isinstance(found, list) else [found]) if isinstance(one, dict)]


def _text(record, name):
    found = record.get(name)
    return found.strip() if isinstance(found, str) else ''


def _adds_up(texts, whole):
    numbers = [number_of(text) for text in (*texts, whole)]
    return None not in numbers and abs(sum(numbers[:-1]) - numbers[-1]) < CENT
