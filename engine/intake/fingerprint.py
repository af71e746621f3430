# Part of store_group. License LGPL-3.
"""Compares the content of payloads. Unknown keys, row numbers and raw cells are ignored."""

import hashlib
import json
from datetime import date, datetime, timezone
from functools import lru_cache

from ..cleaning.numbers import plain
from ..cleaning.uncleanable import Uncleanable
from ..cleaning.values import REMEMBERED, clean
from .fields import LINE, REFUND, SHIPMENT, filled, tree
from .recipient import same_recipient
from .vocabulary import ORDER_FIELDS

LISTS = (list, tuple)
# The time of the last change is not part of the content.
_NOT_CONTENT = frozenset(('updated_at',))
# Fields a channel may change on a confirmed order without a decision by a user.
PROGRESS_KEYS = frozenset('status paid_at updated_at ship_by shipments refunds fees tags seller_note buyer_note'.split())
# Fields besides the recipient that change neither goods nor amounts.
WORD_KEYS = frozenset(('salesperson', 'invoice_request'))
_encode = json.JSONEncoder(sort_keys=True, ensure_ascii=False, default=str).encode
_CONTENT = tree({path: kind for path, kind in ORDER_FIELDS.items() if path not in _NOT_CONTENT})
_PARTS = {'lines': LINE, 'refunds': REFUND, 'shipments': SHIPMENT}


def content_hash(payload):
    """Return the sha256 (hex str) of a canonical order.

    The same for another order of keys, lines, refunds or shipments, another spelling of numbers, dates and
    blanks, and for None, '' or a missing key. Never changes `payload`; values of a wrong type count as their
    text.

    >>> content_hash({'external_id': '1', 'total': '1.0'}) == content_hash({'total': 1, 'external_id': ' 1'})
    True
    """
    content = _members(_CONTENT, payload)
    for name, fields in _PARTS.items():
        items = at(payload, name)
        if isinstance(items, LISTS):
            texts = sorted([_object(_members(fields, item)) for item in items])
        else:
            texts = [_encode(str(items))] if items else ()
        if texts:
            content.append(f'"{name}": [{", ".join(map(_encode, texts))}]')
    return hashlib.sha256(_object(content).encode('utf-8', 'replace')).hexdigest()


def line_texts(payload):
    """Return one comparable str per line of a canonical order, equal when `content_hash` is.

    >>> line_texts({'lines': [{'sku': 'A', 'quantity': '1.0'}]}) == line_texts({'lines': [{'quantity': 1, 'sku': 'A', 'row': 2}]})
    True
    """
    items = at(payload, 'lines')
    return [_object(_members(LINE, item)) for item in items] if isinstance(items, LISTS) else []


def sells_the_same(old, new):
    """Return whether two canonical orders differ only in their progress."""
    return _same_but(PROGRESS_KEYS, *same_recipient(old or {}, new or {}))


def costs_the_same(old, new):
    """Return whether two canonical orders sell the same goods at the same prices to the same buyer.

    >>> one = {'total': 1, 'customer': {'external_id': 'B', 'address': {'city': 'X'}}}
    >>> costs_the_same(one, {'total': 1, 'customer': {'external_id': 'B', 'address': {'city': 'Y'}}, 'salesperson': 'W'})
    True
    >>> costs_the_same(one, {**one, 'customer': {'external_id': 'C'}}), costs_the_same(one, {**one, 'total': 2})
    (False, False)
    """
    return _same_but(
        PROGRESS_KEYS | WORD_KEYS,
        *({**payload, 'customer': {'external_id': at(payload, 'customer.external_id')}} for payload in (old or {}, new or {})),
    )


def _same_but(keys, old, new):
    old, new = ({key: value for key, value in payload.items() if key not in keys} for payload in (old, new))
    return content_hash(old) == content_hash(new)


def at(payload, path):
    """Return the value at a dotted `path` of nested mappings, or None where there is none."""
    for name in path.split('.') if '.' in path else (path,):
        payload = payload.get(name) if hasattr(payload, 'get') else None
    return payload


def _object(members):
    """Return the JSON text of the mapping with these `members`, '"path": value' each, in the order of their paths."""
    return '{%s}' % ', '.join(sorted(members))


def _members(fields, source):
    """Return '"path": comparable value', as JSON text, of each non-blank value in `source`."""
    members = [
        _known_member(path, kind, value) if type(value) is str and len(value) <= REMEMBERED else _member(path, kind, value)
        for mapping, leaves in filled(fields, source)
        for name, path, kind in leaves
        if (value := mapping.get(name)) is not None
    ]
    return members if all(members) else list(filter(None, members))


def _member(path, kind, value):
    value = _normal(kind, value)
    return '' if value in (None, '', (), []) else f'"{path}": {_encode(value)}'


# values repeat in a file
_known_member = lru_cache(maxsize=2**13)(_member)


def _normal(kind, value):
    try:
        value = clean(kind, value)
    except Uncleanable:
        return '? %s' % (value,)
    if kind in ('money', 'price', 'quantity', 'count', 'rate') and value is not None:
        return plain(value)
    if isinstance(value, datetime):
        return (value.astimezone(timezone.utc) if value.tzinfo else value).isoformat()
    return value.isoformat() if isinstance(value, date) else value
