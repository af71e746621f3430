# Part of store_group. License LGPL-3.
"""Which of our products may a channel's product be?"""

from dataclasses import dataclass

from ...cleaning.text import fold, half_width, shape, trim
from .alike import ALIKE, UNLIKE, best_likeness, plain
from .scoring import candidate, ranked


@dataclass(frozen=True)
class Asked:
    """A product as a channel names it."""

    key: str
    name: str = ''
    barcode: str = ''


@dataclass(frozen=True)
class Known:
    """A product of ours. `names` in all languages; `numbers` are pairs (number in a channel, whether it is the asking one)."""

    key: int
    code: str = ''
    barcode: str = ''
    names: tuple = ()
    numbers: tuple = ()
    is_archived: bool = False
    is_foreign: bool = False


def propose(asked, products):
    """Return the ranked Candidates for an Asked among Known products; without evidence there is none.

    >>> [(found.key, found.score) for found in propose(Asked('m-shirt 01', 'Shirt'), [Known(1, 'M-SHIRT01', names=('Shirt',))])]
    [(1, 99)]
    >>> propose(Asked('X'), [Known(1, 'Y')])
    []
    """
    found = []
    for product in products:
        evidence = _evidence(asked, product)
        if not evidence:
            continue
        alike = best_likeness(asked.name, product.names)
        doubts = [
            name
            for name, holds in (
                ('archived', product.is_archived),
                ('other_company', product.is_foreign),
                ('other_name', alike is not None and alike <= UNLIKE and not evidence & {'listing', 'listing_elsewhere'}),
            )
            if holds
        ]
        same_name = alike is not None and alike >= ALIKE and evidence != {'name'}
        found.append(candidate(product.key, evidence, doubts, same_name=same_name))
    return ranked(found)


def _evidence(asked, product):
    found, key = set(), asked.key
    for number, is_own in product.numbers:
        if number == key or (is_own and shape(number) and shape(number) == shape(key)):
            found.add('listing' if is_own else 'listing_elsewhere')
    if product.barcode and product.barcode in (asked.barcode, key):
        found.add('barcode')
    if product.code:
        if product.code == key:
            found.add('code')
        elif shape(product.code) and shape(product.code) == shape(key):
            found.add('shape' if _zeros(product.code) == _zeros(key) else 'zeros')
        elif len(plain(key)) >= 3 and plain(product.code) == plain(key):
            found.add('plain')
    if asked.name and fold(asked.name) in {fold(name) for name in product.names}:
        found.add('name')
    return found


def _zeros(code):
    """Return how many zeros stand in front, whatever the width."""
    text = trim(half_width(code))
    return len(text) - len(text.lstrip('0'))
