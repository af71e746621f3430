# Part of store_group. License LGPL-3.
"""Takes the people out of a canonical order; what was sold, when, for how much and under which number stays."""

import re

from ..cleaning.masked import has_mask
from .fields import LINE, ORDER, REFUND, SHIPMENT, filled
from .fingerprint import LISTS
from .layout import HEADS, ITEMS
from .payload import code_of
from .two_tables import BOTH, HOLDS, TABLES

# Whom an order is from and for, and texts in which people write names, numbers and addresses.
PEOPLE = frozenset(
    (
        'customer.name',
        'customer.phone',
        'customer.email',
        'customer.recipient_key',
        'invoice_request.title',
        'invoice_request.tax_no',
        'buyer_note',
        'seller_note',
        *('customer.address.' + name for name in ('country', 'state', 'city', 'district', 'street', 'zip')),
    )
)
BUYER = 'customer.external_id'
# Fields of questions that show such a value.
ABOUT_PEOPLE = tuple(sorted({path.partition('.')[0] for path in PEOPLE}))
# Questions that quote what stood in the file, whatever column it was in.
QUOTING = ('unknown_customer', 'extra_cells', 'unread_segments', 'not_an_order')
# What intake itself writes beside the fields.
_LISTS = {
    'lines': (LINE, ('row', 'returned_at')),
    'refunds': (REFUND, ('told_by', 'told_again', 'told_at')),
    'shipments': (SHIPMENT, ()),
}
_HASH = re.compile('[0-9a-f]{64}')  # of a part the order was joined from


def forgotten(payload):
    """Return a copy of a canonical order without people and without the keys nobody knows; changes nothing of `payload`.

    The buyer's number in the channel stays, unless it is masked: then it is a part of a name.

    >>> forgotten({'total': 1, 'customer': {'external_id': 'B1', 'name': 'Li Si'}, 'buyer_note': 'ring', 'x': 'Li Si'})
    {'total': 1, 'customer': {'external_id': 'B1'}}
    >>> forgotten({'customer': {'external_id': 'l**i'}, 'lines': [{'sku': 'A', 'raw': {'Phone': '138'}}]})
    {'lines': [{'sku': 'A'}]}
    """
    left = {}
    for mapping, leaves in filled(ORDER, payload):
        for name, path, _kind in leaves:
            if name not in mapping or path in PEOPLE or (path == BUYER and has_mask(code_of(mapping[name]))):
                continue
            place = left
            for parent in path.split('.')[:-1]:
                place = place.setdefault(parent, {})
            place[name] = mapping[name]
    for name, (fields, others) in _LISTS.items():
        items = payload.get(name) if hasattr(payload, 'get') else None
        if isinstance(items, LISTS):
            left[name] = [_known(fields, others, item) for item in items if hasattr(item, 'get')]
    parts = payload.get('parts') if hasattr(payload, 'get') else None
    hashes = [part for part in parts if isinstance(part, str) and _HASH.fullmatch(part)] if isinstance(parts, LISTS) else []
    left |= {'parts': hashes} if hashes else {}
    return left | _two_tables(payload)


def _two_tables(payload):
    """Return what says that an order was made of two tables, each without people: either may arrive again alone."""
    if not hasattr(payload, 'get') or payload.get(HOLDS) not in (HEADS, ITEMS, BOTH):
        return {}
    tables = payload.get(TABLES) if payload[HOLDS] == BOTH else None
    if not hasattr(tables, 'get'):
        return {HOLDS: payload[HOLDS]}
    known = {kind: tables[kind] for kind in (HEADS, ITEMS) if hasattr(tables.get(kind), 'get')}
    return {HOLDS: BOTH, TABLES: {kind: forgotten({**table, TABLES: None}) for kind, table in known.items()}}


def _known(fields, others, item):
    known = {name for mapping, leaves in filled(fields, item) for name, _path, _kind in leaves}
    return {name: value for name, value in item.items() if name in known or name in others}
