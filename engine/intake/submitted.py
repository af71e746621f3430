# Part of store_group. License LGPL-3.
"""What a program submits: a JSON list of canonical orders -> entries."""

import json

from ..cleaning.uncleanable import Uncleanable
from ..cleaning.values import clean
from ..table.cell import Unreadable
from .entries import Entry
from .issue import Issue
from .payload import storable_json
from .returns import with_returns

SHOWN = 100  # characters of what is no order


def read(raw):
    """Return (Entries, issues without order, number of items) of a JSON list, bytes in UTF-8.

    An item that is no order, or has no number, is an Entry with the issue that says so.

    :raises Unreadable: 'not_json'

    >>> entries, issues, count = read(b'[{"external_id": " N1"}, {"external_id": []}, 5]')
    >>> [(entry.external_id, [issue.code for issue in entry.issues]) for entry in entries], issues, count
    ([('N1', []), (None, ['bad_type']), (None, ['not_an_order'])], [], 3)
    """
    try:
        orders = storable_json(json.loads(raw.decode('utf-8-sig')))
    except (ValueError, RecursionError) as error:
        raise Unreadable('not_json', str(error)) from None
    if not isinstance(orders, list):
        raise Unreadable('not_json')
    return [_entry(position, payload) for position, payload in enumerate(orders)], [], len(orders)


def _entry(position, payload):
    if not isinstance(payload, dict):
        return Entry(position, None, {}, issues=[Issue('not_an_order', found=str(payload)[:SHOWN])])
    issues = []
    try:
        external_id = clean('code', payload.get('external_id'))
    except Uncleanable as problem:
        external_id, found = None, str(payload['external_id'])[:SHOWN]
        issues.append(Issue(problem.code, field='external_id', found=found))
    if external_id is None and not issues:
        issues.append(Issue('missing_value', field='external_id'))
    return Entry(position, external_id, with_returns(payload), issues=issues)
