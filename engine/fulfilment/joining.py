# Part of store_group. License LGPL-3.
"""Which deliveries may leave in one parcel: those to one recipient, from one place, with nothing open about their orders.

A recipient is an address with its phone, or the key a platform gives for one it hides; a name alone is nobody.
"""

import re
import unicodedata
from dataclasses import dataclass

from ..cleaning.masked import has_mask
from ..cleaning.phones import is_virtual

# Why a delivery is in no parcel with others. In this order: the first that holds is told.
LEAVES = (  # it also drops out of a group it is in
    'gone',  # done or cancelled here
    'cancelled',  # the order, here or in its channel
    'held',  # its channel called it off
    'refund',
    'question',  # open, or two contents of the order
    'elsewhere',  # somebody else ships it
    'nobody',  # the recipient is not known well enough
)
WAITS = (  # it is not taken into a group
    'started',  # part of its order has left
    'divided',  # its order has several open deliveries
    'printed',  # its papers are with whoever packs
    'numbered',  # its own label exists
)
MOST = 50  # deliveries in one parcel; more of one recipient is a reseller's list and goes in several


@dataclass(frozen=True)
class Delivery:
    """An open delivery of a channel order.

    `place`: what all of a parcel share (company, store, operation type). `recipient`: see `recipient`, '' for nobody.
    `facts`: which of LEAVES and WAITS hold. `mode`: 'no', 'propose' or 'accept', as its channel is set. `is_apart`: a person
    said that it goes alone. `group`: the key of the group it is in, None for none; `is_settled`: it was accepted there.
    """

    key: int
    place: tuple
    recipient: str
    facts: frozenset = frozenset()
    mode: str = 'propose'
    is_apart: bool = False
    group: int | None = None
    is_settled: bool = False


def folded(text):
    """Return a text without what two people write differently: width, case, blanks and marks; 12-3 is not 123.

    >>> folded('Ｎo. 12， Lake  Road'), folded('12-3') == folded('123'), folded(None)
    ('no 12 lake road', False, '')
    >>> folded('\u6e56\u6ee8\u8def12\u53f7 3\u680b') == folded('\u6e56\u6ee8\u8def12\u53f73\u680b')
    True
    """
    plain = re.sub(r'[\W_]+', ' ', unicodedata.normalize('NFKC', text or '').casefold()).strip()
    return re.sub(r'(?<![0-9a-z]) | (?![0-9a-z])', '', plain)


def digits(phone):
    """Return the number of a phone without the code of China; '' where digits are hidden or lent, or too few to be one.

    >>> digits('+86 138-0013-8000'), digits('138****8000'), digits('18412345678-1234'), digits('12'), digits(None)
    ('13800138000', '', '', '', '')
    """
    plain = unicodedata.normalize('NFKC', phone or '')
    if re.search(r'[^\d\s()+./-]', plain) or is_virtual(plain):
        return ''
    number = re.sub(r'\D', '', plain)
    number = re.sub(r'^(?:00)?86(?=1\d{10}$)', '', number)
    return number if len(number) >= 6 else ''


def recipient(phone, *address):
    """Return the key of a recipient whose address and phone are known; '' where either is missing.

    >>> recipient('13800138000', 'Hangzhou', 'Lake Road 12') == recipient('+86 138 0013 8000', 'HANGZHOU', 'Lake Road, 12')
    True
    >>> recipient('138****8000', 'Lake Road 12'), recipient('13800138000', '', ''), recipient('13800138000', 'Lake ***')
    ('', '', '')
    """
    if any(has_mask(part or '') for part in address):
        return ''
    number, place = digits(phone), [folded(part) for part in address]
    return '|'.join(['plain', number, *place]) if number and any(place) else ''


def hidden(channel, key):
    """Return the key of a recipient a channel hides; '' without the platform's key.

    >>> hidden(3, 'A1b'), hidden(3, False)
    ('hidden|3|A1b', '')
    """
    return f'hidden|{channel}|{key.strip()}' if key and key.strip() else ''


