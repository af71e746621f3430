# Part of store_group. License LGPL-3.
"""Is this text a mask or a ciphertext? Platforms hide who gets a parcel: 李**, 138****0074, ~AgAAANwK..., #8n5W...#."""

import re
from functools import lru_cache

from .text import fold

_MARKS = re.compile(
    r'[*＊•●■□※]|○{2}|×{2}|密文|已加密|已脱敏|\$\$|##|[xX]{3,}|\d(?:[-_?？]{3,}|…+)\d|^.{1,3}…+$|^([#$~])[^#$~\s]{4,}\1$'
)
# One long word without a space, with upper and lower case letters and digits, like base64.
_SECRET = re.compile(r'[~$#|]?[A-Za-z0-9+/=_~$#|.-]{24,}')


def has_mask(value):
    """Return whether characters of `value` (str) are masked. Ciphertext is not detected: buyer numbers may look like it.

    >>> has_mask('t**1'), has_mask('AAHk5dEAAeGwJedwSxMBF123456')
    (True, False)
    """
    return bool(_MARKS.search(value))


@lru_cache(maxsize=2**12)
def is_masked(value):
    """Return whether `value` (str) is partly or completely masked. Such values are not used for matching or sending.

    >>> [is_masked(text) for text in ('李**', '138****0074', '138XXXX0074', '幸福路***', '密文', '~AgAAANwKc3Rvcm1kZXI5Mjgx')]
    [True, True, True, True, True, True]
    >>> [is_masked(text) for text in ('李四', '13800138000', 'Old Road 1', 'ann@example.com', '', 'Max Exxon')]
    [False, False, False, False, False, False]
    """
    text = value.strip()
    if has_mask(text):
        return True
    return bool(_SECRET.fullmatch(text)) and fold(text) != text and any(mark.isdigit() for mark in text)
