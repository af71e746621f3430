# Part of store_group. License LGPL-3.
"""Compares the content of payloads. Unknown keys, row numbers and raw cells are ignored."""

import hashlib
import json
from datetime import date, datetime, timezone
from functools import lru_cache

from ..cleaning.numbers import plain
from ..cleaning.uncleanable import Uncleanable
from ..cleaning.values import REMEMBERED, clean_anew
from .fields import LINE, ORDER, REFUND, SHIPMENT, filled
from .recipient import same_recipient

LISTS = (list, tuple)
# The time of the last change is not part of the content.
_NOT_CONTENT = frozenset(('updated_at',))
# Fields a channel may change on a confirmed order without a decision by a user.
PROGRESS_KEYS = frozenset('status paid_at updated_at ship_by shipments refunds fees tags seller_note buyer_note'.split())
# Fields besides the recipient that change neither goods nor amounts.
WORD_KEYS = frozenset(('salesperson', 'invoice_request'))
_encode = json.JSONEncoder(sort_keys=True, ensure_ascii=False, default=str).encode
_quoted = json.encoder.encode_basestring  # what it does with a text
_NUMBERS = frozenset(('money', 'price', 'quantity', 'count', 'rate'))
_PARTS = {'lines': LINE, 'refunds': REFUND, 'shipments': SHIPMENT}


def content_hash(payload):
    """Return the sha256 (hex str) of a canonical order.

    The same for another order of keys, lines, refunds or shipments, another spelling of numbers, dates and
    blanks, and for None, '' or a missing key. Never changes `payload`; values of a wrong type count as their
    text.

    >>> content_hash({'external_id': '1', 'total': '1.0'}) == content_hash({'total': 1, 'external_id': ' 1'})
    True
    """
    parts = {}
    for name, fields in _PARTS.items():
        items = at(payload, name)
        if isinstance(items, LISTS):
            parts[name] = [object_text(_members(fields, item).values()) for item in items]
        else:
            parts[name] = [_encode(str(items))] if items else ()
    return hash_of(_members(ORDER, payload), parts)


def hash_of(members, parts):
    """Return the `content_hash` of an order that was read already.

    :param dict members: what it says itself, {path: '"path": value'}, as ``read`` gives the values; :param parts: {'lines':
        texts, ...}
    """
    members = [member for path, member in members.items() if path not in _NOT_CONTENT]
    said = [f'"{name}": [{", ".join(map(_quoted, sorted(texts)))}]' for name, texts in parts.items() if texts]
    return hashlib.sha256(object_text([*members, *said]).encode('utf-8', 'replace')).hexdigest()


def line_texts(payload):
    """Return one comparable str per line of a canonical order, equal when `content_hash` is.

    >>> line_texts({'lines': [{'sku': 'A', 'quantity': '1.0'}]}) == line_texts({'lines': [{'quantity': 1, 'sku': 'A', 'row': 2}]})
    True
    """
    items = at(payload, 'lines')
    return [object_text(_members(LINE, item).values()) for item in items] if isinstance(items, LISTS) else []


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


def object_text(members):
    """Return the JSON text of the mapping with these `members`, '"path": value' each, in the order of their paths."""
    return '{%s}' % ', '.join(sorted(members))


def _members(fields, source):
    """Return {path: '"path": comparable value', as JSON text} of each non-blank value in `source`."""
    members = {}
    for mapping, leaves in filled(fields, source):
        for name, path, kind in leaves:
            value = mapping.get(name)
            if value is None:
                continue
            try:
                text = (known_read if type(value) is str and len(value) <= REMEMBERED else read)(kind, value)[1]
            except Uncleanable:
                text = _quoted('? %s' % (value,))
            if text:
                members[path] = f'"{path}": {text}'
    return members


def read(kind, value):
    """Return (the cleaned value, its comparable JSON text) of a raw value; the text is '' where it says nothing.

    :raises Uncleanable: as ``values.clean``

    >>> read('price', '1.50'), read('text', ' a  b '), read('date', '2026-11-11')[1], read('code', '')
    ((Decimal('1.50'), '"1.5"'), ('a b', '"a b"'), '"2026-11-11"', (None, ''))
    """
    cleaned = clean_anew(kind, value)
    return cleaned, _json_text(kind, cleaned)


known_read = lru_cache(maxsize=2**13)(read)  # values repeat in a file, and each is checked and compared


def _json_text(kind, value):
    if value is None:
        return ''
    if kind in _NUMBERS:
        return f'"{plain(value)}"'
    if type(value) is str:
        return _quoted(value) if value else ''
    if isinstance(value, datetime):
        return _quoted((value.astimezone(timezone.utc) if value.tzinfo else value).isoformat())
    if isinstance(value, date):
        return _quoted(value.isoformat())
    return '' if value in ((), []) else _encode(value)
