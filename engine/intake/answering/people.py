# Part of store_group. License LGPL-3.
"""Which of our contacts may a buyer of a channel be? By number, mail or phone; never by a name alone."""

import re
from dataclasses import dataclass

from ...cleaning.masked import is_masked
from ...cleaning.phones import is_virtual
from ...cleaning.text import fold
from .alike import ALIKE, UNLIKE, likeness
from .scoring import candidate, ranked

_NO_DIGIT = re.compile(r'\D')
SHORTEST = 7


@dataclass(frozen=True)
class Person:
    """A buyer as a channel describes it, or a contact of ours (`key` is its id)."""

    name: str = ''
    phone: str = ''
    email: str = ''
    number: str = ''
    key: int = 0


def digits(phone):
    """Return the digits that identify a phone: without the country code of China, '' for a masked, lent or short one.

    >>> digits('+86 138-0013-8000'), digits('138****8000'), digits('110'), digits('0086 13800138000')
    ('13800138000', '', '', '13800138000')
    """
    if not phone or is_masked(phone) or is_virtual(phone):
        return ''
    found = _NO_DIGIT.sub('', phone).removeprefix('00')
    found = found[2:] if len(found) == 13 and found.startswith('86') else found
    return found if len(found) >= SHORTEST else ''


def mail(email):
    """Return a mail address for comparing, '' for a masked one or none.

    >>> mail(' Ann@Example.com'), mail('a**@x.com'), mail('ann')
    ('ann@example.com', '', '')
    """
    text = fold(email or '')
    return text if '@' in text and not is_masked(text) else ''


def propose(buyer, contacts):
    """Return the ranked Candidates for a buyer among `contacts`, both Person.

    >>> ann = Person('Ann Li', '13800138000', key=3)
    >>> [(found.key, found.score) for found in propose(Person('Ann Li', '+86 138 0013 8000'), [ann])]
    [(3, 94)]
    >>> propose(Person('Ann Li'), [ann])
    []
    """
    found = []
    for contact in contacts:
        evidence = [
            name
            for name, one, other in (
                ('number', fold(buyer.number or ''), fold(contact.number or '')),
                ('email', mail(buyer.email), mail(contact.email)),
                ('phone', digits(buyer.phone), digits(contact.phone)),
            )
            if one and one == other
        ]
        if not evidence:
            continue
        alike = likeness(buyer.name, contact.name) if buyer.name and contact.name and not is_masked(buyer.name) else None
        doubts = ['other_person'] if alike is not None and alike <= UNLIKE else []
        found.append(candidate(contact.key, evidence, doubts, same_name=alike is not None and alike >= ALIKE))
    return ranked(found)
