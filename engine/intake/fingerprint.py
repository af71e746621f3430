# Part of store_group. License LGPL-3.
"""Do two payloads say the same? Only what we use counts: unknown keys, row numbers and raw cells do not."""
import hashlib
import json
from datetime import date, datetime, timezone
from functools import lru_cache

from ..cleaning.numbers import plain
from ..cleaning.uncleanable import Uncleanable
from ..cleaning.values import REMEMBERED, clean
from .vocabulary import LINE_FIELDS, ORDER_FIELDS, REFUND_FIELDS, SHIPMENT_FIELDS

LISTS = (list, tuple)
# The moment of the last change says how old a content is, not what it is.
_NOT_CONTENT = frozenset(('updated_at',))
_encode = json.JSONEncoder(sort_keys=True, ensure_ascii=False, default=str).encode
_CONTENT = {path: kind for path, kind in ORDER_FIELDS.items() if path not in _NOT_CONTENT}
_PARTS = {'lines': LINE_FIELDS, 'refunds': REFUND_FIELDS, 'shipments': SHIPMENT_FIELDS}


def content_hash(payload):
    """Return the sha256 (hex str) of a canonical order.

    The same for another order of keys, lines, refunds or shipments, another spelling of numbers, dates and
    blanks, and for None, '' or a missing key. Never changes `payload`; values of a wrong type count as their
    text.

    >>> content_hash({'external_id': '1', 'total': '1.0'}) == content_hash({'total': 1, 'external_id': ' 1'})
    True
    """
    content = _normals(_CONTENT, payload)
    for name, kinds in _PARTS.items():
        items = at(payload, name)
        content[name] = sorted(
            (_dumps(_normals(kinds, item)) for item in items)
            if isinstance(items, LISTS) else [_dumps(str(items))] if items else []
        )
    return hashlib.sha256(_dumps(content).encode('utf-8', 'replace')).hexdigest()


def at(payload, path):
    """Return the value at a dotted `path` of nested mappings, or None where there is none."""
    for name in path.split('.') if '.' in path else (path,):
        payload = payload.get(name) if hasattr(payload, 'get') else None
    return payload


def present(kinds, source):
    """Yield (path, kind, value) of what is there of `kinds`, {dotted path: kind}, in nested mappings."""
    get = getattr(source, 'get', None)
    for path, kind in kinds.items() if get else ():
        value = at(source, path) if '.' in path else get(path)
        if value is not None:
            yield path, kind, value


def _normals(kinds, source):
    """Return {path: comparable value} of what is there in `source`."""
    return {path: _normal(kind, value) for path, kind, value in present(kinds, source)}


def _normal(kind, value):
    return _known_normal(kind, value) if type(value) is str and len(value) <= REMEMBERED else _clean_normal(kind, value)


def _clean_normal(kind, value):
    try:
        value = clean(kind, value)
    except Uncleanable:
        return '? %s' % (value,)
    if kind in ('money', 'price', 'quantity', 'rate') and value is not None:
        return plain(value)
    if isinstance(value, datetime):
        return (value.astimezone(timezone.utc) if value.tzinfo else value).isoformat()
    return value.isoformat() if isinstance(value, date) else value


_known_normal = lru_cache(maxsize=2**16)(_clean_normal)


def _dumps(value):
    if isinstance(value, dict):
        value = {key: part for key, part in value.items() if part not in (None, '', (), [])}
    return _encode(value)