def obstacle(delivery, joins=True):
    """Return why it may not be in a group, '' if it may; `joins`: whether it is to be taken in, not only to stay.

    >>> obstacle(Delivery(1, (), 'r', frozenset({'question', 'held'})))
    'held'
    >>> obstacle(Delivery(1, (), 'r', frozenset({'printed'}))), obstacle(Delivery(1, (), 'r', frozenset({'printed'})), False)
    ('printed', '')
    >>> obstacle(Delivery(1, (), ''), False)
    'nobody'
    """
    facts = delivery.facts | (frozenset() if delivery.recipient else {'nobody'})
    return next((fact for fact in (*LEAVES, *(WAITS if joins else ())) if fact in facts), '')


def why_apart(delivery, first):
    """Return why it may not leave with `first` (None: with nobody): an obstacle, 'place' or 'recipient'; '' if it may.

    >>> one = Delivery(1, ('A',), 'r')
    >>> why_apart(Delivery(2, ('A',), 's'), one), why_apart(Delivery(3, ('B',), 'r'), one), why_apart(one, one)
    ('recipient', 'place', '')
    """
    why = obstacle(delivery, joins=not delivery.is_settled)
    if why or delivery.place != first.place:
        return why or 'place'
    return '' if delivery.recipient == first.recipient else 'recipient'


def misfit(deliveries):
    """Return (key, why) of the first delivery that is to go with the others and may not; None if all may.

    Why is an obstacle, or 'place' or 'recipient': another than that of the first.

    >>> one, two = Delivery(1, ('A',), 'r'), Delivery(2, ('A',), 's')
    >>> misfit([one, two]), misfit([one, Delivery(3, ('B',), 'r')]), misfit([one, Delivery(4, ('A',), 'r')])
    ((2, 'recipient'), (3, 'place'), None)
    """
    found = ((delivery.key, why_apart(delivery, deliveries[0])) for delivery in deliveries)
    return next(((key, why) for key, why in found if why), None)


@dataclass(frozen=True)
class Proposal:
    """Deliveries that could leave in one parcel: `keys` in order, into `group` (None: a new one), `is_accepted` at once."""

    keys: tuple
    group: int | None
    is_accepted: bool


def proposals(deliveries):
    """Return the proposals for those that are in no group yet: at least two of one recipient, or one more to a group.

    >>> a, b, c = (Delivery(number, ('A',), 'r') for number in (1, 2, 3))
    >>> proposals([a, b, Delivery(4, ('A',), 's'), Delivery(5, ('B',), 'r')])
    [Proposal(keys=(1, 2), group=None, is_accepted=False)]
    >>> proposals([Delivery(1, ('A',), 'r', group=9, is_settled=True), c])
    [Proposal(keys=(3,), group=9, is_accepted=False)]
    >>> proposals([Delivery(1, (), 'r', mode='accept'), Delivery(2, (), 'r', mode='accept'), Delivery(3, (), 'r', mode='no')])
    [Proposal(keys=(1, 2), group=None, is_accepted=True)]
    >>> proposals([a, Delivery(2, ('A',), 'r', is_apart=True), Delivery(3, ('A',), 'r', frozenset({'refund'}))])
    []
    """
    there, free = {}, {}
    for delivery in deliveries:
        where = delivery.place, delivery.recipient
        if delivery.group is not None:
            there.setdefault(where, []).append(delivery)
        elif not delivery.is_apart and delivery.mode != 'no' and not obstacle(delivery):
            free.setdefault(where, []).append(delivery)
    found = []
    for where, new in free.items():
        new.sort(key=lambda delivery: delivery.key)
        old = there.get(where, [])
        group = min((delivery.group for delivery in old), default=None)
        room = MOST - sum(delivery.group == group for delivery in old)
        taken = new[:room]
        if taken and (group is not None or len(taken) > 1):
            at_once = all(delivery.mode == 'accept' for delivery in (*taken, *old))
            found.append(Proposal(tuple(delivery.key for delivery in taken), group, at_once))
    return found
