# Part of store_group. License LGPL-3.
"""Is this the phone of a person, or a number that a platform lends for one parcel?"""

import re

# A mobile number of China with an extension: 18412345678-1234, 13800138000转1234, 138 0013 8000 ext. 1234
_LENT = re.compile(r'(?:\+?0{0,2}86[\s-]*)?1[3-9](?:[\s-]?\d){9}\s*(?:[-,，#*_—–转]|ext\.?|分机)\s*\[?\d{2,6}\]?', re.IGNORECASE)


def is_virtual(value):
    """Return whether `value` (str) is a number with an extension that a platform lends for a time: somebody else has it later.

    >>> [is_virtual(text) for text in ('18412345678-1234', '13800138000转0042', '+86 138 0013 8000 ext. 12', '18412345678,7171')]
    [True, True, True, True]
    >>> [is_virtual(text) for text in ('13800138000', '138-0013-8000', '0571-88888888-123', '+49 221 1234', '')]
    [False, False, False, False, False]
    """
    return bool(_LENT.fullmatch(value.strip()))
