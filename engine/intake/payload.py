# Part of store_group. License LGPL-3.
"""Reads values of an unchecked canonical order in the same way as the check."""

from math import isfinite

from ..cleaning.moments import in_utc
from ..cleaning.text import storable
from ..cleaning.uncleanable import Uncleanable
from ..cleaning.values import clean
from .fingerprint import at


def store_name_of(payload):
    """Return the store name in an order, '' if none."""
    name = at(payload, 'store')
    return str(name).strip() if name not in (None, '') else ''


def code_of(value):
    """Return the code in a raw value, its plain text if it is no code, '' for nothing.

    >>> code_of(' R1\\n'), code_of('Ｒ１'), code_of(7), code_of(None)
    ('R1', 'R1', '7', '')
    """
    try:
        return clean('code', value) or ''
    except Uncleanable:
        return str(value).strip()


def status_of(payload):
    """Return the status of a canonical order, '' for none.

    >>> status_of({'status': 'Cancelled '}), status_of({'status': 'ＳＨＩＰＰＥＤ'}), status_of({'status': None}), status_of(None)
    ('cancelled', 'shipped', '', '')
    """
    return code_of(at(payload, 'status')).lower()


def changed_at(payload, tz):
    """Return when a canonical order was changed in its channel, in aware UTC, or None if missing or unreadable.

    :param str tz: the zone of its store

    >>> changed_at({'updated_at': '2026-11-11 10:00:00'}, 'Asia/Shanghai') < changed_at(
    ...     {'updated_at': '2026-11-11T03:00:00Z'}, 'Asia/Shanghai')
    True
    >>> changed_at({'updated_at': 'yesterday'}, 'Asia/Shanghai')
    """
    try:
        value = clean('date', at(payload, 'updated_at'))
    except Uncleanable:
        return None
    return in_utc(value, tz) if value else None


def storable_json(value):
    """Return a copy of a JSON value without the characters a database refuses."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, dict):
        return {storable(str(key)): storable_json(item) for key, item in value.items()}
    if isinstance(value, float) and not isfinite(value):
        return str(value)
    return [storable_json(item) for item in value] if isinstance(value, (list, tuple)) else value
