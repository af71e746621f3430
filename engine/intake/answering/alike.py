# Part of store_group. License LGPL-3.
"""Are two names alike? By pairs of neighbouring characters, which works for Chinese as for English."""

import re

from ...cleaning.text import fold, shape

_MARKS = re.compile(r'[\W_]+')
ALIKE, UNLIKE = 0.6, 0.25


def plain(value):
    """Return a code without anything but letters and digits, '' if there are none.

    >>> plain('ab-12 / X'), plain('００ＡＢ.1'), plain('--')
    ('ab12x', 'ab1', '')
    """
    return _MARKS.sub('', shape(value or ''))


def likeness(one, other):
    """Return from 0 (nothing in common) to 1 (the same) how alike two texts are; 0 if one is empty.

    >>> likeness('白色 T恤', '白色T恤'), likeness('T恤', '裤子'), round(likeness('White Shirt M', 'Shirt White'), 2)
    (1.0, 0.0, 0.82)
    """
    one, other = (_MARKS.sub('', fold(text or '')) for text in (one, other))
    if not one or not other:
        return 0.0
    if one == other:
        return 1.0
    pairs, others = _pairs(one), _pairs(other)
    if not pairs or not others:
        return 0.0
    return 2 * len(pairs & others) / (len(pairs) + len(others))


def _pairs(text):
    return {text[at : at + 2] for at in range(len(text) - 1)}


def best_likeness(name, names):
    """Return the likeness of `name` to the nearest of `names`, None if there is nothing to compare.

    >>> best_likeness('Cap', ['帽子', 'cap']), best_likeness('', ['cap']), best_likeness('Cap', [])
    (1.0, None, None)
    """
    known = [other for other in names if other]
    return max(likeness(name, other) for other in known) if name and known else None
