# Part of store_group. License LGPL-3.
"""Lines of one order with equal content or the same line number, which may be duplicates."""

import json


def equal_groups(lines):
    """Return the groups (lists of two or more) of equal `lines`, in their order.

    :param list lines: lines in canonical JSON form; their row in the sheet is ignored

    >>> equal_groups([{'sku': 'A', 'row': 2}, {'sku': 'B', 'row': 3}, {'sku': 'A', 'row': 4}])
    [[{'sku': 'A', 'row': 2}, {'sku': 'A', 'row': 4}]]
    >>> equal_groups([{'sku': 'A', 'external_id': '1'}, {'sku': 'A', 'external_id': '2'}])
    []
    """
    groups = {}
    for line in lines:
        groups.setdefault(_identity(line), []).append(line)
    return [group for group in groups.values() if len(group) > 1]


def once(payload):
    """Return a copy of the canonical order `payload` with the first line of each group only.

    >>> once({'total': '1', 'lines': [{'sku': 'A', 'row': 2}, {'sku': 'A', 'row': 3}]})
    {'total': '1', 'lines': [{'sku': 'A', 'row': 2}]}
    """
    first = {}
    for line in payload['lines']:
        first.setdefault(_identity(line), line)
    return {**payload, 'lines': list(first.values())}


def _identity(line):
    if line.get('external_id'):
        return str(line['external_id'])
    return json.dumps({key: value for key, value in line.items() if key != 'row'}, sort_keys=True, default=str)
