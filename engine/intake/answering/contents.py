# Part of store_group. License LGPL-3.
"""Values inside a content: read, replaced, compared."""

import re

from ...cleaning.values import FALSE_WORDS, TRUE_WORDS
from ..fingerprint import LISTS
from ..vocabulary import IS_RETURN, STATUSES

_STEP = re.compile(r'([a-z_]+)(?:\[(\d+)\])?')
MOST = 12


def value_at(payload, path):
    """Return the value at `path`, such as 'lines[2].quantity', None if there is none.

    >>> value_at({'lines': [{'quantity': 'two'}]}, 'lines[0].quantity'), value_at({}, 'lines[0].quantity')
    ('two', None)
    """
    for step in path.split('.'):
        name, index = _STEP.fullmatch(step).groups()
        payload = payload.get(name) if hasattr(payload, 'get') else None
        if index is not None:
            payload = payload[int(index)] if isinstance(payload, LISTS) and int(index) < len(payload) else None
    return payload


def replaced(payload, path, value):
    """Return a copy of `payload` with `value` at `path`.

    >>> replaced({'lines': [{'sku': 'A'}, {'sku': 'B'}]}, 'lines[1].sku', 'C')
    {'lines': [{'sku': 'A'}, {'sku': 'C'}]}
    >>> replaced({}, 'store', 'N1')
    {'store': 'N1'}

    :raises IndexError: no such line
    """
    step, _dot, rest = path.partition('.')
    name, index = _STEP.fullmatch(step).groups()
    copy = dict(payload or {})
    if index is None:
        copy[name] = replaced(copy.get(name), rest, value) if rest else value
    else:
        items = list(copy.get(name) or ())
        items[int(index)] = replaced(items[int(index)], rest, value) if rest else value
        copy[name] = items
    return copy


def target_of(path):
    """Return what a column means whose value stands at `path` in a content.

    >>> target_of('status'), target_of('lines[3].is_return'), target_of('line.is_return')
    ('status', 'line.is_return', 'line.is_return')
    """
    step, _dot, rest = (path or '').partition('.')
    return f'line.{rest}' if step.startswith('lines[') else path or ''


def words_taken(target):
    """Return the pairs (word, meaning) that a column takes without a list of words; none where it takes any text.

    >>> words_taken('status')[0], ('yes', 'true') in words_taken('line.is_return'), words_taken('store')
    (('unpaid', 'unpaid'), True, ())
    """
    if target == 'status':
        return tuple((status, status) for status in STATUSES)
    if target == IS_RETURN:
        return (*((word, 'true') for word in sorted(TRUE_WORDS)), *((word, 'false') for word in sorted(FALSE_WORDS)))
    return ()


def differences(ours, other):
    """Return [(path, ours, theirs)] of the values in which two contents differ, at most 12; places in a file are left out.

    >>> differences({'total': '5', 'lines': [{'sku': 'A', 'row': 2}]}, {'total': '6', 'lines': [{'sku': 'A', 'row': 9}]})
    [('total', '5', '6')]
    """
    found = []
    _compare('', ours or {}, other or {}, found)
    return found[:MOST]


def _compare(path, one, other, found):
    if one == other or len(found) > MOST:
        return
    if hasattr(one, 'get') and hasattr(other, 'get'):
        for name in sorted({*one, *other} - {'row', 'raw', 'parts'}):
            _compare(f'{path}.{name}' if path else name, one.get(name), other.get(name), found)
    elif isinstance(one, LISTS) and isinstance(other, LISTS):
        for at in range(max(len(one), len(other))):
            pair = [items[at] if at < len(items) else None for items in (one, other)]
            _compare(f'{path}[{at}]', *pair, found)
    elif str(one if one is not None else '') != str(other if other is not None else ''):
        found.append((path, _shown(one), _shown(other)))


def _shown(value):
    if hasattr(value, 'get'):
        value = ' · '.join(str(item) for name, item in value.items() if name not in ('row', 'raw') and item not in (None, ''))
    return '' if value is None else str(value)[:200]


def told(payload, position=None):
    """Return [(field, value)] of what a content says of one line and its order, in the order of the content, for a person.

    :param int position: of the line, None for the first

    >>> told({'external_id': '1', 'customer': {'name': 'Li'}, 'lines': [{'sku': 'A', 'row': 2, 'raw': {'Size': 'M'}}]})
    [('external_id', '1'), ('customer.name', 'Li'), ('line.sku', 'A'), ('Size', 'M')]
    """
    found = []
    _tell('', {name: value for name, value in (payload or {}).items() if name not in ('lines', 'parts')}, found)
    lines = value_at(payload or {}, 'lines')
    line = lines[position or 0] if isinstance(lines, LISTS) and (position or 0) < len(lines) else {}
    if hasattr(line, 'get'):
        _tell('line', {name: value for name, value in line.items() if name not in ('row', 'raw')}, found)
        raw = line.get('raw')
        found += [(str(name), str(value)) for name, value in raw.items()] if hasattr(raw, 'items') else []
    return found


def _tell(path, values, found):
    for name, value in values.items():
        place = f'{path}.{name}' if path else str(name)
        if hasattr(value, 'items'):
            _tell(place, value, found)
        elif value not in (None, '') and not isinstance(value, LISTS):
            found.append((place, str(value)[:200]))
