# Part of store_group. License LGPL-3.
"""A short name for a store's warehouse: at most five characters, unique per company."""

import re

DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'


def short_code(code, taken, size=5):
    """Return a code of at most `size` capitals and digits that is not in `taken`, as near to `code` as can be.

    :param str code: the store's code, any script
    :param taken: iterable of codes in use, compared without regard to case
    :raises ValueError: when every code of this size is in use

    >>> short_code('hz-001', ()), short_code('STORE001', ['STORE']), short_code('STORE002', ['STORE', 'STO01'])
    ('HZ001', 'STO01', 'STO02')
    >>> short_code('A', ['A']), short_code('杭州店', ['ST'])
    ('A2', 'ST2')
    """
    used = {word.upper() for word in taken}
    wanted = re.sub(r'[^A-Z0-9]', '', code.upper()) or 'ST'
    # Store codes usually differ at the end, so keep the last digits.
    tail = re.search(r'\d*$', wanted)[0].lstrip('0')[-2:]
    candidates = [wanted] if len(wanted) <= size else [wanted[:size]]
    if len(wanted) > size and tail:
        candidates.append(wanted[: size - 2] + tail.zfill(2))
    for candidate in candidates:
        if candidate not in used:
            return candidate
    for number in range(2, len(DIGITS) ** 3):
        end = _in_base(number)
        candidate = wanted[: size - len(end)] + end
        if candidate not in used:
            return candidate
    raise ValueError('no code left')


def _in_base(number):
    end = ''
    while number:
        number, rest = divmod(number, len(DIGITS))
        end = DIGITS[rest] + end
    return end
