# Part of store_group. License LGPL-3.
"""Are two contacts one customer? A key that is theirs alone says so; a name or an address says only which to look at first."""

import re
from dataclasses import dataclass, replace

from ..cleaning.masked import is_masked
from ..cleaning.text import fold
from ..intake.answering.alike import ALIKE, UNLIKE, likeness
from ..intake.answering.people import digits, mail

KEYS = {'tax': 92, 'email': 90, 'phone': 88}  # how strong each is alone, in per cent
MORE, SAME_NAME, SAME_PLACE, OTHER_NAME, MOST = 3, 5, 3, 30, 99


@dataclass(frozen=True)
class Contact:
    """A contact: its id, that of the one it stands for now (`root`), and what it is known by."""

    key: int
    root: int
    name: str = ''
    phone: str = ''
    email: str = ''
    tax: str = ''
    place: str = ''


@dataclass(frozen=True)
class Match:
    """That a contact may be another (`key`): by which keys, and how sure, in per cent; `is_other`: their names differ."""

    key: int
    score: int
    keys: tuple
    is_other: bool = False


def tax_number(text):
    """Return a tax number for comparing, '' for a masked or short one.

    >>> tax_number(' 9131-0000 ma1k 0000 1x'), tax_number('913***'), tax_number('12')
    ('91310000MA1K00001X', '', '')
    """
    found = re.sub(r'[\W_]+', '', text or '').upper()
    return found if len(found) >= 8 and not is_masked(text) else ''


def keys_of(contact):
    """Return {kind: value} of the strong keys of a Contact.

    >>> keys_of(Contact(1, 1, 'Ann', '138 0013 8000', 'Ann@x.com')), keys_of(Contact(1, 1, 'Ann', '138****8000'))
    ({'email': 'ann@x.com', 'phone': '13800138000'}, {})
    """
    found = {'tax': tax_number(contact.tax), 'email': mail(contact.email), 'phone': digits(contact.phone)}
    return {kind: value for kind, value in found.items() if value}


def matches(new, known):
    """Return the Matches of a contact among others that share a strong key with it, the surest first; never by a name alone.

    >>> ann = Contact(3, 3, 'Ann Li', '13800138000')
    >>> matches(Contact(9, 9, 'Ann Li', '+86 138 0013 8000'), [ann])
    [Match(key=3, score=93, keys=('phone',), is_other=False)]
    >>> matches(Contact(9, 9, 'Ann Li'), [ann]), matches(Contact(9, 9, 'Bob', '13800138000'), [ann])[0].is_other
    ([], True)
    """
    own, found = keys_of(new), []
    for contact in known:
        theirs = keys_of(contact)
        shared = tuple(kind for kind in KEYS if own.get(kind) and own[kind] == theirs.get(kind))
        if shared and contact.key != new.key:
            found.append(_match(new, contact, shared))
    return sorted(found, key=lambda match: (-match.score, match.key))


def _match(new, contact, shared):
    alike = likeness(new.name, contact.name) if new.name and contact.name and not is_masked(new.name + contact.name) else None
    is_other = alike is not None and alike <= UNLIKE
    score = max(KEYS[kind] for kind in shared) + MORE * (len(shared) - 1) - OTHER_NAME * is_other
    score += SAME_NAME * (alike is not None and alike >= ALIKE) + SAME_PLACE * is_same_place(new.place, contact.place)
    return Match(contact.key, min(score, MOST), shared, is_other)


def is_same_place(one, other):
    """Whether two addresses are alike, and every number in them is the same.

    >>> is_same_place('Road 487, Suzhou', 'Suzhou Road 487'), is_same_place('Road 487, Suzhou', 'Road 478, Suzhou')
    (True, False)
    """
    numbers = [sorted(re.findall(r'\d+', fold(text or ''))) for text in (one, other)]
    return bool(one and other) and numbers[0] == numbers[1] and likeness(one, other) >= ALIKE


def of_each(found, roots):
    """Return the surest Match of each customer, as one of the contact they are known by; in their order.

    >>> of_each([Match(3, 93, ('phone',)), Match(4, 90, ('email',))], {3: 1, 4: 1})
    [Match(key=1, score=93, keys=('phone',), is_other=False)]
    """
    best = {}
    for match in found:
        best.setdefault(roots[match.key], replace(match, key=roots[match.key]))
    return list(best.values())


def one_of(found, roots):
    """Return the id of the contact a new one is without asking, None where a person has to look.

    It has to be one customer, whatever contacts they have, and none of them under quite another name.

    :param found: Matches; :param dict roots: {key of a contact: the one it stands for}

    >>> one_of([Match(3, 93, ('phone',)), Match(4, 90, ('email',))], {3: 3, 4: 3})
    3
    >>> one_of([Match(3, 93, ('phone',)), Match(4, 90, ('email',))], {3: 3, 4: 4}), one_of([], {})
    (None, None)
    """
    meant = {roots[match.key] for match in found}
    return meant.pop() if len(meant) == 1 and not any(match.is_other for match in found) else None
