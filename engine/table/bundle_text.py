# Part of store_group. License LGPL-3.
"""The products of a bundle in one cell: ``A-1*2@60; B-2``."""

import re
from decimal import Decimal

from ..cleaning.numbers import plain

_PART = re.compile(r'(?P<code>.+?)(?:\s*[*×]\s*(?P<quantity>\d+(?:\.\d+)?))?(?:\s*@\s*(?P<share>\d+(?:\.\d+)?)\s*%?)?')


class BadBundle(ValueError):
    """A part of the text is no product of a bundle: `part`."""

    def __init__(self, part):
        super().__init__(part)
        self.part = part


def read(text):
    """Return [(code, quantity, share in per cent, 0 for none)] of the text of a bundle.

    :raises BadBundle: a part has no quantity above zero, or a share beyond 100

    >>> read('A-1*2@60; B-2')
    [('A-1', Decimal('2'), Decimal('60')), ('B-2', Decimal('1'), Decimal('0'))]
    """
    parts = []
    for part in re.split('[;；\n]', text):
        if not part.strip():
            continue
        found = _PART.fullmatch(part.strip())
        quantity, share = (Decimal(found[name] or default) for name, default in (('quantity', '1'), ('share', '0')))
        if not quantity or share > 100 or set('*×@') & set(found['code']):
            raise BadBundle(part.strip())
        parts.append((found['code'].strip(), quantity, share))
    return parts


def write(parts):
    """Return the text of (code, quantity, share), as `read` takes it.

    >>> write([('A-1', Decimal(2), Decimal('60.0')), ('B-2', Decimal(1), Decimal(0))])
    'A-1*2@60; B-2*1'
    """
    return '; '.join(f"{code}*{plain(quantity)}{f'@{plain(share)}' if share else ''}" for code, quantity, share in parts)
