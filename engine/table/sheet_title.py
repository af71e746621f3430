# Part of store_group. License LGPL-3.
"""The name of a sheet in a workbook, which a spreadsheet limits."""

import re

LONGEST = 31
_FORBIDDEN = re.compile(r'[\[\]:*?/\\]')
_RESERVED = ('history',)


def sheet_title(title, taken=None):
    """Return a name that Excel accepts for a sheet, no two alike; `taken`, a set, learns it.

    >>> taken = set()
    >>> sheet_title('Sales: by store/month', taken), sheet_title('sales  by store month', taken)
    ('Sales  by store month', 'sales  by store month 2')
    >>> sheet_title("'s Hof'"), sheet_title('History'), sheet_title('?')
    ('s Hof', 'History 2', 'Sheet')
    """
    taken = set() if taken is None else taken
    start = name = _FORBIDDEN.sub(' ', title).strip(" '")[:LONGEST].strip(" '") or 'Sheet'
    number = 1
    while name.casefold() in (*taken, *_RESERVED):
        number += 1
        name = f'{start[: LONGEST - 1 - len(str(number))]} {number}'
    taken.add(name.casefold())
    return name
